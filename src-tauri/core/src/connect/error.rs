//! Why no client can be made of some settings.
//!
//! Not here: what goes wrong with a request (`fault`).

use super::credentials::CredentialProblem;

/// Why there is no client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The credentials cannot be right.
    #[error(transparent)]
    Credentials(#[from] CredentialProblem),
    /// The extra certificate file holds no certificate.
    #[error("the extra certificate file cannot be read")]
    ExtraCa,
    /// The proxy cannot be used.
    #[error("the proxy address cannot be used")]
    Proxy,
    /// The system has no list of trusted certificate authorities (on Linux: the package ca-certificates).
    #[error("this system has no list of trusted certificates")]
    NoTrustStore,
    /// The program has not installed its TLS provider.
    #[error("no TLS provider is installed")]
    NoTlsProvider,
}
