//! A session bus of its own with a real GNOME Keyring on it, under a home of its own: nothing of the person who runs the
//! tests is read or written. Used by the keychain's tests and by the window's. Linux only.
//!
//! Everything started here is ended when its owner is dropped.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long the daemons may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

/// The password of the test's keyring. The newline is part of it.
const PASSWORD: &[u8] = b"only for tests\n";

/// Variables that would lead a child to the session of the person who runs the tests.
const OF_THE_PERSON: [&str; 6] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "GNOME_KEYRING_CONTROL",
    "DBUS_SESSION_BUS_ADDRESS",
    "DBUS_STARTER_ADDRESS",
];

/// Which services the bus may start by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Services {
    /// None: what is not started by the test is not there.
    None,
    /// Those installed on this computer, among them a keyring (locked) and the program that asks for its password.
    Installed,
}

/// A key that a busy machine lets go of late is pressed once all the same.
const NO_REPEAT: &str = "-r";

/// An X server whose monitors are plugged in and out with xrandr.
const MONITORS: &str = r#"
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
EndSection
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "any"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "any"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 4096 2048
  EndSubSection
EndSection
"#;

/// A session bus, its home, and the keyring on it if one was started.
pub struct PrivateBus {
    // Dropped in this order: the keyring leaves before its bus, the bus before its home.
    keyring: Option<Keyring>,
    _daemon: Ended,
    address: String,
    display: Option<String>,
    home: TempDir,
}

impl PrivateBus {
    /// Starts a bus. `display` is the X display (such as `:7`) on which its services may show prompts.
    pub fn start(services: Services, display: Option<&str>) -> Self {
        let home = tempfile::tempdir().expect("the temporary folder is writable");
        for folder in ["run", "data", "config", "cache", "bus"] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(home.path().join(folder))
                .expect("the home is new and ours");
        }
        let config = home.path().join("bus.conf");
        fs::write(&config, configuration(services, &home.path().join("bus")))
            .expect("the home is ours");

        let mut command = Command::new("dbus-daemon");
        command
            .arg("--nofork")
            .arg("--print-address=1")
            .arg(format!("--config-file={}", config.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        adopt(&mut command, &home_env(home.path(), display));
        let mut daemon = start(command);
        let output = daemon.0.stdout.take().expect("it was piped");
        let mut address = String::new();
        BufReader::new(output)
            .read_line(&mut address)
            .expect("dbus-daemon prints its address");
        let address = address.trim().to_owned();
        assert!(
            !address.is_empty(),
            "dbus-daemon ended without printing an address"
        );
        Self {
            keyring: None,
            _daemon: daemon,
            address,
            display: display.map(str::to_owned),
            home,
        }
    }

    /// Where this bus listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The home of everything on this bus.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What a child's environment holds so that it lives on this bus, in this home and on this display.
    pub fn env(&self) -> Vec<(&'static str, OsString)> {
        let mut env = home_env(self.home(), self.display.as_deref());
        env.push(("DBUS_SESSION_BUS_ADDRESS", self.address.clone().into()));
        env
    }

    /// Makes a child live on this bus only: sets [`Self::env`] and removes what leads to the person's own session.
    pub fn adopt(&self, command: &mut Command) {
        adopt(command, &self.env());
    }

    /// Starts a keyring that is open, in place of the one before. Its content lasts as long as the home.
    pub fn unlock_keyring(&mut self) {
        self.keyring = None;
        self.keyring = Some(Keyring::unlocked(&self.env()));
    }

    /// Starts the same keyring, locked. It must have been unlocked once before.
    pub fn lock_keyring(&mut self) {
        self.keyring = None;
        self.keyring = Some(Keyring::locked(&self.env()));
    }
}

/// A running keyring daemon.
pub struct Keyring(#[expect(dead_code, reason = "held to end the daemon when dropped")] Ended);

impl Keyring {
    /// Starts a keyring on the bus that `env` names and opens it with the test's password, creating it if need be.
    /// With an empty `env`, on this process's own bus.
    pub fn unlocked(env: &[(&'static str, OsString)]) -> Self {
        Self::start(env, true)
    }

    /// Starts a keyring that stays locked until its prompt is answered.
    pub fn locked(env: &[(&'static str, OsString)]) -> Self {
        Self::start(env, false)
    }

    /// Whether a keyring is on the bus that `env` names. Asking does not make the bus start one.
    pub fn is_there(env: &[(&'static str, OsString)]) -> bool {
        let asked = [
            "/",
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ];
        dbus_send(env, "org.freedesktop.DBus", &asked).contains("boolean true")
    }

    fn start(env: &[(&'static str, OsString)], open: bool) -> Self {
        until("the keyring before to leave the bus", || {
            !Self::is_there(env)
        });
        let mut command = Command::new("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .args(open.then_some("--unlock"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.envs(env.iter().cloned());
        let mut daemon = start(command);
        let mut input = daemon.0.stdin.take().expect("it was piped");
        if open {
            input
                .write_all(PASSWORD)
                .expect("the keyring reads its password");
        }
        drop(input);
        let wanted = if open {
            "boolean false"
        } else {
            "boolean true"
        };
        until(
            &format!("the keyring to say {wanted} when asked whether it is locked"),
            || Self::is_there(env) && ask_whether_locked(env).contains(wanted),
        );
        Self(daemon)
    }
}

/// An X server without a screen, for prompts that nobody answers.
pub struct Display {
    _server: Ended,
    name: String,
}

impl Display {
    /// Starts Xvfb on a free display, large enough for a prompt.
    pub fn start() -> Self {
        Self::of_size(800, 600)
    }

    /// Starts Xvfb on a free display of so many pixels.
    pub fn of_size(width: u32, height: u32) -> Self {
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-nolisten", "tcp", NO_REPEAT])
            .args(["-screen", "0"])
            .arg(format!("{width}x{height}x24"));
        Self::started(command)
    }

    fn started(mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let program = command.get_program().to_owned();
        let mut server = start(command);
        let output = server.0.stdout.take().expect("it was piped");
        let mut number = String::new();
        BufReader::new(output)
            .read_line(&mut number)
            .expect("an X server prints its display's number");
        assert!(
            !number.trim().is_empty(),
            "{program:?} ended without printing a display"
        );
        Self {
            _server: server,
            name: format!(":{}", number.trim()),
        }
    }

    /// Starts a real X server that draws nowhere, with a monitor of 1400x900 and room for more: Xvfb has only one that
    /// programs know of. Its files lie in `home`.
    pub fn of_monitors(home: &Path) -> Self {
        let config = home.join("xorg.conf");
        fs::write(&config, MONITORS).expect("the home is ours");
        let mut command = Command::new("Xorg");
        command
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", NO_REPEAT])
            .args(["-novtswitch", "-sharevts"])
            .arg("-config")
            .arg(&config)
            .arg("-logfile")
            .arg(home.join("xorg.log"));
        Self::started(command)
    }

    /// The display's name, such as `:7`.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Waits for something another process does, and fails after [`START`].
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < START, "waited {START:?} for {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// A child that is killed and reaped when dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // Both fail only when the child has ended by itself, which is what is wanted.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn start(mut command: Command) -> Ended {
    match command.spawn() {
        Ok(child) => Ended(child),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            panic!(
                "{:?} is not installed; `cargo xtask setup` installs it",
                command.get_program()
            )
        }
        Err(error) => panic!("{:?} does not start: {error}", command.get_program()),
    }
}

fn home_env(home: &Path, display: Option<&str>) -> Vec<(&'static str, OsString)> {
    let mut env = vec![
        ("HOME", home.into()),
        ("XDG_RUNTIME_DIR", home.join("run").into()),
        ("XDG_DATA_HOME", home.join("data").into()),
        ("XDG_CONFIG_HOME", home.join("config").into()),
        ("XDG_CACHE_HOME", home.join("cache").into()),
    ];
    env.extend(display.map(|display| ("DISPLAY", display.into())));
    env
}

fn adopt(command: &mut Command, env: &[(&'static str, OsString)]) {
    for name in OF_THE_PERSON {
        command.env_remove(name);
    }
    command.envs(env.iter().cloned());
}

fn configuration(services: Services, sockets: &Path) -> String {
    let services = match services {
        Services::None => "",
        Services::Installed => "<standard_session_servicedirs/>",
    };
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={}</listen>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        sockets.display()
    )
}

/// The reply of the default collection's `Locked` property, or nothing while nobody answers.
fn ask_whether_locked(env: &[(&'static str, OsString)]) -> String {
    let asked = [
        "/org/freedesktop/secrets/aliases/default",
        "org.freedesktop.DBus.Properties.Get",
        "string:org.freedesktop.Secret.Collection",
        "string:Locked",
    ];
    dbus_send(env, "org.freedesktop.secrets", &asked)
}

fn dbus_send(env: &[(&'static str, OsString)], to: &str, asked: &[&str]) -> String {
    let mut command = Command::new("dbus-send");
    command
        .args(["--session", "--print-reply", &format!("--dest={to}")])
        .args(asked)
        .envs(env.iter().cloned());
    match command.output() {
        Ok(Output { stdout, .. }) => String::from_utf8_lossy(&stdout).into_owned(),
        Err(error) => panic!("dbus-send does not start ({error}); `cargo xtask setup` installs it"),
    }
}
