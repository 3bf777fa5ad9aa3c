//! The system's own packages: which are needed, which are missing, how they get there.
//!
//! Only on Debian and its relatives are they installed. Elsewhere a person is told the exact
//! commands, because package names there cannot be tried out by the project's own tests.

use std::fs;

use crate::need::Need;
use crate::program::{Failure, Outcome, Program, find};

/// Debian's packages for building the program.
const BUILD: &[&str] = &[
    "build-essential",
    "ca-certificates",
    "libdbus-1-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// Debian's packages for linters that are no packages of Debian.
const CHECK: &[&str] = &["python3-venv"];

/// Debian's packages for the tests in a real window: one line per thing they do there.
const TEST: &[&str] = &[
    // drive the window, and the page in a browser with forced colours
    "chromium",
    "chromium-driver",
    "webkit2gtk-driver",
    "xdotool",
    "xvfb",
    // two monitors
    "x11-xserver-utils",
    "xserver-xorg-core",
    "xserver-xorg-video-dummy",
    // two monitors on Wayland
    "grim",
    "sway",
    "wl-clipboard",
    // a private session with a keychain
    "at-spi2-core",
    "dbus",
    "gnome-keyring",
    // read back what a person would see, paste or open in a spreadsheet
    "fonts-noto-cjk",
    "fonts-noto-core",
    "gnumeric",
    "imagemagick",
    "locales",
    "poppler-utils",
    "tesseract-ocr",
    "tesseract-ocr-eng",
    "xclip",
    "zbar-tools",
    "zxing-cpp-tools",
    // linters are tried too
    "python3-venv",
    // read what Homebrew is given
    "ruby",
    // sign a program of Windows, and read that back
    "openssl",
    "osslsigncode",
    // draw codes as others do, to compare
    "python3-qrcode",
    "python3-segno",
    "qrencode",
];

/// Debian's packages for other systems: a linker for Windows, what runs programs of Windows and shows whether they have a
/// window, and what unpacks the sources of the standard library.
const CROSS: &[&str] = &[
    "gcc-mingw-w64-x86-64-posix",
    "wine64",
    "xdotool",
    "xvfb",
    "xz-utils",
];

/// Debian's packages for making packages and trying them.
const PACKAGE: &[&str] = &[
    "appstream",
    "apt-utils",
    "createrepo-c",
    "debootstrap",
    "desktop-file-utils",
    "dnf",
    "dpkg-dev",
    "gpg",
    "gpg-agent",
    "lintian",
    "man-db",
    "nsis",
    "python3",
    "rpm",
    "rpmlint",
    "wine64",
];

/// Programs that show that another Linux has what the tests need.
const TEST_PROGRAMS: &[&str] = &[
    "WebKitWebDriver",
    "Xorg",
    "Xvfb",
    "ZXingReader",
    "chromedriver",
    "convert",
    "dbus-daemon",
    "gnome-keyring-daemon",
    "grim",
    "localedef",
    "pdftoppm",
    "qrencode",
    "ssconvert",
    "sway",
    "tesseract",
    "wl-paste",
    "xclip",
    "xdotool",
    "xrandr",
    "zbarimg",
];

/// What to type on systems where nothing is installed for a person.
const OTHER_SYSTEMS: &str = "\
Fedora:
  sudo dnf install gcc gcc-c++ make pkgconf-pkg-config ca-certificates dbus-devel webkit2gtk4.1-devel
  for the tests also:
  sudo dnf install xorg-x11-server-Xvfb xorg-x11-server-Xorg xorg-x11-drv-dummy xrandr sway grim wl-clipboard tesseract dbus-daemon at-spi2-core gnome-keyring xdotool xclip zbar zxing-cpp qrencode python3-segno python3-qrcode chromium chromedriver ImageMagick poppler-utils gnumeric google-noto-sans-fonts google-noto-sans-cjk-fonts
Arch:
  sudo pacman -S --needed base-devel ca-certificates dbus webkit2gtk-4.1
  for the tests also:
  sudo pacman -S --needed xorg-server-xvfb xorg-server xf86-video-dummy xorg-xrandr sway grim wl-clipboard tesseract tesseract-data-eng at-spi2-core gnome-keyring xdotool xclip zbar zxing-cpp qrencode python-segno python-qrcode chromium imagemagick poppler gnumeric noto-fonts noto-fonts-cjk
macOS:
  xcode-select --install
Windows (11 has the second already):
  winget install Microsoft.VisualStudio.2022.BuildTools --override \"--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended\"
  winget install Microsoft.EdgeWebView2Runtime
The tests in a real window run on Linux only; they also need WebKitGTK's WebKitWebDriver.";

/// Makes sure that the packages are there.
pub fn install(need: Need) -> Outcome {
    if cfg!(target_os = "linux") {
        return if are_debians() {
            install_with_apt(need)
        } else {
            look_on_linux(need)
        };
    }
    let missing = if cfg!(target_os = "macos") {
        (!Program::new("xcode-select").arg("-p").succeeds()).then_some("Apple's command line tools")
    } else if cfg!(windows) {
        (!has_webview2()).then_some("the WebView2 runtime")
    } else {
        None
    };
    missing.map_or(Ok(()), |what| Err(instructions(&[what])))
}

/// Whether packages are Debian's, or a relative's, here.
pub fn are_debians() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    is_debian(&release) && find("apt-get").is_some()
}

fn install_with_apt(need: Need) -> Outcome {
    let wanted = match need {
        Need::Build => BUILD.to_vec(),
        Need::Check => [BUILD, CHECK].concat(),
        Need::Test => [BUILD, TEST].concat(),
        Need::Cross => [BUILD, CROSS].concat(),
        Need::Package => [BUILD, PACKAGE].concat(),
    };
    // It ends badly when it does not know a name, and still lists those it knows.
    let printed = Program::new("dpkg-query")
        .args([
            "--show",
            "--showformat",
            "${Package} ${db:Status-Status}\\n",
        ])
        .args(&wanted)
        .printed()?;
    let missing = missing(&wanted, &String::from_utf8_lossy(&printed));
    if missing.is_empty() {
        return Ok(());
    }
    let apt = |arguments: &[&str]| as_root()?.arg("apt-get").args(arguments).run();
    // A source that cannot be reached is no reason to stop: the package may come from another.
    if apt(&["update", "--quiet"]).is_err() {
        println!("The package lists could not be renewed; going on with the old ones.");
    }
    let install = [
        "install",
        "--yes",
        "--quiet",
        "--no-install-recommends",
        "--option=DPkg::Lock::Timeout=120",
    ];
    apt(&[&install, missing.as_slice()].concat())
}

/// `env` as the root user, so that settings for the package manager survive `sudo`.
pub fn as_root() -> Outcome<Program> {
    let root = Program::new("id").arg("-u").printed()?.trim_ascii() == b"0";
    let program = if root {
        Program::new("env")
    } else if find("sudo").is_some() {
        Program::new("sudo").arg("env")
    } else {
        return Err(Failure::new(
            "packages must be installed, but this is neither root nor is there `sudo`",
        ));
    };
    Ok(program.arg("DEBIAN_FRONTEND=noninteractive"))
}

fn look_on_linux(need: Need) -> Outcome {
    let mut missing = Vec::new();
    for library in ["dbus-1", "webkit2gtk-4.1"] {
        if !Program::new("pkg-config")
            .args(["--exists", library])
            .succeeds()
        {
            missing.push(library);
        }
    }
    if need == Need::Package {
        return Err(Failure::new(
            "packages are tried on Debian and Ubuntu only, where there is a bare system to try them in",
        ));
    }
    if need == Need::Test {
        missing.extend(TEST_PROGRAMS.iter().filter(|name| find(name).is_none()));
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(instructions(&missing))
}

/// Whether the runtime that shows web pages is installed, for all users or for this one.
fn has_webview2() -> bool {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\SOFTWARE",
    ]
    .iter()
    .any(|hive| {
        Program::new("reg")
            .args(["query", &format!(r"{hive}\{CLIENT}"), "/v", "pv"])
            .succeeds()
    })
}

fn instructions(missing: &[&str]) -> Failure {
    Failure::new(format!(
        "missing: {}. Install it like this, then try again:\n\n{OTHER_SYSTEMS}",
        missing.join(", ")
    ))
}

/// Whether `/etc/os-release` names Debian, Ubuntu, or something that calls itself like them.
fn is_debian(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches(['"', '\'']).split_whitespace())
        .any(|name| matches!(name, "debian" | "ubuntu"))
}

/// Those of `wanted` that `dpkg-query` did not call installed.
fn missing<'a>(wanted: &[&'a str], printed: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|name| !installed.contains(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_is_known_by_its_own_name_and_by_its_relatives() {
        assert!(
            is_debian("PRETTY_NAME=\"Debian\"\nID=debian\n"),
            "Debian itself"
        );
        assert!(
            is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            "a relative in quotes"
        );
        assert!(
            !is_debian("ID=fedora\nNAME=\"like debian\"\n"),
            "only ID and ID_LIKE count"
        );
        assert!(!is_debian(""), "a machine without the file");
    }

    #[test]
    fn a_package_counts_only_when_it_is_fully_installed() {
        let printed = "xvfb installed\ndbus config-files\n";
        assert_eq!(
            missing(&["dbus", "xclip", "xvfb"], printed),
            ["dbus", "xclip"],
            "one was removed with its settings kept, one was never there"
        );
    }
}
