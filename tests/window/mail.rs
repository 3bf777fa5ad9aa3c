//! The e-mail draft, as the desktop's own mail program is asked for it. A stand-in is registered like any other program
//! and writes down what it was asked.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::zvariant::OwnedValue;

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_in_the_guests_language_opens_in_the_mail_program() {
    let computer = Computer::start();
    let asked = install_mail_program(&computer);
    let window = hand_over(&computer).await;
    for (language, subject) in [
        ("en", "Your eSIM"),
        ("ar", "شريحة eSIM"),
        ("ja", "お客様のeSIM"),
    ] {
        window.choose_guest_language(language).await;
        drop(fs::remove_file(&asked));
        window.press("[data-testid=mail]").await;
        until("the mail program to be asked", || asked.exists());
        let line = fs::read_to_string(&asked).expect("it wrote it down");
        let lines: Vec<&str> = line.lines().collect();
        assert_eq!(lines.len(), 1, "one address, one argument");
        assert!(lines[0].len() <= 1_900, "{} characters", lines[0].len());
        let address: url::Url = lines[0].parse().expect("an address");
        assert_eq!(address.scheme(), "mailto");
        assert_eq!(address.path(), "guest@example.com");
        let fields: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        assert!(fields[0].1.contains(subject), "{language}: {:?}", fields[0]);
        let code = code_in_demo_ledger(&computer);
        let link = format!("https://esimsetup.apple.com/esim_qrcode_provisioning?carddata={code}");
        assert!(fields[1].1.contains(&link), "{language}: the iPhone link");
        assert!(
            fields[1].1.contains(": rsp.sandbox.example\r\n"),
            "{language}: the server"
        );
    }
    window.hear("Nothing has been sent yet").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_program_the_words_say_so_and_nothing_is_lost() {
    let computer = Computer::start();
    // All that this machine shares but its programs.
    let shared = computer.home().join("shared");
    fs::create_dir(&shared).expect("the home is ours");
    for entry in fs::read_dir("/usr/share").expect("every Linux has it") {
        let entry = entry.expect("it can be read");
        if entry.file_name() != "applications" {
            symlink(entry.path(), shared.join(entry.file_name())).expect("the home is ours");
        }
    }
    let computer = computer.with("XDG_DATA_DIRS", shared.display().to_string());
    let window = hand_over(&computer).await;
    window.press("[data-testid=mail]").await;
    window
        .hear("No mail program is set up on this computer")
        .await;
    window.hear("Copy the iPhone link").await;
    window.see_code().await;
    assert_eq!(
        crate::driver::pictures::code_on_page(&computer, &window).await,
        code_in_demo_ledger(&computer)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_program_that_can_be_asked_over_the_bus_has_no_code_in_its_command_line() {
    let computer = Computer::start();
    let started = install_mail_program(&computer);
    let entry = computer.home().join("data/applications");
    let text = fs::read_to_string(entry.join("mail-program.desktop")).expect("it was written");
    let name = "org.example.Mail";
    fs::write(
        entry.join(format!("{name}.desktop")),
        format!("{text}DBusActivatable=true\n"),
    )
    .expect("the home is ours");
    let chosen = format!("[Default Applications]\nx-scheme-handler/mailto={name}.desktop\n");
    fs::write(computer.home().join("config/mimeapps.list"), chosen).expect("the home is ours");
    let opened = Opened::default();
    let _bus = zbus::blocking::connection::Builder::address(computer.bus.address())
        .and_then(|builder| builder.name(name))
        .and_then(|builder| builder.serve_at("/org/example/Mail", opened.clone()))
        .and_then(zbus::blocking::connection::Builder::build)
        .expect("the private bus takes a mail program");
    let window = hand_over(&computer).await;
    window.press("[data-testid=mail]").await;
    until("the mail program to be asked", || !opened.all().is_empty());
    let code = code_in_demo_ledger(&computer);
    let matching_id = code.rsplit('$').next().expect("its last part");
    assert!(opened.all()[0].contains(matching_id), "the whole draft");
    assert!(!started.exists(), "nothing was started with it");
}

/// What a mail program on the bus was asked to open.
#[derive(Clone, Default)]
struct Opened(Arc<Mutex<Vec<String>>>);

impl Opened {
    fn all(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[zbus::interface(name = "org.freedesktop.Application")]
impl Opened {
    fn open(&self, addresses: Vec<String>, _facts: HashMap<String, OwnedValue>) {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        opened.extend(addresses);
    }
}

async fn hand_over(computer: &Computer) -> Window {
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    window.press("[data-testid=more-ways]").await;
    window.see("[data-testid=mail]").await;
    window
}

/// Registers a program for `mailto`, as installing one does. Gives the file in which it writes its argument.
fn install_mail_program(computer: &Computer) -> PathBuf {
    let asked = computer.home().join("asked.txt");
    let program = computer.home().join("mail-program");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.part' && mv '{0}.part' '{0}'\n",
        asked.display()
    );
    fs::write(&program, script).expect("the home is ours");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    let applications = computer.home().join("data/applications");
    fs::create_dir_all(&applications).expect("the home is ours");
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Mail\nExec={} %u\nMimeType=x-scheme-handler/mailto;\n",
        program.display()
    );
    fs::write(applications.join("mail-program.desktop"), entry).expect("the home is ours");
    let config = computer.home().join("config");
    fs::create_dir_all(&config).expect("the home is ours");
    let chosen = "[Default Applications]\nx-scheme-handler/mailto=mail-program.desktop\n";
    fs::write(config.join("mimeapps.list"), chosen).expect("the home is ours");
    asked
}
