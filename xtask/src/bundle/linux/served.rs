//! A folder handed out over HTTP, to this machine only, as a mirror does it: by Python's own server, for as long as the value
//! lives. A bare system shares the network of this one.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Child;

use crate::program::{Failure, Outcome, Program};

pub struct Served {
    server: Child,
    pub address: String,
}

impl Served {
    pub fn of(folder: &Path) -> Outcome<Served> {
        let mut server = Program::new("python3")
            .args(["-u", "-m", "http.server", "--bind", "127.0.0.1", "0"])
            .within(folder)
            .started()?;
        let mut told = String::new();
        if let Some(output) = server.stdout.take() {
            // A server that ended tells nothing.
            drop(BufReader::new(output).read_line(&mut told));
        }
        // From here on it ends with the value, also where it did not say where it is.
        let mut served = Served {
            server,
            address: String::new(),
        };
        served.address =
            address(&told).ok_or_else(|| Failure::new(format!("the server says {told:?}")))?;
        Ok(served)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// In `Serving HTTP on 127.0.0.1 port 8000 (http://127.0.0.1:8000/) ...`.
fn address(told: &str) -> Option<String> {
    let (_, port) = told.split_once(" port ")?;
    let port: u16 = port.split(' ').next()?.parse().ok()?;
    Some(format!("http://127.0.0.1:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use crate::bundle::made::empty;
    use crate::project;

    #[test]
    fn a_folder_is_handed_out_and_no_longer_than_it_is_wanted() {
        let folder = empty(&project::target().join("served-test")).expect("target is ours");
        fs::write(folder.join("InRelease"), "signed").expect("target is ours");
        let served = Served::of(&folder).expect("Python is there");
        let at = served.address.trim_start_matches("http://").to_owned();
        let mut asked = TcpStream::connect(&at).expect("it listens");
        asked
            .write_all(b"GET /InRelease HTTP/1.0\r\n\r\n")
            .expect("it reads");
        let mut answer = String::new();
        asked.read_to_string(&mut answer).expect("it answers");
        assert!(answer.ends_with("\r\n\r\nsigned"), "{answer}");
        drop(served);
        assert!(TcpStream::connect(&at).is_err(), "it has ended");
    }

    #[test]
    fn a_server_that_says_nothing_is_none() {
        assert_eq!(
            address("Serving HTTP on 127.0.0.1 port 41 (http://127.0.0.1:41/) ...\n").as_deref(),
            Some("http://127.0.0.1:41")
        );
        assert_eq!(address(""), None);
    }
}
