//! E-mail addresses: when two are the same customer's, and when one cannot be right.

use super::fields::{Problem, line_problem};

/// The longest e-mail address that mail servers take (RFC 5321).
const EMAIL_LIMIT: usize = 254;

/// The form in which two addresses are compared: trimmed, without case (rulings 12).
pub fn same_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What is wrong with an e-mail address. Deliberately mild: the service knows better, and identifiers vary.
pub fn email_problem(email: &str) -> Option<Problem> {
    if email.is_empty() {
        return Some(Problem::Empty);
    }
    if let Some(problem) = line_problem(email, EMAIL_LIMIT) {
        return Some(problem);
    }
    let Some((local, domain)) = email.rsplit_once('@') else {
        return Some(Problem::NotAnEmail);
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let looks_right = !local.is_empty()
        && !local.contains('@')
        && !email.contains(char::is_whitespace)
        && !email.contains([',', ';', '<', '>', '"'])
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty());
    (!looks_right).then_some(Problem::NotAnEmail)
}
