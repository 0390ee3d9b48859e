//! `/{l}/sign-in`: citizens sign in.

use std::collections::BTreeMap;

use ::web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{DemoAccount, DemoAccounts as _};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use kernel::Role;
use oidc::Audience;

use super::{
    enter::{caller, enter, noted},
    frame::door,
    ways::{WayView, to_enter, why_text},
};
use crate::service::{Accounts, DEMO_PASSWORD, Door, Purpose, SignInError};

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignInPage {
    p: Page,
    action: String,
    forgotten: String,
    back: String,
    passkey: String,
    options: Option<String>,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
    /// Why somebody came back from a provider without having signed in.
    why: Option<String>,
    ways: Vec<WayView>,
    demo: Vec<DemoAccount>,
    password: &'static str,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct Entry {
    /// Where to go afterwards.
    pub back: String,
    /// Number or login name.
    pub login: String,
    /// The password as it was typed, blanks and all.
    pub password: String,
    /// Why a provider led nowhere.
    pub why: String,
    /// Why they are here again.
    pub notice: Option<&'static str>,
}

impl Entry {
    /// What the form sent.
    pub fn read(posted: &Posted) -> Self {
        Self {
            back: posted.get("back").to_owned(),
            login: posted.get("login").to_owned(),
            password: password_of(posted),
            why: String::new(),
            notice: None,
        }
    }

    /// Two fields; the password is never sent back. `login` names and explains the first.
    pub fn fields(&self, visitor: &Visitor, login: Field, error: Option<&str>) -> Vec<Field> {
        let is_wrong = error.is_some();
        let empty = |text: &str, key: &str| {
            (is_wrong && text.is_empty()).then(|| visitor.t(key).to_owned())
        };
        let missing_login = empty(&self.login, "accounts-login-needed");
        let missing_password = empty(&self.password, "accounts-password-needed");
        let is_whole = missing_login.is_none() && missing_password.is_none();
        let wrong = error.filter(|_| is_whole).map(|key| visitor.t(key).to_owned());
        let login = login.value(&self.login).autocomplete("username");
        let password = Field::text("password", visitor.t("accounts-password")).kind("password");
        vec![
            login.error(missing_login.or(wrong)),
            password.autocomplete("current-password").error(missing_password),
        ]
    }
}

/// Shows the form.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let back = query.get("back").cloned().unwrap_or_default();
    let why = query.get("why").cloned().unwrap_or_default();
    let entry = Entry { back, why, notice: notice(&query), ..Entry::default() };
    page(&accounts, &visitor, &entry, None).await
}

/// Why somebody is at the first step again.
pub fn notice(query: &BTreeMap<String, String>) -> Option<&'static str> {
    if query.contains_key("over") {
        return Some("accounts-sign-in-over");
    }
    if query.contains_key("recovered") {
        return Some("accounts-forgotten-done");
    }
    query.contains_key("passkey").then_some("accounts-passkey-refused")
}

/// A password as it was typed, blanks and all.
pub fn password_of(posted: &Posted) -> String {
    typed(posted, "password")
}

/// The value of a field as it was typed, blanks and all.
pub fn typed(posted: &Posted, name: &str) -> String {
    let typed = posted.iter().find(|(it, _)| *it == name);
    typed.and_then(|(_, values)| values.first()).cloned().unwrap_or_default()
}

/// Signs in, or says that something is wrong.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let entry = Entry::read(&posted);
    if entry.login.is_empty() || entry.password.is_empty() {
        return page(&accounts, &visitor, &entry, Some("accounts-citizen-wrong")).await;
    }
    let password = entry.password.clone();
    let caller = caller(&visitor);
    let checked = accounts.check_password(Door::Citizen, &entry.login, password, &caller).await;
    match noted(&visitor, checked) {
        Ok(proven) => enter(&accounts, &visitor, proven, &entry.back).await,
        Err(SignInError::Wrong) => {
            page(&accounts, &visitor, &entry, Some("accounts-citizen-wrong")).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    entry: &Entry,
    error: Option<&str>,
) -> Outcome {
    let login = Field::text("login", visitor.t("accounts-id-number"))
        .hint(visitor.t("accounts-id-number-hint"));
    let fields = entry.fields(visitor, login, error);
    let demo = accounts.list().into_iter().filter(|it| it.role == Role::Citizen);
    let page = SignInPage {
        p: visitor
            .page(visitor.t("accounts-sign-in-title"))
            .with_notice(entry.notice.map(|key| visitor.t(key).to_owned()))
            .with_errors(error.is_some()),
        passkey: door(visitor, "/passkey", false),
        options: accounts.ask_passkey(Purpose::SignIn, None).await?,
        action: visitor.path_to("/sign-in"),
        forgotten: door(visitor, "/forgotten", false),
        back: entry.back.clone(),
        why: why_text(visitor, &entry.why),
        ways: to_enter(accounts, visitor, Audience::Citizens, &entry.back),
        errors: fields.iter().filter_map(Field::error_link).collect(),
        fields,
        demo: demo.collect(),
        password: DEMO_PASSWORD,
    };
    visitor.html_with(status(error), &page)
}

/// 422 for a form that needs correcting.
pub fn status(error: Option<&str>) -> StatusCode {
    if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}
