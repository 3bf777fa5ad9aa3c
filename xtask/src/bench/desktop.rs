//! A desktop of its own for one measurement: a virtual screen, a private session bus, and a home
//! folder that is thrown away.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Failure, Outcome};

pub struct Desktop {
    home: PathBuf,
    display: String,
    bus: String,
    frame: Frame,
    helpers: Vec<Child>,
}

/// The virtual screen's memory, as the server keeps it in a file in the format of `xwd`.
struct Frame {
    file: PathBuf,
    /// Where the header ends and the first pixel lies.
    begin: u64,
    /// Bytes of all pixels.
    length: usize,
}

impl Desktop {
    pub fn start() -> Outcome<Self> {
        let home = env::temp_dir().join(format!("esim-desk-bench-{}", process::id()));
        fs::create_dir_all(&home).map_err(|error| Failure::at(&home, &error))?;
        let mut desktop = Self {
            frame: Frame {
                file: home.join("Xvfb_screen0"),
                begin: 0,
                length: 0,
            },
            home,
            display: String::new(),
            bus: String::new(),
            helpers: Vec::new(),
        };
        let home = desktop.home.to_string_lossy().into_owned();
        // Both tell on their output that they are ready, and where.
        let display = desktop.helper(
            "Xvfb",
            &[
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1366x900x24",
                "-nolisten",
                "tcp",
                "-fbdir",
                &home,
            ],
        )?;
        desktop.display = format!(":{display}");
        desktop.bus = desktop.helper(
            "dbus-daemon",
            &["--session", "--nofork", "--print-address=1"],
        )?;
        desktop.frame.measure()?;
        Ok(desktop)
    }

    /// The same with an open keychain on its bus.
    pub fn with_keychain() -> Outcome<Self> {
        let mut desktop = Self::start()?;
        let mut keyring = desktop
            .command(Path::new("gnome-keyring-daemon"))
            .args(["--foreground", "--components=secrets", "--unlock"])
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::new(format!("gnome-keyring-daemon: {error}")))?;
        let password = keyring
            .stdin
            .take()
            .map_or(Ok(()), |mut input| input.write_all(b"only for measuring\n"));
        desktop.helpers.push(keyring);
        password.map_err(|_| Failure::new("the keychain does not take its password"))?;
        let begin = Instant::now();
        // Whoever asks the keychain itself before it is there makes the bus start another one.
        while !desktop.has("org.freedesktop.secrets") {
            if begin.elapsed() > Duration::from_secs(20) {
                return Err(Failure::new("the keychain does not come"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(desktop)
    }

    /// Whether somebody on the bus has this name.
    fn has(&self, name: &str) -> bool {
        self.command(Path::new("dbus-send"))
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus"])
            .args(["/", "org.freedesktop.DBus.NameHasOwner"])
            .arg(format!("string:{name}"))
            .stdout(Stdio::piped())
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("boolean true"))
    }

    /// A program that will run on this desktop.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", &self.home)
            .env("XDG_RUNTIME_DIR", &self.home)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// A folder for one start, below the home folder.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// Presses and releases a key, as the keyboard would.
    pub fn press(&self, key: &str) -> Outcome {
        let pressed = self
            .command(Path::new("xdotool"))
            .args(["key", key])
            .status()
            .is_ok_and(|status| status.success());
        if pressed {
            return Ok(());
        }
        Err(Failure::new(format!("xdotool could not press {key}")))
    }

    /// The whole screen, four bytes a pixel.
    pub fn picture(&self) -> Outcome<Vec<u8>> {
        self.frame.read(0, self.frame.length)
    }

    /// Single bytes of the screen, for looking at it often and cheaply.
    pub fn bytes(&self, places: impl Iterator<Item = u64>) -> Outcome<Vec<u8>> {
        self.frame.bytes(places)
    }

    /// The screen once it has not changed for `calm`.
    pub fn settled(&self, calm: Duration, limit: Duration) -> Outcome<Vec<u8>> {
        let begin = Instant::now();
        let mut last = self.picture()?;
        let mut since = Instant::now();
        while begin.elapsed() < limit {
            thread::sleep(Duration::from_millis(50));
            let now = self.picture()?;
            if now != last {
                last = now;
                since = Instant::now();
            } else if since.elapsed() >= calm {
                return Ok(last);
            }
        }
        Err(Failure::new("the screen never came to rest"))
    }

    /// Starts a program that stays, and gives the first line it prints.
    fn helper(&mut self, name: &str, arguments: &[&str]) -> Outcome<String> {
        let mut child = Command::new(name)
            .args(arguments)
            .env("HOME", &self.home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::new(format!("{name} could not be started: {error}")))?;
        let line = first_line(child.stdout.take());
        self.helpers.push(child);
        line.ok_or_else(|| Failure::new(format!("{name} ended at once")))
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for helper in &mut self.helpers {
            // One that is gone already is what is wanted.
            let _ = helper.kill();
            let _ = helper.wait();
        }
        let _ = fs::remove_dir_all(&self.home);
    }
}

impl Frame {
    /// The header begins with its own length; the colour table follows it, 12 bytes an entry.
    /// All numbers are 32 bits, most significant byte first (X11's `XWDFile.h`).
    fn measure(&mut self) -> Outcome {
        const HEIGHT: usize = 5;
        const BYTES_PER_LINE: usize = 12;
        const COLOURS: usize = 19;
        let header = self.read(0, 4 * (COLOURS + 1))?;
        let number = |index: usize| {
            header[4 * index..4 * index + 4]
                .iter()
                .fold(0, |sum, byte| sum * 256 + u32::from(*byte))
        };
        self.begin = u64::from(number(0)) + 12 * u64::from(number(COLOURS));
        let length = u64::from(number(HEIGHT)) * u64::from(number(BYTES_PER_LINE));
        self.length = usize::try_from(length)
            .map_err(|_| Failure::new("the virtual screen is larger than this machine's memory"))?;
        Ok(())
    }

    fn read(&self, from: u64, length: usize) -> Outcome<Vec<u8>> {
        let mut bytes = vec![0; length];
        File::open(&self.file)
            .and_then(|mut file| {
                file.seek(SeekFrom::Start(self.begin + from))?;
                file.read_exact(&mut bytes)
            })
            .map_err(|error| Failure::at(&self.file, &error))?;
        Ok(bytes)
    }

    fn bytes(&self, places: impl Iterator<Item = u64>) -> Outcome<Vec<u8>> {
        let read = || -> io::Result<Vec<u8>> {
            let mut file = File::open(&self.file)?;
            places
                .map(|place| {
                    let mut byte = [0];
                    file.seek(SeekFrom::Start(self.begin + place))?;
                    file.read_exact(&mut byte)?;
                    Ok(byte[0])
                })
                .collect()
        };
        read().map_err(|error| Failure::at(&self.file, &error))
    }
}

fn first_line(output: Option<ChildStdout>) -> Option<String> {
    let mut line = String::new();
    BufReader::new(output?).read_line(&mut line).ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
