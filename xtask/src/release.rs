//! What a release needs besides its installers: that it may be one (`check`), the files that lie beside the installers
//! (`files`), what installed programs look for (`feed`), its draft on GitHub (`draft`), and our repositories for
//! Debian (`apt`) and Fedora (`dnf`). The release workflow calls the first four one after the other; the repositories wait
//! for the draft to be published, and so does putting the feed where programs look.
//!
//! Not in it: publishing. A person looks at the draft and presses the button.

#[cfg(target_os = "linux")]
pub mod apt;
#[cfg(target_os = "linux")]
pub mod dnf;
mod feed;
mod sbom;
#[cfg(test)]
mod tests;
mod winget;

use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::{self, entries};
use crate::environment::variable;
use crate::program::{Failure, Outcome, Program};
use crate::project;
use crate::ui;

use feed::Key;

/// What stands where nobody has said yet who publishes this: an address that belongs to nobody, by RFC 2606.
const UNSAID: &str = concat!("esimdesk", ".example");

/// One template each, in `packaging`, and the file that is made of it.
const TEMPLATES: [(&str, &str); 4] = [
    ("winget/version.yaml", "eSIMDesk.eSIMDesk.yaml"),
    ("winget/installer.yaml", "eSIMDesk.eSIMDesk.installer.yaml"),
    ("winget/locale.yaml", "eSIMDesk.eSIMDesk.locale.en-US.yaml"),
    ("homebrew/esim-desk.rb", "esim-desk.rb"),
];

/// The key of the feed, and what opens it.
const FEED_KEY: [&str; 2] = [
    "TAURI_SIGNING_PRIVATE_KEY",
    "TAURI_SIGNING_PRIVATE_KEY_PASSWORD",
];

pub fn release(arguments: &[String]) -> Outcome {
    match arguments {
        [only] if only == "check" => check(),
        [only] if only == "files" => files(&bundle::folder(), &variable("REPOSITORY")?),
        [only] if only == "feed" => announcement(),
        [only] if only == "draft" => draft(),
        #[cfg(target_os = "linux")]
        [only] if only == "apt" => repository("apt", "deb", apt::repository),
        #[cfg(target_os = "linux")]
        [only] if only == "dnf" => repository("dnf", "rpm", dnf::repository),
        _ => Err(Failure::new(
            "`release` takes one of check, files, feed, draft, apt, dnf",
        )),
    }
}

/// Everything that is wrong with a release of what lies here, at once.
fn check() -> Outcome {
    let newest = entries()?.remove(0);
    let tag = variable("TAG")?;
    let mut wrong = Vec::new();
    if tag != format!("v{}", newest.version) {
        wrong.push(format!(
            "the tag is {tag}, CHANGELOG.md begins with {}",
            newest.version
        ));
    }
    if newest.date.is_none() {
        wrong.push("CHANGELOG.md says that it is not released".to_owned());
    }
    for file in unsaid(&project::root())? {
        wrong.push(format!(
            "{file}: {UNSAID} stands for an address that nobody has given yet"
        ));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::new(wrong.join("\n")))
}

/// The project's files in which an address is still to be filled in.
fn unsaid(root: &Path) -> Outcome<Vec<String>> {
    let printed = Program::new("git")
        .args(["grep", "--files-with-matches", "--fixed-strings", UNSAID])
        .within(root)
        .printed()?;
    let printed = String::from_utf8_lossy(&printed);
    Ok(printed.lines().map(str::to_owned).collect())
}

/// Checksums, manifests for winget and Homebrew, and what the program consists of, into the folder of the installers.
fn files(folder: &Path, repository: &str) -> Outcome {
    let version = &entries()?[0].version;
    ui::install()?;
    sbom::write(folder, version)?;
    for (template, name) in TEMPLATES {
        let path = project::root().join("packaging").join(template);
        let text = fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
        let filled = filled(&text, version, repository, |file| {
            sha256(&folder.join(file))
        })?;
        let wrong = if template.starts_with("winget") {
            winget::wrong(&filled)
        } else {
            Vec::new()
        };
        if !wrong.is_empty() {
            return Err(Failure::new(format!("{name}: {}", wrong.join("; "))));
        }
        let path = folder.join(name);
        fs::write(&path, filled).map_err(|error| Failure::at(&path, &error))?;
    }
    let sums = sums(folder)?;
    let path = folder.join("SHA256SUMS");
    fs::write(&path, sums).map_err(|error| Failure::at(&path, &error))
}

/// The template with `{version}`, `{repository}` and `{sha256 FILE}` filled in. Anything else in braces is a slip, but for
/// Ruby's own `#{version}`.
fn filled(
    template: &str,
    version: &str,
    repository: &str,
    sha256: impl Fn(&str) -> Outcome<String>,
) -> Outcome<String> {
    const RUBY: &str = "#{version}";
    const KEPT: &str = "\u{1}";
    let mut text = template
        .replace(RUBY, KEPT)
        .replace("{version}", version)
        .replace("{repository}", repository);
    while let Some((before, rest)) = text.split_once('{') {
        let (inside, after) = rest
            .split_once('}')
            .ok_or_else(|| Failure::new("a template has an open brace"))?;
        let file = inside
            .strip_prefix("sha256 ")
            .ok_or_else(|| Failure::new(format!("a template asks for {{{inside}}}")))?;
        text = format!("{before}{}{after}", sha256(file)?);
    }
    Ok(text.replace(KEPT, RUBY))
}

/// Both winget and Homebrew take it in small letters.
fn sha256(file: &Path) -> Outcome<String> {
    let printed = Program::new("sha256sum").arg(file).answer()?;
    let sum = printed.split_whitespace().next().unwrap_or_default();
    // sha256sum begins the line with a backslash where the name has one.
    Ok(sum.trim_start_matches('\\').to_owned())
}

fn sums(folder: &Path) -> Outcome<String> {
    let names = names(folder)?;
    Program::new("sha256sum")
        .args(names)
        .within(folder)
        .answer()
}

/// The folder's files, sorted; without the checksums of before.
fn names(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let files = fs::read_dir(folder).map_err(|error| Failure::at(folder, &error))?;
    let mut names: Vec<PathBuf> = files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && !path.ends_with("SHA256SUMS"))
        .filter_map(|path| path.file_name().map(PathBuf::from))
        .collect();
    names.sort();
    Ok(names)
}

/// The repository of the packages of this kind in `target/installers`, in `target/apt` or `target/dnf`, signed with the key
/// that `APT_KEY` or `DNF_KEY` names.
#[cfg(target_os = "linux")]
fn repository(
    name: &str,
    kind: &str,
    made: impl Fn(&[PathBuf], &Path, &str, Option<&Path>) -> Outcome,
) -> Outcome {
    let key = variable(&format!("{}_KEY", name.to_uppercase()))?;
    let folder = bundle::folder();
    let packages: Vec<PathBuf> = names(&folder)?
        .into_iter()
        .filter(|name| name.extension().is_some_and(|ending| ending == kind))
        .map(|name| folder.join(name))
        .collect();
    let into = bundle::empty(&project::target().join(name))?;
    made(&packages, &into, &key, None)
}

/// What has to lie where installed programs look, in `target/feed`, signed with the key of the release environment.
fn announcement() -> Outcome {
    let into = project::target().join("feed");
    // The signer would ask for what is not there.
    if !bundle::keys::these_are_there(&FEED_KEY)? {
        let path = bundle::empty(&into)?.join("none.txt");
        let words = "Not signed, so there is nothing that programs would believe.\n";
        return fs::write(&path, words).map_err(|error| Failure::at(&path, &error));
    }
    ui::install()?;
    feed::feed(
        &bundle::folder(),
        &into,
        &entries()?[0],
        &Key::OfEnvironment,
    )
}

fn draft() -> Outcome {
    let tag = variable("TAG")?;
    let notes = project::target().join("notes.md");
    let changes: String = entries()?[0]
        .changes
        .iter()
        .map(|change| format!("- {change}\n"))
        .collect();
    fs::write(&notes, changes).map_err(|error| Failure::at(&notes, &error))?;
    let folder = bundle::folder();
    let files = names(&folder)?.into_iter().map(|name| folder.join(name));
    Program::new("gh")
        .args(["release", "create", &tag, "--draft", "--verify-tag"])
        .args(tag.contains('-').then_some("--prerelease"))
        .args([
            "--title",
            &format!("eSIM Desk {}", tag.trim_start_matches('v')),
        ])
        .arg("--notes-file")
        .arg(&notes)
        .args(files)
        .arg(folder.join("SHA256SUMS"))
        .within(&project::root())
        .run()
}
