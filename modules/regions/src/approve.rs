//! Publishing a calendar: proposed by one administrator, approved by another. Both see which days
//! change and which running dates move, from when to when.

use std::sync::{Arc, LazyLock};

use ::web::Words;
use approvals_domain::{ActError, Asked, Authorised, Effect, Kind, PowerAct, ProposeError};
use jiff::SignedDuration;
use kernel::{
    Actor, LocalText,
    calendar::DayKind,
    id::{ApprovalId, CommandId},
};
use ledger::{CommandError, content_digest};
use regions_domain::{DayChange, MovedDate, changed_days};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    policy,
    service::{ChangeError, Preview, Regions},
};

/// The kind of act.
pub const KIND: &str = policy::PUBLISH;
/// The matter: there is one calendar.
const MATTER: &str = "calendar/national";
/// So many moved dates are shown one by one; the fingerprint stands for all.
const SHOWN: usize = 20;

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// What is to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CalendarOrder {
    /// The change.
    pub change: DayChange,
    /// Why, with the number of the notice.
    pub reason: String,
    /// The version of the calendar that was seen.
    pub version: u64,
}

/// The kind, for the subject that asks second persons.
pub fn kind(regions: &Regions) -> anyhow::Result<Kind> {
    let words = WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))?;
    Ok(Kind {
        word: KIND,
        title: words.all("regions-preview-title", &[]),
        approves: policy::APPROVE,
        delay: SignedDuration::ZERO,
        act: Arc::new(Publish { regions: regions.clone(), words }),
    })
}

/// Proposes a change; answers the proposal.
///
/// # Errors
/// [`ProposeError`].
pub async fn propose(
    regions: &Regions,
    key: CommandId,
    by: &Actor,
    order: &CalendarOrder,
    digest: &str,
) -> Result<ApprovalId, ProposeError> {
    let order = value(order);
    let authority = by.authority.clone().unwrap_or_default();
    let asked = Asked {
        kind: KIND,
        authority: &authority,
        matter: MATTER,
        order: &order,
        digest,
        typed: "",
    };
    regions.approvals().propose(key, by, asked).await
}

/// The order as it is kept. Dates and texts always have a JSON form.
pub fn value(order: &CalendarOrder) -> Value {
    serde_json::to_value(order).unwrap_or_default()
}

struct Publish {
    regions: Regions,
    words: &'static Words,
}

impl Publish {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    /// What a day is, in words.
    fn day(&self, kind: &DayKind) -> LocalText {
        match kind {
            DayKind::Working => self.say("regions-kind-working"),
            DayKind::MakeUp => self.say("regions-kind-make-up"),
            DayKind::Weekend => self.say("regions-kind-weekend"),
            DayKind::Holiday(name) => name.clone(),
        }
    }

    fn arrow(from: &LocalText, to: &LocalText) -> LocalText {
        let join = |from: &str, to: &str| format!("{from} → {to}");
        LocalText {
            zh_hans: join(&from.zh_hans, &to.zh_hans),
            zh_hant: join(&from.zh_hant, &to.zh_hant),
            en: join(&from.en, &to.en),
        }
    }

    fn effect_of(&self, order: &CalendarOrder, preview: &Preview, moved: &[MovedDate]) -> Effect {
        let year = order.change.year();
        let mut effect = Effect {
            sentence: self.words.all("regions-approve-sentence", &[("year", &year)]),
            touched: moved.len() as u64,
            ..Effect::default()
        };
        let changed =
            changed_days(&preview.before, &preview.after, order.change.from, order.change.to);
        for (day, before, after) in changed {
            let value = Self::arrow(&self.day(&before), &self.day(&after));
            effect = effect.line(LocalText::same(day.to_string()), value);
        }
        let reason = LocalText::same(&order.reason);
        effect = effect.line(self.say("regions-change-reason"), reason);
        effect = effect.line(self.say("regions-approve-moved"), self.count(moved));
        for it in moved.iter().take(SHOWN) {
            let clock = self.say(&format!("regions-clock-{}", it.clock));
            let label = LocalText {
                zh_hans: format!("{} {}", it.matter, clock.zh_hans),
                zh_hant: format!("{} {}", it.matter, clock.zh_hant),
                en: format!("{} {}", it.matter, clock.en),
            };
            let dates = LocalText::same(format!("{} → {}", it.from, it.to));
            effect = effect.line(label, dates);
        }
        if moved.len() > SHOWN {
            let rest = moved.len() - SHOWN;
            effect = effect.line(
                self.say("regions-approve-more"),
                self.words.all("regions-approve-more-count", &[("count", &rest)]),
            );
        }
        let print: String = content_digest(&moved).chars().take(16).collect();
        effect.line(self.say("regions-approve-list-print"), LocalText::same(print))
    }

    fn count(&self, moved: &[MovedDate]) -> LocalText {
        self.words.all("regions-approve-moved-count", &[("count", &moved.len())])
    }
}

#[async_trait::async_trait]
impl PowerAct for Publish {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        let order = read(order)?;
        let preview =
            self.regions.preview(requester, &order.change, &order.reason).map_err(refused)?;
        if preview.version != order.version {
            return Err(ActError::Refused("stale".to_owned()));
        }
        let moved = self.regions.moved(&preview.after).await;
        let moved = moved.map_err(|error| ActError::Down(error.to_string()))?;
        Ok(self.effect_of(&order, &preview, &moved))
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let CalendarOrder { change, reason, version } = read(order)?;
        let done = self.regions.change(&by.requester, key, change, reason, Some(version)).await;
        done.map(|_| ()).map_err(refused)
    }
}

fn read(order: &Value) -> Result<CalendarOrder, ActError> {
    serde_json::from_value(order.clone()).map_err(|_| ActError::Refused("unreadable".to_owned()))
}

fn refused(error: ChangeError) -> ActError {
    match error {
        ChangeError::Denied(_) => ActError::Refused("forbidden".to_owned()),
        ChangeError::Command(CommandError::Refused(reason)) => {
            ActError::Refused(reason.code().to_owned())
        }
        ChangeError::Command(CommandError::Stale(_)) => ActError::Refused("stale".to_owned()),
        ChangeError::Command(other) => ActError::Down(other.to_string()),
    }
}
