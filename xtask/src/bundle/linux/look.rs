//! What Linux' own checkers say of the packages: lintian, rpmlint, desktop-file-validate, appstreamcli, man. A warning
//! is a failure; an exception stands with its reason in `packaging/linux`.

use std::fs;
use std::path::Path;

use crate::bundle::made::empty;
use crate::program::{Failure, Outcome, Program};
use crate::project;

pub fn deb(deb: &Path) -> Outcome {
    Program::new("lintian")
        .args(["--allow-root", "--no-cfg", "--info"])
        .args(["--fail-on", "error,warning", "--display-level", ">=warning"])
        .arg(deb)
        .run()?;
    let folder = empty(&project::target().join("packaging-look"))?;
    Program::new("dpkg-deb")
        .arg("--extract")
        .args([deb, &folder])
        .run()?;
    Program::new("desktop-file-validate")
        .arg(folder.join("usr/share/applications/esim-desk.desktop"))
        .run()?;
    Program::new("appstreamcli")
        .args(["validate", "--no-net"])
        .arg(folder.join("usr/share/metainfo/com.esimdesk.app.metainfo.xml"))
        .run()?;
    for page in ["man1/esim-desk.1.gz", "de/man1/esim-desk.1.gz"] {
        man(&folder.join("usr/share/man").join(page))?;
    }
    files(&folder)
}

/// That the page is understood without a word of complaint, and is not empty.
fn man(page: &Path) -> Outcome {
    let complaints = Program::new("sh")
        .args([
            "-c",
            "man --warnings --encoding=UTF-8 --local-file \"$0\" 2>&1 >/dev/null",
        ])
        .arg(page)
        .env("LC_ALL", "C.UTF-8")
        .env("MANWIDTH", "100")
        .answer()?;
    if complaints.trim().is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("{}: {complaints}", page.display())))
}

/// That every file which others look for by its name is there.
fn files(folder: &Path) -> Outcome {
    for name in [
        "usr/bin/esim-desk",
        "usr/share/applications/esim-desk.desktop",
        "usr/share/doc/esim-desk/changelog.gz",
        "usr/share/doc/esim-desk/copyright",
        "usr/share/icons/hicolor/128x128/apps/esim-desk.png",
        "usr/share/icons/hicolor/scalable/apps/esim-desk.svg",
    ] {
        if !fs::metadata(folder.join(name)).is_ok_and(|found| found.len() > 0) {
            return Err(Failure::new(format!("the deb has no {name}")));
        }
    }
    Ok(())
}

pub fn rpm(rpm: &Path) -> Outcome {
    Program::new("rpmlint")
        .arg("--config")
        .arg(project::root().join("packaging/linux/rpmlint.toml"))
        .arg(rpm)
        .run()
}
