//! Handing a code over: on screen, and by every other way that it leaves.

use tauri::{AppHandle, State};

use crate::book::OrderKey;
use crate::desk::{
    Failure, GuestChoice, HandOverView, InstallLink, LinkKind, MailWords, PhoneAnswer, PhoneStep,
    SimView,
};
use crate::shell::desks::Desks;
use crate::shell::handover;
use crate::shell::outputs::clipboard::{self, CopyWhat};
use crate::shell::outputs::mail;
use crate::shell::outputs::save::{self, Saved};
use crate::shell::outputs::slip::{self, Printed, Sheet};

/// The proved code of an order, or why it is withheld, or that a phone has it already.
#[tauri::command]
#[specta::specta]
pub async fn hand_over(
    desks: State<'_, Desks>,
    order: OrderKey,
    anyway: bool,
) -> Result<HandOverView, Failure> {
    let desk = desks.front().await?;
    desk.handover.open_unless_used(order, anyway).await
}

/// What the service says of an order's SIM now.
#[tauri::command]
#[specta::specta]
pub async fn sim(desks: State<'_, Desks>, order: OrderKey) -> Result<SimView, Failure> {
    let desk = desks.front().await?;
    desk.handover.sim(order).await
}

/// The customer has gone: the clipboard forgets what was copied for them, and no slip is left.
#[tauri::command]
#[specta::specta]
pub async fn hand_over_done(app: AppHandle, desks: State<'_, Desks>) -> Result<(), Failure> {
    handover::done(&app, &desks.front().await?);
    Ok(())
}

/// The language and phone of the guest of an order, for the customer's screen and the next time it is opened.
#[tauri::command]
#[specta::specta]
pub async fn choose_for_guest(
    desks: State<'_, Desks>,
    order: OrderKey,
    choice: GuestChoice,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.handover.choose(order, choice).await;
    Ok(())
}

/// In a demo: what the customer does with the phone.
#[tauri::command]
#[specta::specta]
pub async fn customers_phone(
    desks: State<'_, Desks>,
    order: OrderKey,
    step: PhoneStep,
) -> Result<PhoneAnswer, Failure> {
    let desk = desks.front().await?;
    desk.demo.play_phone(order, step).await
}

/// Puts a text or the picture of a hand-over into the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy(
    app: AppHandle,
    desks: State<'_, Desks>,
    order: OrderKey,
    what: CopyWhat,
) -> Result<(), Failure> {
    clipboard::copy(&app, &desks.front().await?, order, what).await
}

/// Asks where to, then saves the picture of an order's code.
#[tauri::command]
#[specta::specta]
pub async fn save_picture(
    app: AppHandle,
    desks: State<'_, Desks>,
    order: OrderKey,
) -> Result<Saved, Failure> {
    save::picture(&app, &desks.front().await?, order).await
}

/// An install link for a customer's own device, with its picture. Nothing here opens it.
#[tauri::command]
#[specta::specta]
pub async fn install_link(
    desks: State<'_, Desks>,
    order: OrderKey,
    kind: LinkKind,
) -> Result<InstallLink, Failure> {
    let desk = desks.front().await?;
    desk.handover.link(order, kind).await
}

/// Opens the system's print dialog for the slip that the page has laid out.
#[tauri::command]
#[specta::specta]
pub async fn print_slip(app: AppHandle, sheet: Sheet) -> Result<Printed, Failure> {
    slip::print(&app, sheet).await
}

/// Asks where to, then saves the slip that the page has laid out as a PDF.
#[tauri::command]
#[specta::specta]
pub async fn save_slip(
    app: AppHandle,
    desks: State<'_, Desks>,
    order: OrderKey,
    sheet: Sheet,
) -> Result<Saved, Failure> {
    slip::save(&app, &desks.front().await?, order, sheet).await
}

/// Opens a draft to the customer in the mail program of this computer.
#[tauri::command]
#[specta::specta]
pub async fn mail_draft(
    desks: State<'_, Desks>,
    order: OrderKey,
    words: MailWords,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    mail::open(desk.handover.mail(order, words).await?).await
}
