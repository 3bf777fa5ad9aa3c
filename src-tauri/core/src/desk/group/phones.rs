//! Which maker's phone a guest has, where the name of its model says so. What does not say it is not guessed.

use crate::desk::model::Phone;
use crate::typed::fold;

/// `iPhone 15`, `Samsung Galaxy S24`, `Pixel 8`.
pub(super) fn of_model(model: &str) -> Option<Phone> {
    let model = fold(model);
    let mut words = model.split(|letter: char| !letter.is_alphanumeric());
    words.find_map(|word| match word {
        "samsung" | "galaxy" => Some(Phone::Samsung),
        "pixel" | "google" | "xiaomi" | "redmi" | "huawei" | "honor" | "oppo" | "oneplus"
        | "motorola" | "sony" | "xperia" | "nokia" | "fairphone" => Some(Phone::Other),
        // `iPhone15` is one word.
        word => word.starts_with("iphone").then_some(Phone::Iphone),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_says_whose_phone_it_is_or_nothing() {
        for (model, phone) in [
            ("iPhone 15 Pro", Some(Phone::Iphone)),
            ("Apple IPHONE15", Some(Phone::Iphone)),
            ("Samsung Galaxy S24", Some(Phone::Samsung)),
            ("galaxy-a54", Some(Phone::Samsung)),
            ("Google Pixel 8", Some(Phone::Other)),
            ("13 Pro", None),
            ("", None),
        ] {
            assert_eq!(of_model(model), phone, "{model:?}");
        }
    }
}
