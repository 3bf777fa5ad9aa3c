//! A computer's keyboard and pointer, as its X server has them: what they do reaches the program as a person's or a scanner's
//! hands do, on Wayland through a compositor in a window of that server.

use super::compositor::InAWindow;
use super::computer::Computer;

/// What a scanner types, one word for each `xdotool` argument: text, or the name of a key.
pub enum Typed<'a> {
    Text(&'a str),
    Key(&'a str),
    /// As a scanner types that was told to, for old tills.
    Slowly(&'a str),
}

/// Who hears it.
#[derive(Clone, Copy)]
enum Listens<'a> {
    Program,
    Compositor(&'a InAWindow),
}

pub struct Keyboard<'a> {
    computer: &'a Computer,
    listens: Listens<'a>,
}

impl<'a> Keyboard<'a> {
    pub fn of(computer: &'a Computer) -> Self {
        let listens = Listens::Program;
        Self { computer, listens }
    }

    /// What is typed and pointed at goes to the compositor, and from there to its programs.
    pub fn through(compositor: &'a InAWindow, computer: &'a Computer) -> Self {
        let listens = Listens::Compositor(compositor);
        Self { computer, listens }
    }

    /// Does what `xdotool` calls it, in one command, so that nothing comes between.
    pub fn does(&self, keys: &[&str]) {
        // Without a window manager somebody has to give the keys to the window. A compositor's is all that there is.
        let to_front = [
            "search",
            "--onlyvisible",
            "--name",
            "^eSIM Desk",
            "windowfocus",
            "--sync",
        ];
        if matches!(self.listens, Listens::Program) {
            self.run(&to_front);
        }
        self.run(keys);
    }

    fn run(&self, arguments: &[&str]) {
        let done = self.computer.run("xdotool", arguments);
        let told = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "xdotool {arguments:?}: {told}");
    }

    /// Two milliseconds a key.
    pub fn scan(&self, keys: &[Typed]) {
        let mut all = Vec::new();
        for key in keys {
            match key {
                Typed::Text(text) => all.extend(["type", "--delay", "2", "--args", "1", text]),
                Typed::Slowly(text) => all.extend(["type", "--delay", "60", "--args", "1", text]),
                Typed::Key(key) => all.extend(["key", "--delay", "2", key]),
            }
        }
        self.does(&all);
    }

    /// By the keys themselves, whatever the layout makes of them: the digits' row, then Enter.
    pub fn scan_digit_keys(&self, digits: &str) {
        const ENTER: u32 = 36;
        let code = |digit: u8| match digit {
            b'0' => 19,
            other => u32::from(other - b'0') + 9,
        };
        let codes = digits.bytes().map(code).chain([ENTER]);
        let codes: Vec<String> = codes.map(|code| code.to_string()).collect();
        let mut all = vec!["key", "--delay", "2"];
        all.extend(codes.iter().map(String::as_str));
        self.does(&all);
    }

    pub fn has_layout(&self, layout: &str) {
        match self.listens {
            Listens::Compositor(compositor) => compositor.has_layout(layout),
            Listens::Program => {
                let set = self.computer.run("setxkbmap", &[layout]);
                let told = String::from_utf8_lossy(&set.stderr);
                assert!(set.status.success(), "{told}");
            }
        }
    }
}
