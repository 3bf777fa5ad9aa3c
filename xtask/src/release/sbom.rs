//! What the program consists of, for those who have to know: two lists in CycloneDX, of the crates that are linked into it on
//! any system, and of what is in its page. They are the lists of *About* (`licences`), so nobody is in one and not in the
//! other. <https://cyclonedx.org/docs/1.5/json/>
//!
//! Not in it: what only builds it (`Cargo.lock` and `package-lock.json` name that), and holes that are known in something.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::json::text;
use crate::licences::{self, Shipped};
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Ends badly, with words, unless the file that it is given is as the format says.
const VALIDATE: &str = "const { Spec, Validation } = require('@cyclonedx/cyclonedx-library');
    const list = require('fs').readFileSync(process.argv[1], 'utf8');
    new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(list).then((wrong) => {
        if (wrong !== null) throw new Error(JSON.stringify(wrong, null, 1).slice(0, 2000));
    });";

/// Writes both beside the installers.
pub fn write(folder: &Path, version: &str) -> Outcome {
    let sums = checksums(&read(&project::root().join("Cargo.lock"))?);
    let lists = [
        ("rust", "cargo", licences::crates()?, sums),
        ("page", "npm", licences::page()?, BTreeMap::new()),
    ];
    for (name, kind, shipped, sums) in lists {
        let path = folder.join(format!("esim-desk-{version}.{name}.cdx.json"));
        let list = list(kind, version, &shipped, &sums);
        fs::write(&path, list).map_err(|error| Failure::at(&path, &error))?;
        validate(&path)?;
    }
    Ok(())
}

/// Fails unless the list keeps to the format's own schema, which CycloneDX' library for Node carries. It is one of the UI's
/// packages, so they have to be there.
fn validate(list: &Path) -> Outcome {
    Program::new("node")
        .args(["-e", VALIDATE])
        .arg(list)
        .within(&project::ui())
        .answer()
        .map(drop)
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::at(path, &error))
}

fn list(kind: &str, version: &str, shipped: &[Shipped], sums: &BTreeMap<String, String>) -> String {
    let components: Vec<String> = shipped
        .iter()
        .map(|one| component(kind, one, sums))
        .collect();
    format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"version\":1,\"metadata\":{{\"component\":{{\
         \"type\":\"application\",\"name\":\"eSIM Desk\",\"version\":{}}}}},\"components\":[\n{}\n]}}\n",
        text(version),
        components.join(",\n")
    )
}

fn component(kind: &str, shipped: &Shipped, sums: &BTreeMap<String, String>) -> String {
    let (name, version) = shipped.name.rsplit_once(' ').unwrap_or((&shipped.name, ""));
    // The sign of a scope is not one of an address.
    let address = format!("pkg:{kind}/{}@{version}", name.replace('@', "%40"));
    // Some crates still write it as it was written before SPDX.
    let licence = shipped.licence.replace('/', " OR ");
    let sum = sums.get(&shipped.name).map(|sum| {
        format!(
            ",\"hashes\":[{{\"alg\":\"SHA-256\",\"content\":{}}}]",
            text(sum)
        )
    });
    format!(
        "{{\"type\":\"library\",\"bom-ref\":{address},\"name\":{},\"version\":{},\"purl\":{address},\
         \"licenses\":[{{\"expression\":{}}}]{}}}",
        text(name),
        text(version),
        text(&licence),
        sum.unwrap_or_default(),
        address = text(&address),
    )
}

/// Of each package in Cargo's lock file, by name and version.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let packages = lock.split("[[package]]").skip(1);
    let sums = packages.filter_map(|package| {
        let field = |name: &str| {
            let (_, rest) = package.split_once(&format!("\n{name} = \""))?;
            Some(rest.split_once('"')?.0)
        };
        let name = format!("{} {}", field("name")?, field("version")?);
        Some((name, field("checksum")?.to_owned()))
    });
    sums.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::empty;

    #[test]
    fn a_list_that_is_not_as_the_format_says_is_refused() {
        let folder = empty(&project::target().join("sbom-test-wrong")).expect("target is ours");
        let one = Shipped {
            name: "a 1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            folder: project::root(),
        };
        let sums = [("a 1.0.0".to_owned(), "0".repeat(64))].into();
        let good = list("cargo", "1.2.3", &[one], &sums);
        let path = folder.join("list.json");
        for (from, to, is_good) in [
            ("MIT", "MIT", true),
            ("\"library\"", "\"libary\"", false),
            ("\"purl\"", "\"url\"", false),
            ("00000000", "0000", false),
            ("\"name\":\"a\",", "", false),
        ] {
            assert!(good.contains(from), "{from} in {good}");
            fs::write(&path, good.replacen(from, to, 1)).expect("target is ours");
            assert_eq!(validate(&path).is_ok(), is_good, "{to}");
        }
    }

    #[test]
    fn everything_that_is_shipped_is_listed_with_its_licence_and_what_of_it_was_taken() {
        let folder = empty(&project::target().join("sbom-test")).expect("target is ours");
        write(&folder, "1.2.3").expect("cargo and npm have fetched everything");
        // Read by somebody else: each component whole, each named once.
        let script = "const list = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
            const all = list.components;
            if (list.bomFormat !== 'CycloneDX' || list.metadata.component.version !== '1.2.3') throw 1;
            if (new Set(all.map((one) => one['bom-ref'])).size !== all.length) throw 2;
            if (!all.every((one) => one.version && one.licenses[0].expression)) throw 3;
            if (process.argv[2] === 'hashed' && !all.every((one) => /^[0-9a-f]{64}$/.test(one.hashes[0].content))) throw 4;
            console.log(all.map((one) => one.purl).join('\\n'))";
        for (name, how, wanted) in [
            (
                "rust",
                "hashed",
                ["pkg:cargo/rustls@0.", "pkg:cargo/minisign-verify@0."],
            ),
            (
                "page",
                "",
                ["pkg:npm/svelte@5.", "pkg:npm/%40tauri-apps/api@2."],
            ),
        ] {
            let path = folder.join(format!("esim-desk-1.2.3.{name}.cdx.json"));
            let node = Program::new("node")
                .args(["-e", script])
                .arg(&path)
                .arg(how);
            let named = node.answer().expect("it is as it should be");
            for begin in wanted {
                assert!(
                    named.lines().any(|line| line.starts_with(begin)),
                    "{begin}: {named}"
                );
            }
            let tools = [
                "cargo/xtask@",
                "npm/vite@",
                "cargo/proptest@",
                "cargo/esim-desk",
            ];
            for tool in tools {
                assert!(!named.contains(tool), "{tool} is not shipped");
            }
        }
    }

    #[test]
    fn a_scope_and_an_old_way_of_writing_a_licence_are_written_anew() {
        let one = Shipped {
            name: "@a/b 1.0.0".to_owned(),
            licence: "MIT/Apache-2.0".to_owned(),
            folder: project::root(),
        };
        let written = component("npm", &one, &BTreeMap::new());
        assert!(written.contains("\"pkg:npm/%40a/b@1.0.0\""), "{written}");
        assert!(written.contains("\"MIT OR Apache-2.0\""), "{written}");
    }
}
