//! Install codes as other programs see them: the drawn picture is read by zbarimg, which shares no code with us.
//! It is to be had on Linux; what is drawn depends on no system.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

use esim_desk_core::activation::qr::{Level, MIN_SIDE_PX};
use esim_desk_core::activation::{InstallCode, Mark, Parts, QrPicture, link, verify};

/// What zbarimg reads from a picture file.
fn read_by_zbar(file: &Path) -> String {
    let output = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(file)
        .output()
        .expect("zbarimg must be installed (package zbar-tools; `cargo xtask test` installs it)");
    let read = String::from_utf8(output.stdout).expect("our codes are ASCII");
    read.trim_end_matches('\n').to_owned()
}

fn read_png_by_zbar(png: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder for the picture");
    let file = folder.path().join("code.png");
    std::fs::write(&file, png).expect("the picture can be saved");
    read_by_zbar(&file)
}

#[test]
fn from_the_service_s_parts_to_a_png_that_another_reader_reads() {
    let cases = [
        (
            "1$rsp.truphone.com$6C-DA326D-K86D",
            "rsp.truphone.com",
            "6C-DA326D-K86D",
        ),
        (
            "LPA:1$rsp.truphone.com$O-17QF0-MJVBIN",
            "RSP.TRUPHONE.COM",
            "O-17QF0-MJVBIN",
        ),
        (
            "lpa:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1",
            "https://smdp.gsma.com/",
            "04386-AGYFT-A74Y8-3F815",
        ),
        (
            "1$rsp.sandbox.example$matching-id$$1",
            "rsp.sandbox.example",
            "matching-id",
        ),
    ];
    for (lpa, smdp, matching_id) in cases {
        let code = verify(Parts {
            matching_id: Some(matching_id),
            smdp: Some(smdp),
            lpa: Some(lpa),
        })
        .expect("the parts agree");
        let picture = QrPicture::draw(&code).expect("it can be drawn");
        for mark in [Mark::None, Mark::Sample] {
            let png = picture.png(MIN_SIDE_PX, mark).expect("a PNG");
            assert_eq!(
                read_png_by_zbar(&png),
                code.qr_text(),
                "{lpa} with {mark:?}"
            );
        }
    }
}

#[test]
fn the_longest_code_and_an_install_link_are_read_too() {
    let longest = format!("1$smdp.example.com${}", "A".repeat(236));
    let code = InstallCode::parse(&longest).expect("255 characters");
    let short = InstallCode::parse("1$rsp.truphone.com$6C-DA326D-K86D").expect("valid");
    for text in [code.qr_text(), link::iphone(&short), link::uri(&short)] {
        let picture = QrPicture::draw_text(&text).expect("it can be drawn");
        let png = picture.png(MIN_SIDE_PX, Mark::None).expect("a PNG");
        assert_eq!(read_png_by_zbar(&png), text);
    }
}

#[test]
fn every_level_is_read() {
    let text = "LPA:1$rsp.truphone.com$6C-DA326D-K86D";
    let mut sides = Vec::new();
    for level in [Level::L, Level::M, Level::Q, Level::H] {
        let picture = QrPicture::draw_text_at(text, level).expect("it can be drawn");
        let png = picture.png(MIN_SIDE_PX, Mark::None).expect("a PNG");
        assert_eq!(read_png_by_zbar(&png), text, "{level:?}");
        sides.push(picture.modules());
    }
    assert!(
        sides.is_sorted() && sides[0] < sides[3],
        "more correction, more modules: {sides:?}"
    );
}

#[test]
fn a_vector_renderer_s_view_of_the_path_is_read() {
    // What the web view does with the path, by hand: each rectangle is filled on a white sheet.
    let text = "LPA:1$rsp.truphone.com$6C-DA326D-K86D";
    let picture = QrPicture::draw_text(text).expect("it can be drawn");
    let (side, px) = (picture.side(), 5);
    let mut sheet = image::GrayImage::from_pixel(side * px, side * px, image::Luma([255]));
    for rectangle in picture.svg_path().split_terminator('z') {
        let numbers: Vec<u32> = rectangle
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let &[x, y, run, 1, back] = numbers.as_slice() else {
            panic!("a rectangle one module high: {rectangle}");
        };
        assert_eq!(run, back, "closed: {rectangle}");
        for (dx, dy) in (0..px).flat_map(|dy| (0..run * px).map(move |dx| (dx, dy))) {
            sheet.put_pixel(x * px + dx, y * px + dy, image::Luma([0]));
        }
    }
    let folder = tempfile::tempdir().expect("a folder for the picture");
    let file = folder.path().join("path.png");
    sheet.save(&file).expect("the picture can be saved");
    assert_eq!(read_by_zbar(&file), text);
}
