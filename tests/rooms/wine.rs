//! The other half of tests that need a process of its own: this test program once more, or as it was built for Windows and
//! is run under Wine. Files and the network are the same on both sides. `cargo xtask test --windows` builds the latter, says
//! where it is and runs these tests.
#![cfg(target_os = "linux")]

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What starts a program of Windows, and this program for Windows.
const WINE: &str = "ESIM_DESK_WINE";
const PROGRAM: &str = "ESIM_DESK_WINDOWS_ROOMS";

/// One ignored test of the other half. Dropping it ends it as a power cut does, as far as that can be done to a process.
pub struct OtherHalf(Child);

/// Where the other half runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum On {
    ThisSystem,
    Wine,
}

impl On {
    fn command(self) -> Command {
        let set = |name| env::var_os(name).expect("`cargo xtask test --windows` runs this test");
        match self {
            On::ThisSystem => Command::new(env::current_exe().expect("this program is a file")),
            On::Wine => {
                let mut wine = Command::new(set(WINE));
                wine.arg(set(PROGRAM));
                wine
            }
        }
    }
}

impl OtherHalf {
    pub fn start(on: On, test: &str, environment: &[(&str, String)]) -> Self {
        let child = on
            .command()
            .args(["--ignored", "--exact", "--nocapture", test])
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program, and Wine where it is asked for, can be run");
        Self(child)
    }

    /// Runs one to its end, which must be a good one.
    pub fn passes(on: On, test: &str, environment: &[(&str, String)]) {
        let mut half = Self::start(on, test, environment);
        let said = half.0.stdout.take().map(std::io::read_to_string);
        let said = said.expect("it is a pipe").expect("it is text");
        let ended = half.0.wait().expect("it is our child");
        assert!(
            ended.success() && said.contains("1 passed"),
            "{test} of the other half: {said}"
        );
    }
}

impl Drop for OtherHalf {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A path of this machine, as a program under Wine knows it.
pub fn on_windows(path: &Path) -> String {
    let path = path.to_str().expect("our folders have plain names");
    format!("Z:{}", path.replace('/', "\\"))
}
