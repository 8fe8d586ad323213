//! Drives a headless Chromium over its DevTools protocol: keys as a keyboard sends them, and a look at the page.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A host name by which the browser reaches this machine as it would reach another.
pub const ELSEWHERE: &str = "study.test";

/// Held keys, as the protocol counts them.
pub const CONTROL: u32 = 2;
/// See [`CONTROL`].
pub const SHIFT: u32 = 8;

/// A browser with one page.
pub struct Page {
    browser: Child,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: String,
    sent: u64,
    _profile: TempDir,
}

/// The browser on this machine: the one that `CHROMIUM` names, or one on the path.
fn find_browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .find(|candidate| candidate.is_file());
    named.or(on_path)
}

impl Page {
    /// Starts a browser; none where the machine has none.
    pub async fn open() -> Option<Self> {
        let profile = TempDir::new().unwrap();
        let mut browser = Command::new(find_browser()?)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"])
            // A name that is not this machine's to the browser: pages without TLS and without its favours for localhost.
            .arg(format!("--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"))
            .args(["--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(browser.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.strip_prefix("DevTools listening on ")?.to_owned())).unwrap();
        // The browser's further talk has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        let (socket, _) = connect_async(address).await.unwrap();
        let mut page = Self { browser, socket, session: String::new(), sent: 0, _profile: profile };
        let targets = page.call("Target.getTargets", json!({})).await;
        let target = targets["targetInfos"].as_array().unwrap().iter().find(|target| target["type"] == "page").unwrap();
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = page.call("Target.attachToTarget", attach).await;
        attached["sessionId"].as_str().unwrap().clone_into(&mut page.session);
        page.call("Page.enable", json!({})).await;
        page.resize(1280, 800).await;
        Some(page)
    }

    /// Calls a method of the protocol. A question of the page ("leave this page?") on the way is answered with yes.
    pub async fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.try_call(method, parameters).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    async fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        const PATIENCE: Duration = Duration::from_mins(1);
        let call = self.send(method, parameters).await;
        loop {
            let message = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            let message = message.unwrap_or_else(|_| panic!("the browser does not answer {method}"));
            let Message::Text(text) = message.unwrap().unwrap() else { continue };
            let answer: Value = serde_json::from_str(&text).unwrap();
            if answer["method"] == "Page.javascriptDialogOpening" {
                self.send("Page.handleJavaScriptDialog", json!({ "accept": true })).await;
            }
            if answer["id"] == call {
                return if answer["error"].is_null() {
                    Ok(answer["result"].clone())
                } else {
                    Err(answer["error"].clone())
                };
            }
        }
    }

    /// Sends a message, and says which number it has.
    async fn send(&mut self, method: &str, parameters: Value) -> u64 {
        self.sent += 1;
        let mut message = json!({ "id": self.sent, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).await.unwrap();
        self.sent
    }

    /// Evaluates an expression in the page; again, where the page was left in the meantime.
    pub async fn eval(&mut self, expression: &str) -> Value {
        const TRIES: usize = 50;
        for _ in 0..TRIES {
            let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
            match self.try_call("Runtime.evaluate", parameters).await {
                Ok(answer) => return answer["result"]["value"].clone(),
                Err(error) if error["code"] == -32000 => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(error) => panic!("{expression}: {error}"),
            }
        }
        panic!("the page is left again and again during {expression}");
    }

    /// Waits until an expression is true in the page.
    pub async fn wait_for(&mut self, expression: &str) {
        const PATIENCE: Duration = Duration::from_secs(20);
        let started = Instant::now();
        while self.eval(&format!("Boolean({expression})")).await != json!(true) {
            if started.elapsed() > PATIENCE {
                let text = self.eval("document.body ? document.body.innerText.slice(0, 600) : ''").await;
                let state = self
                    .eval(
                        "[document.activeElement?.outerHTML.slice(0, 200), document.readyState, location.href,
                          ...[...document.querySelectorAll(':invalid')].map((one) => one.name)].join(' | ')",
                    )
                    .await;
                panic!("waited in vain for {expression}; the page says: {text}; focus, state, invalid: {state}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Opens an address and waits until it is loaded.
    pub async fn go(&mut self, url: &str) {
        self.call("Page.navigate", json!({ "url": url })).await;
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'").await;
    }

    /// Gives the window a size in CSS pixels.
    pub async fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Presses and releases a key, named as in `KeyboardEvent.key`.
    pub async fn press(&mut self, key: &str) {
        let is_shifted = key.len() == 1 && key.starts_with(|c: char| c.is_ascii_uppercase());
        self.press_with(if is_shifted { SHIFT } else { 0 }, key).await;
    }

    /// Presses and releases a key while [`SHIFT`] or [`CONTROL`] is held.
    pub async fn press_with(&mut self, held: u32, key: &str) {
        let (code, number, text) = describe(key);
        let event = |kind: &str| {
            let mut event =
                json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": held });
            if kind == "keyDown" && !text.is_empty() && held & CONTROL == 0 {
                event["text"] = json!(text);
            }
            event
        };
        self.call("Input.dispatchKeyEvent", event("keyDown")).await;
        self.call("Input.dispatchKeyEvent", event("keyUp")).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // The browser may be gone already.
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

/// The code, the number and the text of a key.
fn describe(key: &str) -> (String, u32, String) {
    match key {
        "Tab" => ("Tab".into(), 9, String::new()),
        "Enter" => ("Enter".into(), 13, "\r".into()),
        " " => ("Space".into(), 32, " ".into()),
        "ArrowRight" => ("ArrowRight".into(), 39, String::new()),
        "ArrowLeft" => ("ArrowLeft".into(), 37, String::new()),
        "Home" => ("Home".into(), 36, String::new()),
        "End" => ("End".into(), 35, String::new()),
        key if key.starts_with(|c: char| c.is_ascii_digit()) => {
            (format!("Digit{key}"), u32::from(key.as_bytes()[0]), key.into())
        }
        key => (format!("Key{}", key.to_uppercase()), u32::from(key.to_uppercase().as_bytes()[0]), key.into()),
    }
}
