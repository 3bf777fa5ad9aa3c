//! What a program and all it started hold in memory, each shared page divided by its users (PSS).

use std::collections::BTreeMap;
use std::fs;

use crate::program::{Failure, Outcome};

use super::table::thousands;

/// The process, its children and their children, from Linux's `/proc`.
pub fn tree(root: u32) -> Vec<u32> {
    let parents = parents();
    let mut found = vec![root];
    let mut next = 0;
    while next < found.len() {
        let parent = found[next];
        found.extend(
            parents
                .iter()
                .filter(|(_, of)| **of == parent)
                .map(|(process, _)| *process),
        );
        next += 1;
    }
    found
}

/// Megabytes (of a million bytes) that these processes hold together.
pub fn megabytes(processes: &[u32]) -> Outcome<f64> {
    let mut kibibytes = 0;
    for process in processes {
        let file = format!("/proc/{process}/smaps_rollup");
        // A process that ended since it was listed holds nothing.
        let Ok(rollup) = fs::read_to_string(&file) else {
            continue;
        };
        kibibytes += pss(&rollup)
            .ok_or_else(|| Failure::new(format!("{file} names no proportional size")))?;
    }
    Ok(thousands(kibibytes * 1024) / 1000.0)
}

fn parents() -> BTreeMap<u32, u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return BTreeMap::new();
    };
    entries
        .filter_map(|entry| {
            let process = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
            Some((process, parent(&stat)?))
        })
        .collect()
}

/// The fourth field. The second is a name in brackets that may hold blanks and brackets itself.
fn parent(stat: &str) -> Option<u32> {
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

fn pss(rollup: &str) -> Option<u64> {
    rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_found_behind_a_name_with_brackets() {
        assert_eq!(
            parent("12 (a (b) c) S 7 12 12 0"),
            Some(7),
            "the name ends at the last bracket"
        );
        assert_eq!(parent("nonsense"), None, "no bracket, no parent");
    }

    #[test]
    fn only_the_plain_proportional_size_counts() {
        let rollup = "Rss:  900 kB\nPss:   120 kB\nPss_Anon:  60 kB\n";
        assert_eq!(
            pss(rollup),
            Some(120),
            "the parts of it are not added again"
        );
    }
}
