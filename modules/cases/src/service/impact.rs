//! What a change of the calendar would do to the open cases, before it is made.

use std::sync::Arc;

use cases_domain::{Case, CaseEvent, Due};
use kernel::calendar::WorkCalendar;
use regions_domain::{ImpactDown, MovedDate, RunningClocks};

use super::Desk;
use crate::store;

#[async_trait::async_trait]
impl RunningClocks for Desk {
    async fn moved(&self, after: Arc<WorkCalendar>) -> Result<Vec<MovedDate>, ImpactDown> {
        let down = |error: ledger::StoreError| ImpactDown(error.to_string());
        let today = self.ledger.clock().today();
        let (mut moved, mut last) = (Vec::new(), String::new());
        loop {
            let cases = store::open(&self.ledger, &last).await.map_err(down)?;
            let Some(end) = cases.last() else { break };
            last = end.to_string();
            for id in cases {
                if let Some((case, _)) = self.ledger.load::<Case>(id).await.map_err(down)? {
                    for event in case.recompute(&after, "", today) {
                        moved.extend(dates(&case, &event));
                    }
                }
            }
        }
        moved.sort_by(|one, other| (&one.matter, &one.clock).cmp(&(&other.matter, &other.clock)));
        Ok(moved)
    }
}

/// The dates that an event moves: it is the very event that the change would cause.
fn dates(case: &Case, event: &CaseEvent) -> Vec<MovedDate> {
    let CaseEvent::Recomputed { notice, statutory, promised, delivery, .. } = event else {
        return Vec::new();
    };
    let one = |clock: &str, old: Option<Due>, new: &Option<Due>| {
        let (from, to) = (old?.on, (*new)?.on);
        let matter = case.reference.clone();
        (from != to).then(|| MovedDate { matter, clock: clock.to_owned(), from, to })
    };
    let all = [
        one("notice", case.notice, notice),
        one("statutory", case.statutory, statutory),
        one("promised", case.promised, promised),
        one("delivery", case.delivery, delivery),
    ];
    all.into_iter().flatten().collect()
}
