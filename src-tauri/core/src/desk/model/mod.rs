//! Values that all parts of the desk speak in: what a plan is, what a field lacks, what went wrong.
//!
//! Nothing here waits, locks, or reads a file or the network. What belongs to one part alone stands with that part.

mod convert;
mod email;
mod failure;
mod fields;
mod mode;
mod order_number;
mod phone;
mod plan;
mod recent;
mod sim;

pub use failure::{
    Failure, WhyBook, WhyExtraCa, WhyFile, WhyNoRefund, WhyNoTopUp, WhyNotSent, WhyTable,
    WhyUnanswered, Words,
};
pub use fields::{
    Field, FieldProblem, Problem, TypedKind, is_country, line_problem, required_line_problem,
    tidied,
};
pub use mode::Mode;
pub use phone::Phone;
pub use plan::{DataAmount, Duration, DurationKind, Money, Plan};
pub use sim::SimView;

pub(in crate::desk) use convert::{
    credential_problem, messages, minutes_since, product_id, why_book,
};
pub(in crate::desk) use email::{email_of, email_problem};
pub(in crate::desk) use order_number::{short, suffix};
pub(in crate::desk) use recent::Recent;
