//! Changing the catalogue list: wished by one editor, approved by another. Both see what each entry
//! will say, from which day, and the impact: the services that stand under the entries, and how many
//! drafts, cases and licences stand on those. What runs keeps its revision.

use std::{collections::BTreeMap, sync::Arc};

use approvals_domain::{ActError, Asked, Authorised, Effect, Kind, Plan, PowerAct, ProposeError};
use catalogue_domain::{
    Elements, EntryRefusal, InUse, ListOrder, Published, Step, Usage,
    definition::{LegalBasis, Level},
};
use jiff::SignedDuration;
use kernel::{
    Actor, Lang, LocalText,
    id::{ApprovalId, CommandId},
};
use serde_json::Value;
use web::Words;

use crate::{approve::read, service::Catalogue};

/// The permission to wish a change.
pub(crate) const CHANGE: &str = "catalogue.change_list";
/// The permission to approve it.
pub(crate) const APPROVE: &str = "catalogue.approve_list";
/// The kind of act.
const KIND: &str = "catalogue.change_power_list";
/// So many services are named one by one.
const NAMED: usize = 20;
/// What stands on so many services is counted.
const COUNTED: usize = 200;

/// The kind of act, for the subject that asks second persons.
///
/// # Errors
/// When the words do not read.
pub(crate) fn kind(catalogue: &Catalogue) -> anyhow::Result<Kind> {
    let words = crate::approve::words()?;
    Ok(Kind {
        word: KIND,
        title: words.all("catalogue-power-change-title", &[]),
        approves: APPROVE,
        delay: SignedDuration::ZERO,
        act: Arc::new(Change { catalogue: catalogue.clone(), words }),
    })
}

impl Catalogue {
    /// What an order would do now, and the digest that stands for exactly this.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn plan_list(
        &self,
        by: &Actor,
        order: &ListOrder,
    ) -> Result<(Plan, String), ActError> {
        self.approvals().plan(KIND, &value(order), by).await
    }

    /// Proposes it.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose_list(
        &self,
        key: CommandId,
        by: &Actor,
        order: &ListOrder,
        digest: &str,
    ) -> Result<ApprovalId, ProposeError> {
        let authority = by.authority.clone().unwrap_or_default();
        let steps = order.steps().map_err(|it| ProposeError::Refused(it.code().to_owned()))?;
        let code = steps.first().map(|(code, _)| code.clone()).unwrap_or_default();
        let asked = Asked {
            kind: KIND,
            authority: &authority,
            matter: &format!("entry/{code}"),
            order: &value(order),
            digest,
            typed: "",
        };
        self.approvals().propose(key, by, asked).await
    }
}

/// The order as it is kept. Texts and dates always have a JSON form.
fn value(order: &ListOrder) -> Value {
    serde_json::to_value(order).unwrap_or_default()
}

struct Change {
    catalogue: Catalogue,
    words: &'static Words,
}

impl Change {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    fn label(&self, field: &str) -> LocalText {
        self.say(&format!("catalogue-power-field-{field}"))
    }

    /// What will happen, in a sentence about the first entry.
    fn sentence(&self, order: &ListOrder, steps: &[(String, Step)]) -> LocalText {
        let code = steps.last().map_or("", |(code, _)| code.as_str());
        let listed = self.catalogue.entry(code);
        let listed = listed.and_then(|kept| kept.entry.newest().map(|it| it.name.clone()));
        let brought = order.brings().first().map(|it| it.name.clone());
        let is_new = matches!(order, ListOrder::Merge { .. });
        let name = if is_new { brought.or(listed) } else { listed.or(brought) };
        let name = name.unwrap_or_default();
        let key = format!("catalogue-power-sentence-{}", order.word());
        let day = order.effective_on();
        in_each(|lang| self.words.with(lang, &key, &[("name", &name.get(lang)), ("day", &day)]))
    }

    /// What is done with one entry.
    fn with_step(&self, effect: Effect, code: &str, step: &Step) -> Effect {
        let done = self.say(&format!("catalogue-power-step-{}", step.word()));
        let effect = effect.line(LocalText::same(code), done);
        match step {
            Step::List { elements, .. } => self.with_elements(effect, None, elements),
            Step::Change { elements } => {
                let kept = self.catalogue.entry(code);
                let old = kept.as_ref().and_then(|kept| kept.entry.newest());
                self.with_elements(effect, old, elements)
            }
            Step::Suspend { reason } | Step::Cancel { reason, .. } => {
                effect.line(self.label("reason"), LocalText::same(reason.clone()))
            }
            Step::Resume => effect,
        }
    }

    /// What the entry will say; of one that changes what differs.
    fn with_elements(&self, mut effect: Effect, old: Option<&Elements>, new: &Elements) -> Effect {
        let before = old.map(|it| self.fields(it));
        for (index, (field, text)) in self.fields(new).into_iter().enumerate() {
            let was = before.as_ref().and_then(|all| all.get(index)).map(|(_, text)| text);
            let value = match was {
                Some(was) if *was == text => continue,
                Some(was) => in_each(|lang| format!("{} → {}", was.get(lang), text.get(lang))),
                None if text.zh_hans.is_empty() => continue,
                None => text,
            };
            effect = effect.line(self.label(field), value);
        }
        effect
    }

    /// All that an entry says, field by field.
    fn fields(&self, it: &Elements) -> [(&'static str, LocalText); 9] {
        let kind = serde_json::to_value(it.kind).unwrap_or_default();
        let kind = self.say(&format!("catalogue-kind-{}", kind.as_str().unwrap_or_default()));
        let level = |level: &Level| {
            let level = serde_json::to_value(level).unwrap_or_default();
            self.say(&format!("catalogue-level-{}", level.as_str().unwrap_or_default()))
        };
        let department = self.catalogue.directory().authority(&it.department);
        let department =
            department.map_or_else(|| LocalText::same(&*it.department), |it| it.name.clone());
        [
            ("name", it.name.clone()),
            ("aliases", joined(it.aliases.iter().map(|it| LocalText::same(&**it)))),
            ("kind", kind),
            ("department", department),
            ("levels", joined(it.levels.iter().map(level))),
            ("bases", joined(it.legal_bases.iter().map(basis))),
            ("duties", joined(it.duties.iter().cloned())),
            ("accountability", joined(it.accountability.iter().cloned())),
            ("offline", it.offline.clone().unwrap_or_default()),
        ]
    }

    /// The impact: what stands under the entries that there are.
    async fn with_impact(
        &self,
        mut effect: Effect,
        steps: &[(String, Step)],
    ) -> Result<Effect, ActError> {
        let services: Vec<Arc<Published>> =
            steps.iter().flat_map(|(code, _)| self.catalogue.under(code)).collect();
        let count = LocalText::same(services.len().to_string());
        effect = effect.line(self.say("catalogue-power-services"), count);
        for it in services.iter().take(NAMED) {
            let label = self.say("catalogue-power-service");
            effect = effect.line(label, it.definition.name().clone());
        }
        let mut sums: BTreeMap<Usage, u64> = BTreeMap::new();
        for it in services.iter().take(COUNTED) {
            let uses = self.catalogue.uses(&it.definition.id).await;
            for used in uses.map_err(|error| ActError::Down(error.to_string()))? {
                *sums.entry(used.usage).or_default() += used.count;
            }
        }
        effect.touched = u64::try_from(services.len()).unwrap_or(u64::MAX);
        for (usage, count) in sums {
            let used = InUse { usage, revision: None, count };
            let shown = used.shown();
            let value = match used.is_rounded() {
                true => self.words.all("catalogue-use-about", &[("count", &shown)]),
                false => LocalText::same(shown.to_string()),
            };
            effect = effect.line(self.say(&format!("catalogue-power-use-{}", usage.word())), value);
            effect.touched = effect.touched.saturating_add(shown);
        }
        Ok(effect)
    }
}

#[async_trait::async_trait]
impl PowerAct for Change {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        let order: ListOrder = read(order)?;
        let denied = |_| ActError::Refused("forbidden".to_owned());
        self.catalogue.require(requester, CHANGE).map_err(denied)?;
        // Also where another node has written since.
        self.catalogue.refresh().await.map_err(|error| ActError::Down(error.to_string()))?;
        let steps = self.catalogue.steps(&order).map_err(refused)?;
        let mut effect = Effect { sentence: self.sentence(&order, &steps), ..Effect::default() };
        let day = LocalText::same(order.effective_on().to_string());
        effect = effect.line(self.say("catalogue-effective"), day);
        for (code, step) in &steps {
            effect = self.with_step(effect, code, step);
        }
        self.with_impact(effect, &steps).await
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let order: ListOrder = read(order)?;
        let done = self.catalogue.change_list(by, key, &order).await;
        done.map_err(ActError::from)
    }
}

fn refused(refusal: EntryRefusal) -> ActError {
    ActError::Refused(refusal.code().to_owned())
}

fn in_each(text: impl Fn(Lang) -> String) -> LocalText {
    LocalText { zh_hans: text(Lang::ZhHans), zh_hant: text(Lang::ZhHant), en: text(Lang::En) }
}

/// Texts one after the other.
fn joined(texts: impl Iterator<Item = LocalText>) -> LocalText {
    let texts: Vec<LocalText> = texts.collect();
    in_each(|lang| {
        let mark = if lang == Lang::En { "; " } else { "；" };
        texts.iter().map(|it| it.get(lang)).collect::<Vec<_>>().join(mark)
    })
}

/// A law, its article and what it says.
fn basis(it: &LegalBasis) -> LocalText {
    in_each(|lang| {
        let (law, article, text) = (it.law.get(lang), it.article.get(lang), it.text.get(lang));
        format!("{law} {article} {text}")
    })
}
