//! E-mail addresses: what is taken from a field, and when one cannot be right. How they are cleaned and compared is `typed`.

use super::fields::{Problem, problem_of};
use crate::typed;

/// The longest e-mail address that mail servers take (RFC 5321).
const EMAIL_LIMIT: usize = 254;

/// What is wrong with an e-mail address. Deliberately mild: the service knows better, and identifiers vary.
pub fn email_problem(typed: &str) -> Option<Problem> {
    email_of(typed).err()
}

/// The address that was typed, cleaned.
pub fn email_of(typed: &str) -> Result<String, Problem> {
    let cleaned = typed::email(typed);
    if cleaned.text.is_empty() && cleaned.unclear.is_none() {
        return Err(Problem::Empty);
    }
    match problem_of(&cleaned, EMAIL_LIMIT).or_else(|| shape_problem(&cleaned.text)) {
        Some(problem) => Err(problem),
        None => Ok(cleaned.text),
    }
}

fn shape_problem(email: &str) -> Option<Problem> {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return Some(Problem::NotAnEmail);
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let looks_right = !local.is_empty()
        && !local.contains('@')
        && !email.contains(char::is_whitespace)
        && !email.contains([',', ';', '<', '>', '"', '(', ')', '[', ']', ':', '\\'])
        && labels.len() >= 2
        && labels.iter().all(|label| is_label(label));
    (!looks_right).then_some(Problem::NotAnEmail)
}

/// A part of a domain. Signs of other scripts are the service's to judge.
fn is_label(label: &str) -> bool {
    let fits = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-';
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_address_has_is_asked_about() {
        for typed in [
            "guest",
            "guest@example",
            "gu(est@example.com",
            "guest@exam)ple.com",
            "guest@exam:ple.com",
            "guest@exam_ple.com",
            "guest@-example.com",
            "guest@example-.com",
            "guest@example..com",
            "guest@[192.0.2.1]",
            "gu\\est@example.com",
            "guest@example.com/path",
        ] {
            assert_eq!(email_of(typed), Err(Problem::NotAnEmail), "{typed}");
        }
        for typed in [
            "o'neil+room/2@example.com",
            "a..b@example.com",
            "名前@例え.example",
            "guest@xn--exmple-cua.example",
        ] {
            assert_eq!(email_of(typed).as_deref(), Ok(typed));
        }
    }
}
