//! Placing an order: every check that can still stop it, the row in the book, then one request that is never repeated.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;

use super::counter::Turn;
use super::device::Lesson;
use super::draft::Draft;
use super::send::Outgoing;
use super::{Sale, checks, request, send, tag};
use crate::book::{AccountId, AlreadyThere, Customer, NewOrder, OrderKey};
use crate::connect::{Client, CorrelationId};
use crate::desk::model::Failure;
use crate::desk::orders::LiveOrder;

/// What was found out before an order is written.
struct Checked {
    reference: CorrelationId,
    /// A house's address with a tag.
    sent_as: Option<String>,
    note: Option<AlreadyThere>,
}

impl Sale {
    /// Places the order that `draft` describes. Returns when it is on disk and about to be sent; how it goes on is in the
    /// snapshots. A failure means that nothing was sent.
    pub async fn place(&self, draft: Draft) -> Result<OrderKey, Failure> {
        let problems = self.check(&draft);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        self.account.session()?;
        self.orders.check_book()?;
        let turn = match self.counter.turn(&draft).await {
            Turn::Placed(placed) => return Ok(placed),
            Turn::Own(turn) => turn,
        };
        loop {
            let (account, client) = self.account.session()?;
            // A person pressed: no pause after an earlier failure to get a token stands in the way.
            client.try_again_now();
            let checked = self.ask(&account, &client, &draft).await?;
            let key = self.write(&account, &draft, checked).await?;
            if let Some(key) = key {
                turn.placed(key);
                return Ok(key);
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
    ) -> Result<Checked, Failure> {
        if !draft.again {
            checks::not_sold_already(&self.orders, account, draft).await?;
        }
        checks::plan_is_unchanged(&self.account, client, &draft.plan).await?;
        let reference = CorrelationId::fresh();
        let house = self.settings.current().house_email;
        let typed = draft.email();
        let sent_as = tag::tagged(&typed, &house, &reference);
        let email = sent_as.as_deref().unwrap_or(&typed);
        let look = checks::look(&self.account, client, &draft.plan, email).await?;
        let note = match &look {
            Some(look) => {
                let found = checks::strangers(&self.orders, account, look).await?;
                if let (false, Some(minutes)) = (draft.again, found.sold_elsewhere) {
                    return Err(Failure::SoldRecently {
                        minutes,
                        open: false,
                    });
                }
                checks::note(look, &found)
            }
            None => None,
        };
        self.orders.ensure_key(Timestamp::now()).await;
        Ok(Checked {
            reference,
            sent_as,
            note,
        })
    }

    /// Writes the order and sends it. `None`, and nothing is written, where `account` is not in use any more.
    async fn write(
        &self,
        account: &AccountId,
        draft: &Draft,
        checked: Checked,
    ) -> Result<Option<OrderKey>, Failure> {
        let Checked {
            reference,
            sent_as,
            note,
        } = checked;
        let admission = self.orders.admit().await;
        let (here, client) = self.account.session()?;
        if here != *account {
            return Ok(None);
        }
        // Once more: only now the orders of an earlier run are surely known, or a sale that was taken into the book meanwhile.
        if !draft.again {
            checks::not_sold_already(&self.orders, account, draft).await?;
        }
        let now = Timestamp::now();
        let zone = &self.setup.zone;
        let typed = draft.email();
        let email = sent_as.as_deref().unwrap_or(&typed);
        let device = request::device(draft, self.settings.current().wants_device(&here.0));
        let without_device = device.operating_system.is_none();
        let body = request::body(draft, email, device, self.account.country(), now, zone)?;
        let kept_body = SecretString::from(body.as_json().to_owned());
        let customer = Customer {
            sent_as: sent_as.unwrap_or_default(),
            ..customer(draft)
        };
        let new_order = NewOrder {
            account: here.clone(),
            at: now,
            plan: draft.plan.as_sold(),
            customer: customer.clone(),
            body: kept_body.clone(),
            reference: reference.to_string(),
            known_subscriptions: note,
            staff: draft.notes.staff(),
            guest_pays: draft.notes.paid(),
            note: draft.notes.note(),
        };
        let order = self
            .orders
            .book(move |book| {
                let key = book.begin(&new_order)?;
                book.order(key)
            })
            .await?;
        let key = order.key;
        let staff = order.staff.clone();
        let mut live = LiveOrder::new(order).with_customer(customer);
        live.start = draft.start(now, zone).ok();
        live.body = Some(kept_body);
        self.orders.add_placed(live);
        drop(admission);
        tokio::spawn(send::send(
            Arc::clone(&self.account),
            Arc::clone(&self.orders),
            Outgoing {
                key,
                client,
                body,
                reference,
                lesson: without_device.then(|| Lesson {
                    account: here,
                    settings: Arc::clone(&self.settings),
                }),
            },
        ));
        self.remember_staff(staff.as_deref());
        Ok(Some(key))
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
