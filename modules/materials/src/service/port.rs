//! What later subjects ask. They asked the policy about their own action before.

use std::collections::BTreeSet;

use accounts_domain::Act;
use kernel::{
    Actor,
    id::{ApplicationId, CommandId, MaterialId},
};
use ledger::{Command, derived_command};
use materials_domain::{
    FileBytes, Folder, FolderEvent, FolderRefusal, How, MaterialError, Materials, Trust, Verdict,
};

use super::{Folders, Right};
use crate::problem::Problem;

#[async_trait::async_trait]
impl Materials for Folders {
    async fn folder(&self, application: ApplicationId) -> Result<Folder, MaterialError> {
        Ok(self.load(application).await?)
    }

    async fn file(
        &self,
        application: ApplicationId,
        material: MaterialId,
    ) -> Result<FileBytes, MaterialError> {
        let folder = self.load(application).await?;
        Ok(self.bytes(&folder, material).await?)
    }

    async fn fetch(
        &self,
        application: ApplicationId,
        by: &Actor,
    ) -> Result<Vec<String>, MaterialError> {
        let mut matter = self.matter(application).await?;
        if by.role == kernel::Role::Citizen {
            let (subject, service) = (matter.party.subject, matter.application.service.as_str());
            let power = self.inner.powers.power(by, subject, Act::Apply, Some(service)).await;
            let Ok(power) = power else { return Ok(Vec::new()) };
            matter.power = power;
        }
        Ok(Folders::fetch(self, &matter, by).await?)
    }

    async fn foreseen(
        &self,
        application: ApplicationId,
        by: &Actor,
    ) -> Result<Folder, MaterialError> {
        let matter = self.matter(application).await?;
        Ok(Folders::foreseen(self, matter, by).await?.folder)
    }

    async fn seen(
        &self,
        key: CommandId,
        application: ApplicationId,
        requirement: &str,
        by: &Actor,
    ) -> Result<(), MaterialError> {
        let matter = self.matter(application).await?;
        let requirement = matter.definition().material(requirement).ok_or(Problem::Unknown)?;
        let id = &requirement.id;
        let right = Right { by, power: &accounts_domain::Power::OWN };
        self.add(key, right, application, id, How::Paper, Trust::B).await?;
        Ok(())
    }

    async fn judge(
        &self,
        key: CommandId,
        application: ApplicationId,
        requirement: &str,
        verdict: Verdict,
        by: &Actor,
    ) -> Result<(), MaterialError> {
        let requirement = requirement.to_owned();
        let content = (requirement.clone(), verdict.clone());
        let decide = move |state: &Folder| state.judge(&requirement, verdict.clone());
        let command = Command::new::<Folder>(key, by.clone(), application, &content);
        let matter = self.matter(application).await?;
        let about = command.about(matter.party.subject, Some(application.record()));
        Ok(self.run(about, decide).await?)
    }

    async fn close(&self, application: ApplicationId, by: &Actor) -> Result<(), MaterialError> {
        let found = self.inner.ledger.load::<Folder>(application).await.map_err(Problem::from)?;
        let version = found.map_or(0, |(_, version)| version);
        let key = derived_command("materials.close", format!("{application}/{version}"));
        Ok(self.act(key, application, by, &"close", Folder::close).await?)
    }

    async fn reopen(
        &self,
        key: CommandId,
        application: ApplicationId,
        requirements: Vec<String>,
        by: &Actor,
    ) -> Result<(), MaterialError> {
        let requirements: BTreeSet<String> = requirements.into_iter().collect();
        let content = requirements.clone();
        let decide = move |state: &Folder| state.reopen(requirements.clone());
        Ok(self.act(key, application, by, &content, decide).await?)
    }
}

impl Folders {
    /// Runs a command that the folder never refuses.
    async fn act(
        &self,
        key: CommandId,
        application: ApplicationId,
        by: &Actor,
        content: &(impl serde::Serialize + Sync),
        decide: impl Fn(&Folder) -> Vec<FolderEvent> + Send + Sync + 'static,
    ) -> Result<(), Problem> {
        self.run(Command::new::<Folder>(key, by.clone(), application, content), decide).await
    }

    async fn run(
        &self,
        command: Command,
        decide: impl Fn(&Folder) -> Vec<FolderEvent> + Send + Sync + 'static,
    ) -> Result<(), Problem> {
        let decide = move |state: &Folder, _: &kernel::Given| -> Result<_, FolderRefusal> {
            Ok(decide(state))
        };
        self.inner.ledger.execute(command, decide).await?;
        Ok(())
    }
}
