//! `/{l}/my/act-for`: for themselves, or for a firm.

use std::collections::BTreeMap;

use ::web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor, date_text};
use accounts_domain::FirmRole;
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};

use super::scope::{acts_text, kind_key, role_key, scope_text};
use crate::service::{Accounts, FirmChoice, ForWhom, PersonChoice, RegisterError};

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
    has_others: bool,
}

/// Shows the firms.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let back = query.get("back").cloned().unwrap_or_default();
    // Sent here from the own space, when what one acted in was over.
    let over = query.contains_key("over").then_some("accounts-party-over");
    page(&accounts, &visitor, back, over).await
}

/// Goes on as what was chosen, in a new session.
pub async fn choose(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let back = posted.get("back").to_owned();
    let Some(whom) = ForWhom::parse(posted.get("party")) else {
        return page(&accounts, &visitor, back, Some("accounts-party-needed")).await;
    };
    match accounts.act_for(&visitor.actor, whom).await {
        Ok((actor, name, whom)) => {
            let home = visitor.path_to("/my/");
            let back = if back.is_empty() { &home } else { &back };
            let name = called(&visitor, &name, whom.as_deref());
            visitor.continue_as(actor, &name, back).await
        }
        Err(RegisterError::Refused("firm.no_agent" | "mandate.unknown")) => {
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
    let (firms, people) = accounts.choices(&visitor.actor).await?;
    let own = Choice {
        value: SELF.to_owned(),
        label: visitor.t("accounts-party-self").to_owned(),
        checked: visitor.actor.acting_for.is_none(),
    };
    let mut field = Field::text("party", visitor.t("accounts-act-for-title")).kind("choice");
    field.options.push(own);
    field.options.extend(firms.iter().map(|it| of_firm(visitor, accounts, it)));
    field.options.extend(people.iter().map(|it| of_person(visitor, accounts, it)));
    let field = field.error(error.map(|key| visitor.t(key).to_owned()));
    let title = visitor.t("accounts-act-for-title");
    let page = ActForPage {
        p: visitor.page(title).crumb("/my/", visitor.t("web-my")).with_errors(error.is_some()),
        action: visitor.path_to("/my/act-for"),
        back,
        errors: field.error_link().into_iter().collect(),
        field,
        has_others: !firms.is_empty() || !people.is_empty(),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visitor.html_with(status, &page)
}

/// How a session is called: the person, and for whom they act.
pub fn called(visitor: &Visitor, name: &str, whom: Option<&str>) -> String {
    match whom {
        None => name.to_owned(),
        Some(whom) => visitor.tr("accounts-acting-name", &[("name", &name), ("whom", &whom)]),
    }
}

fn of_firm(visitor: &Visitor, accounts: &Accounts, firm: &FirmChoice) -> Choice {
    let role = visitor.t(role_key(&firm.role)).to_owned();
    let scope = match &firm.role {
        FirmRole::Agent { scope } => scope_text(visitor, accounts, scope),
        _ => String::new(),
    };
    let parts = [firm.facts.name.clone(), role, scope];
    Choice { value: format!("firm:{}", firm.id), label: joined(&parts), checked: firm.is_current }
}

fn of_person(visitor: &Visitor, accounts: &Accounts, person: &PersonChoice) -> Choice {
    let until = date_text(visitor.lang, person.until);
    let parts = [
        person.name.clone(),
        visitor.t(kind_key(person.kind)).to_owned(),
        scope_text(visitor, accounts, &person.scope),
        acts_text(visitor, &person.acts),
        visitor.tr("accounts-until", &[("date", &until)]),
    ];
    Choice {
        value: format!("mandate:{}", person.mandate),
        label: joined(&parts),
        checked: person.is_current,
    }
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    parts.join(" · ")
}
