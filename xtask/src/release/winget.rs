//! What winget's schema 1.12 asks of its three manifests, as far as ours use it: which fields must be there, which may, and what
//! stands in them. <https://aka.ms/winget-manifest.installer.1.12.0.schema.json>, and `defaultLocale` and `version` beside it.
//!
//! The manifests are read line by line: a field a line, and one list, of installers. Not in it: whether the addresses answer.

/// The type, what must be in it, and what may be besides. `Installers` are looked at by themselves.
const MANIFESTS: [(&str, &[&str], &[&str]); 3] = [
    ("version", &["DefaultLocale"], &[]),
    (
        "defaultLocale",
        &[
            "PackageLocale",
            "Publisher",
            "PackageName",
            "License",
            "ShortDescription",
        ],
        &["PackageUrl", "ReleaseNotesUrl"],
    ),
    (
        "installer",
        &["Installers"],
        &["InstallerType", "ProductCode", "UpgradeBehavior"],
    ),
];

/// In each of the three.
const EVERYWHERE: [&str; 4] = [
    "PackageIdentifier",
    "PackageVersion",
    "ManifestType",
    "ManifestVersion",
];

/// The type may stand here or above; ours stands above, so that both are of one.
const INSTALLER: [&str; 4] = ["Architecture", "Scope", "InstallerUrl", "InstallerSha256"];

/// What is wrong with a manifest.
pub fn wrong(manifest: &str) -> Vec<String> {
    let lines = manifest.lines().filter(|line| !line.starts_with('#'));
    let (inner, outer): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with(' '));
    let outer = fields(&outer);
    let kind = outer.iter().find(|(name, _)| *name == "ManifestType");
    let Some((kind, must, may)) = MANIFESTS
        .iter()
        .find(|(name, ..)| kind.is_some_and(|kind| kind.1 == *name))
    else {
        return vec!["no ManifestType that there is".to_owned()];
    };
    let mut wrong = wrong_fields(kind, &outer, &[&EVERYWHERE, *must].concat(), may);
    if *kind == "installer" {
        if !outer.iter().any(|(name, _)| *name == "InstallerType") {
            wrong.push("installer: no InstallerType".to_owned());
        }
        let installers: Vec<&[&str]> = inner
            .chunk_by(|_, next| !next.starts_with("  - "))
            .collect();
        if installers.is_empty() {
            wrong.push("installer: no installer".to_owned());
        }
        for installer in installers {
            wrong.extend(wrong_fields(
                "an installer",
                &fields(installer),
                &INSTALLER,
                &[],
            ));
        }
    } else if !inner.is_empty() {
        wrong.push(format!("{kind}: something stands inside of something"));
    }
    wrong
}

/// Name and value of each line. A line that has none is a name without a value.
fn fields<'a>(lines: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let field = |line: &&'a str| {
        let line = line.trim_start_matches([' ', '-']);
        line.split_once(':')
            .map_or((line, ""), |(name, value)| (name, value.trim()))
    };
    lines.iter().map(field).collect()
}

fn wrong_fields(of: &str, fields: &[(&str, &str)], must: &[&str], may: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in must {
        match fields.iter().filter(|(there, _)| there == name).count() {
            1 => {}
            count => wrong.push(format!("{of}: {name} stands there {count} times")),
        }
    }
    for (name, value) in fields {
        if !must.contains(name) && !may.contains(name) {
            wrong.push(format!("{of}: {name} is no field of it"));
        } else if !fits(name, value) {
            wrong.push(format!("{of}: {name} cannot be {value:?}"));
        }
    }
    wrong
}

fn fits(name: &str, value: &str) -> bool {
    // What a name or a version may not have in it, as it becomes a path.
    let plain = |text: &str| {
        !text.is_empty()
            && !text.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|'])
            && !text.contains(char::is_control)
    };
    let count = value.chars().count();
    match name {
        "Installers" => value.is_empty(),
        "PackageIdentifier" => {
            let parts: Vec<&str> = value.split('.').collect();
            let part = |part: &&str| plain(part) && part.len() <= 32 && !part.contains(' ');
            (2..=8).contains(&parts.len()) && count <= 128 && parts.iter().all(part)
        }
        "PackageVersion" => plain(value) && count <= 128,
        "ManifestVersion" => value == "1.12.0",
        "ManifestType" => true, // it led here
        "DefaultLocale" | "PackageLocale" => {
            let mut parts = value.split('-');
            let letters = |part: &str| part.bytes().all(|sign| sign.is_ascii_alphabetic());
            parts
                .next()
                .is_some_and(|first| (2..=3).contains(&first.len()) && letters(first))
                && parts.all(|part| (1..=8).contains(&part.len()) && letters(part))
        }
        "InstallerType" => value == "nullsoft",
        "UpgradeBehavior" => ["install", "uninstallPrevious", "deny"].contains(&value),
        "Architecture" => ["x86", "x64", "arm", "arm64", "neutral"].contains(&value),
        "Scope" => ["user", "machine"].contains(&value),
        "InstallerUrl" | "PackageUrl" | "ReleaseNotesUrl" => {
            value.starts_with("https://") && count <= 2048
        }
        "InstallerSha256" => count == 64 && value.bytes().all(|sign| sign.is_ascii_hexdigit()),
        "ShortDescription" => (3..=256).contains(&count),
        "Publisher" | "PackageName" => (2..=256).contains(&count),
        "License" => (3..=512).contains(&count),
        "ProductCode" => (1..=255).contains(&count),
        _ => false,
    }
}
