//! What follows from events: an approved act is carried out, people are told.

use std::sync::Arc;

use approvals_domain::{Approval, ApprovalEvent, ApprovalState};
use kernel::{Actor, LocalText, Recorded, Role, id::ApprovalId};
use ledger::{Consumer, Delivery, Handler};
use notify::{Message, Messages};

use crate::service::SecondPerson;

/// The consumers of approvals.
pub const CONSUMERS: &[Consumer] = &[
    Consumer { name: "approvals.carrying", words: &["approval.approved"] },
    Consumer {
        name: "approvals.telling",
        words: &[
            "approval.proposed",
            "approval.refused",
            "approval.withdrawn",
            "approval.expired",
            "approval.executed",
            "approval.overtaken",
        ],
    },
];

/// So many people at most are told of one proposal.
const TOLD: usize = 50;

/// Sets the handlers of [`CONSUMERS`].
pub fn handlers(service: &SecondPerson) {
    let ledger = service.told_by();
    ledger.handler("approvals.carrying", Arc::new(Carrying(service.clone())));
    let messages = Messages::new(ledger.clone());
    ledger.handler("approvals.telling", Arc::new(Telling { service: service.clone(), messages }));
}

fn id_of(delivery: &Delivery) -> Result<ApprovalId, String> {
    delivery.key.parse().map_err(|error| format!("{error}"))
}

/// Carries out what does not wait; the job does the rest when its time has come.
struct Carrying(SecondPerson);

#[async_trait::async_trait]
impl Handler for Carrying {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        self.0.carry_out(id_of(&delivery)?).await.map(|_| ())
    }
}

/// Tells those who can approve, and later the one who wished it.
struct Telling {
    service: SecondPerson,
    messages: Messages,
}

#[async_trait::async_trait]
impl Handler for Telling {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let id = id_of(&delivery)?;
        let event: Recorded<ApprovalEvent> = delivery.event().map_err(|it| it.to_string())?;
        let approval = self.service.whole(id).await?;
        let Some(approval) = approval else { return Ok(()) };
        let to = match event.event {
            ApprovalEvent::Proposed { .. } => self.approvers(&approval).await?,
            _ => approval.requester.iter().chain(&approval.decider).cloned().collect(),
        };
        let kind = approval.proposal.as_ref().map_or("", |it| it.kind.as_str());
        let title = title(&event.event, &self.service.title(kind));
        for actor in to {
            // Nobody is told what they have just done themselves.
            if let Some(account) = actor.account.filter(|_| !actor.is_same_person(&event.by)) {
                let message = Message {
                    to: account.subject(),
                    title: title.clone(),
                    body: title.clone(),
                    link: Some(format!("/staff/approvals/{id}")),
                    matter: format!("approval/{id}"),
                };
                self.messages.send(event.id, message).await.map_err(|it| it.to_string())?;
            }
        }
        Ok(())
    }
}

impl Telling {
    /// Those who may approve it, the requester apart.
    async fn approvers(&self, approval: &Approval) -> Result<Vec<Actor>, String> {
        if approval.state != ApprovalState::Waiting {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for role in Role::ALL.into_iter().filter(|it| it.is_staff()) {
            found.extend(self.service.approvers(approval, role).await?);
        }
        found.truncate(TOLD);
        Ok(found)
    }
}

fn title(event: &ApprovalEvent, what: &LocalText) -> LocalText {
    let (zh_hans, zh_hant, en) = match event {
        ApprovalEvent::Proposed { .. } => {
            ("等待您批准：", "等待您核准：", "Waiting for your approval: ")
        }
        ApprovalEvent::Refused { .. } => ("未获批准：", "未獲核准：", "Not approved: "),
        ApprovalEvent::Withdrawn { .. } => ("已撤回：", "已撤回：", "Taken back: "),
        ApprovalEvent::Expired => ("无人批准，已过期：", "無人核准，已過期：", "Expired: "),
        ApprovalEvent::Overtaken { .. } => (
            "情况已变化，没有执行：",
            "情況已變化，沒有執行：",
            "Not carried out, things have changed: ",
        ),
        ApprovalEvent::Approved { .. } | ApprovalEvent::Executed => {
            ("已执行：", "已執行：", "Carried out: ")
        }
    };
    LocalText {
        zh_hans: format!("{zh_hans}{}", what.zh_hans),
        zh_hant: format!("{zh_hant}{}", what.zh_hant),
        en: format!("{en}{}", what.en),
    }
}
