//! What happens by itself around second looks: decisions that have left enter, their lots are drawn
//! as soon as a checkpoint of the record covers them, and objections are told to supervisors.

use std::sync::Arc;

use cases_domain::{CaseEvent, SecondLook, SecondLookEvent};
use kernel::{LocalText, Recorded, id::CaseId};
use ledger::{Consumer, Delivery, Handler, Projection, Value, Write};
use notify::{Message, Messages};

use crate::{
    service::{Desk, Trouble},
    store::second_looks::{self as store, PUT_SECOND_LOOK},
};

/// The consumers of second looks.
pub(crate) const CONSUMERS: &[Consumer] = &[
    Consumer { name: "cases.second_look", words: &["case.decision_sent"] },
    Consumer { name: "cases.objection", words: &["second_look.found"] },
];

/// Sets the handlers of [`CONSUMERS`].
pub(crate) fn handlers(desk: &Desk) {
    let ledger = &desk.ledger;
    ledger.handler("cases.second_look", Arc::new(Entering(desk.clone())));
    let messages = Messages::new(ledger.clone());
    ledger.handler("cases.objection", Arc::new(Objecting { desk: desk.clone(), messages }));
}

fn case_of(delivery: &Delivery) -> Result<CaseId, String> {
    delivery.key.parse().map_err(|error| format!("{error}"))
}

fn word(trouble: Trouble) -> String {
    format!("{trouble:?}")
}

/// Lets decisions that have left take part in the draw.
struct Entering(Desk);

#[async_trait::async_trait]
impl Handler for Entering {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<CaseEvent> = delivery.event().map_err(|error| error.to_string())?;
        let CaseEvent::DecisionSent { granted } = event.event else { return Ok(()) };
        let case = case_of(&delivery)?;
        self.0.enter_second_look(case, event.seq, granted).await.map_err(word)
    }
}

/// Tells the supervisors of the place of an objection.
struct Objecting {
    desk: Desk,
    messages: Messages,
}

#[async_trait::async_trait]
impl Handler for Objecting {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<SecondLookEvent> =
            delivery.event().map_err(|error| error.to_string())?;
        if !matches!(event.event, SecondLookEvent::Found { is_sound: false, .. }) {
            return Ok(());
        }
        let case = case_of(&delivery)?;
        let (Some(by), Some(row)) = (
            event.by.account,
            store::look(&self.desk.ledger, case).await.map_err(|error| error.to_string())?,
        ) else {
            return Ok(());
        };
        for to in self.desk.supervisors_of(&row.authority, by).await.map_err(word)? {
            let message = Message {
                to: to.subject(),
                title: title(),
                body: body(&row.reference),
                link: None,
                matter: format!("second_look/{case}"),
            };
            self.messages.send(event.id, message).await.map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// What supervisors are told of an objection: nothing personal.
fn title() -> LocalText {
    LocalText {
        zh_hans: "复核抽查对一项决定提出异议".into(),
        zh_hant: "複核抽查對一項決定提出異議".into(),
        en: "A second look objects to a decision".into(),
    }
}

fn body(reference: &str) -> LocalText {
    LocalText {
        zh_hans: format!("办件 {reference}：请到工作台的“抽查监督”查看异议理由。"),
        zh_hant: format!("辦件 {reference}：請到工作台的「抽查監督」查看異議理由。"),
        en: format!("Case {reference}: read the reason at the desk under “Second looks, watched”."),
    }
}

/// Draws the lots of decisions that a checkpoint of the record covers.
pub(crate) struct Drawing(pub Desk);

#[async_trait::async_trait]
impl module::Job for Drawing {
    fn name(&self) -> &'static str {
        "cases.second_looks"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let desk = &self.0;
        let (mut done, mut last) = (0, String::new());
        loop {
            let cases = store::entered(&desk.ledger, &last).await?;
            let mut drawn = 0;
            for case in &cases {
                match desk.draw_second_look(*case).await {
                    Ok(was_drawn) => drawn += u64::from(was_drawn),
                    Err(trouble) => tracing::error!(%case, ?trouble, "a lot could not be drawn"),
                }
            }
            done += drawn;
            // Where no checkpoint covers a whole page, none covers those after it.
            if cases.len() < store::DRAWN_AT_ONCE || drawn == 0 {
                return Ok(done);
            }
            last = cases.last().map(ToString::to_string).unwrap_or_default();
        }
    }
}

/// Fills `cases_second_look`.
pub(crate) struct SecondLooks;

impl Projection<SecondLook> for SecondLooks {
    fn tables(&self) -> &'static [&'static str] {
        &["cases_second_look"]
    }

    fn project(
        &self,
        stream: &str,
        _: &SecondLook,
        after: &SecondLook,
        _: &[Recorded<SecondLookEvent>],
    ) -> Vec<Write> {
        let Some(ruled) = &after.ruled else { return Vec::new() };
        let id = stream.split_once('/').map_or("", |(_, key)| key);
        let due = after.draw.as_ref().and_then(|it| it.due);
        let args: Vec<Value> = vec![
            id.into(),
            (&ruled.authority).into(),
            ruled.by.to_string().into(),
            ruled.granted.into(),
            ruled.opened_at.into(),
            ruled.decided_at.into(),
            after.stage().into(),
            due.map(|it| it.on).into(),
            after.finding.as_ref().map(|it| it.at).into(),
        ];
        vec![Write::new(&PUT_SECOND_LOOK, args)]
    }
}
