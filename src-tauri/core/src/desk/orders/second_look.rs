//! An order that was told as failed and may be completed all the same: what an output proves goes before the word (rulings 38).
//! Nobody waits for it, and nothing is held up for it: it is not open. Here is only until when it is looked at once more; the
//! looking is `polling`'s.

use std::time::Duration;

use super::live::LiveOrder;
use crate::book::OrderState;
use crate::desk::wait::wait;

/// So long after it was told; later a person has seen to it, and a look when somebody opens it is enough.
const LOOKED_AT_FOR: Duration = Duration::from_secs(60 * 60);

impl LiveOrder {
    /// Whether it was told as failed, and a look may find that it is not.
    pub(in crate::desk) fn may_yet_come(&self) -> bool {
        self.state() == OrderState::Failed
            && self.can_be_asked_about()
            && (self.was_opened || self.failed_lately())
    }

    pub(super) fn failed_lately(&self) -> bool {
        self.quiet.lasts() < wait(LOOKED_AT_FOR)
    }
}
