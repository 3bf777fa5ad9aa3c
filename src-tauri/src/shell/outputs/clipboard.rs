//! The clipboard: what is put there for a customer is a credential.
//!
//! Texts and pictures of a code are written as secrets, which clipboard histories leave out where the system knows such a
//! thing, and "copied" is said of a text only after it was read back. What we put there is taken away again, after a minute
//! or when the customer has gone, but only while it is still there. It is kept in mind until it is known to be gone: a
//! clipboard that another program holds open is tried again, and what stays in spite of that is told to the staff. Who owns
//! the clipboard may never answer: nobody waits longer than a second (`content`).

mod content;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use arboard::{Clipboard, Error, ImageData};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};

use self::content::{Copied, Shape, Standing, look_for};
use crate::book::OrderKey;
use crate::desk::{CodeText, Desk, Failure, LinkKind, wait};
use crate::platform::clipboard as secret;
use crate::shell::events::tell_staff;

/// How long what was copied may stay.
const STAY: Duration = Duration::from_secs(60);

/// How long a text may take to get there: on Wayland another thread passes it on after the call that writes it has ended.
const ARRIVAL: Duration = Duration::from_secs(2);

const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// After so many tries the staff are told.
const TOLD_AFTER: u32 = 3;

/// At the program's end nobody can be told, and nobody waits for long.
const LAST_TRIES: u32 = 3;

const BETWEEN_LAST_TRIES: Duration = Duration::from_millis(100);

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
    /// The copy that has to go.
    to_go: Option<u64>,
    /// Somebody takes it away, again and again until it is gone.
    trying: bool,
}

impl State {
    fn system(&mut self) -> Result<&mut Clipboard, Error> {
        match &mut self.system {
            Some(system) => Ok(system),
            none => Ok(none.insert(Clipboard::new()?)),
        }
    }

    /// What was copied last has to go. Whether somebody has to begin with that.
    fn has_to_go(&mut self) -> bool {
        if self.copied.is_none() {
            return false;
        }
        self.to_go = Some(self.copies);
        !std::mem::replace(&mut self.trying, true)
    }

    /// What has to go. Where that is nothing, whoever tried is done.
    fn going(&mut self) -> Option<(Copied, u64)> {
        let due = self.to_go == Some(self.copies);
        let going = self.copied.clone().filter(|_| due);
        self.trying = going.is_some();
        Some((going?, self.copies))
    }

    /// Takes that copy away, if `standing` says that it is there. Whether nothing that has to go is left.
    fn take_back(&mut self, copy: u64, standing: Standing) -> bool {
        // Looking took a moment, in which something may have been copied for the next customer.
        if self.copies != copy {
            return self.going().is_none();
        }
        match standing {
            Standing::Unsaid => {
                tracing::warn!("nobody says what is in the clipboard");
                return false;
            }
            Standing::Gone => {
                tracing::info!("the clipboard holds something else by now, which stays");
            }
            Standing::There => {
                if let Err(error) = self.system().and_then(Clipboard::clear) {
                    tracing::warn!(%error, "the clipboard could not be cleared");
                    return false;
                }
                tracing::info!("the clipboard was cleared");
            }
        }
        self.copied = None;
        self.trying = false;
        true
    }
}

/// Whether what was copied for a customer, and should be gone, is still in the clipboard or may be.
#[derive(Clone, Serialize, specta::Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct CopyStillThere {
    pub still: bool,
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
    let copied = Copied::Text(text.clone());
    put(app, copied.clone(), |system| {
        secret::put_text(system, text.expose_secret())
    })?;
    let arrived = arrives(|| {
        let copied = copied.clone();
        tauri::async_runtime::spawn_blocking(move || look_for(&copied))
    });
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

/// Clears the clipboard, if it still holds what was put there for the customer. Where that cannot be known or done, it is
/// tried until it can. Nobody waits for it: who calls this also takes the code from the screens, which must not stay while
/// somebody else's program is asked.
pub fn forget(app: &AppHandle) {
    if !with_state(app, State::has_to_go) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut tries = 0;
        loop {
            let again = app.clone();
            let gone = tauri::async_runtime::spawn_blocking(move || take_away(&again)).await;
            if gone.unwrap_or(false) {
                break;
            }
            tries += 1;
            if tries == TOLD_AFTER {
                tell(&app, true);
            }
            tokio::time::sleep(wait(before_try(tries))).await;
        }
        if tries >= TOLD_AFTER {
            tell(&app, false);
        }
    });
}

/// Longer and longer, up to half a minute.
fn before_try(number: u32) -> Duration {
    Duration::from_secs(1 << number.min(5)).min(Duration::from_secs(30))
}

fn tell(app: &AppHandle, still: bool) {
    if tell_staff(app, CopyStillThere { still }).is_err() {
        tracing::warn!(still, "the staff could not be told of the clipboard");
    }
}

/// Whether nothing that has to go is there any more.
fn take_away(app: &AppHandle) -> bool {
    let Some((copied, copy)) = with_state(app, State::going) else {
        return true;
    };
    let standing = look_for(&copied);
    with_state(app, |state| state.take_back(copy, standing))
}

/// Gives the clipboard back to the system, at the program's end.
pub fn close(app: &AppHandle) {
    with_state(app, State::has_to_go);
    for _ in 0..LAST_TRIES {
        if take_away(app) {
            break;
        }
        thread::sleep(BETWEEN_LAST_TRIES);
    }
    with_state(app, |state| state.system = None);
}

async fn copy_picture(app: &AppHandle, desk: &Desk, order: OrderKey) -> Result<(), Failure> {
    let picture = desk.handover.rgba(order).await?;
    let image = ImageData {
        width: picture.width as usize,
        height: picture.height as usize,
        bytes: Cow::Borrowed(&picture.bytes),
    };
    let shape = Arc::new(Shape::of(&image));
    put(app, Copied::Picture(shape), |system| {
        secret::put_picture(system, image)
    })
}

/// Puts something there for a customer, for a minute at the most.
fn put(
    app: &AppHandle,
    copied: Copied,
    put: impl FnOnce(&mut Clipboard) -> Result<(), Error>,
) -> Result<(), Failure> {
    let copy = write(app, Some(copied), put)?;
    // Also for what arrives later than anybody waits for it.
    let later = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(wait(STAY)).await;
        if is_the_last(&later, copy) {
            forget(&later);
        }
    });
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

/// Whether what was copied is in the clipboard before the patience for it ends.
async fn arrives<L>(mut look: impl FnMut() -> L) -> bool
where
    L: Future<Output = Result<Standing, tauri::Error>>,
{
    let arrival = async {
        while !matches!(look().await, Ok(Standing::There)) {
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

    fn copy(state: &mut State, text: &str) {
        state.copied = Some(Copied::Text(text.to_owned().into()));
        state.copies += 1;
    }

    #[test]
    fn what_the_next_customer_copied_stays_though_the_copy_before_could_not_be_taken_away() {
        let mut state = State::default();
        assert!(!state.has_to_go(), "nothing was copied");
        copy(&mut state, "first");
        assert!(state.has_to_go(), "somebody begins");
        let (_, first) = state.going().expect("it has to go");
        assert!(!state.take_back(first, Standing::Unsaid), "tried again");
        assert!(!state.has_to_go(), "somebody tries already");

        copy(&mut state, "second");
        assert!(state.going().is_none(), "the first was written over");
        assert!(state.copied.is_some(), "the second has its minute");
        assert!(state.has_to_go(), "which ends, and somebody begins anew");
    }

    #[test]
    fn a_copy_that_has_to_go_while_one_before_it_is_looked_for_goes_too() {
        let mut state = State::default();
        copy(&mut state, "first");
        assert!(state.has_to_go());
        let (_, first) = state.going().expect("it has to go");
        copy(&mut state, "second");
        assert!(!state.has_to_go(), "somebody tries already");
        assert!(!state.take_back(first, Standing::Gone), "and has to go on");
        let (_, second) = state.going().expect("it has to go");
        assert!(state.take_back(second, Standing::Gone), "nothing is left");
        assert!(!state.has_to_go());
    }

    async fn arrives_at_look(number: u32) -> bool {
        let mut looks = 0;
        arrives(|| {
            looks += 1;
            let there = match looks {
                1 => Standing::Unsaid,
                look if look < number => Standing::Gone,
                _ => Standing::There,
            };
            async move { Ok(there) }
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
