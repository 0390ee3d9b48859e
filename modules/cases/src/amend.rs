//! Putting right what a decision says after it has left: wished by an officer of the competent
//! authority, approved by another. The applicant gets the amendment as they got the decision, and
//! the decision stays in the record.

use std::sync::{Arc, LazyLock};

use accounts_domain::Power;
use approvals_domain::{ActError, Asked, Authorised, Effect, Kind, Plan, PowerAct, ProposeError};
use cases_domain::{Amendment, Case, CaseRefusal};
use catalogue_domain::definition::ServiceDefinition;
use jiff::SignedDuration;
use kernel::{
    Actor, LocalText,
    id::{ApprovalId, CaseId, CommandId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::Words;

use crate::service::{Desk, Order, Trouble};

/// The kind of act.
const KIND: &str = "cases.amend_decision";

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// What is to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AmendOrder {
    /// The case.
    pub case: CaseId,
    /// Code of the reason of a refusal.
    pub code: Option<String>,
    /// What the decision is to say.
    pub text: String,
    /// Why it is put right.
    pub reason: String,
}

impl AmendOrder {
    pub fn amendment(&self) -> Amendment {
        Amendment { code: self.code.clone(), text: self.text.clone(), reason: self.reason.clone() }
    }

    /// The order as it is kept. Ids and texts always have a JSON form.
    fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The kind, for the subject that asks second persons.
///
/// # Errors
/// When the words do not read.
pub(crate) fn kind(desk: &Desk) -> anyhow::Result<Kind> {
    let words = WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))?;
    Ok(Kind {
        word: KIND,
        title: words.all("cases-amend-title", &[]),
        approves: "cases.approve_amendment",
        delay: SignedDuration::ZERO,
        act: Arc::new(Amend { desk: desk.clone(), words }),
    })
}

impl Desk {
    /// What an amendment would do now, and the digest that stands for exactly this.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn plan_amendment(
        &self,
        by: &Actor,
        order: &AmendOrder,
    ) -> Result<(Plan, String), ActError> {
        self.approvals.plan(KIND, &order.value(), by).await
    }

    /// Proposes it. `typed` is the case's reference, as the officer typed it.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose_amendment(
        &self,
        key: CommandId,
        by: &Actor,
        (case, order): (&Case, &AmendOrder),
        (digest, typed): (&str, &str),
    ) -> Result<ApprovalId, ProposeError> {
        let asked = Asked {
            kind: KIND,
            authority: &case.authority,
            matter: &format!("case/{}", order.case),
            order: &order.value(),
            digest,
            typed,
        };
        self.approvals.propose(key, by, asked).await
    }
}

struct Amend {
    desk: Desk,
    words: &'static Words,
}

impl Amend {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    async fn case(&self, id: CaseId) -> Result<Case, ActError> {
        let loaded = self.desk.ledger.load::<Case>(id).await;
        let loaded = loaded.map_err(|error| ActError::Down(error.to_string()))?;
        loaded.map(|(case, _)| case).ok_or_else(|| refused(&CaseRefusal::Unknown))
    }

    /// What a code stands for; nothing where there is none.
    fn coded(definition: &ServiceDefinition, code: Option<&String>) -> Option<LocalText> {
        let code = code?;
        let known = definition.refusal(code).map(|it| it.text.clone());
        Some(known.unwrap_or_else(|| LocalText::same(code)))
    }

    fn effect_of(
        &self,
        (case, applicant): (&Case, &str),
        definition: &ServiceDefinition,
        order: &AmendOrder,
    ) -> Result<Effect, ActError> {
        let decision = case.amendable(definition, &order.amendment());
        let decision = decision.map_err(|refusal| refused(&refusal))?;
        let party = case.party.as_ref().ok_or_else(|| refused(&CaseRefusal::Unknown))?;
        let outcome = if decision.granted { "cases-amend-granted" } else { "cases-amend-refused" };
        let mut effect = Effect {
            sentence: self.say("cases-amend-sentence"),
            touched: 1,
            to_type: Some(case.reference.clone()),
            about: Some(party.subject),
            ..Effect::default()
        }
        .line(self.say("cases-amend-case"), LocalText::same(&case.reference))
        .line(self.say("cases-amend-service"), case.name.clone())
        .line(self.say("cases-amend-told"), LocalText::same(applicant))
        .line(self.say("cases-amend-outcome"), self.say(outcome));
        let codes = [decision.code.as_ref(), order.code.as_ref()];
        if let [Some(old), Some(new)] = codes.map(|it| Self::coded(definition, it)) {
            effect = effect
                .line(self.say("cases-amend-code-before"), old)
                .line(self.say("cases-amend-code-after"), new);
        }
        Ok(effect
            .line(self.say("cases-amend-text-before"), LocalText::same(decision.text.as_str()))
            .line(self.say("cases-amend-text-after"), LocalText::same(order.text.trim()))
            .line(self.say("cases-amend-reason"), LocalText::same(order.reason.trim())))
    }
}

#[async_trait::async_trait]
impl PowerAct for Amend {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        let order = read(order)?;
        let case = self.case(order.case).await?;
        self.desk.allow(&case, requester, "cases.amend").await.map_err(told)?;
        let published = self.desk.definition(&case).map_err(told)?;
        let party = case.party.as_ref().ok_or_else(|| refused(&CaseRefusal::Unknown))?;
        let applicant = self.desk.applicant_name(party).await.map_err(told)?;
        self.effect_of((&case, &applicant), &published.definition, &order)
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let order = read(order)?;
        let command = Order { key, by: &by.requester, seen: None, power: Power::OWN };
        let (amendment, people) = (order.amendment(), by.clone());
        let content = (&order.code, &order.text, &order.reason);
        let done = self
            .desk
            .act(&command, order.case, "amend", &content, move |case, definition, _, _| {
                let both = (&people.requester, &people.approver);
                case.amend_decision(definition, &amendment, both)
            })
            .await;
        done.map(|_| ()).map_err(told)
    }
}

fn read(order: &Value) -> Result<AmendOrder, ActError> {
    serde_json::from_value(order.clone()).map_err(|_| ActError::Refused("unreadable".to_owned()))
}

fn refused(refusal: &CaseRefusal) -> ActError {
    ActError::Refused(refusal.code().to_owned())
}

fn told(trouble: Trouble) -> ActError {
    match trouble {
        Trouble::Refused(refusal) => refused(&refusal),
        Trouble::Denied | Trouble::NotFound => ActError::Refused("forbidden".to_owned()),
        other => ActError::Down(format!("{other:?}")),
    }
}
