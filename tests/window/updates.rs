//! A newer version in the window: told quietly, installed on a person's press, and not while something must not be
//! interrupted. A program of the test stands for the installer of another system: Linux' package managers do this there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use esim_desk_lib::sandbox::Sandbox;
use serde_json::json;
use tokio::time::sleep;

use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, service};
use crate::driver::window::{PATIENCE, Window, until_free};
use crate::publisher::{Announcement, Host, Publisher};

/// A computer whose program was told where to look, and by whom it is installed.
struct Told {
    computer: Computer,
    publisher: Publisher,
    host: Host,
    /// Where the installer writes what it was told.
    installed: PathBuf,
}

impl Told {
    async fn installed_by(who: &str) -> Told {
        let publisher = Publisher::new();
        let host = Host::start().await;
        let from = format!("{} {} {who}", host.base(), publisher.key());
        // Hurried, a code would be put away by its time, on a busy machine before it is pressed away.
        let computer = Computer::start()
            .unhurried()
            .with("ESIM_DESK_UPDATES_FROM", from);
        let small = json!({ "width": 1024, "height": 700, "maximised": false });
        computer.settings(false, &json!({ "window": small }));
        let installed = computer.home().join("installed");
        Told {
            computer,
            publisher,
            host,
            installed,
        }
    }

    /// A newer version, whose file is a program that notes that it was started, and works on.
    fn announcement(&self) -> Announcement {
        let script = format!(
            "#!/bin/sh\necho \"$@\" > '{}'\nsleep 5\n",
            self.installed.display()
        );
        Announcement {
            target: format!("linux-{}-package", std::env::consts::ARCH),
            notes: format!("- Orders are found faster.\n- {}", "Sicherheit".repeat(30)),
            bytes: script.clone().into_bytes(),
            size: script.len(),
            ..Announcement::of("0.2.0")
        }
    }

    /// The program sells, and has looked at what is published.
    async fn sells(&self, published: &Announcement) -> (Sandbox, Window) {
        self.host.publishes(&self.publisher, "stable", published);
        let service = service().await;
        let window = self.computer.open(&[]).await;
        look(&window).await;
        window.connect_account(&service.base(), SECRET).await;
        (service, window)
    }

    fn is_installed(&self) -> bool {
        self.installed.exists()
    }

    /// Waits for the installer, and tells how far the program got where it does not come.
    async fn until_installed(&self, window: &Window) {
        let begun = Instant::now();
        while !self.is_installed() {
            if begun.elapsed() > PATIENCE {
                let known = window.snapshot().await;
                let told = window.told().await;
                panic!("no installer was started: {}\n{told}", known["updates"]);
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The house's certificates, and a channel: the program looks at once.
async fn look(window: &Window) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/connect/tls/ca.pem");
    let certificates = json!({ "change": { "kind": "certificates", "file": file } });
    let trusted = window.invoke("change_network", certificates).await;
    trusted.expect("it is a certificate");
    let channel = json!({ "change": { "kind": "update_channel", "value": "stable" } });
    let chosen = window.invoke("change_settings", channel).await;
    chosen.expect("it can be chosen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_version_is_told_and_installed_on_a_press() {
    let told = Told::installed_by("program").await;
    let (_service, window) = told.sells(&told.announcement()).await;
    window
        .see("[data-testid=update] [data-testid=install-update]")
        .await;
    window.hear("eSIM Desk 0.2.0 is available").await;
    shoot(&window, "update").await;
    window.enlarge().await;
    window.take_theme("dark").await;
    window.touch("[data-testid=update] summary").await;
    let fits = "return document.documentElement.scrollWidth <= innerWidth";
    window.until("nothing beside the window", fits).await;
    shoot(&window, "update, dark and enlarged").await;
    assert_eq!(told.host.asked_for("esim-desk-0.2.0-setup"), 0, "only told");

    window.touch("[data-testid=update-not-now]").await;
    window
        .until(
            "quiet",
            "return document.querySelector('[data-testid=update]') === null",
        )
        .await;
    window.touch("[data-testid=nav-settings]").await;
    window
        .see("[data-testid=updates] [data-testid=install-update]")
        .await;
    let there = "document.querySelector('[data-testid=updates]').scrollIntoView()";
    window.script(there, Vec::new()).await;
    shoot(&window, "updates in the settings").await;
    window.touch_last("[data-testid=install-update]").await;
    told.until_installed(&window).await;
    until_free(&told.computer.data()).await;
    let arguments = fs::read_to_string(&told.installed).expect("it was started");
    let data = told.computer.data().display().to_string();
    assert!(
        arguments.contains(&data),
        "with what the program was started with: {arguments}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installation_waits_for_a_sale_that_is_begun_and_for_its_hand_over() {
    let told = Told::installed_by("program").await;
    let (service, window) = told.sells(&told.announcement()).await;
    window.see("[data-testid=install-update]").await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press("[data-testid=install-update]").await;
    window.see("[data-testid=update-waits]").await;
    window
        .hear("once the sale that is half typed, or set aside, is ordered")
        .await;
    shoot(&window, "update waits").await;

    window.press("[data-testid=buy]").await;
    window.see_code().await;
    let waits = "return document.querySelector('[data-testid=update]') === null";
    window.until("nothing of it beside a code", waits).await;
    // Time enough for what did not wait.
    sleep(Duration::from_secs(2)).await;
    assert!(!told.is_installed(), "the customer is scanning");
    assert_eq!(
        window.snapshot().await["updates"]["step"]["until"],
        "code_on_screen"
    );

    window.touch_last("[data-testid=done]").await;
    told.until_installed(&window).await;
    until_free(&told.computer.data()).await;
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "it was ordered once"
    );

    drop(window);
    let window = told.computer.open(&[]).await;
    window.hear("eSIM Desk 0.2.0 was not installed").await;
    shoot(&window, "update not installed").await;
    window.press("[data-testid=nav-orders]").await;
    window.see_order_state("ready").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installer_that_gives_up_leaves_the_program_which_says_so() {
    let told = Told::installed_by("program").await;
    let mut broken = told.announcement();
    broken.bytes = b"#!/bin/sh\nexit 2\n".to_vec();
    broken.size = broken.bytes.len();
    let (_service, window) = told.sells(&broken).await;
    window.press("[data-testid=install-update]").await;
    window.see("[data-testid=update-failed]").await;
    shoot(&window, "update failed").await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_package_manager_installs_it_is_only_told() {
    let told = Told::installed_by("package_manager").await;
    let (_service, window) = told.sells(&told.announcement()).await;
    window.see("[data-testid=update]").await;
    window.hear("from its package manager").await;
    shoot(&window, "update by a package manager").await;
    let buttons = "return document.querySelector('[data-testid=install-update]') === null";
    window.until("no button that installs", buttons).await;
    window
        .invoke("install_update", json!({}))
        .await
        .expect("it is answered");
    assert_eq!(window.snapshot().await["updates"]["step"]["kind"], "none");
    assert_eq!(
        told.host.asked_for("esim-desk-0.2.0-setup"),
        0,
        "whatever the page asks"
    );
}
