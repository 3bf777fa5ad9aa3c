//! The program that a system has for opening addresses. It tells by its end whether it found one for this.

use std::process::Command;

use super::error::MailError;

pub fn run(command: &mut Command) -> Result<(), MailError> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(MailError::NoProgram),
        Err(_) => Err(MailError::NotStarted),
    }
}
