//! Stand-ins for what a desktop has and a test's computer has not: on its private bus they record what they are asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::blocking::{Connection, connection};
use zbus::zvariant::OwnedValue;

use super::computer::Computer;

const SCREEN_SAVER: &str = "org.freedesktop.ScreenSaver";
/// A lock is believed of who has this name only.
const LOGIN: &str = "org.freedesktop.login1";
const SCREEN_SAVER_PATH: &str = "/org/freedesktop/ScreenSaver";
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";

/// Keeps the screen on when asked, and says when it is locked, as the desktop and the login service do.
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
            .and_then(|builder| builder.name(LOGIN))
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

/// A notification service that shows nothing and notes what it was asked to show, as long as it lives.
pub struct Notifications {
    told: Arc<Mutex<Vec<String>>>,
    _bus: zbus::Connection,
}

struct Service(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(clippy::too_many_arguments, reason = "the interface is the desktop's")]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        title: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _time: i32,
    ) -> u32 {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.push(format!("{title}\n{body}"));
        u32::try_from(told.len()).unwrap_or(u32::MAX)
    }
}

impl Notifications {
    /// Takes its place on the computer's session bus.
    pub async fn on(computer: &Computer) -> Self {
        let address = computer
            .bus
            .env()
            .into_iter()
            .find(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS")
            .and_then(|(_, address)| address.into_string().ok())
            .expect("the bus has an address");
        let told = Arc::default();
        let bus = zbus::connection::Builder::address(address.as_str())
            .and_then(|bus| bus.name(NOTIFICATIONS))
            .and_then(|bus| {
                bus.serve_at("/org/freedesktop/Notifications", Service(Arc::clone(&told)))
            })
            .expect("a name and a path")
            .build()
            .await
            .expect("nobody else is there");
        Self { told, _bus: bus }
    }

    /// Everything it was asked to show, title and text.
    pub fn told(&self) -> Vec<String> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.clone()
    }
}
