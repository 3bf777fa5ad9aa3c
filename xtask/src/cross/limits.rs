//! The tests that fail under Wine for a reason that is Wine's and not the program's. Each reason was seen in a program of
//! nothing but the calls it names.
//!
//! An entry that names no test, or one that passes, fails `cargo xtask test --windows`: the list never hides more than is
//! so. The tests run all the same.

pub struct Limit {
    pub why: &'static str,
    /// Of which test program.
    pub program: &'static str,
    /// Their whole names.
    pub tests: &'static [&'static str],
}

/// The verifier of certificates makes a chain engine of its own for authorities beside the system's, with
/// `dwExclusiveFlags`. Wine 8 refuses that structure: `NoTrustStore`. So nothing with an authority of a test's own runs
/// there: whoever announces newer versions has one.
const NO_FURTHER_AUTHORITY: &str = "Wine's crypt32 takes no authorities beside its own";

/// Wine makes modes of rights: those of this person, of the group, of everybody. `SetNamedSecurityInfoW` there adds whatever
/// the folder above hands down, with `PROTECTED_DACL_SECURITY_INFORMATION` too, and `SE_DACL_PROTECTED` is not kept: with a
/// folder above that is open to everybody, what is set with one call is open, with `SetFileSecurityW` closed.
const NOT_PROTECTED: &str = "Wine's SetNamedSecurityInfoW adds the rights of the folder above";

/// A new file has the mode that the umask leaves, whatever its folder hands down.
const NOT_INHERITED: &str = "new files inherit no rights under Wine";

/// `PowerCreateRequest` of Wine 8 gives an invalid handle and error 120, not implemented.
const NO_POWER_REQUEST: &str = "Wine has no PowerCreateRequest";

pub const LIMITS: &[Limit] = &[
    Limit {
        why: NO_FURTHER_AUTHORITY,
        program: "rooms",
        tests: &[
            "connect::secrecy::nothing_secret_is_logged_at_any_level",
            "connect::unreached::a_certificate_nobody_vouches_for",
            "connect::unreached::a_certificate_of_another_time_is_told_as_that",
            "connect::unreached::a_proxy_carries_the_order_and_sees_nothing_of_it",
            "connect::unreached::a_proxy_in_the_way",
            "connect::unreached::an_authority_from_a_file_is_trusted_besides_the_systems",
            "connect::unreached::http_1_1_is_spoken_where_the_server_would_rather_speak_http_2",
            "desk::account::network::certificates::a_certificate_file_chosen_in_the_settings_is_used_at_once",
            "desk::account::network::certificates::certificates_are_copied_and_their_file_is_not_read_again",
            "desk::account::network::certificates::the_certificates_of_settings_of_the_past_are_taken_over_once",
            "desk::account::network::ways::the_secret_typed_again_makes_the_new_way_the_trusted_one",
            "desk::updates::installing::a_code_on_screen_is_waited_for",
            "desk::updates::installing::a_failure_can_be_tried_again_or_put_off",
            "desk::updates::installing::an_installer_that_does_not_start_leaves_the_old_program_which_sells_on",
            "desk::updates::installing::an_order_of_the_old_program_goes_on_in_the_new_one",
            "desk::updates::installing::an_order_whose_answer_is_not_there_is_waited_for",
            "desk::updates::installing::it_is_not_fetched_twice_however_often_somebody_presses",
            "desk::updates::installing::the_new_program_takes_the_place_of_the_old_one_which_ends",
            "desk::updates::installing::the_next_start_says_whether_what_was_begun_has_arrived",
            "desk::updates::installing::what_the_window_says_is_in_the_way_is_waited_for_and_can_be_given_up",
            "desk::updates::installing::what_was_changed_while_it_waited_is_not_installed",
            "desk::updates::looking::a_host_that_is_down_takes_away_nothing_of_what_is_known",
            "desk::updates::looking::a_newer_version_is_told_and_nothing_is_fetched_before_somebody_wants_it",
            "desk::updates::looking::each_channel_has_its_own_announcements_and_another_choice_is_looked_at_at_once",
            "desk::updates::looking::it_looks_some_minutes_after_it_may_then_each_day_and_never_before",
            "desk::updates::looking::not_now_is_quiet_until_the_next_day",
            "desk::updates::looking::the_houses_certificates_vouch_for_the_host_and_nobody_else_does",
            "desk::updates::looking::the_houses_proxy_carries_it",
            "desk::updates::looking::whoever_announces_is_told_neither_account_nor_token_nor_which_desk_asks",
            "desk::updates::looking::whoever_does_not_want_it_is_not_told_and_nobody_is_asked",
            "desk::updates::refusing::a_file_that_is_not_what_was_announced_is_not_installed",
            "desk::updates::refusing::an_announcement_somewhere_else_is_not_followed",
            "desk::updates::refusing::an_announcement_that_the_publisher_did_not_sign_as_this_is_none",
            "desk::updates::refusing::an_announcement_without_a_file_for_this_system_is_told_and_cannot_be_installed",
            "desk::updates::refusing::an_old_file_or_another_one_is_not_passed_for_a_new_one",
            "desk::updates::refusing::an_older_version_is_never_told_however_well_it_is_signed",
            "desk::updates::refusing::nonsense_is_no_announcement",
            "desk::updates::refusing::where_somebody_else_installs_it_is_told_and_no_press_fetches_anything",
        ],
    },
    Limit {
        why: NO_POWER_REQUEST,
        program: "esim_desk_lib",
        tests: &[
            "platform::awake::windows::tests::the_system_takes_the_wish_and_its_end_as_often_as_there_is_one",
        ],
    },
    Limit {
        why: NOT_PROTECTED,
        program: "esim_desk_lib",
        tests: &[
            "platform::files::windows::tests::what_everybody_may_in_the_folder_above_does_not_come_down",
        ],
    },
    Limit {
        why: NOT_INHERITED,
        program: "esim_desk_lib",
        tests: &["platform::files::windows::tests::what_is_made_in_it_inherits_its_rights"],
    },
];
