//! `/{l}/my/act-for`: for themselves, or for a firm.

use std::collections::BTreeMap;

use ::web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};

use crate::service::{Accounts, RegisterError};

/// What is sent for oneself.
const SELF: &str = "self";

#[derive(Template)]
#[template(path = "accounts/act-for.html")]
struct ActForPage {
    p: Page,
    action: String,
    back: String,
    field: Field,
    errors: Vec<ErrorLink>,
    has_firms: bool,
}

/// Shows the firms.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let back = query.get("back").cloned().unwrap_or_default();
    page(&accounts, &visitor, back, None).await
}

/// Goes on as what was chosen, in a new session.
pub async fn choose(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let back = posted.get("back").to_owned();
    let firm = match posted.get("party") {
        SELF => None,
        text => match text.parse() {
            Ok(firm) => Some(firm),
            Err(_) => return page(&accounts, &visitor, back, Some("accounts-party-needed")).await,
        },
    };
    match accounts.act_for(&visitor.actor, firm).await {
        Ok((actor, name)) => {
            let home = visitor.path_to("/my/");
            let back = if back.is_empty() { &home } else { &back };
            visitor.sign_in(actor, &name, back).await
        }
        Err(RegisterError::Refused("firm.no_agent")) => {
            page(&accounts, &visitor, back, Some("accounts-party-refused")).await
        }
        Err(other) => Err(Failure::from(other)),
    }
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    back: String,
    error: Option<&str>,
) -> Outcome {
    let firms = accounts.firm_choices(&visitor.actor).await?;
    let own = Choice {
        value: SELF.to_owned(),
        label: visitor.t("accounts-party-self").to_owned(),
        checked: visitor.actor.acting_for.is_none(),
    };
    let mut field = Field::text("party", visitor.t("accounts-act-for-title")).kind("choice");
    field.options.push(own);
    field.options.extend(firms.iter().map(|firm| Choice {
        value: firm.id.to_string(),
        label: firm.facts.name.clone(),
        checked: firm.is_current,
    }));
    let field = field.error(error.map(|key| visitor.t(key).to_owned()));
    let title = visitor.t("accounts-act-for-title");
    let page = ActForPage {
        p: visitor.page(title).crumb("/my/", visitor.t("web-my")).with_errors(error.is_some()),
        action: visitor.path_to("/my/act-for"),
        back,
        errors: field.error_link().into_iter().collect(),
        field,
        has_firms: !firms.is_empty(),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visitor.html_with(status, &page)
}
