//! The table of plans: believable ones of several regions, currencies and terms, and two with awkward names.
//!
//! Not in it: anything that works on them (`catalogue`).

use super::{
    invent,
    plan::{
        Plan,
        SimType::{self, Esim, Psim},
        Term::{self, Days, Months},
        Volume::{self, Gb, Mb},
    },
};

/// One line: name, kinds of SIM, data, term, price in hundredths, currency, footprint code.
pub(super) struct Row(
    &'static str,
    &'static [SimType],
    Volume,
    Term,
    u32,
    &'static str,
    &'static str,
);

impl Row {
    /// The plan this line describes.
    pub(super) fn plan(&self) -> Plan {
        let Self(name, sim_types, volume, term, price_cents, currency, footprint) = *self;
        Plan {
            id: invent::product_id(name),
            name: name.to_owned(),
            sim_types,
            term,
            volume,
            price_cents,
            currency,
            footprint,
        }
    }
}

const E: &[SimType] = &[Esim];
const P: &[SimType] = &[Psim];
const EP: &[SimType] = &[Esim, Psim];

#[rustfmt::skip]
pub(super) const PLANS: &[Row] = &[
    Row("Europe 1 GB, 7 days", E, Gb(1), Days(7), 450, "EUR", "EUROPE"),
    Row("Europe 3 GB, 15 days", E, Gb(3), Days(15), 850, "EUR", "EUROPE"),
    Row("Europe 5 GB, 30 days", EP, Gb(5), Days(30), 1_250, "EUR", "EUROPE"),
    Row("Europe 10 GB, 30 days", EP, Gb(10), Days(30), 1_990, "EUR", "EUROPE"),
    Row("Europe 20 GB, 30 days", E, Gb(20), Days(30), 3_200, "EUR", "EUROPE"),
    Row("Europe 50 GB, 90 days", E, Gb(50), Days(90), 5_900, "EUR", "EUROPE"),
    Row("Europe monthly 10 GB", EP, Gb(10), Months(1), 1_800, "EUR", "EUROPE"),
    Row("Global 500 MB, 7 days", E, Mb(500), Days(7), 700, "EUR", "GLOBAL"),
    Row("Global 1 GB, 15 days", E, Gb(1), Days(15), 1_200, "EUR", "GLOBAL"),
    Row("Global 3 GB, 30 days", EP, Gb(3), Days(30), 2_600, "EUR", "GLOBAL"),
    Row("Global 10 GB, 90 days", EP, Gb(10), Days(90), 6_900, "EUR", "GLOBAL"),
    Row("Global monthly 5 GB", E, Gb(5), Months(1), 3_400, "USD", "GLOBAL"),
    Row("Global 50 MB, 90 days", E, Mb(50), Days(90), 200, "EUR", "GLOBAL"),
    Row("United Kingdom 1 GB, 7 days", E, Gb(1), Days(7), 400, "GBP", "GB"),
    Row("United Kingdom 5 GB, 30 days", EP, Gb(5), Days(30), 900, "GBP", "GB"),
    Row("United Kingdom 20 GB, 30 days", EP, Gb(20), Days(30), 1_800, "GBP", "GB"),
    Row("United Kingdom monthly 30 GB", E, Gb(30), Months(1), 2_200, "GBP", "GB"),
    Row("USA 1 GB, 7 days", E, Gb(1), Days(7), 500, "USD", "US"),
    Row("USA 5 GB, 30 days", EP, Gb(5), Days(30), 1_600, "USD", "US"),
    Row("USA 10 GB, 30 days", E, Gb(10), Days(30), 2_600, "USD", "US"),
    Row("USA monthly 20 GB", E, Gb(20), Months(1), 3_900, "USD", "US"),
    Row("North America 3 GB, 30 days", E, Gb(3), Days(30), 1_500, "USD", "NORTH_AMERICA"),
    Row("North America 10 GB, 30 days", EP, Gb(10), Days(30), 3_300, "USD", "NORTH_AMERICA"),
    Row("Japan 1 GB, 7 days", E, Gb(1), Days(7), 550, "USD", "JP"),
    Row("Japan 3 GB, 15 days", E, Gb(3), Days(15), 1_100, "USD", "JP"),
    Row("Japan 10 GB, 30 days", E, Gb(10), Days(30), 2_400, "USD", "JP"),
    Row("Turkey 1 GB, 7 days", E, Gb(1), Days(7), 490, "EUR", "TR"),
    Row("Turkey 5 GB, 30 days", E, Gb(5), Days(30), 1_490, "EUR", "TR"),
    Row("Turkey 10 GB, 30 days", EP, Gb(10), Days(30), 2_390, "EUR", "TR"),
    Row("Asia-Pacific 1 GB, 7 days", E, Gb(1), Days(7), 650, "USD", "APAC"),
    Row("Asia-Pacific 5 GB, 30 days", EP, Gb(5), Days(30), 2_100, "USD", "APAC"),
    Row("Asia-Pacific 20 GB, 90 days", E, Gb(20), Days(90), 6_400, "USD", "APAC"),
    Row("Caribbean 1 GB, 7 days", E, Gb(1), Days(7), 1_150, "USD", "CARIBBEAN"),
    Row("Caribbean 3 GB, 30 days", E, Gb(3), Days(30), 2_950, "USD", "CARIBBEAN"),
    Row("Latin America 2 GB, 15 days", E, Gb(2), Days(15), 1_700, "USD", "LATAM"),
    Row("Latin America 5 GB, 30 days", E, Gb(5), Days(30), 3_500, "USD", "LATAM"),
    Row("Middle East 2 GB, 15 days", E, Gb(2), Days(15), 1_650, "USD", "MIDDLE_EAST"),
    Row("Middle East 5 GB, 30 days", EP, Gb(5), Days(30), 3_250, "USD", "MIDDLE_EAST"),
    Row("Africa 1 GB, 15 days", E, Gb(1), Days(15), 1_450, "EUR", "AFRICA"),
    Row("Africa 3 GB, 30 days", E, Gb(3), Days(30), 3_400, "EUR", "AFRICA"),
    Row("Schweiz 5 GB, 30 Tage", E, Gb(5), Days(30), 1_490, "CHF", "CH"),
    Row("Schweiz monatlich 20 GB", EP, Gb(20), Months(1), 3_500, "CHF", "CH"),
    Row("Österreich & Südtirol für Gäste 3 GB", E, Gb(3), Days(10), 790, "EUR", "AT"),
    Row("Australia and New Zealand 10 GB, 30 days", E, Gb(10), Days(30), 2_300, "USD", "OCEANIA"),
    Row("Cruise and Ferry 200 MB, 3 days", E, Mb(200), Days(3), 1_900, "EUR", "MARITIME"),
    Row("Round the World Explorer with Europe, North America, Asia-Pacific, Latin America, the Caribbean, Africa \
         and the Middle East in one generous bundle for long journeys 100 GB, 180 days",
        EP, Gb(100), Days(180), 24_900, "USD", "GLOBAL"),
    Row("Meter SIM 100 MB, 365 days", P, Mb(100), Days(365), 600, "EUR", "EUROPE"),
    Row("Meter SIM monthly 50 MB", P, Mb(50), Months(1), 120, "EUR", "EUROPE"),
];
