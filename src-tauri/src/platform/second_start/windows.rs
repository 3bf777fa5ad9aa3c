//! A named pipe: Windows has none in folders, so its name is made from the folder's.

use std::io;
use std::path::Path;

use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, ToNsName as _};

/// Where second starts are heard.
pub struct Socket(String);

impl Socket {
    pub fn of(folder: &Path) -> io::Result<Socket> {
        let number = fnv(folder.as_os_str().as_encoded_bytes());
        Ok(Socket(format!("com.esimdesk.app.{number:016x}")))
    }

    pub(super) fn name(&self) -> io::Result<Name<'_>> {
        self.0.as_str().to_ns_name::<GenericNamespaced>()
    }
}

/// As the system gives it: to whoever may reach it without being asked.
pub(super) fn for_owner(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options
}

/// FNV-1a: the same number in every version of the program, which the standard hasher does not promise.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
