//! `/{l}/my/profile`: what the site knows about the person who reads it.

use ::web::{Outcome, Page, Visitor};
use accounts_domain::{FirmFacts, PersonFacts};
use askama::Template;
use axum::extract::State;

use crate::service::Accounts;

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct ProfilePage {
    p: Page,
    facts: PersonFacts,
    id_number: String,
    mobile: String,
    acting_for: Option<FirmFacts>,
    firms: Vec<String>,
}

/// Shows the person's own facts, their numbers masked.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let me = accounts.profile(&visitor.actor).await?;
    let firms = me.firms.iter().map(|it| it.facts.name.clone()).collect();
    let acting_for = me.firms.into_iter().find(|it| it.is_current).map(|it| it.facts);
    let title = visitor.t("accounts-profile-title");
    visitor.html(&ProfilePage {
        p: visitor.page(title).crumb("/my/", visitor.t("web-my")),
        id_number: accounts.own_field(&visitor.actor, "person.id_number", &me.facts.id_number),
        mobile: accounts.own_field(&visitor.actor, "person.mobile", &me.facts.mobile),
        facts: me.facts,
        acting_for,
        firms,
    })
}
