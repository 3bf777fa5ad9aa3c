//! A folder for secrets that another program reads from files: nobody else may read it, and it goes with its value.
//!
//! Not in it: how long a secret is needed, which is its owner's to say, and clearing the disk where it lay.

use std::env;
use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::program::{Failure, Outcome};

pub struct Private(PathBuf);

impl Private {
    /// A new one, where this person's temporary files lie. On Windows that is inside their profile, which is theirs alone.
    pub fn new() -> Outcome<Private> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("esim-desk-{}-{count}", process::id()));
        // One that is there already is somebody else's, and a failure.
        let made = builder().create(&path);
        made.map_err(|error| Failure::at(&path, &error))?;
        Ok(Private(path))
    }

    /// Where a file of this name lies or will lie in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file into it.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> Outcome<PathBuf> {
        let path = self.path(name);
        fs::write(&path, content).map_err(|error| Failure::at(&path, &error))?;
        Ok(path)
    }
}

impl AsRef<Path> for Private {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        // What cannot be taken away stays readable for nobody else.
        drop(fs::remove_dir_all(&self.0));
    }
}

fn builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no modes"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn nobody_else_reads_it_and_nothing_of_it_stays() {
        let private = Private::new().expect("there is room");
        let file = private.put("key", "secret").expect("it is ours");
        let mode = fs::metadata(&private)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700);
        let other = Private::new().expect("there is room for two");
        assert_ne!(private.as_ref(), other.as_ref());
        drop(private);
        assert!(!file.exists(), "it went with its value");
    }
}
