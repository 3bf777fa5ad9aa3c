//! Locks over D-Bus. Desktops say on the session bus that the screen was locked; the system's login service says it on
//! the system bus, and also when the computer is about to sleep. Either may be missing, and then nothing is heard.

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
const LOGIN: &str = "org.freedesktop.login1";
const LOGIN_MANAGER: &str = "org.freedesktop.login1.Manager";
const LOGIN_SESSION: &str = "org.freedesktop.login1.Session";

/// Calls `locked` whenever this session is locked or the computer goes to sleep, for as long as the buses are there. Listening
/// costs nothing, so it is not only done while a code is on screen.
pub async fn call_when_locked(_code_shown: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    tokio::join!(
        async {
            if let Err(error) = hear_screen_savers(&locked).await {
                tracing::info!(%error, "locks of the desktop are not heard");
            }
        },
        async {
            if let Err(error) = hear_login(&locked).await {
                tracing::info!(%error, "locks of the system are not heard");
            }
        },
    );
}

async fn hear_screen_savers(locked: &(impl Fn() + Sync)) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let mut heard = Vec::new();
    for name in SCREEN_SAVERS {
        heard.push(signals(&bus, name, "ActiveChanged").await?);
    }
    let mut heard = select_all(heard);
    while let Some(signal) = heard.next().await {
        if says_true(&signal?) {
            locked();
        }
    }
    Ok(())
}

async fn hear_login(locked: &(impl Fn() + Sync)) -> zbus::Result<()> {
    let bus = Connection::system().await?;
    let mut heard = select_all([
        signals(&bus, LOGIN_SESSION, "Lock").await?,
        signals(&bus, LOGIN_MANAGER, "PrepareForSleep").await?,
    ]);
    let own = own_session(&bus).await;
    while let Some(signal) = heard.next().await {
        let signal = signal?;
        let header = signal.header();
        let of_another = own.is_some() && header.path().map(|path| path.as_str()) != own.as_deref();
        let concerns_us = match header.member().map(|member| member.as_str()) {
            Some("PrepareForSleep") => says_true(&signal),
            Some("Lock") => !of_another,
            Some(_) | None => false,
        };
        if concerns_us {
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

async fn signals(
    bus: &Connection,
    interface: &'static str,
    member: &'static str,
) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(interface)?
        .member(member)?
        .build();
    MessageStream::for_match_rule(rule, bus, None).await
}

fn says_true(signal: &Message) -> bool {
    signal.body().deserialize::<bool>().unwrap_or_default()
}
