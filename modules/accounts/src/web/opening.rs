//! `/staff/admin/staff/new`: an administrator opens the account of a new member of staff.

use std::collections::BTreeMap;

use ::web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::{extract::State, http::StatusCode};

use super::{
    access::problem_key,
    staff::{fields, terms, typed_post},
};
use crate::service::{Accounts, NewStaff, check_new};

#[derive(Template)]
#[template(path = "accounts/staff-new.html")]
struct NewPage {
    p: Page,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
}

/// Asks who it is, and for which post.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    page(&accounts, &visitor, &BTreeMap::new(), Vec::new())
}

/// Opens it; another administrator grants the post, and a code is issued then.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let mut typed = typed_post(&posted);
    let (name, login) = (posted.get("name").to_owned(), posted.get("login").to_owned());
    typed.extend([("name", name.clone()), ("login", login.clone())]);
    let mut wrong = check_new(&name, &login);
    let terms = match terms(&accounts, &typed) {
        Ok(terms) if wrong.is_empty() => terms,
        found => {
            wrong.extend(found.err().unwrap_or_default());
            let error = |(id, key): &(&str, &str)| ErrorLink {
                href: format!("#{id}"),
                text: visitor.t(key).to_owned(),
            };
            return page(&accounts, &visitor, &typed, wrong.iter().map(error).collect());
        }
    };
    let new = NewStaff { name, login, terms };
    match accounts.open_staff(&visitor.actor, posted.key, new).await {
        Ok(account) => Ok(visitor.go(format!("/staff/admin/staff/{account}"))),
        Err(problem) => {
            let text = visitor.t(problem_key(problem)?).to_owned();
            let errors = vec![ErrorLink { href: "#login".to_owned(), text }];
            page(&accounts, &visitor, &typed, errors)
        }
    }
}

fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    typed: &BTreeMap<&str, String>,
    errors: Vec<ErrorLink>,
) -> Outcome {
    let own = |id: &str, key: &str| {
        let error = errors.iter().find(|it| it.href == format!("#{id}"));
        Field::text(id, visitor.t(key))
            .value(typed.get(id).cloned().unwrap_or_default())
            .error(error.map(|it| it.text.clone()))
            .autocomplete("off")
    };
    let mut all = vec![
        own("name", "accounts-name"),
        own("login", "accounts-login").hint(visitor.t("accounts-staff-login-hint")),
    ];
    all.extend(fields(accounts, visitor, typed, &errors));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = NewPage {
        p: visitor
            .page(visitor.t("accounts-staff-new-title"))
            .crumb("/admin/staff", visitor.t("accounts-staff-title"))
            .with_errors(!errors.is_empty()),
        errors,
        fields: all,
    };
    visitor.html_with(status, &page)
}
