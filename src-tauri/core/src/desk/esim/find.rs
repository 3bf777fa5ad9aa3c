//! Which eSIMs somebody means: what this desk's book knows and what the service knows of the account in use, together.
//!
//! The service can be asked by ICCID, by e-mail address and by its own order number. It is not asked for what this book has
//! under another account. What is found there and not here is shown without a code, with the handle by which it comes into
//! the book (`recovery::Unmatched`).

use super::Esims;
use super::found::{FoundBy, FoundEsim, FoundEsims, OrderThere};
use super::key::Key;
use super::look::is_not_ours;
use super::memory::Whose;
use crate::activation;
use crate::book::{AccountId, Filter, Order, OrderKey};
use crate::connect::{
    Client, Iccid, OrderId, OrderStatus, Patience, Subscription, SubscriptionFilter,
};
use crate::desk::model::Failure;
use crate::desk::recovery::spellings;
use jiff::Timestamp;

/// So many eSIMs are shown: a house's own address may have thousands.
const MOST: usize = 40;
/// What reading the list of an address may cost.
const PATIENCE: Patience = Patience::Requests(20);

/// What is being put together.
struct Finding {
    by: FoundBy,
    typed: Option<activation::Iccid>,
    esims: Vec<Esim>,
    without_esim: Option<OrderThere>,
    more: bool,
    of_another_account: bool,
    asked: bool,
    trouble: Option<Failure>,
}

#[derive(Default)]
struct Esim {
    iccid: Option<Iccid>,
    orders: Vec<Order>,
    plans: Vec<Subscription>,
}

impl Esims {
    /// Looks for eSIMs of the account in use by what somebody typed.
    ///
    /// # Errors
    /// [`Failure::Fields`] for an e-mail address that cannot be one; whatever keeps the book from being searched.
    pub async fn find(&self, typed: &str) -> Result<FoundEsims, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        if let Ok(client) = self.account.client_for(&account) {
            client.try_again_now();
        }
        let found = match Key::of(typed)? {
            Key::Iccid(candidates) => self.by_iccid(&account, &candidates).await?,
            Key::Email(email) => self.by_email(&account, &email).await?,
            Key::Number(number) => self.by_number(&account, number).await?,
            Key::Words(words) => self.by_words(&account, words).await?,
        };
        let customers_ready = self.orders.book(|book| Ok(book.customers_ready())).await?;
        Ok(self.view(found, customers_ready))
    }

    async fn by_iccid(
        &self,
        account: &AccountId,
        candidates: &[activation::Iccid],
    ) -> Result<Finding, Failure> {
        let mut found = Finding::by(FoundBy::Iccid);
        found.typed = candidates.first().cloned();
        for candidate in candidates {
            let Ok(iccid) = Iccid::new(candidate.as_str()) else {
                continue;
            };
            if self.take_sim(&mut found, account, iccid).await? {
                found.typed = Some(candidate.clone());
                break;
            }
            if found.trouble.is_some() || found.of_another_account {
                break;
            }
        }
        Ok(found)
    }

    /// Takes in a SIM with what book and service know of it; false where neither knows it.
    async fn take_sim(
        &self,
        found: &mut Finding,
        account: &AccountId,
        iccid: Iccid,
    ) -> Result<bool, Failure> {
        let (orders, others) = ours(self.orders_of_sim(&iccid).await?, account);
        if orders.is_empty() && others {
            found.of_another_account = true;
            return Ok(false);
        }
        // As the service writes it, where that is known.
        let as_sold = orders.iter().find_map(|order| order.iccid.as_deref());
        let iccid = as_sold
            .and_then(|text| Iccid::new(text).ok())
            .unwrap_or(iccid);
        let mut plans = Vec::new();
        let mut there = !orders.is_empty();
        match self.account.client_for(account) {
            Err(failure) => found.trouble = Some(failure),
            Ok(client) => {
                found.asked = true;
                let reading = self.read(&client, &iccid).await;
                there |= matches!(&reading.sim, Ok(Some(_)));
                if let Ok(listed) = &reading.plans {
                    plans.clone_from(&listed.plans);
                    there |= !plans.is_empty();
                }
                let nothing = reading.is_nothing();
                let trouble = self.note(&Whose::new(account, &iccid), reading);
                found.trouble = trouble.filter(|_| !nothing);
            }
        }
        if there {
            found.esims.push(Esim {
                iccid: Some(iccid),
                orders,
                plans,
            });
        }
        Ok(there)
    }

    async fn by_email(&self, account: &AccountId, email: &str) -> Result<Finding, Failure> {
        let mut found = Finding::by(FoundBy::Email);
        for order in self.sales_to(account, email).await? {
            found.take_order(order);
        }
        match self.account.client_for(account) {
            Err(failure) => found.trouble = Some(failure),
            Ok(client) => {
                found.asked = true;
                let mut emails = vec![email.to_owned()];
                emails.extend(spellings(&self.orders, account, email).await);
                for email in emails {
                    if let Err(failure) = self.take_listed(&mut found, &client, email).await {
                        found.trouble = Some(failure);
                        break;
                    }
                }
            }
        }
        self.join_orders(&mut found, account).await?;
        Ok(found)
    }

    /// Takes in what the service has under an address.
    async fn take_listed(
        &self,
        found: &mut Finding,
        client: &Client,
        email: String,
    ) -> Result<(), Failure> {
        let filter = SubscriptionFilter {
            email: Some(email.into()),
            ..SubscriptionFilter::default()
        };
        let listed = client.newest_subscriptions(&filter, Timestamp::MIN, PATIENCE);
        let listed = match self.account.observe(client, listed.await) {
            Ok(Some(listed)) => listed,
            // The first of them would have been enough, and they did not come for that.
            Ok(None) => {
                found.more = true;
                return Ok(());
            }
            Err(fault) => return Err(Failure::from(fault)),
        };
        found.more |= !listed.is_all();
        for one in listed.seen {
            found.take_plan(one);
        }
        Ok(())
    }

    /// An eSIM that the service has under an address may be an order of this book whose customer is not known any more.
    async fn join_orders(&self, found: &mut Finding, account: &AccountId) -> Result<(), Failure> {
        found.newest_first();
        found.cut();
        let alone = found.esims.iter_mut().filter(|esim| esim.orders.is_empty());
        for esim in alone {
            let Some(iccid) = &esim.iccid else { continue };
            (esim.orders, _) = ours(self.orders_of_sim(iccid).await?, account);
        }
        Ok(())
    }

    async fn by_number(&self, account: &AccountId, number: String) -> Result<Finding, Failure> {
        let mut found = Finding::by(FoundBy::Number);
        let text = number.clone();
        let listed = self
            .orders
            .book(move |book| book.search(&text, &Filter::default()));
        let (orders, others) = ours(listed.await?.orders, account);
        if !orders.is_empty() || others {
            found.of_another_account = orders.is_empty();
            orders.into_iter().for_each(|order| found.take_order(order));
            return Ok(found);
        }
        let client = match self.account.client_for(account) {
            Ok(client) => client,
            Err(failure) => {
                found.trouble = Some(failure);
                return Ok(found);
            }
        };
        found.asked = true;
        let Ok(id) = OrderId::new(&number) else {
            return Ok(found);
        };
        match self.account.observe(&client, client.order(&id).await) {
            Ok(order) => match order.output.and_then(|output| output.iccid) {
                Some(iccid) => {
                    self.take_sim(&mut found, account, iccid).await?;
                }
                None => found.without_esim = Some(there(&order.status)),
            },
            Err(fault) if is_not_ours(&fault) => {}
            Err(fault) => found.trouble = Some(Failure::from(fault)),
        }
        Ok(found)
    }

    async fn by_words(&self, account: &AccountId, words: String) -> Result<Finding, Failure> {
        let mut found = Finding::by(FoundBy::Words);
        if words.is_empty() {
            return Ok(found);
        }
        let filter = Filter {
            account: Some(account.clone()),
            limit: u32::try_from(MOST).unwrap_or(u32::MAX),
            ..Filter::default()
        };
        let listed = self.orders.book(move |book| book.search(&words, &filter));
        let page = listed.await?;
        found.more = page.total as usize > page.orders.len();
        page.orders
            .into_iter()
            .for_each(|order| found.take_order(order));
        Ok(found)
    }

    /// The orders of an address, also those whose customer the book was not allowed to keep.
    async fn sales_to(&self, account: &AccountId, email: &str) -> Result<Vec<Order>, Failure> {
        let in_memory = self.orders.read(|live| live.sales_to(account, email));
        let in_memory: Vec<OrderKey> = in_memory.iter().map(|sale| sale.key).collect();
        let (whose, whom) = (account.clone(), email.to_owned());
        let orders = self.orders.book(move |book| {
            let sales = book.sales_to(&whose, &whom)?;
            let mut keys: Vec<OrderKey> = sales.iter().map(|sale| sale.key).collect();
            keys.extend(in_memory);
            keys.sort_unstable_by_key(|key| std::cmp::Reverse(*key));
            keys.dedup();
            // One more, so that it is known that there are more.
            keys.truncate(MOST + 1);
            keys.into_iter().map(|key| book.order(key)).collect()
        });
        orders.await
    }

    fn view(&self, found: Finding, customers_ready: bool) -> FoundEsims {
        let mut found = found;
        found.newest_first();
        found.cut();
        let esims = found.esims.into_iter().map(|esim| {
            // The one that came with the SIM: later ones were bought for it.
            let first = esim.plans.iter().min_by_key(|plan| plan.created);
            let adopt_by = first.filter(|_| esim.orders.is_empty());
            FoundEsim {
                iccid: esim.iccid.as_ref().map(ToString::to_string),
                adopt_by: adopt_by.map(|plan| plan.id.as_str().to_owned()),
                plans: self.memory.plans(&esim.plans),
                orders: esim
                    .orders
                    .into_iter()
                    .map(|order| self.lists.view(order))
                    .collect(),
            }
        });
        FoundEsims {
            by: found.by,
            check_digit_fails: found.typed.as_ref().is_some_and(|iccid| !iccid.luhn_ok()),
            iccid: found.typed.map(|iccid| iccid.to_string()),
            esims: esims.collect(),
            without_esim: found.without_esim,
            more: found.more,
            of_another_account: found.of_another_account,
            customers_ready,
            asked: found.asked,
            trouble: found.trouble,
        }
    }
}

impl Finding {
    fn by(by: FoundBy) -> Finding {
        Finding {
            by,
            typed: None,
            esims: Vec::new(),
            without_esim: None,
            more: false,
            of_another_account: false,
            asked: false,
            trouble: None,
        }
    }

    fn take_order(&mut self, order: Order) {
        let iccid = order
            .iccid
            .as_deref()
            .and_then(|text| Iccid::new(text).ok());
        match self.esim_of(iccid.as_ref()) {
            Some(esim) => esim.orders.push(order),
            None => self.esims.push(Esim {
                iccid,
                orders: vec![order],
                plans: Vec::new(),
            }),
        }
    }

    /// A plan without a SIM is on its way to one.
    fn take_plan(&mut self, plan: Subscription) {
        let Some(iccid) = plan.iccid.clone() else {
            return;
        };
        match self.esim_of(Some(&iccid)) {
            Some(esim) if esim.plans.iter().any(|known| known.id == plan.id) => {}
            Some(esim) => esim.plans.push(plan),
            None => self.esims.push(Esim {
                iccid: Some(iccid),
                orders: Vec::new(),
                plans: vec![plan],
            }),
        }
    }

    fn esim_of(&mut self, iccid: Option<&Iccid>) -> Option<&mut Esim> {
        let iccid = iccid?;
        self.esims
            .iter_mut()
            .find(|esim| esim.iccid.as_ref() == Some(iccid))
    }

    fn newest_first(&mut self) {
        self.esims
            .sort_by_key(|esim| std::cmp::Reverse(esim.newest()));
    }

    fn cut(&mut self) {
        self.more |= self.esims.len() > MOST;
        self.esims.truncate(MOST);
    }
}

impl Esim {
    fn newest(&self) -> Option<Timestamp> {
        let sold = self.orders.iter().map(|order| order.created_at);
        let made = self.plans.iter().filter_map(|plan| plan.created);
        sold.chain(made).max()
    }
}

fn there(status: &OrderStatus) -> OrderThere {
    match status {
        OrderStatus::Accepted | OrderStatus::Fulfilling | OrderStatus::Other(_) => {
            OrderThere::OnItsWay
        }
        OrderStatus::Completed => OrderThere::Completed,
        OrderStatus::Failed => OrderThere::Failed,
    }
}

/// Those of the account, and whether there were others.
fn ours(mut orders: Vec<Order>, account: &AccountId) -> (Vec<Order>, bool) {
    let all = orders.len();
    orders.retain(|order| order.account == *account);
    let others = orders.len() < all;
    (orders, others)
}
