//! Every command that the window may call. Each takes typed input, calls one method and returns; none returns a secret.
//!
//! A new command needs its name in `bindings` below, in `src-tauri/permissions/commands.toml` and in
//! `src-tauri/capabilities/main.json`; a test compares the three.

mod account;
mod handover;
mod orders;
mod sale;
mod settings;
mod window;

use tauri_specta::{Builder, collect_commands, collect_events};

use crate::shell::closing::CloseAsked;
use crate::shell::outputs::clipboard::CopyStillThere;
use crate::shell::publish::SnapshotChanged;

/// Commands and events as one list: what Tauri answers, and what the generated TypeScript names.
pub fn bindings() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            window::snapshot,
            account::start_demo,
            account::leave_demo,
            account::connect_account,
            account::retry_keychain,
            account::try_again,
            account::sign_out,
            sale::catalogue,
            sale::tidy,
            sale::check_draft,
            sale::place_order,
            sale::keep_typed,
            sale::left_by_page,
            orders::choose_candidate,
            orders::look_with_email,
            orders::settle,
            sale::place_again,
            orders::unmatched_sales,
            orders::adopt_sale,
            orders::orders,
            orders::order,
            orders::save_day_table,
            handover::hand_over,
            handover::sim,
            handover::hand_over_done,
            window::turn_screen,
            handover::choose_for_guest,
            window::customer_display,
            handover::customers_phone,
            handover::copy,
            window::copy_reference,
            handover::save_picture,
            handover::install_link,
            handover::print_slip,
            handover::save_slip,
            handover::mail_draft,
            settings::change_settings,
            settings::change_network,
            settings::set_favourite,
            window::close_window,
            window::keep_window,
            window::notify_outside,
            window::save_support_bundle,
            window::page_pixels,
        ])
        .events(collect_events![SnapshotChanged, CloseAsked, CopyStillThere])
        .disable_serde_phases()
}

#[cfg(test)]
mod bindings_tests;
