//! `/staff/admin/staff/{account}/training`: what somebody was taught and how they passed, for
//! administrators; and what is said to whoever lacks it at the door.

use ::web::{Bound, Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{Course, ExamResult, Training, TrainingRecord, TrainingRefusal};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::id::AccountId;

use crate::service::{
    Accounts, RegisterError,
    training::{MISSING, TrainingProblem},
};

/// A field, and the key of what is wrong with it.
type Wrong = Vec<(&'static str, &'static str)>;

#[derive(Template)]
#[template(path = "accounts/training.html")]
struct TrainingPage {
    p: Page,
    errors: Vec<ErrorLink>,
    name: String,
    action: String,
    seal: String,
    is_self: bool,
    rows: Vec<Row>,
    fields: Vec<Field>,
}

struct Row {
    number: u32,
    course: String,
    days: String,
    by: String,
    tag: &'static str,
    state: String,
    is_withdrawn: bool,
}

/// Shows what is on record.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let id = account.parse().map_err(|_| Failure::NotFound)?;
    page(&accounts, &visitor, id, None, Vec::new()).await
}

/// Records a course, or takes a record back.
pub async fn change(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let id: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let (_, version) = accounts.training(&visitor.actor, id).await?;
    let posted = bound.open_at(&account, version)?;
    let (by, key) = (&visitor.actor, posted.key);
    let done = if posted.has("number") {
        let number = posted.get("number").parse().map_err(|_| Failure::NotFound)?;
        accounts.withdraw_training(by, key, id, number, posted.get("reason")).await
    } else {
        match course(posted.get("course"), &days(&posted), posted.get("result")) {
            Ok(course) => accounts.record_training(by, key, id, course).await,
            Err(wrong) => return page(&accounts, &visitor, id, Some(&posted), wrong).await,
        }
    };
    match done {
        Ok(()) => Ok(visitor.go(format!("/staff/admin/staff/{id}/training"))),
        Err(TrainingProblem::Failure(failure)) => Err(failure),
        Err(TrainingProblem::Refused(refusal)) => {
            let field = if posted.has("number") { "records" } else { field_of(refusal) };
            let wrong = vec![(field, refusal_key(refusal))];
            page(&accounts, &visitor, id, Some(&posted), wrong).await
        }
    }
}

fn days(posted: &Posted) -> [String; 2] {
    [posted.date("held_on"), posted.date("valid_until")]
}

/// What was typed as a course, or what is wrong with it.
pub fn course(
    name: &str,
    [held_on, valid_until]: &[String; 2],
    result: &str,
) -> Result<Course, Wrong> {
    let (held, until) = (held_on.parse().ok(), valid_until.parse().ok());
    let result = ExamResult::parse(result);
    match (held, until, result) {
        (Some(held_on), Some(valid_until), Some(result)) if !name.trim().is_empty() => {
            Ok(Course { name: name.trim().into(), held_on, valid_until, result })
        }
        _ => {
            let checks = [
                (!name.trim().is_empty(), "course", "accounts-training-course-needed"),
                (held.is_some(), "held_on", "accounts-training-day-needed"),
                (until.is_some(), "valid_until", "accounts-training-day-needed"),
                (result.is_some(), "result", "accounts-training-result-needed"),
            ];
            let wrong = checks.into_iter().filter(|it| !it.0);
            Err(wrong.map(|(_, field, key)| (field, key)).collect())
        }
    }
}

/// The key of what a refusal says.
pub const fn refusal_key(refusal: TrainingRefusal) -> &'static str {
    match refusal {
        TrainingRefusal::Own => "accounts-training-refused-own",
        TrainingRefusal::NoCourse => "accounts-training-course-needed",
        TrainingRefusal::Days => "accounts-training-refused-days",
        TrainingRefusal::NoRecord => "accounts-training-refused-no-record",
        TrainingRefusal::NoReason => "accounts-training-refused-no-reason",
        TrainingRefusal::TooMany => "accounts-training-refused-too-many",
    }
}

const fn field_of(refusal: TrainingRefusal) -> &'static str {
    match refusal {
        TrainingRefusal::Days => "held_on",
        TrainingRefusal::NoCourse => "course",
        _ => "records",
    }
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    id: AccountId,
    typed: Option<&Posted>,
    wrong: Wrong,
) -> Outcome {
    let member = accounts.member(&visitor.actor, id).await?;
    let (training, version) = accounts.training(&visitor.actor, id).await?;
    let fields = fields(visitor, typed, &wrong);
    let mut errors: Vec<ErrorLink> = fields.iter().filter_map(Field::error_link).collect();
    let rest = wrong.iter().filter(|it| it.0 == "records");
    errors.extend(rest.map(|(_, key)| ErrorLink {
        href: "#records".to_owned(),
        text: visitor.t(key).to_owned(),
    }));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let p = visitor
        .page(visitor.t("accounts-training-title"))
        .crumb("/admin/staff", visitor.t("accounts-staff-title"))
        .crumb(&format!("/admin/staff/{id}"), member.name.clone())
        .with_errors(!errors.is_empty());
    let page = TrainingPage {
        seal: p.seal_at("accounts.record_training", &id.to_string(), &version),
        errors,
        name: member.name,
        action: format!("/staff/admin/staff/{id}/training"),
        is_self: visitor.actor.account == Some(id),
        rows: rows(accounts, visitor, &p, &training).await?,
        fields,
        p,
    };
    visitor.html_with(status, &page)
}

async fn rows(
    accounts: &Accounts,
    visitor: &Visitor,
    p: &Page,
    training: &Training,
) -> Result<Vec<Row>, Failure> {
    let today = accounts.today();
    let mut rows = Vec::with_capacity(training.records.len());
    for it in training.records.iter().rev() {
        let by = accounts.facts(it.by).await?.map(|it| it.name).unwrap_or_default();
        let (from, until) = (p.date(&it.course.held_on), p.date(&it.course.valid_until));
        let (tag, key) = state(it, today);
        rows.push(Row {
            number: it.number,
            course: it.course.name.to_string(),
            days: visitor.tr("accounts-staff-days", &[("from", &from), ("until", &until)]),
            by: visitor.tr("accounts-training-by", &[("name", &by)]),
            tag,
            state: visitor.t(key).to_owned(),
            is_withdrawn: it.is_withdrawn,
        });
    }
    Ok(rows)
}

fn state(record: &TrainingRecord, today: jiff::civil::Date) -> (&'static str, &'static str) {
    match record.course.result {
        _ if record.is_withdrawn => ("plain", "accounts-training-withdrawn"),
        ExamResult::Failed => ("error", "accounts-training-failed"),
        ExamResult::Passed if record.counts_on(today) => ("good", "accounts-training-valid"),
        ExamResult::Passed => ("warn", "accounts-training-over"),
    }
}

fn fields(
    visitor: &Visitor,
    typed: Option<&Posted>,
    wrong: &[(&'static str, &'static str)],
) -> Vec<Field> {
    let value = |name: &str| match (typed, name) {
        (None, _) => String::new(),
        (Some(typed), "held_on" | "valid_until") => typed.date(name),
        (Some(typed), _) => typed.get(name).to_owned(),
    };
    let field = |name: &str, key: &str| {
        let error = wrong.iter().find(|it| it.0 == name).map(|it| visitor.t(it.1).to_owned());
        let field = Field::text(name, visitor.t(key)).value(value(name)).error(error);
        field.autocomplete("off")
    };
    let mut result = field("result", "accounts-training-result").kind("choice");
    let choices = [ExamResult::Passed, ExamResult::Failed];
    result.options = choices
        .into_iter()
        .map(|it| Choice {
            value: it.word().to_owned(),
            label: visitor.t(&format!("accounts-training-{}", it.word())).to_owned(),
            checked: value("result") == it.word(),
        })
        .collect();
    let course = field("course", "accounts-training-course");
    vec![
        course.hint(visitor.t("accounts-training-course-hint")),
        field("held_on", "accounts-training-held").kind("date"),
        result,
        field("valid_until", "accounts-training-until").kind("date"),
    ]
}

/// What the reader is told at the door who lacks training: whom to ask. Everything else as it is.
pub async fn at_the_door(
    accounts: &Accounts,
    visitor: &Visitor,
    account: AccountId,
    error: RegisterError,
) -> Failure {
    if !matches!(error, RegisterError::Refused(MISSING)) {
        return error.into();
    }
    match missing(accounts, visitor, account).await {
        Ok(text) => Failure::refused(MISSING, text),
        Err(error) => error.into(),
    }
}

async fn missing(
    accounts: &Accounts,
    visitor: &Visitor,
    account: AccountId,
) -> Result<String, RegisterError> {
    let Some((role, office)) = accounts.lacking(account).await? else {
        return Ok(visitor.t("accounts-training-ask-own").to_owned());
    };
    let mut offices = accounts.whom_to_ask(account, &office).await?;
    if offices.is_empty() {
        offices.push(office);
    }
    let named = |id: &String| {
        let found = accounts.directory().authority(id);
        found.map(|it| format!("{} {}", it.name.get(visitor.lang), it.phone.consult))
    };
    let offices: Vec<String> = offices.iter().filter_map(named).collect();
    let offices = offices.join(visitor.lang.list_mark());
    let role = visitor.t(super::role(role));
    Ok(visitor.tr("accounts-training-missing", &[("role", &role), ("offices", &offices)]))
}
