//! What is no newer version of this program: forged, older, broken, of somebody else or of nobody. None of it is installed,
//! the old program stays as it was, and it is told why.

use esim_desk_core::desk::{InstalledBy, UpdateStep, UpdateTrouble, UpdatesView};
use esim_desk_core::settings::UpdateChannel;

use super::{OLD, Updated};
use crate::desk::publisher::{Announcement, Given, Host, Publisher};

/// What is told where an announcement is this.
async fn told_of(updated: &Updated, announced: Vec<u8>) -> UpdatesView {
    updated.host.has("stable.json", Given::File(announced));
    updated.look(UpdateChannel::Stable).await
}

/// It is refused where it is read, for this reason.
fn refused(view: &UpdatesView, why: UpdateTrouble, what: &str) {
    let looked = view.looked.as_ref().expect("it has looked");
    assert_eq!(looked.trouble, Some(why), "{what}");
    assert_eq!(view.release, None, "{what}");
}

/// A person wants what is told; it fails for this reason, and the old program is whole.
async fn fails(updated: &Updated, why: UpdateTrouble, what: &str) {
    assert!(updated.view().release.is_some(), "{what}: it is told");
    updated.shop.desk.updates.install();
    assert_eq!(
        updated.until_failed().await,
        UpdateStep::Failed { why },
        "{what}"
    );
    assert_eq!(updated.computer.program(), OLD, "{what}");
    assert!(!updated.computer.has_ended(), "{what}: it goes on");
    assert!(
        updated.downloads().is_empty(),
        "{what}: nothing is left of it"
    );
}

#[tokio::test]
async fn an_announcement_that_the_publisher_did_not_sign_as_this_is_none() {
    let updated = Updated::open().await;
    let good = Announcement::of("0.2.0");
    let feed = |told: &Announcement| updated.publisher.feed("stable.json", told);

    let stranger = Publisher::new().feed("stable.json", &good);
    let view = told_of(&updated, stranger).await;
    refused(&view, UpdateTrouble::NotGenuine, "another key");

    let text = String::from_utf8(feed(&good)).expect("JSON");
    let changed = text.replace("Faster", "Call 0900").into_bytes();
    let view = told_of(&updated, changed).await;
    refused(
        &view,
        UpdateTrouble::NotGenuine,
        "changed after it was signed",
    );

    for (what, version) in [
        ("no version is signed", None),
        ("another one is", Some("0.3.0")),
    ] {
        let told = Announcement {
            feed_version: version.map(str::to_owned),
            ..good.clone()
        };
        let view = told_of(&updated, feed(&told)).await;
        refused(&view, UpdateTrouble::NotGenuine, what);
    }

    let of_another_channel = updated.publisher.feed("preview.json", &good);
    let view = told_of(&updated, of_another_channel).await;
    refused(&view, UpdateTrouble::NotGenuine, "of another channel");

    assert!(
        told_of(&updated, feed(&good)).await.release.is_some(),
        "and the good one is"
    );
}

#[tokio::test]
async fn an_older_version_is_never_told_however_well_it_is_signed() {
    let updated = Updated::open().await;
    for version in ["0.1.0", "0.0.9", "0.1.0-beta.2", "0.1.0+later"] {
        let told = Announcement::of(version);
        let view = told_of(&updated, updated.publisher.feed("stable.json", &told)).await;
        assert_eq!(view.release, None, "{version}");
        // Somebody who presses all the same presses on nothing.
        updated.shop.desk.updates.install();
        assert_eq!(updated.view().step, UpdateStep::None, "{version}");
    }
    let preview = Announcement::of("0.2.0-beta.1");
    let view = told_of(&updated, updated.publisher.feed("stable.json", &preview)).await;
    refused(
        &view,
        UpdateTrouble::Unreadable,
        "one that is still tried, to everybody",
    );
}

#[tokio::test]
async fn nonsense_is_no_announcement() {
    let updated = Updated::open().await;
    let signed = |text: &str| {
        updated
            .publisher
            .wrapped("stable.json", text, Some("0.2.0"))
    };
    let name = r#"{"version":"0.2.0","platforms":{"tests-any-copy":{"file":"../x","size":1,"signature":""}}}"#;
    for (what, bytes, why) in [
        ("nothing", Vec::new(), UpdateTrouble::Unreadable),
        (
            "a page",
            b"<html>Sign in to our Wi-Fi</html>".to_vec(),
            UpdateTrouble::Unreadable,
        ),
        ("no text", vec![0xff; 300], UpdateTrouble::Unreadable),
        (
            "half",
            signed("{}")[..40].to_vec(),
            UpdateTrouble::Unreadable,
        ),
        (
            "too large",
            vec![b' '; 64 * 1024 + 1],
            UpdateTrouble::Unreadable,
        ),
        ("a list", b"[]".to_vec(), UpdateTrouble::Unreadable),
        (
            "without a signature",
            br#"{"signed":"{}","signature":""}"#.to_vec(),
            UpdateTrouble::NotGenuine,
        ),
        (
            "a signature of signs beyond letters",
            br#"{"signed":"{}","signature":"w6TDpMOk"}"#.to_vec(),
            UpdateTrouble::NotGenuine,
        ),
        (
            "signed nonsense",
            signed("0.2.0"),
            UpdateTrouble::Unreadable,
        ),
        (
            "a file that leads elsewhere",
            signed(name),
            UpdateTrouble::Unreadable,
        ),
    ] {
        let view = told_of(&updated, bytes).await;
        refused(&view, why, what);
    }
    for status in [204, 304, 404, 410, 500] {
        updated.host.has("stable.json", Given::Status(status));
        let view = updated.look(UpdateChannel::Stable).await;
        refused(&view, UpdateTrouble::NotReached, &status.to_string());
    }
}

#[tokio::test]
async fn an_announcement_somewhere_else_is_not_followed() {
    let updated = Updated::open().await;
    let elsewhere = Host::start().await;
    let told = Announcement::of("0.2.0");
    elsewhere.publishes(&updated.publisher, "stable", &told);
    let there = format!("{}/stable.json", elsewhere.base());
    updated.host.has("stable.json", Given::Elsewhere(there));
    let view = updated.look(UpdateChannel::Stable).await;
    refused(&view, UpdateTrouble::NotReached, "it points elsewhere");

    updated.host.publishes(&updated.publisher, "stable", &told);
    updated.look(UpdateChannel::Stable).await;
    let there = format!("{}/{}", elsewhere.base(), told.file);
    updated.host.has(&told.file, Given::Elsewhere(there));
    fails(
        &updated,
        UpdateTrouble::NotReached,
        "its file points elsewhere",
    )
    .await;
    assert_eq!(elsewhere.asked().len(), 0, "nobody went there");
}

#[tokio::test]
async fn nobody_at_the_address_is_told_and_the_program_goes_on() {
    let updated = Updated::unconnected().await;
    updated.trust().await;
    let gone = Host::start().await;
    let base = gone.base();
    drop(gone);
    updated.begin_at(&base, InstalledBy::Program);
    let view = updated.look(UpdateChannel::Stable).await;
    refused(&view, UpdateTrouble::NotReached, "it is down");
}

#[tokio::test]
async fn a_file_that_is_not_what_was_announced_is_not_installed() {
    let updated = Updated::open().await;
    let good = Announcement::of("0.2.0");
    let name = good.file.as_str();
    let more = [&good.bytes[..], b"x"].concat();
    let mut other = good.bytes.clone();
    other[7] ^= 1;
    let cut = |at| Given::Cut(good.bytes.clone(), at);
    for (what, given, why) in [
        ("cut", cut(good.bytes.len() - 1), UpdateTrouble::NotReached),
        ("cut at once", cut(0), UpdateTrouble::NotReached),
        (
            "shorter",
            Given::File(good.bytes[1..].to_vec()),
            UpdateTrouble::NotReached,
        ),
        ("empty", Given::File(Vec::new()), UpdateTrouble::NotReached),
        (
            "longer",
            Given::File(more.clone()),
            UpdateTrouble::Unreadable,
        ),
        (
            "longer, and it does not say so",
            Given::WithoutLength(more),
            UpdateTrouble::Unreadable,
        ),
        (
            "endless",
            Given::WithoutLength(vec![b'x'; 8 << 20]),
            UpdateTrouble::Unreadable,
        ),
        (
            "one bit of it",
            Given::File(other),
            UpdateTrouble::NotGenuine,
        ),
        ("not there", Given::Status(404), UpdateTrouble::NotReached),
        (
            "a part of it",
            Given::Status(206),
            UpdateTrouble::NotReached,
        ),
    ] {
        updated.host.publishes(&updated.publisher, "stable", &good);
        updated.look(UpdateChannel::Stable).await;
        updated.host.has(name, given);
        fails(&updated, why, what).await;
    }
}

/// The announcement is the publisher's, and names a file that is also theirs, but of another version, or under another
/// name: whoever has the host cannot pass an old or another file for a new one, nor can a slip at the publisher's.
#[tokio::test]
async fn an_old_file_or_another_one_is_not_passed_for_a_new_one() {
    let updated = Updated::open().await;
    let good = Announcement::of("0.2.0");
    for (what, told) in [
        (
            "its file is signed as an older version",
            Announcement {
                signed_version: Some("0.1.5".to_owned()),
                ..good.clone()
            },
        ),
        (
            "its file is signed as no version",
            Announcement {
                signed_version: None,
                ..good.clone()
            },
        ),
    ] {
        updated.host.publishes(&updated.publisher, "stable", &told);
        updated.look(UpdateChannel::Stable).await;
        fails(&updated, UpdateTrouble::NotGenuine, what).await;
    }

    let signature = updated
        .publisher
        .sign(&good.bytes, "esim-desk-machine", Some("0.2.0"));
    let signed = serde_json::json!({
        "version": "0.2.0",
        "platforms": { "tests-any-copy": {
            "file": good.file, "size": good.size, "signature": signature,
        } },
    });
    let feed = updated
        .publisher
        .wrapped("stable.json", &signed.to_string(), Some("0.2.0"));
    updated
        .host
        .has(&good.file, Given::File(good.bytes.clone()));
    told_of(&updated, feed).await;
    fails(
        &updated,
        UpdateTrouble::NotGenuine,
        "signed as another file",
    )
    .await;
}

#[tokio::test]
async fn an_announcement_without_a_file_for_this_system_is_told_and_cannot_be_installed() {
    let updated = Updated::open().await;
    let signed = r#"{"version":"0.2.0","notes":"","platforms":{"windows-x86_64-nsis":{"file":"x","size":1,"signature":""}}}"#;
    let feed = updated
        .publisher
        .wrapped("stable.json", signed, Some("0.2.0"));
    let view = told_of(&updated, feed).await;
    let release = view.release.expect("it is newer");
    assert!(!release.installable, "there is nothing to install");
    updated.shop.desk.updates.install();
    assert_eq!(updated.view().step, UpdateStep::None);
}

#[tokio::test]
async fn where_somebody_else_installs_it_is_told_and_no_press_fetches_anything() {
    for by in [InstalledBy::PackageManager, InstalledBy::It] {
        let updated = Updated::unconnected().await;
        updated.trust().await;
        let told = Announcement::of("0.2.0");
        updated.host.publishes(&updated.publisher, "stable", &told);
        updated.begin(by);
        let view = updated.look(UpdateChannel::Stable).await;
        assert_eq!(view.installed_by, Some(by));
        let release = view.release.expect("it is told");
        assert!(!release.installable, "{by:?}");
        updated.shop.desk.updates.install();
        assert_eq!(updated.view().step, UpdateStep::None, "{by:?}");
        updated.shop.settle().await;
        assert_eq!(updated.host.asked_for(&told.file), 0, "{by:?}");
    }
}
