//! Whether what is made is signed, and whether it may go out where it is not. A release (`TAG` is set) without all of its
//! system's keys fails before anything is built. Only a preview, or a release of somebody's fork, may do without, and only
//! where the variable `UNSIGNED` of the release environment says `yes`. What is no release is signed when there are keys.
//!
//! Not in it: signing (`sign`, the Tauri CLI), and the key of the feed, which a later job has (`release`).

use std::env;

use crate::environment::variable;
use crate::program::{Failure, Outcome, Program};
use crate::sign;

/// Where programs look for newer versions, and whose word those are: without them one never hears of a mended hole.
const UPDATES: [&str; 2] = ["ESIM_DESK_UPDATES_AT", "ESIM_DESK_UPDATES_KEY"];

/// What signs and notarises on macOS. The key itself is a text here; the tools want a file (`macos`).
const APPLE: [&str; 7] = [
    "APPLE_API_ISSUER",
    "APPLE_API_KEY",
    "APPLE_API_KEY_TEXT",
    "APPLE_CERTIFICATE",
    "APPLE_CERTIFICATE_PASSWORD",
    "APPLE_INSTALLER_IDENTITY",
    "APPLE_SIGNING_IDENTITY",
];

/// What a release of this system (as `std::env::consts::OS` has it) needs. Packages of Linux are signed by the repositories
/// that have them.
fn needed(system: &str) -> Vec<&'static str> {
    match system {
        "windows" => [&UPDATES[..], &sign::VARIABLES].concat(),
        "macos" => [&UPDATES[..], &APPLE].concat(),
        _ => UPDATES.to_vec(),
    }
}

/// Which release this is, as the workflow says.
struct Release {
    tag: String,
    fork: bool,
    /// Somebody has said that it may go out unsigned.
    unsigned: bool,
}

impl Release {
    /// `None` where nothing is released.
    fn of_environment() -> Option<Release> {
        let is = |name: &str, value: &str| variable(name).is_ok_and(|given| given == value);
        Some(Release {
            tag: variable("TAG").ok()?,
            fork: is("FORK", "true"),
            unsigned: is("UNSIGNED", "yes"),
        })
    }
}

/// Whether everything is there to sign with on this system. Fails where something is missing and must not be.
pub fn are_there() -> Outcome<bool> {
    these_are_there(&needed(env::consts::OS))
}

/// The same, of these variables.
pub fn these_are_there(names: &[&'static str]) -> Outcome<bool> {
    signed(Release::of_environment().as_ref(), &missing(names))
}

fn missing(names: &[&'static str]) -> Vec<&'static str> {
    let missing = names.iter().filter(|name| variable(name).is_err());
    missing.copied().collect()
}

/// Whether this release is signed, with these keys missing.
fn signed(release: Option<&Release>, missing: &[&str]) -> Outcome<bool> {
    if missing.is_empty() {
        return Ok(true);
    }
    let names = missing.join(", ");
    let Some(Release {
        tag,
        fork,
        unsigned,
    }) = release
    else {
        println!("NOT SIGNED, and no release: without {names}");
        return Ok(false);
    };
    if !tag.contains('-') && !fork {
        return Err(Failure::new(format!(
            "{tag} is a stable release, which never goes out unsigned, and the release environment has no {names}"
        )));
    }
    if !unsigned {
        return Err(Failure::new(format!(
            "the release environment has no {names}. {tag} is a preview or a fork's, and may go out unsigned where the \
             environment's variable UNSIGNED says yes"
        )));
    }
    println!("NOT SIGNED, as UNSIGNED says: without {names}");
    Ok(false)
}

/// The program without those of the variables that GitHub has set to nothing: tools would take them for keys.
pub fn without_empty(program: Program) -> Program {
    missing(&needed(env::consts::OS))
        .into_iter()
        .fold(program, Program::without)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use crate::project;

    #[test]
    fn only_a_preview_or_a_fork_goes_out_unsigned_and_only_when_that_is_said() {
        for (tag, fork, unsigned, good) in [
            ("v1.2.3", false, false, false),
            ("v1.2.3", false, true, false),
            ("v1.2.3-beta.1", false, false, false),
            ("v1.2.3-beta.1", false, true, true),
            ("v1.2.3", true, false, false),
            ("v1.2.3", true, true, true),
        ] {
            let of = format!("{tag}, fork: {fork}, said: {unsigned}");
            let tag = tag.to_owned();
            let release = Some(&Release {
                tag,
                fork,
                unsigned,
            });
            let told = signed(release, &["A_KEY", "B_KEY"]);
            assert_eq!(told.is_ok(), good, "{of}");
            match told {
                Ok(is_signed) => assert!(!is_signed, "{of}: there is nothing to sign with"),
                Err(failure) => assert!(failure.to_string().contains("A_KEY, B_KEY"), "{failure}"),
            }
            assert!(signed(release, &[]).expect("all is there"), "{of}");
        }
        assert!(
            !signed(None, &["A_KEY"]).expect("no release"),
            "somebody's own build"
        );
    }

    /// The lists above against the workflow, both ways.
    #[test]
    fn the_release_workflow_hands_on_every_key_and_no_other() {
        let path = project::root().join(".github/workflows/release.yml");
        let workflow = fs::read_to_string(path).expect("it is there");
        let (_, step) = workflow
            .split_once("- run: cargo xtask bundle\n")
            .expect("it bundles");
        let (step, _) = step.split_once("\n      - ").expect("more follows");
        let mut handed: Vec<&str> = step
            .lines()
            .filter_map(|line| line.trim().split_once(": ${{ "))
            .map(|(name, from)| {
                let from = from.trim_end_matches(" }}");
                let own = ["TAG", "FORK"].contains(&name);
                assert!(
                    own || from == format!("secrets.{name}") || from == format!("vars.{name}"),
                    "{name}: {from}"
                );
                name
            })
            .collect();
        let mut wanted = [
            needed("windows"),
            needed("macos"),
            vec!["FORK", "TAG", "UNSIGNED"],
        ]
        .concat();
        for list in [&mut handed, &mut wanted] {
            list.sort_unstable();
            list.dedup();
        }
        assert_eq!(handed, wanted);
    }
}
