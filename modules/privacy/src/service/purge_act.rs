//! The purge as an act that two people approve.

use std::collections::BTreeMap;

use approvals_domain::{ActError, Authorised, Effect, EffectLine, PowerAct};
use kernel::{
    Actor, LocalText,
    id::{CommandId, EventId},
};
use privacy_domain::Purge;
use serde_json::Value;

use super::Privacy;

/// The act that two people approve.
pub struct PurgeAct(pub Privacy);

fn down(error: impl std::fmt::Display) -> ActError {
    ActError::Down(error.to_string())
}

#[async_trait::async_trait]
impl PowerAct for PurgeAct {
    async fn effect(&self, order: &Value, _requester: &Actor) -> Result<Effect, ActError> {
        let id = purge_id(order)?;
        let found = self.0.ledger.load::<Purge>(id).await.map_err(down)?;
        let (purge, _) = found.ok_or_else(|| ActError::Refused("privacy.unknown".to_owned()))?;
        if purge.outcome.is_some() {
            return Err(ActError::Refused("privacy.decided".to_owned()));
        }
        let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
        let mut held = 0;
        for item in &purge.items {
            *kinds.entry(&item.kind).or_default() += 1;
            let is_held = self.0.is_held(item.subject).await;
            held += u64::from(is_held.map_err(|it| ActError::Down(it.code().to_owned()))?);
        }
        let items = purge.items.len() as u64;
        let text =
            |zh_hans: String, zh_hant: String, en: String| LocalText { zh_hans, zh_hant, en };
        let mut effect = Effect {
            sentence: text(
                format!("销毁 {items} 条到期记录的密钥，此后任何人都无法再读取，也无法恢复。"),
                format!("銷毀 {items} 條到期紀錄的密鑰，此後任何人都無法再讀取，也無法恢復。"),
                format!(
                    "Destroy the keys of {items} records whose time is over. Nobody can read them \
                     afterwards, and there is no way back."
                ),
            ),
            touched: items,
            to_type: Some(items.to_string()),
            ..Effect::default()
        };
        for (kind, count) in kinds {
            effect.lines.push(EffectLine {
                label: LocalText::same(kind),
                value: LocalText::same(count.to_string()),
            });
        }
        let label = text("暂停清除".into(), "暫停清除".into(), "Kept back by a hold".into());
        effect.lines.push(EffectLine { label, value: LocalText::same(held.to_string()) });
        Ok(effect)
    }

    fn is_final(&self) -> bool {
        true
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        self.0.purge(key, purge_id(order)?, &by.approver).await.map_err(down)
    }
}

fn purge_id(order: &Value) -> Result<EventId, ActError> {
    let id = order.get("purge").and_then(Value::as_str).and_then(|it| it.parse().ok());
    id.ok_or_else(|| ActError::Refused("privacy.unknown".to_owned()))
}
