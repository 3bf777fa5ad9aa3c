//! `cargo xtask bundle twice`: whether the program that is shipped comes out the same, byte by byte, when it is built again
//! from nothing. Whoever has the sources and the same tools can then see that what is published was made of them.
//!
//! Both are built in one folder, because its path may stand in the program. Not in it: the packages (`bundle test` compares
//! the deb), and another machine.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::Path;

use super::made::empty;
use crate::need::Need;
use crate::program::{Failure, Outcome};
use crate::project::{self, FEATURES, NAME};
use crate::{setup, shipped};

pub fn twice() -> Outcome {
    setup::for_need(Need::Build)?;
    let folder = project::target().join("twice");
    let (once, again) = (built(&folder)?, built(&folder)?);
    // To be looked at, should they differ.
    for (name, program) in [("once", &once), ("again", &again)] {
        let path = folder.join(name);
        fs::write(&path, program).map_err(|error| Failure::at(&path, &error))?;
    }
    same(&once, &again)?;
    println!("Two builds of the program are equal, byte by byte.");
    Ok(())
}

fn built(folder: &Path) -> Outcome<Vec<u8>> {
    empty(folder)?;
    shipped::build()?
        .args(FEATURES)
        .args(["--bin", NAME])
        .env("CARGO_TARGET_DIR", folder)
        .run()?;
    let program = folder.join("release").join(format!("{NAME}{EXE_SUFFIX}"));
    fs::read(&program).map_err(|error| Failure::at(&program, &error))
}

fn same(one: &[u8], other: &[u8]) -> Outcome {
    if one == other {
        return Ok(());
    }
    let both = one.iter().zip(other);
    let different = both.clone().filter(|(one, other)| one != other).count();
    let first = both.take_while(|(one, other)| one == other).count();
    Err(Failure::new(format!(
        "two builds differ: {} and {} bytes long, {different} of them different, the first at {first}; both lie in target/twice",
        one.len(),
        other.len()
    )))
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn two_programs_are_equal_to_the_last_byte_or_not_at_all() {
        assert!(same(b"program", b"program").is_ok());
        for (other, words) in [
            ("progrum", "1 of them different, the first at 5"),
            ("programs", "the first at 7"),
        ] {
            let failure = same(b"program", other.as_bytes()).expect_err(other);
            assert!(failure.to_string().contains(words), "{failure}");
        }
    }
}
