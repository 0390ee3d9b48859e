//! What readers say is wrong in guides, and what editors look at.

use catalogue_domain::Published;
use jiff::Timestamp;
use kernel::{Actor, id::CommandId};
use ledger::{Command, StoreError};

use super::{Catalogue, Trouble};
use crate::{
    report::{GuideReport, ReportRefusal},
    store::{self, Report},
};

/// How many rows a list of editors shows.
pub(crate) const PAGE: usize = 50;

impl Catalogue {
    /// Keeps what a reader says is wrong in a guide.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn report_error(
        &self,
        by: &Actor,
        command: CommandId,
        service: &Published,
        text: &str,
    ) -> Result<(), Trouble> {
        self.require(by, "catalogue.report_error")?;
        let (id, revision) = (service.definition.id.clone(), service.revision);
        let text = text.to_owned();
        let content = (&id, revision, &text);
        let command = Command::new::<GuideReport>(command, by.clone(), command, &content);
        let decide = move |report: &GuideReport, _: &_| report.report(&id, revision, &text);
        self.inner.ledger.execute::<GuideReport, ReportRefusal, _>(command, decide).await?;
        Ok(())
    }

    /// Is done with a report.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn settle_report(
        &self,
        by: &Actor,
        command: CommandId,
        id: &str,
        outcome: &str,
    ) -> Result<(), Trouble> {
        self.require(by, "catalogue.edit")?;
        let outcome = outcome.to_owned();
        let command = Command::new::<GuideReport>(command, by.clone(), id, &outcome);
        let decide = move |report: &GuideReport, _: &_| report.settle(&outcome);
        self.inner.ledger.execute::<GuideReport, ReportRefusal, _>(command, decide).await?;
        Ok(())
    }

    /// A page of the reports that wait, oldest first, after a place in the list.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_reports(
        &self,
        after: Option<(Timestamp, String)>,
    ) -> Result<Vec<Report>, StoreError> {
        let (at, id) = after.unwrap_or((Timestamp::MIN, String::new()));
        let args = [at.into(), id.into(), PAGE.into()];
        self.inner
            .ledger
            .rows(&store::OPEN_REPORTS, &args)
            .await?
            .iter()
            .map(Report::read)
            .collect()
    }

    /// A report that waits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_report(&self, id: &str) -> Result<Option<Report>, StoreError> {
        let rows = self.inner.ledger.rows(&store::OPEN_REPORT, &[id.into()]).await?;
        rows.first().map(Report::read).transpose()
    }

    /// How many reports wait.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_reports(&self) -> Result<u64, StoreError> {
        let rows = self.inner.ledger.rows(&store::COUNT_REPORTS, &[]).await?;
        rows.first().map_or(Ok(0), |row| row.count(0))
    }
}
