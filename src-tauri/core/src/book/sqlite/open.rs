//! Opening a book: in a folder that can hold one, sound as far as can be told, and of the newest version.

use std::path::Path;

use super::Connection;
use super::file::{self, Files};
use super::repair::{self, Repair};
use super::{folder, migrations};
use crate::book::error::BookError;
use crate::private;

/// The connections to a book that is in use.
pub(in crate::book) struct Connections {
    pub(in crate::book) writer: Connection,
    /// Lists do not wait while an order is being written through to the disk.
    pub(in crate::book) reader: Connection,
}

/// Opens the book in `folder`, or begins one. A damaged file is kept aside and rebuilt, a missing one
/// comes back from its backup.
pub(in crate::book) fn open(
    folder: &Path,
) -> Result<(Files, Connections, Option<Repair>), BookError> {
    private::folder(folder).map_err(|error| BookError::of_file(&error))?;
    folder::refuse_network(folder)?;
    let files = Files::new(folder);
    private::tighten_all(folder, |name| name.starts_with("orders"));
    repair::finish(&files)?;
    let connected = match repair::is_gone(&files) {
        true => Err(BookError::Damaged),
        false => connect(&files),
    };
    let (connections, repaired) = match connected {
        Err(BookError::Damaged) => {
            let repair = repair::rebuild(&files)?;
            (connect(&files)?, Some(repair))
        }
        connections => (connections?, None),
    };
    Ok((files, connections, repaired))
}

/// Sets the damaged file aside and connects to a rebuilt one. No other connection may be open.
pub(in crate::book) fn rebuild(
    files: &Files,
    writer: &mut Connection,
    reader: &mut Connection,
) -> Result<Repair, BookError> {
    for connection in [&*writer, &*reader] {
        file::leave_wal(&connection.sql, true)?;
    }
    // Closed before the files move: Windows moves no open file.
    for connection in [&mut *writer, &mut *reader] {
        connection.sql = rusqlite::Connection::open_in_memory()?;
    }
    let repair = repair::rebuild(files)?;
    let connections = connect(files)?;
    *writer = connections.writer;
    *reader = connections.reader;
    Ok(repair)
}

/// One more connection, for whoever reads for long.
pub(in crate::book) fn reader(files: &Files) -> Result<Connection, BookError> {
    let sql = file::open_to_read(&files.book())?;
    Ok(Connection { sql })
}

fn connect(files: &Files) -> Result<Connections, BookError> {
    let doubtful = files.is_doubtful();
    let mut sql = file::open_to_write(&files.book())?;
    // The whole file is read only where there is a reason: that takes long in a large book.
    if doubtful {
        file::leave_wal(&sql, true)?;
        file::check(&sql)?;
        file::leave_wal(&sql, false)?;
        file::remove(&files.doubt())?;
    }
    migrations::migrate(&mut sql, files, migrations::STEPS)?;
    Ok(Connections {
        writer: Connection { sql },
        reader: reader(files)?,
    })
}
