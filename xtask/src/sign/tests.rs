//! A trial: an authority of its own, a program signed by it, and what must not pass for that.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Child;

use super::{Keys, verify, with};
use crate::private::Private;
use crate::program::Program;

/// The least that is a program of Windows: headers of one empty section, and nothing to do.
fn program() -> Vec<u8> {
    let mut file = vec![0; 1024];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"MZ");
    put(0x3c, &[0x40]); // where the header begins
    put(0x40, b"PE\0\0");
    put(0x44, &0x8664_u16.to_le_bytes()); // x86-64
    put(0x46, &1_u16.to_le_bytes()); // sections
    put(0x54, &240_u16.to_le_bytes()); // how long the optional header is
    put(0x56, &0x22_u16.to_le_bytes()); // runs, knows large addresses
    put(0x58, &0x20b_u16.to_le_bytes()); // of 64 bits
    put(0x78, &0x1000_u32.to_le_bytes()); // sections lie in memory at these steps
    put(0x7c, &0x200_u32.to_le_bytes()); // and in the file at these
    put(0x90, &0x2000_u32.to_le_bytes()); // how much memory all takes
    put(0x94, &0x200_u32.to_le_bytes()); // how long the headers are
    put(0x9c, &3_u16.to_le_bytes()); // a console's
    put(0xc4, &16_u32.to_le_bytes()); // directories
    put(0x148, b".text");
    put(0x158, &0x200_u32.to_le_bytes()); // how long the section is
    put(0x15c, &0x200_u32.to_le_bytes()); // and where
    file
}

/// An authority of this name in the folder: its root as PEM, and a publisher's certificate of it for code with its key, as
/// the environment has them.
fn authority(folder: &Path, name: &str) -> Keys {
    const PASSWORD: &str = "open, sesame";
    const NEW: &str = "req -x509 -days 2 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    let openssl = |line: String| {
        let openssl = Program::new("openssl").args(line.split(' '));
        let made = openssl.within(folder).answer();
        made.expect("openssl makes it")
    };
    openssl(format!(
        "{NEW} -subj /CN=Root -out {name}.root.pem -keyout {name}.root.key"
    ));
    for (whose, may, ending) in [
        ("Publisher", "codeSigning", ""),
        ("Clock", "critical,timeStamping", ".clock"),
    ] {
        openssl(format!(
            "{NEW} -subj /CN={whose} -CA {name}.root.pem -CAkey {name}.root.key -addext extendedKeyUsage={may} \
             -out {name}{ending}.pem -keyout {name}{ending}.key"
        ));
    }
    fs::write(folder.join("password"), PASSWORD).expect("the folder is ours");
    openssl(format!(
        "pkcs12 -export -passout file:password -in {name}.pem -inkey {name}.key -certfile {name}.root.pem -out {name}.p12"
    ));
    let root = folder.join(format!("{name}.root.pem"));
    Keys {
        certificate: openssl(format!("base64 -in {name}.p12")),
        password: PASSWORD.to_owned(),
        timestamp_at: None,
        authorities: fs::read_to_string(root).expect("it was made"),
    }
}

/// The authority's clock, asked over HTTP.
struct Clock {
    server: Child,
    address: String,
}

impl Clock {
    fn of(folder: &Path, name: &str) -> Clock {
        let settings = format!(
            "[tsa]\ndefault_tsa = clock\n[clock]\nserial = serial\nsigner_cert = {name}.clock.pem\n\
             signer_key = {name}.clock.key\ncerts = {name}.root.pem\nsigner_digest = sha256\ndigests = sha256\n\
             default_policy = 1.2.3.4\n"
        );
        fs::write(folder.join("clock.cnf"), settings).expect("the folder is ours");
        let server = Program::new("python3").args(["-c", include_str!("clock.py")]);
        let mut server = server.within(folder).started().expect("Python is there");
        let mut port = String::new();
        let output = server.stdout.take().expect("it is a pipe");
        let read = BufReader::new(output).read_line(&mut port);
        let address = format!("http://127.0.0.1:{}", port.trim());
        let clock = Clock { server, address };
        assert!(read.is_ok_and(|count| count > 1), "it says its port");
        clock
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

#[test]
fn a_signature_has_its_time_by_an_authority_that_is_expected_or_is_none() {
    let private = Private::new().expect("there is room");
    let folder = private.as_ref();
    let mut keys = authority(folder, "ours");
    authority(folder, "others");
    let file = folder.join("trial.exe");
    let mut signed = |clock: &Clock| {
        fs::write(&file, program()).expect("the folder is ours");
        keys.timestamp_at = Some(clock.address.clone());
        let signed = with(&keys, &file);
        let bytes = fs::read(&file).expect("it is there");
        let timed = bytes.windows(5).any(|name| name == b"Clock");
        assert_eq!(timed, signed.is_ok(), "the clock's certificate is in it");
        assert_eq!(
            bytes == program(),
            signed.is_err(),
            "or the file is as it was"
        );
        signed
    };
    let mut clock = Clock::of(folder, "ours");
    signed(&clock).expect("it has its time");
    clock.server.kill().expect("it runs");
    clock.server.wait().expect("it ends");
    assert!(signed(&clock).is_err(), "nobody tells the time");
    let others = Clock::of(folder, "others");
    assert!(
        signed(&others).is_err(),
        "somebody does whom nobody stands for"
    );
}

#[test]
fn what_is_signed_is_taken_and_neither_an_altered_file_nor_another_authority_is() {
    let private = Private::new().expect("there is room");
    let folder = private.as_ref();
    let ours = authority(folder, "ours");
    let file = folder.join("trial.exe");
    fs::write(&file, program()).expect("the folder is ours");
    let root = folder.join("ours.root.pem");
    assert!(
        verify(&file, &root, false).is_err(),
        "nobody has signed it yet"
    );

    with(&ours, &file).expect("it is signed");
    verify(&file, &root, false).expect("and read back");
    let signed = fs::read(&file).expect("it is there");
    with(&ours, &file).expect("the second installer's program was signed for the first");

    authority(folder, "others");
    assert!(
        verify(&file, &folder.join("others.root.pem"), false).is_err(),
        "another authority does not stand for it"
    );
    let mut altered = signed;
    altered[0x200] ^= 1;
    fs::write(&file, altered).expect("the folder is ours");
    assert!(
        verify(&file, &root, false).is_err(),
        "a byte of it was changed"
    );
}

#[test]
fn a_signature_of_somebody_else_never_takes_the_files_place() {
    let private = Private::new().expect("there is room");
    let folder = private.as_ref();
    let ours = authority(folder, "ours");
    let others = authority(folder, "others");
    let file = folder.join("trial.exe");
    for (keys, why) in [
        (
            Keys {
                authorities: others.authorities,
                ..authority(folder, "ours")
            },
            "the certificate is not of the authority that is expected",
        ),
        (
            Keys {
                password: "wrong".to_owned(),
                ..authority(folder, "ours")
            },
            "the password is wrong",
        ),
        (
            Keys {
                certificate: "no-base64".to_owned(),
                ..ours
            },
            "the secret is cut",
        ),
    ] {
        fs::write(&file, program()).expect("the folder is ours");
        assert!(with(&keys, &file).is_err(), "{why}");
        assert_eq!(fs::read(&file).expect("it is there"), program(), "{why}");
    }
}
