//! The one decision box of the case page: what the reader may do now, and what they typed.

use cases_domain::{Case, Stage};
use catalogue_domain::definition::{ProcessStep, ServiceDefinition};
use kernel::LocalText;
use web::{Choice, ErrorLink, Field, Posted, Visitor};

use super::shared::may;
use crate::{letters::NOT_ACCEPTED, service::Desk};

/// What was typed into the box.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub outcome: String,
    pub code: String,
    pub text: String,
    pub competent: String,
    pub procedure: String,
    pub reason: String,
    pub days: String,
    pub result: String,
}

impl Typed {
    pub fn read(posted: &Posted) -> Self {
        let get = |name: &str| posted.get(name).to_owned();
        Self {
            outcome: get("outcome"),
            code: get("code"),
            text: get("text"),
            competent: get("competent"),
            procedure: get("procedure"),
            reason: get("reason"),
            days: get("days"),
            result: get("result"),
        }
    }

    /// The fields again, hidden, for a preview.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let all = [
            ("outcome", &self.outcome),
            ("code", &self.code),
            ("text", &self.text),
            ("competent", &self.competent),
        ];
        let filled = all.into_iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }
}

/// The box: which kind, and its fields.
pub(super) struct DecisionBox {
    /// `accept`, `review`, `decide`, `take_over`, `resume`, `held`, `same_person`, or `none`.
    pub kind: &'static str,
    pub action: String,
    /// The permission of the box's form.
    pub permission: &'static str,
    pub heading: String,
    pub checklist: Vec<String>,
    /// For whom the case waits, where it is not the reader.
    pub waits: Vec<String>,
    pub outcome: Field,
    pub code: Field,
    pub competent: Field,
    pub text: Field,
    pub result: Field,
    /// Whether the clock can be stopped.
    pub may_suspend: bool,
    /// When a decision leaves that waits, and whether the reader can undo it.
    pub leaves_at: Option<jiff::Timestamp>,
    pub may_undo: bool,
    /// Whether the reader can put right what a decision says that has left.
    pub may_amend: bool,
    pub suspend_open: bool,
    pub procedure: Field,
    pub reason: Field,
    pub days: Field,
    /// The colleague whose task it is, where it is one's.
    pub holder: String,
    /// Why the reader takes it over.
    pub take_over: Field,
}

impl DecisionBox {
    /// The box where the task is a colleague's: it is taken over before anything is done on it.
    pub fn held_by(self, holder: Option<String>) -> Self {
        let Some(holder) = holder else { return self };
        let is_theirs = matches!(self.kind, "accept" | "review" | "decide");
        let kind = if is_theirs { "take_over" } else { self.kind };
        Self { kind, holder, may_suspend: false, ..self }
    }
}

/// The box for this reader and this case.
pub(super) fn decision_box(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
    definition: &ServiceDefinition,
    typed: &Typed,
    errors: &[ErrorLink],
) -> DecisionBox {
    let kind = kind(desk, visitor, case, definition);
    let fields = Fields { visitor, typed, errors };
    let may_suspend = matches!(kind, "review" | "decide" | "same_person")
        && !definition.special_procedures.is_empty()
        && may(desk, visitor, case, "cases.suspend");
    let suspend = [&typed.procedure, &typed.reason, &typed.days];
    let codes = match kind {
        "accept" => not_accepted_codes(visitor),
        _ => refusal_codes(visitor, definition),
    };
    DecisionBox {
        kind,
        action: format!("/staff/cases/{}", case.reference),
        permission: match kind {
            "accept" => "cases.accept",
            "review" => "cases.review",
            _ => "cases.decide",
        },
        heading: heading(visitor, case, definition, kind),
        checklist: checklist(visitor, case, definition),
        waits: waits(desk, visitor, case, definition),
        outcome: fields.outcome(kind),
        code: fields.choice("code", "cases-staff-code", &typed.code, codes),
        competent: fields.text("competent", "cases-staff-competent", &typed.competent).optional(),
        text: fields.text_of(kind),
        result: fields.text("result", "cases-staff-result", &typed.result).kind("long_text"),
        may_suspend,
        leaves_at: case.pending.as_ref().map(|it| it.leaves_at),
        may_undo: case.pending.as_ref().is_some_and(|it| it.by.is_same_person(&visitor.actor)),
        may_amend: case.decision.is_some() && may(desk, visitor, case, "cases.amend"),
        suspend_open: suspend.iter().any(|it| !it.is_empty()),
        procedure: fields.choice(
            "procedure",
            "cases-staff-procedure",
            &typed.procedure,
            procedures(visitor, definition),
        ),
        reason: fields.text("reason", "cases-staff-reason", &typed.reason),
        days: fields.text("days", "cases-staff-days", &typed.days).kind("number"),
        holder: String::new(),
        take_over: fields
            .text("reason", "cases-staff-take-over-reason", &typed.reason)
            .kind("long_text")
            .hint(visitor.t("cases-staff-take-over-hint")),
    }
}

fn kind(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
    definition: &ServiceDefinition,
) -> &'static str {
    let may = |action| may(desk, visitor, case, action);
    if matches!(case.stage, Stage::Paused { .. }) && may("cases.resume") {
        return "resume";
    }
    if case.pending.is_some() {
        return "held";
    }
    let Some(task) = case.task_of(&visitor.actor) else { return "none" };
    match (&case.stage, definition.step(&task.step)) {
        (Stage::Submitted { .. }, _) if may("cases.accept") => "accept",
        (Stage::InReview { .. }, Some(ProcessStep::Decide(_))) => {
            if case.was_handled_by(&visitor.actor) {
                "same_person"
            } else if may("cases.decide") {
                "decide"
            } else {
                "none"
            }
        }
        (Stage::InReview { .. }, _) if may("cases.review") => "review",
        _ => "none",
    }
}

fn heading(visitor: &Visitor, case: &Case, definition: &ServiceDefinition, kind: &str) -> String {
    let task = case.task_of(&visitor.actor);
    match (kind, task) {
        ("held", _) => visitor.t("cases-staff-held-heading").to_owned(),
        ("none", _) => visitor.t("cases-staff-nothing-to-do").to_owned(),
        ("resume", _) => visitor.t("cases-staff-resume-heading").to_owned(),
        (_, Some(task)) => {
            let member = task.wait.member.as_deref();
            super::view::step_name(visitor, definition, &task.step, member)
        }
        _ => visitor.t("cases-staff-decision").to_owned(),
    }
}

fn checklist(visitor: &Visitor, case: &Case, definition: &ServiceDefinition) -> Vec<String> {
    let Some(task) = case.task_of(&visitor.actor) else { return Vec::new() };
    let Some(step) = definition.step(&task.step) else { return Vec::new() };
    let member = step.members().iter().find(|it| Some(&it.id) == task.wait.member.as_ref());
    let lines: &[LocalText] = match (step.spec(), member) {
        (Some(spec), _) => &spec.checklist,
        (None, Some(member)) => &member.checklist,
        (None, None) => &[],
    };
    lines.iter().map(|it| it.get(visitor.lang).to_owned()).collect()
}

/// Who has to act next, where it is somebody else.
fn waits(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
    definition: &ServiceDefinition,
) -> Vec<String> {
    let line = |task: cases_domain::Task| {
        let member = task.wait.member.as_deref();
        let step = super::view::step_name(visitor, definition, &task.step, member);
        let unit = desk.directory.authority(&task.wait.unit);
        let unit = unit.map_or(task.wait.unit.clone(), |it| it.name.get(visitor.lang).to_owned());
        let role = visitor.t(super::stuck::role_key(task.wait.role));
        let due = web::date_text(visitor.lang, task.wait.due.on);
        let args: [(&str, &dyn std::fmt::Display); 4] =
            [("step", &step), ("unit", &unit), ("role", &role), ("due", &due)];
        visitor.tr("cases-staff-waits", &args)
    };
    case.tasks().into_iter().map(line).collect()
}

fn not_accepted_codes(visitor: &Visitor) -> Vec<(String, String)> {
    let line = |(code, key): (&str, &str)| (code.to_owned(), visitor.t(key).to_owned());
    NOT_ACCEPTED.into_iter().map(line).collect()
}

/// The reasons for which a service is refused, with their legal bases.
pub(super) fn refusal_codes(
    visitor: &Visitor,
    definition: &ServiceDefinition,
) -> Vec<(String, String)> {
    let line = |it: &catalogue_domain::definition::RefusalReason| {
        let (text, basis) = (it.text.get(visitor.lang), it.basis.get(visitor.lang));
        let label = visitor.tr("cases-staff-with-basis", &[("text", &text), ("basis", &basis)]);
        (it.code.clone(), if basis.is_empty() { text.to_owned() } else { label })
    };
    definition.refusals.iter().map(line).collect()
}

fn procedures(visitor: &Visitor, definition: &ServiceDefinition) -> Vec<(String, String)> {
    let line = |it: &catalogue_domain::definition::SpecialProcedure| {
        let name = it.name.get(visitor.lang);
        let args: [(&str, &dyn std::fmt::Display); 2] = [("name", &name), ("days", &it.max_days)];
        (it.id.clone(), visitor.tr("cases-staff-procedure-days", &args))
    };
    definition.special_procedures.iter().map(line).collect()
}

/// Makes fields with what was typed and what is wrong with it.
struct Fields<'a> {
    visitor: &'a Visitor,
    typed: &'a Typed,
    errors: &'a [ErrorLink],
}

impl Fields<'_> {
    fn error(&self, id: &str) -> Option<String> {
        let is_it = |it: &&ErrorLink| it.href.trim_start_matches('#') == id;
        self.errors.iter().find(is_it).map(|it| it.text.clone())
    }

    fn text(&self, id: &str, key: &str, value: &str) -> Field {
        Field::text(id, self.visitor.t(key)).value(value).error(self.error(id))
    }

    fn choice(&self, id: &str, key: &str, value: &str, options: Vec<(String, String)>) -> Field {
        let mut field = Field::text(id, self.visitor.t(key)).kind("choice").error(self.error(id));
        field.options = options
            .into_iter()
            .map(|(code, label)| Choice { checked: code == value, value: code, label })
            .collect();
        field
    }

    fn outcome(&self, kind: &str) -> Field {
        let options: &[(&str, &str)] = match kind {
            "accept" => &[
                ("accept", "cases-staff-outcome-accept"),
                ("return", "cases-staff-outcome-return"),
                ("not_accept", "cases-staff-outcome-not-accept"),
            ],
            "review" => {
                &[("for", "cases-staff-outcome-for"), ("against", "cases-staff-outcome-against")]
            }
            _ => {
                &[("grant", "cases-staff-outcome-grant"), ("refuse", "cases-staff-outcome-refuse")]
            }
        };
        let words =
            |(value, key): &(&str, &str)| ((*value).to_owned(), self.visitor.t(key).to_owned());
        let options = options.iter().map(words).collect();
        self.choice("outcome", "cases-staff-outcome", &self.typed.outcome, options)
    }

    fn text_of(&self, kind: &str) -> Field {
        let key = match kind {
            "accept" => "cases-staff-explanation",
            "review" => "cases-staff-opinion-text",
            _ => "cases-staff-decision-text",
        };
        let field = self.text("text", key, &self.typed.text).kind("long_text");
        match kind {
            "decide" => field.hint(self.visitor.t("cases-staff-decision-text-hint")).optional(),
            _ => field,
        }
    }
}
