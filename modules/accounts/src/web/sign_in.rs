//! `/{l}/sign-in`: citizens sign in.

use std::collections::BTreeMap;

use ::web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{DemoAccount, DemoAccounts as _};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use kernel::Role;

use crate::service::{Accounts, DEMO_PASSWORD, Door, SignInError};

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignInPage {
    p: Page,
    action: String,
    back: String,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
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
}

impl Entry {
    /// What the form sent.
    pub fn read(posted: &Posted) -> Self {
        let typed = posted.iter().find(|(name, _)| *name == "password");
        let password = typed.and_then(|(_, values)| values.first()).cloned();
        Self {
            back: posted.get("back").to_owned(),
            login: posted.get("login").to_owned(),
            password: password.unwrap_or_default(),
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
    page(&accounts, &visitor, &Entry { back, ..Entry::default() }, None)
}

/// Signs in, or says that something is wrong.
pub async fn enter(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let entry = Entry::read(&posted);
    if entry.login.is_empty() || entry.password.is_empty() {
        return page(&accounts, &visitor, &entry, Some("accounts-citizen-wrong"));
    }
    match accounts.sign_in(Door::Citizen, &entry.login, entry.password.clone()).await {
        Ok(found) => {
            let home = visitor.path_to("/my/");
            let back = if entry.back.is_empty() { &home } else { &entry.back };
            visitor.sign_in(found.actor, &found.name, back).await
        }
        Err(SignInError::Wrong) => {
            page(&accounts, &visitor, &entry, Some("accounts-citizen-wrong"))
        }
        Err(SignInError::TooMany(seconds)) => Err(Failure::TooMany(seconds)),
        Err(SignInError::Register(error)) => Err(error.into()),
    }
}

fn page(accounts: &Accounts, visitor: &Visitor, entry: &Entry, error: Option<&str>) -> Outcome {
    let login = Field::text("login", visitor.t("accounts-id-number"))
        .hint(visitor.t("accounts-id-number-hint"));
    let fields = entry.fields(visitor, login, error);
    let demo = accounts.list().into_iter().filter(|it| it.role == Role::Citizen);
    let page = SignInPage {
        p: visitor.page(visitor.t("accounts-sign-in-title")).with_errors(error.is_some()),
        action: visitor.path_to("/sign-in"),
        back: entry.back.clone(),
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
