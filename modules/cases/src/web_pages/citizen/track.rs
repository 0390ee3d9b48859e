//! `/{l}/track/{reference}`: where a case stands, until when, and why.

use askama::Template;
use axum::extract::{Path, Query, State};
use cases_domain::{Case, CaseEvent, Stage};
use kernel::Recorded;
use web::{Outcome, Page, Visitor};

use super::{
    Asked,
    days::{self, DueView, Pause},
    documents,
    find::{self, Attempt},
    helped_by, is_own, opened,
    outcome::{self, RefusalView, ResultView},
    progress::{self, StepRow},
    uncached, without_code,
    words::{day_of, local, status_key, status_tag, unit_name},
};
use crate::{
    service::{Desk, Found, Trouble, is_provable},
    telling,
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/citizen/track.html")]
struct TrackPage {
    p: Page,
    service: String,
    reference: String,
    number: String,
    submitted_on: String,
    authority: String,
    phone: Option<String>,
    tag: &'static str,
    status: String,
    desk: Option<String>,
    helper: Option<String>,
    due: Option<DueView>,
    pauses: Vec<Pause>,
    steps: Vec<StepRow>,
    result: Option<ResultView>,
    refusal: Option<RefusalView>,
    documents: Vec<DocumentRow>,
    messages: Vec<MessageRow>,
    corrections: Option<String>,
    must_sign_in: bool,
    withdraw: Option<String>,
}

struct DocumentRow {
    href: String,
    proof: Option<String>,
    title: String,
    date: String,
}

struct MessageRow {
    text: String,
    date: String,
}

/// Shows a case to its owner, or to whoever opened it with its query code; others get the form.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(asked): Asked,
) -> Outcome {
    if let Some(elsewhere) = without_code(&visitor, &asked) {
        return Ok(elsewhere);
    }
    let found = match opened(&desk, &visitor, &reference).await {
        Ok(found) => found,
        Err(Trouble::NotFound) => return find::form(&visitor, &reference, "", Attempt::None),
        Err(trouble) => return Err(failure(&visitor, trouble)),
    };
    let told = match asked.get("done").map_or("", String::as_str) {
        "corrected" => Some(visitor.t("cases-told-corrected").to_owned()),
        "withdrawn" => Some(visitor.t("cases-told-withdrawn").to_owned()),
        _ => None,
    };
    let page = page(&desk, &visitor, &found, told).await;
    let page = page.map_err(|trouble| failure(&visitor, trouble))?;
    Ok(uncached(visitor.html(&page)?))
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    told: Option<String>,
) -> Result<TrackPage, Trouble> {
    let case = &found.case;
    let published = desk.definition(case)?;
    let definition = &published.definition;
    let history = desk.told(found.id).await?;
    let pauses = days::pauses(visitor, definition, &history);
    let own = is_own(found);
    let base = visitor.path_to(&format!("/track/{}", case.reference));
    let Acts { corrections, must_sign_in, withdraw } = acts(&case.stage, own, &base);
    Ok(TrackPage {
        p: frame(visitor, own).with_notice(told),
        service: local(visitor, &case.name),
        reference: case.reference.clone(),
        number: case.number.clone(),
        submitted_on: submitted_on(desk, visitor, case),
        authority: unit_name(desk, visitor, &case.authority),
        phone: desk.directory.authority(&case.authority).map(|it| it.phone.consult.clone()),
        tag: status_tag(case.status()),
        status: visitor.t(status_key(case.status())).to_owned(),
        desk: progress::whose_desk(desk, visitor, case),
        helper: helped_by(visitor, &desk.helpers(case).await?),
        due: days::due(desk, visitor, case, &pauses),
        pauses,
        steps: progress::steps(desk, visitor, definition, case),
        result: outcome::result(desk, visitor, found).await?,
        refusal: outcome::refusal(desk, visitor, definition, case, &history),
        documents: document_rows(desk, visitor, &history, &base),
        messages: message_rows(desk, visitor, &history),
        corrections,
        must_sign_in,
        withdraw,
    })
}

fn submitted_on(desk: &Desk, visitor: &Visitor, case: &Case) -> String {
    case.submitted_at.map_or_else(String::new, |at| day_of(desk, visitor, at))
}

/// What the reader can do with the case now.
struct Acts {
    corrections: Option<String>,
    must_sign_in: bool,
    withdraw: Option<String>,
}

fn acts(stage: &Stage, own: bool, base: &str) -> Acts {
    let is_returned = matches!(stage, Stage::Returned { .. });
    Acts {
        corrections: (is_returned && own).then(|| format!("{base}/corrections")),
        must_sign_in: is_returned && !own,
        withdraw: (own && may_withdraw(stage)).then(|| format!("{base}/withdraw")),
    }
}

fn frame(visitor: &Visitor, own: bool) -> Page {
    let page = visitor.page(visitor.t("cases-track-title"));
    if own { page.crumb("/my/", visitor.t("web-my")) } else { page }
}

fn may_withdraw(stage: &Stage) -> bool {
    matches!(
        stage,
        Stage::Submitted { .. }
            | Stage::Returned { .. }
            | Stage::InReview { .. }
            | Stage::Paused { .. }
    )
}

fn document_rows(
    desk: &Desk,
    visitor: &Visitor,
    history: &[Recorded<CaseEvent>],
    base: &str,
) -> Vec<DocumentRow> {
    let row = |recorded: &Recorded<CaseEvent>| {
        let key = documents::title_key(&recorded.event)?;
        Some(DocumentRow {
            href: format!("{base}/documents/{}", recorded.seq),
            proof: is_provable(&recorded.event).then(|| format!("{base}/proofs/{}", recorded.seq)),
            title: visitor.t(key).to_owned(),
            date: day_of(desk, visitor, recorded.at),
        })
    };
    history.iter().filter_map(row).collect()
}

/// What the applicant was told, newest first: the same words as in the box of messages.
fn message_rows(
    desk: &Desk,
    visitor: &Visitor,
    history: &[Recorded<CaseEvent>],
) -> Vec<MessageRow> {
    let row = |recorded: &Recorded<CaseEvent>| {
        let title = telling::title(&recorded.event)?;
        let date = day_of(desk, visitor, recorded.at);
        Some(MessageRow { text: local(visitor, &title), date })
    };
    history.iter().rev().filter_map(row).collect()
}
