//! Every template filled in and read, checksums that sha256sum takes, and what stops a release.
//!
//! Not in it: the apt repository, which a real apt tries (`bundle test`).

use super::*;

fn made() -> Vec<(&'static str, String)> {
    TEMPLATES
        .iter()
        .map(|(template, name)| {
            let path = project::root().join("packaging").join(template);
            let text = fs::read_to_string(path).expect("it is there");
            let sum = |file: &str| Ok(format!("<{file}>"));
            let text = filled(&text, "1.2.3", "them/esim-desk", sum).expect("it can be filled in");
            (*name, text)
        })
        .collect()
}

#[test]
fn every_template_is_filled_in_and_names_the_files_that_bundle_makes() {
    for (name, text) in made() {
        assert!(text.contains("1.2.3"), "{name}");
        let without_ruby = text.replace("#{version}", "");
        assert!(
            !without_ruby.contains(['{', '}', '\u{1}']),
            "{name}: {text}"
        );
    }
    let all: String = made().into_iter().map(|(_, text)| text).collect();
    for file in [
        "esim-desk-1.2.3-x64-setup.exe",
        "esim-desk-1.2.3-x64-setup-machine.exe",
    ] {
        let address =
            format!("https://github.com/them/esim-desk/releases/download/v1.2.3/{file}\n");
        assert!(all.contains(&address), "{file}");
        assert!(
            all.contains(&format!("InstallerSha256: <{file}>\n")),
            "{file}"
        );
    }
    assert!(all.contains("sha256 \"<esim-desk-1.2.3.dmg>\""));
}

#[test]
fn winget_finds_what_the_installers_write_into_the_registry() {
    let conf = fs::read_to_string(project::root().join("tauri.conf.json")).expect("it is there");
    let (_, installer) = &made()[1];
    // The uninstall key is called by the product's name.
    assert!(conf.contains("\"productName\": \"eSIM Desk\""));
    assert!(installer.contains("\nProductCode: eSIM Desk\n"));
    assert!(installer.contains("Scope: user") && installer.contains("Scope: machine"));
}

#[test]
fn winget_has_every_field_that_its_schema_asks_for_and_none_that_it_does_not_know() {
    let sum = "0123456789abcdef".repeat(4);
    for (template, name) in TEMPLATES
        .iter()
        .filter(|(template, _)| template.starts_with("winget"))
    {
        let path = project::root().join("packaging").join(template);
        let text = fs::read_to_string(path).expect("it is there");
        let text = filled(&text, "1.2.3", "them/esim-desk", |_| Ok(sum.clone()))
            .expect("it can be filled in");
        assert_eq!(winget::wrong(&text), Vec::<String>::new(), "{name}");
        // Each line is needed or optional; none may be called otherwise.
        let optional = [
            "PackageUrl",
            "ReleaseNotesUrl",
            "ProductCode",
            "UpgradeBehavior",
        ];
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let left_out = text.replacen(&format!("{line}\n"), "", 1);
            let may_go = optional.iter().any(|field| line.starts_with(field));
            assert_eq!(
                winget::wrong(&left_out).is_empty(),
                may_go,
                "{name} without {line}"
            );
            let renamed = text.replacen(line, &line.replacen(':', "s:", 1), 1);
            assert!(!winget::wrong(&renamed).is_empty(), "{name}: {line}");
        }
    }
}

#[test]
fn winget_takes_no_value_that_its_schema_does_not() {
    let sum = "0123456789abcdef".repeat(4);
    let path = project::root().join("packaging/winget/installer.yaml");
    let text = fs::read_to_string(path).expect("it is there");
    let text =
        filled(&text, "1.2.3", "them/esim-desk", |_| Ok(sum.clone())).expect("it can be filled in");
    for (from, to) in [
        ("eSIMDesk.eSIMDesk", "eSIMDesk"),
        ("PackageVersion: 1.2.3", "PackageVersion: 1/2"),
        ("nullsoft", "nsis"),
        ("x64\n", "amd64\n"),
        ("Scope: machine", "Scope: all"),
        ("https://", "http://"),
        (sum.as_str(), "0123"),
        ("ManifestType: installer", "ManifestType: installers"),
        ("1.12.0\n", "1.12\n"),
    ] {
        assert!(!winget::wrong(&text.replace(from, to)).is_empty(), "{to}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_cask_is_ruby() {
    let folder =
        bundle::empty(&project::target().join("release-test-cask")).expect("target is ours");
    let (name, cask) = made().remove(3);
    let path = folder.join(name);
    let reads = |text: &str| {
        fs::write(&path, text).expect("target is ours");
        Program::new("ruby").arg("-c").arg(&path).answer().is_ok()
    };
    assert!(reads(&cask), "Ruby reads it");
    assert!(
        !reads(cask.trim_end().trim_end_matches("end")),
        "and says where it does not"
    );
}

#[test]
fn homebrew_never_removes_the_order_book() {
    let (_, cask) = &made()[3];
    let commands = cask
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    for line in commands {
        assert!(
            !line.contains("zap") && !line.contains("uninstall"),
            "{line}"
        );
    }
}

#[test]
fn a_brace_that_nothing_is_known_of_is_refused() {
    let sum = |_: &str| Ok(String::new());
    assert!(filled("{verison}", "1", "a/b", sum).is_err());
    assert!(filled("{sha256 x", "1", "a/b", sum).is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn checksums_are_those_that_sha256sum_checks() {
    let folder = project::target().join("release-test");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("target is ours");
    for name in ["b.deb", "a.rpm"] {
        fs::write(folder.join(name), name).expect("target is ours");
    }
    let sums = sums(&folder).expect("both can be read");
    fs::write(folder.join("SHA256SUMS"), &sums).expect("target is ours");
    let check = || {
        Program::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .within(&folder)
    };
    assert!(
        sums.lines()
            .next()
            .is_some_and(|line| line.ends_with("  a.rpm")),
        "{sums}"
    );
    assert!(check().succeeds(), "they agree");
    fs::write(folder.join("b.deb"), "other").expect("target is ours");
    assert!(!check().succeeds(), "and are of these files");
}

#[cfg(target_os = "linux")]
#[test]
fn an_address_that_nobody_has_given_yet_is_found() {
    let folder = project::target().join("release-test-unsaid");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("target is ours");
    fs::write(folder.join("said"), "https://them.example\n").expect("target is ours");
    fs::write(folder.join("unsaid"), format!("mail@{UNSAID}\n")).expect("target is ours");
    for arguments in [["init", "--quiet"], ["add", "."]] {
        let git = Program::new("git").args(arguments).within(&folder);
        assert!(git.succeeds(), "{arguments:?}");
    }
    assert_eq!(unsaid(&folder).expect("git is there"), ["unsaid"]);
}
