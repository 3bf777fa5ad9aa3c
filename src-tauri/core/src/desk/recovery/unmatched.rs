//! Sold on this account, customer unknown: what the service lists and no order of this book is, such as what a damaged book
//! lost. It comes into the book with its customer, once their e-mail address is typed and the service says the same
//! (rulings 16). What a person closed as not bought, and the service lists, comes back by the same way. Orders whose answer was
//! lost are not looked for here (`find`).

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::spelling::spellings;
use crate::book::{
    AccountId, AdoptedSale, BookError, Customer, OrderEvent, OrderFacts, OrderKey, PlanSold,
};
use crate::clock;
use crate::connect::{
    Client, CorrelationId, FaultKind, Subscription, SubscriptionFilter, SubscriptionId,
};
use crate::desk::account::Account;
use crate::desk::model::{Failure, Field, Problem, email_of};
use crate::desk::orders::{LiveOrder, Orders};
use crate::typed::{comparable_email, sim_number};

/// An eSIM of the account that no order of this book is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedSale {
    /// The service's subscription id: the handle to adopt it by.
    pub subscription: String,
    /// Without it there is no way to its code.
    pub iccid: Option<String>,
    pub plan: Option<String>,
    pub created_at: Option<String>,
}

/// Such sales, as far as the service's list was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedSales {
    /// Newest first, one for each SIM.
    pub sales: Vec<UnmatchedSale>,
    /// Where the list is too long, or has entries that cannot be read: not all of it was looked through. What is missing here
    /// is found by its SIM or its customer (`esim::find`).
    pub in_part: bool,
    /// Back to when all of it was seen, where that can be told.
    pub back_to: Option<String>,
}

/// Lists such sales, and takes them into the book.
pub struct Unmatched {
    account: Arc<Account>,
    orders: Arc<Orders>,
}

impl Unmatched {
    pub(in crate::desk) fn new(account: Arc<Account>, orders: Arc<Orders>) -> Unmatched {
        Unmatched { account, orders }
    }

    /// All of them where the account is not too large, else those of its newest end.
    pub async fn list(&self) -> Result<UnmatchedSales, Failure> {
        let (account, client) = self.account.session_now()?;
        let sold = self.account.observe(&client, client.newest_sold().await);
        let sold = sold.map_err(|fault| Failure::from(&fault))?;
        let mut seen = self
            .orders
            .book(move |book| book.known_sims(&account))
            .await?;
        let in_part = !sold.is_all();
        let oldest = sold.seen.iter().filter_map(|one| one.created).min();
        let back_to = oldest.filter(|_| in_part && !sold.any && sold.unread == 0);
        let mut unmatched: Vec<Subscription> = sold
            .seen
            .into_iter()
            .filter(|one| is_new(one, &mut seen))
            .collect();
        unmatched.sort_by_key(|one| std::cmp::Reverse(one.created));
        Ok(UnmatchedSales {
            sales: unmatched.iter().map(UnmatchedSale::of).collect(),
            in_part,
            back_to: back_to.map(|at| at.to_string()),
        })
    }

    /// Takes such a sale into the book for the customer with that e-mail address, from where it is followed to its code.
    /// Gives the order to open, which is one that is in progress for the same customer and plan, where there is one. One that
    /// a person closed as not bought, and whose eSIM this is, goes on as itself, unless it was sold to somebody else.
    ///
    /// # Errors
    /// [`Problem::NotTheBuyer`] for an address under which the service does not know this SIM.
    pub async fn adopt(&self, subscription: &str, email: &str) -> Result<OrderKey, Failure> {
        let email = &email_of(email).map_err(of_email)?;
        let (account, client) = self.account.session_now()?;
        let one = self
            .bought_by(&client, &account, subscription, email)
            .await?;
        self.orders.ensure_key(clock::now()).await;
        // Only now: a lock that every sale needs is held over no request.
        let _turn = self.orders.admit().await;
        if self.account.id().as_ref() != Some(&account) {
            return Err(Failure::NoAccount);
        }
        if let Some(key) = self.in_progress(&account, email, &one).await? {
            return Ok(key);
        }
        let sale = adopted(account, email, one).ok_or(Failure::UnknownOrder)?;
        self.orders.ensure_key(sale.at).await;
        let customer = sale.customer.clone();
        let facts = OrderFacts {
            iccid: Some(sale.iccid.clone()),
            subscription_id: Some(sale.subscription_id.clone()),
            ..OrderFacts::default()
        };
        let order = self
            .orders
            .book(move |book| match book.adopt(&sale) {
                // It came into the book while its row was on screen.
                Err(BookError::ClaimedTwice { rival, .. }) => book.order(rival),
                done => done,
            })
            .await?;
        let key = order.key;
        let may_turn_up = order.may_turn_up();
        let live = LiveOrder::new(order);
        let known = self.orders.get(key, |live| live.customer().cloned());
        let known = known.flatten().or_else(|| live.customer().cloned());
        let is_theirs = known.as_ref().is_none_or(|known| is_of(known, email));
        self.orders.add_known(match known {
            Some(_) => live,
            None => live.with_customer(customer),
        });
        // An eSIM that is proved to be somebody's never opens with another one's order.
        if may_turn_up && is_theirs {
            self.orders.turns_up(key);
            self.orders.record(key, OrderEvent::TurnedUp, facts).await;
        }
        tracing::info!("a sale that only the service knew is in the book");
        self.orders.wake_polling();
        Ok(key)
    }

    /// That subscription, if the service lists it under the address, however that was typed then. Asked for by the address
    /// alone: a service that lets the SIM win would find it under any. Back to its own date, because a house's address may
    /// have tens of thousands.
    async fn bought_by(
        &self,
        client: &Client,
        account: &AccountId,
        subscription: &str,
        email: &str,
    ) -> Result<Subscription, Failure> {
        let unknown = || of_email(Problem::NotTheBuyer);
        let id = SubscriptionId::new(subscription).map_err(|_| unknown())?;
        let one = self.account.observe(client, client.subscription(&id).await);
        let one = match one {
            Ok(one) => one,
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => return Err(unknown()),
            Err(fault) => return Err(Failure::from(&fault)),
        };
        let since = one.created.unwrap_or(Timestamp::MIN);
        let mut emails = vec![email.to_owned()];
        emails.extend(spellings(&self.orders, account, email).await);
        let mut is_sure = true;
        for email in emails {
            let filter = SubscriptionFilter {
                email: Some(email.into()),
                ..SubscriptionFilter::default()
            };
            let listed = client.newest_of(&filter, since).await;
            let listed = self.account.observe(client, listed);
            let listed = listed.map_err(|fault| Failure::from(&fault))?;
            is_sure &= listed.reaches(since);
            let is_it = |listed: &Subscription| {
                listed.id == id && (listed.iccid.is_none() || listed.iccid == one.iccid)
            };
            if listed.seen.iter().any(is_it) {
                return Ok(one);
            }
        }
        match is_sure {
            true => Err(unknown()),
            // That it was somebody else is not said where not all could be looked at.
            false => Err(Failure::TooLarge {
                reference: CorrelationId::fresh().to_string(),
            }),
        }
    }

    /// An order that may yet turn out to be this sale.
    async fn in_progress(
        &self,
        account: &AccountId,
        email: &str,
        one: &Subscription,
    ) -> Result<Option<OrderKey>, Failure> {
        let (whose, whom) = (account.clone(), email.to_owned());
        let mut sales = self
            .orders
            .book(move |book| book.sales_to(&whose, &whom))
            .await?;
        sales.extend(self.orders.read(|live| live.sales_to(account, email)));
        let same_plan = |product: &str| {
            one.product_id
                .as_ref()
                .is_none_or(|id| id.as_str() == product)
        };
        // What one knows already to be its own is no question any more.
        let has_another = |key: OrderKey| {
            let own = self
                .orders
                .get(key, |live| live.order().subscription_id.clone());
            own.flatten().is_some_and(|own| own != one.id.as_str())
        };
        let open = sales.iter().find(|sale| {
            sale.state.is_undecided() && same_plan(&sale.product_id) && !has_another(sale.key)
        });
        Ok(open.map(|sale| sale.key))
    }
}

impl UnmatchedSale {
    fn of(one: &Subscription) -> UnmatchedSale {
        UnmatchedSale {
            subscription: one.id.as_str().to_owned(),
            iccid: one.iccid.as_ref().map(|iccid| iccid.as_str().to_owned()),
            plan: one.name.clone(),
            created_at: one.created.map(|at| at.to_string()),
        }
    }
}

/// Whether neither it nor its SIM was seen before, among ids of both kinds.
fn is_new(one: &Subscription, seen: &mut HashSet<String>) -> bool {
    let new_sim = one
        .iccid
        .as_ref()
        .is_none_or(|iccid| seen.insert(sim_number(iccid.as_str()).to_owned()));
    seen.insert(one.id.as_str().to_owned()) && new_sim
}

fn adopted(account: AccountId, email: &str, one: Subscription) -> Option<AdoptedSale> {
    Some(AdoptedSale {
        account,
        at: one.created.unwrap_or_else(clock::now),
        plan: PlanSold {
            product_id: one
                .product_id
                .map(|id| id.as_str().to_owned())
                .unwrap_or_default(),
            name: one.name.unwrap_or_default(),
            ..PlanSold::default()
        },
        customer: Customer {
            email: email.to_owned(),
            ..Customer::default()
        },
        iccid: one.iccid?.as_str().to_owned(),
        subscription_id: one.id.as_str().to_owned(),
    })
}

/// Whether it is the address of that customer, also as the service got it.
fn is_of(customer: &Customer, email: &str) -> bool {
    let is_it = |known: &str| comparable_email(known) == comparable_email(email);
    is_it(&customer.email) || is_it(&customer.sent_as)
}

fn of_email(problem: Problem) -> Failure {
    Failure::of_field(Field::Email, problem)
}
