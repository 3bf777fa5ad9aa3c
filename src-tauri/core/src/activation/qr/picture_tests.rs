//! The picture: its shape, its bytes, and that one which says something else cannot exist.

use proptest::prelude::*;

use super::*;
use crate::activation::qr::grid::{BLACK, QUIET_ZONE, WHITE};

const TEXT: &str = "LPA:1$rsp.truphone.com$6C-DA326D-K86D";

fn picture() -> QrPicture {
    let code = InstallCode::parse(TEXT).expect("valid");
    QrPicture::draw(&code).expect("it can be drawn")
}

fn decode_png(png: &[u8]) -> GrayImage {
    let image = image::load_from_memory_with_format(png, ImageFormat::Png).expect("a PNG");
    assert_eq!(image.color(), image::ColorType::L8, "greyscale");
    image.into_luma8()
}

#[test]
fn the_path_stays_inside_the_quiet_zone() {
    let picture = picture();
    assert_eq!(picture.side(), picture.modules() + 8);
    let drawn = path::rasterise(picture.svg_path(), picture.side(), 1).expect("own commands");
    let inside = QUIET_ZONE..QUIET_ZONE + picture.modules();
    let (mut dark, mut leftmost, mut lowest) = (0, u32::MAX, 0);
    for (x, y, _) in drawn.enumerate_pixels().filter(|(_, _, p)| **p == BLACK) {
        assert!(inside.contains(&x) && inside.contains(&y), "({x}, {y})");
        (dark, leftmost, lowest) = (dark + 1, leftmost.min(x), lowest.max(y));
    }
    assert!(dark > 100, "there is a code");
    assert_eq!(leftmost, inside.start, "it begins right at the quiet zone");
    assert_eq!(lowest, inside.end - 1, "and ends right at it");
}

#[test]
fn a_png_has_whole_modules_in_pure_black_and_white_with_its_quiet_zone() {
    let picture = picture();
    for asked in [0, 1024, 1025, 1500] {
        let png = decode_png(&picture.png(asked, Mark::None).expect("a PNG"));
        assert_eq!(png.width(), png.height(), "square");
        assert!(
            png.width() >= asked.max(MIN_SIDE_PX),
            "at least what was asked"
        );
        assert_eq!(png.width() % picture.side(), 0, "whole pixels a module");
        let px = png.width() / picture.side();
        let quiet = QUIET_ZONE * px..png.width() - QUIET_ZONE * px;
        for (x, y, pixel) in png.enumerate_pixels() {
            assert!(*pixel == BLACK || *pixel == WHITE, "no grey at ({x}, {y})");
            let module = png.get_pixel(x / px * px, y / px * px);
            assert_eq!(pixel, module, "one colour in the module of ({x}, {y})");
            if !(quiet.contains(&x) && quiet.contains(&y)) {
                assert_eq!(*pixel, WHITE, "the quiet zone at ({x}, {y})");
            }
        }
        assert!(decodes_to(&png, TEXT), "asked for {asked}");
    }
}

#[test]
fn a_png_of_any_size_asked_for_stays_bounded() {
    let png = decode_png(&picture().png(u32::MAX, Mark::None).expect("a PNG"));
    assert!(png.width() < MAX_SIDE_PX + picture().side());
}

#[test]
fn a_sample_has_the_same_code_and_a_word_below() {
    let picture = picture();
    let plain = decode_png(&picture.png(1024, Mark::None).expect("a PNG"));
    let sample = decode_png(&picture.png(1024, Mark::Sample).expect("a PNG"));
    assert!(sample.height() > plain.height(), "a strip is added");
    assert_eq!(sample.width(), plain.width());
    for (x, y, pixel) in plain.enumerate_pixels() {
        assert_eq!(
            pixel,
            sample.get_pixel(x, y),
            "nothing is drawn on the code"
        );
    }
    assert!(decodes_to(&sample, TEXT));
}

#[test]
fn the_clipboard_gets_the_pixels_of_the_png() {
    let picture = picture();
    for mark in [Mark::None, Mark::Sample] {
        let png = decode_png(&picture.png(1024, mark).expect("a PNG"));
        let rgba = picture.rgba(1024, mark).expect("pixels");
        assert_eq!((rgba.width, rgba.height), png.dimensions());
        let expected: Vec<u8> = png
            .pixels()
            .flat_map(|pixel| [pixel.0[0], pixel.0[0], pixel.0[0], 255])
            .collect();
        assert!(rgba.bytes == expected, "opaque, same pixels");
    }
}

#[test]
fn a_picture_of_something_else_is_not_accepted() {
    let other = QrPicture::draw_text("LPA:1$rsp.truphone.com$6C-DA326D-K86E").expect("drawn");
    let drawn = other.grid.bitmap(PROOF_PX);
    assert!(!decodes_to(&drawn, TEXT), "another text");
    assert!(
        !decodes_to(&GrayImage::from_pixel(200, 200, WHITE), TEXT),
        "no code at all"
    );

    let mut two = GrayImage::from_pixel(drawn.width() * 2, drawn.height(), WHITE);
    let ours = picture().grid.bitmap(PROOF_PX);
    image::imageops::replace(&mut two, &ours, 0, 0);
    assert!(decodes_to(&two, TEXT), "one code on a larger sheet");
    image::imageops::replace(&mut two, &drawn, i64::from(ours.width()), 0);
    assert!(!decodes_to(&two, TEXT), "a second code beside it");
}

#[test]
fn a_made_picture_with_one_wrong_pixel_is_not_accepted() {
    let picture = picture();
    let meant = picture.grid.bitmap(PROOF_PX);
    assert_eq!(picture.prove(&meant, meant.clone().into()), Ok(()));
    let mut made = meant.clone();
    let middle = made.width() / 2;
    let pixel = made.get_pixel_mut(middle, middle);
    pixel.0[0] = 255 - pixel.0[0];
    assert!(decodes_to(&made, TEXT), "a reader would forgive it");
    assert_eq!(picture.prove(&meant, made.into()), Err(DrawError::Differs));
}

#[test]
fn the_level_is_raised_only_where_it_takes_no_more_modules() {
    let grid = |text: &str, level| Grid::encode(text, level).expect("it fits");
    let raised = |text: &str| Grid::encode_from(text, LEVEL).expect("it fits");
    let same = |a: &Grid, b: &Grid| a.bitmap(1) == b.bitmap(1);
    // 29 modules hold it at M, and not at Q.
    assert!(same(&raised(TEXT), &grid(TEXT, Level::M)), "M is the most");
    let short = "LPA:1$smdp.io$6C-DA326D-K86D";
    assert_eq!(
        grid(short, Level::M).modules(),
        grid(short, Level::Q).modules(),
        "Q costs this one nothing"
    );
    assert!(same(&raised(short), &grid(short, Level::Q)), "so it has Q");
}

#[test]
fn a_code_without_matching_id_is_never_drawn() {
    let code = InstallCode::parse("1$rsp.truphone.com$").expect("valid though incomplete");
    assert_eq!(QrPicture::draw(&code).err(), Some(DrawError::Incomplete));
}

#[test]
fn a_text_too_long_for_any_qr_code_is_an_error() {
    let long = "a".repeat(3000);
    assert_eq!(
        QrPicture::draw_text(&long).err(),
        Some(DrawError::DoesNotFit)
    );
}

#[test]
fn codes_with_oid_and_flag_links_and_the_longest_code_can_be_drawn() {
    let longest = format!("LPA:1$smdp.example.com${}", "a".repeat(236));
    for text in [
        "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1",
        "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.truphone.com$6C-DA326D-K86D",
        "lpa:1$rsp.truphone.com$6C-DA326D-K86D",
        longest.as_str(),
    ] {
        assert!(QrPicture::draw_text(text).is_ok(), "{text}");
    }
}

#[test]
fn debug_shows_no_path() {
    let picture = picture();
    assert_eq!(format!("{picture:?}"), "QrPicture([redacted])");
    let rgba = picture.rgba(1024, Mark::None).expect("pixels");
    assert!(format!("{rgba:?}").len() < 60, "no pixels");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_complete_code_can_be_drawn_and_read_back(
        host in "[a-zA-Z0-9]{1,20}(\\.[a-z0-9-]{0,10}[a-z]){1,3}",
        id in "[A-Z0-9-]{1,40}",
        rest in "(|\\$1\\.3\\.6\\.1\\.4\\.1\\.[1-9][0-9]{2,5}(\\$1)?)",
    ) {
        let text = format!("1${host}${id}{rest}");
        let Ok(code) = InstallCode::parse(&text) else { return Ok(()) };
        prop_assert!(QrPicture::draw(&code).is_ok(), "{}", text);
    }
}
