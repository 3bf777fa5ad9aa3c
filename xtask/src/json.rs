//! A text as JSON has it. Nothing else of JSON is needed here: what is written is put together, and what is read is other
//! programs' affair.

pub fn text(plain: &str) -> String {
    let mut text = String::from("\"");
    for sign in plain.chars() {
        match sign {
            '"' | '\\' => text.extend(['\\', sign]),
            '\n' => text.push_str("\\n"),
            sign if sign.is_control() => text.push_str(&format!("\\u{:04x}", u32::from(sign))),
            sign => text.push(sign),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_text_is_json_whatever_stands_in_it() {
        assert_eq!(text("a\"b\\c\n\u{7}ü"), r#""a\"b\\c\n\u0007ü""#);
    }
}
