//! How definitions come into force: checked, proposed by one person, approved by another.

use std::collections::BTreeSet;

use approvals_domain::Authorised;
use catalogue_domain::{
    Definition, Finding, LintContext, Refusal, ServiceEvent, ServiceItem, lint,
};
use jiff::civil::Date;
use kernel::{Actor, id::CommandId};
use ledger::{Command, StoreError, derived_command};
use sha2::{Digest as _, Sha256};

use super::{Catalogue, Trouble};
use crate::{
    lists::{Lists, Theme},
    store::{self, Waiting},
};

/// A text that was read and linted.
pub(crate) struct Checked {
    /// What it says, unless it cannot be read.
    pub definition: Option<Definition>,
    /// What is wrong with it, in the order of its lines.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// What a second person has to look at before it becomes public.
    pub fn reviews(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|it| it.is_review())
    }

    /// The definition, if nothing refuses its publication.
    pub fn publishable(&self) -> Option<&Definition> {
        let has_error = self.findings.iter().any(Finding::is_error);
        self.definition.as_ref().filter(|_| !has_error)
    }
}

/// Digest of a definition's text: SHA-256 in lower-case hex.
pub(crate) fn digest(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

impl Catalogue {
    /// Reads and lints a text; findings name it `file`.
    pub fn check(&self, file: &str, text: &str, context: &LintContext) -> Checked {
        match Definition::read(file, text) {
            Ok((definition, map)) => {
                let findings = lint(&definition, &map, context);
                Checked { definition: Some(definition), findings }
            }
            Err(findings) => Checked { definition: None, findings },
        }
    }

    /// What definitions may refer to, as far as this subject knows it.
    pub fn lint_context(&self, lists: &Lists) -> LintContext {
        let codes = |themes: &[Theme]| -> Option<BTreeSet<String>> {
            let codes: BTreeSet<_> = themes.iter().map(|theme| theme.code.clone()).collect();
            (!codes.is_empty()).then_some(codes)
        };
        let departments: BTreeSet<_> =
            self.inner.directory.authorities().iter().map(|it| it.id.clone()).collect();
        let life_events: BTreeSet<_> = lists.life_events.iter().map(|it| it.id.clone()).collect();
        LintContext {
            departments: (!departments.is_empty()).then_some(departments),
            individual_themes: codes(&lists.themes.individuals),
            business_themes: codes(&lists.themes.businesses),
            life_events: (!life_events.is_empty()).then_some(life_events),
            licence_types: None,
            data_resources: None,
            secrecy_words: self.inner.secrecy_words.clone(),
            entries: self.base_elements(None),
        }
    }

    /// Proposes a text that was checked.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn propose(
        &self,
        by: &Actor,
        command: CommandId,
        definition: &Definition,
        source: String,
    ) -> Result<(), Trouble> {
        self.require(by, "catalogue.edit")?;
        let digest = digest(&source);
        let command = Command::new::<ServiceItem>(command, by.clone(), &definition.id, &digest);
        let actor = by.clone();
        let decide =
            move |item: &ServiceItem, _: &_| item.propose(&actor, source.clone(), digest.clone());
        self.run(command, decide).await
    }

    /// Publishes the proposal with that digest, as one person wishes and another approved.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn publish(
        &self,
        by: &Authorised,
        command: CommandId,
        id: &str,
        digest: &str,
        effective_on: Date,
    ) -> Result<(), Trouble> {
        let digest = digest.to_owned();
        let content = (&digest, effective_on);
        let requester = by.requester.clone();
        let command = Command::new::<ServiceItem>(command, requester, id, &content);
        let by = by.clone();
        let decide = move |item: &ServiceItem, given: &kernel::Given| {
            item.publish((&by.requester, &by.approver), &digest, effective_on, given.today)
        };
        self.run(command, decide).await
    }

    /// Takes a service off the list, as one person wishes and another approved.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn withdraw(
        &self,
        by: &Authorised,
        command: CommandId,
        id: &str,
        reason: &str,
    ) -> Result<(), Trouble> {
        let reason = reason.to_owned();
        let command = Command::new::<ServiceItem>(command, by.requester.clone(), id, &reason);
        let by = by.clone();
        self.run(command, move |item, _| item.withdraw((&by.requester, &by.approver), &reason))
            .await
    }

    /// What waits for a second person, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn proposals(&self) -> Result<Vec<Waiting>, StoreError> {
        let rows =
            self.inner.ledger.rows(&store::PROPOSALS, &[super::reports::PAGE.into()]).await?;
        rows.iter().map(Waiting::read).collect()
    }

    /// Publishes the first revision of a service when an installation begins. A service that has
    /// one already is left alone.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn found(&self, definition: &Definition, source: String) -> Result<(), Trouble> {
        let digest = digest(&source);
        let id = derived_command("catalogue.found", format!("{}/{digest}", definition.id));
        let command = Command::new::<ServiceItem>(id, Actor::SYSTEM, &definition.id, &digest);
        let decide = move |item: &ServiceItem, given: &kernel::Given| {
            Ok(item.found(source.clone(), digest.clone(), given.today))
        };
        self.inner.ledger.execute::<ServiceItem, Refusal, _>(command, decide).await?;
        Ok(())
    }

    /// Puts lists in the place of the present ones.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn import_lists(&self, lists: Lists) -> Result<(), Trouble> {
        let content = digest(&serde_json::to_string(&lists).unwrap_or_default());
        let id = derived_command("catalogue.import_lists", &content);
        let command = Command::new::<Lists>(id, Actor::SYSTEM, Lists::KEY, &content);
        let decide = move |now: &Lists, _: &_| Ok(now.import(lists.clone()));
        self.inner.ledger.execute::<Lists, Refusal, _>(command, decide).await?;
        Ok(())
    }

    async fn run<F>(&self, command: Command, decide: F) -> Result<(), Trouble>
    where
        F: Fn(&ServiceItem, &kernel::Given) -> Result<Vec<ServiceEvent>, Refusal>
            + Send
            + Sync
            + 'static,
    {
        self.inner.ledger.execute::<ServiceItem, Refusal, _>(command, decide).await?;
        // What was done is done; if memory cannot follow now, the job lets it follow later.
        if let Err(error) = self.refresh().await {
            tracing::warn!(%error, "memory does not follow what was just written");
        }
        Ok(())
    }
}
