//! Making a link takes a right there that users have not. A folder's rights are a list (ACL), which what is made in it
//! inherits: files of ours need none of their own.

#![expect(unsafe_code, reason = "calls of the system")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, GetNamedSecurityInfoW, SDDL_REVISION_1,
    SE_FILE_OBJECT, SetNamedSecurityInfoW,
};
use windows_sys::Win32::Security::{
    ACL, DACL_SECURITY_INFORMATION, GetSecurityDescriptorControl, GetSecurityDescriptorDacl,
    OBJECT_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR,
    SE_DACL_PROTECTED,
};

use crate::platform::this_user;
use crate::platform::wide::wide;

/// Opens the file, or makes it.
///
/// # Errors
/// As the system says.
pub fn open_or_make(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Not looked at: folders are the user's own, and an administrator's files there can be read by their user.
pub fn would_be_ours(_folder: &Path) -> bool {
    true
}

/// Closes a folder of ours, and what is in it, to everybody but this person, administrators and the system itself. One that
/// holds other things already is left as it is: its rights are not ours to change.
///
/// # Errors
/// Where the rights are somebody else's to set, or the disk has none (FAT).
pub fn close_to_others(folder: &Path) -> io::Result<()> {
    // Setting rights goes through all that lies in the folder, so it is done once.
    if !is_ours(folder)? || Rights::of(folder)?.are_its_own()? {
        return Ok(());
    }
    // Instead of what it had and what it inherited; whatever lies in it inherits this.
    set(
        PROTECTED_DACL_SECURITY_INFORMATION,
        folder,
        &Rights::of_this_person()?,
    )
}

/// Empty, or begun by this program before. A whole disk is never ours.
fn is_ours(folder: &Path) -> io::Result<bool> {
    if folder.parent().is_none() {
        return Ok(false);
    }
    Ok(folder.join("lock").exists() || fs::read_dir(folder)?.next().is_none())
}

/// A list of rights, as the system reads it from a text.
/// <https://learn.microsoft.com/en-us/windows/win32/secauthz/security-descriptor-string-format>
struct Rights(PSECURITY_DESCRIPTOR);

impl Rights {
    /// Everything for this person, the system itself and administrators, for them alone, in the folder and below it.
    fn of_this_person() -> io::Result<Rights> {
        let person = this_user::sid()?;
        Rights::read(&format!(
            "D:P(A;OICI;FA;;;{person})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
        ))
    }

    /// <https://learn.microsoft.com/en-us/windows/win32/api/sddl/nf-sddl-convertstringsecuritydescriptortosecuritydescriptorw>
    fn read(text: &str) -> io::Result<Rights> {
        let text = wide(text);
        let mut made = null_mut();
        // SAFETY: the text ends with a nought and lives until the call is over; there is room for the way to what is made.
        let read = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &raw mut made,
                null_mut(),
            )
        };
        match read {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(Rights(made)),
        }
    }

    /// What a folder or file has.
    /// <https://learn.microsoft.com/en-us/windows/win32/api/aclapi/nf-aclapi-getnamedsecurityinfow>
    fn of(path: &Path) -> io::Result<Rights> {
        let name = wide(path);
        let mut found = null_mut();
        // SAFETY: the name ends with a nought and lives until the call is over; there is room for the way to the whole, and
        // parts of it are not asked for.
        let error = unsafe {
            GetNamedSecurityInfoW(
                name.as_ptr(),
                SE_FILE_OBJECT,
                DACL_SECURITY_INFORMATION,
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                &raw mut found,
            )
        };
        match error {
            0 => Ok(Rights(found)),
            error => Err(io::Error::from_raw_os_error(error.cast_signed())),
        }
    }

    /// Whether nothing is inherited from the folder above, as `set` leaves it.
    /// <https://learn.microsoft.com/en-us/windows/win32/api/securitybaseapi/nf-securitybaseapi-getsecuritydescriptorcontrol>
    fn are_its_own(&self) -> io::Result<bool> {
        let (mut control, mut revision) = (0, 0);
        // SAFETY: the system has made it, and it is freed with `self`; there is room for the answers.
        let got =
            unsafe { GetSecurityDescriptorControl(self.0, &raw mut control, &raw mut revision) };
        match got {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(control & SE_DACL_PROTECTED != 0),
        }
    }

    /// <https://learn.microsoft.com/en-us/windows/win32/api/securitybaseapi/nf-securitybaseapi-getsecuritydescriptordacl>
    fn list(&self) -> io::Result<*const ACL> {
        let (mut is_there, mut by_default) = (0, 0);
        let mut list = null_mut();
        // SAFETY: the system has made it, and it is freed with `self`; there is room for the answers.
        let got = unsafe {
            GetSecurityDescriptorDacl(
                self.0,
                &raw mut is_there,
                &raw mut list,
                &raw mut by_default,
            )
        };
        // No list at all would mean everything for everybody.
        match got != 0 && is_there != 0 && !list.is_null() {
            true => Ok(list),
            false => Err(io::Error::last_os_error()),
        }
    }
}

impl Drop for Rights {
    fn drop(&mut self) {
        // SAFETY: it is the system's to free, and ours to say when.
        unsafe { LocalFree(self.0) };
    }
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/aclapi/nf-aclapi-setnamedsecurityinfow>
fn set(inheriting: OBJECT_SECURITY_INFORMATION, folder: &Path, rights: &Rights) -> io::Result<()> {
    let list = rights.list()?;
    let name = wide(folder);
    let (no_owner, no_group, no_audit) = (null_mut(), null_mut(), null());
    // SAFETY: the name ends with a nought; it and the list live until the call is over.
    let error = unsafe {
        SetNamedSecurityInfoW(
            name.as_ptr(),
            SE_FILE_OBJECT,
            DACL_SECURITY_INFORMATION | inheriting,
            no_owner,
            no_group,
            list,
            no_audit,
        )
    };
    match error {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error.cast_signed())),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;
    use widestring::U16CString;
    use windows_sys::Win32::Security::Authorization::ConvertSecurityDescriptorToStringSecurityDescriptorW;
    use windows_sys::Win32::Security::{SetFileSecurityW, UNPROTECTED_DACL_SECURITY_INFORMATION};

    use super::*;

    /// Rights as a text.
    fn text_of(rights: &Rights) -> String {
        let mut text = null_mut();
        // SAFETY: the system has made the rights, and there is room for the way to the text.
        let told = unsafe {
            ConvertSecurityDescriptorToStringSecurityDescriptorW(
                rights.0,
                SDDL_REVISION_1,
                DACL_SECURITY_INFORMATION,
                &raw mut text,
                null_mut(),
            )
        };
        assert_ne!(told, 0);
        // SAFETY: the system made a text that ends with a nought. It is left to the end of the test.
        let text = unsafe { U16CString::from_ptr_str(text) };
        text.to_string_lossy()
    }

    fn rights_of(path: &Path) -> String {
        text_of(&Rights::of(path).expect("it is there"))
    }

    /// Everybody, who has signed in, and the users of this computer.
    fn is_open(path: &Path) -> bool {
        let rights = rights_of(path);
        [";;;WD)", ";;;AU)", ";;;BU)"]
            .iter()
            .any(|others| rights.contains(others))
    }

    /// As a folder is that inherits what everybody may.
    fn open_to_everybody(folder: &Path) {
        let rights = Rights::read("D:(A;OICI;FA;;;WD)").expect("rights");
        set(UNPROTECTED_DACL_SECURITY_INFORMATION, folder, &rights).expect("it is ours");
        assert!(is_open(folder), "it can be seen: {}", rights_of(folder));
    }

    /// A folder in a place that gives nothing to others, as a person's own folders are on Windows. By the older call, which
    /// neither asks the folder above nor goes through what lies below, so that it does not show what it is there to show.
    /// <https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-setfilesecurityw>
    fn folder_in_a_closed_place() -> (TempDir, std::path::PathBuf) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let rights = Rights::of_this_person().expect("rights");
        let name = wide(place.path());
        // SAFETY: the name ends with a nought; it and the rights live until the call is over.
        let closed =
            unsafe { SetFileSecurityW(name.as_ptr(), DACL_SECURITY_INFORMATION, rights.0) };
        assert_ne!(closed, 0, "it is ours");
        let folder = place.path().join("desk");
        fs::create_dir(&folder).expect("it is made");
        (place, folder)
    }

    #[test]
    fn the_rights_are_this_persons_the_systems_and_the_administrators_and_none_come_from_above() {
        let rights = text_of(&Rights::of_this_person().expect("rights"));
        let whole = rights.strip_prefix("D:P(").expect("protected");
        let entries: Vec<&str> = whole.trim_end_matches(')').split(")(").collect();
        assert!(
            entries.iter().all(|one| one.starts_with("A;OICI;FA;;;")),
            "allowed, in all that lies below, everything: {rights}"
        );
        let who = entries.iter().filter_map(|one| one.rsplit(';').next());
        let who: Vec<&str> = who.collect();
        assert_eq!(who.len(), 3, "{rights}");
        let person = this_user::sid().expect("a person");
        // The first administrator of a computer is written in short.
        assert!(who[0] == person || who[0] == "LA", "{rights}");
        assert_eq!(who[1..], ["SY", "BA"], "{rights}");
    }

    #[test]
    fn a_folder_of_ours_is_closed() {
        let (_place, folder) = folder_in_a_closed_place();
        open_to_everybody(&folder);
        close_to_others(&folder).expect("it is ours");
        assert!(!is_open(&folder), "{}", rights_of(&folder));
        fs::write(folder.join("orders.db"), "x").expect("this person may write");
        close_to_others(&folder).expect("there is nothing to do");
        let written = fs::read(folder.join("orders.db")).expect("and read");
        assert_eq!(written, b"x");
    }

    #[test]
    fn what_everybody_may_in_the_folder_above_does_not_come_down() {
        let (place, folder) = folder_in_a_closed_place();
        open_to_everybody(place.path());
        close_to_others(&folder).expect("it is ours");
        assert!(!is_open(&folder), "{}", rights_of(&folder));
        let rights = Rights::of(&folder).expect("it is there");
        assert!(rights.are_its_own().expect("they say so"));
    }

    #[test]
    fn what_is_made_in_it_inherits_its_rights() {
        let (_place, folder) = folder_in_a_closed_place();
        close_to_others(&folder).expect("it is ours");
        let file = folder.join("orders.db");
        fs::write(&file, "x").expect("this person may write");
        assert!(!is_open(&file), "{}", rights_of(&file));
    }

    #[test]
    fn a_folder_with_other_things_in_it_is_left_alone() {
        let (_place, folder) = folder_in_a_closed_place();
        fs::write(folder.join("holiday.jpg"), "x").expect("a file");
        open_to_everybody(&folder);
        close_to_others(&folder).expect("nothing to do");
        assert!(is_open(&folder));
        // Until it is the program's own.
        fs::write(folder.join("lock"), "").expect("a file");
        close_to_others(&folder).expect("it is ours");
        assert!(!is_open(&folder), "{}", rights_of(&folder));
        assert!(!is_ours(Path::new("C:\\")).expect("there is a disk"));
    }
}
