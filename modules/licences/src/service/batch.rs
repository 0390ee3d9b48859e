//! Acts on many licences while they are carried out. Each licence is changed under a command of its
//! own that is named after the batch, so a step that was cut off is done again and nothing happens
//! twice.

use kernel::{
    Actor,
    code::LicenceIdentifier,
    id::{ApprovalId, CommandId, LicenceId},
};
use ledger::{Command, CommandError, derived_command};
use licences_domain::{
    Batch, BatchBegun, BatchRefusal, Left, Licence, LicenceAct, LicenceEvent, LicenceRefusal,
};
use web::Failure;

use super::Licensing;
use crate::{
    many::{self, because},
    store::{self, Record},
};

/// So many licences are seen to in a step.
const STEP: usize = 25;
/// So many steps of one batch are made in a run, so that other jobs get their turn.
const STEPS: usize = 40;
/// So many batches stand on the page.
const SHOWN: i64 = 50;

/// A batch as its page shows it.
#[derive(Debug, Clone)]
pub struct BatchView {
    /// Its id, which is that of the proposal.
    pub id: ApprovalId,
    /// How it stands.
    pub batch: Batch,
    /// The numbers of those that were left as they are, with the code of why.
    pub left: Vec<(String, String)>,
}

impl Licensing {
    /// The newest batches.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn batches(&self, actor: &Actor) -> Result<Vec<BatchView>, Failure> {
        self.inner.policy.require(actor, many::READ, &[])?;
        let rows = self.ledger().rows(&store::NEWEST_BATCHES, &[SHOWN.into()]).await?;
        let mut found = Vec::new();
        for row in &rows {
            let id: ApprovalId = row.parsed(0)?;
            if let Some((batch, _)) = self.ledger().load::<Batch>(id).await? {
                found.push(BatchView { id, batch, left: Vec::new() });
            }
        }
        Ok(found)
    }

    /// One batch with what was left as it is.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn batch(&self, actor: &Actor, id: ApprovalId) -> Result<BatchView, Failure> {
        self.inner.policy.require(actor, many::READ, &[])?;
        let (batch, _) = self.ledger().load::<Batch>(id).await?.ok_or(Failure::NotFound)?;
        let mut left = Vec::new();
        for it in &batch.left {
            let number = self.record(it.licence).await?.map(|it| it.number);
            left.push((number.unwrap_or_default(), it.code.clone()));
        }
        Ok(BatchView { id, batch, left })
    }

    /// Goes on with every batch; answers how many licences were seen to.
    pub(crate) async fn work_batches(&self) -> Result<u64, Failure> {
        let rows = self.ledger().rows(&store::OPEN_BATCHES, &[SHOWN.into()]).await?;
        let mut seen = 0;
        for row in &rows {
            let id: ApprovalId = row.parsed(0)?;
            for _ in 0..STEPS {
                match self.step_batch(id).await? {
                    0 => break,
                    some => seen += some,
                }
            }
        }
        Ok(seen)
    }

    /// Sees to the next licences of a batch; answers how many.
    pub(crate) async fn step_batch(&self, id: ApprovalId) -> Result<u64, Failure> {
        let Some((batch, _)) = self.ledger().load::<Batch>(id).await? else { return Ok(0) };
        let (Some(begun), licences) = (&batch.begun, batch.next(STEP)) else { return Ok(0) };
        if licences.is_empty() {
            return Ok(0);
        }
        let mut left = Vec::new();
        for licence in &licences {
            let code = self.one_of_batch(id, begun, *licence).await?;
            left.extend(code.map(|code| Left { licence: *licence, code }));
        }
        let (at, count) = (batch.done, licences.len() as u64);
        let key = derived_command("licences.batch", format!("{id}/{at}"));
        let command = Command::new::<Batch>(key, Actor::SYSTEM, id, &(at, count));
        let done = self
            .ledger()
            .execute::<Batch, BatchRefusal, _>(command, move |batch, _| {
                batch.step(at, count, left.clone())
            })
            .await;
        match done {
            // Another worker may have been first: it is done.
            Ok(_) | Err(CommandError::Refused(_)) => Ok(count),
            Err(error) => Err(Failure::from_command(error, Failure::internal)),
        }
    }

    /// Does it to one licence; answers the code of why it was left as it is, if it was.
    pub(crate) async fn one_of_batch(
        &self,
        batch: ApprovalId,
        begun: &BatchBegun,
        licence: LicenceId,
    ) -> Result<Option<String>, Failure> {
        let key = derived_command("licences.batch_one", format!("{batch}/{licence}"));
        if self.ledger().was_run(&begun.requester, key).await? {
            return Ok(None);
        }
        let Some(record) = self.record(licence).await? else {
            return Ok(Some(LicenceRefusal::Unknown.code().to_owned()));
        };
        for officer in [&begun.requester, &begun.approver] {
            if self.is_touched(officer, &record).await? {
                return Ok(Some("licence.interest".to_owned()));
            }
        }
        match begun.act {
            LicenceAct::Reissue => self.reissue_one(key, begun, &record).await,
            act => {
                let own = begun.clone();
                self.do_one(key, begun, &record, move |it| it.act(act, because(&own))).await
            }
        }
    }

    async fn reissue_one(
        &self,
        key: CommandId,
        begun: &BatchBegun,
        record: &Record,
    ) -> Result<Option<String>, Failure> {
        let issuing = self.issuing_key().await?.noted.id;
        if record.key.as_deref() == Some(issuing.as_str()) {
            return Ok(Some("licence.same_key".to_owned()));
        }
        let next = LicenceIdentifier::parse(&record.identifier).and_then(|it| it.next_version());
        let Ok(next) = next.map(String::from) else {
            return Ok(Some("licence.no_edition".to_owned()));
        };
        let own = begun.clone();
        self.do_one(key, begun, record, move |it| it.reissue(&next, &issuing, because(&own))).await
    }

    async fn do_one<F>(
        &self,
        key: CommandId,
        begun: &BatchBegun,
        record: &Record,
        decide: F,
    ) -> Result<Option<String>, Failure>
    where
        F: Fn(&Licence) -> Result<Vec<LicenceEvent>, LicenceRefusal> + Send + Sync + 'static,
    {
        let by = begun.requester.clone();
        let command = Command::new::<Licence>(key, by, record.id, &(begun.act, &begun.reason_code))
            .about(record.holder, None);
        let done = self
            .ledger()
            .execute::<Licence, LicenceRefusal, _>(command, move |licence, _| decide(licence))
            .await;
        match done {
            Ok(_) => Ok(None),
            Err(CommandError::Refused(refusal)) => Ok(Some(refusal.code().to_owned())),
            Err(error) => Err(Failure::from_command(error, Failure::internal)),
        }
    }
}
