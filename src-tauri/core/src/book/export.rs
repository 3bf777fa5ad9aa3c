//! Orders as a table for a spreadsheet (rulings 25). It never holds an install code, matching id or EID, and who bought only
//! when asked for. Saving the file, and the words of the reader's language, are the caller's.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::order::{CustomerRecord, Order};
use super::spreadsheet::{self, Holds};

/// The columns by their machine names, in order. The last three only when customers are asked for.
const COLUMNS: [&str; 21] = [
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
    hold
};

/// How many of the [`COLUMNS`] tell who bought.
const OF_CUSTOMERS: usize = 3;

/// What the reader's spreadsheet expects.
#[derive(Clone, Debug)]
pub struct CsvLayout {
    /// Between cells: `;` where the decimal sign is a comma.
    pub separator: char,
    pub decimal: char,
    /// E-mail and name as well.
    pub with_customers: bool,
    pub zone: TimeZone,
    /// Headings and state names in the reader's language, by machine name. What is missing stays as it is.
    pub words: BTreeMap<String, String>,
}

/// A table as CSV, a heading line first, to which orders are added one by one.
pub struct Csv<'l> {
    layout: &'l CsvLayout,
    text: String,
    shown: usize,
}

impl<'l> Csv<'l> {
    /// Begins with a byte order mark, without which Excel takes UTF-8 for something else.
    pub fn begin(layout: &'l CsvLayout) -> Self {
        let shown = match layout.with_customers {
            true => COLUMNS.len(),
            false => COLUMNS.len() - OF_CUSTOMERS,
        };
        let mut text = String::from('\u{feff}');
        let headings = COLUMNS.map(|column| word(layout, column));
        push_line(
            &mut text,
            layout,
            &headings[..shown],
            &[Holds::Text; COLUMNS.len()],
        );
        Self {
            layout,
            text,
            shown,
        }
    }

    pub fn add(&mut self, order: &Order) {
        let cells = cells(order, self.layout);
        push_line(&mut self.text, self.layout, &cells[..self.shown], &HOLD);
    }

    pub fn done(self) -> String {
        self.text
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
        plan.data
            .as_ref()
            .map(|(amount, unit)| format!("{amount} {unit}").trim_end().to_owned())
            .unwrap_or_default(),
        plan.duration
            .as_ref()
            .map(|(count, unit)| format!("{count} {unit}"))
            .unwrap_or_default(),
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
        email,
        first_name,
        last_name,
    ]
}

fn word(layout: &CsvLayout, name: &str) -> String {
    layout
        .words
        .get(name)
        .map_or_else(|| name.to_owned(), String::clone)
}

fn amount(amount: Option<&(String, String)>, layout: &CsvLayout) -> (String, String) {
    amount
        .map(|(amount, currency)| {
            let amount = amount.replace('.', layout.decimal.encode_utf8(&mut [0; 4]));
            (amount, currency.clone())
        })
        .unwrap_or_default()
}

fn push_line(text: &mut String, layout: &CsvLayout, cells: &[String], hold: &[Holds]) {
    for (place, (cell, holds)) in cells.iter().zip(hold).enumerate() {
        if place > 0 {
            text.push(layout.separator);
        }
        push_cell(text, cell, *holds);
    }
    text.push_str("\r\n");
}

/// Every cell is quoted: a spreadsheet that splits at another separator than ours must not find the start of a cell inside one.
fn push_cell(text: &mut String, cell: &str, holds: Holds) {
    text.push('"');
    if spreadsheet::needs_mark(cell, holds) {
        text.push(spreadsheet::TEXT_MARK);
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        for cell in [
            "=1+1", "+49", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1",
        ] {
            let mut text = String::new();
            push_cell(&mut text, cell, Holds::Text);
            assert!(text.starts_with("\"'"), "{cell:?} became {text:?}");
        }
        let mut text = String::new();
        push_cell(&mut text, "5 GB", Holds::Text);
        assert_eq!(text, "\"5 GB\"", "ordinary text stays as it is");
    }

    #[test]
    fn a_quote_cannot_end_a_cell() {
        let mut text = String::new();
        push_cell(&mut text, "a\";=1", Holds::Value);
        assert_eq!(text, "\"a\"\";=1\"");
    }

    proptest! {
        #[test]
        fn no_cell_breaks_out_or_begins_as_a_formula(cell in any::<String>()) {
            let mut text = String::new();
            push_cell(&mut text, &cell, Holds::Value);
            let inner = &text[1..text.len() - 1];
            prop_assert!(!inner.replace("\"\"", "").contains('"'), "a lone quote in {text:?}");
            prop_assert!(!inner.starts_with(['=', '+', '-', '@', '\t', '\r']), "{text:?}");
        }
    }
}
