//! `/staff/cases/{case}/correction`: one complete list of what is missing or wrong, seen as the
//! notice that the applicant gets before it is sent.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use cases_domain::{CaseEvent, CorrectionItem, Returned, may_return};
use catalogue_domain::definition::ServiceDefinition;
use forms_domain::Filed;
use materials_domain::{Folder, Verdict};
use web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::{
    preview::{Draft, preview, summary},
    shared::{answer, open, order, standing, wrong},
};
use crate::{
    service::{Desk, Found, Trouble},
    trouble::{failure, refusal_text},
};

#[derive(Template)]
#[template(path = "cases/staff/correction.html")]
struct CorrectionPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: String,
    version: u64,
    topics: Vec<Group>,
    materials: Vec<Line>,
    second: Option<Field>,
}

struct Group {
    title: String,
    lines: Vec<Line>,
}

/// Something that can be ticked, with its reason.
struct Line {
    tick: String,
    why: String,
    label: String,
    value: String,
    is_ticked: bool,
    reason: String,
    error: Option<String>,
}

/// What was ticked and why, by the names of the boxes.
#[derive(Debug, Clone, Default)]
struct Ticked {
    items: Vec<(Returned, String)>,
    second: String,
}

fn box_name(what: &Returned) -> String {
    match what {
        Returned::Field(id) => format!("field-{id}"),
        Returned::Material(id) => format!("material-{id}"),
    }
}

/// The list, with what was judged wrong already ticked.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    standing(&desk, &visitor, &reference, "cases.return", None).await?;
    let found = open(&desk, &visitor, &reference).await?;
    let (_, folder) = dossier(&desk, &visitor, &found).await?;
    let published = desk.definition(&found.case).map_err(|it| failure(&visitor, it))?;
    let can_come_again = |id: &str| published.definition.material(id).is_some_and(may_return);
    let wrong = folder.verdicts.iter().filter_map(|(id, verdict)| match verdict {
        Verdict::Wrong { reason } if can_come_again(id) => {
            Some((Returned::Material(id.clone()), reason.to_string()))
        }
        Verdict::Wrong { .. } | Verdict::Good => None,
    });
    let ticked = Ticked { items: wrong.collect(), second: String::new() };
    page(&desk, &visitor, &found, &ticked, Vec::new()).await
}

/// First the notice as it will be, then for good.
pub(super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.return", Some(&bound)).await?;
    let published = desk.definition(&case).map_err(|it| failure(&visitor, it))?;
    let ticked = read(&published.definition, bound.typed());
    let errors = errors(&visitor, &ticked, case.corrections);
    let step = bound.typed().get("step").to_owned();
    if step != "send" || !errors.is_empty() {
        let found = open(&desk, &visitor, &reference).await?;
        if step == "preview" && errors.is_empty() {
            return notice(&desk, &visitor, &found, &ticked, false).await;
        }
        return page(&desk, &visitor, &found, &ticked, errors).await;
    }
    let event = returned(&case, &ticked);
    let Ok(posted) = bound.open(&summary(&case, version, &event)) else {
        let found = open(&desk, &visitor, &reference).await?;
        return notice(&desk, &visitor, &found, &ticked, true).await;
    };
    let order = order(&visitor, &posted)?;
    let second = ticked.second.clone();
    match desk.return_for_correction(&order, id, items(&ticked), second).await {
        Ok(case) => super::decide::done(&desk, &visitor, "returned", &case.reference).await,
        Err(Trouble::Refused(refusal)) => {
            let text = refusal_text(&visitor, &refusal);
            let errors = vec![ErrorLink { href: "#list".to_owned(), text }];
            let found = open(&desk, &visitor, &reference).await?;
            page(&desk, &visitor, &found, &ticked, errors).await
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// The list as it would be sent now.
fn returned(case: &cases_domain::Case, ticked: &Ticked) -> CaseEvent {
    let second_reason = (case.corrections > 0).then(|| ticked.second.clone().into());
    CaseEvent::Returned { items: items(ticked), second_reason }
}

async fn notice(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    ticked: &Ticked,
    has_changed: bool,
) -> Outcome {
    let event = returned(&found.case, ticked);
    let mut hidden = vec![("second".to_owned(), ticked.second.clone())];
    for (what, reason) in &ticked.items {
        let name = box_name(what);
        hidden.push((format!("why-{name}"), reason.clone()));
        hidden.push((name, "1".to_owned()));
    }
    let draft = Draft {
        title: "cases-staff-preview-return",
        confirm: "cases-staff-confirm-return",
        action: "correction",
        permission: "cases.return",
        has_changed,
        hidden,
    };
    preview(desk, visitor, found, event, draft).await
}

fn items(ticked: &Ticked) -> Vec<CorrectionItem> {
    let item = |(what, reason): &(Returned, String)| CorrectionItem {
        what: what.clone(),
        reason: reason.clone().into(),
    };
    ticked.items.iter().map(item).collect()
}

fn read(definition: &ServiceDefinition, posted: &Posted) -> Ticked {
    let fields = definition.fields().map(|it| Returned::Field(it.id.clone()));
    let materials = definition.materials.iter().filter(|it| may_return(it));
    let materials = materials.map(|it| Returned::Material(it.id.clone()));
    let ticked = fields.chain(materials).filter_map(|what| {
        let name = box_name(&what);
        let reason = posted.get(&format!("why-{name}")).to_owned();
        (posted.get(&name) == "1").then_some((what, reason))
    });
    Ticked { items: ticked.collect(), second: posted.get("second").to_owned() }
}

fn errors(visitor: &Visitor, ticked: &Ticked, corrections: u32) -> Vec<ErrorLink> {
    if ticked.items.is_empty() {
        return vec![wrong(visitor, "list", "cases-staff-nothing-ticked")];
    }
    let mut errors: Vec<_> = ticked
        .items
        .iter()
        .filter(|(_, reason)| reason.is_empty())
        .map(|(what, _)| {
            wrong(visitor, &format!("why-{}", box_name(what)), "cases-staff-item-reason-needed")
        })
        .collect();
    if corrections > 0 && ticked.second.is_empty() {
        errors.push(wrong(visitor, "second", "cases-staff-second-needed"));
    }
    errors
}

async fn dossier(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
) -> Result<(Filed, Folder), Failure> {
    desk.dossier(found.id).await.map_err(|it| failure(visitor, it))
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    ticked: &Ticked,
    errors: Vec<ErrorLink>,
) -> Outcome {
    let (filed, folder) = dossier(desk, visitor, found).await?;
    let published = desk.definition(&found.case).map_err(|it| failure(visitor, it))?;
    let reference = found.case.reference.clone();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let second = (found.case.corrections > 0).then(|| {
        let error = errors.iter().find(|it| it.href == "#second").map(|it| it.text.clone());
        Field::text("second", visitor.t("cases-staff-second"))
            .kind("long_text")
            .hint(visitor.t("cases-staff-second-hint"))
            .value(&ticked.second)
            .error(error)
    });
    let lines = Lines { visitor, ticked, errors: &errors };
    let page = CorrectionPage {
        topics: lines.topics(&published.definition, &filed),
        materials: lines.materials(&published.definition, &filed, &folder),
        p: visitor
            .page(visitor.t("cases-staff-correction-title"))
            .with_errors(!errors.is_empty())
            .crumb("/cases/", visitor.t("cases-staff-queue-title"))
            .crumb(&format!("/cases/{reference}"), reference.clone()),
        errors,
        reference,
        version: found.version,
        second,
    };
    visitor.html_with(status, &page)
}

/// Makes the lines with what was ticked and what is wrong with it.
struct Lines<'a> {
    visitor: &'a Visitor,
    ticked: &'a Ticked,
    errors: &'a [ErrorLink],
}

impl Lines<'_> {
    fn line(&self, what: &Returned, label: &str, value: String) -> Line {
        let tick = box_name(what);
        let why = format!("why-{tick}");
        let found = self.ticked.items.iter().find(|(it, _)| it == what);
        let error = self.errors.iter().find(|it| it.href == format!("#{why}"));
        Line {
            label: label.to_owned(),
            value,
            is_ticked: found.is_some(),
            reason: found.map(|(_, reason)| reason.clone()).unwrap_or_default(),
            error: error.map(|it| it.text.clone()),
            tick,
            why,
        }
    }

    fn topics(&self, definition: &ServiceDefinition, filed: &Filed) -> Vec<Group> {
        let lang = self.visitor.lang;
        let none = self.visitor.t("cases-staff-no-answer");
        let topics = definition.visible_topics(&filed.facts).into_iter();
        topics
            .map(|it| Group {
                title: it.topic.title.get(lang).to_owned(),
                lines: it
                    .fields
                    .into_iter()
                    .map(|field| {
                        let given = filed.facts.answers.get(&field.id);
                        let value = given.map(|it| answer(self.visitor, field, it));
                        let what = Returned::Field(field.id.clone());
                        self.line(&what, field.label.get(lang), value.unwrap_or(none.to_owned()))
                    })
                    .collect(),
            })
            .collect()
    }

    fn materials(
        &self,
        definition: &ServiceDefinition,
        filed: &Filed,
        folder: &Folder,
    ) -> Vec<Line> {
        let required = definition.required_materials(&filed.facts).into_iter();
        required
            .filter(|it| may_return(it))
            .map(|it| {
                let state = super::view::state(self.visitor, it, &folder.of(&it.id));
                let what = Returned::Material(it.id.clone());
                self.line(&what, it.name.get(self.visitor.lang), state.text)
            })
            .collect()
    }
}
