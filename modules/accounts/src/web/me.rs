//! `/staff/me`: a staff member's name, role and authority, and the settings of the desk.

use ::web::{Outcome, Page, Visitor};
use askama::Template;
use axum::extract::State;
use kernel::LocalText;
use oidc::Audience;

use super::ways::WayView;
use crate::service::Accounts;

#[derive(Template)]
#[template(path = "accounts/me.html")]
struct MePage {
    p: Page,
    name: String,
    role: &'static str,
    authority: Option<LocalText>,
    /// Providers through which they can sign in from now on.
    open: Vec<WayView>,
}

/// Shows who has signed in.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let id = visitor.actor.authority.as_deref();
    let authority = id.and_then(|id| accounts.directory().authority(id));
    let bound = accounts.own_standing(&visitor.actor).await?.providers;
    let ways = accounts.ways(Audience::Staff, visitor.lang);
    let open = ways.iter().filter(|it| !bound.contains(&it.id));
    visitor.html(&MePage {
        open: open.map(|it| WayView::to_bind(&visitor, it)).collect(),
        p: visitor.page(visitor.t("accounts-me-title")),
        name: accounts.own_name(&visitor.actor).await?,
        role: super::role(visitor.actor.role),
        authority: authority.map(|it| it.name.clone()),
    })
}
