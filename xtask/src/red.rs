//! What was red in the output of test programs, to be said again at the end: before it lie thousands of lines, of which
//! whoever keeps the output of a machine far away may keep the last.
//!
//! Known are the words of Rust's test programs and of the page's. Whether something failed is told by exit codes, not here.

/// Of what one test said when it failed: enough for its message and where it stood.
const LINES: usize = 40;

/// Reads the output line by line as it comes.
#[derive(Debug, Default)]
pub struct Red {
    failed: Vec<Failed>,
    /// Whether what comes now belongs to the last of them.
    listening: bool,
}

/// One test, and what it said.
#[derive(Debug)]
struct Failed {
    name: String,
    said: Vec<String>,
}

impl Red {
    pub fn read(&mut self, line: &str) {
        let line = plain(line);
        if let Some(name) = beginning(&line) {
            self.listening = true;
            if !self.failed.iter().any(|known| known.name == name) {
                self.failed.push(Failed {
                    name: name.to_owned(),
                    said: Vec::new(),
                });
            }
            return;
        }
        if is_end(&line) {
            self.listening = false;
        }
        if !self.listening || line.trim().is_empty() {
            return;
        }
        if let Some(last) = self.failed.last_mut()
            && last.said.len() < LINES
        {
            last.said.push(line);
        }
    }

    /// Each test that failed with what it said; `None` if there is none.
    pub fn told(&self) -> Option<String> {
        let told: Vec<String> = self
            .failed
            .iter()
            .map(|Failed { name, said }| format!("red: {name}\n    {}", said.join("\n    ")))
            .collect();
        (!told.is_empty()).then(|| told.join("\n"))
    }
}

/// The name of the test whose words follow.
fn beginning(line: &str) -> Option<&str> {
    let rust = line
        .strip_prefix("---- ")
        .and_then(|rest| rest.strip_suffix(" stdout ----"));
    rust.or_else(|| line.trim_start().strip_prefix("FAIL "))
        .map(str::trim)
}

/// Where a program goes on to something else than the words of a test.
fn is_end(line: &str) -> bool {
    ["failures:", "test result:", "Test Files", "⎯⎯"]
        .iter()
        .any(|end| line.trim_start().starts_with(end))
}

/// Without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let colour_ends = piece.find('m').map_or(0, |end| end + 1);
        plain.push_str(&piece[colour_ends..]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(output: &str) -> Option<String> {
        let mut red = Red::default();
        output.lines().for_each(|line| red.read(line));
        red.told()
    }

    #[test]
    fn nothing_is_red_where_all_went_well() {
        assert_eq!(told("test a ... ok\ntest result: ok. 1 passed"), None);
    }

    #[test]
    fn a_test_in_rust_is_named_with_its_message() {
        let output = "test b::c ... FAILED\ntest d ... ok\n\nfailures:\n\n---- b::c stdout ----\n\
                      thread 'b::c' panicked at b.rs:3:5:\nthe sum is wrong\n\n\nfailures:\n    b::c\n\n\
                      test result: FAILED. 1 passed; 1 failed";
        assert_eq!(
            told(output).as_deref(),
            Some("red: b::c\n    thread 'b::c' panicked at b.rs:3:5:\n    the sum is wrong")
        );
    }

    #[test]
    fn a_test_of_the_page_is_named_with_its_message_and_without_colours() {
        let output = "\u{1b}[31m×\u{1b}[39m is closed\n\
                      \u{1b}[41m\u{1b}[1m FAIL \u{1b}[22m\u{1b}[49m tests/orders.test.ts > is closed\n\
                      \u{1b}[1mAssertionError\u{1b}[22m: expected 1\n\n\u{1b}[31m⎯⎯⎯⎯[1/1]⎯\u{1b}[39m\n\n Test Files  1 failed";
        assert_eq!(
            told(output).as_deref(),
            Some("red: tests/orders.test.ts > is closed\n    AssertionError: expected 1")
        );
    }

    #[test]
    fn one_that_talks_much_does_not_hide_the_next() {
        let much = "more\n".repeat(5_000);
        let told = told(&format!(
            "---- a stdout ----\n{much}---- b stdout ----\nred too"
        ))
        .expect("both failed");
        assert!(told.ends_with("red: b\n    red too"), "{told}");
        assert_eq!(told.lines().count(), LINES + 3, "its first words are kept");
    }
}
