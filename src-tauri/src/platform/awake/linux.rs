//! Over D-Bus: the desktop's screen saver is told not to come.

use std::future::ready;

use tokio::sync::watch;
use zbus::Connection;

/// Who keeps the screen on, under the same name on all desktops.
const INHIBITOR: &str = "org.freedesktop.ScreenSaver";
const INHIBITOR_PATH: &str = "/org/freedesktop/ScreenSaver";

/// Keeps the computer awake while `wanted` says so. Ends when nobody can want it any more.
pub async fn keep_awake_while(mut wanted: watch::Receiver<bool>) {
    while wanted.wait_for(|wanted| *wanted).await.is_ok() {
        let held = match Held::begin().await {
            Ok(held) => Some(held),
            Err(error) => {
                tracing::info!(%error, "the computer may fall asleep while a code is on screen");
                None
            }
        };
        let ended = wanted.wait_for(|wanted| !*wanted).await.is_err();
        if let Some(held) = held
            && let Err(error) = held.end().await
        {
            tracing::info!(%error, "the computer was not told that it may sleep again");
        }
        if ended {
            return;
        }
    }
}

/// Linux slows no program down for being in the background.
pub fn keep_going_while(_wanted: watch::Receiver<bool>) -> impl Future<Output = ()> + Send {
    ready(())
}

/// The wish to stay awake. It also ends with the connection, so a crash keeps nobody's screen on.
struct Held {
    bus: Connection,
    cookie: u32,
}

impl Held {
    async fn begin() -> zbus::Result<Held> {
        let bus = Connection::session().await?;
        let why = ("eSIM Desk", "a code is being handed over");
        let answer = bus
            .call_method(
                Some(INHIBITOR),
                INHIBITOR_PATH,
                Some(INHIBITOR),
                "Inhibit",
                &why,
            )
            .await?;
        let cookie = answer.body().deserialize()?;
        Ok(Held { bus, cookie })
    }

    async fn end(self) -> zbus::Result<()> {
        self.bus
            .call_method(
                Some(INHIBITOR),
                INHIBITOR_PATH,
                Some(INHIBITOR),
                "UnInhibit",
                &(self.cookie,),
            )
            .await?;
        Ok(())
    }
}
