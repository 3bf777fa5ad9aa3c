//! What a screen reader is given: the system's own accessibility tree (AT-SPI), read over its bus as such a program reads it.
//! The page cannot look at it, and neither can axe, which reads the page.
//!
//! <https://gnome.pages.gitlab.gnome.org/at-spi2-core/devel-docs/architecture.html>

use std::collections::HashMap;
use std::fmt;
use std::process::Stdio;
use std::time::Instant;

use zbus::blocking::{Connection, connection};
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue};

use super::computer::{Computer, Family};
use super::window::PATIENCE;
use crate::bus::until;

/// Where distributions keep the program that starts the accessibility bus.
const LAUNCHERS: [&str; 2] = [
    "/usr/libexec/at-spi-bus-launcher",
    "/usr/lib/at-spi-bus-launcher",
];

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const TEXT: &str = "org.a11y.atspi.Text";

/// A name on the bus and a path there.
type Place = (String, OwnedObjectPath);

/// Bits of a state, as `AtspiStateType` numbers them.
#[derive(Clone, Copy)]
pub enum State {
    Checked = 4,
    Expandable = 9,
    Expanded = 10,
    Focusable = 11,
    Modal = 16,
    Pressed = 20,
    Showing = 25,
    Invalid = 36,
}

/// One thing of the window.
pub struct Node {
    depth: usize,
    /// As ARIA calls it.
    pub role: String,
    pub name: String,
    pub description: String,
    /// What stands in it, with a sign of its own for each thing in it that is none of text.
    pub text: String,
    /// `polite` or `assertive` where it is told when it changes.
    pub live: Option<String>,
    pub level: Option<u32>,
    states: u64,
}

impl Node {
    pub fn is(&self, state: State) -> bool {
        self.states >> (state as u32) & 1 == 1
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Node {
            depth, role, name, ..
        } = self;
        let states = self.states;
        write!(
            out,
            "{:depth$}{role} {name:?} {states:#x} {:?}",
            "", self.text
        )?;
        if let Some(live) = &self.live {
            write!(out, " {live}")?;
        }
        Ok(())
    }
}

/// A program that reads the screen of a computer.
pub struct ScreenReader {
    bus: Connection,
    _launcher: Family,
}

impl ScreenReader {
    /// To be started before the app, which looks once whether somebody reads.
    pub fn start(computer: &Computer) -> Self {
        let program = LAUNCHERS
            .into_iter()
            .find(|path| std::fs::exists(path).unwrap_or(false));
        let mut command = computer.command(program.expect("`cargo xtask setup` installs it"));
        command
            .args(["--launch-immediately", "--a11y=1", "--screen-reader=1"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let launcher = Family::start(command);
        let session = connect(computer.bus.address());
        let mut address = None;
        until("the accessibility bus", || {
            let place = ("org.a11y.Bus".to_owned(), path("/org/a11y/bus"));
            address = ask::<String>(&session, &place, "org.a11y.Bus", "GetAddress", &()).ok();
            address.is_some()
        });
        Self {
            bus: connect(&address.expect("it was waited for")),
            _launcher: launcher,
        }
    }

    /// Waits until the window is told so, and gives all of it in the order of reading.
    pub fn until(&self, what: &str, told: impl Fn(&[Node]) -> bool) -> Vec<Node> {
        let begun = Instant::now();
        loop {
            // What is drawn anew meanwhile is gone before it is asked about.
            let nodes = self.read().unwrap_or_default();
            if told(&nodes) {
                return nodes;
            }
            let all: Vec<String> = nodes.iter().map(Node::to_string).collect();
            assert!(
                begun.elapsed() < PATIENCE,
                "a screen reader was not told of {what}:\n{}",
                all.join("\n")
            );
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    }

    fn read(&self) -> zbus::Result<Vec<Node>> {
        let root = (
            "org.a11y.atspi.Registry".to_owned(),
            path("/org/a11y/atspi/accessible/root"),
        );
        let mut nodes = Vec::new();
        self.walk(&root, 0, &mut nodes)?;
        Ok(nodes)
    }

    fn walk(&self, at: &Place, depth: usize, into: &mut Vec<Node>) -> zbus::Result<()> {
        let attributes: HashMap<String, String> = self.ask(at, "GetAttributes")?;
        let states: Vec<u32> = self.ask(at, "GetState")?;
        let live = attributes.get("container-live").cloned();
        // Most things have none, and say so with an error.
        let text = ask(&self.bus, at, TEXT, "GetText", &(0_i32, -1_i32)).unwrap_or_default();
        into.push(Node {
            depth,
            role: attributes.get("computed-role").cloned().unwrap_or_default(),
            name: self.property(at, "Name")?,
            description: self.property(at, "Description")?,
            text,
            live,
            level: attributes.get("level").and_then(|level| level.parse().ok()),
            states: states
                .iter()
                .rev()
                .fold(0, |all, part| all << 32 | u64::from(*part)),
        });
        for child in self.children(at)? {
            self.walk(&child, depth + 1, into)?;
        }
        Ok(())
    }

    fn children(&self, at: &Place) -> zbus::Result<Vec<Place>> {
        let all: Vec<Place> = self.ask(at, "GetChildren")?;
        if !all.is_empty() {
            return Ok(all);
        }
        // Where a page begins, in a process of its own, GTK tells of it only when it is asked for one by one.
        let value: OwnedValue = ask(
            &self.bus,
            at,
            PROPERTIES,
            "Get",
            &(ACCESSIBLE, "ChildCount"),
        )?;
        (0..i32::try_from(value)?)
            .map(|at_index| ask(&self.bus, at, ACCESSIBLE, "GetChildAtIndex", &(at_index,)))
            .collect()
    }

    fn ask<Answer>(&self, at: &Place, method: &str) -> zbus::Result<Answer>
    where
        Answer: serde::de::DeserializeOwned + zbus::zvariant::Type,
    {
        ask(&self.bus, at, ACCESSIBLE, method, &())
    }

    fn property(&self, at: &Place, name: &str) -> zbus::Result<String> {
        let value: OwnedValue = ask(&self.bus, at, PROPERTIES, "Get", &(ACCESSIBLE, name))?;
        String::try_from(value).map_err(Into::into)
    }
}

fn connect(address: &str) -> Connection {
    let built = connection::Builder::address(address).and_then(connection::Builder::build);
    built.unwrap_or_else(|error| panic!("{address}: {error}"))
}

fn ask<Answer>(
    bus: &Connection,
    (name, path): &Place,
    interface: &str,
    method: &str,
    with: &(impl serde::Serialize + DynamicType),
) -> zbus::Result<Answer>
where
    Answer: serde::de::DeserializeOwned + zbus::zvariant::Type,
{
    let reply = bus.call_method(Some(name.as_str()), path, Some(interface), method, with)?;
    reply.body().deserialize()
}

fn path(path: &str) -> OwnedObjectPath {
    path.try_into().expect("it is a path")
}
