//! An act on many licences: which, what it would do, proposing it, and how far it has come.

use approvals_domain::ProposeError;
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use licences_domain::{LicenceAct, Selection};
use serde::Deserialize;
use web::{Bound, Changed, Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::view::proposed;
use crate::{
    many::CHANGE,
    reasons,
    service::{BatchView, Impact, Licensing, ManyOrder},
};

/// The acts that can be done to many.
const ACTS: [LicenceAct; 2] = [LicenceAct::Reissue, LicenceAct::Revoke];

#[derive(Template)]
#[template(path = "licences/many.html")]
struct ManyPage {
    p: Page,
    errors: Vec<ErrorLink>,
    filters: Vec<Field>,
    act: Field,
    may_change: bool,
    /// Why nothing can be done with this selection.
    refused: Option<String>,
    impact: Option<ImpactView>,
    batches: Vec<BatchRow>,
}

struct ImpactView {
    sentence: String,
    lines: Vec<(String, String)>,
    hidden: Vec<(&'static str, String)>,
    code: Field,
    reason: Field,
    typed: Field,
    submit: String,
    seal: String,
}

struct BatchRow {
    id: String,
    title: String,
    hint: String,
    tag: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "licences/batch.html")]
struct BatchPage {
    p: Page,
    row: BatchRow,
    lines: Vec<(String, String)>,
    left: Vec<(String, String)>,
}

/// Which licences, as the address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    key: String,
    service: String,
    from: String,
    to: String,
    act: String,
}

impl Chosen {
    fn of(posted: &Posted) -> Self {
        let get = |name: &str| posted.get(name).to_owned();
        Self {
            key: get("key"),
            service: get("service"),
            from: get("from"),
            to: get("to"),
            act: get("act"),
        }
    }

    /// What is selected; none where a date is none.
    fn selection(&self) -> Option<Selection> {
        let date = |text: &str| match text.trim() {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        Some(Selection {
            key: self.key.trim().replace(' ', ""),
            service: self.service.trim().to_owned(),
            from: date(&self.from)?,
            to: date(&self.to)?,
        })
    }

    fn act(&self) -> Option<LicenceAct> {
        LicenceAct::parse(&self.act).filter(|it| ACTS.contains(it))
    }
}

/// What is wrong with the form that proposes.
#[derive(Default)]
struct Wrong {
    code: Option<&'static str>,
    reason: Option<&'static str>,
    typed: Option<&'static str>,
}

/// `GET /staff/licences/many`
pub async fn form(
    State(service): State<Licensing>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
) -> Outcome {
    page(&service, &visitor, &chosen, StatusCode::OK, None, &Wrong::default()).await
}

/// `POST /staff/licences/many`: proposes exactly what was shown.
pub async fn propose(State(service): State<Licensing>, visitor: Visitor, bound: Bound) -> Outcome {
    let chosen = Chosen::of(bound.typed());
    let (Some(act), Some(selection)) = (chosen.act(), chosen.selection()) else {
        return Err(Failure::Malformed("act, from or to cannot be read".to_owned()));
    };
    let digest = service.impact(&selection, act).await?.ok().map(|it| it.digest);
    let (status, posted, wrong) = match bound.open(&digest) {
        Err(Changed(posted)) => (StatusCode::CONFLICT, posted, Wrong::default()),
        Ok(posted) => {
            let mut wrong = missing(act, &posted);
            if wrong.code.is_none() && wrong.reason.is_none() {
                let order = order(selection, &posted, digest);
                let (by, typed) = (&visitor.actor, posted.get("typed"));
                match service.propose_many(posted.key, by, act, &order, typed).await {
                    Err(ProposeError::Typed(_)) => wrong.typed = Some("licences-many-typed-wrong"),
                    other => return proposed(&visitor, other),
                }
            }
            (StatusCode::UNPROCESSABLE_ENTITY, posted, wrong)
        }
    };
    page(&service, &visitor, &chosen, status, Some(&posted), &wrong).await
}

fn missing(act: LicenceAct, posted: &Posted) -> Wrong {
    let has_code = reasons::reason(act, posted.get("code")).is_some();
    Wrong {
        code: (!has_code).then_some("licences-refused-no-code"),
        reason: posted.get("reason").is_empty().then_some("licences-refused-no-reason"),
        typed: None,
    }
}

fn order(selection: Selection, posted: &Posted, digest: Option<String>) -> ManyOrder {
    ManyOrder {
        selection,
        code: posted.get("code").to_owned(),
        reason: posted.get("reason").to_owned(),
        digest: digest.unwrap_or_default(),
    }
}

async fn page(
    service: &Licensing,
    visitor: &Visitor,
    chosen: &Chosen,
    status: StatusCode,
    posted: Option<&Posted>,
    wrong: &Wrong,
) -> Outcome {
    let impact = match looked(service, chosen).await? {
        Ok(Some((act, impact))) => Ok(Some(view(visitor, chosen, act, &impact, posted, wrong))),
        Ok(None) => Ok(None),
        Err(code) => Err(visitor.t(refusal_key(code)).to_owned()),
    };
    let (impact, refused) = match impact {
        Ok(impact) => (impact, None),
        Err(refused) => (None, Some(refused)),
    };
    let fields = impact.iter().flat_map(|it: &ImpactView| [&it.code, &it.reason, &it.typed]);
    let errors: Vec<_> = fields.filter_map(Field::error_link).collect();
    let notice = status == StatusCode::CONFLICT;
    let p = visitor
        .page(visitor.t("licences-many-title"))
        .crumb("/licences/keys", visitor.t("licences-keys-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice.then(|| visitor.t("web-shown-changed").to_owned()));
    let batches = service.batches(&visitor.actor).await?;
    let batches = batches.iter().map(|it| row(visitor, &p, it)).collect();
    let (filters, act) = (filters(visitor, chosen), act_field(visitor, chosen));
    let may_change = visitor.may(CHANGE);
    let page = ManyPage { p, errors, filters, act, may_change, refused, impact, batches };
    visitor.html_with(status, &page)
}

/// What would be done, or the code of why nothing can; nothing where nothing was asked.
async fn looked(
    service: &Licensing,
    chosen: &Chosen,
) -> Result<Result<Option<(LicenceAct, Impact)>, &'static str>, Failure> {
    let Some(selection) = chosen.selection() else { return Ok(Err("batch.dates")) };
    let Some(act) = chosen.act() else { return Ok(Ok(None)) };
    let impact = service.impact(&selection, act).await?;
    Ok(impact.map(|it| Some((act, it))))
}

fn filters(visitor: &Visitor, chosen: &Chosen) -> Vec<Field> {
    [
        ("key", "licences-many-key", &chosen.key),
        ("service", "licences-many-service", &chosen.service),
        ("from", "licences-many-from", &chosen.from),
        ("to", "licences-many-to", &chosen.to),
    ]
    .into_iter()
    .map(|(id, key, value)| Field::text(id, visitor.t(key)).value(value).optional())
    .collect()
}

fn act_field(visitor: &Visitor, chosen: &Chosen) -> Field {
    let mut act = Field::text("act", visitor.t("licences-change-act")).kind("choice");
    let option = |it: LicenceAct| Choice {
        value: it.word().to_owned(),
        label: visitor.t(&format!("licences-many-{}", it.word())).to_owned(),
        checked: it.word() == chosen.act,
    };
    act.options = ACTS.into_iter().map(option).collect();
    act
}

fn view(
    visitor: &Visitor,
    chosen: &Chosen,
    act: LicenceAct,
    impact: &Impact,
    posted: Option<&Posted>,
    wrong: &Wrong,
) -> ImpactView {
    let say = |key: &str| visitor.t(key).to_owned();
    let was = |name: &str| posted.map(|it| it.get(name).to_owned()).unwrap_or_default();
    let error = |key: Option<&'static str>| key.map(say);
    let mut code =
        Field::text("code", say("licences-change-code")).kind("choice").error(error(wrong.code));
    let option = |it: &reasons::Reason| Choice {
        value: it.id.clone(),
        label: it.text.get(visitor.lang).to_owned(),
        checked: it.id == was("code"),
    };
    code.options = reasons::of_act(act).map(option).collect();
    let reason = Field::text("reason", say("licences-change-reason"))
        .kind("long_text")
        .hint(say("licences-many-reason-hint"))
        .value(was("reason"))
        .error(error(wrong.reason));
    let count = impact.count();
    let typed = Field::text("typed", visitor.tr("licences-many-typed", &[("count", &count)]))
        .error(error(wrong.typed));
    let hidden = [
        ("key", &chosen.key),
        ("service", &chosen.service),
        ("from", &chosen.from),
        ("to", &chosen.to),
        ("act", &chosen.act),
    ];
    ImpactView {
        sentence: say(&format!("licences-many-{}-effect", act.word())),
        lines: vec![
            (say("licences-many-count"), count.to_string()),
            (say("licences-many-sample"), impact.sample.join(" ")),
            (say("licences-many-digest"), impact.digest.clone()),
        ],
        hidden: hidden.map(|(name, value)| (name, value.clone())).into(),
        code,
        reason,
        typed,
        submit: say(&format!("licences-many-{}-submit", act.word())),
        seal: visitor.seal(CHANGE, &Some(&impact.digest)),
    }
}

fn row(visitor: &Visitor, p: &Page, view: &BatchView) -> BatchRow {
    let batch = &view.batch;
    let act = batch.begun.as_ref().map_or(LicenceAct::Revoke, |it| it.act);
    let is_over = batch.finished_at.is_some();
    let (done, total) = (batch.done, batch.total());
    BatchRow {
        id: view.id.to_string(),
        title: visitor.t(&format!("licences-many-{}", act.word())).to_owned(),
        hint: batch.begun_at.as_ref().map(|at| p.instant(at)).unwrap_or_default(),
        tag: if is_over { "good" } else { "warn" },
        state: visitor.tr("licences-batch-state", &[("done", &done), ("total", &total)]),
    }
}

/// `GET /staff/licences/many/{batch}`
pub async fn show(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(batch): Path<String>,
) -> Outcome {
    let id = batch.parse().map_err(|_| Failure::NotFound)?;
    let view = service.batch(&visitor.actor, id).await?;
    let p = visitor
        .page(visitor.t("licences-batch-title"))
        .crumb("/licences/many", visitor.t("licences-many-title"));
    let lines = batch_lines(&visitor, &p, &view);
    let why = |code: &str| visitor.t(left_key(code)).to_owned();
    let left = view.left.iter().map(|(number, code)| (number.clone(), why(code))).collect();
    visitor.html(&BatchPage { row: row(&visitor, &p, &view), lines, left, p })
}

fn batch_lines(visitor: &Visitor, p: &Page, view: &BatchView) -> Vec<(String, String)> {
    let say = |key: &str| visitor.t(key).to_owned();
    let changed = view.batch.done.saturating_sub(view.left.len() as u64);
    let mut lines = vec![
        (say("licences-many-count"), view.batch.total().to_string()),
        (say("licences-batch-done"), view.batch.done.to_string()),
        (say("licences-batch-changed"), changed.to_string()),
        (say("licences-batch-left"), view.left.len().to_string()),
    ];
    if let Some(begun) = &view.batch.begun {
        let code = reasons::text(&begun.reason_code).get(visitor.lang).to_owned();
        lines.push((say("licences-change-code"), code));
        lines.push((say("licences-change-reason"), begun.reason.to_string()));
    }
    if let Some(at) = &view.batch.finished_at {
        lines.push((say("licences-batch-finished"), p.instant(at)));
    }
    lines
}

/// The key of why nothing can be done with a selection.
pub fn refusal_key(code: &str) -> &'static str {
    match code {
        "batch.no_selection" => "licences-many-no-selection",
        "batch.nothing" => "licences-many-nothing",
        "batch.too_many" => "licences-many-too-many",
        "batch.same_key" => "licences-many-same-key",
        "batch.dates" => "licences-many-dates",
        _ => "licences-change-act-missing",
    }
}

/// The key of why a licence was left as it is.
fn left_key(code: &str) -> &'static str {
    match code {
        "licence.interest" => "licences-left-interest",
        "licence.same_key" => "licences-left-same-key",
        "licence.no_edition" => "licences-left-no-edition",
        _ => "licences-left-status",
    }
}
