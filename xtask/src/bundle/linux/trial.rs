//! `cargo xtask bundle test`: the packages of a debug build are made twice and compared, and looked at by Linux' checkers;
//! the hook of the Windows uninstaller is run under Wine; the deb is installed, upgraded, removed and purged in a bare
//! Debian, beside an order book that none of it touches, and its window is opened there. The rpm is installed by a dnf.
//!
//! A debug build, because a release takes a quarter of an hour and only the program in the package differs. "The version
//! before" is this package under a lower version number until there is a release to take it from.

use std::fs;
use std::path::{Path, PathBuf};

use super::bare::{Bare, suites};
use super::collect::collect;
use super::repository::Repository;
use super::rpm_repository::RpmRepository;
use super::{deb, look, texts, wine};
use crate::bundle::cli::tauri;
use crate::bundle::made::empty;
use crate::need::Need;
use crate::program::{Failure, Outcome, Program};
use crate::project::{self, FEATURES, NAME};
use crate::setup;

/// Sorts before every release.
const BEFORE: &str = "0.0.1";

pub fn test() -> Outcome {
    setup::for_need(Need::Package)?;
    Program::cargo("build")
        .args(FEATURES)
        .args(["--bin", NAME])
        .run()?;
    let folder = empty(&project::target().join("packaging-trial"))?;
    let (deb, rpm) = made(&folder.join("once"))?;
    let (again, _) = made(&folder.join("twice"))?;
    equal(&deb, &again)?;
    look::deb(&deb)?;
    look::rpm(&rpm)?;
    wine::uninstaller()?;
    RpmRepository::of(&rpm)?.installs()?;
    let repository = Repository::of(&deb)?;
    let before = deb::as_version(&deb, BEFORE, &folder)?;
    for suite in suites() {
        println!("== {suite}");
        let bare = Bare::of(suite)?;
        life(&bare, &before, &deb)?;
        repository.installs(&bare)?;
    }
    println!("The packages are as they should be.");
    Ok(())
}

/// Bundles the debug build, in a target folder of its own.
fn made(into: &Path) -> Outcome<(PathBuf, PathBuf)> {
    let target = empty(&into.join("target"))?;
    let built = empty(&target.join("debug"))?;
    // Debug information is ten times the program, and no package has it.
    Program::new("strip")
        .args([
            "-o".as_ref(),
            built.join(NAME).as_os_str(),
            project::target().join("debug").join(NAME).as_os_str(),
        ])
        .run()?;
    texts::write()?;
    tauri("bundle")
        .args(["--debug", "--bundles", "deb,rpm"])
        .env("CARGO_TARGET_DIR", &target)
        .run()?;
    collect(&built, into)
}

fn equal(one: &Path, other: &Path) -> Outcome {
    let read = |path: &Path| fs::read(path).map_err(|error| Failure::at(path, &error));
    if read(one)? == read(other)? {
        println!("Two builds of the deb are equal, byte by byte.");
        return Ok(());
    }
    Err(Failure::new(format!(
        "two builds differ: {} and {}; diffoscope says where",
        one.display(),
        other.display()
    )))
}

/// From the first installation to the end.
fn life(bare: &Bare, before: &Path, deb: &Path) -> Outcome {
    bare.take(before)?;
    bare.take(deb)?;
    bare.run(
        "useradd --create-home desk
         data=/home/desk/.local/share/com.esimdesk.app
         mkdir -p $data/demo $data/log
         for file in orders.db orders.backup.db orders.number settings.json demo/orders.db log/a.log
         do head -c 5000 /dev/urandom > $data/$file; done
         chown -R desk: /home/desk",
    )?;
    let book = "cd /home/desk/.local && find . -printf '%p %m %u %s %T@\\n' | sort && find . -type f -exec sha256sum {} + | sort";
    let untouched = bare.answer(book)?;
    let installed = "dpkg-query --show --showformat '${Version} ${db:Status-Status}' esim-desk";
    let step = |name: &str, line: &str, status: &str| {
        println!("-- {name}");
        bare.run(line)?;
        let found = bare.answer(&format!("{installed} 2>/dev/null || true"))?;
        expect(name, status, found.trim())?;
        expect(
            &format!("{name}: the order book"),
            &untouched,
            &bare.answer(book)?,
        )
    };
    let install = |deb: &Path| {
        let name = deb.file_name().unwrap_or_default().to_string_lossy();
        format!(
            "apt-get install --yes --quiet --no-install-recommends /tmp/{name} >/tmp/apt.log 2>&1 || (cat /tmp/apt.log; exit 1)"
        )
    };
    let version = deb::version_of(deb)?;
    let whole = "dpkg --verify esim-desk && su desk -c 'esim-desk --version'";

    step("install", &install(before), &format!("{BEFORE} installed"))?;
    bare.run(whole)?;
    step("upgrade", &install(deb), &format!("{version} installed"))?;
    bare.run(whole)?;
    smoke(bare)?;
    step("remove", "apt-get remove --yes --quiet esim-desk", "")?;
    nothing_left(bare)?;
    step(
        "install again",
        &install(deb),
        &format!("{version} installed"),
    )?;
    step("purge", "apt-get purge --yes --quiet esim-desk", "")?;
    nothing_left(bare)
}

/// Opens the real window there, on a screen in memory: with what the package depends on and no more.
fn smoke(bare: &Bare) -> Outcome {
    println!("-- the window opens");
    bare.run("apt-get install --yes --quiet --no-install-recommends xvfb xauth > /dev/null")?;
    bare.run("su desk -c 'timeout 120 xvfb-run -a esim-desk --smoke'")
}

fn nothing_left(bare: &Bare) -> Outcome {
    let left = bare.answer(
        "find /usr /etc /var /opt -iname '*esim*desk*' -not -path '/var/cache/apt/*' -not -path '/var/lib/apt/*'",
    )?;
    expect("what is left of the program", "", left.trim())
}

fn expect(what: &str, expected: &str, found: &str) -> Outcome {
    if expected == found {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{what}: expected\n{expected}\nand found\n{found}"
    )))
}
