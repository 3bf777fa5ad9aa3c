//! A computer for one test: its screen, its session bus with a keyring, its home, and the app on it.
//!
//! Not in it: opening the app's window (`window`), and what is done in it (`steps`).

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

use crate::bus::{Display, PrivateBus, Services};

/// The program under test.
pub const APP: &str = env!("CARGO_BIN_EXE_esim-desk");

/// Divides the desk's waiting times.
const HURRY: &str = "20";

/// Has WebKitGTK paint without OpenGL: where no graphics card is, that is imitated by the processor, which costs a third of
/// all that these tests do.
const PAINT: (&str, &str) = ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");

const HURRY_VARIABLE: &str = "ESIM_DESK_HURRY";

/// Dropping it ends everything on it.
pub struct Computer {
    pub bus: PrivateBus,
    display: Display,
    extra: Vec<(&'static str, String)>,
}

impl Computer {
    /// With a keyring that is open, as after somebody has signed in to their desktop.
    pub fn start() -> Self {
        let mut computer = Self::without_keyring();
        computer.bus.unlock_keyring();
        computer
    }

    /// The same with a screen of so many pixels.
    pub fn with_screen(width: u32, height: u32) -> Self {
        let mut computer = Self::on(Display::of_size(width, height));
        computer.bus.unlock_keyring();
        computer
    }

    /// With a session bus on which nobody keeps secrets.
    pub fn without_keyring() -> Self {
        Self::on(Display::of_size(1440, 900))
    }

    fn on(display: Display) -> Self {
        let bus = PrivateBus::start(Services::None, Some(display.name()));
        Self {
            bus,
            display,
            extra: Vec::new(),
        }
    }

    /// The same, with the second monitor spoken for: it shows the customer's half.
    pub fn with_two_monitors() -> Self {
        let computer = Self::with_a_strange_monitor();
        for demo in [false, true] {
            computer.settings(demo, &json!({ "second_monitor": "customer" }));
        }
        computer
    }

    /// With an open keyring and two monitors side by side: 1400x900, and 1280x800 to the right of it, of which nobody has said
    /// yet what it is for.
    pub fn with_a_strange_monitor() -> Self {
        let place = tempfile::tempdir().expect("the temporary folder is writable");
        let display = Display::of_monitors(place.path());
        let bus = PrivateBus::start(Services::None, Some(display.name()));
        let mut computer = Self {
            bus,
            display,
            extra: Vec::new(),
        };
        computer.bus.unlock_keyring();
        computer.randr(&["--output", "DUMMY0", "--mode", "1400x900"]);
        computer.randr(&["--addmode", "DUMMY1", "1280x800"]);
        computer.plug();
        computer
    }

    /// Plugs the second monitor in.
    pub fn plug(&self) {
        let second = ["--output", "DUMMY1", "--mode", "1280x800"];
        self.randr(&[&second[..], &["--right-of", "DUMMY0"]].concat());
    }

    /// Makes the second monitor the first one that programs are told of.
    pub fn swap_primary(&self) {
        self.randr(&["--output", "DUMMY1", "--primary"]);
    }

    /// Pulls its plug.
    pub fn unplug(&self) {
        self.randr(&["--output", "DUMMY1", "--off"]);
    }

    fn randr(&self, arguments: &[&str]) {
        let output = self.run("xrandr", arguments);
        assert!(
            output.status.success(),
            "xrandr {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        // The driver notices what was plugged only when it is asked, where a real one tells.
        self.run("xrandr", &["--query"]);
    }

    /// Sets one more variable for the app.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.extra.push((name, value.into()));
        self
    }

    /// Waiting times as people have them: what must be done within a copied code's minute is no race with it, and what is
    /// gone before that went for another reason.
    #[must_use]
    pub fn unhurried(self) -> Self {
        self.with(HURRY_VARIABLE, "1")
    }

    /// A minute is 15 seconds: enough to do something in it, where its end is waited for.
    #[must_use]
    pub fn hurried_a_little(self) -> Self {
        self.with(HURRY_VARIABLE, "4")
    }

    /// Answers the app's file dialog with a file of this name in the home, and gives the file's path.
    #[must_use]
    pub fn saving_as(self, name: &str) -> (Self, PathBuf) {
        let target = self.home().join(name);
        let answer = target.display().to_string();
        (self.with("ESIM_DESK_SAVE_AS", answer), target)
    }

    pub fn home(&self) -> &Path {
        self.bus.home()
    }

    /// The app's data folder.
    pub fn data(&self) -> PathBuf {
        self.home().join("desk")
    }

    /// The X display's name.
    pub fn display(&self) -> &str {
        self.display.name()
    }

    /// Writes a settings file for the live desk, or for the demo, before the app is started.
    pub fn settings(&self, demo: bool, settings: &Value) {
        let folder = if demo {
            self.data().join("demo")
        } else {
            self.data()
        };
        fs::create_dir_all(&folder).expect("the home is ours");
        fs::write(folder.join("settings.json"), settings.to_string()).expect("the home is ours");
    }

    /// Starts the app in the usual data folder as a person does, with nobody to drive it.
    pub fn start_app(&self) -> Family {
        let mut command = self.command(APP);
        command
            .arg("--data-dir")
            .arg(self.data())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Family::start(command)
    }

    /// The process ids of the apps that run in the usual data folder.
    pub fn apps(&self) -> Vec<u32> {
        let data = self.data().display().to_string();
        processes()
            .filter(|process| {
                fs::read_link(process.join("exe")).is_ok_and(|exe| exe == Path::new(APP))
                    && fs::read(process.join("cmdline")).is_ok_and(|line| {
                        line.split(|byte| *byte == 0)
                            .any(|part| part == data.as_bytes())
                    })
            })
            .filter_map(|process| process.file_name()?.to_str()?.parse().ok())
            .collect()
    }

    /// The process ids of the web view's own processes below the app.
    pub fn web_processes(&self) -> Vec<u32> {
        let apps = self.apps();
        let all: Vec<(u32, u32, String)> = processes().filter_map(|path| stat(&path)).collect();
        let parent = |process: u32| {
            let found = all.iter().find(|(one, ..)| *one == process);
            found.map(|(_, parent, _)| *parent)
        };
        let below = |process: u32| {
            std::iter::successors(Some(process), |one| parent(*one)).any(|one| apps.contains(&one))
        };
        all.iter()
            .filter(|(process, _, name)| name.starts_with("WebKit") && below(*process))
            .map(|(process, ..)| *process)
            .collect()
    }

    /// Kills the app, which cannot do anything about it. How many there were.
    pub fn kill_app(&self) -> u32 {
        let apps = self.apps();
        for app in &apps {
            let kill = format!("kill -s KILL {app}");
            // One that has just ended by itself is as good.
            drop(Command::new("sh").args(["-c", &kill]).status());
        }
        u32::try_from(apps.len()).unwrap_or(u32::MAX)
    }

    /// A program on this computer. Its input is empty.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        self.bus.adopt(&mut command);
        command
            .current_dir(self.home())
            .env("LANG", "en_GB.UTF-8")
            .env_remove("LC_ALL")
            .env_remove("LANGUAGE")
            .env(HURRY_VARIABLE, HURRY)
            .env(PAINT.0, PAINT.1)
            .envs(self.extra.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a program on this computer to its end, which must come within ten seconds.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.command("timeout")
            .arg("10")
            .arg(program)
            .args(arguments)
            .output()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"))
    }

    /// The text in the clipboard, as any other program gets it; `None` while there is none.
    pub fn clipboard_text(&self) -> Option<String> {
        let output = self.run("xclip", &["-selection", "clipboard", "-out"]);
        let text = String::from_utf8(output.stdout).expect("the clipboard holds UTF-8");
        (output.status.success() && !text.is_empty()).then_some(text)
    }

    /// Another program copies the text of a file.
    pub fn copies(&self, file: &Path) {
        // What holds the clipboard stays, and would hold the test's own output, too.
        let copy = format!(
            "exec xclip -selection clipboard -in '{}' > /dev/null 2>&1",
            file.display()
        );
        let copied = self.run("sh", &["-c", &copy]);
        assert!(copied.status.success(), "xclip copies");
    }

    /// The picture in the clipboard as PNG.
    pub fn clipboard_picture(&self) -> Vec<u8> {
        let arguments = ["-selection", "clipboard", "-target", "image/png", "-out"];
        self.run("xclip", &arguments).stdout
    }
}

/// The folder of each process that runs, as the kernel shows it.
pub fn processes() -> impl Iterator<Item = PathBuf> {
    fs::read_dir("/proc")
        .expect("Linux has it")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("exe").is_symlink())
}

/// Id, parent and name of a process, unless it has just ended.
fn stat(process: &Path) -> Option<(u32, u32, String)> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name stands in brackets and may hold any character.
    let (before, rest) = stat.split_once('(')?;
    let (name, after) = rest.rsplit_once(')')?;
    let parent = after.split_whitespace().nth(1)?;
    Some((
        before.trim().parse().ok()?,
        parent.parse().ok()?,
        name.to_owned(),
    ))
}

/// A program with all that it has started, ended when dropped.
pub struct Family(Child);

impl Family {
    pub fn start(mut command: Command) -> Self {
        let program = command.get_program().to_owned();
        match command.process_group(0).spawn() {
            Ok(child) => Self(child),
            Err(error) => {
                panic!("{program:?} does not start ({error}); `cargo xtask setup` installs it")
            }
        }
    }

    /// The process id of the program itself.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        let all = format!("kill -s KILL -- -{}", self.0.id());
        // These fail only when they have ended by themselves, which is what is wanted.
        drop(Command::new("sh").args(["-c", &all]).status());
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
