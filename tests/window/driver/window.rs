//! The app's window in the hands of a test: looked at and used through `WebKitWebDriver`, with a limit to every wait.
//!
//! Not in it: what the screens are called (`steps`).

use std::fmt::Display;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::computer::{APP, Computer, Family};
use super::x11::Screen;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(40);
/// How fast a hand types, and how long it rests before a key that decides.
const BETWEEN_KEYS: Duration = Duration::from_millis(45);
const ON_ITS_OWN: Duration = Duration::from_millis(450);
/// How often the driver may fail to get hold of an app that is on screen.
const STARTS: u32 = 3;

impl Computer {
    /// Starts the app in the usual data folder, and waits for its first screen.
    pub async fn open(&self, arguments: &[&str]) -> Window {
        Window::open(self, &self.data(), arguments).await
    }
}

/// The app, running. It is ended when dropped, without being asked.
pub struct Window {
    client: Client,
    _driver: Family,
}

impl Window {
    /// Starts the app and waits for its first screen. The driver does not always get hold of an app that is there, which is
    /// its own defect: it is ended with the app, and the app started again.
    pub async fn open(computer: &Computer, data: &Path, arguments: &[&str]) -> Self {
        for _ in 0..STARTS {
            match Self::try_open(computer, data, arguments).await {
                Ok(window) => return window,
                Err(driver) => {
                    let titles = Screen::of(computer.display()).titles();
                    assert!(!titles.is_empty(), "the app does not come up");
                    drop(driver);
                    until_free(data).await;
                }
            }
        }
        panic!("the driver does not get hold of the app");
    }

    /// The same, but gives the driver back where it does not get hold of the app in time. Now and then it does not, on a busy
    /// machine.
    pub async fn try_open(
        computer: &Computer,
        data: &Path,
        arguments: &[&str],
    ) -> Result<Self, Family> {
        let mut all = vec!["--data-dir", data.to_str().expect("the path is UTF-8")];
        all.extend(arguments);
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": APP, "args": all } });
        let window = Self::driven(computer, "WebKitWebDriver", wanted).await?;
        window.see_first_screen().await;
        Ok(window)
    }

    /// Waits until the page has drawn something.
    pub async fn see_first_screen(&self) {
        self.until(
            "the first screen",
            "return document.querySelector('#app h1') !== null",
        )
        .await;
    }

    /// What a driver starts when it is asked for `wanted`; or the driver, where it does not in time.
    pub async fn driven(computer: &Computer, driver: &str, wanted: Value) -> Result<Self, Family> {
        let port = free_port();
        let mut command = computer.command(driver);
        command
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let family = Family::start(command);
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "{driver} does not listen");
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        let Value::Object(wanted) = wanted else {
            unreachable!("it is written as an object");
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let address = format!("http://127.0.0.1:{port}");
        let Ok(client) = tokio::time::timeout(PATIENCE, builder.connect(&address)).await else {
            return Err(family);
        };
        Ok(Self {
            client: client.expect("the driver starts what was asked for"),
            _driver: family,
        })
    }

    /// What the driver answers, if it does so in time: it waits for ever for a page that is gone.
    async fn ask<T, E: Display>(
        &self,
        what: &str,
        asked: impl Future<Output = Result<T, E>>,
    ) -> Result<T, String> {
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(format!("{what}: {error}")),
            Err(_) => Err(format!(
                "{what}: the driver did not answer within {PATIENCE:?}"
            )),
        }
    }

    /// Opens another page.
    pub async fn go_to(&self, address: &str) {
        self.ask(address, self.client.goto(address))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// Asks the driver for something that only it knows.
    pub async fn issue(
        &self,
        what: &str,
        command: impl WebDriverCompatibleCommand + Send + 'static,
    ) {
        self.ask(what, self.client.issue_cmd(command))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// Runs a script in the page; its `return` is the answer, its `arguments` are `with`.
    pub async fn script(&self, body: &str, with: Vec<Value>) -> Value {
        self.ask(body, self.client.execute(body, with))
            .await
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same where the page may be gone for a while.
    pub async fn try_script(&self, body: &str) -> Result<Value, String> {
        self.ask(body, self.client.execute(body, Vec::new())).await
    }

    /// Waits until a script answers `true`.
    pub async fn until(&self, what: &str, body: &str) {
        self.until_with(what, body, Vec::new()).await;
    }

    /// The same with arguments for the script.
    pub async fn until_with(&self, what: &str, body: &str, with: Vec<Value>) {
        let begun = Instant::now();
        loop {
            let answer = self
                .ask(what, self.client.execute(body, with.clone()))
                .await;
            if answer == Ok(Value::Bool(true)) {
                return;
            }
            if begun.elapsed() >= PATIENCE {
                panic!(
                    "waited {PATIENCE:?} for {what}, last: {answer:?}; on screen:\n{}",
                    self.told().await
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// The element, once it can be seen.
    pub async fn see(&self, css: &str) -> Element {
        let visible = "const found = document.querySelector(arguments[0]); \
                       return found !== null && found.getClientRects().length > 0";
        self.found(css, Locator::Css(css), visible).await
    }

    /// The button with these words on it, once it can be seen. Words of the UI are looked for in English.
    pub async fn see_button(&self, words: &str) -> Element {
        let visible = "return [...document.querySelectorAll('button, summary, label')].some((one) => \
                       one.innerText.trim() === arguments[0] && one.getClientRects().length > 0)";
        let path = format!(
            "//*[self::button or self::summary or self::label][normalize-space()={words:?}]"
        );
        self.found(words, Locator::XPath(&path), visible).await
    }

    async fn found(&self, what: &str, way: Locator<'_>, visible: &str) -> Element {
        loop {
            self.until_with(what, visible, vec![what.into()]).await;
            let found = async { Ok::<_, CmdError>(self.client.find(way).await) };
            match self.ask(what, found).await {
                Ok(Ok(element)) => return element,
                Ok(Err(error)) if has_made_way(&error) => {}
                Ok(Err(error)) => panic!("{what}: {error}"),
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Clicks an element. Lists may be drawn anew between looking and clicking, so a click that misses is tried again.
    pub async fn press(&self, css: &str) {
        self.press_found(css, async || Some(self.see(css).await))
            .await;
    }

    /// The same where it may be gone already, or go while it is looked for: then nothing is left to press.
    pub async fn press_if_there(&self, css: &str) {
        self.press_found(css, async || {
            let found = async { Ok::<_, CmdError>(self.client.find(Locator::Css(css)).await) };
            match self.ask(css, found).await {
                Ok(Ok(element)) => Some(element),
                Ok(Err(error)) if has_made_way(&error) => None,
                Ok(Err(error)) => panic!("{css}: {error}"),
                Err(error) => panic!("{error}"),
            }
        })
        .await;
    }

    /// Clicks an element twice, as fast as a pointer does by mistake.
    pub async fn double_click(&self, css: &str) {
        let element = self.see(css).await;
        let click = [
            PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            },
            PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            },
        ];
        let there = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        });
        let both = [&click[..], &click[..]].concat();
        let actions = both.into_iter().fold(there, InputSource::then);
        self.ask(css, self.client.perform_actions(actions))
            .await
            .unwrap_or_else(|error| panic!("clicking twice on {error}"));
    }

    /// Clicks the button with these words on it.
    pub async fn press_button(&self, words: &str) {
        self.press_found(words, async || Some(self.see_button(words).await))
            .await;
    }

    async fn press_found(&self, what: &str, look: impl AsyncFn() -> Option<Element>) {
        let begun = Instant::now();
        loop {
            let Some(element) = look().await else {
                return;
            };
            let clicked = async {
                // The driver is content with a sliver in sight, and then clicks on what lies over the rest.
                let found = serde_json::to_value(&element)?;
                let come = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
                self.client.execute(come, vec![found]).await?;
                element.click().await
            };
            let Err(error) = self.ask(what, clicked).await else {
                return;
            };
            assert!(begun.elapsed() < PATIENCE, "clicking {error}");
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Clicks the button with these words on it, which ends the app: there is nobody left to say that it worked.
    pub async fn press_last_button(&self, words: &str) {
        let element = self.see_button(words).await;
        drop(self.ask(words, element.click()).await);
    }

    /// Types into a field, in place of what was there.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        let typed = async {
            // What lies above in a part that scrolls is out of the driver's reach.
            let found = serde_json::to_value(&field)?;
            let come = "arguments[0].scrollIntoView({ block: 'nearest', behavior: 'instant' })";
            self.client.execute(come, vec![found]).await?;
            field.clear().await?;
            field.send_keys(text).await
        };
        self.ask(css, typed)
            .await
            .unwrap_or_else(|error| panic!("typing into {error}"));
    }

    /// Puts text into a field in one go, as pasting does: WebDriver itself types no line breaks.
    pub async fn paste(&self, css: &str, text: &str) {
        self.see(css).await;
        self.script(
            "const field = document.querySelector(arguments[0]); field.focus(); field.select(); \
             document.execCommand('insertText', false, arguments[1])",
            vec![css.into(), text.into()],
        )
        .await;
    }

    /// Presses keys together, on their own.
    pub async fn key_of(&self, keys: &[char]) {
        tokio::time::sleep(ON_ITS_OWN).await;
        self.chord(keys).await;
    }

    /// Presses and lets go of a key, wherever the focus is, as a person does: nearer to other keys it would be a scanner's.
    pub async fn key(&self, key: Key) {
        let alone = matches!(key, Key::Enter | Key::Return | Key::Escape);
        let pause = if alone { ON_ITS_OWN } else { BETWEEN_KEYS };
        tokio::time::sleep(pause).await;
        self.chord(&[key.into()]).await;
    }

    /// Presses keys one after the other, then lets go of them in the opposite order.
    pub async fn chord(&self, keys: &[char]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key });
        }
        for key in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *key });
        }
        self.ask("pressing keys", self.client.perform_actions(actions))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// Types text key by key, wherever the focus is.
    pub async fn type_text(&self, text: &str) {
        for key in text.chars() {
            tokio::time::sleep(BETWEEN_KEYS).await;
            self.chord(&[key]).await;
        }
    }

    /// All that the window says.
    pub async fn told(&self) -> String {
        let asked = self
            .client
            .execute("return document.body.innerText", Vec::new());
        match self.ask("reading the page", asked).await {
            Ok(Value::String(text)) => text,
            other => format!("(nothing: {other:?})"),
        }
    }

    /// Calls one of the program's commands from the page, as its own code does. `Err` holds what was thrown.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let call = "const [command, given, done] = arguments; \
            window.__TAURI_INTERNALS__.invoke(command, given).then( \
              (value) => done({ value }), (error) => done({ error: error?.message ?? error }))";
        let with = vec![command.into(), arguments];
        let answer = self
            .ask(command, self.client.execute_async(call, with))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["value"].clone()),
        }
    }

    /// Everything the window was last told by the program.
    pub async fn snapshot(&self) -> Value {
        self.invoke("snapshot", json!({}))
            .await
            .expect("asking how things stand does not fail")
    }

    /// Waits until what the page says by now is painted, or half a second where it is not painted at all.
    pub async fn painted(&self) {
        let painted = "const done = arguments[0]; setTimeout(done, 500); \
                       requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.ask("painting", self.client.execute_async(painted, Vec::new()))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// The page as the web view draws it, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.ask("drawing the page", self.client.screenshot())
            .await
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Ends the app as its own *Close anyway* does, and waits until its data folder is free.
    pub async fn close(self, computer: &Computer) {
        let close = "window.__TAURI_INTERNALS__.invoke('close_window')";
        // The page may be gone before it can answer.
        drop(
            self.ask("closing", self.client.execute(close, Vec::new()))
                .await,
        );
        until_free(&computer.data()).await;
    }
}

/// Whether what was looked for made way for another one while it was looked for.
fn has_made_way(error: &CmdError) -> bool {
    error.is_no_such_element()
        || error.is_stale_element_reference()
        || error.to_string().contains("Stale element")
}

/// Waits until no program has this data folder open.
pub async fn until_free(data: &Path) {
    let lock = File::open(data.join("lock")).expect("the folder was used");
    let begun = Instant::now();
    while lock.try_lock().is_err() {
        assert!(begun.elapsed() < PATIENCE, "the app does not end");
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("loopback has a free port")
        .port()
}
