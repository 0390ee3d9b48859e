//! What a browser is made to hold to: hostile words that somebody typed into a case fire nowhere,
//! nothing is asked of other sites, nothing is left in the browser, no other site frames a page or
//! sends a form in somebody's name, and after signing out the button back shows nothing.

use std::collections::{BTreeSet, VecDeque};

use axum::{Router, response::Html};
use serde_json::{Value, json};
use testkit::browser::Locator;

use crate::{
    person::Person,
    town::{CHEN, Town},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// Would open a dialog, make an element or ask another site, if any page took it for more than
/// words.
const HOSTILE: &str = concat!(
    "\"'><script>alert(1)</script><img src=x onerror=alert(2) data-hostile>",
    "<svg onload=alert(3)><a href=\"javascript:alert(4)\" data-hostile>x</a>",
    "{{7*7}}${7*7}<iframe src=//evil.example></iframe>"
);

/// Addresses of links on the page that lead on within the site.
const LINKS: &str = r"
return [...document.querySelectorAll('a[href]')].map(it => new URL(it.href))
  .filter(it => it.origin === location.origin).map(it => it.pathname);";

/// What a page keeps in the browser, and what hostile words have made in it.
const LEFT: &str = r"
const done = arguments[arguments.length - 1];
indexedDB.databases().then(found => done({
  kept: localStorage.length + sessionStorage.length + found.length,
  cookies: document.cookie,
  hostile: document.querySelectorAll('[data-hostile],main script,main iframe,main svg[onload]').length,
}));";

/// What a walk through pages has shown.
#[derive(Default)]
struct Walk {
    pages: BTreeSet<String>,
    with_hostile_words: usize,
    faults: Vec<String>,
}

impl Walk {
    /// Opens every page that links lead to, from these on, at most so many.
    async fn through(&mut self, person: &mut Person, base: &str, from: &[&str], most: usize) {
        let mut waiting: VecDeque<String> = from.iter().map(|it| (*it).to_owned()).collect();
        let mut opened = 0;
        while let Some(path) = waiting.pop_front() {
            if opened == most || !self.pages.insert(shape(&path)) {
                continue;
            }
            opened += 1;
            // A document is downloaded, which is no page to go on from.
            if person.browser.client.goto(&format!("{base}{path}")).await.is_err() {
                continue;
            }
            self.look(person, base, &path).await;
            let links = person.browser.asks(LINKS, vec![]).await;
            let links = links.as_array().cloned().unwrap_or_default();
            waiting.extend(links.iter().filter_map(|it| it.as_str().map(str::to_owned)));
        }
    }

    async fn look(&mut self, person: &Person, base: &str, path: &str) {
        let client = &person.browser.client;
        if let Ok(words) = client.get_alert_text().await {
            self.faults.push(format!("{path}: a dialog says {words}"));
            let _ = client.dismiss_alert().await;
        }
        let left = client.execute_async(LEFT, vec![]).await.unwrap_or_default();
        if left["kept"] != 0 || left["hostile"] != 0 {
            self.faults.push(format!("{path}: {left}"));
        }
        if left["cookies"].as_str().is_some_and(|it| it.contains("session") || it.contains("desk"))
        {
            self.faults.push(format!("{path}: scripts read the session"));
        }
        let text = client.source().await.unwrap_or_default();
        self.with_hostile_words += usize::from(text.contains("{{7*7}}"));
        for line in person.browser.log("browser").await {
            let message = line["message"].as_str().unwrap_or_default();
            if line["source"] == "security" || message.contains("Trusted") {
                self.faults.push(format!("{path}: {message}"));
            }
        }
        for url in asked(&person.browser.log("performance").await) {
            // The browser's own first page and its viewer of documents are no pages of ours.
            let is_none = ["data:", "about:", "chrome:", "chrome-extension:"]
                .iter()
                .any(|it| url.starts_with(it));
            let is_own = url.starts_with(base) || is_none;
            if !is_own {
                self.faults.push(format!("{path}: asks {url}"));
            }
        }
    }

    fn is_clean(&self) {
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n"));
    }
}

/// Pages of one shape are looked at once: numbers and ids make no other page.
fn shape(path: &str) -> String {
    let part = |it: &str| {
        let is_id = it.len() > 8 && it.chars().filter(char::is_ascii_digit).count() > 5;
        if is_id { "#".to_owned() } else { it.to_owned() }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The addresses that the browser asked for.
fn asked(lines: &[Value]) -> Vec<String> {
    let address = |line: &Value| {
        let entry: Value = serde_json::from_str(line["message"].as_str()?).ok()?;
        let message = &entry["message"];
        (message["method"] == "Network.requestWillBeSent")
            .then(|| message["params"]["request"]["url"].as_str().map(str::to_owned))?
    };
    lines.iter().filter_map(address).collect()
}

/// A case whose every answer in words is hostile.
async fn hands_in_hostile_words(town: &Town) -> Person {
    let mut citizen = town.without_eyes("citizen").await;
    citizen.opens("/zh-hans/apply/food-business-licence").await;
    citizen.gives_password("身份证号", CHEN).await;
    citizen.marks("餐饮服务（堂食、外卖）").await.presses("开始申请").await;
    citizen.marks("不做").await.presses("继续").await;
    citizen.answers("统一社会信用代码", "91980102MA98RY019R").await;
    citizen.answers("食品安全管理员姓名", HOSTILE).await.presses("保存并继续").await;
    citizen.answers("经营场所地址", HOSTILE).await;
    citizen.answers("经营面积（平方米）", "80").await.answers("座位数", "24").await;
    citizen.presses("保存并继续").await;
    citizen.attaches("上传营业执照", "执照.pdf").await;
    citizen.attaches("上传经营场所布局图", "布局图.pdf").await;
    citizen.presses("保存并继续").await.presses("提交申请").await.reads("申请已提交").await;
    citizen
}

/// The officer returns the case, for a reason that is hostile.
async fn returns_with_hostile_words(town: &Town, officer: &mut Person) {
    officer.opens("/staff/cases/").await.presses("办理最急的一件").await;
    officer.marks("一次性告知补正").await.presses("提交意见").await;
    officer.marks("经营场所布局图").await.answers("需要补正的原因", HOSTILE).await;
    officer.presses("预览补正告知书").await.presses("发出补正告知书").await;
    officer.reads("的补正告知书已发出").await;
    town.city.settles().await;
}

/// What the walks look for would be seen if it were there.
#[tokio::test]
async fn a_dialog_and_a_violation_of_the_policy_would_be_noticed() {
    let town = Town::on(MORNING).await;
    let base = town.city.base.clone();
    let mut passer_by = town.without_eyes("passer-by").await;
    passer_by.opens("/zh-hans/verify").await;
    let mut clean = Walk::default();
    clean.look(&passer_by, &base, "as it is").await;
    clean.is_clean();

    let picture = "const it = new Image(); it.src = 'https://evil.example/a.png';
        document.body.append(it); return 1;";
    passer_by.browser.asks(picture, vec![]).await;
    let mut walk = Walk::default();
    walk.look(&passer_by, &base, "a picture of another site").await;
    let is_told = |it: &String| it.contains("Content Security Policy");
    assert!(walk.faults.iter().any(is_told), "{:?}", walk.faults);

    passer_by.browser.asks("setTimeout(() => alert('seen'), 0); return 1;", vec![]).await;
    let client = &passer_by.browser.client;
    passer_by
        .browser
        .until("a dialog is there", async || Ok(client.get_alert_text().await.is_ok()))
        .await;
    let mut walk = Walk::default();
    walk.look(&passer_by, &base, "a dialog").await;
    assert!(walk.faults.iter().any(|it| it.contains("a dialog says seen")), "{:?}", walk.faults);
}

#[tokio::test]
async fn hostile_words_fire_nowhere_and_pages_ask_no_other_site_and_keep_nothing() {
    let town = Town::on(MORNING).await;
    let base = town.city.base.clone();
    let mut citizen = hands_in_hostile_words(&town).await;
    town.city.settles().await;
    let mut walk = Walk::default();
    let own = ["/zh-hans/my/", "/zh-hans/my/applications", "/zh-hans/"];
    walk.through(&mut citizen, &base, &own, 70).await;
    walk.is_clean();
    assert!(walk.pages.len() >= 40, "{:?}", walk.pages);

    let mut officer = town.without_eyes("examiner-lu").await;
    officer.signs_in_as_staff("examiner-lu").await;
    officer.opens("/staff/cases/").await.presses("办理最急的一件").await;
    let case = officer.path().await;
    let mut desk = Walk::default();
    desk.through(&mut officer, &base, &[&case, "/staff/", "/staff/cases/"], 40).await;
    desk.is_clean();
    assert!(desk.with_hostile_words >= 1, "the officer reads what was typed: {:?}", desk.pages);
    assert!(desk.pages.len() >= 8, "{:?}", desk.pages);

    // What an officer types fires no more where the citizen reads it, nor in the officer's own letter.
    returns_with_hostile_words(&town, &mut officer).await;
    let mut letter = Walk::default();
    letter.look(&officer, &base, "the letter").await;
    letter.is_clean();
    let mut told = Walk::default();
    let own = ["/zh-hans/my/", "/zh-hans/my/applications", "/zh-hans/my/messages"];
    told.through(&mut citizen, &base, &own, 40).await;
    told.is_clean();
    assert!(told.with_hostile_words >= 1, "the citizen reads the reason: {:?}", told.pages);

    for login in ["supervisor-fang", "administrator-qin"] {
        let mut other = town.without_eyes(login).await;
        other.signs_in_as_staff(login).await;
        let mut walk = Walk::default();
        walk.through(&mut other, &base, &["/staff/"], 40).await;
        walk.is_clean();
    }
}

/// Another site, which a browser tells apart from ours: another host.
async fn another_site(html: String) -> String {
    let router = Router::new().fallback(move || {
        let html = html.clone();
        async move { Html(html) }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://localhost:{port}/")
}

#[tokio::test]
async fn no_other_site_frames_a_page() {
    let town = Town::on(MORNING).await;
    let mut passer_by = town.without_eyes("passer-by").await;
    for path in ["/zh-hans/", "/staff/sign-in", "/zh-hans/sign-in", "/zh-hans/nowhere"] {
        let frame = format!("<iframe src=\"{}{path}\"></iframe>", town.city.base);
        let evil = another_site(format!("<!doctype html><main>{frame}</main>")).await;
        passer_by.browser.client.goto(&evil).await.unwrap();
        passer_by.arrives().await;
        let client = &passer_by.browser.client;
        client.enter_frame(0).await.unwrap();
        assert!(client.find(Locator::Css("main")).await.is_err(), "{path} is shown in a frame");
        client.enter_parent_frame().await.unwrap();
    }
}

#[tokio::test]
async fn no_other_site_sends_a_form_in_somebodys_name_and_no_script_holds_their_session() {
    let town = Town::on(MORNING).await;
    let mut citizen = town.without_eyes("citizen").await;
    citizen.signs_in(CHEN).await;
    let urls = json!({ "urls": [town.city.base] });
    let cookies = citizen.browser.tell("Network.getCookies", urls).await;
    let cookies = cookies["cookies"].as_array().cloned().unwrap_or_default();
    let session = cookies.iter().find(|it| it["name"].as_str().unwrap().starts_with("session"));
    let session = session.expect("a session");
    assert_eq!((&session["httpOnly"], &session["path"]), (&json!(true), &json!("/")));
    assert!(matches!(session["sameSite"].as_str(), Some("Lax" | "Strict")), "{session}");

    for path in ["/sign-out", "/zh-hans/my/messages", "/zh-hans/apply/food-business-licence"] {
        let action = format!("{}{path}", town.city.base);
        let form = format!("<form method=post action=\"{action}\"><button>go</button></form>");
        let evil = another_site(format!("<!doctype html><main>{form}</main>")).await;
        citizen.browser.client.goto(&evil).await.unwrap();
        citizen.arrives().await.presses("go").await;
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        let status = citizen.browser.asks(status, vec![]).await;
        assert_eq!(status, 403, "{path}");
        citizen.opens("/zh-hans/my/").await;
        assert_eq!(citizen.path().await, "/zh-hans/my/", "{path}: they are still signed in");
    }
}

#[tokio::test]
async fn after_signing_out_the_button_back_shows_nothing() {
    let town = Town::on(MORNING).await;
    let mut citizen = town.without_eyes("citizen").await;
    citizen.signs_in(CHEN).await;
    citizen.opens("/zh-hans/my/").await;
    // What stands on every page of somebody who is signed in. Their name does not do: the
    // demonstration names its people on the page to sign in.
    let sign = "退出登录";
    assert!(citizen.browser.client.source().await.unwrap().contains(sign));
    citizen.presses(sign).await;
    // Further back lies the first page of the browser itself.
    for _ in 0..2 {
        citizen.browser.client.back().await.unwrap();
        citizen.arrives().await;
        let page = citizen.browser.client.source().await.unwrap();
        let path = citizen.path().await;
        assert!(!page.contains(sign), "{path}: {page}");
        assert!(!path.contains("/my/"), "{path} is shown");
    }
}
