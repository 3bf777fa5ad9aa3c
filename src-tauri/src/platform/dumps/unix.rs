//! By the limit on core files, which every program that is started from here takes over, those of the web view among
//! them.
//!
//! One byte and not none: it is too little for any file, and it is what makes Linux call no collector
//! (systemd-coredump, apport) either, to whom a limit of none does not apply.
//! <https://man7.org/linux/man-pages/man5/core.5.html>; in the kernel, `do_coredump`.

use rustix::process::{Resource, Rlimit, setrlimit};

const ONE_BYTE: Rlimit = Rlimit {
    current: Some(1),
    maximum: Some(1),
};

/// For this program and all that it starts, for good. Without success the program works all the same.
pub fn turn_off() {
    // Who is below it already is where this would lead.
    let _ = setrlimit(Resource::Core, ONE_BYTE);
}
