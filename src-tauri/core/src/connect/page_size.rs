//! How many entries of a list are asked for at a time. What the service allows is not known: a size that it refuses is
//! lowered, and that is remembered.

use std::sync::atomic::{AtomicUsize, Ordering};

/// First as much as the successor API allows, at last the service's own.
const SIZES: [Option<u32>; 4] = [Some(40), Some(20), Some(10), None];

/// The largest that the service takes, as far as it is known.
#[derive(Default)]
pub(super) struct PageSize(AtomicUsize);

/// One that may be asked for.
#[derive(Clone, Copy)]
pub(super) struct Size(usize);

impl PageSize {
    /// What is not refused yet, the largest first.
    pub(super) fn to_try(&self) -> impl Iterator<Item = Size> + use<> {
        (self.0.load(Ordering::Relaxed)..SIZES.len()).map(Size)
    }

    /// The service took it.
    pub(super) fn taken(&self, size: Size) {
        self.0.fetch_max(size.0, Ordering::Relaxed);
    }
}

impl Size {
    /// `None` where the service is to decide.
    pub(super) fn entries(self) -> Option<u32> {
        SIZES[self.0]
    }
}
