//! Rebuilding a damaged book: from its backup, and from every row that can still be read from the damaged file. That
//! file itself is kept aside, never deleted and never written to. How rows are read and believed: `salvage`.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use super::file::{self, Files, beside};
use super::{backup, meta, migrations, numbers, salvage};
use crate::book::error::BookError;
use crate::book::id::BookId;
use crate::clock;
use crate::files::private;

const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];

/// How far behind the last known number a book goes on where nothing tells how many orders there were.
const GAP: u32 = 1000;

/// What a rebuilding came to, for the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Whether a new file was built. Otherwise the book is sound, but an older copy of itself.
    pub rebuilt: bool,
    /// The damaged file; `None` where the file was gone.
    pub kept_aside: Option<PathBuf>,
    /// Whether there was a sound backup to begin from.
    pub from_backup: bool,
    /// When that backup was made.
    pub backup_of: Option<Timestamp>,
    /// Orders read from the damaged file.
    pub recovered: u32,
    /// Orders that stand in the book now.
    pub orders: u32,
    /// Orders that the book is known to have had, and that are in neither place; `None` where nobody knows how many there
    /// were. The service may know them.
    pub lost: Option<u32>,
}

fn building(files: &Files) -> PathBuf {
    files.folder.join("orders.rebuilding.db")
}

fn built(files: &Files) -> PathBuf {
    files.folder.join("orders.rebuilt.db")
}

fn salvage_file(files: &Files) -> PathBuf {
    files.folder.join("orders.salvage.db")
}

fn backup_read(files: &Files) -> PathBuf {
    files.folder.join("orders.salvage-backup.db")
}

/// Builds a new book and puts it in the damaged one's place. Every connection to the book must be closed. `known` is its id
/// where that is known besides.
pub(super) fn rebuild(files: &Files, known: Option<&BookId>) -> Result<Repair, BookError> {
    let leftovers = [building(files), salvage_file(files), backup_read(files)];
    for leftover in &leftovers {
        remove_all(leftover)?;
    }
    let mut target = file::open_to_write(&building(files))?;
    migrations::migrate(&mut target, files, migrations::STEPS)?;
    // Rows point at each other, and come one by one: `salvage::agree` looks at them when all are there.
    target.pragma_update(None, "foreign_keys", false)?;

    copy_aside(files)?;
    let damaged = open_salvage(files).unwrap_or_else(|error| {
        tracing::warn!(%error, "nothing can be read from the damaged book");
        None
    });
    let beside = numbers::beside(files);
    let id_of = |sql: &Connection| meta::id(sql).ok().flatten();
    let mut id = known.cloned().or_else(|| damaged.as_ref().and_then(id_of));
    let backup = open_backup(files, id.as_ref())?;
    id = id
        .or_else(|| backup.as_ref().and_then(|(sql, _)| id_of(sql)))
        .or_else(|| beside.as_ref().map(|(whose, _)| whose.clone()));
    let told = beside
        .filter(|(whose, _)| id.as_ref() == Some(whose))
        .map(|(_, number)| number);

    let mut trusted = told.unwrap_or(0);
    let mut without_order = 0;
    let backup_of = backup.as_ref().and_then(|(_, made)| *made);
    let from_backup = backup.is_some();
    if let Some((source, _)) = backup {
        let length = length(&backup_read(files));
        let old = salvage::orders(&source, length, &target, trusted)?;
        trusted = trusted.max(old.highest.unwrap_or(0));
        without_order = old.without_order;
        if old.spoiled {
            // It holds what could not be believed, and the next backup would replace it.
            private::copy(&files.backup(), &free_name(files))
                .map_err(|error| BookError::of_file(&error))?;
        }
    }
    let mut recovered = 0;
    let mut is_counted = told.is_some();
    if let Some(source) = damaged {
        let length = length(&files.book()) + length(&beside_wal(files));
        let read = salvage::orders(&source, length, &target, trusted)?;
        recovered = read.recovered;
        is_counted |= read.highest.is_some();
        trusted = trusted.max(read.highest.unwrap_or(0));
        without_order = without_order.max(read.without_order);
    }
    salvage::agree(&target, clock::now())?;

    let orders: u32 = target.query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
    let lost = is_counted.then(|| trusted.saturating_sub(orders).saturating_sub(without_order));
    let highest = match is_counted {
        true => trusted,
        false => trusted.saturating_add(GAP),
    };
    numbers::set_highest(&target, highest)?;
    let without_order = highest.saturating_sub(orders).to_string();
    meta::set(&target, meta::WITHOUT_ORDER, &without_order)?;
    if let Some(id) = &id {
        meta::set_id(&target, id)?;
    }
    file::check(&target)?;
    // Closing writes the WAL into the file.
    target
        .close()
        .map_err(|(_, error)| BookError::from(error))?;
    for leftover in [salvage_file(files), backup_read(files)] {
        remove_all(&leftover)?;
    }
    // From here on the new book counts; a crash in between is completed by the next start.
    rename(&building(files), &built(files))?;
    let kept_aside = finish(files)?;
    Ok(Repair {
        rebuilt: true,
        kept_aside,
        from_backup,
        backup_of,
        recovered,
        orders,
        lost,
    })
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |found| found.len())
}

fn beside_wal(files: &Files) -> PathBuf {
    beside(&files.book(), "-wal")
}

/// Whether the book is gone while its backup is there, or the note of its numbers: somebody or something removed it.
pub(super) fn is_gone(files: &Files) -> bool {
    let was_there = || files.backup().exists() || numbers::beside(files).is_some();
    !files.book().exists() && was_there()
}

/// Puts a rebuilt book in its place, if there is one, and tells where the old one went.
pub(super) fn finish(files: &Files) -> Result<Option<PathBuf>, BookError> {
    let rebuilt = built(files);
    if !rebuilt.exists() {
        return Ok(None);
    }
    let kept = free_name(files);
    let had_book = files.book().exists();
    for suffix in ["", "-wal", "-shm"] {
        let from = beside(&files.book(), suffix);
        if from.exists() {
            rename(&from, &beside(&kept, suffix))?;
        }
    }
    rename(&rebuilt, &files.book())?;
    file::remove(&files.doubt())?;
    file::sync_folder(&files.folder)?;
    Ok(had_book.then_some(kept))
}

fn free_name(files: &Files) -> PathBuf {
    let now = clock::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let name = |count: u32| match count {
        0 => files.folder.join(format!("orders.damaged-{now}.db")),
        more => files.folder.join(format!("orders.damaged-{now}-{more}.db")),
    };
    (0..)
        .map(name)
        .find(|path| !path.exists())
        .unwrap_or_else(|| name(0))
}

/// A copy of the backup to read from, and when it was made, if it is sound and of the same book.
fn open_backup(
    files: &Files,
    id: Option<&BookId>,
) -> Result<Option<(Connection, Option<Timestamp>)>, BookError> {
    if !files.backup().exists() {
        return Ok(None);
    }
    let made = fs::metadata(files.backup()).and_then(|found| found.modified());
    let made = made.ok().and_then(|at| Timestamp::try_from(at).ok());
    let copied = file::open_to_read(&files.backup())
        .and_then(|backup| backup::copy(&backup, &backup_read(files)))
        .and_then(|()| file::open_to_write(&backup_read(files)));
    match copied {
        Ok(backup) => {
            let whose = meta::id(&backup).ok().flatten();
            if id.is_none() || whose.is_none() || whose.as_ref() == id {
                return Ok(Some((backup, made)));
            }
            tracing::warn!("the backup is another book's");
        }
        Err(BookError::Damaged) => {}
        Err(error) => return Err(error),
    }
    // It may hold what nothing else has, and the next backup would replace it.
    rename(&files.backup(), &free_name(files))?;
    Ok(None)
}

/// Reading a WAL changes it, so a copy is read.
fn copy_aside(files: &Files) -> Result<(), BookError> {
    for suffix in ["", "-wal"] {
        let from = beside(&files.book(), suffix);
        if from.exists() {
            private::copy(&from, &beside(&salvage_file(files), suffix))
                .map_err(|error| BookError::of_file(&error))?;
        }
    }
    Ok(())
}

/// The copy of the damaged file, `None` where there was no file.
fn open_salvage(files: &Files) -> Result<Option<Connection>, BookError> {
    let file = salvage_file(files);
    if !file.exists() {
        return Ok(None);
    }
    let readable = |file: &Path| {
        let source = file::open_to_write(file)?;
        // The tables are found by the first page.
        source.query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'orders'",
            [],
            |row| row.get::<_, u32>(0),
        )?;
        source.prepare("SELECT * FROM orders")?;
        Ok::<_, BookError>(source)
    };
    match readable(&file) {
        Ok(source) => Ok(Some(source)),
        Err(first) => {
            graft_first_page(&files.backup(), &file).map_err(|_| first)?;
            readable(&file).map(Some)
        }
    }
}

/// The first page says where the tables begin, and nothing else of ours. A backup is a copy page by page, so its first
/// page serves as well, if the version is the same.
fn graft_first_page(backup: &Path, file: &Path) -> std::io::Result<()> {
    use std::io::{Read, Seek, SeekFrom, Write};

    let mut header = [0; 100];
    let mut backup = fs::File::open(backup)?;
    backup.read_exact(&mut header)?;
    // File format: two bytes at 16, where 1 stands for 65,536.
    let page_size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => usize::from(size),
    };
    let mut page = vec![0; page_size];
    backup.seek(SeekFrom::Start(0))?;
    backup.read_exact(&mut page)?;
    // The count of pages is the backup's: with another number at 92 it is taken from the length of the file.
    page[92..96].fill(0);
    let mut file = fs::OpenOptions::new().write(true).open(file)?;
    file.write_all(&page)?;
    file.sync_all()
}

fn rename(from: &Path, to: &Path) -> Result<(), BookError> {
    crate::files::rename(from, to).map_err(|error| BookError::of_file(&error))
}

fn remove_all(file: &Path) -> Result<(), BookError> {
    file::remove(file)?;
    for suffix in SIDE_FILES {
        file::remove(&beside(file, suffix))?;
    }
    Ok(())
}
