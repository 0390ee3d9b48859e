//! What follows from events: folders close and open, results are made, people are told, dates
//! move with the calendar.

use std::sync::Arc;

use cases_domain::{CaseEvent, ElevationEvent, Returned};
use kernel::{
    Actor, LocalText, Recorded,
    id::{ApplicationId, CaseId},
};
use ledger::{Consumer, Delivery, Handler, derived_command};
use notify::{Message, Messages};
use regions_domain::CalendarEvent;

use crate::{
    service::{Desk, Trouble},
    store, telling,
};

/// The consumers of cases.
pub(crate) const CONSUMERS: &[Consumer] = &[
    Consumer { name: "cases.filing", words: &["case.submitted", "case.corrected"] },
    Consumer { name: "cases.returning", words: &["case.returned"] },
    Consumer { name: "cases.issuing", words: &["case.decided", "case.decision_sent"] },
    Consumer { name: "cases.calendar", words: &["calendar.published"] },
    Consumer { name: "cases.alarm", words: &["elevation.begun"] },
    Consumer {
        name: "cases.assigning",
        words: &[
            "case.submitted",
            "case.corrected",
            "case.accepted",
            "case.reviewed",
            "case.resumed",
            "case.decision_undone",
        ],
    },
    Consumer {
        name: "cases.reassigning",
        words: &[
            "staffing.withdrawn",
            "staffing.suspended",
            "account.blocked",
            "interests.declared",
            "firm.agent_added",
            "firm.member_enlisted",
            "firm.member_confirmed",
        ],
    },
    Consumer {
        name: "cases.telling",
        words: &[
            "case.submitted",
            "case.returned",
            "case.accepted",
            "case.not_accepted",
            "case.suspended",
            "case.resumed",
            "case.decided",
            "case.decision_sent",
            "case.decision_amended",
            "case.issued",
            "case.recomputed",
        ],
    },
];

/// Sets the handlers of [`CONSUMERS`].
pub(crate) fn handlers(desk: &Desk) {
    let ledger = &desk.ledger;
    ledger.handler("cases.filing", Arc::new(Filing(desk.clone())));
    ledger.handler("cases.returning", Arc::new(Returning(desk.clone())));
    ledger.handler("cases.issuing", Arc::new(Issuing(desk.clone())));
    ledger.handler("cases.calendar", Arc::new(Recomputing(desk.clone())));
    ledger.handler("cases.assigning", Arc::new(Assigning(desk.clone())));
    ledger.handler("cases.reassigning", Arc::new(Reassigning(desk.clone())));
    let messages = Messages::new(ledger.clone());
    let alarm = Alarm { desk: desk.clone(), messages: messages.clone() };
    ledger.handler("cases.alarm", Arc::new(alarm));
    ledger.handler("cases.telling", Arc::new(Telling { desk: desk.clone(), messages }));
}

fn case_of(delivery: &Delivery) -> Result<CaseId, String> {
    delivery.key.parse().map_err(|error| format!("{error}"))
}

fn word(trouble: Trouble) -> String {
    format!("{trouble:?}")
}

/// Fixes answers and materials when they are handed in.
struct Filing(Desk);

#[async_trait::async_trait]
impl Handler for Filing {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let application: ApplicationId = case_of(&delivery)?.application();
        let desk = &self.0;
        desk.applications
            .submitted(application, &Actor::SYSTEM)
            .await
            .map_err(|error| error.to_string())?;
        desk.materials.close(application, &Actor::SYSTEM).await.map_err(|error| error.to_string())
    }
}

/// Opens what was returned, and nothing else.
struct Returning(Desk);

#[async_trait::async_trait]
impl Handler for Returning {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let application = case_of(&delivery)?.application();
        let event: Recorded<CaseEvent> = delivery.event().map_err(|error| error.to_string())?;
        let CaseEvent::Returned { items, .. } = &event.event else { return Ok(()) };
        let (mut fields, mut materials) = (Vec::new(), Vec::new());
        for item in items {
            match &item.what {
                Returned::Field(id) => fields.push(id.clone()),
                Returned::Material(id) => materials.push(id.clone()),
            }
        }
        let desk = &self.0;
        let key = derived_command("cases.returning", event.id);
        desk.applications
            .reopen(key, application, fields, &Actor::SYSTEM)
            .await
            .map_err(|error| error.to_string())?;
        let key = derived_command("cases.returning.materials", event.id);
        desk.materials
            .reopen(key, application, materials, &Actor::SYSTEM)
            .await
            .map_err(|error| error.to_string())
    }
}

/// Makes the result of what was granted.
struct Issuing(Desk);

#[async_trait::async_trait]
impl Handler for Issuing {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<CaseEvent> = delivery.event().map_err(|error| error.to_string())?;
        let is_granted = matches!(
            event.event,
            CaseEvent::DecisionSent { granted: true }
                | CaseEvent::Decided { granted: true, leaves_at: None, .. }
        );
        if !is_granted {
            return Ok(());
        }
        self.0.issue(case_of(&delivery)?).await.map_err(word)
    }

    /// While the witnesses have been missing for long, nothing is issued; it goes on by itself.
    async fn must_wait(&self) -> bool {
        !self.0.licences.may_issue()
    }
}

/// Computes the dates of all open cases again when the calendar changed.
struct Recomputing(Desk);

#[async_trait::async_trait]
impl Handler for Recomputing {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<CalendarEvent> = delivery.event().map_err(|error| error.to_string())?;
        let CalendarEvent::Published { reason, .. } = &event.event;
        let mut last = String::new();
        loop {
            let cases = store::open(&self.0.ledger, &last).await.map_err(|it| it.to_string())?;
            let Some(end) = cases.last() else { return Ok(()) };
            last = end.to_string();
            for case in cases {
                self.0.recompute(case, reason).await.map_err(word)?;
            }
        }
    }
}

/// Draws an officer for each task that has opened.
struct Assigning(Desk);

#[async_trait::async_trait]
impl Handler for Assigning {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event = delivery.event_id().map_err(|error| error.to_string())?;
        let key = derived_command("cases.assign", event);
        self.0.assign(case_of(&delivery)?, key).await.map_err(word)
    }
}

/// Draws anew where whoever had a task may not do it any more.
struct Reassigning(Desk);

#[async_trait::async_trait]
impl Handler for Reassigning {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event = delivery.event_id().map_err(|error| error.to_string())?;
        let unknown = |error: kernel::id::InvalidId| error.to_string();
        let done = if delivery.word.starts_with("firm.") {
            self.0.firm_changed(delivery.key.parse().map_err(unknown)?, &event).await
        } else {
            self.0.officer_changed(delivery.key.parse().map_err(unknown)?, &event).await
        };
        done.map_err(word)
    }
}

/// Tells the supervisors at once that somebody broke the glass.
struct Alarm {
    desk: Desk,
    messages: Messages,
}

#[async_trait::async_trait]
impl Handler for Alarm {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<ElevationEvent> =
            delivery.event().map_err(|error| error.to_string())?;
        let authority = event.by.authority.clone().unwrap_or_default();
        let Some(officer) = event.by.account else { return Ok(()) };
        for to in self.desk.supervisors_of(&authority, officer).await.map_err(word)? {
            let message = Message {
                to: to.subject(),
                title: telling::alarm(),
                body: telling::alarm_body(),
                link: None,
                matter: format!("elevation/{officer}"),
            };
            self.messages.send(event.id, message).await.map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// Tells the applicant what happened and what to do.
struct Telling {
    desk: Desk,
    messages: Messages,
}

#[async_trait::async_trait]
impl Handler for Telling {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let id = case_of(&delivery)?;
        let event: Recorded<CaseEvent> = delivery.event().map_err(|error| error.to_string())?;
        let loaded = self.desk.ledger.load::<cases_domain::Case>(id).await;
        let Some((case, _)) = loaded.map_err(|error| error.to_string())? else { return Ok(()) };
        let Some(party) = &case.party else { return Ok(()) };
        let Some(title) = telling::title(&event.event) else { return Ok(()) };
        let message = Message {
            to: party.subject,
            title,
            body: body(&case),
            link: Some(format!("/track/{}", case.reference)),
            matter: format!("case/{id}"),
        };
        self.messages.send(event.id, message).await.map(|_| ()).map_err(|it| it.to_string())
    }
}

/// Names the service and the reference; nothing personal beyond that.
fn body(case: &cases_domain::Case) -> LocalText {
    let of = |name: &str, open: &str, close: &str| format!("{name}{open}{}{close}", case.reference);
    LocalText {
        zh_hans: of(&case.name.zh_hans, "（", "）"),
        zh_hant: of(&case.name.zh_hant, "（", "）"),
        en: of(&case.name.en, " (", ")"),
    }
}
