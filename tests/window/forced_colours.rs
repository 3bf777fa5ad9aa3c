//! Forced colours, which WebKitGTK never reports: the built page with its fake of the Rust side in Chromium, which is told
//! to force them (rulings 31). All else takes the system's colours; the code stays black on white.

use std::path::Path;
use std::process::Command;

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::pictures::{keep_screen, shoot};
use crate::driver::qr_modules::{assert_read_in_any_way, measure, written};
use crate::driver::window::Window;

/// What the fake hands over.
const CODE: &str = "LPA:1$rsp.sandbox.example$QR-FAKE-1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_forced_colours_the_code_stays_black_on_white() {
    let computer = Computer::without_keyring();
    let page = computer.home().join("page");
    build_with_fake(&page);
    for factor in ["1", "1.25", "1.5", "2", "3"] {
        let window = chromium(&computer, factor).await;
        for scheme in ["light", "dark"] {
            let name = format!("forced colours, {scheme}, at {factor}");
            window.issue("forced colours", Force(scheme)).await;
            window
                .go_to(&format!(
                    "file://{}/index.html?fake&account=signed_in&pace=at_once&theme={scheme}",
                    page.display()
                ))
                .await;
            window.see_first_screen().await;
            let forced = "return matchMedia('(forced-colors: active)').matches";
            assert_eq!(window.script(forced, Vec::new()).await, true, "{name}");

            window.touch("[data-testid=plan-row]").await;
            window
                .paste("[data-testid=email]", "guest@example.com")
                .await;
            window.touch("[data-testid=buy]").await;
            window.see_code().await;
            let picture = image::load_from_memory(&window.picture().await)
                .expect("the driver gives a picture")
                .into_rgb8();
            let file = computer.home().join("page.ppm");
            written(&picture, &file);
            keep_screen(&file, &name);
            // No theme of ours has a ground of pure black or white.
            let ground = if scheme == "dark" { 0 } else { 255 };
            let corner = picture.get_pixel(2, picture.height() - 3);
            assert_eq!(
                corner.0, [ground; 3],
                "{name}: the page is in forced colours"
            );
            let shorter = picture.width().min(picture.height());
            let found = measure(&picture, &file)
                .and_then(|found| found.large_enough(shorter))
                .unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
            assert_read_in_any_way(&file, &found, CODE, &name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_forced_colours_what_is_left_of_a_plan_is_a_bar_and_words() {
    let computer = Computer::without_keyring();
    let page = computer.home().join("page");
    build_with_fake(&page);
    let window = chromium(&computer, "1").await;
    for scheme in ["light", "dark"] {
        let name = format!("forced colours, a plan, {scheme}");
        window.issue("forced colours", Force(scheme)).await;
        window
            .go_to(&format!(
                "file://{}/index.html?fake&account=signed_in&orders=10&theme={scheme}",
                page.display()
            ))
            .await;
        window.see_first_screen().await;
        window.touch("[data-testid=nav-orders]").await;
        window
            .touch("[data-testid=order-row]:has([data-state=ready])")
            .await;
        window.see("[data-testid=plan-on-sim]").await;
        window.hear("3.2 GB of 5 GB left").await;
        let place = "const bar = document.querySelector('.bar');
            bar.scrollIntoView({ block: 'center', behavior: 'instant' });
            const { left, width, top, height } = bar.getBoundingClientRect();
            return [left + width * 0.3, left + width * 0.9, top + height / 2].map(Math.round)";
        let place = window.script(place, Vec::new()).await;
        let [full, empty, middle] = [0, 1, 2].map(|at| {
            let number = place[at].as_u64().and_then(|at| u32::try_from(at).ok());
            number.expect("a place on the screen")
        });
        let picture = window.picture().await;
        let file = computer.home().join("plan.ppm");
        let picture = image::load_from_memory(&picture)
            .expect("the driver gives a picture")
            .into_rgb8();
        written(&picture, &file);
        keep_screen(&file, &name);
        let (full, empty) = (
            luminance(picture.get_pixel(full, middle).0),
            luminance(picture.get_pixel(empty, middle).0),
        );
        let contrast = (full.max(empty) + 0.05) / (full.min(empty) + 0.05);
        assert!(
            contrast >= 3.0,
            "{name}: what is left stands out by {contrast}"
        );
    }
}

/// The bars of the last thirty days are a drawing, whose colours nobody forces: they must be the system's by themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_forced_colours_the_bars_of_the_days_are_in_the_systems_colours() {
    let computer = Computer::without_keyring();
    let page = computer.home().join("page");
    build_with_fake(&page);
    let window = chromium(&computer, "1").await;
    for scheme in ["light", "dark"] {
        window.issue("forced colours", Force(scheme)).await;
        window
            .go_to(&format!(
                "file://{}/index.html?fake&account=signed_in&orders=24&theme={scheme}",
                page.display()
            ))
            .await;
        window.see_first_screen().await;
        window.touch("[data-testid=nav-orders]").await;
        window.touch("[data-testid=days]").await;
        window.see("[data-testid=days-picture] .sold").await;
        shoot(&window, &format!("forced colours days {scheme}")).await;
        let colours = "const of = (css) => getComputedStyle(document.querySelector(css));
            const system = document.createElement('span');
            system.style.color = 'CanvasText';
            system.style.backgroundColor = 'Canvas';
            document.body.append(system);
            const { color, backgroundColor } = getComputedStyle(system);
            return [of('.sold').fill === color, of('.unknown').fill === backgroundColor,
              of('.unknown').stroke === color, color !== backgroundColor]";
        assert_eq!(
            window.script(colours, Vec::new()).await,
            json!([true, true, true, true]),
            "{scheme}: bars stand out from their ground"
        );
    }
}

/// As WCAG defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The page as it is shipped, but with the fake in it.
fn build_with_fake(folder: &Path) {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let built = Command::new("npm")
        .args(["run", "--silent", "build", "--", "--mode", "fake"])
        .args(["--base", "./", "--emptyOutDir", "--outDir"])
        .arg(folder)
        .current_dir(ui)
        .output()
        .expect("npm is there: it builds the page of the product too");
    assert!(
        built.status.success(),
        "the page is built: {}",
        String::from_utf8_lossy(&built.stderr)
    );
}

async fn chromium(computer: &Computer, factor: &str) -> Window {
    let arguments = [
        "--headless=new",
        // The tests may run as root, where Chromium refuses to be in a sandbox.
        "--no-sandbox",
        "--window-size=1366,768",
        // Modules of a page are not loaded from files otherwise.
        "--allow-file-access-from-files",
        &format!("--force-device-scale-factor={factor}"),
    ];
    let wanted = json!({
        "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments },
    });
    match Window::driven(computer, "chromedriver", wanted).await {
        Ok(window) => window,
        Err(_driver) => panic!("chromedriver does not start Chromium in time"),
    }
}

/// Tells Chromium to force the colours of a light or a dark system.
#[derive(Debug)]
struct Force(&'static str);

impl WebDriverCompatibleCommand for Force {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let features = json!([
            { "name": "forced-colors", "value": "active" },
            { "name": "prefers-color-scheme", "value": self.0 },
        ]);
        let command = json!({
            "cmd": "Emulation.setEmulatedMedia",
            "params": { "features": features },
        });
        (http::Method::POST, Some(command.to_string()))
    }
}
