//! Publishing, changing and withdrawing a service: wished by one editor, approved by another who
//! had no hand in the text. Both see what differs, from which day on, and what stands on the
//! revisions that there are. What runs keeps its revision.

use std::sync::{Arc, LazyLock};

use approvals_domain::{
    ActError, Asked, Authorised, Effect, EffectLine, Kind, Plan, PowerAct, ProposeError, Review,
};
use catalogue_domain::{Definition, Finding, InUse, Refusal, ServiceItem};
use jiff::{SignedDuration, civil::Date};
use kernel::{
    Actor, LocalText,
    id::{ApprovalId, CommandId},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use web::Words;

use crate::service::{Catalogue, Kept, Saying, differences};

/// The permission to approve.
pub(crate) const APPROVE: &str = "catalogue.approve";
/// The permission to wish it.
pub(crate) const PUBLISH: &str = "catalogue.publish";
/// So many characters of a digest stand in a line.
const DIGEST: usize = 16;

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// What is to be done with a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub(crate) enum Order {
    /// The proposal with that digest comes into force on a day.
    Publish {
        /// Digest of the text.
        digest: String,
        /// The day from which new applications use it.
        effective_on: Date,
    },
    /// The service is not offered any more.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// A wish, with the service that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wish {
    /// Id of the service.
    pub service: String,
    /// What is to be done.
    #[serde(flatten)]
    pub order: Order,
}

impl Wish {
    /// The kind's word.
    pub const fn kind(&self) -> &'static str {
        match self.order {
            Order::Publish { .. } => "catalogue.publish_service",
            Order::Withdraw { .. } => "catalogue.withdraw_service",
        }
    }

    /// The wish as it is kept. Texts and dates always have a JSON form.
    fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The words of this subject, for what second persons see.
///
/// # Errors
/// When they do not read.
pub(crate) fn words() -> anyhow::Result<&'static Words> {
    WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))
}

/// The kinds of acts, for the subject that asks second persons.
///
/// # Errors
/// When the words do not read.
pub(crate) fn kinds(catalogue: &Catalogue) -> anyhow::Result<[Kind; 2]> {
    let words = words()?;
    let act: Arc<dyn PowerAct> = Arc::new(Release { catalogue: catalogue.clone(), words });
    let kind = |word, title| Kind {
        word,
        title: words.all(title, &[]),
        approves: APPROVE,
        delay: SignedDuration::ZERO,
        act: act.clone(),
    };
    Ok([
        kind("catalogue.publish_service", "catalogue-release-title"),
        kind("catalogue.withdraw_service", "catalogue-withdraw-title"),
    ])
}

impl Catalogue {
    /// What a wish would do now, and the digest that stands for exactly this.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn plan(&self, by: &Actor, wish: &Wish) -> Result<(Plan, String), ActError> {
        self.approvals().plan(wish.kind(), &wish.value(), by).await
    }

    /// Proposes it.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn wish(
        &self,
        key: CommandId,
        by: &Actor,
        wish: &Wish,
        digest: &str,
    ) -> Result<ApprovalId, ProposeError> {
        let authority = by.authority.clone().unwrap_or_default();
        let asked = Asked {
            kind: wish.kind(),
            authority: &authority,
            matter: &format!("service/{}", wish.service),
            order: &wish.value(),
            digest,
            typed: "",
        };
        self.approvals().propose(key, by, asked).await
    }
}

struct Release {
    catalogue: Catalogue,
    words: &'static Words,
}

impl Release {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    /// The service as it is now, also where another node has written since.
    async fn kept(&self, service: &str) -> Result<Arc<Kept>, ActError> {
        self.catalogue.refresh().await.map_err(|error| ActError::Down(error.to_string()))?;
        self.catalogue.kept(service).ok_or_else(|| ActError::Refused("service.unknown".to_owned()))
    }

    fn published(
        &self,
        kept: &Kept,
        digest: &str,
        effective_on: Date,
        today: Date,
    ) -> Result<Effect, ActError> {
        let proposal = kept.item.releasable(digest, effective_on, today).map_err(refused)?;
        let read = |text: &str| Definition::read("service.yaml", text).map(|(it, _)| it);
        let new = read(&proposal.source)
            .map_err(|_| ActError::Refused("service.unreadable".to_owned()))?;
        self.stands_on_the_list(&proposal.source, effective_on)?;
        let number = kept.item.newest();
        let name = new.name().clone();
        let mut effect = Effect {
            sentence: self.sentence("catalogue-release-sentence", &name, number + 1),
            ..Effect::default()
        };
        let day = LocalText::same(effective_on.to_string());
        effect = effect.line(self.say("catalogue-effective"), day);
        let old_text = kept.source(number).unwrap_or_default();
        effect.lines.extend(match kept.revision(number) {
            Some(old) => {
                let authority = |id: &str| self.authority(id);
                let saying = Saying { words: self.words, authority: &authority };
                let old = (&old.definition, old_text);
                differences(&saying, old, (&new, &proposal.source))
            }
            None => vec![EffectLine {
                label: self.say("catalogue-differs-text"),
                value: self.say("catalogue-differs-first"),
            }],
        });
        effect.reviews = self.reviews(&proposal.source);
        for review in &effect.reviews {
            effect.lines.push(EffectLine {
                label: self.say("catalogue-secrecy"),
                value: review.label.clone(),
            });
        }
        let print: String = proposal.digest.chars().take(DIGEST).collect();
        Ok(effect.line(self.say("catalogue-column-digest"), LocalText::same(print)))
    }

    /// The base elements are those that the list has on the day.
    fn stands_on_the_list(&self, source: &str, effective_on: Date) -> Result<(), ActError> {
        let mut context = self.catalogue.lint_context(&self.catalogue.lists());
        context.entries = self.catalogue.base_elements(Some(effective_on));
        let checked = self.catalogue.check("service.yaml", source, &context);
        let is_off = checked.findings.iter().any(|it| it.rule.starts_with("entry."));
        if is_off { Err(ActError::Refused("service.off_the_list".to_owned())) } else { Ok(()) }
    }

    /// What in a text a second person lets become public only with a reason for each place.
    fn reviews(&self, source: &str) -> Vec<Review> {
        let context = self.catalogue.lint_context(&self.catalogue.lists());
        let checked = self.catalogue.check("service.yaml", source, &context);
        let found = checked.reviews().zip(1..);
        found.map(|(finding, number)| self.review(finding, number)).collect()
    }

    fn review(&self, finding: &Finding, number: u32) -> Review {
        let in_lang = |lang| {
            let (what, line) = (finding.message.get(lang), finding.line);
            self.words.with(lang, "catalogue-secrecy-line", &[("what", &what), ("line", &line)])
        };
        let label = LocalText {
            zh_hans: in_lang(kernel::Lang::ZhHans),
            zh_hant: in_lang(kernel::Lang::ZhHant),
            en: in_lang(kernel::Lang::En),
        };
        Review { id: number.to_string(), label, value: finding.remedy.clone() }
    }

    fn withdrawn(&self, kept: &Kept, reason: &str) -> Result<Effect, ActError> {
        let reason = kept.item.withdrawable(reason).map_err(refused)?;
        let number = kept.item.newest();
        let name = kept.revision(number).map(|it| it.definition.name().clone());
        let effect = Effect {
            sentence: self.sentence(
                "catalogue-withdraw-sentence",
                &name.unwrap_or_default(),
                number,
            ),
            ..Effect::default()
        };
        Ok(effect.line(self.say("catalogue-withdraw-reason"), LocalText::same(reason)))
    }

    /// What stands on the revisions that there are and stays on them.
    fn with_uses(&self, mut effect: Effect, uses: &[InUse]) -> Effect {
        for it in uses {
            let key = format!("catalogue-use-{}", it.usage.word());
            let label = match it.revision {
                Some(revision) => self.words.all(&key, &[("revision", &revision)]),
                None => self.say(&key),
            };
            let shown = it.shown();
            let count = match it.is_rounded() {
                true => self.words.all("catalogue-use-about", &[("count", &shown)]),
                false => LocalText::same(shown.to_string()),
            };
            effect = effect.line(label, count);
        }
        if uses.is_empty() {
            effect = effect.line(self.say("catalogue-use"), self.say("catalogue-use-nothing"));
        }
        effect.touched = uses.iter().map(|it| it.shown()).sum();
        effect
    }

    fn sentence(&self, key: &str, name: &LocalText, revision: u32) -> LocalText {
        let in_lang = |lang| {
            let name = name.get(lang);
            self.words.with(lang, key, &[("name", &name), ("revision", &revision)])
        };
        LocalText {
            zh_hans: in_lang(kernel::Lang::ZhHans),
            zh_hant: in_lang(kernel::Lang::ZhHant),
            en: in_lang(kernel::Lang::En),
        }
    }

    fn authority(&self, id: &str) -> LocalText {
        let found = self.catalogue.directory().authority(id);
        found.map_or_else(|| LocalText::same(id), |it| it.name.clone())
    }
}

#[async_trait::async_trait]
impl PowerAct for Release {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        let wish: Wish = read(order)?;
        let denied = |_| ActError::Refused("forbidden".to_owned());
        self.catalogue.require(requester, PUBLISH).map_err(denied)?;
        let kept = self.kept(&wish.service).await?;
        let today = self.catalogue.today();
        let effect = match &wish.order {
            Order::Publish { digest, effective_on } => {
                self.published(&kept, digest, *effective_on, today)?
            }
            Order::Withdraw { reason } => self.withdrawn(&kept, reason)?,
        };
        let uses = self.catalogue.uses(&wish.service).await;
        let uses = uses.map_err(|error| ActError::Down(error.to_string()))?;
        Ok(self.with_uses(effect, &uses))
    }

    async fn approvable_by(&self, order: &Value, approver: &Actor) -> Result<(), ActError> {
        let wish: Wish = read(order)?;
        let kept = self.kept(&wish.service).await?;
        let item: &ServiceItem = &kept.item;
        match wish.order {
            Order::Publish { .. } => item.approvable_by(approver).map_err(refused),
            Order::Withdraw { .. } => Ok(()),
        }
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let Wish { service, order } = read(order)?;
        let done = match order {
            Order::Publish { digest, effective_on } => {
                self.catalogue.publish(by, key, &service, &digest, effective_on).await
            }
            Order::Withdraw { reason } => self.catalogue.withdraw(by, key, &service, &reason).await,
        };
        done.map_err(ActError::from)
    }
}

/// An order as it was kept.
///
/// # Errors
/// When it is of another form.
pub(crate) fn read<T: DeserializeOwned>(order: &Value) -> Result<T, ActError> {
    serde_json::from_value(order.clone()).map_err(|_| ActError::Refused("unreadable".to_owned()))
}

fn refused(refusal: Refusal) -> ActError {
    ActError::Refused(refusal.code().to_owned())
}
