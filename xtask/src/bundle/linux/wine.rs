//! Our hook in the Windows uninstaller, run: an uninstaller that has nothing but the bundler's box, ticked, and its
//! deletion (`packaging/windows/trial.nsi`) is built with the hook and without, and run under Wine. Without it the order
//! book goes, which shows that the trial can fail.
//!
//! Not in it: the bundler's own template, which needs a Windows to be built on.

use std::fs;
use std::path::Path;

use crate::bundle::made::empty;
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Where Debian puts it when no 32-bit Wine is installed.
const WINE: &str = "/usr/lib/wine/wine64";

pub fn uninstaller() -> Outcome {
    let folder = empty(&project::target().join("packaging-wine"))?;
    wine(&folder, &["wineboot", "--init"])?;
    let nothing = folder.join("nothing.nsh");
    fs::write(&nothing, "").map_err(|error| Failure::at(&nothing, &error))?;
    let hooks = project::root().join("packaging/windows/hooks.nsh");
    for (hook, stays) in [(nothing, false), (hooks, true)] {
        if book_stays(&folder, &hook)? != stays {
            return Err(Failure::new(format!(
                "with {} the order book should {}",
                hook.display(),
                if stays {
                    "stay"
                } else {
                    "have gone: this trial tells nothing"
                }
            )));
        }
    }
    Ok(())
}

/// Installs and removes with a ticked box, and says whether the order book is there afterwards.
fn book_stays(folder: &Path, hook: &Path) -> Outcome<bool> {
    let setup = folder.join("trial.exe");
    Program::new("makensis")
        .args(["-WX", "-V2", "-INPUTCHARSET", "UTF8"])
        .arg(format!("-DHOOKS={}", hook.display()))
        .arg(format!("-DOUT={}", setup.display()))
        .arg(project::root().join("packaging/windows/trial.nsi"))
        .run()?;
    wine(folder, &[&setup.to_string_lossy(), "/S", r"/D=C:\trial"])?;
    let users = folder.join("drive_c/users");
    let user = fs::read_dir(&users)
        .map_err(|error| Failure::at(&users, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.join("AppData/Local").is_dir())
        .ok_or_else(|| Failure::new("Wine made no user"))?;
    let data = user.join("AppData/Local/com.esimdesk.app");
    let book = data.join("orders.db");
    let written = fs::create_dir_all(&data).and_then(|()| fs::write(&book, "sold"));
    written.map_err(|error| Failure::at(&book, &error))?;
    wine(folder, &[r"C:\trial\uninstall.exe", "/S", r"_?=C:\trial"])?;
    // The box's own work comes after the files': a removal that was not run would leave both.
    if folder.join("drive_c/trial/texts").exists() {
        return Err(Failure::new("the uninstaller removed nothing"));
    }
    Ok(fs::read(&book).is_ok_and(|found| found == b"sold"))
}

fn wine(prefix: &Path, arguments: &[&str]) -> Outcome {
    Program::new(WINE)
        .args(arguments)
        .env("WINEPREFIX", prefix)
        .env("WINEDEBUG", "-all")
        .env("DISPLAY", "")
        .run()
}
