//! Rebuilding a damaged book: from its backup, and from every row that can still be read from the damaged file. That
//! file itself is kept aside, never deleted and never written to.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::file::{self, Files, beside};
use super::{backup, migrations, read};
use crate::book::error::BookError;
use crate::book::order::OrderKey;

/// How far to look for rows behind the last known one, where the damaged file does not tell how many it has.
const BEYOND: u32 = 100_000;

const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];

/// What a rebuilding came to, for the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The damaged file; `None` where the file was gone.
    pub kept_aside: Option<PathBuf>,
    /// Whether there was a sound backup to begin from.
    pub from_backup: bool,
    /// Orders read from the damaged file.
    pub recovered: u32,
    /// Orders that stand in the rebuilt book.
    pub orders: u32,
    /// Orders that the book is known to have had, and that are in neither place. The service may know them.
    pub lost: u32,
}

fn building(files: &Files) -> PathBuf {
    files.folder.join("orders.rebuilding.db")
}

fn built(files: &Files) -> PathBuf {
    files.folder.join("orders.rebuilt.db")
}

fn salvage(files: &Files) -> PathBuf {
    files.folder.join("orders.salvage.db")
}

/// Builds a new book and puts it in the damaged one's place. Every connection to the book must be closed.
pub(super) fn rebuild(files: &Files) -> Result<Repair, BookError> {
    for leftover in [building(files), salvage(files)] {
        remove_all(&leftover)?;
    }
    let (mut target, from_backup) = begin_target(files)?;
    migrations::migrate(&mut target, files, migrations::STEPS)?;

    copy_aside(files)?;
    let (recovered, last) = match open_salvage(files) {
        Ok(None) => (0, None),
        Ok(Some(mut source)) => {
            // A book of an older version may have been damaged before it was brought up.
            if let Err(error) = migrations::migrate(&mut source, files, migrations::STEPS) {
                tracing::warn!(%error, "the damaged book stays at its version");
            }
            salvage_rows(&source, &target)?
        }
        Err(error) => {
            tracing::warn!(%error, "nothing can be read from the damaged book");
            (0, None)
        }
    };
    let (orders, highest): (u32, u32) = target.query_row(
        "SELECT count(*), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'orders'), 0) FROM orders",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let highest = highest.max(last.unwrap_or(0));
    keep_numbers(&target, highest)?;
    file::check(&target)?;
    // Closing writes the WAL into the file.
    target
        .close()
        .map_err(|(_, error)| BookError::from(error))?;
    remove_all(&salvage(files))?;
    // From here on the new book counts; a crash in between is completed by the next start.
    rename(&building(files), &built(files))?;
    let kept_aside = finish(files)?;
    Ok(Repair {
        kept_aside,
        from_backup,
        recovered,
        orders,
        lost: highest.saturating_sub(orders),
    })
}

/// Whether the book is gone while its backup is there: somebody or something removed it.
pub(super) fn is_gone(files: &Files) -> bool {
    !files.book().exists() && files.backup().exists()
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
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let name = |count: u32| match count {
        0 => files.folder.join(format!("orders.damaged-{now}.db")),
        more => files.folder.join(format!("orders.damaged-{now}-{more}.db")),
    };
    (0..)
        .map(name)
        .find(|path| !path.exists())
        .unwrap_or_else(|| name(0))
}

/// The book to fill: a copy of the backup if that is sound, otherwise an empty one.
fn begin_target(files: &Files) -> Result<(Connection, bool), BookError> {
    if files.backup().exists() {
        let copied = file::open_to_read(&files.backup())
            .and_then(|backup| backup::copy(&backup, &building(files)));
        match copied {
            Ok(()) => return Ok((file::open_to_write(&building(files))?, true)),
            // It may hold what nothing else has, and the next backup would replace it.
            Err(BookError::Damaged) => rename(&files.backup(), &free_name(files))?,
            Err(error) => return Err(error),
        }
        remove_all(&building(files))?;
    }
    Ok((file::open_to_write(&building(files))?, false))
}

/// Reading a WAL changes it, so a copy is read.
fn copy_aside(files: &Files) -> Result<(), BookError> {
    for suffix in ["", "-wal"] {
        let from = beside(&files.book(), suffix);
        if from.exists() {
            fs::copy(&from, beside(&salvage(files), suffix))
                .map_err(|error| BookError::of_file(&error))?;
        }
    }
    Ok(())
}

/// The copy of the damaged file, `None` where there was no file.
fn open_salvage(files: &Files) -> Result<Option<Connection>, BookError> {
    let file = salvage(files);
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

/// Copies every order that can be read. Returns how many, and the highest number that the source speaks of.
fn salvage_rows(source: &Connection, target: &Connection) -> Result<(u32, Option<u32>), BookError> {
    let last = [
        "SELECT seq FROM sqlite_sequence WHERE name = 'orders'",
        "SELECT max(key) FROM orders",
    ]
    .into_iter()
    .filter_map(|sql| source.query_row(sql, [], |row| row.get::<_, u32>(0)).ok())
    .max();
    let in_target: Option<u32> =
        target.query_row("SELECT max(key) FROM orders", [], |row| row.get(0))?;
    let bound = last.unwrap_or_else(|| in_target.unwrap_or(0).saturating_add(BEYOND));
    let mut recovered = 0;
    let all = target.unchecked_transaction()?;
    // By number, one by one: a scan would end at the first bad page.
    for key in 1..=bound {
        // Only what makes an order of this program; a torn row may read as anything.
        let readable = read::is_readable(source, OrderKey(key)).unwrap_or(false);
        if readable && copy_rows(source, &all, "orders", "key", key).is_ok_and(|rows| rows > 0) {
            recovered += 1;
            for table in ["sealed", "moments"] {
                if let Err(error) = copy_rows(source, &all, table, "order_key", key) {
                    tracing::warn!(order = key, table, %error, "rows of an order are lost");
                }
            }
        }
    }
    for month in months_forgotten(source) {
        all.execute(
            "INSERT OR IGNORE INTO forgotten (month) VALUES (?1)",
            [month],
        )?;
    }
    all.commit()?;
    Ok((recovered, last))
}

fn months_forgotten(source: &Connection) -> Vec<String> {
    source
        .prepare("SELECT month FROM forgotten")
        .and_then(|mut months| {
            Ok(months
                .query_map([], |row| row.get(0))?
                .filter_map(Result::ok)
                .collect())
        })
        .unwrap_or_default()
}

/// Copies the rows of one order in one table as far as they can be read; newer ones replace the backup's.
fn copy_rows(
    source: &Connection,
    target: &Connection,
    table: &str,
    column: &str,
    key: u32,
) -> Result<u32, BookError> {
    let mut select =
        source.prepare_cached(&format!("SELECT * FROM {table} WHERE {column} = ?1"))?;
    let names: Vec<String> = select.column_names().map(str::to_owned).collect();
    let places = vec!["?"; names.len()].join(", ");
    let changes: Vec<String> = names
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    let identity = match table {
        "moments" => "order_key, step",
        _ => column,
    };
    let mut insert = target.prepare_cached(&format!(
        "INSERT INTO {table} ({}) VALUES ({places}) ON CONFLICT ({identity}) DO UPDATE SET {}",
        names.join(", "),
        changes.join(", ")
    ))?;
    let mut copied = 0;
    let mut rows = select.query([key])?;
    while let Some(row) = rows.next()? {
        let values = (0..names.len())
            .map(|place| row.get(place))
            .collect::<Result<Vec<Value>, _>>()?;
        insert.execute(params_from_iter(values))?;
        copied += 1;
    }
    Ok(copied)
}

/// A lost order's number is never given to another one.
fn keep_numbers(target: &Connection, highest: u32) -> Result<(), BookError> {
    let known: Option<u32> = target
        .query_row(
            "SELECT seq FROM sqlite_sequence WHERE name = 'orders'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    let sql = match known {
        Some(_) => "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'orders'",
        None => "INSERT INTO sqlite_sequence (name, seq) VALUES ('orders', ?1)",
    };
    target.execute(sql, [highest])?;
    Ok(())
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
