//! The least that somebody has opened before they decide: the file as it stands now, and where the
//! installation wants it, each material by somebody who examines or decides. What was opened is
//! known from the record of reads.

use cases_domain::{Case, CaseRefusal};
use jiff::Timestamp;
use kernel::{Actor, LocalText, Role, id::CaseId};
use ledger::Opening;
use materials_domain::{How, Material, opened_as};

use super::{Desk, Order, Trouble};

/// So many reads of one matter are looked through.
const LOOKED_THROUGH: usize = 1_000;

impl Desk {
    /// Refuses a decision on what was not opened.
    pub(super) async fn with_file_opened(
        &self,
        order: &Order<'_>,
        id: CaseId,
    ) -> Result<(), Trouble> {
        let (case, version) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        // Who saw another version is told that first: the file is to be opened again anyhow.
        if order.seen.is_some_and(|seen| seen != version) {
            return Err(Trouble::Conflict);
        }
        let changed = case.changed_for(order.by).unwrap_or(Timestamp::UNIX_EPOCH);
        if self.first_opened(&case, order.by, changed).await?.is_none() {
            return Err(Trouble::Refused(CaseRefusal::NotOpened));
        }
        if self.decisions.materials_opened {
            let unopened = self.unopened(id, &case).await?;
            if !unopened.is_empty() {
                return Err(Trouble::Refused(CaseRefusal::MaterialsNotOpened(unopened)));
            }
        }
        Ok(())
    }

    /// When somebody first opened the file of a case since an instant.
    pub(super) async fn first_opened(
        &self,
        case: &Case,
        by: &Actor,
        since: Timestamp,
    ) -> Result<Option<Timestamp>, Trouble> {
        let party = case.party.as_ref().ok_or(Trouble::NotFound)?;
        let matter = &case.reference;
        let reads = self.ledger.openings(party.subject, matter, since, LOOKED_THROUGH).await?;
        let own = |it: &&Opening| it.action == "cases.read" && it.by.is_same_person(by);
        Ok(reads.iter().find(own).map(|it| it.at))
    }

    /// The names of the required materials of which nobody who examines or decides has opened each
    /// file.
    async fn unopened(&self, id: CaseId, case: &Case) -> Result<Vec<LocalText>, Trouble> {
        let published = self.definition(case)?;
        let party = case.party.as_ref().ok_or(Trouble::NotFound)?;
        let (filed, folder) = self.dossier(id).await?;
        let (matter, since) = (id.application().to_string(), Timestamp::UNIX_EPOCH);
        let reads = self.ledger.openings(party.subject, &matter, since, LOOKED_THROUGH).await?;
        let is_examining = |it: &Opening| matches!(it.by.role, Role::Examiner | Role::Approver);
        let opened = |material: &Material| {
            let name = opened_as(material.id);
            reads.iter().any(|it| is_examining(it) && it.fields.contains(&name))
        };
        let is_closed =
            |material: &&Material| matches!(material.how, How::File { .. }) && !opened(material);
        let required = published.definition.required_materials(&filed.facts).into_iter();
        let closed = required.filter(|it| folder.of(&it.id).into_iter().any(|it| is_closed(&it)));
        Ok(closed.map(|it| it.name.clone()).collect())
    }
}
