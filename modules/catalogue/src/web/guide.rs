//! The guide of a service: six answers first, then everything that the law wants told.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use catalogue_domain::{
    Definition, Published,
    definition::{Channel, ProcessStep, SpecialProcedure},
};
use kernel::{IdentityLevel, Lang, LocalText, calendar::TimeLimit};
use organisations_domain::{Authority, Directory};
use web::{Outcome, Page, Visitor};

use super::{
    info::{self, Line},
    materials::{MaterialRow, Rows},
    offered,
    rows::{bring_text, cost_text, limit_text, to_bring, visits_text},
};
use crate::service::{Catalogue, gaps};

#[derive(Template)]
#[template(path = "catalogue/guide.html")]
struct GuidePage {
    p: Page,
    d: Arc<Published>,
    /// Under which address the guide's other pages stand.
    path: String,
    has_gaps: bool,
    cost: String,
    time: String,
    due: String,
    is_provisional: bool,
    visits: String,
    bring: String,
    /// Whether the number of materials depends on the case.
    is_varied: bool,
    decides: String,
    is_online: bool,
    /// How sure it must be who applies online; none where nothing is asked.
    identity: Option<String>,
    materials: Vec<MaterialRow>,
    steps: Vec<Step>,
    specials: Vec<Special>,
    info: Vec<Line>,
    authority: Option<Arc<Authority>>,
    /// The entry of the catalogue list that it implements.
    power: Option<String>,
}

struct Step {
    name: LocalText,
    who: String,
    time: String,
}

/// What stops the clock, and for how long at most.
struct Special {
    name: LocalText,
    time: String,
    basis: LocalText,
}

pub(super) async fn guide(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Outcome {
    let service = offered(&catalogue, &code)?;
    visitor.html(&page(&catalogue, &visitor, service))
}

fn page(catalogue: &Catalogue, visitor: &Visitor, service: Arc<Published>) -> GuidePage {
    let definition = &service.definition;
    let directory = catalogue.directory().as_ref();
    let due = catalogue.due_if_filed_today(&service);
    let rows = Rows { visitor, directory, definition, is_personal: false };
    let lang = visitor.lang;
    let (least, most) = to_bring(definition);
    let authority = directory.authority(&definition.implementation.authority);
    GuidePage {
        p: visitor
            .page(definition.name().get(lang))
            .entry()
            .crumb("/", visitor.t("web-home"))
            .crumb("/services/", visitor.t("catalogue-list-crumb")),
        path: visitor.path_to(&format!("/services/{}", definition.id)),
        has_gaps: lang != Lang::ZhHans
            && gaps(definition).iter().any(|(gap, count)| *gap == lang && *count > 0),
        cost: cost_text(visitor, &definition.fees),
        time: limit_text(visitor, definition.promised()),
        due: web::date_text(lang, due.due),
        is_provisional: due.provisional,
        visits: visits_text(visitor, definition),
        bring: bring_text(visitor, definition),
        is_varied: least != most,
        decides: decides(visitor, directory, definition),
        is_online: definition.implementation.channels.contains(&Channel::Online),
        identity: identity(visitor, definition),
        materials: definition.materials.iter().map(|it| rows.row(it)).collect(),
        steps: definition
            .steps()
            .iter()
            .map(|it| step(visitor, directory, definition, it))
            .collect(),
        specials: specials(visitor, definition),
        info: info::lines(visitor, &service),
        authority,
        power: power(catalogue, visitor, definition),
        d: service,
    }
}

/// Where its power stands with bases and duties, if it is on the list.
fn power(catalogue: &Catalogue, visitor: &Visitor, definition: &Definition) -> Option<String> {
    let kept = catalogue.entry(&definition.item.basic_code)?;
    let code = &kept.entry.newest()?.code;
    Some(visitor.path_to(&format!("/powers/{code}")))
}

/// What somebody must have proved before they apply online.
fn identity(visitor: &Visitor, definition: &Definition) -> Option<String> {
    let is_online = definition.implementation.channels.contains(&Channel::Online);
    let level = definition.assurance();
    let key = format!("catalogue-identity-{}", level.word());
    (is_online && level > IdentityLevel::L0).then(|| visitor.t(&key).to_owned())
}

/// The unit that decides, by its full name.
fn decides(visitor: &Visitor, directory: &dyn Directory, definition: &Definition) -> String {
    let decide = definition.steps().iter().find_map(|step| match step {
        ProcessStep::Decide(spec) => Some(spec.unit.as_str()),
        _ => None,
    });
    let id = decide.unwrap_or(&definition.implementation.authority);
    directory.authority(id).map_or_else(|| id.to_owned(), |it| it.name.get(visitor.lang).to_owned())
}

fn step(
    visitor: &Visitor,
    directory: &dyn Directory,
    definition: &Definition,
    step: &ProcessStep,
) -> Step {
    let short = |id: &str| {
        let found = directory.authority(id);
        found.map_or_else(|| id.to_owned(), |it| it.short.get(visitor.lang).to_owned())
    };
    let units: Vec<String> = match step.spec() {
        Some(spec) => vec![short(&spec.unit)],
        None => step.members().iter().map(|member| short(&member.unit)).collect(),
    };
    let limit = TimeLimit { days: step.days(), unit: definition.promised().unit };
    Step {
        name: step.name().clone(),
        who: units.join(visitor.t("catalogue-and")),
        time: match limit.days {
            0 => visitor.t("catalogue-step-at-once").to_owned(),
            _ => limit_text(visitor, limit),
        },
    }
}

fn specials(visitor: &Visitor, definition: &Definition) -> Vec<Special> {
    let unit = definition.promised().unit;
    let special = |it: &SpecialProcedure| {
        let time = limit_text(visitor, TimeLimit { days: it.max_days, unit });
        Special {
            name: it.name.clone(),
            time: visitor.tr("catalogue-special-most", &[("time", &time)]),
            basis: it.basis.clone(),
        }
    };
    definition.special_procedures.iter().map(special).collect()
}
