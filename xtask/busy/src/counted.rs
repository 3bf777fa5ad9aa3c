//! The bytes that are in use. What SQLite's own code allocates is not among them.

use peak_alloc::PeakAlloc;

#[global_allocator]
pub static COUNTED: PeakAlloc = PeakAlloc;
