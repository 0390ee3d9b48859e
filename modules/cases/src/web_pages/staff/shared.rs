//! What several pages of the desk need: masked names, days left, tags, orders and errors.

use accounts_domain::{Party, Power};
use authz::Relation;
use cases_domain::Case;
use catalogue_domain::definition::{FieldKind, FormField};
use jiff::civil::Date;
use kernel::id::CaseId;
use web::{Bound, ErrorLink, Failure, Posted, Visitor};

use crate::{
    service::{Desk, Found, Order, Span, Trouble, Why},
    trouble::failure,
};

/// A coloured word.
pub(super) struct Tag {
    pub kind: &'static str,
    pub text: String,
}

/// The days that are left, as a word and a class; the word says it without the colour.
pub(super) struct Left {
    pub class: &'static str,
    pub text: String,
}

/// The applicant as lists show them: a firm by its name, a person as the table says.
pub(super) async fn applicant_in_queue(
    desk: &Desk,
    visitor: &Visitor,
    party: &Party,
) -> Result<String, Trouble> {
    let name = desk.applicant_name(party).await?;
    if party.firm.is_some() {
        return Ok(name);
    }
    let held = [Relation::Task];
    Ok(desk.shown(&visitor.actor, "case.applicant_in_queue", &held, &name))
}

/// How many working days are left until a date.
pub(super) fn left(desk: &Desk, visitor: &Visitor, due: Date) -> Left {
    let days = desk.days_left(due);
    let (class, key) = match days {
        ..0 => ("late", "cases-staff-late-by"),
        0 => ("soon", "cases-staff-due-today"),
        1 => ("soon", "cases-staff-days-left"),
        _ => ("", "cases-staff-days-left"),
    };
    Left { class, text: visitor.tr(key, &[("days", &days.abs())]) }
}

/// The tag of a status word of the shared vocabulary.
pub(super) fn status(visitor: &Visitor, word: &str) -> Tag {
    let kind = match word {
        "submitted" | "accepted" | "in_review" | "consulting" => "info",
        "returned" => "warn",
        "approved" => "good",
        "refused" | "not_accepted" => "error",
        _ => "plain",
    };
    let key = format!("cases-status-{}", word.replace('_', "-"));
    Tag { kind, text: visitor.t(&key).to_owned() }
}

/// An answer as people read it.
pub(super) fn answer(visitor: &Visitor, field: &FormField, value: &str) -> String {
    match field.kind {
        FieldKind::Choice => {
            let option = field.options.iter().find(|it| it.value == value);
            option.map_or(value, |it| it.label.get(visitor.lang)).to_owned()
        }
        FieldKind::YesNo if value == "yes" => visitor.t("web-yes").to_owned(),
        FieldKind::YesNo if value == "no" => visitor.t("web-no").to_owned(),
        FieldKind::Date => value
            .parse()
            .map_or_else(|_| value.to_owned(), |date| web::date_text(visitor.lang, date)),
        _ => value.to_owned(),
    }
}

/// A line of the error summary: the field's id and the key of what to do.
pub(super) fn wrong(visitor: &Visitor, id: &str, key: &str) -> ErrorLink {
    ErrorLink { href: format!("#{id}"), text: visitor.t(key).to_owned() }
}

/// A command of a posted form, with the version that its page showed.
pub(super) fn order<'a>(visitor: &'a Visitor, posted: &Posted) -> Result<Order<'a>, Failure> {
    let version = posted.get("version").parse();
    let seen = version.map_err(|_| Failure::Malformed("version must be a number".to_owned()))?;
    Ok(Order { key: posted.key, by: &visitor.actor, seen: Some(seen), power: Power::OWN })
}

/// The id of the case of a reference.
async fn case_id(desk: &Desk, visitor: &Visitor, reference: &str) -> Result<CaseId, Failure> {
    let listed = desk.listed(reference).await.map_err(|it| failure(visitor, it))?;
    Ok(listed.id)
}

/// The case of a reference as it stands, if the actor may do this with it now or did so with this
/// very form; to compare with what a page showed.
pub(super) async fn standing(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    action: &'static str,
    bound: Option<&Bound>,
) -> Result<(CaseId, Case, u64), Failure> {
    let id = case_id(desk, visitor, reference).await?;
    let (case, version) = desk.ledger.load::<Case>(id).await?.ok_or(Failure::NotFound)?;
    if !bound.is_some_and(Bound::is_repeated) {
        let allowed = desk.allow(&case, &visitor.actor, action).await;
        allowed.map_err(|it| failure(visitor, it))?;
    }
    Ok((id, case, version))
}

/// Opens a case as part of something that the actor may do with it; the read is recorded.
pub(super) async fn open(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
) -> Result<Found, Failure> {
    let opened = desk.open_file(&visitor.actor, reference, Why::Part).await;
    opened.map_err(|trouble| failure(visitor, trouble))
}

/// Whether the actor may do this with the case now.
pub(super) fn may(desk: &Desk, visitor: &Visitor, case: &Case, action: &'static str) -> bool {
    let held = desk.relations(case, &visitor.actor);
    desk.policy.may(&visitor.actor, action, &held)
}

/// The most urgent case of the actor's own tasks, or of the office's, or the queue itself.
pub(super) async fn next_case(desk: &Desk, visitor: &Visitor) -> Result<String, Failure> {
    match desk.queue(&visitor.actor, &Span::whole(), None, 1).await {
        Ok(tasks) => Ok(tasks.first().map_or_else(
            || "/staff/cases/".to_owned(),
            |task| format!("/staff/cases/{}", task.reference),
        )),
        Err(Trouble::Denied) => Ok("/staff/".to_owned()),
        Err(trouble) => Err(failure(visitor, trouble)),
    }
}

/// The remark after something was done: `done` names it, `of` the case.
pub(super) fn remark(visitor: &Visitor, done: &str, of: &str) -> Option<String> {
    const KNOWN: [&str; 12] = [
        "accepted",
        "not-accepted",
        "returned",
        "reviewed",
        "granted",
        "refused",
        "undone",
        "suspended",
        "resumed",
        "judged",
        "taken-over",
        "delivered",
    ];
    let known = KNOWN.contains(&done);
    let of = kernel::code::CaseRef::parse(of).ok().filter(|_| known)?;
    Some(visitor.tr(&format!("cases-staff-done-{done}"), &[("reference", &of)]))
}
