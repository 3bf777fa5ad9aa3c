//! The figures, their limits and the verdicts, as a table to read and to put into the README.

use std::fmt::Write as _;

/// One figure. Values are in the unit that the title names.
pub struct Row {
    title: String,
    value: f64,
    /// What it is compared with, when the limit is a ratio to that.
    beside: Option<f64>,
    limit: f64,
}

impl Row {
    pub fn below(title: impl Into<String>, value: f64, limit: f64) -> Self {
        Self {
            title: title.into(),
            value,
            beside: None,
            limit,
        }
    }

    pub fn against(title: impl Into<String>, value: f64, beside: f64, limit: f64) -> Self {
        Self {
            title: title.into(),
            value,
            beside: Some(beside),
            limit,
        }
    }

    pub fn holds(&self) -> bool {
        self.measured() <= self.limit
    }

    /// What the limit is about: the ratio, or the figure itself.
    fn measured(&self) -> f64 {
        self.beside.map_or(self.value, |beside| self.value / beside)
    }
}

/// A Markdown table that can also be read as it is.
pub fn table(rows: &[Row]) -> String {
    let mut lines = vec![[
        "figure".to_owned(),
        "eSIM Desk".to_owned(),
        "against".to_owned(),
        "ratio".to_owned(),
        "limit".to_owned(),
        "verdict".to_owned(),
    ]];
    lines.extend(rows.iter().map(|row| {
        [
            row.title.to_owned(),
            figure(row.value),
            row.beside.map_or_else(String::new, figure),
            row.beside
                .map_or_else(String::new, |_| figure(row.measured())),
            figure(row.limit),
            if row.holds() { "holds" } else { "OVER" }.to_owned(),
        ]
    }));
    let widths: Vec<usize> = (0..6)
        .map(|column| {
            lines
                .iter()
                .map(|line| line[column].len())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        for (cell, width) in line.iter().zip(&widths) {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "| {cell:<width$} ");
        }
        text.push_str("|\n");
        if index == 0 {
            for width in &widths {
                let _ = write!(text, "| {} ", "-".repeat(*width));
            }
            text.push_str("|\n");
        }
    }
    text
}

/// The middle of the values; of two middle ones the upper.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A number of bytes in units of a thousand.
pub fn thousands(bytes: u64) -> f64 {
    // No file or process here comes near the 4 TB at which this would say too little.
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX))
        + f64::from(u16::try_from(bytes % 1000).unwrap_or(0)) / 1000.0
}

/// How much of the whole the part is, from 0 to 1.
pub fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole)
}

/// Three significant figures, or all digits before the point.
fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_judged_by_what_it_is_against() {
        assert!(
            Row::against("start", 1.3, 1.0, 1.3).holds(),
            "the limit itself is allowed"
        );
        assert!(
            !Row::against("start", 1.4, 1.0, 1.3).holds(),
            "1.4 times is over 1.3 times"
        );
    }

    #[test]
    fn a_missing_figure_never_holds() {
        assert!(
            !Row::below("size", f64::NAN, 12.0).holds(),
            "no figure is no success"
        );
    }

    #[test]
    fn the_table_names_what_is_over() {
        let text = table(&[Row::below("size, MB", 13.0, 12.0)]);
        assert!(
            text.contains("size, MB") && text.contains("13.0"),
            "the figure is told"
        );
        assert!(text.contains("OVER"), "and that it is too much");
    }

    #[test]
    fn the_median_is_one_of_the_values() {
        assert!(
            (median([9.0, 1.0, 2.0].into_iter()) - 2.0).abs() < f64::EPSILON,
            "order does not matter"
        );
    }

    #[test]
    fn bytes_become_thousands_with_their_rest() {
        assert!(
            (thousands(12_345) - 12.345).abs() < 1e-9,
            "nothing is rounded away"
        );
    }
}
