//! `/staff/counter/intake`: who it is and what they came for.

use std::sync::Arc;

use accounts_domain::{Party, Power};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use catalogue_domain::{Facts, Published, definition::Channel};
use forms_domain::StartOrder;
use kernel::id::{ApplicationId, CommandId};
use serde::Deserialize;
use web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::{
    super::shared::wrong,
    search::{chosen, find},
    who::Who,
};
use crate::{service::Desk, trouble::failure};

#[derive(Template)]
#[template(path = "cases/staff/start.html")]
struct StartPage {
    p: Page,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
}

/// A service that was chosen elsewhere.
#[derive(Deserialize, Default)]
pub(in super::super) struct Asked {
    #[serde(default)]
    service: String,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    who: Who,
    words: String,
    hits: Vec<Arc<Published>>,
}

/// The empty form.
pub(in super::super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let hits = chosen(&desk, &asked.service).into_iter().collect();
    page(&visitor, &Typed { hits, ..Typed::default() }, Vec::new())
}

/// Begins the application, or shows what is wrong and which services fit.
pub(in super::super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let words = posted.get("service").to_owned();
    let mut typed = Typed { who: Who::read(&posted), words, hits: Vec::new() };
    let service = match chosen(&desk, posted.get("chosen")) {
        Some(service) => service,
        None => {
            typed.hits = find(&desk, &typed.words);
            match typed.hits.as_slice() {
                [only] => only.clone(),
                hits => {
                    let (id, key) = match hits {
                        [] => ("service", "cases-staff-service-unknown"),
                        _ => ("chosen-1", "cases-staff-service-choose"),
                    };
                    return page(&visitor, &typed, vec![wrong(&visitor, id, key)]);
                }
            }
        }
    };
    let authority = &service.definition.implementation.authority;
    // A centre takes in what is decided in its division.
    if !desk.standing(&visitor.actor, authority).is_in_division {
        return Err(Failure::Forbidden);
    }
    match typed.who.party(&desk, &visitor, &service.definition).await? {
        Err(errors) => {
            typed.hits = vec![service];
            page(&visitor, &typed, errors)
        }
        Ok((party, power)) => {
            let id = begin(&desk, &visitor, posted.key, &service, party, power).await?;
            Ok(visitor.go(format!("/staff/counter/intake/{id}")))
        }
    }
}

async fn begin(
    desk: &Desk,
    visitor: &Visitor,
    key: CommandId,
    service: &Published,
    party: Party,
    power: Power,
) -> Result<ApplicationId, Failure> {
    let order = StartOrder {
        service: service.definition.id.clone(),
        channel: if party.helper().is_some() { Channel::Assisted } else { Channel::Counter },
        party,
        facts: Facts::default(),
        power,
    };
    let begun = desk.applications.start(key, order, &visitor.actor).await;
    let id = begun.map_err(|it| failure(visitor, it.into()))?;
    // What licences can supply is not asked for. If the store is down, paper will do.
    if let Err(error) = desk.materials.fetch(id, &visitor.actor).await {
        tracing::warn!(%error, "licences could not be fetched at the counter");
    }
    Ok(id)
}

fn page(visitor: &Visitor, typed: &Typed, errors: Vec<ErrorLink>) -> Outcome {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = StartPage {
        p: visitor
            .page(visitor.t("cases-staff-start-title"))
            .with_errors(!errors.is_empty())
            .crumb("/counter/", visitor.t("cases-staff-counter-title")),
        fields: fields(visitor, typed, &errors),
        errors,
    };
    visitor.html_with(status, &page)
}

fn fields(visitor: &Visitor, typed: &Typed, errors: &[ErrorLink]) -> Vec<Field> {
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#') == id);
        found.map(|it| it.text.clone())
    };
    let text = |id: &str, key: &str, value: &str| {
        Field::text(id, visitor.t(key)).value(value).error(error(id)).autocomplete("off")
    };
    let who = &typed.who;
    let mobile = text("mobile", "cases-staff-mobile", &who.mobile).kind("tel");
    let mut fields = vec![
        text("id_number", "cases-staff-id-number", &who.id_number),
        text("name", "cases-staff-name", &who.name),
        mobile.hint(visitor.t("cases-staff-mobile-hint")).optional(),
        text("credit_code", "cases-staff-credit-code", &who.credit_code)
            .hint(visitor.t("cases-staff-credit-code-hint"))
            .optional(),
        text("principal", "cases-staff-principal", &who.principal)
            .hint(visitor.t("cases-staff-principal-hint"))
            .optional(),
    ];
    fields.push(tick(visitor, "card", who.has_card, error("card")));
    if who.has_mandate || error("mandate").is_some() {
        fields.push(tick(visitor, "mandate", who.has_mandate, error("mandate")));
    }
    if typed.hits.is_empty() {
        let hint = visitor.t("cases-staff-service-hint");
        fields.push(text("service", "cases-staff-service", &typed.words).hint(hint));
    } else {
        fields.push(services(visitor, &typed.hits, error("chosen-1")));
    }
    fields
}

/// A box that says that the clerk saw a paper: `card` or `mandate`.
fn tick(visitor: &Visitor, id: &str, is_ticked: bool, error: Option<String>) -> Field {
    let label = visitor.t(&format!("cases-staff-{id}-seen")).to_owned();
    let name = format!("cases-staff-{id}");
    let mut field = Field::text(id, visitor.t(&name)).kind("choices").error(error);
    field.options = vec![Choice { value: "1".to_owned(), label, checked: is_ticked }];
    field
}

fn services(visitor: &Visitor, hits: &[Arc<Published>], error: Option<String>) -> Field {
    let is_only = hits.len() == 1;
    let option = |it: &Arc<Published>| Choice {
        value: it.definition.id.clone(),
        label: visitor.tr(
            "cases-staff-service-code",
            &[
                ("name", &it.definition.name().get(visitor.lang)),
                ("code", &it.definition.item.basic_code),
            ],
        ),
        checked: is_only,
    };
    let mut field =
        Field::text("chosen", visitor.t("cases-staff-service")).kind("choice").error(error);
    field.options = hits.iter().map(option).collect();
    field
}
