//! Locks over D-Bus. Desktops say on the session bus that the screen was locked; the system's login service says it on
//! the system bus, and also when the computer is about to sleep. Either may be missing, and then nothing is heard.
//!
//! Anybody on a bus can send any signal, so each is asked for its sender: it must be who has the service's name. A message that
//! cannot be read is passed over, and a bus that ends is looked for again.

use std::time::Duration;

use futures_util::stream::{StreamExt, select_all};
use tokio::sync::watch;
use zbus::message::Type;
use zbus::{Connection, MatchRule, Message, MessageStream};

/// Who says `ActiveChanged(true)` when the screen is locked.
const SCREEN_SAVERS: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];

/// Between looks for a bus that is not there.
const AGAIN: Duration = Duration::from_secs(60);

const BUS: &str = "org.freedesktop.DBus";
const LOGIN: &str = "org.freedesktop.login1";
const LOGIN_MANAGER: &str = "org.freedesktop.login1.Manager";
const LOGIN_SESSION: &str = "org.freedesktop.login1.Session";

/// Calls `locked` whenever this session is locked or the computer goes to sleep, for as long as the buses are there. Listening
/// costs nothing, so it is not only done while a code is on screen.
pub async fn call_when_locked(_code_shown: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    let desktop = async {
        let mut told = false;
        loop {
            let ended = match Connection::session().await {
                Ok(bus) => hear_screen_savers(&bus, &locked).await,
                Err(error) => Err(error),
            };
            tell_once(&mut told, "locks of the desktop are not heard", ended);
            tokio::time::sleep(AGAIN).await;
        }
    };
    let system = async {
        let mut told = false;
        loop {
            let ended = match Connection::system().await {
                Ok(bus) => hear_login(&bus, &locked).await,
                Err(error) => Err(error),
            };
            tell_once(&mut told, "locks of the system are not heard", ended);
            tokio::time::sleep(AGAIN).await;
        }
    };
    tokio::join!(desktop, system);
}

fn tell_once(told: &mut bool, what: &str, ended: zbus::Result<()>) {
    if !std::mem::replace(told, true) {
        match ended {
            Err(error) => tracing::info!(%error, "{what}"),
            Ok(()) => tracing::info!("{what} for now: the bus has ended"),
        }
    }
}

async fn hear_screen_savers(bus: &Connection, locked: &(impl Fn() + Sync)) -> zbus::Result<()> {
    let mut heard = Vec::new();
    for name in SCREEN_SAVERS {
        // Each is an interface of the service that has the same name.
        heard.push(signals(bus, name, name, "ActiveChanged").await?);
    }
    let mut heard = select_all(heard);
    while let Some(signal) = heard.next().await {
        let Some(signal) = readable(signal) else {
            continue;
        };
        let header = signal.header();
        let service = header.interface().map(|name| name.to_string());
        if says_true(&signal) && is_from(bus, &signal, &service.unwrap_or_default()).await {
            locked();
        }
    }
    Ok(())
}

async fn hear_login(bus: &Connection, locked: &(impl Fn() + Sync)) -> zbus::Result<()> {
    let mut heard = select_all([
        signals(bus, LOGIN, LOGIN_SESSION, "Lock").await?,
        signals(bus, LOGIN, LOGIN_MANAGER, "PrepareForSleep").await?,
    ]);
    let own = own_session(bus).await;
    while let Some(signal) = heard.next().await {
        let Some(signal) = readable(signal) else {
            continue;
        };
        let header = signal.header();
        let of_another = own.is_some() && header.path().map(|path| path.as_str()) != own.as_deref();
        let concerns_us = match header.member().map(|member| member.as_str()) {
            Some("PrepareForSleep") => says_true(&signal),
            Some("Lock") => !of_another,
            Some(_) | None => false,
        };
        if concerns_us && is_from(bus, &signal, LOGIN).await {
            locked();
        }
    }
    Ok(())
}

/// This session's object at the login service. Unknown, any session's lock is taken for ours: a code too few on screen
/// does less harm than one too many.
async fn own_session(bus: &Connection) -> Option<String> {
    let id = std::env::var("XDG_SESSION_ID").ok()?;
    let answer = bus
        .call_method(
            Some(LOGIN),
            "/org/freedesktop/login1",
            Some(LOGIN_MANAGER),
            "GetSession",
            &(id,),
        )
        .await
        .ok()?;
    let path: zbus::zvariant::OwnedObjectPath = answer.body().deserialize().ok()?;
    Some(path.to_string())
}

fn readable(signal: zbus::Result<Message>) -> Option<Message> {
    if let Err(error) = &signal {
        tracing::info!(%error, "a message of the bus cannot be read");
    }
    signal.ok()
}

/// Whether the signal comes from who has `service`'s name now. The rule that is given to the bus is not enough: it is for what is
/// sent to everybody, and a signal can be sent to us alone.
async fn is_from(bus: &Connection, signal: &Message, service: &str) -> bool {
    let path = "/org/freedesktop/DBus";
    let owner = bus
        .call_method(Some(BUS), path, Some(BUS), "GetNameOwner", &(service,))
        .await
        .ok()
        .and_then(|answer| answer.body().deserialize::<String>().ok());
    let header = signal.header();
    let sender = header.sender().map(|sender| sender.as_str());
    let is_from = owner.is_some() && owner.as_deref() == sender;
    if !is_from {
        tracing::warn!("somebody else on the bus says that the screen was locked");
    }
    is_from
}

async fn signals(
    bus: &Connection,
    service: &'static str,
    interface: &'static str,
    member: &'static str,
) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(service)?
        .interface(interface)?
        .member(member)?
        .build();
    MessageStream::for_match_rule(rule, bus, None).await
}

fn says_true(signal: &Message) -> bool {
    signal.body().deserialize::<bool>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};

    use tokio::sync::mpsc;
    use zbus::connection::Builder;

    use super::*;

    const SESSION: &str = "/org/freedesktop/login1/session/_31";
    const SAVER: &str = "org.gnome.ScreenSaver";

    /// A bus of its own.
    struct Bus {
        daemon: Child,
        address: String,
    }

    impl Bus {
        fn start() -> Bus {
            let mut daemon = Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address"])
                .stdout(Stdio::piped())
                .spawn()
                .expect("dbus-daemon is installed");
            let mut address = String::new();
            BufReader::new(daemon.stdout.as_mut().expect("it is piped"))
                .read_line(&mut address)
                .expect("it says where it is");
            let address = address.trim().to_owned();
            Bus { daemon, address }
        }

        async fn join(&self, name: Option<&'static str>) -> Connection {
            let builder = Builder::address(self.address.as_str()).expect("an address");
            let builder = match name {
                Some(name) => builder.name(name).expect("a name"),
                None => builder,
            };
            builder.build().await.expect("the bus takes everybody")
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            // It may have ended.
            drop(self.daemon.kill());
            drop(self.daemon.wait());
        }
    }

    /// Says all of it to everybody, and to `us` alone; the bus has passed it on when this ends.
    async fn say_all(from: &Connection, us: &Connection) {
        let us = us.unique_name().expect("the bus named us").clone();
        for to in [None, Some(us)] {
            for (path, interface, signal, on) in [
                (SESSION, LOGIN_SESSION, "Lock", None),
                (
                    "/org/freedesktop/login1",
                    LOGIN_MANAGER,
                    "PrepareForSleep",
                    Some(true),
                ),
                ("/org/gnome/ScreenSaver", SAVER, "ActiveChanged", Some(true)),
            ] {
                let to = to.as_ref();
                match on {
                    None => from.emit_signal(to, path, interface, signal, &()).await,
                    Some(on) => from.emit_signal(to, path, interface, signal, &(on,)).await,
                }
                .expect("the bus carries it");
            }
        }
        from.call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "GetId", &())
            .await
            .expect("the bus answers after it has passed on what came before");
    }

    #[tokio::test]
    async fn a_lock_is_believed_of_the_systems_own_services_only() {
        let bus = Bus::start();
        let (heard, mut told) = mpsc::unbounded_channel();
        let ours = [bus.join(None).await, bus.join(None).await];
        let listening = {
            let ours = ours.clone();
            tokio::spawn(async move {
                let desktop = heard.clone();
                let desktop = || desktop.send("desktop").unwrap_or_default();
                let system = || heard.send("system").unwrap_or_default();
                tokio::join!(
                    hear_screen_savers(&ours[0], &desktop),
                    hear_login(&ours[1], &system)
                )
            })
        };
        let login = bus.join(Some(LOGIN)).await;
        let saver = bus.join(Some(SAVER)).await;
        let stranger = bus.join(None).await;
        // Until somebody listens nothing is heard of the services either.
        loop {
            saver
                .emit_signal(None::<&str>, "/x", SAVER, "ActiveChanged", &(true,))
                .await
                .expect("the bus carries it");
            login
                .emit_signal(None::<&str>, SESSION, LOGIN_SESSION, "Lock", &())
                .await
                .expect("the bus carries it");
            let both = async {
                let mut both = [told.recv().await, told.recv().await];
                both.sort_unstable();
                both == [Some("desktop"), Some("system")]
            };
            if tokio::time::timeout(Duration::from_millis(200), both)
                .await
                .is_ok_and(|both| both)
            {
                break;
            }
        }
        while tokio::time::timeout(Duration::from_millis(200), told.recv())
            .await
            .is_ok()
        {}

        for us in &ours {
            say_all(&stranger, us).await;
            // Who has one name has not the other.
            say_all(&saver, us).await;
        }
        login
            .emit_signal(None::<&str>, SESSION, LOGIN_SESSION, "Lock", &())
            .await
            .expect("the bus carries it");
        // Twice to everybody, once to the connection that listens to it. The two connections are heard in any order.
        let (mut of_the_saver, mut of_the_login) = (0, 0);
        let mut count = |word| match word {
            "desktop" => of_the_saver += 1,
            _ => of_the_login += 1,
        };
        for _ in 0..4 {
            count(told.recv().await.expect("somebody listens"));
        }
        while let Ok(Some(more)) =
            tokio::time::timeout(Duration::from_millis(200), told.recv()).await
        {
            count(more);
        }
        let believed = (of_the_saver, of_the_login);
        assert_eq!(believed, (3, 1), "of the stranger nothing was believed");
        listening.abort();
    }
}
