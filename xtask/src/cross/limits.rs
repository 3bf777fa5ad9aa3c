//! The tests that fail under Wine for a reason that is Wine's and not the program's. Each reason was seen in a program of
//! nothing but the calls it names.
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

/// Wine makes modes of rights: those of this person, of the group, of everybody. `SetNamedSecurityInfoW` there adds whatever
/// the folder above hands down, with `PROTECTED_DACL_SECURITY_INFORMATION` too, and `SE_DACL_PROTECTED` is not kept: with a
/// folder above that is open to everybody, what is set with one call is open, with `SetFileSecurityW` closed.
const NOT_PROTECTED: &str =
    "Wine's SetNamedSecurityInfoW adds the rights of the folder above whatever it is told";

/// A new file has the mode that the umask leaves, whatever its folder hands down.
const NOT_INHERITED: &str = "new files inherit no rights under Wine";

/// `PowerCreateRequest` of Wine 8 gives an invalid handle and error 120, not implemented.
const NO_POWER_REQUEST: &str = "Wine has no PowerCreateRequest";

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
        test: "desk::account::network::certificates::a_certificate_file_chosen_in_the_settings_is_used_at_once",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::certificates::certificates_are_copied_and_their_file_is_not_read_again",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::certificates::the_certificates_of_settings_of_the_past_are_taken_over_once",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "rooms",
        test: "desk::account::network::ways::the_secret_typed_again_makes_the_new_way_the_trusted_one",
        why: NO_FURTHER_AUTHORITY,
    },
    Limit {
        program: "esim_desk_lib",
        test: "platform::awake::windows::tests::the_system_takes_the_wish_and_its_end_as_often_as_there_is_one",
        why: NO_POWER_REQUEST,
    },
    Limit {
        program: "esim_desk_lib",
        test: "platform::files::windows::tests::what_everybody_may_in_the_folder_above_does_not_come_down",
        why: NOT_PROTECTED,
    },
    Limit {
        program: "esim_desk_lib",
        test: "platform::files::windows::tests::what_is_made_in_it_inherits_its_rights",
        why: NOT_INHERITED,
    },
];
