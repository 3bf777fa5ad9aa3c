//! A disk that has no room for a newer version: told, nothing left lying, the old program whole, and orders go on.

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;

    use esim_desk_core::desk::{UpdateStep, UpdateTrouble};
    use esim_desk_core::settings::UpdateChannel;

    use super::super::{OLD, Updated};
    use crate::book::disk_full::{desk_folder, fill, run_unprivileged_on};
    use crate::desk::publisher::Announcement;

    #[test]
    fn a_newer_version_that_the_disk_does_not_take_is_told_and_leaves_nothing() {
        let test = "desk::updates::disk_full::linux::with_a_disk_that_is_too_small";
        run_unprivileged_on("8m", test, ":");
    }

    #[tokio::test]
    #[ignore = "run by another test, as another user"]
    async fn with_a_disk_that_is_too_small() {
        let updated = Updated::open().await;
        assert!(
            updated.shop.folder.path().starts_with(desk_folder()),
            "on the small file system"
        );
        let mut told = Announcement::of("0.2.0");
        told.bytes.resize(12 << 20, b'#');
        told.size = told.bytes.len();
        updated.host.publishes(&updated.publisher, "stable", &told);
        updated.look(UpdateChannel::Stable).await;
        updated.shop.desk.updates.install();
        let why = UpdateTrouble::Disk;
        assert_eq!(updated.until_failed().await, UpdateStep::Failed { why });
        assert_eq!(updated.computer.program(), OLD);
        updated
            .until("its room is given back", |_| updated.downloads().is_empty())
            .await;
        updated.sell_and_go().await;

        // Not even the folder, nor a word in the settings, fits any more.
        let filler = fill(&desk_folder());
        updated.shop.desk.updates.not_now();
        updated.shop.desk.updates.install();
        assert_eq!(updated.until_failed().await, UpdateStep::Failed { why });
        fs::remove_file(filler).expect("somebody makes room");
        let small = Announcement::of("0.2.0");
        updated.host.publishes(&updated.publisher, "stable", &small);
        updated.look(UpdateChannel::Stable).await;
        updated.shop.desk.updates.install();
        updated.until_ended().await;
    }
}
