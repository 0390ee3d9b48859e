//! The frame of a page: what `layout.html` and `staff.html` ask for.

use std::fmt::Display;

use jiff::{Timestamp, civil::Date};
use kernel::{Environment, LocalText, Role};

use crate::{Face, Visitor, Zone, date_text, instant_text, paused};

/// A step of the way to this page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Where it leads; none for the page itself.
    pub href: Option<String>,
    /// What it is called.
    pub text: String,
}

/// A link of the frame.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub text: String,
    /// Whether it is this page.
    pub current: bool,
}

/// A language of the language menu.
pub struct LanguageLink {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// The language's own name.
    pub endonym: &'static str,
    /// The same page in that language.
    pub href: String,
    /// Whether it is the page's language.
    pub current: bool,
}

/// A filing or mark in the footer.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// Its text.
    pub text: String,
}

/// The frame around a page's content.
pub struct Page {
    visitor: Visitor,
    title: String,
    crumbs: Vec<Crumb>,
    is_entry: bool,
    notice: Option<String>,
    demo: Option<String>,
}

impl Page {
    pub(crate) fn new(visitor: Visitor, title: String) -> Self {
        Self { visitor, title, crumbs: Vec::new(), is_entry: false, notice: None, demo: None }
    }

    /// An entry page carries the stylesheet inside, which saves a round trip on slow lines.
    #[must_use]
    pub fn entry(mut self) -> Self {
        self.is_entry = true;
        self
    }

    /// Adds a step of the way here (path without language, text).
    #[must_use]
    pub fn crumb(mut self, path: &str, text: impl Into<String>) -> Self {
        let href = if self.staff() { format!("/staff{path}") } else { self.visitor.path_to(path) };
        self.crumbs.push(Crumb { href: Some(href), text: text.into() });
        self
    }

    /// A remark above the content, such as what was just saved.
    #[must_use]
    pub fn with_notice(mut self, text: Option<String>) -> Self {
        self.notice = text;
        self
    }

    /// What the demonstration tells its readers on this page, in its strip.
    #[must_use]
    pub fn with_demo(mut self, text: Option<String>) -> Self {
        self.demo = text;
        self
    }

    /// Marks the title of a page that shows errors.
    #[must_use]
    pub fn with_errors(mut self, has_errors: bool) -> Self {
        if has_errors {
            self.title = self.visitor.tr("web-title-error", &[("title", &self.title)]);
        }
        self
    }

    /// The text of a key.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.visitor.t(key)
    }

    /// The text of a key with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl Display) -> String {
        self.visitor.tr(key, &[(name, &value)])
    }

    /// The text of a key with two arguments.
    pub fn t2(
        &self,
        key: &str,
        first: &str,
        one: impl Display,
        second: &str,
        two: impl Display,
    ) -> String {
        self.visitor.tr(key, &[(first, &one), (second, &two)])
    }

    /// A text in the page's language.
    pub fn local<'a>(&self, text: &'a LocalText) -> &'a str {
        text.get(self.visitor.lang)
    }

    /// The `lang` of [`Page::local`]'s answer.
    pub fn local_lang(&self, text: &LocalText) -> &'static str {
        text.lang(self.visitor.lang).tag()
    }

    /// A date in running text.
    pub fn date(&self, date: &Date) -> String {
        date_text(self.visitor.lang, *date)
    }

    /// An instant in running text.
    pub fn instant(&self, at: &Timestamp) -> String {
        instant_text(self.visitor.lang, *at, &self.visitor.web.ledger.clock().zone())
    }

    /// `zh-Hans`, `zh-Hant` or `en`.
    pub fn lang_tag(&self) -> &'static str {
        self.visitor.lang.tag()
    }

    /// The language as it stands in addresses.
    pub fn lang_path(&self) -> &'static str {
        self.visitor.lang.path()
    }

    /// The page's title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The stylesheet, on entry pages.
    pub fn css_inline(&self) -> Option<&str> {
        self.is_entry.then_some(self.visitor.web.assets.site_css.content.as_str())
    }

    /// Where the stylesheet is.
    pub fn css_href(&self) -> &str {
        let assets = &self.visitor.web.assets;
        if self.staff() { &assets.staff_css.href } else { &assets.site_css.href }
    }

    /// Where the script is.
    pub fn js_href(&self) -> &str {
        &self.visitor.web.assets.script.href
    }

    /// Whether this is a page of the desk.
    pub fn staff(&self) -> bool {
        self.visitor.path.starts_with("/staff") || self.visitor.zone == Zone::Internal
    }

    /// The languages, with the same page in each.
    pub fn languages(&self) -> impl Iterator<Item = LanguageLink> + '_ {
        kernel::Lang::ALL.into_iter().map(|lang| LanguageLink {
            tag: lang.tag(),
            endonym: lang.endonym(),
            href: self.in_language(lang),
            current: lang == self.visitor.lang,
        })
    }

    fn in_language(&self, lang: kernel::Lang) -> String {
        let query =
            if self.visitor.query.is_empty() { "" } else { &format!("?{}", self.visitor.query) };
        let own = format!("/{}/", self.visitor.lang.path());
        match self.visitor.path.strip_prefix(&own) {
            Some(rest) => format!("/{}/{rest}{query}", lang.path()),
            None => format!("/prefs?lang={}&back={}", lang.path(), encode(&self.visitor.path)),
        }
    }

    /// The name of the signed-in person.
    pub fn signed_in(&self) -> Option<&str> {
        self.visitor.session.as_ref().map(|session| session.name.as_str())
    }

    /// Seconds until the session ends.
    pub fn session_seconds(&self) -> Option<i64> {
        let session = self.visitor.session.as_ref()?;
        Some((session.ends_at - self.visitor.web.ledger.clock().now()).as_secs())
    }

    /// The strip that says what a test or training installation is: its class and its words.
    pub fn environment(&self) -> Option<(&'static str, &str)> {
        match self.visitor.web.site.environment {
            Environment::Live | Environment::Demo => None,
            Environment::Test => Some(("test", self.t("web-environment-test"))),
            Environment::Training => Some(("training", self.t("web-environment-training"))),
        }
    }

    /// The words of the strip that stands above every page while nothing is changed.
    pub fn paused(&self) -> Option<&str> {
        let web = &self.visitor.web;
        // What the program compares with the record is the page without it.
        let is_shown = web.paused().is_some() && !self.visitor.is_inside;
        is_shown.then(|| paused::words(&web.words, self.visitor.lang))
    }

    /// What the demonstration's clock says, in the demonstration.
    pub fn demo_time(&self) -> Option<String> {
        let web = &self.visitor.web;
        web.site.is_demo.then(|| self.instant(&web.ledger.clock().now()))
    }

    /// What the demonstration tells on this page.
    pub fn demo_note(&self) -> Option<&str> {
        self.demo.as_deref().filter(|_| self.visitor.web.site.is_demo)
    }

    /// Where the script of passkeys is.
    pub fn passkey_href(&self) -> &str {
        &self.visitor.web.assets.passkey.href
    }

    /// Where the script is that shows patience.
    pub fn proof_href(&self) -> &str {
        &self.visitor.web.assets.proof.href
    }

    /// The identity strip, where the deployer set one.
    pub fn identity(&self) -> Option<&str> {
        self.visitor.web.site.identity.as_ref().map(|text| text.get(self.visitor.lang))
    }

    /// Filings and marks in the footer.
    pub fn filings(&self) -> &[Filing] {
        &self.visitor.web.site.filings
    }

    /// The way here, ending with this page.
    pub fn breadcrumbs(&self) -> impl Iterator<Item = Crumb> + '_ {
        let here = Crumb { href: None, text: self.title.clone() };
        let here = (!self.crumbs.is_empty()).then_some(here);
        self.crumbs.iter().cloned().chain(here)
    }

    /// The page's own address.
    pub fn canonical(&self) -> String {
        format!("{}{}", self.visitor.web.site.public_url, self.visitor.path)
    }

    /// A public page in the page's language, from wherever this page is: staff may have a door of
    /// their own.
    pub fn public_href(&self, path: &str) -> String {
        let own = self.visitor.path_to(path);
        match self.visitor.zone {
            Zone::Internal => format!("{}{own}", self.visitor.web.site.public_url),
            Zone::Whole | Zone::Public => own,
        }
    }

    /// The text size: `standard`, `large` or `huge`.
    pub fn size(&self) -> &str {
        self.visitor.prefs.size
    }

    /// The colours: `auto`, `light` or `dark`.
    pub fn theme(&self) -> &str {
        self.visitor.prefs.theme
    }

    /// Whether shortcut keys are on.
    pub fn keys(&self) -> bool {
        self.visitor.prefs.keys
    }

    /// The link that changes a setting and comes back.
    pub fn prefs_href(&self, name: &str, value: &str) -> String {
        format!("/prefs?{name}={value}&back={}", encode(&self.visitor.path))
    }

    /// The token of forms.
    pub fn csrf(&self) -> String {
        self.visitor.web.csrf.token(self.visitor.csrf_binding())
    }

    /// The path that was asked for.
    pub fn path(&self) -> &str {
        &self.visitor.path
    }

    /// The menu of this face.
    pub fn menu(&self) -> Vec<Link> {
        let staff = self.staff();
        let face = if staff { Face::Staff } else { Face::Public };
        let entries = self.visitor.web.menu.iter().filter(|it| it.face == face);
        entries
            .filter(|it| self.visitor.may(it.action) && (!staff || self.visitor.session.is_some()))
            .map(|it| {
                let href = if staff {
                    format!("/staff{}", it.path)
                } else {
                    self.visitor.path_to(it.path)
                };
                let current = href == self.visitor.path;
                Link { href, text: self.t(it.key).to_owned(), current }
            })
            .collect()
    }

    /// The remark above the content.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// The seal of a page that shows a thing at a version.
    pub fn seal_at(&self, action: &str, matter: &str, version: &u64) -> String {
        self.visitor.seal(action, &(matter, version))
    }

    /// A new idempotency key for a form.
    pub fn key(&self) -> String {
        self.visitor.new_key().to_string()
    }

    /// The visitor's role.
    pub fn role(&self) -> Role {
        self.visitor.actor.role
    }

    /// Whether the visitor's role may ever do this.
    pub fn may(&self, action: &str) -> bool {
        self.visitor.may(action)
    }
}

/// Percent-encodes what could end or extend a query value.
fn encode(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
