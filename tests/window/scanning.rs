//! A code that scans: on screens of many sizes and scale factors, in light and in dark, what the X server has on screen is
//! measured pixel by pixel and read by two families of decoders (rulings 30).
//!
//! A fixed dozen is always looked at; with `ESIM_DESK_LONG` all sizes at all factors in both themes.

use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::pictures::keep_screen;
use crate::driver::qr_modules::{Measured, assert_read_in_any_way, measure, written};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::{PATIENCE, Window};
use crate::driver::x11::Screen;

const TITLE: &str = "eSIM Desk (demo)";

/// How much larger than CSS pixels the screen's are.
struct Factor {
    times: f64,
    /// What makes the desktop so: GDK knows whole factors only, the rest is the desktop's text size.
    set_by: Option<(&'static str, &'static str)>,
}

/// The window's size in CSS pixels, and the theme.
type Look = (u32, u32, &'static str);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_factor_1_the_code_is_whole_pixels_and_read() {
    let factor = Factor {
        times: 1.0,
        set_by: None,
    };
    let always = [
        (1024, 700, "light"),
        (1366, 768, "dark"),
        (1920, 1080, "light"),
        (3840, 2160, "dark"),
    ];
    look_at_all(&factor, &always, &[(3840, 2160, "light")]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_factor_1_25_the_code_is_whole_pixels_and_read() {
    let factor = Factor {
        times: 1.25,
        set_by: Some(("GDK_DPI_SCALE", "1.25")),
    };
    look_at_all(&factor, &[(1024, 700, "dark"), (1366, 768, "light")], &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_factor_1_5_the_code_is_whole_pixels_and_read() {
    let factor = Factor {
        times: 1.5,
        set_by: Some(("GDK_DPI_SCALE", "1.5")),
    };
    look_at_all(&factor, &[(1366, 768, "dark"), (1920, 1080, "light")], &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_factor_2_the_code_is_whole_pixels_and_read() {
    let factor = Factor {
        times: 2.0,
        set_by: Some(("GDK_SCALE", "2")),
    };
    look_at_all(&factor, &[(1024, 700, "light"), (1920, 1080, "dark")], &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_factor_3_the_code_is_whole_pixels_and_read() {
    let factor = Factor {
        times: 3.0,
        set_by: Some(("GDK_SCALE", "3")),
    };
    look_at_all(&factor, &[(1024, 700, "dark"), (1366, 768, "light")], &[]).await;
}

/// One sale, then one look after the other: `always`, or in the long version all sizes in both themes with `more`.
async fn look_at_all(factor: &Factor, always: &[Look], more: &[Look]) {
    let mut looks = always.to_vec();
    if env::var_os("ESIM_DESK_LONG").is_some() {
        for (width, height) in [(1024, 700), (1366, 768), (1920, 1080)] {
            looks.extend(["light", "dark"].map(|theme| (width, height, theme)));
        }
        looks.extend(more);
        looks.sort_unstable();
        looks.dedup();
    }
    let pixels = |css: u32| (f64::from(css) * factor.times).round() as u32;
    let largest = |side: fn(&Look) -> u32| looks.iter().map(side).max().map_or(0, pixels);
    let mut computer = Computer::with_screen(largest(|look| look.0), largest(|look| look.1));
    if let Some((name, value)) = factor.set_by {
        computer = computer.with(name, value);
    }
    let screen = Screen::of(computer.display());
    let window = computer.open(&[]).await;
    window.touch("[data-testid=welcome-demo]").await;
    window.see("[data-testid=plan-row]").await;
    window.touch("[data-testid=plan-row]").await;
    window
        .paste("[data-testid=email]", "guest@example.com")
        .await;
    window.touch("[data-testid=buy]").await;
    window.see_code().await;
    let code = code_in_demo_ledger(&computer);

    for look in looks {
        let (width, height) = (pixels(look.0), pixels(look.1));
        let name = format!("{}x{} at {} in {}", look.0, look.1, factor.times, look.2);
        screen.resize(TITLE, width, height);
        window.take_theme(look.2).await;
        window
            .until_with(
                &name,
                "return Math.abs(innerWidth - arguments[0]) <= 1 && Math.abs(innerHeight - arguments[1]) <= 1",
                vec![look.0.into(), look.1.into()],
            )
            .await;
        let picture = computer.home().join("screen.ppm");
        let found = measured(&window, &screen, (width, height), &picture, &name).await;
        keep_screen(&picture, &format!("scan {name}"));
        assert_read_in_any_way(&picture, &found, &code, &name);
    }
}

/// The code once it is drawn for good: the page is a moment behind its window, and the screen behind the page.
async fn measured(
    window: &Window,
    screen: &Screen,
    (width, height): (u32, u32),
    file: &Path,
    name: &str,
) -> Measured {
    let begun = Instant::now();
    loop {
        // On a very busy machine a window without a window manager can miss that it was resized.
        if begun.elapsed() > PATIENCE / 4 {
            screen.uncover(TITLE);
        }
        // Picture and page are of one moment if the page says the same before and after.
        let before = places(window).await;
        let picture = screen.picture(width, height);
        written(&picture, file);
        let after = places(window).await;
        let found = match measure(&picture, file) {
            _ if before != after => Err(format!("the page moved from {before} to {after}")),
            Ok(found) => as_the_page_says(&after, found, width)
                // 60 % of the window, where that is not more than 30 cm of glass less a pixel a module.
                .and_then(|found| found.large_enough(width.min(height).min(1_800))),
            Err(wrong) => Err(wrong),
        };
        match found {
            Ok(found) => return found,
            Err(wrong) if begun.elapsed() > PATIENCE => {
                keep_screen(file, &format!("wrong {name}"));
                panic!("{name}: {wrong}");
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// Where the page has the code, and how large its place is, in widths of the page.
async fn places(window: &Window) -> Value {
    let places = "const code = document.querySelector('[data-testid=qr]');
        const { x, y, width } = code.getBoundingClientRect();
        const place = code.parentElement.getBoundingClientRect();
        const page = document.documentElement.getBoundingClientRect().width;
        return [x, y, width, Math.min(place.width, place.height), 1].map((length) => length / page)";
    window.script(places, Vec::new()).await
}

/// Whether the code on screen is where the page has it, and as large as its place allows.
fn as_the_page_says(answer: &Value, found: Measured, width: u32) -> Result<Measured, String> {
    let at = |index: usize| answer[index].as_f64().unwrap_or(-1.0) * f64::from(width);
    let (quiet, side) = (found.quiet(), f64::from(found.side()));
    let off = |page: f64, screen: u32| (page - f64::from(screen)).abs();
    // The web view draws a layer at whole CSS pixels, the page says where it would be without that.
    let snapped = at(4).max(1.0);
    if off(at(0), found.left - quiet) > snapped
        || off(at(1), found.top - quiet) > snapped
        || off(at(2), found.side()) > 1.0
    {
        return Err(format!(
            "the page has it elsewhere: {answer} of {width}, on screen {found:?}"
        ));
    }
    // Its place, or 30 cm of glass: Xvfb has 96 pixels to an inch, whatever it is told.
    let room = (at(3) - 1.0).min(0.3 / 0.0254 * 96.0 - 20.0);
    match side + f64::from(found.side() / found.pixels) > room {
        true => Ok(found),
        false => Err(format!("{found:?} could be larger: {answer} of {width}")),
    }
}
