//! Whose the program's file is, judged by where it lies. Pure, so that each system's judgement is tested on all of them.

use std::path::Path;
#[cfg(any(target_os = "macos", test))]
use std::path::PathBuf;

/// Who may put another version in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The program itself, for whoever runs it.
    Program,
    /// The system's package manager.
    PackageManager,
    /// An administrator: it was installed for the whole computer, or lies where this person may not write.
    Administrator,
    /// It was not installed at all.
    Nobody,
}

/// On Linux packages put it under `/usr`, and nothing of ours puts it anywhere else.
#[cfg(any(target_os = "linux", test))]
pub fn on_linux(program: &Path) -> Owner {
    if program.starts_with("/usr") {
        Owner::PackageManager
    } else {
        Owner::Nobody
    }
}

/// On Windows the installer for one person puts it below their own `local` folder, and the one for the machine elsewhere.
/// Both put their uninstaller beside it.
#[cfg(any(windows, test))]
pub fn on_windows(program: &Path, local: Option<&Path>, has_uninstaller: bool) -> Owner {
    match local {
        _ if !has_uninstaller => Owner::Nobody,
        Some(local) if program.starts_with(local) => Owner::Program,
        _ => Owner::Administrator,
    }
}

/// On macOS the bundle that holds the program; `None` for one that lies about by itself.
#[cfg(any(target_os = "macos", test))]
pub fn bundle_of(program: &Path) -> Option<PathBuf> {
    let bundle = program.ancestors().nth(3)?;
    let inside = program.strip_prefix(bundle).ok()?;
    let is_one = bundle.extension().is_some_and(|ending| ending == "app");
    (is_one && inside.starts_with("Contents/MacOS")).then(|| bundle.to_owned())
}

/// On macOS: the package of device management makes the bundle root's, and one that was opened where it was downloaded to
/// runs from a copy that nobody may change.
#[cfg(any(target_os = "macos", test))]
pub fn on_macos(bundle: Option<&Path>, is_mine: bool, may_replace: bool) -> Owner {
    match bundle {
        None => Owner::Nobody,
        Some(bundle) if bundle.iter().any(|part| part == "AppTranslocation") => {
            Owner::Administrator
        }
        Some(_) if is_mine && may_replace => Owner::Program,
        Some(_) => Owner::Administrator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_package_put_there_is_the_package_managers() {
        assert_eq!(
            on_linux(Path::new("/usr/bin/esim-desk")),
            Owner::PackageManager
        );
        for own in [
            "/home/desk/esim-desk",
            "/usrlocal/esim-desk",
            "/opt/x/esim-desk",
        ] {
            assert_eq!(on_linux(Path::new(own)), Owner::Nobody, "{own}");
        }
    }

    #[test]
    fn on_windows_only_what_was_installed_for_this_person_is_the_programs_own() {
        let local = Path::new("/users/desk/local");
        let mine = Path::new("/users/desk/local/eSIM Desk/esim-desk.exe");
        let machines = Path::new("/programs/eSIM Desk/esim-desk.exe");
        let others = Path::new("/users/desk/locals/eSIM Desk/esim-desk.exe");
        for (program, local, uninstaller, owner) in [
            (mine, Some(local), true, Owner::Program),
            (mine, Some(local), false, Owner::Nobody),
            (mine, None, true, Owner::Administrator),
            (machines, Some(local), true, Owner::Administrator),
            (machines, Some(local), false, Owner::Nobody),
            (others, Some(local), true, Owner::Administrator),
        ] {
            assert_eq!(
                on_windows(program, local, uninstaller),
                owner,
                "{}",
                program.display()
            );
        }
    }

    #[test]
    fn on_macos_only_a_bundle_that_this_person_may_replace_is_the_programs_own() {
        let program = Path::new("/Applications/eSIM Desk.app/Contents/MacOS/esim-desk");
        let bundle = bundle_of(program).expect("it is one");
        assert_eq!(bundle, Path::new("/Applications/eSIM Desk.app"));
        for alone in [
            "/usr/local/bin/esim-desk",
            "/x.app/MacOS/esim-desk",
            "esim-desk",
        ] {
            assert_eq!(bundle_of(Path::new(alone)), None, "{alone}");
        }
        let copy = Path::new("/private/var/folders/a/AppTranslocation/b/d/eSIM Desk.app");
        for (bundle, is_mine, may_replace, owner) in [
            (Some(bundle.as_path()), true, true, Owner::Program),
            (Some(bundle.as_path()), false, true, Owner::Administrator),
            (Some(bundle.as_path()), true, false, Owner::Administrator),
            (Some(copy), true, true, Owner::Administrator),
            (None, true, true, Owner::Nobody),
        ] {
            assert_eq!(on_macos(bundle, is_mine, may_replace), owner, "{bundle:?}");
        }
    }
}
