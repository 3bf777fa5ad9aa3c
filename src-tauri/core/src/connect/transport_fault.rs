//! Why an exchange failed, read from the chain of causes under a `reqwest` error.
//!
//! The question that matters: was the request given to an open connection? Only a cause that certainly lies before
//! that is `NotSent`; in doubt the answer is `Unanswered`.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use super::fault::{FaultKind, NotSent, Unanswered};

/// What the failure of an exchange means. Nothing of the error's text is kept: it names the URL, and with it an e-mail.
pub(super) fn of(error: &reqwest::Error) -> FaultKind {
    if error.is_builder() {
        return FaultKind::NotSent(NotSent::Malformed);
    }
    if error.is_connect() {
        return FaultKind::NotSent(before_the_connection(error));
    }
    if error.is_timeout() {
        return FaultKind::Unanswered(Unanswered::TimedOut);
    }
    FaultKind::Unanswered(Unanswered::Lost)
}

fn before_the_connection(error: &reqwest::Error) -> NotSent {
    let mut found = NotSent::Connect;
    let mut cause = error.source();
    while let Some(error) = cause {
        // The proxy's error type is private to hyper-util, so its text is all there is to go by.
        let text = error.to_string();
        if text.starts_with("tunnel error: proxy authorization required") {
            return NotSent::ProxySignIn;
        }
        if text.starts_with("tunnel error") {
            return NotSent::Proxy;
        }
        if let Some(tls) = tls_error(error) {
            return tls;
        }
        found = match error.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::TimedOut) => NotSent::ConnectTimedOut,
            _ => found,
        };
        cause = error.source();
    }
    if error.is_dns() {
        return NotSent::Dns;
    }
    if error.is_timeout() {
        return NotSent::ConnectTimedOut;
    }
    found
}

/// A TLS error sits inside one or more `io::Error`s, whose `source` skips over it.
fn tls_error(error: &(dyn Error + 'static)) -> Option<NotSent> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        let rustls::Error::InvalidCertificate(why) = tls else {
            return Some(NotSent::Tls);
        };
        return Some(match is_about_dates(why) {
            true => NotSent::CertificateDates,
            false => NotSent::Certificate,
        });
    }
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    tls_error(inner)
}

/// Whether all that speaks against a certificate is the time.
fn is_about_dates(why: &CertificateError) -> bool {
    matches!(
        why,
        CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. }
    )
}
