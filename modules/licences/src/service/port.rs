//! What other subjects ask.

use kernel::{
    Actor,
    id::{CaseId, CommandId, LicenceId, SubjectId},
};
use licences_domain::{Held, IssueOrder, Issued, LicenceFacts, Licences, LicencesDown};
use web::Failure;

use super::Licensing;

#[async_trait::async_trait]
impl Licences for Licensing {
    async fn issue(
        &self,
        key: CommandId,
        order: IssueOrder,
        by: &Actor,
    ) -> Result<Issued, LicencesDown> {
        self.issue_licence(key, order, by).await.map_err(down)
    }

    fn may_issue(&self) -> bool {
        self.public_record().may_issue()
    }

    async fn held(&self, holder: SubjectId) -> Result<Vec<Held>, LicencesDown> {
        let today = self.today();
        let found = self.of_holder(holder).await.map_err(down)?;
        Ok(found.into_iter().map(|it| it.held(today)).collect())
    }

    async fn of_case(&self, case: CaseId) -> Result<Option<Held>, LicencesDown> {
        let found = self.record(LicenceId::from_uuid(case.uuid())).await.map_err(down)?;
        let today = self.today();
        Ok(found.map(|it| it.held(today)))
    }

    async fn pdf(&self, id: LicenceId) -> Result<Option<Vec<u8>>, LicencesDown> {
        self.made_pdf(id).await.map_err(down)
    }

    async fn facts(&self, id: LicenceId) -> Result<Option<LicenceFacts>, LicencesDown> {
        let Some(licence) = self.licence(id).await.map_err(down)? else { return Ok(None) };
        self.opened(&licence).await.map_err(down)
    }
}

/// The cause is in the log already; callers need to know only that it failed.
fn down(failure: Failure) -> LicencesDown {
    let reference = match &failure {
        Failure::Internal(reference) => reference.clone(),
        other => other.code().to_owned(),
    };
    LicencesDown(reference)
}
