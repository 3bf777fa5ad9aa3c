//! The files of the book and how a connection to it is made. Nothing here knows an order.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::book::error::BookError;
use crate::files::{self, private};

/// How long a write waits for another connection, such as a backup being read.
const BUSY: Duration = Duration::from_secs(5);

/// The files in the folder of the book.
#[derive(Clone, Debug)]
pub(in crate::book) struct Files {
    pub(super) folder: PathBuf,
}

impl Files {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: files::in_full(folder),
        }
    }

    pub(super) fn book(&self) -> PathBuf {
        self.folder.join("orders.db")
    }

    pub(super) fn backup(&self) -> PathBuf {
        self.folder.join("orders.backup.db")
    }

    pub(super) fn before_version(&self, version: u32) -> PathBuf {
        self.folder.join(format!("orders-before-v{version}.db"))
    }

    /// The highest order number given, beside the book.
    pub(super) fn number(&self) -> PathBuf {
        self.folder.join("orders.number")
    }

    /// Empty; there while somebody met damage and the whole file was not checked since.
    pub(super) fn doubt(&self) -> PathBuf {
        self.folder.join("orders.doubt")
    }

    /// Leaves the mark, as far as the disk takes it.
    pub(in crate::book) fn mark_doubtful(&self) {
        if let Err(error) = private::write(&self.doubt(), b"") {
            tracing::warn!(kind = %error.kind(), "the damage could not be marked");
        }
    }

    /// Whether the last run did not end properly, or met damage.
    pub(super) fn is_doubtful(&self) -> bool {
        self.doubt().exists()
            || fs::metadata(beside(&self.book(), "-wal")).is_ok_and(|wal| wal.len() > 0)
    }
}

/// The file that SQLite keeps beside `file`: `-wal` or `-shm`.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Opens the connection that writes; makes the file, for its owner only, if there is none.
pub(super) fn open_to_write(file: &Path) -> Result<Connection, BookError> {
    make_private(file)?;
    let connection = open(file)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(BookError::Other(format!("journal mode {mode}")));
    }
    durable(&connection)?;
    Ok(connection)
}

/// Opens the connection that writes anew; the file must exist.
pub(super) fn open_again(file: &Path) -> Result<Connection, BookError> {
    let connection = open(file)?;
    durable(&connection)?;
    Ok(connection)
}

/// Opens a connection that only reads. The file must exist.
pub(super) fn open_to_read(file: &Path) -> Result<Connection, BookError> {
    let connection = open(file)?;
    durable(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn open(file: &Path) -> Result<Connection, BookError> {
    // Opened for writing even where it only reads: readers of a WAL write to its shared memory.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    // More than all our statements: a cache just too small is prepared anew for every order.
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// What a power cut may not undo (rulings 18). Each connection has its own settings.
fn durable(connection: &Connection) -> Result<(), BookError> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Only macOS needs these two: there an ordinary sync stops at the disk's own cache.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Nothing may be spilled outside the data folder (rulings 5).
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // What was deleted is overwritten in the pages that are written anyway, and no statement may write what SQLite keeps for
    // itself (findings, security 21).
    connection.pragma_update_and_check(None, "secure_delete", "FAST", |_| Ok(()))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// Whether closing this connection leaves the WAL as it is, rather than writing it into a file that may be damaged.
pub(super) fn leave_wal(connection: &Connection, leave: bool) -> Result<(), BookError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)?;
    Ok(())
}

/// Reads the whole file and says whether it is sound.
pub(super) fn check(connection: &Connection) -> Result<(), BookError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(BookError::Damaged)
    }
}

/// SQLite gives `-wal` and `-shm` the permissions of the file.
pub(super) fn make_private(file: &Path) -> Result<(), BookError> {
    private::tighten(file);
    match private::options().create_new(true).open(file) {
        Ok(_) => file.parent().map_or(Ok(()), sync_folder),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(BookError::of_file(&error)),
    }
}

/// Writes a directory entry through to the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), BookError> {
    files::sync_folder(folder).map_err(|error| BookError::of_file(&error))
}

/// Removes a file that may not be there.
pub(super) fn remove(file: &Path) -> Result<(), BookError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(BookError::of_file(&error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(connection: &Connection, pragma: &str) -> i64 {
        connection
            .pragma_query_value(None, pragma, |row| row.get(0))
            .expect("a pragma")
    }

    #[test]
    fn every_kind_of_connection_is_durable() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = Files::new(folder.path()).book();
        let writer = open_to_write(&file).expect("it opens");
        let reader = open_to_read(&file).expect("it opens");
        for (connection, who) in [(&writer, "writer"), (&reader, "reader")] {
            let mode: String = connection
                .pragma_query_value(None, "journal_mode", |row| row.get(0))
                .expect("a pragma");
            assert_eq!(mode, "wal", "{who}");
            for (pragma, expected) in [
                ("synchronous", 2),
                ("fullfsync", 1),
                ("checkpoint_fullfsync", 1),
                ("foreign_keys", 1),
                ("busy_timeout", 5000),
                ("temp_store", 2),
                ("secure_delete", 2),
            ] {
                assert_eq!(
                    number(connection, pragma),
                    expected,
                    "{pragma} of the {who}"
                );
            }
        }
        assert_eq!(number(&reader, "query_only"), 1, "the reader cannot write");
        let defensive = writer.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE);
        assert_eq!(defensive, Ok(true), "nothing writes what SQLite keeps");
    }

    #[test]
    fn a_folder_whose_name_is_longer_than_windows_likes_holds_a_book() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place
            .path()
            .join("a".repeat(100))
            .join("b".repeat(100))
            .join("c".repeat(100));
        fs::create_dir_all(&folder).expect("it is made");
        let file = Files::new(&folder).book();
        let writer = open_to_write(&file).expect("it opens");
        writer
            .execute_batch("CREATE TABLE t (x)")
            .expect("it writes");
        assert!(beside(&file, "-wal").exists(), "where it is looked for");
        assert!(folder.join("orders.db").exists(), "and where it was meant");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_files() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = Files::new(folder.path()).book();
        let writer = open_to_write(&file).expect("it opens");
        writer
            .execute_batch("CREATE TABLE t (x)")
            .expect("it writes");
        for file in [file.clone(), beside(&file, "-wal"), beside(&file, "-shm")] {
            let mode = fs::metadata(&file)
                .expect("it is there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
    }
}
