//! The local socket by which a second start finds the first, and only of the same person. What is asked and answered there
//! is not known here.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io::{self, Read, Write};

use interprocess::local_socket::traits::Stream as _;
use interprocess::local_socket::{ListenerOptions, Stream};

#[cfg(unix)]
use unix::for_owner;
#[cfg(windows)]
use windows::for_owner;

#[cfg(unix)]
pub use unix::Socket;
#[cfg(windows)]
pub use windows::Socket;

impl Socket {
    /// Calls who listens here, if anybody does.
    pub fn call(&self) -> io::Result<impl Read + Write + use<>> {
        Stream::connect(self.name()?)
    }

    /// Those who call here from now on, one after the other; whoever listened before does no more.
    pub fn calls(
        &self,
    ) -> io::Result<impl Iterator<Item = impl Read + Write + use<>> + Send + use<>> {
        let options = ListenerOptions::new()
            .name(self.name()?)
            .try_overwrite(true);
        let listener = for_owner(options)?.create_sync()?;
        Ok(listener.filter_map(Result::ok))
    }
}
