//! Whoever publishes the program, for tests: a key of their own, feeds and files signed with it, and a host that hands them
//! out over https, by the certificate of the fixtures. The host can be as bad as any.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign::KeyPair;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// The system that the tests' announcements have a file for.
pub const TARGET: &str = "tests-any-copy";

/// A key pair, and what is signed with it.
pub struct Publisher {
    keys: KeyPair,
}

/// What is announced. Each part can be made to say something else than the others.
#[derive(Clone)]
pub struct Announcement {
    /// The system that it has a file for.
    pub target: String,
    pub version: String,
    pub notes: String,
    pub file: String,
    pub bytes: Vec<u8>,
    /// What the file's signature says; `None` for one that names no version, as older tools make them.
    pub signed_version: Option<String>,
    /// What the feed's own signature says.
    pub feed_version: Option<String>,
    pub size: usize,
}

impl Announcement {
    pub fn of(version: &str) -> Announcement {
        let bytes = format!("#!/bin/sh\n# eSIM Desk {version}\n").repeat(50);
        Announcement {
            target: TARGET.to_owned(),
            version: version.to_owned(),
            notes: "Faster.\nAnd calmer.".to_owned(),
            file: format!("esim-desk-{version}-setup"),
            size: bytes.len(),
            bytes: bytes.into_bytes(),
            signed_version: Some(version.to_owned()),
            feed_version: Some(version.to_owned()),
        }
    }
}

impl Publisher {
    pub fn new() -> Publisher {
        let keys = KeyPair::generate_unencrypted_keypair().expect("randomness");
        Publisher { keys }
    }

    /// The public half, as the Tauri CLI writes it.
    pub fn key(&self) -> String {
        let lines = self.keys.pk.to_box().expect("it is a key").into_string();
        STANDARD.encode(lines)
    }

    /// A signature of this for a file and perhaps a version.
    pub fn sign(&self, bytes: &[u8], file: &str, version: Option<&str>) -> String {
        let version = version.map(|version| format!("\tversion:{version}"));
        let comment = format!(
            "timestamp:1795935411\tfile:{file}{}",
            version.unwrap_or_default()
        );
        let signed = minisign::sign(None, &self.keys.sk, bytes, Some(&comment), None);
        STANDARD.encode(signed.expect("it is a key").into_string())
    }

    /// The feed of a channel, as a file of this name.
    pub fn feed(&self, name: &str, told: &Announcement) -> Vec<u8> {
        let version = told.signed_version.as_deref();
        let file = json!({
            "file": told.file,
            "size": told.size,
            "signature": self.sign(&told.bytes, &told.file, version),
        });
        let signed = json!({
            "version": told.version,
            "notes": told.notes,
            "platforms": { told.target.clone(): file },
        });
        self.wrapped(name, &signed.to_string(), told.feed_version.as_deref())
    }

    /// Any text, signed as a feed of this name.
    pub fn wrapped(&self, name: &str, signed: &str, version: Option<&str>) -> Vec<u8> {
        let signature = self.sign(signed.as_bytes(), name, version);
        json!({ "signed": signed, "signature": signature })
            .to_string()
            .into_bytes()
    }
}

/// What the host does when it is asked for a file.
#[derive(Clone)]
pub enum Given {
    File(Vec<u8>),
    /// So much of it, and then it hangs up, having promised all.
    Cut(Vec<u8>, usize),
    /// Without saying how much it is.
    WithoutLength(Vec<u8>),
    Status(u16),
    /// Over there, it says, and has it there.
    Elsewhere(String),
}

/// One request, its first line and its headers.
pub type Asked = Vec<String>;

/// An https server on this computer; it ends with the test.
pub struct Host {
    port: u16,
    files: Arc<Mutex<BTreeMap<String, Given>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    listening: JoinHandle<()>,
}

impl Host {
    pub async fn start() -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let files: Arc<Mutex<BTreeMap<String, Given>>> = Arc::default();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (tls, has, log) = (acceptor(), Arc::clone(&files), Arc::clone(&asked));
        let listening = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (tls, has, log) = (tls.clone(), Arc::clone(&has), Arc::clone(&log));
                tokio::spawn(async move {
                    if let Ok(near) = tls.accept(near).await {
                        answer(near, &has, &log).await;
                    }
                });
            }
        });
        Host {
            port,
            files,
            asked,
            listening,
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where everything lies.
    pub fn base(&self) -> String {
        format!("https://localhost:{}/desk", self.port)
    }

    pub fn has(&self, name: &str, given: Given) {
        lock(&self.files).insert(format!("/desk/{name}"), given);
    }

    /// The announcement in a channel, and its file.
    pub fn publishes(&self, publisher: &Publisher, channel: &str, told: &Announcement) {
        let name = format!("{channel}.json");
        self.has(&name, Given::File(publisher.feed(&name, told)));
        self.has(&told.file, Given::File(told.bytes.clone()));
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.asked).clone()
    }

    /// How often this was asked for.
    pub fn asked_for(&self, name: &str) -> usize {
        let line = format!("GET /desk/{name} HTTP/1.1");
        self.asked().iter().filter(|asked| asked[0] == line).count()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Whoever asks may have gone: then nothing is left to do.
async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    files: &Mutex<BTreeMap<String, Given>>,
    log: &Mutex<Vec<Asked>>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut head = Asked::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        if line.trim_end().is_empty() {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let path = head.first()?.split(' ').nth(1)?.to_owned();
    lock(log).push(head);
    let given = lock(files).get(&path).cloned();
    let given = given.unwrap_or(Given::Status(404));
    let (status, more, sent) = match &given {
        Given::File(bytes) => (200, length(bytes.len()), &bytes[..]),
        Given::Cut(bytes, at) => (200, length(bytes.len()), &bytes[..*at]),
        Given::WithoutLength(bytes) => (200, String::new(), &bytes[..]),
        Given::Status(status) => (*status, length(0), &[][..]),
        Given::Elsewhere(to) => (302, format!("location: {to}\r\n{}", length(0)), &[][..]),
    };
    let begin = format!("HTTP/1.1 {status} Host\r\nconnection: close\r\n{more}\r\n");
    stream.write_all(begin.as_bytes()).await.ok()?;
    stream.write_all(sent).await.ok()?;
    stream.shutdown().await.ok()
}

fn length(bytes: usize) -> String {
    format!("content-length: {bytes}\r\n")
}

fn acceptor() -> TlsAcceptor {
    const CERTIFICATE: &str = include_str!("../fixtures/connect/tls/server.pem");
    const KEY: &str = include_str!("../fixtures/connect/tls/server.key");
    let provider = rustls::crypto::ring::default_provider();
    let chain = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("the fixture is PEM");
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).expect("the fixture is PEM");
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("ring knows the usual versions")
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .expect("key and certificate of the fixtures belong together");
    TlsAcceptor::from(Arc::new(config))
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
