//! Placing an order: every check that can still stop it, the row in the book, then one request that is never repeated.

use std::sync::Arc;

use secrecy::SecretString;
use tokio::task::JoinHandle;

use super::draft::Draft;
use super::for_line::ForLine;
use super::in_progress::Begun;
use super::send::Outgoing;
use super::wanted::{Want, Wanted, left_out_of};
use super::{Sale, SaleNotes, checks, clock, request, send, tag};
use crate::book::{AccountId, Asked, Customer, KnownSubscriptions, NewOrder, OrderKey, OrderKind};
use crate::connect::{Client, CorrelationId, Money, OrderBody, Start};
use crate::desk::model::Failure;
use crate::desk::orders::{Admission, LiveOrder};
use crate::typed::comparable_email;

/// What was found out before an order is written.
struct Checked {
    reference: CorrelationId,
    /// A house's address with a tag.
    sent_as: Option<String>,
    note: Option<KnownSubscriptions>,
}

/// An order that nothing speaks against any more.
pub(super) struct Cleared {
    pub(super) client: Client,
    pub(super) new_order: NewOrder,
    pub(super) body: OrderBody,
    pub(super) reference: CorrelationId,
    pub(super) start: Option<Start>,
    pub(super) wanted: Wanted,
    /// The line of a group that it is for.
    pub(super) line: Option<ForLine>,
}

/// An order that was written, or was there already.
pub(super) struct Placed {
    pub(super) key: OrderKey,
    /// Ends when its answer is known, where it was sent just now.
    pub(super) sending: Option<JoinHandle<()>>,
}

impl Sale {
    /// Places the order that `draft` describes. Returns when it is on disk and about to be sent; how it goes on is in the
    /// snapshots. A failure means that nothing was sent.
    pub async fn place(&self, draft: Draft) -> Result<OrderKey, Failure> {
        // Before anything is asked of the lost order, which this one may have settled.
        if let Some(placed) = self.in_progress.placed(&draft.idempotency_key) {
            return Ok(placed);
        }
        // A form that was changed to another guest is theirs.
        let is_theirs = |lost: &OrderKey| !self.is_of_another_guest(*lost, &draft);
        let from = draft.instead_of.filter(is_theirs);
        let instead_of = self.stands_for(from, draft.again).await?.filter(is_theirs);
        self.place_for(draft, None, instead_of)
            .await
            .map(|placed| placed.key)
    }

    fn is_of_another_guest(&self, key: OrderKey, draft: &Draft) -> bool {
        let customer = self.orders.get(key, |live| live.customer().cloned());
        let email = comparable_email(&draft.email);
        customer
            .flatten()
            .is_some_and(|customer| comparable_email(&customer.email) != email)
    }

    /// The same for a line of a group, or in place of an order that was looked for in vain.
    pub(super) async fn place_for(
        &self,
        draft: Draft,
        line: Option<&ForLine>,
        instead_of: Option<OrderKey>,
    ) -> Result<Placed, Failure> {
        let problems = self.check(&draft);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        self.account.session()?;
        self.orders.check_book()?;
        let sale = (comparable_email(&draft.email), draft.plan.id.clone());
        let turn = match line {
            None => self.in_progress.begin(&draft.idempotency_key, sale).await,
            Some(_) => {
                let key = &draft.idempotency_key;
                self.in_progress.begin_line(key, sale).await
            }
        };
        let turn = match turn {
            Begun::Placed(key) => return Ok(Placed { key, sending: None }),
            Begun::Own(turn) => turn,
        };
        loop {
            let (account, client) = self.account.session()?;
            let client = client.urgent(line.is_none());
            match line {
                // A person pressed: no pause after an earlier failure to get a token stands in the way.
                None => client.try_again_now(),
                Some(line) if line.account != account => return Err(Failure::OtherAccount),
                Some(_) => {}
            }
            let checked = self.ask(&account, &client, &draft, line).await?;
            let placed = self
                .write(&account, &draft, checked, line, instead_of)
                .await?;
            if let Some(placed) = placed {
                turn.placed(placed.key);
                return Ok(placed);
            }
            // Another account came into use meanwhile: what the first said does not hold for it.
        }
    }

    /// All that is asked of the service before, and of the keychain. No lock is held: whoever sells something else meanwhile
    /// does not wait for it.
    async fn ask(
        &self,
        account: &AccountId,
        client: &Client,
        draft: &Draft,
        line: Option<&ForLine>,
    ) -> Result<Checked, Failure> {
        let of_group = self.not_sold_already(account, client, draft, line).await?;
        checks::plan_is_unchanged(&self.account, client, &draft.plan).await?;
        let reference = CorrelationId::fresh();
        let house = self.settings.current().house_email;
        let typed = draft.email();
        let sent_as = tag::tagged(&typed, &house, &reference);
        let email = sent_as.as_deref().unwrap_or(&typed);
        let look = checks::look(&self.account, client, &draft.plan, email).await?;
        let note = match &look {
            Some(look) => {
                let (kind, now) = (OrderKind::NewEsim, client.service_now());
                let group = line.map(|line| line.at.group);
                let orders = &self.orders;
                let found = checks::strangers(orders, account, kind, group, look, now).await?;
                // What the other lines bought just now is not all in the book yet.
                let expected = draft.again || of_group;
                if let (false, Some(minutes)) = (expected, found.sold_lately) {
                    return Err(Failure::SoldRecently {
                        minutes,
                        open: false,
                    });
                }
                checks::note(look, &found, now)
            }
            None => None,
        };
        self.orders.ensure_key(clock::now(client)).await;
        Ok(Checked {
            reference,
            sent_as,
            note,
        })
    }

    /// Whether other lines of the same group were sold just now to the same customer; anything else that was is a failure.
    async fn not_sold_already(
        &self,
        account: &AccountId,
        client: &Client,
        draft: &Draft,
        line: Option<&ForLine>,
    ) -> Result<bool, Failure> {
        if draft.again {
            return Ok(false);
        }
        let group = line.map(|line| line.at.group);
        let now = clock::now(client);
        checks::not_sold_already(&self.orders, account, draft, group, now).await
    }

    /// Writes the order and sends it. `None`, and nothing is written, where `account` is not in use any more.
    async fn write(
        &self,
        account: &AccountId,
        draft: &Draft,
        checked: Checked,
        line: Option<&ForLine>,
        instead_of: Option<OrderKey>,
    ) -> Result<Option<Placed>, Failure> {
        let Checked {
            reference,
            sent_as,
            note,
        } = checked;
        let admission = self.orders.admit().await;
        let (here, client) = self.account.session()?;
        let client = client.urgent(line.is_none());
        if here != *account {
            return Ok(None);
        }
        // Once more: only now the orders of an earlier run are surely known, or a sale that was taken into the book meanwhile.
        self.not_sold_already(account, &client, draft, line).await?;
        // The book itself refuses a second order of a line.
        if let (Some(lost), None) = (instead_of, line) {
            self.is_still_lost(lost).await?;
        }
        let now = clock::now(&client);
        let zone = &self.setup.zone;
        let typed = draft.email();
        let email = sent_as.as_deref().unwrap_or(&typed);
        let device = request::device(draft, self.settings.current().wants_device(&here.0));
        let sold_price = self.sold_price(&here, &draft.notes);
        let mut wanted = self.wanted(&here, sold_price.as_ref());
        wanted.left_out.extend(left_out_of(&device));
        let country = self.account.country();
        let body = request::body(draft, email, device, sold_price, country, now, zone)?;
        let new_order = NewOrder {
            account: here,
            at: now,
            asked: Asked::NewEsim,
            plan: draft.plan.as_sold(),
            customer: Customer {
                sent_as: sent_as.unwrap_or_default(),
                ..customer(draft)
            },
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
            start: draft.start(now, zone).ok(),
            wanted,
            line: line.cloned(),
        };
        self.begin(admission, cleared).await.map(Some)
    }

    /// What the guest pays, for a service that wants to know it. For any other it stays with the book: a currency that the
    /// account is not enabled for would be a refusal.
    pub(super) fn sold_price(&self, here: &AccountId, notes: &SaleNotes) -> Option<Money> {
        let is_wanted = self.settings.current().wants_price(&here.0);
        notes.sold_price().filter(|_| is_wanted)
    }

    /// What a refusal of an order at that price may teach.
    pub(super) fn wanted(&self, here: &AccountId, sold_price: Option<&Money>) -> Wanted {
        Wanted {
            account: here.clone(),
            settings: Arc::clone(&self.settings),
            left_out: match sold_price {
                None => vec![Want::Price],
                Some(_) => Vec::new(),
            },
        }
    }

    /// Writes an order, which is durable from then on, and sends it: the one way on which orders leave.
    pub(super) async fn begin(
        &self,
        admission: Admission<'_>,
        cleared: Cleared,
    ) -> Result<Placed, Failure> {
        let Cleared {
            client,
            new_order,
            body,
            reference,
            start,
            wanted,
            line,
        } = cleared;
        let customer = new_order.customer.clone();
        let kept_body = new_order.body.clone();
        let order = self
            .orders
            .book(move |book| match line {
                None => book.place(&new_order),
                Some(line) => book.begin_for(&new_order, line.at, line.beside),
            })
            .await?;
        let key = order.key;
        let of_counter = order.line.is_none();
        let staff = order.staff.clone();
        self.orders
            .add_placed(LiveOrder::sold(order, customer, start, kept_body));
        drop(admission);
        let sending = tokio::spawn(send::send(
            Arc::clone(&self.account),
            Arc::clone(&self.orders),
            Outgoing {
                key,
                client,
                body,
                reference,
                wanted,
            },
        ));
        // Who sold a group says nothing of who stands at the counter.
        if of_counter {
            self.remember_staff(staff.as_deref());
        }
        Ok(Placed {
            key,
            sending: Some(sending),
        })
    }

    /// Whoever sold last is likely to sell next. That it could not be remembered stops no sale.
    fn remember_staff(&self, staff: Option<&str>) {
        let staff = staff.unwrap_or_default().to_owned();
        if let Err(error) = self.settings.change(|settings| settings.staff = staff) {
            tracing::warn!(kind = ?error.kind(), "who sold is not remembered");
        }
    }
}

fn customer(draft: &Draft) -> Customer {
    Customer {
        email: draft.email(),
        first_name: draft.first_name(),
        last_name: draft.last_name(),
        phone: draft
            .phone
            .map(|phone| phone.name().to_owned())
            .unwrap_or_default(),
        eid: draft
            .eid()
            .map(|eid| eid.as_str().to_owned())
            .unwrap_or_default(),
        sent_as: String::new(),
    }
}
