//! What a walk remembers: its world, what was pressed for, and what became of eSIMs, groups and starts.
//!
//! What happens in it and what must hold stands in the files beside this one, each by its subject.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use esim_desk_core::book::{GroupKey, LineKey, OrderKey};
use esim_desk_core::desk::Plan;
use esim_desk_core::sandbox::Sandbox;

use crate::desk::chance::Chance;
use crate::desk::fixture::Shop;

/// What a walk has met since there are walks, the latest last. A seed that failed is named with the world of its day, or it
/// would be another walk.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum World {
    First,
    /// The service's clock jumps against this computer's.
    Clocks,
    /// Nothing, numbers and dates are written in other ways.
    Spellings,
    /// Every quirk that a walk can bear, and they stay on when the service becomes otherwise; and people give every verdict.
    Quirks,
    /// Hours end in minutes in which what they held up is answered.
    Hours,
}

/// A sale that a person pressed for at this desk.
#[derive(Clone)]
pub(super) struct Pressed {
    pub(super) email: String,
    pub(super) product: String,
}

/// What the machine does to a walk.
pub(super) enum Machine {
    Sound,
    /// The book's files are spoilt between two runs.
    SpoilsTheBook,
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "a small disk of its own is Linux's")
    )]
    /// The disk that this folder lies on fills up. The file that fills it, while it is full.
    SmallDisk(PathBuf, Option<PathBuf>),
}

/// The world of one walk.
pub(super) struct Walk {
    pub(super) seed: u64,
    pub(super) world: World,
    pub(super) chance: Chance,
    pub(super) machine: Machine,
    /// Apart from the other one, so that a seed is the same walk whatever the machine does.
    pub(super) mishaps: Chance,
    /// The quirks that were found later. Apart from the others for the same reason.
    pub(super) service: Chance,
    /// The service's clock jumps, where there is this; and how far it is from where it was, in milliseconds. Apart from the
    /// others for the same reason.
    pub(super) clocks: Option<Chance>,
    pub(super) pushed: i64,
    /// The furthest ahead that it ever was.
    pub(super) furthest: i64,
    /// Whether it ever jumped.
    pub(super) jumped: bool,
    /// Since when there is no news of an order of this run that is undecided, by its reference and how much there was.
    pub(super) undecided_since: BTreeMap<String, tokio::time::Instant>,
    /// How often the book was spoilt, and whether orders were lost with it.
    pub(super) spoilt: u64,
    pub(super) lost: bool,
    /// Which order each number was given to.
    pub(super) numbers: BTreeMap<OrderKey, String>,
    pub(super) shop: Shop,
    /// Another counter with the same account.
    pub(super) other: Option<Shop>,
    /// The service of another account.
    pub(super) elsewhere: Sandbox,
    /// The keychain gives nothing while this is set.
    pub(super) locked: Arc<AtomicBool>,
    pub(super) plans: Vec<Plan>,
    /// References of the orders that a person's press made, at any desk and for any account.
    pub(super) asked_for: BTreeSet<String>,
    /// Sales that were dropped on their way, of which no order was seen.
    pub(super) dropped: usize,
    /// How often the book was spoilt before this step.
    pub(super) spoilt_before: u64,
    /// What was pressed at this desk, by the order's reference.
    pub(super) pressed: BTreeMap<String, Pressed>,
    /// References of the other desk.
    pub(super) theirs: BTreeSet<String>,
    /// The subscription that a person said an order is, by choosing or adopting it: their word, right or wrong.
    pub(super) by_a_persons_word: BTreeMap<String, String>,
    /// Codes that were on screen, and the order each belonged to.
    pub(super) shown: BTreeMap<String, String>,
    /// Orders whose code was looked at in this run.
    pub(super) looked_at: BTreeSet<String>,
    /// What becomes of eSIMs after their sale, in walks of their own.
    pub(super) life: Option<Life>,
    /// Groups, and plans that are started, in walks of their own too.
    pub(super) several: Option<Several>,
    /// What happened so far.
    pub(super) trail: Vec<String>,
}

/// The life of the eSIMs of a walk.
pub(super) struct Life {
    pub(super) chance: Chance,
    /// References of the orders whose eSIM somebody wanted to give back.
    pub(super) wanted: BTreeSet<String>,
    /// How often a person pressed for that.
    pub(super) presses: u64,
}

/// A line of the walk's group number so and so. The book may be lost, and then gives the same keys once more.
pub(super) type Line = (usize, u32);

/// The groups of a walk.
pub(super) struct Several {
    pub(super) chance: Chance,
    pub(super) groups: Vec<Begun>,
    /// The lines that a person pressed for in this run, and how many orders may still be placed for that.
    pub(super) pressed_for: BTreeMap<Line, u32>,
    /// The same of runs that ended in this step.
    pub(super) pressed_before: BTreeMap<Line, u32>,
    /// Whose the orders of lines are.
    pub(super) orders: BTreeMap<OrderKey, Line>,
    /// Orders that were looked for in vain, and in whose place a person ordered again: their lines may have both.
    pub(super) replaced: BTreeSet<OrderKey>,
    /// Lines that somebody wants although there is one already.
    pub(super) anyway: BTreeSet<LineKey>,
    pub(super) starts: Starts,
}

pub(super) struct Begun {
    pub(super) key: GroupKey,
    /// When, as the book says.
    pub(super) at: String,
    /// Lost with the book.
    pub(super) lost: bool,
}

/// What was started in a walk.
#[derive(Default)]
pub(super) struct Starts {
    /// How often a person pressed for it.
    pub(super) presses: u64,
    /// The plans that somebody wanted to start.
    pub(super) wanted: BTreeSet<String>,
}
