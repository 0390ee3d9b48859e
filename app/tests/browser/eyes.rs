//! What is looked at on every new page that anybody comes to: axe, at phone and desk width;
//! whether it fits a narrow phone; its language, title and heading; words that were forgotten;
//! half-width marks beside Chinese; complaints of the browser.

use std::{collections::BTreeSet, sync::Mutex};

use serde_json::{Value, json};
use testkit::browser::{Browser, axe};

/// The narrowest phone, and a desk.
const WIDTHS: [u32; 2] = [320, 1280];

/// Answers what makes a page different from another of the same address.
const SIGHT: &str = r"
const words = [...document.querySelectorAll('h1,h2,.notice,.errors h2')].map(it => it.tagName + it.className + it.innerText);
return location.pathname + '\n' + words.join('\n');";

/// Answers what is wrong with the page beside axe's findings.
const FRAME: &str = r"
const wrong = [], text = document.body.innerText, main = document.querySelector('main').innerText;
const root = document.documentElement, one = name => document.querySelectorAll(name).length;
const width = arguments[0];
if (root.scrollWidth > width) {
  const wide = [...document.querySelectorAll('body *')].filter(it => it.getBoundingClientRect().right > width + 1 && !it.closest('.table-box,.skip,.for-reader'));
  wrong.push('is ' + root.scrollWidth + ' wide on ' + width + ': ' + wide.slice(-1).map(it => it.outerHTML.slice(0, 120)));
}
if (!root.lang) wrong.push('has no language');
if (!document.title.trim()) wrong.push('has no title');
if (one('h1') !== 1) wrong.push('has ' + one('h1') + ' main headings');
const key = text.match(/\b(?:web|app|accounts|approvals|cases|catalogue|forms|licences|materials|organisations|ratings|regions)-[a-z0-9-]+|\{\s*\$\w*/);
if (key) wrong.push('shows a key: ' + key[0]);
const mark = root.lang.startsWith('zh') && main.match(/.{0,12}(?:\p{Script=Han} ?[,;:?!()]|[,;:?!()]\p{Script=Han}).{0,12}/u);
if (mark) wrong.push('has a half-width mark: ' + mark[0]);
return wrong;";

/// Runs axe and answers what it found.
const AXE: &str = r"
const done = arguments[arguments.length - 1];
if (!window.axe) (0, eval)(arguments[0]);
axe.run(document, { resultTypes: ['violations'] }).then(
  found => done(found.passes.length === 0 ? ['axe looked at nothing'] : found.violations.map(it => it.id + ' (' + it.help + '): ' + it.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | '))),
  error => done(['axe failed: ' + error]));";

/// What was seen and what was wrong with it.
#[derive(Default)]
pub struct Eyes {
    seen: Mutex<BTreeSet<String>>,
    findings: Mutex<Vec<String>>,
}

impl Eyes {
    /// Looks at the page if nobody has seen it yet; the window gets its width back.
    pub async fn look(&self, browser: &Browser, name: &str, width: u32) {
        let sight = browser.asks(SIGHT, vec![]).await;
        let sight = kind(sight.as_str().unwrap_or_default());
        if !self.seen.lock().unwrap().insert(sight.clone()) {
            return;
        }
        let page = sight.lines().take(2).collect::<Vec<_>>().join(" ");
        for narrow in WIDTHS {
            browser.resize(narrow, 800).await;
            let mut wrong = strings(&browser.asks(FRAME, vec![json!(narrow)]).await);
            let script = json!(axe());
            let found = browser.client.execute_async(AXE, vec![script]).await;
            wrong.extend(strings(&found.unwrap_or_else(|it| json!([it.to_string()]))));
            let line = |it: String| format!("{page} ({name}, {narrow}): {it}");
            self.findings.lock().unwrap().extend(wrong.into_iter().map(line));
        }
        browser.resize(width, 800).await;
        self.hear(browser, &page).await;
    }

    /// What the browser complains about: errors of script, and what the policy of a page forbids.
    async fn hear(&self, browser: &Browser, page: &str) {
        for line in browser.log("browser").await {
            if line["source"] != "network" && line["level"] == "SEVERE" {
                self.findings.lock().unwrap().push(format!("{page}: {}", line["message"]));
            }
        }
    }

    /// There were this many different pages at least, and nothing was wrong with any.
    pub fn are_content(&self, least: usize) {
        let findings = self.findings.lock().unwrap();
        assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
        let seen = self.seen.lock().unwrap().len();
        assert!(seen >= least, "only {seen} different pages were seen");
    }
}

/// The sight of a page with numbers and references left out, so that two cases look alike.
fn kind(sight: &str) -> String {
    let is_name = |it: &str| !it.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let (path, words) = sight.split_once('\n').unwrap_or((sight, ""));
    let parts: Vec<_> = path.split('/').map(|it| if is_name(it) { it } else { "*" }).collect();
    let words: String = words.chars().filter(|it| !it.is_ascii_digit()).collect();
    format!("{}\n{words}", parts.join("/"))
}

fn strings(list: &Value) -> Vec<String> {
    let lines = list.as_array().into_iter().flatten();
    lines.map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn the_eyes_see_what_is_wrong() {
    let page = "data:text/html;charset=utf-8,<html lang=zh-Hans><main style='width:999px'>%E6%98%AF,%E6%88%91<img src='x'>\
                cases-track-title<h1>a</h1><h1>b</h1></main>";
    let (eyes, browser) = (Eyes::default(), Browser::open().await);
    browser.client.goto(page).await.unwrap();
    eyes.look(&browser, "nobody", 1280).await;
    let findings = eyes.findings.lock().unwrap().join("\n");
    for wrong in [
        "is 1007 wide on 320",
        "half-width mark: 是,我",
        "has no title",
        "has 2 main headings",
        "shows a key: cases-track-title",
        "image-alt",
        "document-title",
    ] {
        assert!(findings.contains(wrong), "{wrong} is not among {findings}");
    }
}
