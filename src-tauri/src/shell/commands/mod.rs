//! Every command that the window may call. Each takes typed input, calls one method and returns; none returns a secret.
//!
//! A new command needs its name in `bindings` below, in `src-tauri/permissions/commands.toml` and in
//! `src-tauri/capabilities/main.json`; a test compares the three.

use tauri::ipc::Channel;
use tauri::{AppHandle, State, WebviewWindow};
use tauri_specta::{Builder, collect_commands, collect_events};

use super::customer_display as second;
use super::desks::{CloseAsked, Desks, SnapshotChanged};
use super::{clipboard, mail, save, settings, slip, telling, window};
use crate::book::OrderKey;
use crate::desk::{
    AccountForm, Catalogue, CustomerDisplay, DayTable, Draft, Failure, FieldProblem, GuestChoice,
    HandOver, InstallLink, LinkKind, MailWords, OrdersPage, OrdersQuery, PhoneAnswer, PhoneStep,
    SimView, Snapshot, UnmatchedSale, Verdict,
};

/// Commands and events as one list: what Tauri answers, and what the generated TypeScript names.
pub fn bindings() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            snapshot,
            start_demo,
            leave_demo,
            connect_account,
            retry_keychain,
            sign_out,
            catalogue,
            check_draft,
            place_order,
            choose_candidate,
            look_with_email,
            settle,
            place_again,
            unmatched_sales,
            adopt_sale,
            orders,
            save_day_table,
            hand_over,
            sim,
            hand_over_done,
            turn_screen,
            choose_for_guest,
            customer_display,
            customers_phone,
            copy,
            copy_reference,
            save_picture,
            install_link,
            print_slip,
            save_slip,
            mail_draft,
            change_settings,
            set_favourite,
            close_window,
            keep_window,
            notify_outside,
            save_support_bundle,
            page_pixels,
        ])
        .events(collect_events![SnapshotChanged, CloseAsked])
        .disable_serde_phases()
}

/// Everything that the window shows. Asked once; later ones come as events.
#[tauri::command]
#[specta::specta]
async fn snapshot(desks: State<'_, Desks>) -> Result<Snapshot, Failure> {
    Ok(desks.front().await?.snapshot())
}

/// Puts the demo in front.
#[tauri::command]
#[specta::specta]
async fn start_demo(app: AppHandle, desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.open_demo(&app).await
}

/// Puts the live desk in front.
#[tauri::command]
#[specta::specta]
async fn leave_demo(app: AppHandle, desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.open_live(&app).await
}

/// Tries the credentials with the service, then stores them in the keychain.
#[tauri::command]
#[specta::specta]
async fn connect_account(desks: State<'_, Desks>, form: AccountForm) -> Result<(), Failure> {
    desks.front().await?.connect(form).await
}

/// Asks the keychain again for the stored account.
#[tauri::command]
#[specta::specta]
async fn retry_keychain(desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.front().await?.open_account().await;
    Ok(())
}

/// Forgets the account and its secret; orders stay.
#[tauri::command]
#[specta::specta]
async fn sign_out(desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.front().await?.sign_out().await
}

/// The plans that can be sold, read from the service now.
#[tauri::command]
#[specta::specta]
async fn catalogue(desks: State<'_, Desks>) -> Result<Catalogue, Failure> {
    desks.front().await?.catalogue().await
}

/// What is wrong with a sale that is being typed.
#[tauri::command]
#[specta::specta]
async fn check_draft(desks: State<'_, Desks>, draft: Draft) -> Result<Vec<FieldProblem>, Failure> {
    Ok(desks.front().await?.check_draft(&draft))
}

/// Places an order. Returns when it is on disk and about to be sent.
#[tauri::command]
#[specta::specta]
async fn place_order(desks: State<'_, Desks>, draft: Draft) -> Result<OrderKey, Failure> {
    desks.front().await?.place(draft).await
}

/// The staff say which subscription an order without an answer is.
#[tauri::command]
#[specta::specta]
async fn choose_candidate(
    desks: State<'_, Desks>,
    order: OrderKey,
    subscription: String,
) -> Result<(), Failure> {
    desks
        .front()
        .await?
        .choose_candidate(order, &subscription)
        .await
}

/// The customer's e-mail, where only that is missing to look for an order.
#[tauri::command]
#[specta::specta]
async fn look_with_email(
    desks: State<'_, Desks>,
    order: OrderKey,
    email: String,
) -> Result<(), Failure> {
    desks.front().await?.look_with_email(order, &email)
}

/// A person's verdict on an order. Final.
#[tauri::command]
#[specta::specta]
async fn settle(
    desks: State<'_, Desks>,
    order: OrderKey,
    verdict: Verdict,
    by: String,
) -> Result<(), Failure> {
    desks.front().await?.settle(order, verdict, &by).await
}

/// Orders the same once more, though the first may have been bought.
#[tauri::command]
#[specta::specta]
async fn place_again(
    desks: State<'_, Desks>,
    order: OrderKey,
    idempotency_key: String,
) -> Result<OrderKey, Failure> {
    desks
        .front()
        .await?
        .place_again(order, idempotency_key)
        .await
}

/// What the service sold on this account and no order of the book is.
#[tauri::command]
#[specta::specta]
async fn unmatched_sales(desks: State<'_, Desks>) -> Result<Vec<UnmatchedSale>, Failure> {
    desks.front().await?.unmatched_sales().await
}

/// Takes such a sale into the book for the customer that the staff name.
#[tauri::command]
#[specta::specta]
async fn adopt_sale(
    desks: State<'_, Desks>,
    subscription: String,
    email: String,
) -> Result<OrderKey, Failure> {
    desks.front().await?.adopt_sale(&subscription, &email).await
}

/// The orders of the book that fit, newest first, fifty at a time.
#[tauri::command]
#[specta::specta]
async fn orders(desks: State<'_, Desks>, query: OrdersQuery) -> Result<OrdersPage, Failure> {
    desks.front().await?.orders(query).await
}

/// Asks where to, then saves the orders of a day as a table.
#[tauri::command]
#[specta::specta]
async fn save_day_table(
    app: AppHandle,
    desks: State<'_, Desks>,
    table: DayTable,
) -> Result<save::Saved, Failure> {
    save::day_table(&app, &desks.front().await?, table).await
}

/// The proved code of an order, or why it is withheld, or that a phone has it already.
#[tauri::command]
#[specta::specta]
async fn hand_over(
    desks: State<'_, Desks>,
    order: OrderKey,
    anyway: bool,
) -> Result<HandOver, Failure> {
    let desk = desks.front().await?;
    desk.hand_over_carefully(order, anyway).await
}

/// What the service says of an order's SIM now.
#[tauri::command]
#[specta::specta]
async fn sim(desks: State<'_, Desks>, order: OrderKey) -> Result<SimView, Failure> {
    desks.front().await?.sim(order).await
}

/// The customer has gone: the clipboard forgets what was copied for them, and no slip is left.
#[tauri::command]
#[specta::specta]
async fn hand_over_done(app: AppHandle, desks: State<'_, Desks>) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.hand_over_done();
    clipboard::forget(&app);
    slip::clear(desk.folder());
    Ok(())
}

/// Lets the window fill its screen while it is turned to the customer, and gives it back to the staff.
#[tauri::command]
#[specta::specta]
async fn turn_screen(window: WebviewWindow, on: bool) -> Result<(), Failure> {
    window::turn(&window, on);
    Ok(())
}

/// The language and phone of the guest of an order, for the customer's screen and the next time it is opened.
#[tauri::command]
#[specta::specta]
async fn choose_for_guest(
    desks: State<'_, Desks>,
    order: OrderKey,
    choice: GuestChoice,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.choose_for_guest(order, choice).await;
    Ok(())
}

/// Shows the customer's half from now on. With [`page_pixels`] all that the customer's own window may ask.
#[tauri::command]
#[specta::specta]
async fn customer_display(
    app: AppHandle,
    desks: State<'_, Desks>,
    page: Channel<CustomerDisplay>,
) -> Result<(), Failure> {
    second::open(&app, &desks.front().await?, page);
    Ok(())
}

/// In a demo: what the customer does with the phone.
#[tauri::command]
#[specta::specta]
async fn customers_phone(
    desks: State<'_, Desks>,
    order: OrderKey,
    step: PhoneStep,
) -> Result<PhoneAnswer, Failure> {
    desks.front().await?.customers_phone(order, step).await
}

/// Puts a text or the picture of a hand-over into the clipboard.
#[tauri::command]
#[specta::specta]
async fn copy(
    app: AppHandle,
    desks: State<'_, Desks>,
    order: OrderKey,
    what: clipboard::CopyWhat,
) -> Result<(), Failure> {
    clipboard::copy(&app, &desks.front().await?, order, what).await
}

/// Puts a reference for support into the clipboard.
#[tauri::command]
#[specta::specta]
async fn copy_reference(app: AppHandle, text: String) -> Result<(), Failure> {
    clipboard::copy_reference(&app, &text)
}

/// Asks where to, then saves the picture of an order's code.
#[tauri::command]
#[specta::specta]
async fn save_picture(
    app: AppHandle,
    desks: State<'_, Desks>,
    order: OrderKey,
) -> Result<save::Saved, Failure> {
    save::picture(&app, &desks.front().await?, order).await
}

/// An install link for a customer's own device, with its picture. Nothing here opens it.
#[tauri::command]
#[specta::specta]
async fn install_link(
    desks: State<'_, Desks>,
    order: OrderKey,
    kind: LinkKind,
) -> Result<InstallLink, Failure> {
    desks.front().await?.install_link(order, kind).await
}

/// Opens the system's print dialog for the slip that the page has laid out.
#[tauri::command]
#[specta::specta]
async fn print_slip(app: AppHandle, sheet: slip::Sheet) -> Result<slip::Printed, Failure> {
    slip::print(&app, sheet).await
}

/// Asks where to, then saves the slip that the page has laid out as a PDF.
#[tauri::command]
#[specta::specta]
async fn save_slip(
    app: AppHandle,
    desks: State<'_, Desks>,
    order: OrderKey,
    sheet: slip::Sheet,
) -> Result<save::Saved, Failure> {
    slip::save(&app, &desks.front().await?, order, sheet).await
}

/// Opens a draft to the customer in the mail program of this computer.
#[tauri::command]
#[specta::specta]
async fn mail_draft(
    desks: State<'_, Desks>,
    order: OrderKey,
    words: MailWords,
) -> Result<(), Failure> {
    mail::open(desks.front().await?.mail_draft(order, words).await?).await
}

/// Changes one setting.
#[tauri::command]
#[specta::specta]
async fn change_settings(
    app: AppHandle,
    desks: State<'_, Desks>,
    change: settings::SettingsChange,
) -> Result<(), Failure> {
    settings::change(&app, &desks.front().await?, change)
}

/// Marks a plan as a favourite, or no longer.
#[tauri::command]
#[specta::specta]
async fn set_favourite(desks: State<'_, Desks>, plan: String, on: bool) -> Result<(), Failure> {
    settings::set_favourite(&desks.front().await?, plan, on)
}

/// Tells the staff through the system, while the window is not in front.
#[tauri::command]
#[specta::specta]
async fn notify_outside(app: AppHandle, title: String, body: String) -> Result<(), Failure> {
    telling::tell(&app, title, body);
    Ok(())
}

/// Asks where to, then saves what support needs to know.
#[tauri::command]
#[specta::specta]
async fn save_support_bundle(
    app: AppHandle,
    desks: State<'_, Desks>,
) -> Result<save::Saved, Failure> {
    save::support_bundle(&app, &desks.front().await?).await
}

/// Closes the window though orders are open: they go on at the next start.
#[tauri::command]
#[specta::specta]
async fn close_window(window: WebviewWindow, desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.let_it_close();
    window::close(&window);
    Ok(())
}

/// Keeps the window after the question whether to close it.
#[tauri::command]
#[specta::specta]
async fn keep_window(desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.keep_it_open();
    Ok(())
}

/// How large the page of the asking window is in pixels of the screen. The page itself does not know: what enlarges it
/// besides the screen's own factor is hidden from it.
#[tauri::command]
#[specta::specta]
async fn page_pixels(window: WebviewWindow) -> Option<window::PagePixels> {
    window::page_pixels(&window)
}
