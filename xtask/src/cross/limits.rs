//! The tests that fail under Wine for a reason that is Wine's and not the program's, or that nobody knows yet.
//!
//! An entry that names no test, or one that passes, fails `cargo xtask test --windows`: the list never hides more than is
//! so. The tests run all the same.

pub struct Limit {
    /// Of which test program.
    pub program: &'static str,
    /// The test's whole name.
    pub test: &'static str,
    pub why: &'static str,
}

/// The verifier of certificates makes a chain engine of its own for authorities beside the system's, with
/// `dwExclusiveFlags`. Wine 8 refuses that structure: `NoTrustStore`. So nothing with an authority of a test's own runs there.
const NO_FURTHER_AUTHORITY: &str = "Wine's crypt32 takes no authorities beside its own";

pub const LIMITS: &[Limit] = &[
    Limit {
        program: "rooms",
        test: "connect::secrecy::nothing_secret_is_logged_at_any_level",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "connect::unreached::a_certificate_nobody_vouches_for",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "connect::unreached::a_certificate_of_another_time_is_told_as_that",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "connect::unreached::a_proxy_carries_the_order_and_sees_nothing_of_it",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "connect::unreached::a_proxy_in_the_way",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "connect::unreached::an_authority_from_a_file_is_trusted_besides_the_systems",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "connect::unreached::http_1_1_is_spoken_where_the_server_would_rather_speak_http_2",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::a_certificate_file_chosen_in_the_settings_is_used_at_once",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::certificates_are_copied_and_their_file_is_not_read_again",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::the_certificates_of_settings_of_the_past_are_taken_over_once",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::the_secret_typed_again_makes_the_new_way_the_trusted_one",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "esim_desk_lib",
        test: "shell::start::instance::tests::a_folder_with_a_long_name_is_found_by_a_second_start_too",
        why: "error 234 for a path of more than 260 signs; not found out yet whether it is Wine's or ours",
    },
];
