//! How much JavaScript the built page loads before it can do anything.

use std::path::Path;

use crate::program::{Failure, Outcome, Program};
use crate::{project, ui};

use super::table::thousands;

/// Kilobytes (of a thousand bytes) of all scripts that the page names, each packed by itself.
pub fn first_load_kb() -> Outcome<f64> {
    let page = ui::built_page();
    let html = std::fs::read_to_string(&page).map_err(|error| Failure::at(&page, &error))?;
    let mut bytes = 0;
    for script in scripts(&html) {
        let file = project::ui()
            .join("dist")
            .join(script.trim_start_matches(['.', '/']));
        bytes += packed(&file)?;
    }
    if bytes == 0 {
        return Err(Failure::new("the built page names no script"));
    }
    Ok(thousands(bytes))
}

fn packed(file: &Path) -> Outcome<u64> {
    let packed = Program::new("gzip")
        .args(["--stdout", "--best"])
        .arg(file)
        .printed()?;
    match u64::try_from(packed.len()) {
        Ok(length) if length > 0 => Ok(length),
        _ => Err(Failure::new(format!(
            "{} could not be packed",
            file.display()
        ))),
    }
}

/// What `src` and `href` point at and ends in `.js`: the entry and the modules preloaded with it.
fn scripts(html: &str) -> Vec<&str> {
    html.split(['"', '\''])
        .filter(|part| {
            Path::new(part)
                .extension()
                .is_some_and(|extension| extension == "js")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_and_what_is_preloaded_with_it_count() {
        let html = r#"<link rel="stylesheet" href="/a.css"><link rel="modulepreload" href="/b.js">
            <script type="module" src="./assets/c-1.js"></script>"#;
        assert_eq!(
            scripts(html),
            ["/b.js", "./assets/c-1.js"],
            "style sheets are no scripts"
        );
    }
}
