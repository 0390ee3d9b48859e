//! How events change a case.

use jiff::Timestamp;
use kernel::{Actor, Aggregate, Recorded, Words, calendar::Period};

use crate::{Act, Case, CaseEvent, Conclusion, Decision, Due, Pending, Review, Stage, event::Next};

impl Aggregate for Case {
    type Event = CaseEvent;
    const KIND: &'static str = "case";

    fn word(event: &CaseEvent) -> &'static str {
        match event {
            CaseEvent::Submitted { .. } => "case.submitted",
            CaseEvent::Returned { .. } => "case.returned",
            CaseEvent::Corrected { .. } => "case.corrected",
            CaseEvent::Accepted { .. } => "case.accepted",
            CaseEvent::NotAccepted { .. } => "case.not_accepted",
            CaseEvent::Reviewed { .. } => "case.reviewed",
            CaseEvent::Suspended { .. } => "case.suspended",
            CaseEvent::Resumed { .. } => "case.resumed",
            CaseEvent::Decided { .. } => "case.decided",
            CaseEvent::DecisionSent { .. } => "case.decision_sent",
            CaseEvent::DecisionUndone => "case.decision_undone",
            CaseEvent::DecisionAmended { .. } => "case.decision_amended",
            CaseEvent::Issued { .. } => "case.issued",
            CaseEvent::Delivered { .. } => "case.delivered",
            CaseEvent::Withdrawn { .. } => "case.withdrawn",
            CaseEvent::Recomputed { .. } => "case.recomputed",
        }
    }

    fn apply(&mut self, event: &Recorded<CaseEvent>) {
        let word = Self::word(&event.event).to_owned();
        match event.event.clone() {
            submitted @ CaseEvent::Submitted { .. } => self.open(submitted, event),
            CaseEvent::Returned { items, .. } => {
                self.corrections += 1;
                self.notice = None;
                self.stage = Stage::Returned { items };
            }
            CaseEvent::Corrected { notice, next } => {
                self.notice = Some(notice);
                self.stage = Stage::Submitted { next };
            }
            CaseEvent::Accepted { to_follow, statutory, promised, next, .. } => {
                self.notice = None;
                self.to_follow = to_follow;
                self.statutory = Some(statutory);
                self.promised = Some(promised);
                self.wait_for(next);
            }
            CaseEvent::NotAccepted { code, text, .. } => {
                self.notice = None;
                self.decision =
                    Some(Decision { granted: false, code: Some(code), text, on: event.at });
                self.stage = Stage::Concluded { how: Conclusion::NotAccepted };
            }
            CaseEvent::Reviewed { step, member, opinion, silent, next } => {
                let (by, at) = (event.by.clone(), event.at);
                self.stop_waiting(member.as_deref());
                self.reviews.push(Review { step, member, opinion, silent, by, at });
                self.wait_for(next);
            }
            CaseEvent::Decided { granted, code, text, delivery, leaves_at } => {
                let decision = Decision { granted, code, text, on: event.at };
                self.decide(decision, delivery, leaves_at, &event.by);
            }
            CaseEvent::DecisionSent { .. } => {
                if let Some(pending) = self.pending.take() {
                    self.take_decision(pending.decision, pending.delivery);
                }
            }
            CaseEvent::DecisionUndone => {
                // They may decide anew: this is not an earlier part in the case.
                self.pending = None;
                if let Some(last) = self.acts.iter().rposition(|it| it.word == "case.decided") {
                    self.acts.remove(last);
                }
                return;
            }
            CaseEvent::DecisionAmended { code, text, .. } => self.amend(code, text),
            CaseEvent::Issued { licence, number, .. } => {
                self.licence = Some(licence);
                self.licence_number = Some(number);
                self.stage = Stage::Concluded { how: Conclusion::Issued };
            }
            CaseEvent::Delivered { .. } => self.delivered_at = Some(event.at),
            CaseEvent::Withdrawn { .. } => {
                self.notice = None;
                self.pending = None;
                self.stage = Stage::Concluded { how: Conclusion::Withdrawn };
            }
            clock => self.apply_to_clocks(clock),
        }
        self.acts.push(Act { word, by: event.by.clone(), at: event.at });
    }
}

impl Case {
    fn open(&mut self, submitted: CaseEvent, event: &Recorded<CaseEvent>) {
        let CaseEvent::Submitted {
            reference,
            number,
            code,
            sealed_code,
            service,
            revision,
            name,
            authority,
            party,
            channel,
            notice,
            paper: _,
            next,
        } = submitted
        else {
            return;
        };
        *self = Self {
            stage: Stage::Submitted { next },
            reference,
            number,
            code,
            sealed_code: Some(sealed_code),
            service,
            revision,
            name,
            authority,
            party: Some(party),
            channel: Some(channel),
            submitted_at: Some(event.at),
            notice: Some(notice),
            ..Self::default()
        };
    }

    /// A decision that leaves at once, or waits until then.
    fn decide(
        &mut self,
        decision: Decision,
        delivery: Due,
        leaves_at: Option<Timestamp>,
        by: &Actor,
    ) {
        match leaves_at {
            None => self.take_decision(decision, delivery),
            Some(leaves_at) => {
                let by = by.clone();
                self.pending = Some(Pending { decision, delivery, leaves_at, by });
            }
        }
    }

    fn amend(&mut self, code: Option<String>, text: Words) {
        if let Some(decision) = &mut self.decision {
            decision.code = code;
            decision.text = text;
        }
    }

    fn take_decision(&mut self, decision: Decision, delivery: Due) {
        self.stage = if decision.granted {
            Stage::Approved
        } else {
            Stage::Concluded { how: Conclusion::Refused }
        };
        self.decision = Some(decision);
        self.delivery = Some(delivery);
    }

    fn apply_to_clocks(&mut self, event: CaseEvent) {
        match event {
            CaseEvent::Suspended { procedure, from, expected, .. } => {
                if let Stage::InReview { next } = self.stage.clone() {
                    self.stage = Stage::Paused { next, procedure, from, expected };
                }
            }
            CaseEvent::Resumed { on, statutory, promised, next, .. } => {
                if let Stage::Paused { from, .. } = self.stage {
                    self.suspensions.push(Period { from, until: on.max(from) });
                }
                self.stage = Stage::InReview { next };
                self.statutory = Some(statutory);
                self.promised = Some(promised);
            }
            CaseEvent::Recomputed { notice, statutory, promised, delivery, .. } => {
                self.notice = notice.or(self.notice);
                self.statutory = statutory.or(self.statutory);
                self.promised = promised.or(self.promised);
                self.delivery = delivery.or(self.delivery);
            }
            _ => {}
        }
    }

    fn wait_for(&mut self, next: Option<Next>) {
        if let Some(next) = next {
            self.stage = Stage::InReview { next };
        }
    }

    fn stop_waiting(&mut self, member: Option<&str>) {
        if let Stage::InReview { next } = &mut self.stage {
            next.waits.retain(|wait| wait.member.as_deref() != member);
        }
    }
}
