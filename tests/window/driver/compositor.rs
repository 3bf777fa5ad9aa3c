//! A Wayland compositor with two monitors and no screen. What a monitor shows and where a window stands is asked of it from
//! outside.
//!
//! It is sway in sway: the outer one draws into memory, and each of its windows is a monitor of the inner one, so that
//! closing a window unplugs a monitor. Alone it can plug monitors in, but not out.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

use super::computer::{Computer, Family};
use super::window::PATIENCE;
use crate::bus::until;

/// The sizes that the monitors have.
const OUTER: &str = "\
xwayland disable
default_border none
output HEADLESS-1 resolution 1400x900 position 0 0
output HEADLESS-2 resolution 1280x800 position 1400 0
";

/// No frames, so that a window is as large as its monitor.
const INNER: &str = "\
xwayland disable
default_border none
output * bg #204060 solid_color
";

const IN_A_WINDOW: &str = "\
xwayland disable
default_border none
output X11-1 resolution 1440x900
";

/// The first monitor's name.
const FIRST: &str = "WL-1";

/// Who runs it when the tests are run by root: sway refuses to.
const NOBODY: u32 = 65_534;

/// Dropping it ends it, and with it all windows on it.
pub struct Compositor {
    // Dropped in this order: the inner one cannot live without the outer.
    inner: Sway,
    outer: Sway,
}

#[derive(Clone, Copy, Debug)]
pub enum Monitor {
    First,
    Second,
}

/// Where a window stands, in the pixels of all monitors together.
#[derive(Debug, PartialEq, Eq)]
pub struct Standing {
    pub full_screen: bool,
    /// Left, top, width, height.
    pub at: [i64; 4],
}

impl Compositor {
    pub fn start() -> Self {
        let outer = Sway::start(OUTER, &[("WLR_BACKENDS", "headless")]);
        outer.create_output();
        outer.say(&["focus", "output", "HEADLESS-1"]);
        let shown_on = outer.display();
        let place = [("WLR_BACKENDS", "wayland"), ("WAYLAND_DISPLAY", &shown_on)];
        let inner = Sway::start(INNER, &place);
        let compositor = Self { inner, outer };
        compositor.until_shown(FIRST);
        compositor.plug();
        compositor
    }

    /// What `WAYLAND_DISPLAY` is for a program on it.
    pub fn display(&self) -> String {
        self.inner.display()
    }

    /// Plugs the second monitor in, to the right of the first.
    pub fn plug(&self) {
        self.outer.say(&["focus", "output", "HEADLESS-2"]);
        self.inner.create_output();
        until("the second monitor", || self.second().is_some());
        self.until_shown(&self.second().expect("it was just seen"));
        self.inner.say(&["focus", "output", FIRST]);
    }

    /// A monitor that the outer one has not shown yet would come up wherever it looks next.
    fn until_shown(&self, monitor: &str) {
        let title = format!("wlroots - {monitor}");
        until(&format!("the monitor {monitor}"), || {
            let tree = self.outer.ask(&["--type", "get_tree"]);
            window_in(&tree, &title).is_some()
        });
    }

    /// Pulls its plug.
    pub fn unplug(&self) {
        let second = self.second().expect("it is plugged in");
        let window = format!("[title=\"{second}\"]");
        self.outer.say(&[&window, "kill"]);
        until("the second monitor to go", || self.second().is_none());
    }

    /// The second monitor's name, which is another one each time.
    fn second(&self) -> Option<String> {
        let outputs = self.inner.ask(&["--type", "get_outputs"]);
        let names = outputs.as_array()?.iter().map(|output| &output["name"]);
        let second = names.filter_map(Value::as_str).find(|name| *name != FIRST);
        second.map(str::to_owned)
    }

    /// Where the window of this title stands, if there is one.
    pub fn standing(&self, title: &str) -> Option<Standing> {
        let tree = self.inner.ask(&["--type", "get_tree"]);
        let window = window_in(&tree, title)?;
        let side = |name: &str| window["rect"][name].as_i64();
        Some(Standing {
            full_screen: window["fullscreen_mode"] == 1,
            at: [side("x")?, side("y")?, side("width")?, side("height")?],
        })
    }

    /// Photographs what a monitor shows; `None` while it is unplugged.
    pub fn picture(&self, monitor: Monitor, target: &Path) -> Option<()> {
        let name = match monitor {
            Monitor::First => FIRST.to_owned(),
            Monitor::Second => self.second()?,
        };
        let output = Command::new("grim")
            .args(["-o", &name])
            .arg(target)
            .env("WAYLAND_DISPLAY", self.display())
            .env("XDG_RUNTIME_DIR", self.inner.folder.path())
            .output()
            .expect("`cargo xtask setup` installs grim");
        output.status.success().then_some(())
    }
}

/// A compositor with one monitor, which is a window of a computer's X server: that server's keyboard and pointer are its own,
/// so that a test types and points there as a person does. Dropping it ends it.
pub struct InAWindow(Sway);

impl InAWindow {
    pub fn start(computer: &Computer) -> Self {
        let place = [("WLR_BACKENDS", "x11"), ("DISPLAY", computer.display())];
        Self(Sway::start(IN_A_WINDOW, &place))
    }

    /// The same computer, whose programs show themselves on it from now on.
    pub fn of(&self, computer: Computer) -> Computer {
        computer
            .with("GDK_BACKEND", "wayland")
            .with("WAYLAND_DISPLAY", self.0.display())
    }

    /// The titles of all windows on it.
    pub fn titles(&self) -> Vec<String> {
        titles_in(&self.0.ask(&["--type", "get_tree"]))
    }

    /// What its keys are.
    pub fn has_layout(&self, layout: &str) {
        self.0
            .say(&["input", "type:keyboard", "xkb_layout", layout]);
    }
}

/// One running sway, in a folder of its own.
struct Sway {
    _running: Family,
    folder: TempDir,
}

impl Sway {
    fn start(configuration: &str, place: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        let file = folder.path().join("sway.conf");
        fs::write(&file, configuration).expect("the folder is ours");
        let mut command = Command::new("sway");
        command
            .arg("--config")
            .arg(&file)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("SWAYSOCK", folder.path().join("ipc"))
            .env("WLR_RENDERER", "pixman")
            .envs(place.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(folder.path().join("log")).expect("the folder is ours"));
        if fs::metadata(folder.path()).is_ok_and(|made| made.uid() == 0) {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("root may");
            command.uid(NOBODY).gid(NOBODY);
        }
        let sway = Self {
            _running: Family::start(command),
            folder,
        };
        // Its sockets are there before it listens to them, and `swaymsg` waits for an answer only three seconds.
        until("the compositor to answer", || {
            sway.socket().is_some() && sway.answer(&["--type", "get_version"]).is_ok()
        });
        sway
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn display(&self) -> String {
        let socket = self.socket().expect("it listens");
        socket.to_str().expect("the path is ASCII").to_owned()
    }

    fn socket(&self) -> Option<PathBuf> {
        let files = fs::read_dir(self.folder.path()).ok()?.flatten();
        files.map(|file| file.path()).find(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with("wayland-") && !name.ends_with(".lock"))
        })
    }

    fn say(&self, words: &[&str]) {
        let answer = self.ask(words);
        assert_eq!(answer[0]["success"], true, "sway does {words:?}: {answer}");
    }

    /// Another monitor. `swaymsg` waits for the answer only three seconds, and a busy machine takes longer to make one:
    /// whether it was made is asked, not believed, and a second one is never asked for.
    fn create_output(&self) {
        let before = self.outputs();
        let _ = self.answer(&["create_output"]);
        until("another monitor", || self.outputs() > before);
    }

    fn outputs(&self) -> usize {
        let outputs = self.ask(&["--type", "get_outputs"]);
        outputs.as_array().map_or(0, Vec::len)
    }

    /// Says it until an answer comes: nothing that is said here does harm when it is said twice.
    fn ask(&self, words: &[&str]) -> Value {
        let begun = Instant::now();
        loop {
            match self.answer(words) {
                Ok(answer) => return answer,
                Err(_) if begun.elapsed() < PATIENCE => {}
                Err(told) => {
                    let log = fs::read_to_string(self.log()).unwrap_or_default();
                    panic!("swaymsg {words:?}: {told}\nsway: {log}")
                }
            }
        }
    }

    /// # Errors
    ///
    /// What `swaymsg` says when nothing came.
    fn answer(&self, words: &[&str]) -> Result<Value, String> {
        let output = Command::new("swaymsg")
            .arg("--socket")
            .arg(self.folder.path().join("ipc"))
            .arg("--raw")
            .args(words)
            .output()
            .expect("it comes with sway");
        serde_json::from_slice(&output.stdout)
            .map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn window_in<'a>(node: &'a Value, title: &str) -> Option<&'a Value> {
    if node["pid"].is_u64() && node["name"] == title {
        return Some(node);
    }
    ["nodes", "floating_nodes"]
        .iter()
        .filter_map(|below| node[below].as_array())
        .flatten()
        .find_map(|below| window_in(below, title))
}

fn titles_in(node: &Value) -> Vec<String> {
    let own = node["name"].as_str().filter(|_| node["pid"].is_u64());
    let below = ["nodes", "floating_nodes"]
        .iter()
        .filter_map(|below| node[below].as_array())
        .flatten()
        .flat_map(titles_in);
    own.map(str::to_owned).into_iter().chain(below).collect()
}
