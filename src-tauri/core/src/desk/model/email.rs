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
        && !email.contains([',', ';', '<', '>', '"'])
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty());
    (!looks_right).then_some(Problem::NotAnEmail)
}
