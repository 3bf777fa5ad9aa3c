//! A named pipe: Windows has none in folders, so its name is made from the folder's. Only this person may call it.

use std::io;
use std::path::Path;

use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, ToNsName as _};
use interprocess::os::windows::local_socket::ListenerOptionsExt as _;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use widestring::U16CString;

use crate::platform::this_user;

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

/// Everything for this person, nothing for anybody else.
/// <https://learn.microsoft.com/en-us/windows/win32/secauthz/security-descriptor-definition-language>
pub(super) fn for_owner(options: ListenerOptions<'_>) -> io::Result<ListenerOptions<'_>> {
    let rights = format!("D:P(A;;GA;;;{})", this_user::sid()?);
    let rights = U16CString::from_str(rights).map_err(io::Error::other)?;
    Ok(options.security_descriptor(SecurityDescriptor::deserialize(&rights)?))
}

/// FNV-1a: the same number in every version of the program, which the standard hasher does not promise.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::thread;

    use super::Socket;

    #[test]
    fn this_person_reaches_the_first_start() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let socket = Socket::of(folder.path()).expect("a name");
        let mut calls = socket.calls().expect("the pipe can be made");
        let later = thread::spawn(move || {
            let mut said = String::new();
            let mut first = socket.call().expect("somebody listens");
            first.read_to_string(&mut said).expect("it ends");
            said
        });
        let mut call = calls.next().expect("somebody calls");
        call.write_all(b"here\n").expect("it is heard");
        drop(call);
        assert_eq!(later.join().expect("it ended"), "here\n");
    }
}
