//! What the machine does in a walk: a book that is spoilt between two runs, with and without a backup, and a disk that is
//! full for a while.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use esim_desk_core::book::Book;

use super::{Machine, Walk};

const PAGE: u64 = 4096;

/// What becomes of the book's own files.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    /// Nothing of them can be read.
    Whole,
    /// A tenth of the pages. It is met when they are read.
    Pages,
    Removed,
}

/// What becomes of its backup, which each run makes once a day.
#[derive(Clone, Copy, Debug)]
enum Backup {
    /// Made just before the damage.
    Fresh,
    /// As it was, however old.
    Kept,
    Removed,
}

impl Walk {
    pub(super) async fn harm(&mut self) {
        match self.machine {
            Machine::Sound => {}
            Machine::SpoilsTheBook => {
                if self.mishaps.one_in(12) {
                    self.spoil_the_book().await;
                }
            }
            Machine::SmallDisk(..) => {
                if self.mishaps.one_in(6) {
                    self.fill_or_make_room();
                }
            }
        }
    }

    async fn spoil_the_book(&mut self) {
        let damage = self
            .mishaps
            .of(&[Damage::Whole, Damage::Pages, Damage::Removed]);
        let backup = self
            .mishaps
            .of(&[Backup::Fresh, Backup::Kept, Backup::Removed]);
        self.happens(format!("the book: {damage:?}, its backup: {backup:?}"));
        self.shop.close().await;
        let folder = self.shop.folder.path();
        self.let_go(folder).await;
        match backup {
            // A book with bad pages gives none.
            Backup::Fresh => drop(Book::open(folder).map(|opened| opened.book.back_up())),
            Backup::Kept => {}
            Backup::Removed => drop(fs::remove_file(folder.join("orders.backup.db"))),
        }
        for name in ["orders.db", "orders.db-wal"] {
            let file = folder.join(name);
            if file.exists() {
                spoil(&file, damage);
            }
        }
        self.spoilt += 1;
        self.start_again().await;
        let told = self.shop.desk.snapshot().repaired;
        self.must(told.is_some() || damage == Damage::Pages, || {
            "nobody was told that the book was rebuilt".to_owned()
        });
    }

    /// Waits until nobody has a file of the folder open. What a dropped desk's threads still do there, the threads of a
    /// program that ended do not: one that is rebuilding the book would put it back.
    async fn let_go(&self, folder: &Path) {
        let is_open = || {
            let files = fs::read_dir("/proc/self/fd").into_iter().flatten();
            let mut files = files
                .flatten()
                .filter_map(|file| fs::read_link(file.path()).ok());
            files.any(|file| file.starts_with(folder))
        };
        for times in 0..3_000 {
            if !is_open() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            if times % 100 == 99 {
                // An order of the dropped desk waits for an answer that is slow.
                self.shop.pass(Duration::from_secs(10)).await;
            }
        }
        panic!("somebody keeps the book open")
    }

    fn fill_or_make_room(&mut self) {
        let Machine::SmallDisk(folder, filler) = &mut self.machine else {
            return;
        };
        let full = match filler.take() {
            Some(filler) => {
                fs::remove_file(filler).expect("it is there");
                false
            }
            None => {
                *filler = Some(fill(folder));
                true
            }
        };
        self.happens(format!("the disk is full: {full}"));
    }

    /// Somebody makes room, and starts the program again: it opens no book on a full disk.
    pub(super) async fn make_room(&mut self) {
        if let Machine::SmallDisk(_, filler) = &mut self.machine {
            if let Some(filler) = filler.take() {
                fs::remove_file(filler).expect("it is there");
            }
            self.start_again().await;
        }
    }
}

#[cfg(target_os = "linux")]
fn fill(folder: &Path) -> std::path::PathBuf {
    crate::book::disk_full::fill(folder)
}

#[cfg(not(target_os = "linux"))]
fn fill(_: &Path) -> std::path::PathBuf {
    unreachable!("a small disk is made on Linux only")
}

fn spoil(path: &Path, damage: Damage) {
    if damage == Damage::Removed {
        return fs::remove_file(path).expect("it goes");
    }
    let length = fs::metadata(path).expect("it is there").len();
    let (from, to) = match damage {
        Damage::Pages => {
            let pages = length / PAGE;
            let from = pages / 2;
            (from * PAGE, (from + pages.div_ceil(10)).min(pages) * PAGE)
        }
        Damage::Whole | Damage::Removed => (0, length),
    };
    let rubbish = vec![0xAA; usize::try_from(to - from).expect("a small book")];
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("it opens");
    file.seek(SeekFrom::Start(from)).expect("it seeks");
    file.write_all(&rubbish).expect("it writes");
}
