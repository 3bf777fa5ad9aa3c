//! The state of the keychain that the screen shows. Not here: who sets it (`worker` by its answers, `handle` for want of one).

/// What is known of this computer's keychain, from its last answer or the lack of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum KeychainState {
    /// Nothing was asked of it yet.
    NotAsked,
    /// It answered. A locked one may answer too, when asked for what it does not hold.
    Ready,
    /// It keeps us waiting, most likely for a person to unlock it.
    WaitingForUnlock,
    /// There is none, or none that can be reached.
    NoneHere,
    /// It is there and said no: locked with nobody to ask, its prompt dismissed, or access denied.
    Refused,
}
