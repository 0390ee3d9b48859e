//! `/staff/me`: a staff member's name, role and authority, and the settings of the desk.

use ::web::{Outcome, Page, Visitor};
use askama::Template;
use axum::extract::State;
use kernel::LocalText;

use crate::service::Accounts;

#[derive(Template)]
#[template(path = "accounts/me.html")]
struct MePage {
    p: Page,
    name: String,
    role: &'static str,
    authority: Option<LocalText>,
}

/// Shows who has signed in.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let id = visitor.actor.authority.as_deref();
    let authority = id.and_then(|id| accounts.directory().authority(id));
    visitor.html(&MePage {
        p: visitor.page(visitor.t("accounts-me-title")),
        name: accounts.own_name(&visitor.actor).await?,
        role: super::role(visitor.actor.role),
        authority: authority.map(|it| it.name.clone()),
    })
}
