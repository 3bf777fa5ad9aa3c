//! Answers as the systems give them, and stand-ins for their programs.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::ask::{AskError, EVERY, each_lock};
use super::macos::{self, Ioreg, is_locked_in};
use super::windows::{self, Tasklist, is_drawn_over, session_of};

/// What `ioreg -n Root -d1 -a` says on a Mac at which these have signed in; whether each is locked.
fn console(users: &[(&str, bool)]) -> String {
    let sessions: String = users
        .iter()
        .map(|(name, locked)| {
            let lock = match locked {
                true => {
                    "<key>CGSSessionScreenIsLocked</key>\n\t\t\t<true/>\n\t\t\t\
                     <key>CGSSessionScreenLockedTime</key>\n\t\t\t<integer>1795857000</integer>"
                }
                false => "<key>CGSSessionUniqueSessionUUID</key>\n\t\t\t<string>7E0C</string>",
            };
            format!(
                "\t\t<dict>\n\t\t\t{lock}\n\t\t\t<key>kCGSSessionOnConsoleKey</key>\n\t\t\t<true/>\n\t\t\t\
                 <key>kCGSSessionUserIDKey</key>\n\t\t\t<integer>501</integer>\n\t\t\t\
                 <key>kCGSSessionUserNameKey</key>\n\t\t\t<string>{name}</string>\n\t\t\t\
                 <key>kCGSessionLoginDoneKey</key>\n\t\t\t<true/>\n\t\t</dict>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n\
         \t<key>IOConsoleLocked</key>\n\t<false/>\n\t<key>IOConsoleUsers</key>\n\t<array>\n{sessions}\t</array>\n\
         \t<key>IOKitBuildVersion</key>\n\t<string>Darwin Kernel Version 24.1.0</string>\n</dict>\n</plist>\n"
    )
}

#[test]
fn a_mac_is_locked_when_the_session_of_this_user_is() {
    for (users, user, locked) in [
        (&[("kim", false)][..], Some("kim"), false),
        (&[("kim", true)], Some("kim"), true),
        (&[("kim", false), ("night", true)], Some("kim"), false),
        (&[("night", false), ("kim", true)], Some("kim"), true),
        // Nobody knows who we are: a code too few on screen does less harm than one too many.
        (&[("kim", false), ("night", true)], None, true),
        (&[("kim", true)], Some("another"), true),
    ] {
        assert_eq!(
            is_locked_in(&console(users), user),
            Some(locked),
            "{users:?} for {user:?}"
        );
    }
}

#[test]
fn a_key_that_says_no_is_no_lock() {
    let list = console(&[("kim", true)]);
    let list = list.replacen(
        "IsLocked</key>\n\t\t\t<true/>",
        "IsLocked</key>\n\t\t\t<false/>",
        1,
    );
    assert_eq!(is_locked_in(&list, Some("kim")), Some(false));
}

#[test]
fn what_is_no_list_of_sessions_is_not_understood() {
    let whole = console(&[("kim", true)]);
    let cut = &whole[..whole.len() - 12];
    for list in [
        "",
        "ioreg: error: can't obtain properties",
        cut,
        "<plist version=\"1.0\"><dict></dict></plist>",
    ] {
        assert_eq!(is_locked_in(list, Some("kim")), None, "{list}");
    }
}

const OURS: &str = "\"esim-desk.exe\",\"8124\",\"Console\",\"2\",\"61,204 K\"\r\n";
const LOGON: &str = "\"LogonUI.exe\",\"1204\",\"Console\",\"2\",\"58,012 K\"\r\n";
/// As the German Windows says it, its umlaut already lost.
const NONE: &str =
    "INFORMATION: Es werden keine Aufgaben mit den angegebenen Kriterien ausgef\u{fffd}hrt.\r\n";

#[test]
fn windows_is_locked_when_the_lock_screen_is_drawn_over_our_session() {
    assert_eq!(session_of(OURS, 8124), Some(2));
    let elsewhere = "\"LogonUI.exe\",\"988\",\"Console\",\"1\",\"58.012 K\"\r\n";
    for (table, locked) in [
        (NONE.to_owned(), false),
        (String::new(), false),
        (format!("\r\n{LOGON}"), true),
        // Somebody works from afar, and nobody sits at the screen of session 1.
        (elsewhere.to_owned(), false),
        (format!("{elsewhere}{LOGON}"), true),
        (OURS.to_owned(), false),
    ] {
        assert_eq!(is_drawn_over(&table, 2), Some(locked), "{table}");
    }
}

#[test]
fn what_is_no_table_of_processes_is_not_understood() {
    assert_eq!(session_of(NONE, 8124), None, "we do run");
    assert_eq!(session_of(OURS, 8125), None, "another one is not us");
    for table in [
        "\"LogonUI.exe\",\"1204\"",
        "\"LogonUI.exe\",\"1204\",\"Console\",\"two\",\"1 K\"",
        "\"LogonUI.exe",
    ] {
        assert_eq!(is_drawn_over(table, 2), None, "{table}");
    }
}

#[test]
fn the_programs_are_called_by_their_full_paths() {
    let ioreg = Ioreg::of_this_computer().program;
    let tasklist = Tasklist::of_this_computer().program;
    for (program, folder) in [(ioreg, "/usr/sbin"), (tasklist, "System32")] {
        let parent = program.parent().expect("it lies in a folder");
        assert!(parent.ends_with(folder), "{}", program.display());
    }
}

/// Puts `codes` on screen and away again by the minute, and answers with `answers`, the last of them for ever. Tells how often
/// was asked in each of these minutes, and how often a lock was told.
async fn in_minutes(codes: &[bool], answers: &[Option<bool>]) -> (Vec<u32>, u32) {
    let (asked, told) = (Cell::new(0), Cell::new(0));
    let answers = RefCell::new(VecDeque::from(answers.to_vec()));
    let ask = || {
        asked.set(asked.get() + 1);
        let mut answers = answers.borrow_mut();
        let answer = match answers.len() {
            0 | 1 => answers.front().copied(),
            _ => answers.pop_front(),
        };
        std::future::ready(answer.flatten().ok_or(AskError::NotUnderstood))
    };
    let code_shown = watch::Sender::new(false);
    let mut minutes = Vec::new();
    let day = async {
        for up in codes {
            code_shown.send_replace(*up);
            asked.set(0);
            sleep(Duration::from_secs(60)).await;
            minutes.push(asked.get());
        }
    };
    let loops = each_lock(code_shown.subscribe(), EVERY, ask, || {
        told.set(told.get() + 1)
    });
    tokio::select! {
        () = day => {}
        () = loops => unreachable!("a code can still come up"),
    }
    (minutes, told.get())
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[tokio::test(start_paused = true)]
async fn the_system_is_asked_every_two_seconds_while_a_code_is_up_and_not_otherwise() {
    let (asked, told) = in_minutes(&[false, true, false, true], &[NO]).await;
    assert_eq!((asked[0], asked[2]), (0, 0), "no code, no question");
    for minute in [1, 3] {
        assert!((30..=31).contains(&asked[minute]), "{asked:?}");
    }
    assert_eq!(told, 0, "nobody locked anything");
}

#[tokio::test(start_paused = true)]
async fn each_lock_is_told_once() {
    let (_, told) = in_minutes(&[true], &[YES]).await;
    assert_eq!(told, 1, "however long it lasts");
    let (_, told) = in_minutes(&[true], &[NO, YES, YES, NO, NO, YES]).await;
    assert_eq!(told, 2, "and the next one again");
    let (_, told) = in_minutes(&[true, false, true], &[YES]).await;
    assert_eq!(told, 1, "whoever shows the code again has it");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_not_understood_puts_nothing_away_and_is_logged_once() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let (asked, told) = in_minutes(&[true], &[None]).await;
    assert!(asked[0] >= 30, "it may answer yet: {asked:?}");
    assert_eq!(told, 0);
    let lines = log.0.lock().expect("nobody panicked").clone();
    let lines = String::from_utf8(lines).expect("it is text");
    assert_eq!(lines.matches("locks are not noticed").count(), 1, "{lines}");

    let (_, told) = in_minutes(&[true], &[NO, None, YES, None, YES]).await;
    assert_eq!(told, 1, "one lock, with a stutter");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("nobody panicked")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nobody_is_asked_any_more_when_no_code_can_come_up() {
    for up in [false, true] {
        let code_shown = watch::Sender::new(up);
        let shown = code_shown.subscribe();
        drop(code_shown);
        // On threads of their own, as the app has it.
        let watching = [
            tokio::spawn(macos::call_when_locked(shown.clone(), || ())),
            tokio::spawn(windows::call_when_locked(shown, || ())),
        ];
        for system in watching {
            let ended = timeout(Duration::from_secs(60), system).await;
            ended.expect("it ends").expect("and not in a panic");
        }
    }
}

#[cfg(unix)]
mod with_stand_ins {
    use std::path::{Path, PathBuf};

    use tokio::sync::{OnceCell, mpsc};
    use tokio::time::Instant;

    use super::*;
    use crate::platform::lock::ask::PATIENCE;

    /// A program of this text. Written by another process: one that this process had open could not be started while any
    /// other test starts one.
    fn program(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("stand-in");
        let written = std::process::Command::new("sh")
            .args([
                "-c",
                "printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\" && chmod 700 \"$1\"",
                "sh",
            ])
            .arg(&path)
            .arg(text)
            .status()
            .expect("there is a shell");
        assert!(written.success(), "the folder is ours");
        path
    }

    #[tokio::test]
    async fn a_lock_is_told_while_a_code_is_up_and_again_after_an_unlock() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let say = |users: &[(&str, bool)]| {
            let new = folder.path().join("new");
            std::fs::write(&new, console(users)).expect("the folder is ours");
            std::fs::rename(&new, folder.path().join("answer")).expect("the folder is ours");
        };
        say(&[("kim", false)]);
        let text = "[ \"$*\" = '-n Root -d1 -a' ] && cat \"${0%/*}/answer\"";
        let system = Ioreg {
            program: program(folder.path(), text),
            user: Some("kim".to_owned()),
        };
        let (answered, mut answers) = mpsc::unbounded_channel();
        let ask = || async {
            let answer = system.is_locked().await;
            let _ = answered.send(answer.as_ref().ok().copied());
            answer
        };
        let told = Cell::new(0);
        let code_shown = watch::Sender::new(true);
        let shown = code_shown.subscribe();
        let loops = each_lock(shown, Duration::from_millis(1), ask, || {
            told.set(told.get() + 1)
        });
        let kim = async {
            for (locked, expected) in [(false, 0), (true, 1), (false, 1), (true, 2)] {
                say(&[("kim", locked)]);
                // The first answer may be older than what was said; three of the new ones show that it stays so.
                let mut alike = 0;
                while alike < 3 {
                    let answer = answers.recv().await.expect("it goes on");
                    assert!(answer.is_some(), "the stand-in is understood");
                    alike += u32::from(answer == Some(locked));
                }
                assert_eq!(told.get(), expected, "locked: {locked}");
            }
        };
        let limit = sleep(Duration::from_secs(60));
        tokio::select! {
            () = kim => {}
            () = loops => unreachable!("a code can still come up"),
            () = limit => panic!("never in a minute"),
        }
    }

    #[tokio::test]
    async fn windows_is_asked_for_our_session_once_and_then_for_its_lock_screen() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (file, table) in [("PID", OURS), ("IMAGENAME", LOGON)] {
            std::fs::write(folder.path().join(file), table).expect("the folder is ours");
        }
        let text = "echo \"$*\" >> \"${0%/*}/asked\"\ncat \"${0%/*}/${5%% *}\"";
        let system = Tasklist {
            program: program(folder.path(), text),
            process: 8124,
            session: OnceCell::new(),
        };
        for _ in 0..2 {
            assert!(system.is_locked().await.expect("it answers"));
        }
        let asked = std::fs::read_to_string(folder.path().join("asked")).expect("it was asked");
        assert_eq!(
            asked.lines().collect::<Vec<_>>(),
            [
                "/NH /FO CSV /FI PID eq 8124",
                "/NH /FO CSV /FI IMAGENAME eq LogonUI.exe",
                "/NH /FO CSV /FI IMAGENAME eq LogonUI.exe"
            ]
        );
    }

    #[tokio::test]
    async fn a_program_that_is_missing_or_fails_is_told_from_an_answer() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mac = |program| Ioreg {
            program,
            user: None,
        };
        let missing = mac(folder.path().join("nowhere")).is_locked().await;
        assert!(matches!(missing, Err(AskError::NotRun(_))), "{missing:?}");
        let nonsense = mac(program(folder.path(), "echo hello")).is_locked().await;
        assert!(
            matches!(nonsense, Err(AskError::NotUnderstood)),
            "{nonsense:?}"
        );
        let failed = mac(program(folder.path(), "exit 3")).is_locked().await;
        assert!(matches!(failed, Err(AskError::Failed(_))), "{failed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_program_that_hangs_is_given_up_after_a_while() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let system = Ioreg {
            program: program(folder.path(), "exec sleep 600"),
            user: None,
        };
        let begin = Instant::now();
        let silent = system.is_locked().await;
        assert!(matches!(silent, Err(AskError::Silent)), "{silent:?}");
        assert_eq!(begin.elapsed().as_secs(), PATIENCE.as_secs());
    }
}
