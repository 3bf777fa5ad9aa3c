//! Every command that the window may call. Each takes typed input, calls one method and returns; none returns a secret.
//!
//! A new command needs its name in `every_command` below, in `src-tauri/permissions/commands.toml` and in
//! `src-tauri/capabilities/main.json`; a test compares the three.

mod account;
mod esims;
mod group;
mod handover;
mod orders;
mod refund;
mod sale;
mod settings;
mod takings;
mod updates;
mod window;

use tauri::Wry;
use tauri::ipc::Invoke;

/// The one list, for what makes something of it: Tauri's answers, and in a test the generated TypeScript. That describes
/// every type that crosses over; in the program nobody asks, and the descriptions are a fiftieth of the executable.
macro_rules! every_command {
    ($($made_by:ident)::+) => {
        $($made_by)::+![
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
            sale::check_top_up,
            sale::as_ordered,
            sale::top_up,
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
            esims::look_at_esim,
            esims::find_esims,
            esims::start_plan_now,
            group::read_table,
            group::open_table,
            group::read_table_as,
            group::lines_of_table,
            group::check_group,
            group::keep_table,
            group::begin_group,
            group::groups,
            group::group,
            group::go_on_with_group,
            group::pause_group,
            group::insist_on_lines,
            group::try_line,
            group::mend_line,
            group::leave_out_line,
            group::code_for_paper,
            group::save_group_slips,
            group::save_group_pictures,
            refund::check_refund,
            refund::give_back,
            refund::give_back_again,
            refund::keep_esim,
            takings::days,
            takings::save_sums_table,
            takings::compare_days,
            takings::stop_comparing,
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
            updates::install_update,
            updates::update_not_now,
            window::close_window,
            window::keep_window,
            window::notify_outside,
            window::save_support_bundle,
            window::page_pixels,
        ]
    };
}

#[cfg(test)]
mod bindings_tests;

/// Answers every command.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    every_command!(tauri::generate_handler)
}
