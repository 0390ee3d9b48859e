//! The facts of the person behind a case: masked, or in clear for a reason that they can read.

use accounts_domain::PersonFacts;
use kernel::Actor;
use ledger::Read;

use super::{Desk, Found, Trouble};

/// The permission to have masked facts shown.
pub(crate) const UNMASK: &str = "cases.unmask";
/// The facts that are shown then, as the record names them.
const SHOWN: [&str; 3] = ["id_number", "mobile", "address"];

impl Desk {
    /// The facts of the person whose matter it is, or who acts for the firm; as the table of fields
    /// lets the reader see them.
    pub async fn masked(&self, by: &Actor, found: &Found) -> Result<PersonFacts, Trouble> {
        self.allow(&found.case, by, UNMASK).await?;
        let facts = self.facts(found).await?;
        let shown = |field: &str, value: &str| self.shown(by, field, &found.held, value);
        Ok(PersonFacts {
            name: shown("case.applicant", &facts.name),
            id_number: shown("person.id_number", &facts.id_number),
            mobile: shown("person.mobile", &facts.mobile),
            address: String::new(),
        })
    }

    /// The same in clear. Who looked, when, at what and why is recorded first, for the person to
    /// read.
    pub async fn unmask(
        &self,
        by: &Actor,
        found: &Found,
        reason: &str,
    ) -> Result<PersonFacts, Trouble> {
        self.allow(&found.case, by, UNMASK).await?;
        let facts = self.facts(found).await?;
        let read = Read {
            subject: found.party()?.person().subject(),
            by,
            action: UNMASK,
            matter: &found.case.reference,
            reason,
        };
        self.ledger.note_fields(read, &SHOWN).await?;
        Ok(facts)
    }

    async fn facts(&self, found: &Found) -> Result<PersonFacts, Trouble> {
        self.people.person(found.party()?.person()).await?.ok_or(Trouble::NotFound)
    }
}
