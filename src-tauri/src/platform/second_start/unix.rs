//! A socket in the folder, where nobody else can take its name or reach it.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

use interprocess::local_socket::{GenericFilePath, ListenerOptions, Name, ToFsName as _};
use interprocess::os::unix::local_socket::ListenerOptionsExt as _;

/// Where second starts are heard.
pub struct Socket {
    path: PathBuf,
    /// Keeps a short way to a long path open.
    _folder: Option<File>,
}

impl Socket {
    /// Systems take paths of about a hundred bytes only. A longer folder has a short name as long as it is open.
    pub fn of(folder: &Path) -> io::Result<Socket> {
        const NAME: &str = "second-start";
        const LONGEST: usize = 100;
        let path = folder.join(NAME);
        if path.as_os_str().len() <= LONGEST || !cfg!(target_os = "linux") {
            let _folder = None;
            return Ok(Socket { path, _folder });
        }
        let open = File::open(folder)?;
        let number = open.as_raw_fd();
        Ok(Socket {
            path: PathBuf::from(format!("/proc/self/fd/{number}/{NAME}")),
            _folder: Some(open),
        })
    }

    pub(super) fn name(&self) -> io::Result<Name<'_>> {
        self.path.as_path().to_fs_name::<GenericFilePath>()
    }
}

pub(super) fn for_owner(options: ListenerOptions<'_>) -> io::Result<ListenerOptions<'_>> {
    Ok(options.mode(0o600))
}
