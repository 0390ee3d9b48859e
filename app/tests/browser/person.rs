//! A person at a browser: opens, reads, answers by label, presses by the visible words.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use testkit::{
    TestClock,
    browser::{Browser, Element, Key, Locator},
};

use crate::{city::City, eyes::Eyes};

/// The password of every demonstration account.
const PASSWORD: &str = "onewindow";

/// Pictures are at most this high.
const PICTURE: u32 = 1500;

/// One visitor with a window of their own.
pub struct Person {
    name: &'static str,
    pub browser: Browser,
    base: String,
    width: u32,
    eyes: Option<Arc<Eyes>>,
    clock: Arc<TestClock>,
    /// How many pages they have come to.
    pub screens: usize,
}

impl Person {
    /// Somebody at a new window of this width.
    pub async fn new(
        name: &'static str,
        browser: Browser,
        width: u32,
        city: &City,
        eyes: Option<Arc<Eyes>>,
    ) -> Self {
        browser.resize(width, 800).await;
        let (base, clock) = (city.base.clone(), city.clock.clone());
        Self { name, browser, base, width, eyes, clock, screens: 0 }
    }

    /// Somebody at a site that runs on its own and whose clock nobody moves.
    pub fn at(name: &'static str, browser: Browser, base: &str) -> Self {
        let (clock, base) = (TestClock::at(TestClock::MORNING), base.to_owned());
        Self { name, browser, base, width: 1280, eyes: None, clock, screens: 0 }
    }

    /// Opens an address: a bookmark, a link in a short message, a scanned code.
    pub async fn opens(&mut self, path: &str) -> &mut Self {
        self.browser.client.goto(&format!("{}{path}", self.base)).await.unwrap();
        self.arrives().await
    }

    /// Signs in as a citizen.
    pub async fn signs_in(&mut self, id_number: &str) -> &mut Self {
        self.opens("/zh-hans/sign-in").await;
        self.gives_password("身份证号", id_number).await
    }

    /// Signs in as a staff member.
    pub async fn signs_in_as_staff(&mut self, login: &str) -> &mut Self {
        // Nobody signs in twice with the same code.
        self.clock.advance(jiff::SignedDuration::from_secs(60));
        self.opens("/staff/sign-in").await;
        self.gives_password("用户名", login).await
    }

    /// Types the code that the demonstration shows, and presses the button.
    pub async fn gives_code(&mut self, button: &str) -> &mut Self {
        let html = self.browser.client.source().await.unwrap();
        let code = testkit::demo_code(&html).expect("the demonstration shows the code");
        self.answers("验证码", &code).await.presses(button).await
    }

    /// Confirms an act of power.
    pub async fn confirms(&mut self) -> &mut Self {
        self.reads("请确认是您本人").await.gives_code("确认并继续").await
    }

    /// Takes over the task before them where it is a colleague's, as the page asks.
    pub async fn takes_over(&mut self) -> &mut Self {
        if self.text().await.contains("接办理由") {
            self.answers("接办理由", "同事请假，由我接办").await.presses("接办").await;
        }
        self
    }

    /// Fills in a sign-in page.
    pub async fn gives_password(&mut self, label: &str, login: &str) -> &mut Self {
        self.answers(label, login).await.answers("密码", PASSWORD).await.presses("登录").await;
        if self.path().await.ends_with("/sign-in/second") {
            self.gives_code("继续").await;
        }
        let path = self.path().await;
        assert!(!path.contains("sign-in"), "{} signs in: {path}", self.name);
        self
    }

    /// Types into the field with this label, over what is there.
    pub async fn answers(&mut self, label: &str, value: &str) -> &mut Self {
        let field = self.field(label).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
        self
    }

    /// Chooses a file for the field with this label.
    pub async fn attaches(&mut self, label: &str, name: &str) -> &mut Self {
        let (field, file) = (self.field(label).await, self.paper(name));
        field.send_keys(file.to_str().unwrap()).await.unwrap();
        self
    }

    /// A document to hand in, which is gone with the window.
    pub fn paper(&self, name: &str) -> PathBuf {
        const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
        let path = self.browser.folder().join(name);
        std::fs::write(&path, PDF).unwrap();
        path
    }

    /// Marks a radio or a check box by its words.
    pub async fn marks(&mut self, words: &str) -> &mut Self {
        self.sees("label", words).await.click().await.unwrap();
        self
    }

    /// Opens what is folded under these words.
    pub async fn unfolds(&mut self, words: &str) -> &mut Self {
        self.sees("summary", words).await.click().await.unwrap();
        self
    }

    /// Presses a button, and comes to the next page.
    pub async fn presses(&mut self, words: &str) -> &mut Self {
        let button = self.sees("button", words).await;
        self.leaves_by(button).await
    }

    /// Follows a link to the next page.
    pub async fn follows(&mut self, words: &str) -> &mut Self {
        let link = self.sees("a", words).await;
        self.leaves_by(link).await
    }

    /// Presses a key that leads to the next page.
    pub async fn presses_key(&mut self, key: Key) -> &mut Self {
        let before = self.page().await;
        self.browser.press(key).await;
        self.leaves(before).await
    }

    async fn leaves_by(&mut self, element: Element) -> &mut Self {
        let before = self.page().await;
        element.click().await.unwrap_or_else(|it| panic!("{}: {it}", self.name));
        self.leaves(before).await
    }

    /// The page before them, by which it is seen that another one came.
    async fn page(&self) -> Element {
        self.browser.client.find(Locator::Css("main")).await.unwrap()
    }

    async fn leaves(&mut self, before: Element) -> &mut Self {
        let is_gone = async || Ok(before.tag_name().await.is_err());
        self.browser.until("the page is left", is_gone).await;
        self.arrives().await
    }

    /// The page is there as a whole; it is looked at if it is new.
    pub async fn arrives(&mut self) -> &mut Self {
        let client = &self.browser.client;
        let is_there = async || {
            let state = client.execute("return document.readyState", vec![]).await?;
            Ok(state == "complete" && client.find(Locator::Css("main")).await.is_ok())
        };
        self.browser.until("the page is there", is_there).await;
        self.screens += 1;
        if let Some(eyes) = &self.eyes {
            eyes.look(&self.browser, self.name, self.width).await;
        }
        self
    }

    /// The page says this.
    pub async fn reads(&mut self, words: &str) -> &mut Self {
        let text = self.text().await;
        let path = self.path().await;
        assert!(text.contains(words), "{} reads {words:?} on {path}: {text}", self.name);
        self
    }

    /// The visible words of the page.
    pub async fn text(&self) -> String {
        self.page().await.text().await.unwrap()
    }

    /// The visible words of the first element that fits.
    pub async fn words_of(&self, selector: &str) -> String {
        let found = self.browser.client.find(Locator::Css(selector)).await;
        found.unwrap_or_else(|it| panic!("{selector}: {it}")).text().await.unwrap()
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.browser.client.current_url().await.unwrap().path().to_owned()
    }

    /// The first bytes of what a link leads to, fetched with the person's own cookies.
    pub async fn downloads(&self, words: &str) -> String {
        let link = self.sees("a", words).await;
        let href = link.prop("href").await.unwrap().unwrap_or_default();
        let script = "const done = arguments[1]; fetch(arguments[0]).then(it => it.text()).then(it => done(it.slice(0, 8)))";
        let client = &self.browser.client;
        let head = client.execute_async(script, vec![href.into()]).await.unwrap();
        head.as_str().unwrap_or_default().to_owned()
    }

    /// The first bytes of what the form of a button answers, sent with the person's own cookies.
    pub async fn fetches(&self, words: &str) -> String {
        self.sees("button", words).await;
        let script = "const done = arguments[1]; \
            const all = [...document.querySelectorAll('button')]; \
            const form = all.find(it => it.textContent.trim() === arguments[0]).form; \
            const body = new URLSearchParams(new FormData(form)); \
            fetch(form.action, { method: 'POST', body }).then(it => it.text()) \
                .then(it => done(it.slice(0, 8)))";
        let client = &self.browser.client;
        let head = client.execute_async(script, vec![words.into()]).await.unwrap();
        head.as_str().unwrap_or_default().to_owned()
    }

    /// Keeps a picture of the page as a phone and as a desk show it.
    pub async fn pictures(&mut self, name: &str) -> &mut Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        for width in [390, 1280] {
            let picture = self.browser.picture(width, PICTURE).await;
            std::fs::write(folder.join(format!("{name}-{width}.png")), picture).unwrap();
        }
        self.browser.resize(self.width, 800).await;
        self
    }

    /// The field of a label.
    async fn field(&self, label: &str) -> Element {
        let label = self.sees("label", label).await;
        let id = label.attr("for").await.unwrap().expect("a label names its field");
        self.browser.client.find(Locator::Id(&id)).await.expect("the field of a label")
    }

    /// The first visible element with exactly these words, or else beginning with them.
    async fn sees(&self, kind: &str, words: &str) -> Element {
        let exactly = format!("//{kind}[normalize-space(.)=\"{words}\"]");
        let roughly = format!("//{kind}[starts-with(normalize-space(.),\"{words}\")]");
        for path in [exactly, roughly] {
            for found in self.browser.client.find_all(Locator::XPath(&path)).await.unwrap() {
                if found.is_displayed().await.unwrap_or(false) {
                    return found;
                }
            }
        }
        let (path, text) = (self.path().await, self.text().await);
        panic!("{} sees no {kind} {words:?} on {path}: {text}", self.name)
    }
}
