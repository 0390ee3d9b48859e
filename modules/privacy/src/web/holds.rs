//! Holds on the page of retention: placing one, and lifting what was shown.

use ::web::{Bound, Doubt, Failure, Field, GraveView, Meant, Outcome, Page, Posted, Visitor};
use axum::extract::{Path, State};
use jiff::civil::Date;
use kernel::id::EventId;

use super::{retention::overview, view::told};
use crate::{
    policy,
    service::{HoldView, LIFTING, Privacy, Problem, TEXT_LIMIT},
};

/// A hold in the list.
pub struct HoldRow {
    pub id: String,
    pub number: String,
    pub placed_at: String,
    pub until: String,
    pub reason: String,
    pub seal: String,
    /// What has to be typed to lift it.
    pub grave: GraveView,
}

/// What was sent to lift a hold: which, what was typed, and what is wrong with it; where nothing is,
/// it is not as it was shown.
pub struct Lift {
    hold: String,
    meant: Meant,
    doubt: Option<Doubt>,
}

impl Lift {
    /// Whether it is not as it was shown.
    pub fn has_changed(&self) -> bool {
        self.doubt.is_none()
    }
}

/// What was typed for a new hold, and what is wrong with it: the case, the reason, the day.
#[derive(Default)]
pub struct Typed {
    values: [String; 3],
    wrong: [Option<&'static str>; 3],
}

impl Typed {
    fn read(posted: &Posted) -> Self {
        let values = ["reference", "reason", "until"].map(|name| posted.get(name).to_owned());
        Self { values, wrong: [None; 3] }
    }

    /// The last day, or what is wrong with the fields.
    fn check(mut self) -> Result<(Self, Option<Date>), Self> {
        let [reference, reason, until] = &self.values;
        let day = match until.as_str() {
            "" => Ok(None),
            text => text.parse::<Date>().map(Some),
        };
        let is_bad_reason = reason.is_empty() || reason.chars().count() > TEXT_LIMIT;
        self.wrong = [
            reference.is_empty().then_some("privacy-hold-reference-missing"),
            is_bad_reason.then_some("privacy-hold-reason-missing"),
            day.is_err().then_some("privacy-day-wrong"),
        ];
        match day {
            Ok(day) if self.wrong.iter().all(Option::is_none) => Ok((self, day)),
            _ => Err(self),
        }
    }

    /// The fields of the form.
    pub fn fields(&self, visitor: &Visitor) -> [Field; 3] {
        let field = |id: &str, key: &str, index: usize| {
            let value = self.values.get(index).cloned().unwrap_or_default();
            let wrong = self.wrong.get(index).copied().flatten();
            let error = wrong.map(|key| visitor.t(key).to_owned());
            Field::text(id, visitor.t(key)).value(value).error(error)
        };
        let until = field("until", "privacy-hold-until", 2);
        [
            field("reference", "privacy-hold-reference", 0),
            field("reason", "privacy-hold-reason", 1),
            until.hint(visitor.t("privacy-day-hint")).optional(),
        ]
    }
}

/// The holds in force, each with the seal of what is shown of it.
pub async fn rows(
    privacy: &Privacy,
    visitor: &Visitor,
    p: &Page,
    lift: Option<&Lift>,
) -> Result<Vec<HoldRow>, Failure> {
    let sent = |id: &str| {
        lift.filter(|lift| lift.hold == id).map(|lift| (&lift.meant, lift.doubt.as_ref()))
    };
    let row = |it: HoldView| HoldRow {
        grave: LIFTING.view(visitor, &it.id, &it.number, sent(&it.id)),
        seal: visitor.seal(policy::HOLD, &Some(shown(&it))),
        id: it.id,
        number: it.number,
        placed_at: p.instant(&it.placed_at),
        until: match it.until {
            Some(day) => p.date(&day),
            None => visitor.t("privacy-hold-open").to_owned(),
        },
        reason: it.reason.unwrap_or_else(|| visitor.t("privacy-erased").to_owned()),
    };
    Ok(privacy.holds(&visitor.actor).await?.into_iter().map(row).collect())
}

/// What is shown of a hold, as its seal stands for it.
fn shown(it: &HoldView) -> (String, Option<Date>, Option<String>) {
    (it.id.clone(), it.until, it.reason.clone())
}

/// `POST /staff/data/holds`
pub async fn place(State(privacy): State<Privacy>, visitor: Visitor, posted: Posted) -> Outcome {
    let (typed, day) = match Typed::read(&posted).check() {
        Ok(checked) => checked,
        Err(typed) => return overview(&privacy, &visitor, None, &typed, None).await,
    };
    let [reference, reason, _] = &typed.values;
    match privacy.place_hold(posted.key, &visitor.actor, reference, reason, day).await {
        Ok(()) => Ok(visitor.go("/staff/data/retention?done=held")),
        Err(Problem::Failure(Failure::NotFound)) => {
            let wrong = [Some("privacy-hold-reference-missing"), None, None];
            overview(&privacy, &visitor, None, &Typed { wrong, ..typed }, None).await
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// `POST /staff/data/holds/{hold}/lift`: lifts the hold as it was shown.
pub async fn lift(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(hold): Path<String>,
    bound: Bound,
) -> Outcome {
    let id: EventId = hold.parse().map_err(|_| Failure::NotFound)?;
    let holds = privacy.holds(&visitor.actor).await?;
    let now = holds.iter().find(|it| it.id == hold).map(shown);
    let again = async |meant: Meant, doubt: Option<Doubt>| {
        let lift = Lift { hold: hold.clone(), meant, doubt };
        overview(&privacy, &visitor, None, &Typed::default(), Some(&lift)).await
    };
    let posted = match bound.open(&now) {
        Ok(posted) => posted,
        Err(changed) => return again(Meant::read(&changed.0), None).await,
    };
    let meant = Meant::read(&posted);
    match privacy.lift_hold(posted.key, &visitor.actor, id, &meant).await {
        Ok(()) => Ok(visitor.go("/staff/data/retention?done=lifted")),
        Err(Problem::Doubt(doubt)) => again(meant, Some(doubt)).await,
        Err(problem) => Err(told(&visitor, problem)),
    }
}
