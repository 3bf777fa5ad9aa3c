//! What the book tells: single orders, lists, and what recovery asks of it.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use secrecy::SecretString;

use super::keys::BookKeys;
use super::rows;
use super::seal::Field;
use super::{AccountId, Book, BookError, Order, OrderKey, OrderState};

/// Which orders a list shows. The default shows all of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Empty for every state.
    pub states: Vec<OrderState>,
    /// Placed at this time or later.
    pub from: Option<Timestamp>,
    /// Placed before this time.
    pub until: Option<Timestamp>,
    /// Also what was placed at another time and is still open; it comes first.
    pub or_open: bool,
    pub account: Option<AccountId>,
    pub limit: u32,
    pub offset: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            from: None,
            until: None,
            or_open: false,
            account: None,
            limit: u32::MAX,
            offset: 0,
        }
    }
}

/// A part of a list, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    pub orders: Vec<Order>,
    /// How many the whole list has.
    pub total: u32,
}

/// What is still going on.
#[derive(Clone, Debug)]
pub struct OpenOrders {
    /// Of the account asked for, oldest first.
    pub orders: Vec<Order>,
    /// How many open orders belong to other accounts.
    pub elsewhere: u32,
}

impl Book {
    /// One order.
    pub fn order(&self, key: OrderKey) -> Result<Order, BookError> {
        self.read(|connection, keys| {
            rows::order(connection, keys, key)?.ok_or(BookError::UnknownOrder(key))
        })
    }

    /// The install code of an order, only while it is [`OrderState::Ready`] and nobody else claims the eSIM. `None` also where
    /// the code was never stored or does not open: the service has it.
    pub fn code(&self, key: OrderKey) -> Result<Option<SecretString>, BookError> {
        self.read(|connection, keys| {
            let order = rows::order(connection, keys, key)?.ok_or(BookError::UnknownOrder(key))?;
            if order.state != OrderState::Ready || order.rival.is_some() {
                return Ok(None);
            }
            rows::secret(connection, keys, key, Field::Code)
        })
    }

    /// The voucher of an order, where it has one that opens.
    pub fn voucher(&self, key: OrderKey) -> Result<Option<SecretString>, BookError> {
        self.read(|connection, keys| rows::secret(connection, keys, key, Field::Voucher))
    }

    /// The exact JSON text of the request, where it was stored and opens.
    pub fn body(&self, key: OrderKey) -> Result<Option<SecretString>, BookError> {
        self.read(|connection, keys| rows::secret(connection, keys, key, Field::Body))
    }

    /// The open orders of an account, and how many others have.
    pub fn open_orders_of(&self, account: &AccountId) -> Result<OpenOrders, BookError> {
        let open = Filter {
            states: OrderState::ALL
                .into_iter()
                .filter(|state| state.is_open())
                .collect(),
            ..Filter::default()
        };
        let ours = Filter {
            account: Some(account.clone()),
            ..open.clone()
        };
        self.read(|connection, keys| {
            let mut page = page(connection, keys, &ours)?;
            page.orders.reverse();
            Ok(OpenOrders {
                orders: page.orders,
                elsewhere: count(connection, &open)? - page.total,
            })
        })
    }

    /// The orders that fit, newest first.
    pub fn list(&self, filter: &Filter) -> Result<Page, BookError> {
        self.read(|connection, keys| page(connection, keys, filter))
    }

    /// Every subscription id that an order of this account has.
    pub fn known_subscriptions(&self, account: &AccountId) -> Result<HashSet<String>, BookError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(
                    "SELECT subscription_id FROM orders
                     WHERE account = ?1 AND subscription_id IS NOT NULL",
                )?
                .query_and_then([&account.0], |row| Ok(row.get(0)?))?
                .collect()
        })
    }

    /// Every subscription id and every ICCID that an order of this account has.
    pub fn known_sims(&self, account: &AccountId) -> Result<HashSet<String>, BookError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(
                    "SELECT subscription_id FROM orders
                     WHERE account = ?1 AND subscription_id IS NOT NULL
                     UNION SELECT iccid FROM orders WHERE account = ?1 AND iccid IS NOT NULL",
                )?
                .query_and_then([&account.0], |row| Ok(row.get(0)?))?
                .collect()
        })
    }

    /// Whether an order of this account has that subscription id.
    pub fn is_known_subscription(&self, account: &AccountId, id: &str) -> Result<bool, BookError> {
        self.read(|connection, _| {
            Ok(connection
                .prepare_cached("SELECT 1 FROM orders WHERE account = ?1 AND subscription_id = ?2")?
                .exists([account.0.as_str(), id])?)
        })
    }
}

fn page(
    connection: &Connection,
    keys: Option<&BookKeys>,
    filter: &Filter,
) -> Result<Page, BookError> {
    let (condition, mut values) = condition(filter);
    let total = count(connection, filter)?;
    let first = match filter.from {
        Some(from) if filter.or_open => format!("created_at < {} DESC, ", from.as_millisecond()),
        Some(_) | None => String::new(),
    };
    values.extend([filter.limit, filter.offset].map(|number| Value::from(i64::from(number))));
    let found: Vec<u32> = connection
        .prepare_cached(&format!(
            "SELECT key FROM orders WHERE {condition} ORDER BY {first}key DESC LIMIT ? OFFSET ?"
        ))?
        .query_and_then(params_from_iter(values), |row| row.get(0))?
        .collect::<Result<_, rusqlite::Error>>()?;
    let orders = found
        .into_iter()
        .filter_map(|key| rows::order(connection, keys, OrderKey(key)).transpose())
        .collect::<Result<_, _>>()?;
    Ok(Page { orders, total })
}

fn count(connection: &Connection, filter: &Filter) -> Result<u32, BookError> {
    let (condition, values) = condition(filter);
    Ok(connection
        .prepare_cached(&format!("SELECT count(*) FROM orders WHERE {condition}"))?
        .query_row(params_from_iter(values), |row| row.get(0))?)
}

fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let mut within = "1".to_owned();
    let mut values = Vec::new();
    let bounds = [
        ("created_at >= ?", filter.from),
        ("created_at < ?", filter.until),
    ];
    for (bound, at) in bounds {
        if let Some(at) = at {
            within = format!("{within} AND {bound}");
            values.push(Value::from(at.as_millisecond()));
        }
    }
    let mut condition = within;
    if filter.or_open && !values.is_empty() {
        let open = states(OrderState::ALL.into_iter().filter(|state| state.is_open()));
        // Two looks into an index each; with OR the whole table would be read.
        condition = format!(
            "key IN (SELECT key FROM orders WHERE {condition}
                     UNION SELECT key FROM orders WHERE state IN ({open}))"
        );
    }
    if let Some(account) = &filter.account {
        condition.push_str(" AND account = ?");
        values.push(Value::from(account.0.clone()));
    }
    if !filter.states.is_empty() {
        let wanted = states(filter.states.iter().copied());
        condition = format!("{condition} AND state IN ({wanted})");
    }
    (condition, values)
}

fn states(states: impl Iterator<Item = OrderState>) -> String {
    let names: Vec<String> = states.map(|state| format!("'{}'", state.name())).collect();
    names.join(", ")
}
