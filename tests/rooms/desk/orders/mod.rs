//! Orders and the book that holds them: over a restart, in the course of time, and on a disk that is full.

mod closing;
#[cfg(target_os = "linux")]
mod disk_full;
mod keys;
mod maintenance;
mod restarting;
