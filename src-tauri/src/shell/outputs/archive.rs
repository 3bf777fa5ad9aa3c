//! All pictures of a group in one file, with a table of which is whose. File names carry the order's number only; whether the
//! table names the guests, the staff say (rulings 25).

use std::collections::BTreeSet;
use std::io;

use serde::Serialize;
use tauri::AppHandle;

use super::save::{self, Saved};
use crate::book::GroupKey;
use crate::desk::{DayTable, Desk, Failure, LineOfTable};

/// What became of it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PicturesSaved {
    pub saved: Saved,
    /// The lines whose codes are withheld: no picture of them is in it.
    pub without: Vec<u32>,
}

/// Asks where to, then writes the pictures of all codes that are ready.
pub async fn save(
    app: &AppHandle,
    desk: &Desk,
    group: GroupKey,
    table: DayTable,
) -> Result<PicturesSaved, Failure> {
    let lines = desk.groups.ready(group).await?;
    let pictures = desk.handover.of_lines(lines).await?;
    let rows = pictures.iter().map(|one| LineOfTable {
        line: one.line,
        order: one.order,
        file: one.file.as_ref().map(|(name, _)| name.clone()),
    });
    let text = desk.lists.table_of(rows.collect(), table).await?;
    let without = pictures.iter().filter(|one| one.file.is_none());
    let without = without.map(|one| one.line).collect();
    let mut files: Vec<(String, Vec<u8>)> =
        pictures.into_iter().filter_map(|one| one.file).collect();
    if files.is_empty() {
        return Err(Failure::NoCode);
    }
    files.push(("eSIM.csv".to_owned(), text.into_bytes()));
    let packed = tauri::async_runtime::spawn_blocking(move || pack(&files));
    let packed = packed
        .await
        .map_err(|_| Failure::of_saving(&io::Error::other("the packing thread ended")))?
        .map_err(|error| Failure::of_saving(&error))?;
    let saved = save::save(app, &name(group, "zip"), ("ZIP", "zip"), packed).await?;
    Ok(PicturesSaved { saved, without })
}

/// The name that a saved file of a group gets.
pub fn name(group: GroupKey, ending: &str) -> String {
    format!("eSIM-group-{}.{ending}", group.0)
}

/// One file in an archive. Pictures are small as they are, so nothing is compressed.
struct Entry<'f> {
    name: &'f str,
    bytes: &'f [u8],
    checksum: u32,
    begins_at: u32,
}

impl Entry<'_> {
    /// What stands before the file as well as in the list at the end (PKWARE APPNOTE 4.4): version 2.0, names in UTF-8,
    /// stored, the first day that the format knows, checksum and sizes.
    fn described(&self) -> io::Result<Vec<u8>> {
        const FIRST_DAY: u16 = (1 << 5) | 1;
        let size = small(self.bytes.len())?.to_le_bytes();
        let name = u16::try_from(self.name.len()).map_err(|_| too_large())?;
        let mut described = Vec::new();
        for word in [20, 1 << 11, 0, 0, FIRST_DAY] {
            described.extend(u16::to_le_bytes(word));
        }
        described.extend(self.checksum.to_le_bytes());
        described.extend(size);
        described.extend(size);
        described.extend(name.to_le_bytes());
        described.extend(0_u16.to_le_bytes());
        Ok(described)
    }
}

/// These files as a ZIP. Two of one name are refused: one of them would be unpacked over the other.
fn pack(files: &[(String, Vec<u8>)]) -> io::Result<Vec<u8>> {
    let names: BTreeSet<&String> = files.iter().map(|(name, _)| name).collect();
    if names.len() < files.len() {
        return Err(io::Error::other("two files of one name"));
    }
    let mut archive = Vec::new();
    let mut list = Vec::new();
    for (name, bytes) in files {
        let entry = Entry {
            name,
            bytes,
            checksum: crc32fast::hash(bytes),
            begins_at: small(archive.len())?,
        };
        archive.extend(b"PK\x03\x04");
        archive.extend(entry.described()?);
        archive.extend(entry.name.as_bytes());
        archive.extend(entry.bytes);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(entry.described()?);
        // No comment, one disk, nothing of any system.
        list.extend([0; 10]);
        list.extend(entry.begins_at.to_le_bytes());
        list.extend(entry.name.as_bytes());
    }
    let count = u16::try_from(files.len())
        .map_err(|_| too_large())?
        .to_le_bytes();
    let (length, at) = (small(list.len())?, small(archive.len())?);
    archive.append(&mut list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count);
    archive.extend(count);
    archive.extend(length.to_le_bytes());
    archive.extend(at.to_le_bytes());
    archive.extend([0; 2]);
    Ok(archive)
}

/// What fits the format without its later additions: four gigabytes.
fn small(length: usize) -> io::Result<u32> {
    u32::try_from(length).map_err(|_| too_large())
}

fn too_large() -> io::Error {
    io::Error::other("too large for an archive")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_of_one_name_are_no_archive() {
        let one = || ("eSIM-1.png".to_owned(), vec![1]);
        assert!(pack(&[one(), one()]).is_err(), "one would be lost");
    }

    /// What other programs make of it, the window tests show.
    #[test]
    fn what_is_packed_stands_in_it_as_it_was_and_in_the_list() {
        let files = vec![
            ("eSIM-1.png".to_owned(), vec![1; 3000]),
            ("eSIM.csv".to_owned(), b"\xEF\xBB\xBFa;b".to_vec()),
        ];
        let packed = pack(&files).expect("memory takes it");
        for (name, bytes) in &files {
            let whole = [name.as_bytes(), bytes].concat();
            let found = packed.windows(whole.len()).filter(|part| *part == whole);
            assert_eq!(found.count(), 1, "{name} with its bytes");
            let listed = packed
                .windows(name.len())
                .filter(|part| *part == name.as_bytes());
            assert_eq!(listed.count(), 2, "{name} is in the list");
        }
        let end = &packed[packed.len() - 22..];
        assert_eq!(end[..4], *b"PK\x05\x06");
        let at = u32::from_le_bytes(end[16..20].try_into().expect("four")) as usize;
        assert_eq!(
            packed[at..at + 4],
            *b"PK\x01\x02",
            "the list is where it says"
        );
    }
}
