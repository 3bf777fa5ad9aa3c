//! A caller that knows HTTP/1.1 and nothing else, one connection for each request.

use std::{collections::HashMap, io, net::SocketAddr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use esim_desk_core::clock;
use esim_desk_core::sandbox::{Control, Options, Sandbox};
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

pub const TOKEN_PATH: &str = "/auth/realms/tru-staff/protocol/openid-connect/token";
/// Longer than any order takes, in milliseconds.
pub const ORDER_MILLIS: i64 = 5_000;

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("the answer is JSON")
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap_or_default().to_owned()
    }
}

/// A signed-in caller and its own sandbox.
pub struct Caller {
    pub sandbox: Sandbox,
    pub token: String,
}

impl Caller {
    /// Starts a sandbox and signs in.
    pub async fn of(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("a free port is found");
        let mut caller = Self {
            sandbox,
            token: String::new(),
        };
        let answer = caller.ask_token("grant_type=client_credentials").await;
        caller.token = text(&answer.json()["access_token"]);
        caller
    }

    pub async fn fresh() -> Self {
        Self::of(Options::default()).await
    }

    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    /// Lets all orders placed so far come to their end.
    pub fn wait_for_orders(&self) {
        self.control().push_clock(ORDER_MILLIS);
    }

    /// Asks for a token, proving itself by Basic.
    pub async fn ask_token(&self, form: &str) -> Answer {
        let ours = self.sandbox.credentials();
        let pair = format!("{}:{}", ours.client_id, ours.secret.expose_secret());
        let basic = format!("Authorization: Basic {}", STANDARD.encode(pair));
        self.post_form(form, &[&basic]).await
    }

    pub async fn post_form(&self, form: &str, headers: &[&str]) -> Answer {
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let headers = [&[kind], headers].concat();
        let request = format!("POST {TOKEN_PATH}");
        answered(send(self.sandbox.address(), &request, &headers, form).await)
    }

    /// A request to the API with the token; `request` is like `GET /products`.
    pub async fn api(&self, request: &str, body: &str) -> Answer {
        answered(self.try_api(request, body).await)
    }

    /// The same, when the connection may end without an answer (`None`) or with an error.
    pub async fn try_api(&self, request: &str, body: &str) -> io::Result<Option<Answer>> {
        let bearer = format!("Authorization: Bearer {}", self.token);
        let headers = [&*bearer, "X-Correlation-ID: caller-1"];
        let (method, path) = request.split_once(' ').expect("a method and a path");
        let request = format!("{method} /connect-api/v2{path}");
        send(self.sandbox.address(), &request, &headers, body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.api(&format!("GET {path}"), "").await
    }

    /// A control request with the key.
    pub async fn command(&self, request: &str, body: &Value) -> Answer {
        let key = format!("x-sandbox-key: {}", self.sandbox.control_key());
        let headers = [&*key, "Content-Type: application/json"];
        let body = body.to_string();
        answered(send(self.sandbox.address(), request, &headers, &body).await)
    }

    /// Orders and returns the accepted answer.
    pub async fn order(&self, body: &Value) -> Value {
        let answer = self.api("POST /orders", &body.to_string()).await;
        assert_eq!(
            answer.status,
            201,
            "the order is good: {}",
            String::from_utf8_lossy(&answer.bytes)
        );
        answer.json()
    }

    /// Orders an eSIM, waits for it, and returns the completed order.
    pub async fn completed(&self) -> Value {
        let accepted = self.order(&self.esim().await).await;
        self.wait_for_orders();
        self.get(&format!("/orders/{}", text(&accepted["id"])))
            .await
            .json()
    }

    /// Id of the plan with this name.
    pub async fn plan(&self, name: &str) -> String {
        let plans = self.get("/products?page_size=100").await.json();
        let plans = plans["data"].as_array().expect("a list of plans").clone();
        let plan = plans.iter().find(|plan| plan["name"] == name);
        text(&plan.expect("the plan is on sale")["id"])
    }

    /// The body of a good order.
    pub async fn esim(&self) -> Value {
        json!({
            "operation_type": "ACTIVATION",
            "sim_type": "ESIM",
            "country": "GB",
            "product": { "id": self.plan("Europe 5 GB, 30 days").await },
            "subscriber": {
                "email": "john@doe.com",
                "first_name": "John",
                "last_name": "Doe",
                "country_of_residence": "US",
                "device": { "operating_system": "ios", "model": "iPhone", "id": "1234567" },
            },
        })
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

/// A date so many days from now.
pub fn in_days(days: i64) -> String {
    let day = clock::now().checked_add(SignedDuration::from_hours(24 * days));
    day.expect("not far away").to_string()
}

/// The same body with another value at a JSON pointer.
pub fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, field) = pointer.rsplit_once('/').expect("a pointer starts with /");
    let parent = body.pointer_mut(parent).expect("the parent exists");
    parent[field] = value;
    body
}

/// Sends one request. `None` if the connection was closed without a byte.
pub async fn send(
    address: SocketAddr,
    request: &str,
    headers: &[&str],
    body: &str,
) -> io::Result<Option<Answer>> {
    let mut stream = TcpStream::connect(address).await?;
    let mut head = format!("{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(head.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    Ok(Some(parsed(&bytes)))
}

fn answered(sent: io::Result<Option<Answer>>) -> Answer {
    sent.expect("the connection holds")
        .expect("there is an answer")
}

fn parsed(bytes: &[u8]) -> Answer {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("the head ends with an empty line");
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers: HashMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let body = &bytes[end + 4..];
    let chunked = headers
        .get("transfer-encoding")
        .is_some_and(|kind| kind == "chunked");
    Answer {
        status: status
            .and_then(|status| status.parse().ok())
            .expect("the first line has a status"),
        bytes: if chunked { joined(body) } else { body.to_vec() },
        headers,
    }
}

fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&body[..end]);
        let size = usize::from_str_radix(&size, 16).expect("a chunk starts with its size");
        if size == 0 {
            break;
        }
        let start = end + 2;
        whole.extend_from_slice(&body[start..start + size]);
        body = &body[start + size + 2..];
    }
    whole
}
