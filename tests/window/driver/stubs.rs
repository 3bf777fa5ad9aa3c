//! Stand-ins for what a desktop has and a test's computer has not: on its private bus they record what they are asked.

use std::sync::{Arc, Mutex, PoisonError};

use zbus::blocking::{Connection, connection};

use crate::computer::Computer;

const SCREEN_SAVER: &str = "org.freedesktop.ScreenSaver";
const SCREEN_SAVER_PATH: &str = "/org/freedesktop/ScreenSaver";

/// Keeps the screen on when asked, and says when it is locked.
pub struct ScreenSaver {
    bus: Connection,
    asked: Asked,
}

/// Who asked to stay awake, by the number each got.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<(u32, String)>>>);

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl Asked {
    fn inhibit(&self, who: &str, _why: &str) -> u32 {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = held.last().map_or(1, |(number, _)| number + 1);
        held.push((number, who.to_owned()));
        number
    }

    fn un_inhibit(&self, number: u32) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(one, _)| *one != number);
    }
}

impl ScreenSaver {
    pub fn on(computer: &Computer) -> Self {
        let asked = Asked::default();
        let bus = connection::Builder::address(computer.bus.address())
            .and_then(|builder| builder.name(SCREEN_SAVER))
            .and_then(|builder| builder.serve_at(SCREEN_SAVER_PATH, asked.clone()))
            .and_then(connection::Builder::build)
            .expect("the private bus takes a screen saver");
        Self { bus, asked }
    }

    /// Whether the app keeps the computer awake just now.
    pub fn kept_awake(&self) -> bool {
        let held = self.asked.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().any(|(_, who)| who == "eSIM Desk")
    }

    /// Somebody locks the screen.
    pub fn lock(&self) {
        self.say("ActiveChanged", SCREEN_SAVER_PATH, SCREEN_SAVER, &(true,));
    }

    /// The login service is asked to lock this session, as by `loginctl lock-session`.
    pub fn lock_by_login(&self) {
        let session = "/org/freedesktop/login1/session/_31";
        self.say("Lock", session, "org.freedesktop.login1.Session", &());
    }

    fn say<B>(&self, signal: &str, path: &str, interface: &str, body: &B)
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.bus
            .emit_signal(None::<&str>, path, interface, signal, body)
            .expect("the private bus carries signals");
    }
}
