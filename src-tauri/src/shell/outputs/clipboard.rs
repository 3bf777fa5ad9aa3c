//! The clipboard: what is put there for a customer is a credential.
//!
//! Texts of a code are written as secrets, which clipboard histories leave out where the system knows such a thing, and
//! "copied" is said only after they were read back. What we put there is taken away again, after a minute or when the
//! customer has gone, but only while it is still there. The program that owns the clipboard is asked what is there, and
//! may never answer: nobody waits for it longer than [`ANSWER`].

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use arboard::{Clipboard, Error, ImageData, Set};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tauri::{AppHandle, Manager};

use crate::book::OrderKey;
use crate::desk::{CodeText, Desk, Failure, LinkKind, wait};

/// How long a copied text may stay.
const STAY: Duration = Duration::from_secs(60);

/// How long the owner of the clipboard may take to say what is there.
const ANSWER: Duration = Duration::from_secs(1);

/// How long a text may take to get there: on Wayland another thread passes it on after the call that writes it has ended.
const ARRIVAL: Duration = Duration::from_secs(2);

const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// What of a hand-over can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CopyWhat {
    InstallCode,
    Smdp,
    MatchingId,
    IphoneLink,
    AndroidLink,
    WindowsLink,
    Picture,
}

/// What Tauri keeps for it: the clipboard, and what was last put there for a customer.
#[derive(Default)]
pub struct ClipboardState(Mutex<State>);

#[derive(Default)]
struct State {
    /// Opened at the first copy, and kept: on X11 what was copied is there only as long as this.
    system: Option<Clipboard>,
    copied: Option<Copied>,
    /// Counts the copies, so that the end of one's minute does not take a later one away.
    copies: u64,
}

impl State {
    fn system(&mut self) -> Result<&mut Clipboard, Error> {
        match &mut self.system {
            Some(system) => Ok(system),
            none => Ok(none.insert(Clipboard::new()?)),
        }
    }
}

/// What was put there for a customer.
enum Copied {
    Text(SecretString),
    Picture,
}

/// Copies a text or the picture of an order's proved code.
pub async fn copy(
    app: &AppHandle,
    desk: &Desk,
    order: OrderKey,
    what: CopyWhat,
) -> Result<(), Failure> {
    let text = match what {
        CopyWhat::InstallCode => CodeText::InstallCode,
        CopyWhat::Smdp => CodeText::Smdp,
        CopyWhat::MatchingId => CodeText::MatchingId,
        CopyWhat::IphoneLink => CodeText::Link(LinkKind::Iphone),
        CopyWhat::AndroidLink => CodeText::Link(LinkKind::Android),
        CopyWhat::WindowsLink => CodeText::Link(LinkKind::Windows),
        CopyWhat::Picture => return copy_picture(app, desk, order).await,
    };
    let text = desk.handover.text(order, text).await?;
    let copy = write(app, Some(Copied::Text(text.clone())), |system| {
        as_secret(system.set()).text(text.expose_secret())
    })?;
    // Also for what arrives later than anybody waits for it.
    let later = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(wait(STAY)).await;
        if is_the_last(&later, copy) {
            forget(&later);
        }
    });
    let arrived = arrives(text, || tauri::async_runtime::spawn_blocking(look));
    if !arrived.await {
        tracing::warn!("what was copied did not get into the clipboard");
        return Err(Failure::Clipboard);
    }
    Ok(())
}

/// Copies what support asks for. It is no secret and stays.
pub fn copy_reference(app: &AppHandle, text: &str) -> Result<(), Failure> {
    write(app, None, |system| system.set_text(text)).map(|_| ())
}

/// Clears the clipboard, if it still holds what was put there for the customer.
pub fn forget(app: &AppHandle) {
    let taken = with_state(app, |state| Some((state.copied.take()?, state.copies)));
    let Some((copied, copy)) = taken else {
        return;
    };
    let still_there = match (&copied, look()) {
        (Copied::Text(text), Content::Text(there)) => there.expose_secret() == text.expose_secret(),
        // A picture cannot be compared cheaply; where a text has taken its place, it is not ours any more.
        (Copied::Picture, Content::NoText) => true,
        _ => false,
    };
    let cleared = with_state(app, |state| {
        // Looking took a moment, in which something may have been copied for the next customer.
        if !still_there || state.copies != copy {
            return Ok(false);
        }
        state.system().and_then(Clipboard::clear).map(|()| true)
    });
    match cleared {
        Ok(true) => tracing::info!("the clipboard was cleared"),
        Ok(false) => tracing::info!("the clipboard holds something else by now, which stays"),
        Err(error) => tracing::warn!(%error, "the clipboard could not be cleared"),
    }
}

/// Gives the clipboard back to the system, at the program's end.
pub fn close(app: &AppHandle) {
    forget(app);
    with_state(app, |state| state.system = None);
}

async fn copy_picture(app: &AppHandle, desk: &Desk, order: OrderKey) -> Result<(), Failure> {
    let picture = desk.handover.rgba(order).await?;
    let image = ImageData {
        width: picture.width as usize,
        height: picture.height as usize,
        bytes: Cow::Borrowed(&picture.bytes),
    };
    write(app, Some(Copied::Picture), |system| system.set_image(image))?;
    Ok(())
}

/// Puts something there, and gives the number of this copy. `copied` is what of it must go again.
fn write(
    app: &AppHandle,
    copied: Option<Copied>,
    put: impl FnOnce(&mut Clipboard) -> Result<(), Error>,
) -> Result<u64, Failure> {
    let written = with_state(app, |state| {
        state.system().and_then(put)?;
        state.copied = copied;
        state.copies += 1;
        Ok(state.copies)
    });
    written.map_err(|error: Error| {
        tracing::warn!(%error, "the clipboard does not take it");
        Failure::Clipboard
    })
}

/// Asks clipboard histories to leave it out.
fn as_secret(set: Set<'_>) -> Set<'_> {
    #[cfg(windows)]
    return arboard::SetExtWindows::exclude_from_monitoring(set);
    #[cfg(target_os = "macos")]
    return arboard::SetExtApple::exclude_from_history(set);
    #[cfg(not(any(windows, target_os = "macos")))]
    return arboard::SetExtLinux::exclude_from_history(set);
}

/// What the clipboard holds.
enum Content {
    Text(SecretString),
    NoText,
    /// Its owner did not say it in time.
    Unsaid,
}

/// Looks on a thread of its own and by a clipboard of its own, because an owner may keep both waiting for ever. One that may is
/// this program's window, while its loop waits for this.
fn look() -> Content {
    let (say, said) = mpsc::channel();
    thread::spawn(move || {
        let text = Clipboard::new().and_then(|mut system| system.get_text());
        // Nobody listens any more when it took too long.
        drop(say.send(text));
    });
    match said.recv_timeout(ANSWER) {
        Ok(Ok(text)) => Content::Text(text.into()),
        Ok(Err(_)) => Content::NoText,
        Err(_) => Content::Unsaid,
    }
}

/// Whether `text` is in the clipboard before the patience for it ends.
async fn arrives<L>(text: SecretString, mut look: impl FnMut() -> L) -> bool
where
    L: Future<Output = Result<Content, tauri::Error>>,
{
    let arrival = async {
        loop {
            if let Ok(Content::Text(there)) = look().await
                && there.expose_secret() == text.expose_secret()
            {
                return;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    };
    tokio::time::timeout(ARRIVAL, arrival).await.is_ok()
}

fn is_the_last(app: &AppHandle, copy: u64) -> bool {
    with_state(app, |state| state.copies == copy)
}

fn with_state<T>(app: &AppHandle, work: impl FnOnce(&mut State) -> T) -> T {
    let clipboard = app.state::<ClipboardState>();
    let mut state = clipboard.0.lock().unwrap_or_else(PoisonError::into_inner);
    work(&mut state)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn arrives_at_look(number: u32) -> bool {
        let mut looks = 0;
        arrives("LPA:1$smdp.example$ID".into(), || {
            looks += 1;
            let there = match looks {
                1 => Content::NoText,
                look if look < number => Content::Text("the bill of room 12".into()),
                _ => Content::Text("LPA:1$smdp.example$ID".into()),
            };
            async { Ok(there) }
        })
        .await
    }

    #[tokio::test(start_paused = true)]
    async fn what_gets_into_the_clipboard_a_moment_later_is_copied() {
        assert!(arrives_at_look(2).await);
        assert!(arrives_at_look(50).await);
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_get_into_the_clipboard_is_not_called_copied() {
        assert!(!arrives_at_look(u32::MAX).await);
    }
}
