//! `/staff/sign-in`: staff sign in.

use std::collections::BTreeMap;

use ::web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::DemoAccounts as _;
use askama::Template;
use axum::extract::{Query, State};

use super::sign_in::{Entry, status};
use crate::service::{Accounts, DEMO_PASSWORD, Door, SignInError};

#[derive(Template)]
#[template(path = "accounts/staff-sign-in.html")]
struct StaffSignInPage {
    p: Page,
    back: String,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
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
    page(&accounts, &visitor, &Entry { back, ..Entry::default() }, None)
}

/// Signs in, or says that something is wrong.
pub async fn enter(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let entry = Entry::read(&posted);
    if entry.login.is_empty() || entry.password.is_empty() {
        return page(&accounts, &visitor, &entry, Some("accounts-staff-wrong"));
    }
    match accounts.sign_in(Door::Staff, &entry.login, entry.password.clone()).await {
        Ok(found) => {
            let back = if entry.back.is_empty() { "/staff/" } else { &entry.back };
            visitor.sign_in(found.actor, &found.name, back).await
        }
        Err(SignInError::Wrong) => page(&accounts, &visitor, &entry, Some("accounts-staff-wrong")),
        Err(SignInError::TooMany(seconds)) => Err(Failure::TooMany(seconds)),
        Err(SignInError::Register(error)) => Err(error.into()),
    }
}

fn page(accounts: &Accounts, visitor: &Visitor, entry: &Entry, error: Option<&str>) -> Outcome {
    let login = Field::text("login", visitor.t("accounts-login"));
    let fields = entry.fields(visitor, login, error);
    let page = StaffSignInPage {
        p: visitor.page(visitor.t("accounts-staff-sign-in-title")).with_errors(error.is_some()),
        back: entry.back.clone(),
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
