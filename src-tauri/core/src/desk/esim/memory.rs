//! What was last read of each SIM in this run, with its time, and what is known of the plans that were started.
//!
//! In memory only: the truth is the service's, and is read again. Nothing here says who a SIM's customer is.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::view::{EsimView, PlanOnSim, StartNow};
use crate::book::AccountId;
use crate::clock;
use crate::connect::{Iccid, Subscription, SubscriptionId, SubscriptionStatus};
use crate::desk::model::{Failure, Recent, SimView};
use crate::desk::wait::wait;
use crate::typed::sim_number;

/// So many SIMs are remembered, and so many starts.
const KEPT: usize = 200;
/// What was read so lately is shown as it is: a page asks again without knowing who asked before.
const FRESH: Duration = Duration::from_secs(5);
/// A plan that was told to start and waits for so long has not started: then a person may tell it once more.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// A SIM, and the account that it is asked of.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Whose {
    account: AccountId,
    number: String,
}

impl Whose {
    pub(super) fn new(account: &AccountId, iccid: &Iccid) -> Whose {
        Whose {
            account: account.clone(),
            number: sim_number(iccid.as_str()).to_ascii_uppercase(),
        }
    }
}

/// The plans on a SIM.
#[derive(Clone, Default)]
pub(super) struct PlansRead {
    pub(super) plans: Vec<Subscription>,
    /// Whether these are all.
    pub(super) whole: bool,
}

#[derive(Clone, Default)]
struct Known {
    sim: Option<(SimView, Timestamp)>,
    plans: Option<(PlansRead, Timestamp)>,
    /// When both were read.
    whole_at: Option<Instant>,
}

#[derive(Clone, Copy)]
enum Start {
    /// Its request is under way.
    Sending,
    /// It was sent. That it took effect is not seen yet.
    Sent(Instant),
}

#[derive(Default)]
pub(super) struct SimMemory(Mutex<State>);

#[derive(Default)]
struct State {
    sims: Recent<Whose, Known, KEPT>,
    starts: Recent<SubscriptionId, Start, KEPT>,
}

impl SimMemory {
    /// Notes what was read; what could not be read stays as it was.
    pub(super) fn saw(&self, whose: &Whose, sim: Option<SimView>, plans: Option<PlansRead>) {
        let mut state = self.lock();
        let now = clock::now();
        let mut known = state.sims.get(whose).cloned().unwrap_or_default();
        known.whole_at = (sim.is_some() && plans.is_some()).then(Instant::now);
        if let Some(sim) = sim {
            known.sim = Some((sim, now));
        }
        if let Some(plans) = plans {
            for plan in &plans.plans {
                state.forget_start_of(plan);
            }
            known.plans = Some((plans, now));
        }
        state.sims.insert(whose.clone(), known);
    }

    /// Notes one plan that was read by itself.
    pub(super) fn saw_plan(&self, whose: &Whose, plan: &Subscription) {
        let mut state = self.lock();
        state.forget_start_of(plan);
        let Some(mut known) = state.sims.get(whose).cloned() else {
            return;
        };
        let plans = known
            .plans
            .iter_mut()
            .flat_map(|(plans, _)| &mut plans.plans);
        for one in plans.filter(|one| one.id == plan.id) {
            one.clone_from(plan);
        }
        state.sims.insert(whose.clone(), known);
    }

    /// Whether everything was read just now.
    pub(super) fn is_fresh(&self, whose: &Whose) -> bool {
        let state = self.lock();
        let read = state.sims.get(whose).and_then(|known| known.whole_at);
        read.is_some_and(|at| at.elapsed() < wait(FRESH))
    }

    /// Claims the start of a plan for one request; false while another one is under way or may yet take effect.
    pub(super) fn begin_start(&self, plan: &SubscriptionId) -> bool {
        let mut state = self.lock();
        match state.starts.get(plan) {
            Some(Start::Sending) => return false,
            Some(Start::Sent(at)) if at.elapsed() < wait(STARTS_WITHIN) => return false,
            Some(Start::Sent(_)) | None => {}
        }
        state.starts.insert(plan.clone(), Start::Sending);
        true
    }

    /// The request was sent, and what came of it is to be seen.
    pub(super) fn start_was_sent(&self, plan: &SubscriptionId) {
        self.lock()
            .starts
            .insert(plan.clone(), Start::Sent(Instant::now()));
    }

    /// The request did nothing.
    pub(super) fn start_came_to_nothing(&self, plan: &SubscriptionId) {
        self.lock().starts.retain(|known| known != plan);
    }

    /// What the window shows of a SIM: the latest that is known, and why it is not newer.
    pub(super) fn view(&self, whose: &Whose, iccid: &Iccid, trouble: Option<Failure>) -> EsimView {
        let state = self.lock();
        let known = state.sims.get(whose).cloned().unwrap_or_default();
        let sim = known.sim.map_or(SimView::NotRead, |(sim, _)| sim);
        let times = [
            known.sim.map(|(_, at)| at),
            known.plans.as_ref().map(|(_, at)| *at),
        ];
        let (plans, _) = known.plans.unwrap_or_default();
        EsimView {
            iccid: iccid.as_str().to_owned(),
            sim,
            plans: PlanOnSim::all(&plans.plans, |plan| state.start_now(plan, sim)),
            plans_whole: plans.whole,
            read_at: times.into_iter().flatten().min().map(|at| at.to_string()),
            trouble,
        }
    }

    /// What the window shows of plans whose SIM was not read.
    pub(super) fn plans(&self, plans: &[Subscription]) -> Vec<PlanOnSim> {
        let state = self.lock();
        PlanOnSim::all(plans, |plan| state.start_now(plan, SimView::NotRead))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A plan that no longer waits has started, or is over: nothing is to be seen any more.
    fn forget_start_of(&mut self, plan: &Subscription) {
        if !waits(plan) {
            self.starts.retain(|known| *known != plan.id);
        }
    }

    fn start_now(&self, plan: &Subscription, sim: SimView) -> StartNow {
        match self.starts.get(&plan.id) {
            _ if !waits(plan) || sim == SimView::Unavailable => StartNow::NotOffered,
            None => StartNow::Offered,
            Some(Start::Sending) => StartNow::Sending,
            Some(Start::Sent(at)) if at.elapsed() < wait(STARTS_WITHIN) => StartNow::Checking,
            Some(Start::Sent(_)) => StartNow::NotStarted,
        }
    }
}

/// Whether a plan waits for its date or its first use.
pub(super) fn waits(plan: &Subscription) -> bool {
    match plan.status {
        SubscriptionStatus::Pending | SubscriptionStatus::PendingUsage => true,
        SubscriptionStatus::Active
        | SubscriptionStatus::Depleted
        | SubscriptionStatus::Expired
        | SubscriptionStatus::Other(_) => false,
    }
}
