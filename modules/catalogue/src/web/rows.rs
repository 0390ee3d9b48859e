//! How a service is shown in lists, and the words for its days, costs and trips.

use std::sync::Arc;

use catalogue_domain::{
    Definition, Published,
    definition::{Fee, MaterialSource, Need},
};
use kernel::calendar::{DayUnit, TimeLimit};
use web::Visitor;

use super::PAGE;

/// A service in a list.
pub(super) struct Row {
    pub href: String,
    pub service: Arc<Published>,
    /// Days, cost, trips, materials.
    pub facts: Vec<String>,
}

impl Row {
    pub fn of(visitor: &Visitor, service: Arc<Published>) -> Self {
        let definition = &service.definition;
        let facts = vec![
            limit_text(visitor, definition.promised()),
            cost_text(visitor, &definition.fees),
            visits_text(visitor, definition),
            bring_text(visitor, definition),
        ];
        let href = visitor.path_to(&format!("/services/{}", definition.id));
        Self { href, service, facts }
    }

    pub fn all(visitor: &Visitor, services: impl IntoIterator<Item = Arc<Published>>) -> Vec<Self> {
        services.into_iter().map(|service| Row::of(visitor, service)).collect()
    }
}

/// A page of a list, by the id after which it begins.
pub(super) struct Paged {
    pub services: Vec<Arc<Published>>,
    /// The id after which the page before begins; empty for the first page.
    pub previous: Option<String>,
    /// The id after which the next page begins.
    pub next: Option<String>,
}

impl Paged {
    /// Cuts a page out of a list. An id that is no longer in a list by id stands for its place.
    pub fn cut(services: &[Arc<Published>], after: &str) -> Self {
        let id = |at: usize| services.get(at).map(|it| it.definition.id.clone());
        let start = match services.iter().position(|it| it.definition.id == after) {
            Some(at) => at + 1,
            None if after.is_empty() => 0,
            None => services.partition_point(|it| it.definition.id.as_str() <= after),
        };
        let end = (start + PAGE).min(services.len());
        let previous = match start {
            0 => None,
            _ if start <= PAGE => Some(String::new()),
            _ => id(start - PAGE - 1),
        };
        let next = if end < services.len() && end > 0 { id(end - 1) } else { None };
        Self { services: services.get(start..end).unwrap_or_default().to_vec(), previous, next }
    }
}

/// The text of a key with a number: `key-one` for one, `key` for others.
pub(super) fn many(visitor: &Visitor, key: &str, count: usize) -> String {
    let one = format!("{key}-one");
    visitor.tr(if count == 1 { &one } else { key }, &[("count", &count)])
}

/// How long something takes.
pub(super) fn limit_text(visitor: &Visitor, limit: TimeLimit) -> String {
    let days = usize::try_from(limit.days).unwrap_or(usize::MAX);
    match limit.unit {
        _ if days == 0 => visitor.t("catalogue-days-none").to_owned(),
        DayUnit::Working => many(visitor, "catalogue-days-working", days),
        DayUnit::Calendar => many(visitor, "catalogue-days-calendar", days),
    }
}

/// What something costs.
pub(super) fn cost_text(visitor: &Visitor, fees: &[Fee]) -> String {
    let [fee] = fees else {
        let key = if fees.is_empty() { "catalogue-free" } else { "catalogue-fees-several" };
        return visitor.t(key).to_owned();
    };
    if fee.amount.is_zero() {
        return visitor.t("catalogue-free").to_owned();
    }
    fee.standard.get(visitor.lang).to_owned()
}

/// How often one has to come.
pub(super) fn visits_text(visitor: &Visitor, definition: &Definition) -> String {
    match usize::try_from(definition.implementation.visits.count).unwrap_or(usize::MAX) {
        0 => visitor.t("catalogue-visits-none").to_owned(),
        count => many(visitor, "catalogue-visits", count),
    }
}

/// The least and the greatest number of materials that the applicant has to bring.
pub(super) fn to_bring(definition: &Definition) -> (usize, usize) {
    let brought = definition
        .materials
        .iter()
        .filter(|it| it.source == MaterialSource::Applicant && it.need != Need::Optional);
    let (always, sometimes): (Vec<_>, Vec<_>) = brought.partition(|it| it.when.is_none());
    (always.len(), always.len() + sometimes.len())
}

/// How many materials one has to bring.
pub(super) fn bring_text(visitor: &Visitor, definition: &Definition) -> String {
    match to_bring(definition) {
        (_, 0) => visitor.t("catalogue-bring-none").to_owned(),
        (least, most) if least == most => many(visitor, "catalogue-bring", most),
        (0, most) => many(visitor, "catalogue-bring-most", most),
        (least, most) => visitor.tr("catalogue-bring-range", &[("least", &least), ("most", &most)]),
    }
}
