//! The keychain of this computer for real: GNOME Keyring on a private session bus, in each state a desk may meet it in.
//!
//! The store finds its bus through the process's environment, so each case runs in a child: this test program once more,
//! started with the environment of the case and told to run one test of `inside`.
#![cfg(target_os = "linux")]

#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../support/bus.rs"]
mod bus;

use std::process::{Command, Stdio};

use bus::{Display, PrivateBus, Services};

#[test]
fn an_open_keyring_keeps_short_and_long_values_until_they_are_deleted() {
    let mut bus = PrivateBus::start(Services::None, None);
    bus.unlock_keyring();
    run_inside("open_keyring", |command| bus.adopt(command));
}

#[test]
fn a_value_is_still_there_after_the_keyring_and_the_program_restart() {
    let mut bus = PrivateBus::start(Services::None, None);
    bus.unlock_keyring();
    run_inside("store_a_value", |command| bus.adopt(command));
    bus.unlock_keyring();
    run_inside("find_the_value", |command| bus.adopt(command));
}

#[test]
fn a_keyring_that_restarts_under_a_running_program_goes_on_working() {
    let bus = PrivateBus::start(Services::None, None);
    run_inside("restarting_keyring", |command| bus.adopt(command));
}

#[test]
fn a_locked_keyring_with_nobody_to_ask_refuses() {
    let mut bus = PrivateBus::start(Services::Installed, None);
    bus.unlock_keyring();
    run_inside("store_a_value", |command| bus.adopt(command));
    bus.lock_keyring();
    run_inside("locked_keyring", |command| bus.adopt(command));
    bus.unlock_keyring();
    run_inside("find_the_value", |command| bus.adopt(command));
}

#[test]
fn a_prompt_that_nobody_answers_is_told_within_our_patience() {
    let display = Display::start();
    let mut bus = PrivateBus::start(Services::Installed, Some(display.name()));
    bus.unlock_keyring();
    run_inside("store_a_value", |command| bus.adopt(command));
    bus.lock_keyring();
    run_inside("hanging_prompt", |command| bus.adopt(command));
}

#[test]
fn a_bus_without_a_keyring_is_a_computer_without_one() {
    let bus = PrivateBus::start(Services::None, None);
    run_inside("no_keychain", |command| bus.adopt(command));
}

#[test]
fn no_bus_at_all_is_a_computer_without_a_keyring() {
    let bus = PrivateBus::start(Services::None, None);
    run_inside("no_keychain", |command| {
        bus.adopt(command);
        command
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("XDG_RUNTIME_DIR");
    });
    run_inside("no_keychain", |command| {
        bus.adopt(command);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    });
}

#[test]
fn a_keyring_that_starts_late_is_found() {
    let bus = PrivateBus::start(Services::None, None);
    run_inside("late_keyring", |command| bus.adopt(command));
}

/// Runs one test of [`inside`] in a process of its own.
fn run_inside(case: &str, prepare: impl FnOnce(&mut Command)) {
    let (_, room) = module_path!()
        .split_once("::")
        .expect("this file is a module of a test program");
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command
        .args([
            "--exact",
            &format!("{room}::inside::{case}"),
            "--ignored",
            "--nocapture",
        ])
        .stdin(Stdio::null());
    prepare(&mut command);
    let output = command.output().expect("this program can be started again");
    let (said, complained) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        output.status.success(),
        "{case} failed:\n{said}\n{complained}"
    );
    assert!(
        said.contains("1 passed"),
        "no test is called {case}:\n{said}"
    );
}

/// What happens in the child. Never run by itself: the environment must be that of the case.
mod inside {
    use std::fs;
    use std::time::{Duration, Instant};

    use esim_desk_core::keychain::{Item, Keychain, KeychainError, KeychainState, SecretBytes};
    use secrecy::ExposeSecret;
    use url::Url;

    use super::bus::{Keyring, until};

    const VALUE: &str = "{\"secret\":\"Grüße aus Zürich\"}";

    /// With patience enough for a machine that is busy building.
    fn keychain() -> Keychain {
        Keychain::of_this_computer().with_patience(Duration::from_secs(30))
    }

    fn account() -> Item {
        let service =
            Url::parse("https://services.truphone.com/connect-api").expect("the address is one");
        Item::account(&service, "Empfang Süd")
    }

    async fn read(keychain: &Keychain, item: &Item) -> Result<Option<Vec<u8>>, KeychainError> {
        let value = keychain.read(item).await?;
        Ok(value.map(|value| value.expose_secret().to_vec()))
    }

    async fn write(keychain: &Keychain, value: &[u8]) -> Result<(), KeychainError> {
        keychain
            .write(&account(), SecretBytes::from(value.to_vec()))
            .await
    }

    fn state(keychain: &Keychain) -> KeychainState {
        *keychain.state().borrow()
    }

    fn threads() -> usize {
        fs::read_dir("/proc/self/task")
            .expect("Linux lists a process's threads")
            .count()
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn open_keyring() {
        let keychain = keychain();
        let (account, book) = (account(), Item::book("main"));
        assert_eq!(
            read(&keychain, &account).await,
            Ok(None),
            "the keyring is new"
        );
        let long: Vec<u8> = (0..5_000_u16).map(|at| (at % 251) as u8).collect();
        for value in [
            VALUE.as_bytes(),
            &long,
            b"",
            &[0xFF, 0x00],
            VALUE.as_bytes(),
        ] {
            write(&keychain, value).await.expect("the keyring is open");
            assert_eq!(
                read(&keychain, &account).await,
                Ok(Some(value.to_vec())),
                "{} bytes come back",
                value.len()
            );
        }
        assert_eq!(
            read(&keychain, &book).await,
            Ok(None),
            "another item is not touched"
        );

        let asked = (0..12).map(|number| {
            let (keychain, item) = (
                keychain.clone(),
                if number % 2 == 0 { &account } else { &book },
            );
            async move { read(&keychain, item).await }
        });
        for (number, answer) in futures_util::future::join_all(asked)
            .await
            .into_iter()
            .enumerate()
        {
            let expected = (number % 2 == 0).then(|| VALUE.as_bytes().to_vec());
            assert_eq!(
                answer,
                Ok(expected),
                "call {number} of many at once has its own answer"
            );
        }
        let before = threads();
        for _ in 0..10 {
            assert_eq!(
                read(&keychain, &book).await,
                Ok(None),
                "it is still not there"
            );
        }
        until("the connections' threads to end", || threads() <= before);

        assert_eq!(keychain.delete(&account).await, Ok(()), "it is deleted");
        assert_eq!(read(&keychain, &account).await, Ok(None), "it was deleted");
        assert_eq!(
            keychain.delete(&account).await,
            Ok(()),
            "deleting nothing is no error"
        );
        assert_eq!(state(&keychain), KeychainState::Ready, "it answered");
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn store_a_value() {
        let keychain = keychain();
        assert_eq!(
            write(&keychain, VALUE.as_bytes()).await,
            Ok(()),
            "the keyring is open"
        );
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn find_the_value() {
        let keychain = keychain();
        assert_eq!(
            read(&keychain, &account()).await,
            Ok(Some(VALUE.as_bytes().to_vec())),
            "another process stored it"
        );
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn restarting_keyring() {
        let keychain = keychain();
        let first = Keyring::unlocked(&[]);
        assert_eq!(
            write(&keychain, VALUE.as_bytes()).await,
            Ok(()),
            "the keyring is open"
        );
        drop(first);
        until("the bus to notice", || !Keyring::is_there(&[]));
        assert_eq!(
            read(&keychain, &account()).await,
            Err(KeychainError::NoneHere),
            "the daemon has gone"
        );
        let _second = Keyring::unlocked(&[]);
        assert_eq!(
            read(&keychain, &account()).await,
            Ok(Some(VALUE.as_bytes().to_vec())),
            "the new daemon has it"
        );
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn locked_keyring() {
        let keychain = keychain();
        for (what, answer) in [
            ("reading", read(&keychain, &account()).await.map(drop)),
            ("writing", write(&keychain, b"other").await),
            ("deleting", keychain.delete(&account()).await),
        ] {
            assert_eq!(
                answer,
                Err(KeychainError::Refused),
                "{what} needs a person, and there is none"
            );
            assert_eq!(state(&keychain), KeychainState::Refused, "{what}");
        }
        assert_eq!(
            read(&keychain, &Item::book("never stored")).await,
            Ok(None),
            "a locked keyring knows what it does not hold"
        );
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn hanging_prompt() {
        let keychain = Keychain::of_this_computer().with_patience(Duration::from_secs(2));
        let account = account();
        let begun = Instant::now();
        let (first, second) = tokio::join!(read(&keychain, &account), write(&keychain, b"other"));
        let took = begun.elapsed();
        assert_eq!(
            first,
            Err(KeychainError::Waiting),
            "nobody answers the prompt"
        );
        assert_eq!(
            second,
            Err(KeychainError::Waiting),
            "and the second is behind the first"
        );
        assert_eq!(
            state(&keychain),
            KeychainState::WaitingForUnlock,
            "the screen tells so"
        );
        assert!(
            (Duration::from_secs(2)..Duration::from_secs(4)).contains(&took),
            "the patience is ours, not the library's: {took:?}"
        );
        // The thread stays at the prompt, and this process ends all the same: the test outside waits for that.
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn no_keychain() {
        let keychain = keychain();
        for _ in 0..2 {
            assert_eq!(
                write(&keychain, b"secret").await,
                Err(KeychainError::NoneHere),
                "nobody is there"
            );
            assert_eq!(
                state(&keychain),
                KeychainState::NoneHere,
                "the screen tells so"
            );
        }
    }

    #[tokio::test]
    #[ignore = "run by the test of this file that prepares its environment"]
    async fn late_keyring() {
        let keychain = keychain();
        assert_eq!(
            read(&keychain, &account()).await,
            Err(KeychainError::NoneHere),
            "nobody is there yet"
        );
        let _keyring = Keyring::unlocked(&[]);
        assert_eq!(
            write(&keychain, VALUE.as_bytes()).await,
            Ok(()),
            "the same keychain finds it"
        );
        assert_eq!(state(&keychain), KeychainState::Ready, "it answered");
    }
}
