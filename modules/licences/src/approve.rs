//! Taking a licence away, and putting that right: proposed by one approver of the issuing
//! authority, approved by another. A revocation waits after its approval, so that a slip can be
//! taken back; its correction does not wait.

use std::sync::{Arc, LazyLock};

use approvals_domain::{ActError, Asked, Authorised, Effect, Kind, Plan, PowerAct, ProposeError};
use jiff::SignedDuration;
use kernel::{
    Actor, LocalText,
    id::{ApprovalId, CommandId, LicenceId},
};
use ledger::{Command, CommandError};
use licences_domain::{Because, Licence, LicenceAct, LicenceRefusal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::Words;

use crate::{reasons, service::Licensing, store::Record};

/// The permission to approve.
pub const APPROVE: &str = "licences.approve";
/// The permission to take back what others proposed or approved, before its time.
pub const STOP: &str = "licences.stop";

pub(crate) static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// What is to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Order {
    licence: LicenceId,
    code: String,
    reason: String,
}

/// The kinds of acts, for the subject that asks second persons.
///
/// # Errors
/// When the words do not read.
pub fn kinds(service: &Licensing, wait: SignedDuration) -> anyhow::Result<[Kind; 2]> {
    let words = WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))?;
    let kind = |act: LicenceAct, delay| Kind {
        word: word(act),
        title: words.all(&format!("licences-act-{}", act.word()), &[]),
        approves: APPROVE,
        delay,
        act: Arc::new(Change { service: service.clone(), act, words }),
    };
    Ok([kind(LicenceAct::Revoke, wait), kind(LicenceAct::Reinstate, SignedDuration::ZERO)])
}

const REVOKE: &str = "licences.revoke";
const REINSTATE: &str = "licences.reinstate";

const fn word(act: LicenceAct) -> &'static str {
    match act {
        LicenceAct::Reinstate => REINSTATE,
        _ => REVOKE,
    }
}

/// The act on one licence that a kind of proposal stands for.
pub fn act_of(kind: &str) -> Option<LicenceAct> {
    match kind {
        REVOKE => Some(LicenceAct::Revoke),
        REINSTATE => Some(LicenceAct::Reinstate),
        _ => None,
    }
}

/// Under which matter proposals about a licence stand.
pub fn matter(record: &Record) -> String {
    format!("licence/{}", record.id)
}

impl Licensing {
    /// What an act of power on a licence would do, and the digest that stands for it.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn plan(
        &self,
        actor: &Actor,
        record: &Record,
        act: LicenceAct,
        because: Because<'_>,
    ) -> Result<(Plan, String), ActError> {
        self.approvals().plan(word(act), &order(record, because), actor).await
    }

    /// Proposes it. `typed` is the licence's number, as the reader typed it.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose(
        &self,
        key: CommandId,
        actor: &Actor,
        record: &Record,
        wish: Wish<'_>,
    ) -> Result<ApprovalId, ProposeError> {
        let asked = Asked {
            kind: word(wish.act),
            authority: &record.authority,
            matter: &matter(record),
            order: &order(record, Because { code: wish.code, text: wish.reason }),
            digest: wish.digest,
            typed: wish.typed,
        };
        self.approvals().propose(key, actor, asked).await
    }
}

/// An act of power that somebody wishes.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The act.
    pub act: LicenceAct,
    /// The code of the reason.
    pub code: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The digest of what was shown.
    pub digest: &'a str,
    /// What was typed to confirm it.
    pub typed: &'a str,
}

/// What has to be typed to confirm that this licence is meant: its number, or its identifier where
/// the number is masked.
pub fn to_type(record: &Record) -> &str {
    if record.number.contains('*') { &record.identifier } else { &record.number }
}

fn order(record: &Record, because: Because<'_>) -> Value {
    let (code, reason) = (because.code.to_owned(), because.text.trim().to_owned());
    let order = Order { licence: record.id, code, reason };
    // An id and a text always have a JSON form.
    serde_json::to_value(order).unwrap_or_default()
}

struct Change {
    service: Licensing,
    act: LicenceAct,
    words: &'static Words,
}

impl Change {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    async fn holder(&self, licence: &Licence) -> Result<LocalText, ActError> {
        let facts = self.service.opened(licence).await.map_err(down)?;
        Ok(facts.map_or_else(
            || self.say("licences-erased"),
            |facts| LocalText::same(facts.holder_name),
        ))
    }
}

#[async_trait::async_trait]
impl PowerAct for Change {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        let order = read(order)?;
        let record = self.service.record(order.licence).await.map_err(down)?;
        let record = record.ok_or_else(|| refused(LicenceRefusal::Unknown))?;
        let licence = self.service.licence(record.id).await.map_err(down)?.unwrap_or_default();
        if !self.service.may_change(requester, &record).await.map_err(down)? {
            return Err(ActError::Refused("forbidden".to_owned()));
        }
        let code = reasons::reason(self.act, &order.code);
        let code = code.ok_or_else(|| refused(LicenceRefusal::NoCode))?;
        let because = Because { code: &order.code, text: &order.reason };
        licence.act(self.act, because).map_err(refused)?;
        let act = self.act.word();
        let effect = Effect {
            sentence: self.say(&format!("licences-act-{act}-effect")),
            touched: 1,
            to_type: Some(to_type(&record).to_owned()),
            about: Some(record.holder),
            ..Effect::default()
        };
        Ok(effect
            .line(self.say("licences-name"), record.name.clone())
            .line(self.say("licences-number"), LocalText::same(&record.number))
            .line(self.say("licences-identifier"), LocalText::same(&record.identifier))
            .line(self.say("licences-holder"), self.holder(&licence).await?)
            .line(self.say("licences-issuer"), self.service.authority_name(&record.authority))
            .line(
                self.say("licences-status"),
                self.say(&format!("licences-status-{}", licence.status.word())),
            )
            .line(self.say("licences-change-code"), code.text.clone())
            .line(self.say("licences-change-reason"), LocalText::same(&order.reason)))
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let Order { licence, code, reason } = read(order)?;
        let record = self.service.record(licence).await.map_err(down)?;
        let record = record.ok_or_else(|| refused(LicenceRefusal::Unknown))?;
        // Neither of the two may be tied to the holder, also when that was declared meanwhile.
        for officer in [&by.requester, &by.approver] {
            if self.service.is_touched(officer, &record).await.map_err(down)? {
                return Err(ActError::Refused("licence.interest".to_owned()));
            }
        }
        let content = (self.act, &code, &reason);
        let record = self.service.record(licence).await.map_err(down)?;
        let holder = record.ok_or_else(|| refused(LicenceRefusal::Unknown))?.holder;
        let command = Command::new::<Licence>(key, by.requester.clone(), licence, &content)
            .about(holder, None);
        let act = self.act;
        let done = self
            .service
            .ledger()
            .execute::<Licence, LicenceRefusal, _>(command, move |licence, _| {
                licence.act(act, Because { code: &code, text: &reason })
            })
            .await;
        match done {
            Ok(_) => Ok(()),
            Err(CommandError::Refused(refusal)) => Err(refused(refusal)),
            Err(other) => Err(ActError::Down(other.to_string())),
        }
    }
}

fn read(order: &Value) -> Result<Order, ActError> {
    serde_json::from_value(order.clone()).map_err(|_| ActError::Refused("unreadable".to_owned()))
}

fn refused(refusal: LicenceRefusal) -> ActError {
    ActError::Refused(refusal.code().to_owned())
}

fn down(failure: web::Failure) -> ActError {
    ActError::Down(failure.code().to_owned())
}
