//! Acts of power on keys and on many licences at once: proposed by one administrator, approved by
//! somebody else. What is done to many waits, so that it can be taken back; that a key was stolen
//! counts at once.

use std::sync::Arc;

use approvals_domain::{ActError, Authorised, Effect, Kind, PowerAct};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, LocalText, id::CommandId};
use ledger::{Command, CommandError};
use licences_domain::{
    Batch, BatchBegun, BatchRefusal, Because, Issuer, IssuerRefusal, LicenceAct, Selection,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::Words;

use crate::{
    approve::WORDS,
    reasons,
    service::{Impact, Licensing, ManyOrder},
};

/// See keys and acts on many licences.
pub const READ: &str = "licences.read_many";
/// Propose an act on many licences.
pub const CHANGE: &str = "licences.change_many";
/// Propose that a key was stolen, or was not.
pub const CHANGE_KEYS: &str = "licences.change_keys";
/// Approve either.
pub const APPROVE: &str = "licences.approve_many";

const REVOKE: &str = "licences.revoke_many";
const REISSUE: &str = "licences.reissue_many";
const DISTRUST: &str = "licences.distrust_key";
const TRUST: &str = "licences.trust_key";

/// The kind of proposal for an act on many licences.
pub const fn word(act: LicenceAct) -> &'static str {
    match act {
        LicenceAct::Reissue => REISSUE,
        _ => REVOKE,
    }
}

/// The kind of proposal for a key.
pub const fn key_word(is_stolen: bool) -> &'static str {
    if is_stolen { DISTRUST } else { TRUST }
}

/// What is to be said about a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyOrder {
    /// Its id.
    pub key: String,
    /// Since when somebody else may have had it; none: nobody had it after all.
    pub from: Option<Timestamp>,
    /// What is known.
    pub reason: String,
}

/// The kinds of acts, for the subject that asks second persons.
///
/// # Errors
/// When the words do not read.
pub fn kinds(service: &Licensing, wait: SignedDuration) -> anyhow::Result<[Kind; 4]> {
    let words = WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))?;
    let kind = |word, title: &str, delay, act: Arc<dyn PowerAct>| Kind {
        word,
        title: words.all(title, &[]),
        approves: APPROVE,
        delay,
        act,
    };
    let many = |act| Arc::new(Many { service: service.clone(), act, words });
    let key = |is_stolen| Arc::new(Key { service: service.clone(), is_stolen, words });
    let now = SignedDuration::ZERO;
    Ok([
        kind(REVOKE, "licences-many-revoke", wait, many(LicenceAct::Revoke)),
        kind(REISSUE, "licences-many-reissue", wait, many(LicenceAct::Reissue)),
        kind(DISTRUST, "licences-key-distrust", now, key(true)),
        kind(TRUST, "licences-key-trust", now, key(false)),
    ])
}

/// One act on many licences.
struct Many {
    service: Licensing,
    act: LicenceAct,
    words: &'static Words,
}

impl Many {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    /// The order, if it is still about exactly the licences that were shown.
    async fn read(&self, order: &Value) -> Result<(ManyOrder, Impact), ActError> {
        let order: ManyOrder = read(order)?;
        if order.reason.trim().is_empty() {
            return Err(ActError::Refused("licence.no_reason".to_owned()));
        }
        let impact = self.service.impact(&order.selection, self.act).await.map_err(down)?;
        let impact = impact.map_err(|code| ActError::Refused(code.to_owned()))?;
        if impact.digest != order.digest {
            return Err(ActError::Refused("shown.changed".to_owned()));
        }
        Ok((order, impact))
    }

    fn selected(&self, effect: Effect, selection: &Selection) -> Effect {
        let date = |date: Option<jiff::civil::Date>| LocalText::same(opt(date));
        let mut effect = effect;
        for (key, value) in [
            ("licences-many-key", LocalText::same(&selection.key)),
            ("licences-many-service", LocalText::same(&selection.service)),
            ("licences-many-from", date(selection.from)),
            ("licences-many-to", date(selection.to)),
        ] {
            if !value.zh_hans.is_empty() {
                effect = effect.line(self.say(key), value);
            }
        }
        effect
    }
}

fn listed(numbers: &[String]) -> LocalText {
    let chinese = numbers.join("、");
    LocalText { zh_hans: chinese.clone(), zh_hant: chinese, en: numbers.join(", ") }
}

fn opt(date: Option<jiff::civil::Date>) -> String {
    date.map_or_else(String::new, |it| it.to_string())
}

#[async_trait::async_trait]
impl PowerAct for Many {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        if !self.service.may_change_many(requester) {
            return Err(ActError::Refused("forbidden".to_owned()));
        }
        let (order, impact) = self.read(order).await?;
        let code = reasons::reason(self.act, &order.code);
        let code = code.ok_or_else(|| ActError::Refused("licence.no_code".to_owned()))?;
        let effect = Effect {
            sentence: self.say(&format!("licences-many-{}-effect", self.act.word())),
            touched: impact.count(),
            to_type: Some(impact.count().to_string()),
            ..Effect::default()
        };
        Ok(self
            .selected(effect, &order.selection)
            .line(self.say("licences-many-count"), LocalText::same(impact.count().to_string()))
            .line(self.say("licences-many-sample"), listed(&impact.sample))
            .line(self.say("licences-many-digest"), LocalText::same(&impact.digest))
            .line(self.say("licences-change-code"), code.text.clone())
            .line(self.say("licences-change-reason"), LocalText::same(&order.reason)))
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        // Begun before a crash: it goes on by itself, and the world is changed by it.
        let was_begun = self.service.ledger().was_run(&by.requester, key).await;
        if was_begun.map_err(|error| ActError::Down(error.to_string()))? {
            return Ok(());
        }
        let (order, impact) = self.read(order).await?;
        let begun = BatchBegun {
            act: self.act,
            selection: order.selection.clone(),
            licences: impact.licences,
            reason: order.reason.trim().into(),
            reason_code: order.code.clone(),
            requester: by.requester.clone(),
            approver: by.approver.clone(),
        };
        let command = Command::new::<Batch>(key, by.requester.clone(), by.approval, &order)
            .about(ledger::INSTALLATION, None);
        let done = self
            .service
            .ledger()
            .execute::<Batch, BatchRefusal, _>(command, move |batch, _| batch.begin(begun.clone()))
            .await;
        match done {
            Ok(_) => Ok(()),
            Err(CommandError::Refused(refusal)) => {
                Err(ActError::Refused(refusal.code().to_owned()))
            }
            Err(other) => Err(ActError::Down(other.to_string())),
        }
    }
}

/// That a key was stolen, or was not.
struct Key {
    service: Licensing,
    is_stolen: bool,
    words: &'static Words,
}

impl Key {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }
}

#[async_trait::async_trait]
impl PowerAct for Key {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        if !self.service.may_change_keys(requester) {
            return Err(ActError::Refused("forbidden".to_owned()));
        }
        let order: KeyOrder = read(order)?;
        let issuer = self.service.issuer_keys().await.map_err(down)?;
        let key = issuer.key(&order.key).ok_or_else(|| refused(IssuerRefusal::Unknown))?;
        let is_possible = match (self.is_stolen, order.from) {
            (true, Some(from)) => from <= self.service.ledger().clock().now(),
            (false, None) => key.distrust.is_some(),
            _ => false,
        };
        if !is_possible {
            return Err(refused(IssuerRefusal::Already));
        }
        let is_current = issuer.current().is_some_and(|it| it.noted.id == order.key);
        let effect = if self.is_stolen && is_current { "current" } else { "former" };
        let effect = if self.is_stolen { effect } else { "trust" };
        let effect = Effect {
            sentence: self.say(&format!("licences-key-effect-{effect}")),
            touched: 1,
            to_type: Some(order.key.clone()),
            ..Effect::default()
        };
        let from = order.from.map_or_else(String::new, |it| it.to_string());
        Ok(effect
            .line(self.say("licences-many-key"), LocalText::same(&order.key))
            .line(self.say("licences-key-from"), LocalText::same(from))
            .line(self.say("licences-key-reason"), LocalText::same(&order.reason)))
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let order: KeyOrder = read(order)?;
        let next = if self.is_stolen { self.service.next_key().await.map_err(down)? } else { None };
        let command = Command::new::<Issuer>(key, by.requester.clone(), Issuer::KEY, &order);
        let done = self
            .service
            .with_keys(command, move |issuer, given| match order.from {
                Some(from) => issuer.distrust(&order.key, from, &order.reason, next.clone(), given),
                None => issuer.trust(&order.key, &order.reason),
            })
            .await;
        match done {
            Ok(_) => Ok(()),
            Err(CommandError::Refused(refusal)) => Err(refused(refusal)),
            Err(other) => Err(ActError::Down(other.to_string())),
        }
    }
}

/// A reason for an act on many.
pub fn because(begun: &BatchBegun) -> Because<'_> {
    Because { code: &begun.reason_code, text: begun.reason.as_str() }
}

fn read<T: serde::de::DeserializeOwned>(order: &Value) -> Result<T, ActError> {
    serde_json::from_value(order.clone()).map_err(|_| ActError::Refused("unreadable".to_owned()))
}

fn refused(refusal: IssuerRefusal) -> ActError {
    ActError::Refused(refusal.code().to_owned())
}

fn down(failure: web::Failure) -> ActError {
    ActError::Down(failure.code().to_owned())
}
