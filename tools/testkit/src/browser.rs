//! Chromium, driven over WebDriver: windows with cookies of their own, at any width, with or
//! without script, and what the browser itself says about a page.
//!
//! One `chromedriver` serves all windows of a process, on a port that it chooses; it ends with
//! the last window. A window that is dropped in the middle of a story that failed closes too.

use std::{
    io::{BufRead, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    str::FromStr,
    sync::{Arc, Mutex, OnceLock, Weak},
    time::Duration,
};

pub use fantoccini::{Client, Locator, elements::Element, key::Key};

use data_encoding::BASE64;
use fantoccini::{
    ClientBuilder,
    actions::{InputSource as _, KeyAction, KeyActions},
    error::CmdError,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};

use crate::database::fresh_folder;

/// How long a story waits for anything.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// How often it looks.
const PERIOD: Duration = Duration::from_millis(15);

/// Names the script of axe, which `cargo xtask test` fetches.
pub const AXE: &str = "ONEWINDOW_TEST_AXE";

const FLAGS: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--accept-lang=zh-CN",
];

/// The server of all windows of this process.
#[derive(Debug)]
struct Driver {
    process: Child,
    port: u16,
}

/// The driver that runs, if any window is open.
static DRIVER: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The driver that runs, or a new one.
    fn running() -> Arc<Self> {
        let mut shared = DRIVER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("chromedriver is installed");
        let output = process.stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, after) = line.split_once("started successfully on port ")?;
            after.trim_end_matches('.').parse().ok()
        });
        Self { process, port: port.expect("chromedriver says its port") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // There is no window any more that it could serve.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A window with a profile of its own.
#[derive(Debug)]
pub struct Browser {
    /// The window over WebDriver.
    pub client: Client,
    session: String,
    profile: PathBuf,
    driver: Arc<Driver>,
}

impl Browser {
    /// Opens a window.
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// Opens a window of a browser that is started with more flags.
    pub async fn open_with(flags: &[String]) -> Self {
        let driver = Driver::running();
        let profile = fresh_folder();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(&profile, flags));
        let client = builder.connect(&format!("http://127.0.0.1:{}", driver.port)).await;
        let client = client.expect("chromium starts");
        let session = client.session_id().await.ok().flatten().expect("a session");
        Self { client, session, profile, driver }
    }

    /// Opens a window that runs no script of any page.
    pub async fn open_without_script() -> Self {
        let browser = Self::open().await;
        browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
        browser
    }

    /// A folder that is gone with the window.
    pub fn folder(&self) -> &Path {
        &self.profile
    }

    /// A command of the browser's own tools.
    pub async fn tell(&self, command: &'static str, parameters: Value) -> Value {
        let answer = self.client.issue_cmd(Tools { command, parameters }).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// What was noted since the last time: `browser` for complaints about pages, `performance`
    /// for what went over the line.
    pub async fn log(&self, kind: &'static str) -> Vec<Value> {
        let lines = self.client.issue_cmd(Log(kind)).await.expect("chromium keeps a log");
        lines.as_array().cloned().unwrap_or_default()
    }

    /// Sets the size of the page in CSS pixels. Below 600 it is a phone.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Runs script beside the page's own and answers what it returns. `script` is the body of a
    /// function.
    pub async fn asks(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.client.execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Presses and releases a key, wherever the focus is.
    pub async fn press(&self, key: Key) {
        let value = char::from(key);
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("a key");
    }

    /// Types into what has the focus.
    pub async fn types(&self, words: &str) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(words).await.expect("it takes words");
    }

    /// A picture of the page in this width, at most this high.
    pub async fn picture(&self, width: u32, most: u32) -> Vec<u8> {
        self.resize(width, 700).await;
        let script = "scrollTo(0, 0); return document.documentElement.scrollHeight";
        let page = self.asks(script, vec![]).await;
        let height = page.as_u64().unwrap_or(700).clamp(300, u64::from(most));
        self.resize(width, u32::try_from(height).unwrap_or(most)).await;
        let picture = self.tell("Page.captureScreenshot", json!({ "format": "png" })).await;
        let data = picture["data"].as_str().unwrap_or_default();
        BASE64.decode(data.as_bytes()).expect("a picture")
    }

    /// Waits until this holds.
    ///
    /// # Panics
    /// When it does not hold within [`PATIENCE`].
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> Result<bool, CmdError>) {
        let looks = async {
            while !matches!(holds().await, Ok(true)) {
                tokio::time::sleep(PERIOD).await;
            }
        };
        if tokio::time::timeout(PATIENCE, looks).await.is_err() {
            panic!("waited {} s until {what}", PATIENCE.as_secs());
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The story may have failed; a window that stays open would outlive the test.
        let _ = close(self.driver.port, &self.session);
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The script of axe, which looks for barriers in a page.
///
/// # Panics
/// When nobody fetched it.
pub fn axe() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let Ok(path) = std::env::var(AXE) else {
            panic!("{AXE} is not set: run this test through `cargo xtask test`");
        };
        std::fs::read_to_string(path).expect("the script of axe")
    })
}

/// Ends a session without a runtime, and waits for the answer.
fn close(port: u16, session: &str) -> std::io::Result<()> {
    let mut line = TcpStream::connect(("127.0.0.1", port))?;
    line.set_read_timeout(Some(Duration::from_secs(5)))?;
    let host = format!("Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    write!(line, "DELETE /session/{session} HTTP/1.1\r\n{host}")?;
    line.read_exact(&mut [0; 12])
}

fn capabilities(profile: &Path, more: &[String]) -> Capabilities {
    let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
    flags.extend_from_slice(more);
    flags.push(format!("--user-data-dir={}", profile.display()));
    let wishes = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": flags },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "timeouts": { "pageLoad": 30_000, "script": 30_000 },
    });
    wishes.as_object().cloned().unwrap_or_default()
}

/// A command of the developer tools.
#[derive(Debug)]
struct Tools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Tools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// A log of the browser; reading empties it.
#[derive(Debug)]
struct Log(&'static str);

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": self.0 }).to_string()))
    }
}
