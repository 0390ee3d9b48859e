//! Whether a licence stands in the public record, and the proof of it.

use jiff::Timestamp;
use kernel::{Actor, Aggregate as _, Recorded, id::LicenceId};
use licences_domain::{Licence, LicenceEvent};
use record::{PublicRecord, Receipt};
use web::Failure;

use super::{Download, Licensing};
use crate::store::Record;

/// How a licence stands in the public record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logged {
    /// Its issue is provably logged, and what is shown of it is what was logged.
    Yes,
    /// It is not yet.
    Pending,
    /// It is not, or something else was logged: it was not issued here as it is shown.
    No,
    /// No record is kept here.
    Unkept,
}

impl Logged {
    /// The word in keys and in the API.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "logged",
            Self::Pending => "pending",
            Self::No => "missing",
            Self::Unkept => "unkept",
        }
    }
}

/// How a licence stands in the record.
pub struct Standing {
    /// Whether it is logged as it is shown.
    pub logged: Logged,
    /// The licence as its events tell it.
    pub licence: Licence,
    /// When the edition that is out was issued.
    pub issued_at: Option<Timestamp>,
}

impl Licensing {
    pub(super) fn public_record(&self) -> &dyn PublicRecord {
        self.inner.record.as_ref()
    }

    /// How the licence of a row stands in the record.
    pub(super) async fn logged(&self, row: &Record) -> Result<Standing, Failure> {
        let history = self.ledger().history::<Licence>(row.id).await?;
        let mut licence = Licence::default();
        history.iter().for_each(|event| licence.apply(event));
        let is_issue = |it: &&Recorded<LicenceEvent>| {
            matches!(it.event, LicenceEvent::Issued(_) | LicenceEvent::Reissued(_))
        };
        let issued_at = history.iter().rev().find(is_issue).map(|it| it.at);
        let Some(last) = history.last().filter(|_| is_of(row, &licence, &history)) else {
            return Ok(Standing { logged: Logged::No, licence, issued_at });
        };
        // The first event is the issue, the last one says what it is worth today.
        let mut found = self.standing(row.id, 1).await?;
        if last.seq > 1 && self.standing(row.id, last.seq).await? == Logged::No {
            found = Logged::No;
        }
        Ok(Standing { logged: found, licence, issued_at })
    }

    async fn standing(&self, id: LicenceId, seq: u64) -> Result<Logged, Failure> {
        Ok(match self.receipt(id, seq).await? {
            Receipt::Proven(_) => Logged::Yes,
            Receipt::Pending => Logged::Pending,
            Receipt::Missing => Logged::No,
            Receipt::Unkept => Logged::Unkept,
        })
    }

    async fn receipt(&self, id: LicenceId, seq: u64) -> Result<Receipt, Failure> {
        let stream = format!("{}/{id}", Licence::KIND);
        self.public_record().receipt(&stream, seq).await.map_err(Failure::internal)
    }

    /// The proof that the actor's own licence was issued; none while it is being made.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for another's, or where there is none to be had.
    pub async fn own_proof(
        &self,
        actor: &Actor,
        id: LicenceId,
    ) -> Result<Option<Download>, Failure> {
        let record = self.own_record(actor, id).await?;
        match self.receipt(id, 1).await? {
            Receipt::Proven(proof) => Ok(Some(Download {
                name: format!("{}.tlog-proof", record.identifier),
                mime: "text/plain; charset=utf-8",
                bytes: proof.text.into_bytes(),
            })),
            Receipt::Pending => Ok(None),
            Receipt::Missing | Receipt::Unkept => Err(Failure::NotFound),
        }
    }
}

/// Whether a row says what the events say.
fn is_of(row: &Record, licence: &Licence, history: &[Recorded<LicenceEvent>]) -> bool {
    let is_issued =
        matches!(history.first(), Some(Recorded { event: LicenceEvent::Issued(_), .. }));
    is_issued
        && licence.holder == Some(row.holder)
        && licence.licence_type == row.licence_type
        && licence.name == row.name
        && licence.number == row.number
        && licence.identifier == row.identifier
        && licence.authority == row.authority
        && licence.issued_on == Some(row.issued_on)
        && licence.valid_from == Some(row.valid_from)
        && licence.valid_to == row.valid_to
        && licence.status == row.status
        && u64::from(licence.edition()) == row.edition
        && licence.key == row.key
}
