//! Nothing of its own.

/// The program's ordinary end waits.
pub fn wait_before(
    _wait: impl Fn() + Send + 'static,
    _busy: impl Fn() -> bool + Send + 'static,
    _why: String,
) {
}
