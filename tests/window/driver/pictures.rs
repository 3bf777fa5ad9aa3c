//! What is on the screen, as pictures: read by a QR reader, and kept for people to look at.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::computer::Computer;
use super::window::{PATIENCE, Window};
use crate::bus::until;

/// Names the folder in which pictures of the screens are kept.
const SHOTS_VARIABLE: &str = "ESIM_DESK_SHOTS";

/// The one QR code in a picture, read by zbarimg. Fails when there is none, or more than one.
pub fn read_code(picture: &Path) -> String {
    let codes = read_codes(picture);
    assert_eq!(codes.len(), 1, "{} holds one code", picture.display());
    codes.into_iter().next().expect("there is one")
}

/// All QR codes that zbarimg finds in a picture.
pub fn read_codes(picture: &Path) -> Vec<String> {
    let output = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(picture)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| {
            panic!("zbarimg does not start ({error}); `cargo xtask setup` installs it")
        });
    String::from_utf8(output.stdout)
        .expect("codes are text")
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The words that a person reads in a picture, as far as tesseract does.
pub fn words_in(picture: &Path) -> String {
    let larger = picture.with_extension("larger.png");
    // Letters of a screen are small for it: it takes `:13` for `3`.
    let converted = Command::new("convert")
        .arg(picture)
        .args(["-colorspace", "gray", "-resize", "300%"])
        .arg(&larger)
        .status()
        .expect("`cargo xtask setup` installs ImageMagick");
    assert!(converted.success(), "the picture is enlarged");
    let output = Command::new("tesseract")
        .arg(&larger)
        .args(["-", "--psm", "11"])
        .env("OMP_THREAD_LIMIT", "1")
        .output()
        .expect("`cargo xtask setup` installs tesseract");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The one QR code that a customer's phone finds on the screen. The page knows of its code a moment before the X server
/// has painted it, so this looks until there is one.
pub fn code_on_screen(computer: &Computer) -> String {
    until("a code on the screen", || {
        !read_codes(&of_screen(computer)).is_empty()
    });
    read_code(&of_screen(computer))
}

/// The one QR code in the page as the web view draws it, which may be a moment after the page has it.
pub async fn code_on_page(computer: &Computer, window: &Window) -> String {
    let begun = Instant::now();
    loop {
        let picture = of_page(computer, window).await;
        if !read_codes(&picture).is_empty() || begun.elapsed() > PATIENCE {
            return read_code(&picture);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The page as the web view draws it.
async fn of_page(computer: &Computer, window: &Window) -> PathBuf {
    let png = window.picture().await;
    kept(computer, "page.png", &png)
}

/// The whole screen as the X server has it.
pub fn of_screen(computer: &Computer) -> PathBuf {
    let path = computer.home().join("screen.png");
    let target = format!("png:{}", path.display());
    let output = computer.run("import", &["-window", "root", &target]);
    assert!(
        output.status.success(),
        "the screen is photographed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    path
}

/// Writes bytes to a file in the computer's home.
pub fn kept(computer: &Computer, name: &str, bytes: &[u8]) -> PathBuf {
    let path = computer.home().join(name);
    fs::write(&path, bytes).expect("the home is ours");
    path
}

/// Keeps a picture of the page, if somebody wants to look at them.
pub async fn shoot(window: &Window, name: &str) {
    let Some(folder) = env::var_os(SHOTS_VARIABLE) else {
        return;
    };
    window.painted().await;
    let png = window.picture().await;
    fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    fs::write(Path::new(&folder).join(format!("{name}.png")), png)
        .expect("the folder for pictures is writable");
}

/// Keeps a picture of the screen, if somebody wants to look at them.
pub fn keep_screen(picture: &Path, name: &str) {
    let Some(folder) = env::var_os(SHOTS_VARIABLE) else {
        return;
    };
    fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    let target = Path::new(&folder).join(format!("{name}.png"));
    let done = Command::new("convert").arg(picture).arg(target).status();
    assert!(done.is_ok_and(|done| done.success()), "it is kept");
}
