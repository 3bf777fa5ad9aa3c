//! Whether the Node that builds the UI is there and new enough. It is never installed from here:
//! every system has its own way, and people keep several.

use crate::program::{Failure, Outcome, Program, find};

/// Fails with one line when Node or its package manager is missing or too old.
pub fn check() -> Outcome {
    let wanted = "Node.js 20.19, 22.12 or anything newer is needed to build the UI";
    let Ok(printed) = Program::new("node").arg("--version").printed() else {
        return Err(Failure::new(format!(
            "{wanted}, and there is none on the search path"
        )));
    };
    let version = String::from_utf8_lossy(&printed);
    let version = version.trim();
    if !is_new_enough(version) {
        return Err(Failure::new(format!("{wanted}; this is {version}")));
    }
    if cfg!(unix) && find("npm").is_none() {
        return Err(Failure::new(
            "Node.js is there, but its package manager `npm` is not",
        ));
    }
    Ok(())
}

/// The bundler supports 20 from 20.19 on, not 21, and all from 22.12 on.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().ok());
    let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    (major == 20 && minor >= 19) || (major, minor) >= (22, 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versions_that_the_bundler_supports_are_accepted() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0"] {
            assert!(is_new_enough(good), "{good} is supported");
        }
        for bad in [
            "v18.20.4", "v20.18.3", "v21.7.3", "v22.11.0", "", "nonsense",
        ] {
            assert!(!is_new_enough(bad), "{bad:?} is not supported");
        }
    }
}
