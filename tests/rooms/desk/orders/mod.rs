//! Orders and the book that holds them: over a restart, in the course of time, and on a disk that is full.

#[cfg(target_os = "linux")]
mod disk_full;
mod maintenance;
mod restarting;
