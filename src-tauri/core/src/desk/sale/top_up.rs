//! A top-up: one more plan on a SIM that is there already. It waits for its like, passes the checks and gets a row in the
//! book as a sale does, and leaves by the same one request (`place::begin`, `send`).
//!
//! Which plans may be one, the documentation says only by `sim_type`: whatever is sold as an eSIM fits an eSIM. Not here: how
//! a top-up is found whose answer was lost (`recovery`), and when it is done (`polling`).

use jiff::Timestamp;
use secrecy::SecretString;

use super::in_progress::Begun;
use super::place::Cleared;
use super::top_up_draft::TopUpDraft;
use super::wanted::left_out_of;
use super::{Sale, checks, clock, request};
use crate::book::{
    AccountId, Asked, Customer, CustomerRecord, KnownSubscriptions, NewOrder, Order, OrderKey,
    OrderKind,
};
use crate::connect::{
    Client, CorrelationId, FaultKind, Iccid, Newest, Operation, OrderBody, OrderRequest, SimStatus,
    SimType, Start, Subscriber, SubscriptionFilter, SubscriptionStatus, on_sim,
};
use crate::desk::account::has_no_token;
use crate::desk::model::{Failure, Field, Phone, Problem, WhyNoTopUp, minutes_since, product_id};
use crate::desk::orders::LiveOrder;
use crate::typed::{same_sim, sim_number};

/// So many plans that are not over a SIM carries at most.
const MOST_PLANS: usize = 15;

/// The SIM of a top-up, as far as the book knows it.
struct Target {
    iccid: Iccid,
    /// Of the order that made it, where that is one of this book.
    customer: Customer,
}

impl Sale {
    /// Places the top-up that `draft` describes. Returns when it is on disk and about to be sent; how it goes on is in the
    /// snapshots. A failure means that nothing was sent.
    pub async fn top_up(&self, draft: TopUpDraft) -> Result<OrderKey, Failure> {
        if let Some(placed) = self.in_progress.placed(&draft.idempotency_key) {
            return Ok(placed);
        }
        let instead_of = self.stands_for(draft.instead_of, draft.again).await?;
        self.top_up_for(draft, instead_of).await
    }

    /// The same, maybe in place of one that was looked for in vain.
    pub(super) async fn top_up_for(
        &self,
        draft: TopUpDraft,
        instead_of: Option<OrderKey>,
    ) -> Result<OrderKey, Failure> {
        let problems = self.check_top_up(&draft);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        self.account.session()?;
        self.orders.check_book()?;
        let sim = (format!("SIM {}", sim_number(&draft.iccid)), String::new());
        let turn = match self.in_progress.begin(&draft.idempotency_key, sim).await {
            Begun::Placed(placed) => return Ok(placed),
            Begun::Own(turn) => turn,
        };
        loop {
            let (account, client) = self.account.session()?;
            let client = client.urgent(true);
            client.try_again_now();
            let note = self.ask_for_top_up(&account, &client, &draft).await?;
            let key = self
                .write_top_up(&account, &draft, note, instead_of)
                .await?;
            if let Some(key) = key {
                turn.placed(key);
                return Ok(key);
            }
            // Another account came into use meanwhile: what the first said does not hold for it.
        }
    }

    /// All that is asked of the service before. No lock is held.
    async fn ask_for_top_up(
        &self,
        account: &AccountId,
        client: &Client,
        draft: &TopUpDraft,
    ) -> Result<Option<KnownSubscriptions>, Failure> {
        let target = self.target(account, draft).await?;
        self.not_topped_up_already(account, client, draft).await?;
        checks::plan_is_unchanged(&self.account, client, &draft.plan).await?;
        self.sim_takes_plans(client, &target.iccid).await?;
        let note = match self.look_at_plans(client, &target.iccid).await? {
            Some(look) => {
                let now = client.service_now();
                self.compare(account, &target.iccid, draft, look, now)
                    .await?
            }
            None => None,
        };
        self.orders.ensure_key(clock::now(client)).await;
        Ok(note)
    }

    /// What the plans on the SIM say of a top-up, and what its row keeps of them.
    async fn compare(
        &self,
        account: &AccountId,
        iccid: &Iccid,
        draft: &TopUpDraft,
        mut look: Newest,
        now: Timestamp,
    ) -> Result<Option<KnownSubscriptions>, Failure> {
        let there = on_sim(look.seen.clone(), iccid);
        let there = there.iter().filter(|one| is_not_over(&one.status));
        if there.count() >= MOST_PLANS {
            return Err(no_top_up(WhyNoTopUp::Full));
        }
        look.seen.retain(|one| one.may_be_on(iccid));
        // Only the same plan on this SIM can be taken for this top-up later.
        let mut same = look;
        let product = product_id(&draft.plan)?;
        same.seen
            .retain(|one| one.product_id.as_ref().is_none_or(|id| *id == product));
        if same.whole {
            same.count = same.seen.len() + same.unread;
        }
        let found =
            checks::strangers(&self.orders, account, OrderKind::TopUp, None, &same, now).await?;
        if let (false, Some(minutes)) = (draft.again, found.sold_lately) {
            return Err(Failure::SoldRecently {
                minutes,
                open: false,
            });
        }
        Ok(checks::note(&same, &found, now))
    }

    /// Writes the top-up and sends it. `None`, and nothing is written, where `account` is not in use any more.
    async fn write_top_up(
        &self,
        account: &AccountId,
        draft: &TopUpDraft,
        note: Option<KnownSubscriptions>,
        instead_of: Option<OrderKey>,
    ) -> Result<Option<OrderKey>, Failure> {
        let admission = self.orders.admit().await;
        let (here, client) = self.account.session()?;
        let client = client.urgent(true);
        if here != *account {
            return Ok(None);
        }
        if let Some(lost) = instead_of {
            self.is_still_lost(lost).await?;
        }
        // Once more: somebody may have wanted the eSIM given back meanwhile, which takes the same admission.
        let target = self.target(account, draft).await?;
        self.not_topped_up_already(account, &client, draft).await?;
        let now = clock::now(&client);
        let start = draft.start.at(now, &self.setup.zone).ok();
        let sold_price = self.sold_price(&here, &draft.notes);
        let wants_device = self.settings.current().wants_device(&here.0);
        let device = request::device_of_top_up(draft, &target.customer, wants_device);
        let mut wanted = self.wanted(&here, sold_price.as_ref());
        wanted.left_out.extend(left_out_of(&device));
        let request = OrderRequest {
            operation: Operation::TopUp(target.iccid.clone()),
            country: self.account.country(),
            product: product_id(&draft.plan)?,
            start: start.unwrap_or(Start::Now),
            expiration: None,
            sold_price,
            // No e-mail address: one that is not the SIM's own was a refusal in version 1, and none is asked for.
            subscriber: Subscriber {
                device,
                ..Subscriber::default()
            },
        };
        let body = OrderBody::new(&request)
            .map_err(|_| Failure::of_field(Field::Country, Problem::NotACountry))?;
        let reference = CorrelationId::fresh();
        let new_order = NewOrder {
            account: here,
            at: now,
            asked: Asked::TopUp {
                iccid: target.iccid.as_str().to_owned(),
            },
            plan: draft.plan.as_sold(),
            customer: with_phone(target.customer, draft.phone),
            body: SecretString::from(body.as_json().to_owned()),
            reference: reference.to_string(),
            known_subscriptions: note,
            staff: draft.notes.staff(),
            guest_pays: draft.notes.paid(),
            note: draft.notes.note(),
            instead_of,
        };
        let cleared = Cleared {
            client,
            new_order,
            body,
            reference,
            start,
            wanted,
            line: None,
        };
        let placed = self.begin(admission, cleared).await?;
        Ok(Some(placed.key))
    }

    /// The SIM, and who has it. Refused where this desk gave it back, or is about to.
    async fn target(&self, account: &AccountId, draft: &TopUpDraft) -> Result<Target, Failure> {
        let iccid = Iccid::new(&draft.iccid).map_err(|_| Failure::UnknownOrder)?;
        let (whose, number) = (account.clone(), iccid.as_str().to_owned());
        let made_by = self
            .orders
            .book(move |book| {
                let key = book.order_of_sim(&whose, &number)?;
                key.map(|key| book.order(key)).transpose()
            })
            .await?;
        let Some(order) = made_by else {
            return Ok(Target {
                iccid,
                customer: Customer::default(),
            });
        };
        let (state, customer) = self
            .orders
            .get(order.key, |live| (live.state(), live.customer().cloned()))
            .unwrap_or((order.state, None));
        if state.takes_no_plans() {
            return Err(no_top_up(WhyNoTopUp::GivenBack));
        }
        Ok(Target {
            iccid,
            customer: customer.or(known(order)).unwrap_or_default(),
        })
    }

    /// Refuses the same plan on the same SIM shortly after the last one, or while nobody knows what came of that.
    async fn not_topped_up_already(
        &self,
        account: &AccountId,
        client: &Client,
        draft: &TopUpDraft,
    ) -> Result<(), Failure> {
        if draft.again {
            return Ok(());
        }
        let now = clock::now(client);
        let (whose, number) = (account.clone(), draft.iccid.clone());
        let top_ups = self
            .orders
            .book(move |book| book.top_ups_of(&whose, &number))
            .await?;
        // Memory is ahead of a book that could not be written.
        let top_ups = top_ups.into_iter().map(|row| {
            match self.orders.get(row.key, |live| live.order().clone()) {
                Some(order) => order,
                None => row,
            }
        });
        let same = top_ups
            .filter(|order| order.plan.product_id == draft.plan.id)
            .filter(|order| {
                order
                    .iccid
                    .as_deref()
                    .is_some_and(|of| same_sim(of, &draft.iccid))
            })
            .filter(|order| {
                let this_run =
                    |live: &LiveOrder| live.was_placed_within(checks::RECENT.unsigned_abs());
                let recent = now.duration_since(order.created_at) < checks::RECENT
                    || self.orders.get(order.key, this_run) == Some(true);
                order.state.is_undecided() || recent && order.may_be_charged()
            });
        let same: Vec<(Timestamp, bool)> = same
            .map(|order| (order.created_at, order.state.is_undecided()))
            .collect();
        match same.iter().max() {
            None => Ok(()),
            Some((newest, _)) => Err(Failure::SoldRecently {
                minutes: minutes_since(*newest, now),
                open: same.iter().any(|(_, undecided)| *undecided),
            }),
        }
    }

    async fn sim_takes_plans(&self, client: &Client, iccid: &Iccid) -> Result<(), Failure> {
        let sim = match self.account.observe(client, client.sim(iccid).await) {
            Ok(sim) => sim,
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => {
                return Err(no_top_up(WhyNoTopUp::Unknown));
            }
            Err(fault) => return Err(Failure::from(fault)),
        };
        match (&sim.status, &sim.sim_type) {
            (SimStatus::Unavailable, _) => Err(no_top_up(WhyNoTopUp::Unavailable)),
            (_, Some(SimType::Psim)) => Err(no_top_up(WhyNoTopUp::NotAnEsim)),
            _ => Ok(()),
        }
    }

    /// The plans that are on the SIM. `None` where they cannot be known, or not soon enough; the top-up goes on all the same,
    /// and then only a person recovers it.
    async fn look_at_plans(
        &self,
        client: &Client,
        iccid: &Iccid,
    ) -> Result<Option<Newest>, Failure> {
        let filter = SubscriptionFilter {
            iccid: Some(iccid.clone()),
            ..SubscriptionFilter::default()
        };
        let all = client.newest_subscriptions(&filter, Timestamp::MIN, checks::PATIENCE);
        match self.account.observe(client, all.await) {
            Ok(newest) => Ok(newest),
            Err(fault) if has_no_token(&fault) => Err(Failure::from(fault)),
            Err(_) => Ok(None),
        }
    }
}

fn is_not_over(status: &SubscriptionStatus) -> bool {
    match status {
        SubscriptionStatus::Depleted | SubscriptionStatus::Expired => false,
        SubscriptionStatus::Pending
        | SubscriptionStatus::PendingUsage
        | SubscriptionStatus::Active
        | SubscriptionStatus::Other(_) => true,
    }
}

fn no_top_up(why: WhyNoTopUp) -> Failure {
    Failure::NoTopUp { why }
}

fn known(order: Order) -> Option<Customer> {
    match order.customer {
        CustomerRecord::Known(customer) => Some(customer),
        CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
    }
}

/// What was said of the phone this time is what the same top-up once more is filled in with.
fn with_phone(customer: Customer, phone: Option<Phone>) -> Customer {
    match phone {
        Some(phone) => Customer {
            phone: phone.name().to_owned(),
            ..customer
        },
        None => customer,
    }
}
