//! Opening a book: in a folder that can hold one, sound as far as can be told, and of the newest version.

use std::path::Path;

use rusqlite::TransactionBehavior;

use super::Connection;
use super::file::{self, Files};
use super::repair::{self, Repair};
use super::{folder, groups, meta, migrations, numbers};
use crate::book::error::BookError;
use crate::book::id::BookId;
use crate::files::private;

/// What speaks against the folder of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The folder that a program copies to other machines, and that holds the book's.
    pub copied_folder: Option<String>,
    /// Files beside the book that look like a second one.
    pub other_books: Vec<String>,
}

/// The connections to a book that is in use.
pub(in crate::book) struct Connections {
    pub(in crate::book) id: BookId,
    pub(in crate::book) writer: Connection,
    /// Whoever reads does not wait while an order is being written through to the disk.
    pub(in crate::book) reader: Connection,
    /// Nor does whoever reads one order wait for a list.
    pub(in crate::book) lists: Connection,
}

/// Opens the book in `folder`, or begins one. A damaged file is kept aside and rebuilt, a missing one
/// comes back from its backup.
pub(in crate::book) fn open(
    folder: &Path,
) -> Result<(Files, Connections, Option<Repair>), BookError> {
    private::folder(folder).map_err(|error| BookError::of_file(&error))?;
    folder::refuse_network(folder)?;
    let files = Files::new(folder);
    // A book of an earlier program must open, wherever it stands.
    if !files.book().exists() && !files.backup().exists() {
        folder::refuse_copied(folder)?;
    }
    private::tighten_all(folder, |name| name.starts_with("orders"));
    repair::finish(&files)?;
    let connected = match repair::is_gone(&files) {
        true => Err(BookError::Damaged),
        false => connect(&files),
    };
    let (connections, repaired) = match connected {
        Err(BookError::Damaged) => {
            let repair = repair::rebuild(&files, None)?;
            let (connections, _) = connect(&files)?;
            (connections, Some(repair))
        }
        connected => connected?,
    };
    Ok((files, connections, repaired))
}

/// What speaks against the folder of a book that is open: the copied folder it lies in, and files that look like a second
/// book.
pub(in crate::book) fn surroundings(files: &Files) -> Surroundings {
    let copied = folder::copied_by(&files.folder);
    Surroundings {
        copied_folder: copied.map(|copied| copied.display().to_string()),
        other_books: folder::strangers(&files.folder),
    }
}

/// Sets the damaged file aside and connects to a rebuilt one. No other connection may be open. Where that fails, the book is
/// again what it was, as far as it can be opened, and otherwise closed: never an empty one.
pub(in crate::book) fn rebuild(
    files: &Files,
    id: &mut BookId,
    writer: &mut Connection,
    reader: &mut Connection,
    lists: &mut Connection,
) -> Result<Repair, BookError> {
    for connection in [&*writer, &*reader, &*lists] {
        file::leave_wal(&connection.sql, true)?;
    }
    // Closed before the files move: Windows moves no open file.
    for connection in [&mut *writer, &mut *reader, &mut *lists] {
        connection.close()?;
    }
    let rebuilt =
        repair::rebuild(files, Some(id)).and_then(|repair| Ok((repair, connect(files)?.0)));
    match rebuilt {
        Ok((repair, connections)) => {
            *id = connections.id;
            *writer = connections.writer;
            *reader = connections.reader;
            *lists = connections.lists;
            Ok(repair)
        }
        Err(error) => {
            let others = (self::reader(files), self::reader(files));
            if let (Ok(sql), (Ok(one), Ok(other))) = (file::open_again(&files.book()), others) {
                *writer = Connection::new(sql);
                *reader = one;
                *lists = other;
            }
            Err(error)
        }
    }
}

/// One more connection, for whoever reads for long.
pub(in crate::book) fn reader(files: &Files) -> Result<Connection, BookError> {
    file::open_to_read(&files.book()).map(Connection::new)
}

fn connect(files: &Files) -> Result<(Connections, Option<Repair>), BookError> {
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
    let (id, older) = know_itself(&mut sql, files)?;
    let connections = Connections {
        id,
        writer: Connection::new(sql),
        reader: reader(files)?,
        lists: reader(files)?,
    };
    Ok((connections, older))
}

/// The id of the book, given where it has none, and whether it has fewer orders than it had: a file put back from an older
/// copy, or one that lost its WAL, looks sound.
fn know_itself(
    sql: &mut rusqlite::Connection,
    files: &Files,
) -> Result<(BookId, Option<Repair>), BookError> {
    let change = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let beside = numbers::beside(files);
    let id = match (meta::id(&change)?, &beside) {
        (Some(id), _) => id,
        (None, known) => {
            let id = match known {
                Some((id, _)) => id.clone(),
                None => BookId::fresh()?,
            };
            meta::set_id(&change, &id)?;
            id
        }
    };
    let highest = numbers::highest(&change)?;
    let given = beside
        .filter(|(whose, _)| *whose == id)
        .map_or(0, |(_, number)| number);
    let missing = given.saturating_sub(highest);
    let older = match missing {
        0 => None,
        missing => {
            numbers::set_highest(&change, given)?;
            groups::ask_the_orders(&change)?;
            let known = meta::number(&change, meta::WITHOUT_ORDER)?.unwrap_or(0);
            let without_order = known.saturating_add(missing).to_string();
            meta::set(&change, meta::WITHOUT_ORDER, &without_order)?;
            let orders = change.query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
            Some(Repair {
                rebuilt: false,
                kept_aside: None,
                from_backup: false,
                backup_of: None,
                recovered: 0,
                orders,
                lost: Some(missing),
            })
        }
    };
    change.commit()?;
    numbers::note_beside(files, &id, highest.max(given));
    Ok((id, older))
}
