//! What this machine does not have and need not have: C compilers for systems that are looked at only, and one library of
//! Windows that older Wines lack.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Makes the file that was asked for, empty: nothing is linked where it stands in.
const C_COMPILER: &str = r#"#!/bin/sh
out=
case "$0" in *ar) for a; do case "$a" in *.a|*.lib) out=$a; break;; esac; done;; esac
while [ $# -gt 0 ]; do
  case "$1" in
    -o|--output) out=$2; shift;;
    -Fo*|/Fo*) out=${1#?Fo};;
    -out:*|/OUT:*|/out:*|--output=*) out=${1#*[:=]};;
    -V|--version) echo "GNU windres";;
  esac
  shift
done
[ -z "$out" ] || : > "$out"
"#;

/// The one function of `bcryptprimitives.dll`, which every Rust program loads, by the one that older Wines have.
/// <https://learn.microsoft.com/en-us/windows/win32/seccng/processprng>
const PROCESS_PRNG: &str = r"#include <windows.h>
#define MOST 0x10000000
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T left) {
  while (left) {
    ULONG now = left > MOST ? MOST : (ULONG)left;
    if (!SystemFunction036(bytes, now)) return FALSE;
    bytes += now;
    left -= now;
  }
  return TRUE;
}
";

/// The folder with `cc` and `ar`.
pub fn c_compiler() -> Outcome<PathBuf> {
    let folder = folder()?;
    for name in ["cc", "ar"] {
        let file = folder.join(name);
        // A file that is newer than what was built with it would have all of that built again.
        if !fs::read_to_string(&file).is_ok_and(|text| text == C_COMPILER) {
            write(&file, C_COMPILER)?;
            Program::new("chmod").arg("+x").arg(&file).run()?;
        }
    }
    Ok(folder)
}

/// Builds the library, with Debian's compiler for Windows.
pub fn process_prng(to: &Path) -> Outcome {
    let source = folder()?.join("process_prng.c");
    write(&source, PROCESS_PRNG)?;
    Program::new("x86_64-w64-mingw32-gcc")
        .args(["-shared", "-O2", "-s", "-o"])
        .args([to, source.as_path()])
        .arg("-ladvapi32")
        .run()
}

fn folder() -> Outcome<PathBuf> {
    let folder = project::cross().join("stand-ins");
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
    Ok(folder)
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).map_err(|error| Failure::at(file, &error))
}
