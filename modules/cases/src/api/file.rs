//! The file of a case for officers. Who decides through the API has to open it here first.

use std::collections::BTreeMap;

use authz::Sight;
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use cases_domain::Review;
use catalogue_domain::{Facts, definition::ServiceDefinition};
use materials_domain::{How, Material};
use serde::Serialize;
use web::{LookUp, Outcome, Visitor};

use super::view::{CaseBody, case_body};
use crate::{
    service::{Desk, Found, Trouble, Why},
    trouble::failure,
};

/// A case with what was handed in and said.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct FileBody {
    case: CaseBody,
    applicant: String,
    /// By the ids of the questions.
    answers: BTreeMap<String, String>,
    materials: Vec<MaterialBody>,
    opinions: Vec<OpinionBody>,
}

/// One material.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MaterialBody {
    /// Its id.
    id: String,
    /// The requirement that it is for.
    requirement: String,
    /// Where its file is, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// What a reviewer said.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OpinionBody {
    step: String,
    /// The member of a joint review.
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    in_favour: bool,
    text: String,
    /// Whether silence stands for it.
    is_silent: bool,
    at: String,
}

/// Opens the file. The read is recorded for the person concerned.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{reference}/file",
    params(("reference" = String, Path, description = "Reference or case number")),
    responses(
        (status = 200, body = FileBody),
        (status = 404, description = "No such case, or not for you"),
        (status = 422, description = "`case.reason_needed`: not your task; say why at the desk")
    )
)]
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    visitor.looks_up(LookUp::File, &reference)?;
    let found = desk.open_file(&visitor.actor, &reference, Why::Known).await;
    let found = found.map_err(|it| failure(&visitor, it))?;
    let body = file(&desk, &visitor, &found).await.map_err(|it| failure(&visitor, it))?;
    Ok(Json(body).into_response())
}

async fn file(desk: &Desk, visitor: &Visitor, found: &Found) -> Result<FileBody, Trouble> {
    let (by, held) = (&visitor.actor, &found.held);
    let (filed, folder) = desk.dossier(found.id).await?;
    let name = desk.applicant_name(found.party()?).await?;
    let answers = match desk.policy.sight(by, "case.answers", held) {
        Sight::Clear => answers(&desk.definition(&found.case)?.definition, &filed.facts),
        Sight::Masked | Sight::Hidden => BTreeMap::new(),
    };
    let application = found.id.application();
    let material = |it: &Material| MaterialBody {
        id: it.id.to_string(),
        requirement: it.requirement.clone(),
        file: matches!(it.how, How::File { .. })
            .then(|| format!("/staff/materials/{application}/{}", it.id)),
    };
    Ok(FileBody {
        case: case_body(desk, &found.case, found.version),
        applicant: desk.shown(by, "case.applicant", held, &name),
        answers,
        materials: folder.materials.iter().map(material).collect(),
        opinions: found.case.reviews.iter().map(opinion).collect(),
    })
}

/// What was answered to the questions that are asked in this situation, as the page shows it.
fn answers(definition: &ServiceDefinition, facts: &Facts) -> BTreeMap<String, String> {
    let fields = definition.visible_topics(facts).into_iter().flat_map(|it| it.fields);
    let given = fields.filter_map(|it| Some((it.id.clone(), facts.answers.get(&it.id)?.clone())));
    given.collect()
}

fn opinion(it: &Review) -> OpinionBody {
    OpinionBody {
        step: it.step.clone(),
        member: it.member.clone(),
        in_favour: it.opinion.in_favour,
        text: it.opinion.text.as_str().to_owned(),
        is_silent: it.silent,
        at: it.at.to_string(),
    }
}
