//! Install codes: what an eSIM's QR code says, whether it may be handed out, and how it is drawn.
//!
//! ```text
//! proof ──► code, smdp          the grammar (SGP.22 4.1), and whether the service's values agree
//! qr    ──► grid, path, mark    the picture; it exists only if it was read back to the same text
//! link                          the same code as a link or URI for the guest's device
//! iccid, eid, imei ──► digits   identifiers, each with the strictness it deserves
//! ```
//!
//! Pure: nothing here does I/O, waits, logs or knows the service's wire format, and nothing translates: errors
//! are kinds. An install code is a credential, so no type that holds one prints it.

pub mod code;
mod digits;
pub mod eid;
pub mod iccid;
pub mod imei;
pub mod link;
pub mod proof;
pub mod qr;
pub mod smdp;

pub use code::{CodeError, InstallCode, MatchingId};
pub use digits::DigitsError;
pub use eid::Eid;
pub use iccid::Iccid;
pub use imei::Imei;
pub use proof::{Doubt, Part, Parts, verify};
pub use qr::{DrawError, Mark, QrPicture, Rgba};
pub use smdp::SmdpAddress;
