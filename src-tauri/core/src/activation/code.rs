//! Install codes: the grammar of GSMA SGP.22 section 4.1, read tolerantly and written canonically.
//!
//! ```text
//! [ "LPA:" ] "1" "$" SM-DP+ address "$" matching id [ "$" [ OID ] [ "$" [ flag ] [ "$" ignored ]]]
//! ```
//!
//! Reading forgives what a person or another program adds without harm: the prefix in any case, white space
//! around, empty fields at the end, the fields of version 3. Writing never repeats any of it: readers exist that
//! stumble over each. The confirmation code itself is never part of an install code.

use std::fmt;

use super::error::CodeError;
use super::smdp::SmdpAddress;

/// The longest install code, without its prefix (SGP.22 4.1).
pub const MAX_LEN: usize = 255;

const PREFIX: &str = "LPA:";
const FORMAT: &str = "1";

/// A valid install code. It may be incomplete, see [`InstallCode::is_complete`].
///
/// Whoever installs it owns the line, so it has neither `Display` nor `Serialize`, and `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct InstallCode {
    smdp: SmdpAddress,
    matching_id: MatchingId,
    oid: Option<String>,
    confirmation_required: bool,
}

/// The token by which the server finds the eSIM: letters, digits and `-`, any case, possibly none at all.
///
/// This is the secret part of the code. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct MatchingId(String);

impl InstallCode {
    /// A plain code: no OID, no confirmation code. Fails only with [`CodeError::TooLong`].
    pub fn new(smdp: SmdpAddress, matching_id: MatchingId) -> Result<Self, CodeError> {
        let code = Self {
            smdp,
            matching_id,
            oid: None,
            confirmation_required: false,
        };
        if code.text().len() > MAX_LEN {
            return Err(CodeError::TooLong);
        }
        Ok(code)
    }

    /// Reads a code with or without `LPA:`, as the service sends it or a person pastes it.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = without_prefix(text.trim());
        if text.len() > MAX_LEN {
            return Err(CodeError::TooLong);
        }
        let mut fields = text.split('$');
        if fields.next() != Some(FORMAT) {
            return Err(CodeError::Format);
        }
        let smdp = SmdpAddress::parse(fields.next().unwrap_or_default())?;
        let matching_id = MatchingId::parse(fields.next().ok_or(CodeError::NoMatchingId)?)?;
        let oid = match fields.next() {
            None | Some("") => None,
            Some(oid) if is_oid(oid) => Some(oid.to_owned()),
            Some(_) => return Err(CodeError::Oid),
        };
        let confirmation_required = match fields.next() {
            None | Some("" | "0") => false,
            Some("1") => true,
            Some(_) => return Err(CodeError::Flag),
        };
        Ok(Self {
            smdp,
            matching_id,
            oid,
            confirmation_required,
        })
    }

    /// The server to download from.
    pub fn smdp(&self) -> &SmdpAddress {
        &self.smdp
    }

    /// The token the server knows the eSIM by.
    pub fn matching_id(&self) -> &MatchingId {
        &self.matching_id
    }

    /// Object identifier that the phone compares with the server's certificate, in dotted decimals.
    pub fn oid(&self) -> Option<&str> {
        self.oid.as_deref()
    }

    /// Whether the phone will ask for a confirmation code, which the customer gets by another way.
    pub fn confirmation_required(&self) -> bool {
        self.confirmation_required
    }

    /// Whether the code names one eSIM. Without a matching id it is valid, but must not be handed to a customer.
    pub fn is_complete(&self) -> bool {
        !self.matching_id.is_empty()
    }

    /// The code as a person types it: canonical, without the prefix.
    pub fn text(&self) -> String {
        let mut text = format!("{FORMAT}${}${}", self.smdp.as_str(), self.matching_id.0);
        if let Some(oid) = &self.oid {
            text.push('$');
            text.push_str(oid);
        }
        if self.confirmation_required {
            // The flag is the fifth field: an absent OID leaves its place empty.
            text.push_str(if self.oid.is_some() { "$1" } else { "$$1" });
        }
        text
    }

    /// The code as a QR code says it, `LPA:` in front; also what is copied for a phone's single entry field.
    pub fn qr_text(&self) -> String {
        format!("{PREFIX}{}", self.text())
    }
}

impl fmt::Debug for InstallCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstallCode([redacted])")
    }
}

impl MatchingId {
    /// Reads a matching id exactly: nothing is trimmed. SGP.22 asks for upper case, but lower case is in use.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !text.bytes().all(allowed) {
            return Err(CodeError::MatchingId);
        }
        Ok(Self(text.to_owned()))
    }

    /// The token, for the manual entry form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no token at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for MatchingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatchingId([redacted])")
    }
}

fn without_prefix(text: &str) -> &str {
    match text.split_at_checked(PREFIX.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(PREFIX) => rest,
        _ => text,
    }
}

/// Dotted decimals as X.660 numbers them: the first arc is 0, 1 or 2; below 0 and 1 the second ends at 39.
fn is_oid(text: &str) -> bool {
    let mut arcs = text.split('.');
    let (Some(first), Some(second)) = (arcs.next(), arcs.next()) else {
        return false;
    };
    let second_fits = match first {
        "0" | "1" => second.parse::<u8>().is_ok_and(|arc| arc < 40),
        "2" => true,
        _ => false,
    };
    second_fits && is_arc(second) && arcs.all(is_arc)
}

fn is_arc(arc: &str) -> bool {
    !arc.is_empty()
        && arc.bytes().all(|byte| byte.is_ascii_digit())
        && (arc == "0" || !arc.starts_with('0'))
}

#[cfg(test)]
#[path = "code_tests.rs"]
mod tests;
