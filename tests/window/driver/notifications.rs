//! A desktop's notification service that shows nothing and notes what it was asked to show.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::zvariant::OwnedValue;

use crate::computer::Computer;

const NAME: &str = "org.freedesktop.Notifications";

/// The stand-in, as long as it lives.
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
            .and_then(|bus| bus.name(NAME))
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
