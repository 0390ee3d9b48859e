//! The promise keeps the law, and the process keeps the promise.

use kernel::calendar::{DayUnit, TimeLimit};

use super::{Hit, Lint, Sight, error, when};
use crate::{definition::ProcessStep, finding::words, law};

/// Days for issuing and delivering after the decision, Administrative Licensing Law art. 44.
const DELIVERY_DAYS: u32 = 10;

pub(super) const LINTS: &[Lint] = &[
    error(
        "time.promise-within-law",
        law::LICENSING_42,
        words(
            "承诺时限超过法定时限",
            "承諾時限超過法定時限",
            "The promise is longer than the law allows",
        ),
        words("缩短承诺时限", "縮短承諾時限", "Promise no more than the statutory limit"),
        promise_within_law,
    ),
    error(
        "time.steps-within-promise",
        law::QUALITY,
        words(
            "到作出决定为止，各环节时限之和超过承诺时限",
            "到作出決定為止，各環節時限之和超過承諾時限",
            "The steps up to the decision take longer than the promise",
        ),
        words(
            "缩短环节，或延长承诺时限；并联环节按最长的算",
            "縮短環節，或延長承諾時限；並聯環節按最長的算",
            "Shorten steps or promise more; of a joint review the longest member counts",
        ),
        steps_within_promise,
    ),
    error(
        "time.delivery",
        law::LICENSING_42,
        words(
            "决定之后，制证和送达的时限之和超过法定的十日",
            "決定之後，製證和送達的時限之和超過法定的十日",
            "Issue and delivery take longer than the ten days that the law allows after the decision",
        ),
        words("缩短制证或送达的时限", "縮短製證或送達的時限", "Shorten issue or delivery"),
        delivery,
    ),
    error(
        "time.instant",
        law::QUALITY,
        words(
            "承诺时限与审查类型不一致",
            "承諾時限與審查類型不一致",
            "Promise and kind of examination do not agree",
        ),
        words(
            "即审即办的承诺时限是 0，前审后批的至少是 1",
            "即審即辦的承諾時限是 0，前審後批的至少是 1",
            "`instant` promises 0 days, `review` at least 1",
        ),
        instant,
    ),
];

/// A limit in working days is never shorter than the same number of calendar days, so a longer
/// promise in working days breaks a limit in calendar days too. The other way round nobody knows.
fn promise_within_law(sight: &Sight<'_>) -> Vec<Hit> {
    let (promised, statutory) = (sight.definition.promised(), sight.definition.statutory());
    let is_comparable = promised.unit == statutory.unit || promised.unit == DayUnit::Working;
    let broken = is_comparable && promised.days > statutory.days;
    let detail = format!("{} > {}", written(promised), written(statutory));
    when(broken, "/limits/promised", detail)
}

fn written(limit: TimeLimit) -> String {
    let unit = match limit.unit {
        DayUnit::Working => "working",
        DayUnit::Calendar => "calendar",
    };
    format!("{} {unit}", limit.days)
}

/// The steps whose time the promise covers, and those after: the handling clock stops with the
/// decision, and the delivery clock starts.
fn halves(steps: &[ProcessStep]) -> (&[ProcessStep], &[ProcessStep]) {
    let decided = steps.iter().position(|step| matches!(step, ProcessStep::Decide(_)));
    steps.split_at(decided.map_or(steps.len(), |place| place + 1))
}

fn total(steps: &[ProcessStep]) -> u32 {
    steps.iter().map(ProcessStep::days).fold(0, u32::saturating_add)
}

fn steps_within_promise(sight: &Sight<'_>) -> Vec<Hit> {
    let total = total(halves(&sight.definition.process).0);
    let promised = sight.definition.promised().days;
    when(total > promised, "/process", format!("{total} > {promised}"))
}

fn delivery(sight: &Sight<'_>) -> Vec<Hit> {
    let total = total(halves(&sight.definition.process).1);
    when(total > DELIVERY_DAYS, "/process", format!("{total} > {DELIVERY_DAYS}"))
}

fn instant(sight: &Sight<'_>) -> Vec<Hit> {
    let days = sight.definition.promised().days;
    let is_instant = sight.definition.is_instant();
    let kind = if is_instant { "instant" } else { "review" };
    when(is_instant != (days == 0), "/limits/promised/days", format!("{kind}: {days}"))
}
