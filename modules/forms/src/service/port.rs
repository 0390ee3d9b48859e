//! What later subjects ask. They asked the policy about their own action before.

use std::collections::BTreeSet;

use catalogue_domain::Facts;
use forms_domain::{
    Application, ApplicationError, ApplicationList, Applications, DraftSummary, Drafts, Filed,
    StartOrder,
};
use jiff::Timestamp;
use kernel::{
    Actor,
    id::{AccountId, ApplicationId, CommandId, SubjectId},
};
use ledger::{Command, derived_command};

use super::{Forms, Saving};
use crate::{problem::Problem, store};

#[async_trait::async_trait]
impl Applications for Forms {
    async fn get(&self, id: ApplicationId) -> Result<Filed, ApplicationError> {
        let opened = self.open(id).await?;
        Ok(Filed { application: opened.application, facts: opened.facts })
    }

    async fn discarded_at(&self, id: ApplicationId) -> Result<Option<Timestamp>, ApplicationError> {
        let found = self.inner.ledger.load::<Application>(id).await.map_err(Problem::from)?;
        Ok(found.and_then(|(application, _)| application.discarded_at))
    }

    async fn start(
        &self,
        key: CommandId,
        order: StartOrder,
        by: &Actor,
    ) -> Result<ApplicationId, ApplicationError> {
        Ok(Forms::start(self, key, order, by).await?)
    }

    async fn save(
        &self,
        key: CommandId,
        id: ApplicationId,
        topic: &str,
        facts: Facts,
        by: &Actor,
    ) -> Result<(), ApplicationError> {
        let topics = BTreeSet::from([topic.to_owned()]);
        let power = &accounts_domain::Power::OWN;
        Forms::save(self, Saving { key, id, by, power }, &topics, &facts, None).await?;
        Ok(())
    }

    async fn submitted(&self, id: ApplicationId, by: &Actor) -> Result<(), ApplicationError> {
        let version = self.version(id).await?;
        let key = derived_command("forms.submitted", format!("{id}/{version}"));
        let command = Command::new::<Application>(key, by.clone(), id, &"submitted");
        let ledger = &self.inner.ledger;
        ledger
            .execute(command, |state: &Application, _| state.submit())
            .await
            .map_err(Problem::from)?;
        Ok(())
    }

    async fn reopen(
        &self,
        key: CommandId,
        id: ApplicationId,
        fields: Vec<String>,
        by: &Actor,
    ) -> Result<(), ApplicationError> {
        let fields: BTreeSet<String> = fields.into_iter().collect();
        let command = Command::new::<Application>(key, by.clone(), id, &fields);
        let decide = move |state: &Application, _: &kernel::Given| state.reopen(fields.clone());
        self.inner.ledger.execute(command, decide).await.map_err(Problem::from)?;
        Ok(())
    }
}

#[async_trait::async_trait]
impl Drafts for Forms {
    async fn of_account(&self, account: AccountId) -> Result<Vec<DraftSummary>, ApplicationError> {
        Ok(self.drafts(account).await?)
    }
}

#[async_trait::async_trait]
impl ApplicationList for Forms {
    async fn of_subject(&self, subject: SubjectId) -> Result<Vec<ApplicationId>, ApplicationError> {
        let args = [subject.to_string().into()];
        let rows = self.inner.ledger.rows(&store::OF_SUBJECT, &args).await;
        let rows = rows.map_err(Problem::from)?;
        let ids = rows.iter().map(|row| row.parsed(0)).collect::<Result<_, _>>();
        Ok(ids.map_err(Problem::from)?)
    }
}

impl Forms {
    async fn version(&self, id: ApplicationId) -> Result<u64, Problem> {
        let found = self.inner.ledger.load::<Application>(id).await?;
        found.map(|(_, version)| version).ok_or(Problem::Unknown)
    }
}
