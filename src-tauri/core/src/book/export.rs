//! Orders as a table for a spreadsheet (rulings 25). It never holds an install code, matching id or EID, and who bought only
//! when asked for. How a cell is written: `table`. Saving the file, and the words of the reader's language, are the caller's.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::order::{CustomerRecord, Order};
use super::spreadsheet::Holds;
use super::table::{self, Dialect, Lines};

/// The columns by their machine names, in order. The last three only when customers are asked for.
const COLUMNS: [&str; 23] = [
    "number",
    "date",
    "time",
    "state",
    "plan",
    "data",
    "duration",
    "price",
    "price_currency",
    "guest_pays",
    "guest_pays_currency",
    "note",
    "staff",
    "iccid",
    "order_id",
    "reference",
    "account",
    "verdict",
    "kind",
    "refunded",
    "email",
    "first_name",
    "last_name",
];

/// What a spreadsheet may take each of the [`COLUMNS`] for.
const HOLD: [Holds; COLUMNS.len()] = {
    let mut hold = [Holds::Text; COLUMNS.len()];
    // Number, date and time.
    hold[0] = Holds::Value;
    hold[1] = Holds::Value;
    hold[2] = Holds::Value;
    // Both amounts.
    hold[7] = Holds::Value;
    hold[9] = Holds::Value;
    // The date of the refund.
    hold[19] = Holds::Value;
    hold
};

/// How many of the [`COLUMNS`] tell who bought.
const OF_CUSTOMERS: usize = 3;

/// What the reader's spreadsheet expects.
#[derive(Clone, Debug)]
pub struct CsvLayout {
    pub dialect: Dialect,
    /// E-mail and name as well.
    pub with_customers: bool,
    pub zone: TimeZone,
    /// Headings and state names in the reader's language, by machine name. What is missing stays as it is.
    pub words: BTreeMap<String, String>,
}

/// A table as CSV, a heading line first, to which orders are added one by one.
pub struct Csv<'l> {
    layout: &'l CsvLayout,
    lines: Lines,
    shown: usize,
}

impl<'l> Csv<'l> {
    pub fn begin(layout: &'l CsvLayout) -> Self {
        Self::begin_beside(layout, &[])
    }

    /// Begins with these columns more, before all others.
    pub fn begin_beside(layout: &'l CsvLayout, beside: &[&str]) -> Self {
        let shown = match layout.with_customers {
            true => COLUMNS.len(),
            false => COLUMNS.len() - OF_CUSTOMERS,
        };
        let mut lines = Lines::begin(layout.dialect.separator());
        let headings: Vec<String> = beside
            .iter()
            .chain(&COLUMNS[..shown])
            .map(|column| word(layout, column))
            .collect();
        lines.push(&headings, std::iter::repeat(Holds::Text));
        Self {
            layout,
            lines,
            shown,
        }
    }

    pub fn add(&mut self, order: &Order) {
        self.add_beside(&[], order);
    }

    /// An order with what stands before it in the columns that [`Csv::begin_beside`] named.
    pub fn add_beside(&mut self, beside: &[String], order: &Order) {
        let cells = cells(order, self.layout);
        let all = [beside, &cells[..self.shown]].concat();
        let hold = std::iter::repeat_n(Holds::Value, beside.len());
        self.lines.push(&all, hold.chain(HOLD));
    }

    pub fn done(self) -> String {
        self.lines.done()
    }
}

/// These orders as CSV.
pub fn csv(orders: &[Order], layout: &CsvLayout) -> String {
    let mut csv = Csv::begin(layout);
    orders.iter().for_each(|order| csv.add(order));
    csv.done()
}

fn cells(order: &Order, layout: &CsvLayout) -> [String; COLUMNS.len()] {
    let local = order.created_at.to_zoned(layout.zone.clone());
    let plan = &order.plan;
    let (price, price_currency) = amount(plan.price.as_ref(), layout);
    let (guest_pays, guest_currency) = amount(order.guest_pays.as_ref(), layout);
    let [email, first_name, last_name] = match &order.customer {
        CustomerRecord::Known(customer) => {
            [&customer.email, &customer.first_name, &customer.last_name].map(String::clone)
        }
        CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => {
            Default::default()
        }
    };
    [
        order.key.0.to_string(),
        local.strftime("%Y-%m-%d").to_string(),
        local.strftime("%H:%M").to_string(),
        word(layout, order.state.name()),
        plan.name.clone(),
        plan.data_text(&layout.words),
        plan.duration_text(&layout.words),
        price,
        price_currency,
        guest_pays,
        guest_currency,
        order.note.clone().unwrap_or_default(),
        order.staff.clone().unwrap_or_default(),
        order.iccid.clone().unwrap_or_default(),
        order.order_id.clone().unwrap_or_default(),
        order.reference.clone(),
        order.account.0.clone(),
        order
            .verdict
            .map(|verdict| word(layout, &format!("verdict_{}", verdict.name())))
            .unwrap_or_default(),
        word(layout, order.kind.heading()),
        order
            .refunded_at
            .map(|at| at.to_zoned(layout.zone.clone()))
            .map(|at| at.strftime("%Y-%m-%d").to_string())
            .unwrap_or_default(),
        email,
        first_name,
        last_name,
    ]
}

fn word(layout: &CsvLayout, name: &str) -> String {
    table::word(&layout.words, name)
}

fn amount(amount: Option<&(String, String)>, layout: &CsvLayout) -> (String, String) {
    amount
        .map(|(amount, currency)| {
            (
                table::amount(amount, layout.dialect.decimal()),
                currency.clone(),
            )
        })
        .unwrap_or_default()
}
