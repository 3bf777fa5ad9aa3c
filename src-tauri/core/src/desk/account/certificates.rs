//! The extra certificates: taken from a file that a person names once, and kept in the data folder from then on.
//!
//! That file is never read again: it may lie on a stick or a share, and whoever can write it later would be believed.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::connect::Certificates;
use crate::desk::model::{Failure, WhyExtraCa};
use crate::files;
use crate::settings::{ExtraCa, ExtraCertificate, SettingsFile};

/// A list of all authorities that a system trusts takes half of it.
const MOST_BYTES: u64 = 512 * 1024;

const KEPT: &str = "certificates-";

/// Copies the certificates of the file into the data folder.
pub(super) fn keep(folder: &Path, file: &str) -> Result<ExtraCa, Failure> {
    let read = Certificates::read(&read_once(file)?)?;
    let fingerprint = read.fingerprint();
    let path = path_of(folder, &fingerprint);
    files::write_whole(&path, read.pem().as_bytes())
        .map_err(|error| Failure::of_settings_file(&error))?;
    let certificates = read.list.into_iter().map(|one| ExtraCertificate {
        subject: one.subject,
        fingerprint: one.fingerprint,
    });
    Ok(ExtraCa {
        fingerprint,
        certificates: certificates.collect(),
    })
}

/// The copies that the settings do not name any more.
pub(super) fn drop_unused(folder: &Path, file: &SettingsFile) {
    let chosen = file.current().extra_ca;
    let chosen = chosen.map(|ca| path_of(folder, &ca.fingerprint));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(KEPT);
        if ours && Some(entry.path()) != chosen {
            // A copy too many does no harm: nothing reads it.
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// The copy, as long as it is what was chosen.
pub(super) fn kept(folder: &Path, chosen: &ExtraCa) -> Result<Vec<u8>, Failure> {
    let path = path_of(folder, &chosen.fingerprint);
    let pem = read_once(&path.display().to_string())?;
    if Certificates::read(&pem)?.fingerprint() != chosen.fingerprint {
        tracing::warn!("the certificates in the data folder are not those that were chosen");
        return Err(missing());
    }
    Ok(pem)
}

/// Earlier versions noted the path and read it at each start: this is the last time.
pub(super) fn take_over(folder: &Path, settings: &SettingsFile) {
    take_over_what(settings, |file| keep(folder, file));
}

fn take_over_what(settings: &SettingsFile, keep: impl FnOnce(&str) -> Result<ExtraCa, Failure>) {
    let Some(file) = settings.current().extra_ca_file else {
        return;
    };
    let kept = keep(&file.display().to_string()).ok();
    if kept.is_none() {
        tracing::warn!("the extra certificates of the settings are not there, or are none");
    }
    let written = settings.change(|settings| {
        // Unless others were chosen meanwhile, or none.
        if settings.extra_ca_file.as_ref() == Some(&file) {
            settings.extra_ca_file = None;
            settings.extra_ca = kept.or_else(|| settings.extra_ca.take());
        }
    });
    if let Err(error) = written {
        tracing::warn!(kind = ?error.kind(), "the settings cannot be written");
    }
}

fn path_of(folder: &Path, fingerprint: &str) -> PathBuf {
    let short: String = fingerprint
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(16)
        .collect();
    folder.join(format!("{KEPT}{short}.pem"))
}

/// A file of this computer, and not too much of it.
fn read_once(file: &str) -> Result<Vec<u8>, Failure> {
    // Windows takes either slash, also one of each.
    let is_slash = |sign: Option<char>| matches!(sign, Some('/' | '\\'));
    let mut signs = file.chars();
    if is_slash(signs.next()) && is_slash(signs.next()) {
        // Opening it would tell that computer who is signed in here.
        return Err(Failure::ExtraCa {
            why: WhyExtraCa::OnTheNetwork,
        });
    }
    // Looked at before it is opened: opening a pipe waits for its other end.
    let regular = |found: io::Result<fs::Metadata>| match found {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) | Err(_) => Err(missing()),
    };
    regular(fs::metadata(file))?;
    let open = File::open(file).map_err(|_| missing())?;
    regular(open.metadata())?;
    let mut bytes = Vec::new();
    open.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| missing())?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::ExtraCa {
            why: WhyExtraCa::TooLarge,
        });
    }
    Ok(bytes)
}

fn missing() -> Failure {
    Failure::ExtraCa {
        why: WhyExtraCa::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(fingerprint: &str) -> ExtraCa {
        ExtraCa {
            fingerprint: fingerprint.to_owned(),
            certificates: Vec::new(),
        }
    }

    #[test]
    fn what_a_person_chooses_while_the_old_file_is_copied_stays() {
        for chosen in [Some(some("chosen")), None] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let settings = SettingsFile::open(folder.path());
            let noted = settings.change(|it| it.extra_ca_file = Some("/of/the/past.pem".into()));
            noted.expect("the folder takes a file");

            take_over_what(&settings, |_| {
                let change = settings.change(|it| {
                    it.extra_ca = chosen.clone();
                    it.extra_ca_file = None;
                });
                change.expect("the folder takes a file");
                Ok(some("past"))
            });

            let now = settings.current();
            assert_eq!(now.extra_ca, chosen, "the old authority is not put back");
            assert_eq!(now.extra_ca_file, None, "and its file is not read again");
        }
    }
}
