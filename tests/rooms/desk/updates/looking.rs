//! When newer versions are looked for, which way, and with what said of this desk: nothing.

use std::time::Duration;

use esim_desk_core::desk::{
    InstalledBy, NetworkChange, ProxyChange, ProxyLoginChange, SettingsChange, UpdateStep,
    UpdateTrouble,
};
use esim_desk_core::settings::UpdateChannel;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::Updated;
use crate::desk::publisher::{Announcement, Given};

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_newer_version_is_told_and_nothing_is_fetched_before_somebody_wants_it() {
    let updated = Updated::open().await;
    let told = Announcement::of("0.2.0");
    updated.host.publishes(&updated.publisher, "stable", &told);
    let view = updated.look(UpdateChannel::Stable).await;
    let release = view.release.expect("it is newer");
    assert_eq!(
        (release.version.as_str(), release.notes.as_str()),
        ("0.2.0", "Faster.\nAnd calmer.")
    );
    assert_eq!(view.step, UpdateStep::None);
    assert!(!view.put_off);
    updated.shop.pass(10 * MINUTE).await;
    assert_eq!(
        updated.host.asked_for(&told.file),
        0,
        "only its announcement was read"
    );
}

#[tokio::test]
async fn it_looks_some_minutes_after_it_may_then_each_day_and_never_before() {
    let updated = Updated::unconnected().await;
    updated.trust().await;
    updated.shop.pass(60 * MINUTE).await;
    assert_eq!(updated.host.asked().len(), 0, "nothing is painted yet");

    updated.begin(InstalledBy::Program);
    updated.shop.pass(Duration::from_secs(59)).await;
    assert_eq!(
        updated.host.asked().len(),
        0,
        "a house's desks are switched on together"
    );
    updated.shop.pass(9 * MINUTE + Duration::from_secs(2)).await;
    updated
        .until("the first look", |view| view.looked.is_some())
        .await;
    assert_eq!(updated.host.asked_for("stable.json"), 1);

    for day in 2..4 {
        updated.shop.pass(23 * 60 * MINUTE).await;
        assert_eq!(
            updated.host.asked_for("stable.json"),
            day - 1,
            "not within the day"
        );
        let before = updated.view().looked;
        updated.shop.pass(2 * 60 * MINUTE).await;
        updated
            .until("the next look", |view| view.looked != before)
            .await;
        assert_eq!(updated.host.asked_for("stable.json"), day);
    }
}

#[tokio::test]
async fn whoever_announces_is_told_neither_account_nor_token_nor_which_desk_asks() {
    let updated = Updated::open().await;
    let told = Announcement::of("0.2.0");
    updated.host.publishes(&updated.publisher, "stable", &told);
    updated.look(UpdateChannel::Stable).await;
    updated.shop.desk.updates.install();
    updated.until_ended().await;
    let asked = updated.host.asked();
    assert_eq!(asked.len(), 2, "the announcement and the file: {asked:?}");
    for request in asked {
        for header in &request[1..] {
            let name = header.split(':').next().unwrap_or_default();
            assert!(
                ["host", "accept"].contains(&name),
                "nothing of this desk: {header}"
            );
        }
        assert!(
            !request[0].contains('?'),
            "nor in the address: {}",
            request[0]
        );
    }
}

#[tokio::test]
async fn the_houses_certificates_vouch_for_the_host_and_nobody_else_does() {
    let updated = Updated::unconnected().await;
    updated.begin(InstalledBy::Program);
    updated
        .host
        .publishes(&updated.publisher, "stable", &Announcement::of("0.2.0"));
    let view = updated.look(UpdateChannel::Stable).await;
    let trouble = view.looked.and_then(|looked| looked.trouble);
    assert_eq!(
        trouble,
        Some(UpdateTrouble::NotReached),
        "nobody vouches for it"
    );
    assert_eq!(updated.host.asked().len(), 0, "and nothing was said to it");
    updated.trust().await;
    let view = updated.look(UpdateChannel::Stable).await;
    assert!(view.release.is_some(), "{view:?}");
}

#[tokio::test]
async fn the_houses_proxy_carries_it() {
    let updated = Updated::unconnected().await;
    updated.trust().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let proxy = listener.local_addr().expect("it is bound");
    let change = NetworkChange::Proxy {
        value: ProxyChange::Manual {
            address: format!("http://{proxy}"),
            login: ProxyLoginChange::Remove,
        },
    };
    let changed = updated.shop.desk.network.change(change).await;
    changed.expect("it is an address");
    let port = updated.host.port();
    let heard = tokio::spawn(async move {
        let (mut near, _) = listener.accept().await.expect("the desk comes");
        let mut head = vec![0; 4096];
        let read = near.read(&mut head).await.expect("CONNECT");
        near.write_all(b"HTTP/1.1 200 OK\r\n\r\n")
            .await
            .expect("it waits");
        let far = TcpStream::connect(("127.0.0.1", port)).await;
        let mut far = far.expect("the host listens");
        tokio::spawn(async move { tokio::io::copy_bidirectional(&mut near, &mut far).await });
        String::from_utf8_lossy(&head[..read]).into_owned()
    });
    updated
        .host
        .publishes(&updated.publisher, "stable", &Announcement::of("0.2.0"));
    updated.begin_at("https://connect.example/desk", InstalledBy::Program);
    let view = updated.look(UpdateChannel::Stable).await;
    assert!(view.release.is_some(), "{view:?}");
    let heard = heard.await.expect("the proxy ran");
    assert!(heard.starts_with("CONNECT connect.example:443 "), "{heard}");
}

#[tokio::test]
async fn each_channel_has_its_own_announcements_and_another_choice_is_looked_at_at_once() {
    let updated = Updated::open().await;
    updated
        .host
        .publishes(&updated.publisher, "stable", &Announcement::of("0.2.0"));
    updated.host.publishes(
        &updated.publisher,
        "preview",
        &Announcement::of("0.3.0-beta.1"),
    );
    let version = |view: esim_desk_core::desk::UpdatesView| view.release.map(|it| it.version);
    let stable = updated.look(UpdateChannel::Stable).await;
    assert_eq!(version(stable).as_deref(), Some("0.2.0"));
    let preview = updated.look(UpdateChannel::Preview).await;
    assert_eq!(version(preview).as_deref(), Some("0.3.0-beta.1"));
    let stable = updated.look(UpdateChannel::Stable).await;
    assert_eq!(
        version(stable).as_deref(),
        Some("0.2.0"),
        "what is told is the channel's"
    );
}

#[tokio::test]
async fn whoever_does_not_want_it_is_not_told_and_nobody_is_asked() {
    let updated = Updated::open().await;
    updated
        .host
        .publishes(&updated.publisher, "stable", &Announcement::of("0.2.0"));
    updated.look(UpdateChannel::Stable).await;
    let look = |value| {
        updated
            .shop
            .desk
            .settings
            .change(SettingsChange::LookForUpdates { value })
    };
    look(false).expect("the settings can be written");
    assert_eq!(
        updated.view().release,
        None,
        "what was known is not told any more"
    );
    let before = updated.host.asked().len();
    updated.shop.pass(3 * 24 * 60 * MINUTE).await;
    assert_eq!(updated.host.asked().len(), before);
    look(true).expect("the settings can be written");
    updated
        .until("it looks again", |view| view.release.is_some())
        .await;
}

#[tokio::test]
async fn not_now_is_quiet_until_the_next_day() {
    let updated = Updated::open().await;
    updated
        .host
        .publishes(&updated.publisher, "stable", &Announcement::of("0.2.0"));
    updated.look(UpdateChannel::Stable).await;
    updated.shop.desk.updates.not_now();
    assert!(updated.view().put_off);
    assert!(
        updated.view().release.is_some(),
        "who looks for it finds it"
    );
    updated.shop.pass(26 * 60 * MINUTE).await;
    let view = updated
        .until("it is told again", |view| !view.put_off)
        .await;
    assert!(view.release.is_some());
}

#[tokio::test]
async fn a_host_that_is_down_takes_away_nothing_of_what_is_known() {
    let updated = Updated::open().await;
    updated
        .host
        .publishes(&updated.publisher, "stable", &Announcement::of("0.2.0"));
    updated.look(UpdateChannel::Stable).await;
    updated.host.has("stable.json", Given::Status(503));
    updated.shop.pass(26 * 60 * MINUTE).await;
    let failed = |view: &esim_desk_core::desk::UpdatesView| {
        let looked = view.looked.as_ref();
        looked.is_some_and(|looked| looked.trouble == Some(UpdateTrouble::NotReached))
    };
    let view = updated.until("the look that failed", failed).await;
    assert!(view.release.is_some(), "it is as new as it was");
}
