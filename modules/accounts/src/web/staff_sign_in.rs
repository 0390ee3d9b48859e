//! `/staff/sign-in`: staff sign in.

use std::collections::BTreeMap;

use ::web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::DemoAccounts as _;
use askama::Template;
use axum::extract::{Query, State};
use oidc::Audience;

use super::{
    enter::{caller, enter, noted},
    frame::door,
    sign_in::{Entry, notice, status},
    ways::{WayView, to_enter, why_text},
};
use crate::service::{Accounts, DEMO_PASSWORD, Door, Purpose, SignInError};

#[derive(Template)]
#[template(path = "accounts/staff-sign-in.html")]
struct StaffSignInPage {
    p: Page,
    back: String,
    passkey: String,
    options: Option<String>,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
    /// Why somebody came back from a provider without having signed in.
    why: Option<String>,
    ways: Vec<WayView>,
    demo: Vec<DemoView>,
    password: &'static str,
}

struct DemoView {
    login: String,
    name: String,
    role: &'static str,
    authority: String,
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

/// Signs in, or says that something is wrong.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let entry = Entry::read(&posted);
    if entry.login.is_empty() || entry.password.is_empty() {
        return page(&accounts, &visitor, &entry, Some("accounts-staff-wrong")).await;
    }
    let password = entry.password.clone();
    let caller = caller(&visitor);
    let checked = accounts.check_password(Door::Staff, &entry.login, password, &caller).await;
    match noted(&visitor, checked) {
        Ok(proven) => enter(&accounts, &visitor, proven, &entry.back).await,
        Err(SignInError::Wrong) => {
            page(&accounts, &visitor, &entry, Some("accounts-staff-wrong")).await
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
    let login = Field::text("login", visitor.t("accounts-login"));
    let fields = entry.fields(visitor, login, error);
    let page = StaffSignInPage {
        p: visitor
            .page(visitor.t("accounts-staff-sign-in-title"))
            .with_notice(entry.notice.map(|key| visitor.t(key).to_owned()))
            .with_errors(error.is_some()),
        passkey: door(visitor, "/passkey", true),
        options: accounts.ask_passkey(Purpose::SignIn, None).await?,
        back: entry.back.clone(),
        why: why_text(visitor, &entry.why),
        ways: to_enter(accounts, visitor, Audience::Staff, &entry.back),
        errors: fields.iter().filter_map(Field::error_link).collect(),
        fields,
        demo: demo(accounts, visitor),
        password: DEMO_PASSWORD,
    };
    visitor.html_with(status(error), &page)
}

fn demo(accounts: &Accounts, visitor: &Visitor) -> Vec<DemoView> {
    let staff = accounts.list().into_iter().filter(|it| it.role.is_staff());
    let view = staff.map(|it| {
        let authority = it.authority.as_deref().and_then(|id| accounts.directory().authority(id));
        let short = |it: std::sync::Arc<organisations_domain::Authority>| {
            it.short.get(visitor.lang).to_owned()
        };
        DemoView {
            role: super::role(it.role),
            authority: authority.map(short).unwrap_or_default(),
            login: it.login,
            name: it.name,
        }
    });
    view.collect()
}
