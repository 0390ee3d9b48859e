//! A decision that has not left yet. For a short while the officer who made it can undo it: nobody
//! outside has been told, and nothing has been made. Both the decision and its undoing stay in the
//! history.

use jiff::Timestamp;
use kernel::{Actor, Recorded};
use serde::{Deserialize, Serialize};

use crate::{Case, CaseEvent, CaseRefusal, Decision, Due};

/// A decision that waits to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The decision, with the date on which it was made.
    pub decision: Decision,
    /// The delivery clock.
    pub delivery: Due,
    /// When it leaves.
    pub leaves_at: Timestamp,
    /// Who made it.
    pub by: Actor,
}

/// The events of a decision that leaves at `leaves_at`: at once where there is no wait.
pub fn held(events: Vec<CaseEvent>, now: Timestamp, leaves_at: Timestamp) -> Vec<CaseEvent> {
    let mut held = Vec::with_capacity(events.len() + 1);
    for event in events {
        match event {
            CaseEvent::Decided { granted, code, text, delivery, .. } => {
                let leaves = Some(leaves_at);
                held.push(CaseEvent::Decided { granted, code, text, delivery, leaves_at: leaves });
                if leaves_at <= now {
                    held.push(CaseEvent::DecisionSent { granted });
                }
            }
            other => held.push(other),
        }
    }
    held
}

impl Case {
    /// Undoes a decision that has not left: only who made it, and only until then.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn undo_decision(&self, by: &Actor, now: Timestamp) -> Result<Vec<CaseEvent>, CaseRefusal> {
        let Some(pending) = &self.pending else { return Err(CaseRefusal::DecisionGone) };
        if !pending.by.is_same_person(by) {
            return Err(CaseRefusal::NotYourTask);
        }
        if pending.leaves_at <= now {
            return Err(CaseRefusal::DecisionGone);
        }
        Ok(vec![CaseEvent::DecisionUndone])
    }

    /// Lets a decision leave whose time has come.
    ///
    /// # Errors
    /// [`CaseRefusal::NotYet`], also where there is none.
    pub fn send_decision(&self, now: Timestamp) -> Result<Vec<CaseEvent>, CaseRefusal> {
        match &self.pending {
            Some(pending) if pending.leaves_at <= now => {
                Ok(vec![CaseEvent::DecisionSent { granted: pending.decision.granted }])
            }
            _ => Err(CaseRefusal::NotYet),
        }
    }
}

/// A history as the applicant may see it: without decisions that have not left or were undone.
pub fn told_outside(history: Vec<Recorded<CaseEvent>>) -> Vec<Recorded<CaseEvent>> {
    let left = |index: usize| {
        let after = history.iter().skip(index + 1).map(|it| &it.event);
        let mut ends = after
            .filter(|it| matches!(it, CaseEvent::DecisionSent { .. } | CaseEvent::DecisionUndone));
        matches!(ends.next(), Some(CaseEvent::DecisionSent { .. }))
    };
    let is_told = |index: usize, event: &CaseEvent| match event {
        CaseEvent::Decided { leaves_at: Some(_), .. } => left(index),
        CaseEvent::DecisionUndone | CaseEvent::DecisionSent { .. } => false,
        _ => true,
    };
    let told: Vec<bool> =
        history.iter().enumerate().map(|(index, it)| is_told(index, &it.event)).collect();
    history.into_iter().zip(told).filter(|(_, is_told)| *is_told).map(|(it, _)| it).collect()
}

/// A history without decisions that were undone: who undid their own may decide anew.
pub fn without_undone(history: Vec<Recorded<CaseEvent>>) -> Vec<Recorded<CaseEvent>> {
    let mut kept: Vec<Recorded<CaseEvent>> = Vec::with_capacity(history.len());
    for event in history {
        if !matches!(event.event, CaseEvent::DecisionUndone) {
            kept.push(event);
            continue;
        }
        let decided = |it: &Recorded<CaseEvent>| matches!(it.event, CaseEvent::Decided { .. });
        if let Some(last) = kept.iter().rposition(decided) {
            kept.remove(last);
        }
    }
    kept
}
