//! Wishes to put facts right, and the clerk's decision.

use std::collections::BTreeMap;

use accounts_domain::PersonFacts;
use jiff::Timestamp;
use kernel::{
    Actor,
    id::{CommandId, EventId},
};
use ledger::{Command, Read, derived_command};
use privacy_domain::{Correction, FACTS, PrivacyRefusal};
use serde::{Deserialize, Serialize};
use web::Failure;

use super::{Privacy, Problem, Whose, refused};
use crate::{policy, store};

/// The facts as they should be, and why. Sealed wherever it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wish {
    /// By the names of [`FACTS`].
    pub facts: BTreeMap<String, String>,
    /// Why.
    pub reason: String,
}

/// A wish as the person who asked sees it.
#[derive(Debug, Clone)]
pub struct CorrectionView {
    /// Its id.
    pub id: String,
    /// Which facts.
    pub fields: Vec<String>,
    /// What was wished; none where it was erased.
    pub wish: Option<Wish>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Whether it was granted, why, and when.
    pub verdict: Option<(bool, Option<String>, Timestamp)>,
}

/// A wish that waits, in the clerks' list.
#[derive(Debug, Clone)]
pub struct OpenCorrection {
    /// Its id.
    pub id: String,
    /// Which facts.
    pub fields: Vec<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// The facts before and the wish; only where one is opened.
    pub opened: Option<(PersonFacts, Wish)>,
}

impl Privacy {
    /// Somebody's facts by the names of [`FACTS`].
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn facts(&self, actor: &Actor) -> Result<PersonFacts, Failure> {
        let whose = self.own_person(actor)?;
        let found = self.people.person(whose.account).await.map_err(Failure::internal)?;
        found.ok_or(Failure::NotFound)
    }

    /// Facts of firms come from the register of firms, so only people ask here.
    fn own_person(&self, actor: &Actor) -> Result<Whose, Failure> {
        let whose = self.chosen(actor, policy::ASK)?;
        if whose.is_self() { Ok(whose) } else { Err(Failure::Forbidden) }
    }

    /// Asks that facts be put right. What is as it was is left out.
    ///
    /// # Errors
    /// [`Problem`]; [`PrivacyRefusal::Unknown`] where nothing would change.
    pub async fn ask_correction(
        &self,
        key: CommandId,
        actor: &Actor,
        mut wish: Wish,
    ) -> Result<(), Problem> {
        let whose = self.own_person(actor)?;
        let facts = self.facts(actor).await?;
        wish.facts.retain(|name, value| !value.is_empty() && fact(&facts, name) != Some(value));
        let fields: Vec<String> = wish.facts.keys().cloned().collect();
        if fields.is_empty() {
            return Err(Problem::Refused(PrivacyRefusal::Unknown));
        }
        let content = self.print(&format!("{wish:?}"));
        let sealed = self.ledger.vault().seal(whose.subject, &wish).await?;
        let id = EventId::from_uuid(derived_command("privacy.correction", key).uuid());
        let command = Command::new::<Correction>(key, actor.clone(), id, &content);
        let decide = move |state: &Correction, _: &kernel::Given| {
            state.ask(whose.subject, whose.account, fields.clone(), sealed.clone())
        };
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(())
    }

    /// The actor's own wishes, newest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn corrections(&self, actor: &Actor) -> Result<Vec<CorrectionView>, Failure> {
        let whose = self.own_person(actor)?;
        let args = [whose.subject.to_string().into()];
        let rows = self.ledger.rows(&store::CORRECTIONS_OF, &args).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.text(0)?;
            let Some((it, _)) = self.ledger.load::<Correction>(id).await? else { continue };
            found.extend(self.correction_view(id, &it).await?);
        }
        Ok(found)
    }

    /// A wish for the copy of all data.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wish_of(
        &self,
        id: &str,
        it: &Correction,
    ) -> anyhow::Result<Option<CorrectionView>> {
        let view = self.correction_view(id, it).await;
        view.map_err(|failure| anyhow::anyhow!("{}", failure.code()))
    }

    async fn correction_view(
        &self,
        id: &str,
        it: &Correction,
    ) -> Result<Option<CorrectionView>, Failure> {
        let (Some(asked_at), Some(wish)) = (it.asked_at, &it.wish) else { return Ok(None) };
        let verdict = match &it.verdict {
            Some(verdict) => {
                Some((verdict.is_granted, self.opened(&verdict.text).await?, verdict.at))
            }
            None => None,
        };
        let wish = self.opened(wish).await?;
        let (id, fields) = (id.to_owned(), it.fields.clone());
        Ok(Some(CorrectionView { id, fields, wish, asked_at, verdict }))
    }

    /// The wishes that wait after an instant and id, the oldest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn open_corrections(
        &self,
        actor: &Actor,
        after: (i64, &str),
        limit: usize,
    ) -> Result<Vec<OpenCorrection>, Failure> {
        self.policy.require(actor, policy::CORRECT, &[])?;
        let args = [after.0.into(), after.1.into(), (limit + 1).into()];
        let rows = self.ledger.rows(&store::OPEN_CORRECTIONS, &args).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.text(0)?.to_owned();
            let Some((it, _)) = self.ledger.load::<Correction>(&id).await? else { continue };
            found.push(OpenCorrection {
                id,
                fields: it.fields,
                asked_at: row.instant(1)?,
                opened: None,
            });
        }
        Ok(found)
    }

    /// One wish with the facts before. The look is recorded.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn open_correction(
        &self,
        actor: &Actor,
        id: EventId,
    ) -> Result<OpenCorrection, Failure> {
        self.policy.require(actor, policy::CORRECT, &[])?;
        let (it, _) = self.ledger.load::<Correction>(id).await?.ok_or(Failure::NotFound)?;
        let (Some(subject), None) = (it.subject, &it.verdict) else {
            return Err(Failure::NotFound);
        };
        let matter = id.to_string();
        let read =
            Read { subject, by: actor, action: policy::CORRECT, matter: &matter, reason: "" };
        let shown: Vec<&str> = it.fields.iter().map(String::as_str).collect();
        self.ledger.note_fields(read, &shown).await?;
        self.correction_as_shown(actor, id).await
    }

    /// One wish as its page shows it, to compare with what was shown. Nothing of it is told to
    /// anybody.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn correction_as_shown(
        &self,
        actor: &Actor,
        id: EventId,
    ) -> Result<OpenCorrection, Failure> {
        self.policy.require(actor, policy::CORRECT, &[])?;
        let (it, _) = self.ledger.load::<Correction>(id).await?.ok_or(Failure::NotFound)?;
        let (Some(account), Some(asked_at), Some(wish), None) =
            (it.account, it.asked_at, &it.wish, &it.verdict)
        else {
            return Err(Failure::NotFound);
        };
        let facts = self.people.person(account).await.map_err(Failure::internal)?;
        let opened = match (facts, self.opened(wish).await?) {
            (Some(facts), Some(wish)) => Some((facts, wish)),
            _ => return Err(Failure::Gone(None)),
        };
        Ok(OpenCorrection { id: id.to_string(), fields: it.fields.clone(), asked_at, opened })
    }

    /// Decides on a wish; a granted one changes the facts first.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn decide_correction(
        &self,
        key: CommandId,
        actor: &Actor,
        id: EventId,
        is_granted: bool,
        text: &str,
    ) -> Result<(), Problem> {
        self.policy.require(actor, policy::CORRECT, &[])?;
        let (it, _) = self.ledger.load::<Correction>(id).await?.ok_or(Failure::NotFound)?;
        let (Some(subject), Some(account), Some(wish)) = (it.subject, it.account, &it.wish) else {
            return Err(Failure::NotFound.into());
        };
        let sealed = self.ledger.vault().seal(subject, &text).await?;
        it.decide(actor, is_granted, sealed.clone()).map_err(Problem::Refused)?;
        if is_granted {
            let wish: Wish = self.opened(wish).await?.ok_or(Failure::Gone(None))?;
            let facts = self.people.person(account).await.map_err(Failure::internal)?;
            let facts = corrected(facts.ok_or(Failure::Gone(None))?, &wish);
            let key = derived_command("privacy.correct", id);
            let changed = self.register.correct(key, account, facts, actor).await;
            changed.map_err(Failure::internal)?;
        }
        let content = (is_granted, self.print(text));
        let command = Command::new::<Correction>(key, actor.clone(), id, &content);
        let by = actor.clone();
        let decide = move |state: &Correction, _: &kernel::Given| {
            state.decide(&by, is_granted, sealed.clone())
        };
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(())
    }
}

/// A fact by its name.
pub fn fact<'a>(facts: &'a PersonFacts, name: &str) -> Option<&'a String> {
    match name {
        "name" => Some(&facts.name),
        "mobile" => Some(&facts.mobile),
        "address" => Some(&facts.address),
        _ => None,
    }
}

fn corrected(mut facts: PersonFacts, wish: &Wish) -> PersonFacts {
    let wished = |name: &str| wish.facts.get(name).cloned();
    for name in FACTS {
        let Some(value) = wished(name) else { continue };
        match name {
            "name" => facts.name = value,
            "mobile" => facts.mobile = value,
            _ => facts.address = value,
        }
    }
    facts
}
