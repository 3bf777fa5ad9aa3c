//! What a request to the keychain can fail with. Not here: which error of a store means which (`worker`).

/// Why a secret was not read, written or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// No answer within the caller's patience. What was asked may still be done, or may not: ask again once the state
    /// is [`KeychainState::Ready`](super::KeychainState::Ready). Every request can be repeated without harm.
    #[error("the keychain is waiting to be unlocked")]
    Waiting,
    /// There is no keychain, or it cannot be reached.
    #[error("there is no keychain on this computer")]
    NoneHere,
    /// The keychain said no.
    #[error("the keychain refused access")]
    Refused,
    /// An entry is there, but it is incomplete or was not written by this program. Writing or deleting mends it.
    #[error("the keychain entry is damaged")]
    Damaged,
}
