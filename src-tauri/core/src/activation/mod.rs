//! Install codes: what an eSIM's QR code says, whether it may be handed out, and how it is drawn.
//!
//! ```text
//! proof ──► code, smdp, qr      whether the service's values agree and the picture of their code is right
//! qr    ──► code                the picture; it exists only if it was read back to the same text
//! link  ──► code                the same code as a link or URI for the guest's device
//! code  ──► smdp                the grammar (SGP.22 4.1), and the server's address in it
//! iccid, eid, imei ──► digits   identifiers, each with the strictness it deserves
//! error                         why a text is no code
//! ```
//!
//! Pure: nothing here does I/O, waits, logs or knows the service's wire format, and nothing translates: errors
//! are kinds. An install code is a credential, so no type that holds one prints it.

mod code;
mod digits;
mod eid;
mod error;
mod iccid;
mod imei;
pub mod link;
mod proof;
pub mod qr;
mod smdp;

pub use code::{InstallCode, MatchingId};
pub use digits::DigitsError;
pub use eid::Eid;
pub use error::CodeError;
pub use iccid::Iccid;
pub use imei::Imei;
pub use proof::{Doubt, Part, Parts, verify};
pub use qr::{DrawError, Mark, QrPicture, Rgba};
pub use smdp::SmdpAddress;
