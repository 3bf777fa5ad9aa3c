//! Who tries to read a shot: three families of decoders that share no code.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use image::GrayImage;

/// Their names, in the order of the answers.
pub const READERS: [&str; 3] = ["zbar", "ZXing-C++", "rqrr (quirc)"];

/// What each reader found in each picture.
pub type Found = [Vec<String>; READERS.len()];

/// Shows all pictures to all readers. The files go to `folder` and are overwritten by the next call.
pub fn read(folder: &Path, pictures: &[GrayImage]) -> Vec<Found> {
    let names: Vec<String> = (0..pictures.len()).map(|at| format!("{at}.pgm")).collect();
    for (name, picture) in names.iter().zip(pictures) {
        let mut file = format!("P5 {} {} 255\n", picture.width(), picture.height()).into_bytes();
        file.extend_from_slice(picture.as_raw());
        fs::write(folder.join(name), file).expect("the temporary folder is writable");
    }
    let by_zbar = zbar(folder, &names);
    let by_zxing = zxing(folder, &names);
    pictures
        .iter()
        .zip(by_zbar)
        .zip(by_zxing)
        .map(|((picture, by_zbar), by_zxing)| [by_zbar, by_zxing, rqrr(picture)])
        .collect()
}

fn zbar(folder: &Path, names: &[String]) -> Vec<Vec<String>> {
    let arguments = ["--quiet", "--xml", "-Sdisable", "-Sqrcode.enable"];
    let printed = printed(folder, "zbarimg", &arguments, names);
    by_name(names, |name| {
        // Pictures without a code are not named at all.
        let own = printed.split("<source ").find(|part| {
            part.strip_prefix("href='")
                .and_then(|part| part.strip_prefix(name))
                .is_some_and(|rest| rest.starts_with('\''))
        });
        own.unwrap_or_default()
            .split("<![CDATA[")
            .skip(1)
            .filter_map(|part| part.split("]]>").next())
            .map(str::to_owned)
            .collect()
    })
}

fn zxing(folder: &Path, names: &[String]) -> Vec<Vec<String>> {
    let printed = printed(folder, "ZXingReader", &["-1", "-format", "QRCode"], names);
    by_name(names, |name| {
        let of_this = |line: &&str| {
            line.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(' '))
        };
        // NAME QRCode "TEXT"
        printed
            .lines()
            .filter(of_this)
            .filter_map(|line| Some(line.split_once('"')?.1.rsplit_once('"')?.0.to_owned()))
            .collect()
    })
}

/// It panics over some pictures of a code that is bent beyond recognition: these are not read.
fn rqrr(picture: &GrayImage) -> Vec<String> {
    let width = picture.width() as usize;
    let pixels = picture.as_raw();
    let read = || {
        rqrr::PreparedImage::prepare_from_greyscale(width, picture.height() as usize, |x, y| {
            pixels[y * width + x]
        })
        .detect_grids()
        .into_iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
    };
    std::panic::catch_unwind(read).unwrap_or_default()
}

/// Keeps those panics out of what is printed.
pub fn hush() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let of_rqrr = |place: &std::panic::Location<'_>| place.file().contains("rqrr");
        if !panic.location().is_some_and(of_rqrr) {
            usual(panic);
        }
    }));
}

fn by_name(names: &[String], find: impl Fn(&str) -> Vec<String>) -> Vec<Vec<String>> {
    names.iter().map(|name| find(name)).collect()
}

fn printed(folder: &Path, program: &str, arguments: &[&str], names: &[String]) -> String {
    // Their exit codes say only whether something was found. What was misread need not be text.
    let output = Command::new(program)
        .args(arguments)
        .args(names)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .unwrap_or_else(|error: io::Error| {
            panic!("{program} does not start ({error}); `cargo xtask setup` installs it")
        });
    String::from_utf8_lossy(&output.stdout).into_owned()
}
