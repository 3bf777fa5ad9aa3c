//! What the errors of SQLite mean for the book.

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::book::error::BookError;

impl From<rusqlite::Error> for BookError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return without_code(&error);
        };
        // Growing the shared-memory file of the WAL fails in its own words when the disk is full.
        if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE {
            return Self::DiskFull;
        }
        if failure.extended_code == ffi::SQLITE_IOERR_CORRUPTFS {
            return Self::Damaged;
        }
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the other codes are told by their name"
        )]
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Self::ReadOnly
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            code => Self::Other(format!("{code:?} ({})", failure.extended_code)),
        }
    }
}

/// Told by its kind only: the library's own texts may quote a value.
fn without_code(error: &rusqlite::Error) -> BookError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the list is open, and the rest needs no name"
    )]
    match error {
        // The tables are strict, so a value of another type was not written by SQLite either.
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => BookError::Damaged,
        rusqlite::Error::QueryReturnedNoRows => BookError::Other("no row".to_owned()),
        rusqlite::Error::InvalidPath(_) => BookError::Other("unusable path".to_owned()),
        _ => BookError::Other("database call".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(code: i32) -> BookError {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("row 7: a@b.example".into()))
            .into()
    }

    #[test]
    fn sqlite_codes_are_told_by_what_they_mean() {
        for (code, expected) in [
            (ffi::SQLITE_FULL, "the disk is full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "the disk is full"),
            (
                ffi::SQLITE_READONLY,
                "the folder of the order book cannot be written",
            ),
            (
                ffi::SQLITE_CANTOPEN,
                "the folder of the order book cannot be written",
            ),
            (ffi::SQLITE_CORRUPT, "the order book is damaged"),
            (ffi::SQLITE_NOTADB, "the order book is damaged"),
            (ffi::SQLITE_BUSY, "another program is using the order book"),
        ] {
            assert_eq!(sqlite(code).to_string(), expected, "code {code}");
        }
    }

    #[test]
    fn no_error_text_repeats_what_the_library_said() {
        for code in [ffi::SQLITE_IOERR, ffi::SQLITE_CONSTRAINT, ffi::SQLITE_ERROR] {
            let text = sqlite(code).to_string();
            assert!(
                !text.contains("a@b.example"),
                "{text} may hold a value of a row"
            );
        }
    }
}
