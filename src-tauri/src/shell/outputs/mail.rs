//! Opening a draft in the person's own mail program. Nothing else is ever opened: the only thing that can be given here
//! is a draft that the desk made, and its scheme is `mailto`.

use crate::desk::{Failure, MailDraft};
use crate::platform::mail;

/// Opens the draft, and says if there is no program for it.
pub async fn open(draft: MailDraft) -> Result<(), Failure> {
    let opened = tauri::async_runtime::spawn_blocking(move || mail::open(draft.address())).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Failure::Mail),
    }
}
