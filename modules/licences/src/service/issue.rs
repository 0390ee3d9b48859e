//! Issuing a licence, taking one over from a former register, declaring types.

use jiff::civil::Date;
use kernel::{
    Actor, LocalText,
    code::{LicenceIdentifier, LicenceTypeCode},
    id::{CaseId, CommandId, LicenceId, SubjectId},
};
use ledger::{Command, CommandError, derived_command};
use licences_domain::{
    HolderKind, IssueOrder, Issued, Licence, LicenceFacts, LicenceIssue, LicenceRefusal,
    LicenceType, LicenceTypeRefusal, licence_number, licence_serial, shown_number,
};
use organisations_domain::Authority;
use serde::Serialize;
use web::Failure;

use super::Licensing;

/// A licence type to be declared.
#[derive(Debug, Clone, Serialize)]
pub struct TypeOrder {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// The authority that issues it.
    pub issuer: String,
    /// Who holds it, where that is known.
    pub holder: Option<HolderKind>,
}

/// A licence that was issued before this installation was there.
#[derive(Debug, Clone, Serialize)]
pub struct TakenOver {
    /// The id of its type.
    pub licence_type: String,
    /// Whose it is.
    pub holder: SubjectId,
    /// Its number in the former register.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// To when it is valid.
    pub valid_to: Option<Date>,
    /// Its personal part.
    pub facts: LicenceFacts,
}

/// What goes into the event and is known before the serial number.
struct Draft {
    case: Option<CaseId>,
    service: String,
    licence_type: String,
    name: LocalText,
    authority: String,
    holder: SubjectId,
    facts: kernel::Sealed,
    /// None for the day of the command.
    issued_on: Option<Date>,
    /// None for the day of the command.
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    /// The id of the key under which it is issued; none where it is taken over.
    key: Option<String>,
}

/// How number and identifier are made.
struct Numbering {
    /// The number as it was, or the prefix of a new one.
    number: Result<String, String>,
    type_code: LicenceTypeCode,
    authority: std::sync::Arc<Authority>,
    year: i16,
}

impl Numbering {
    fn number(&self, serial: u64) -> String {
        match &self.number {
            Ok(given) => given.clone(),
            Err(prefix) => licence_number(prefix, self.year, serial),
        }
    }

    fn identifier(&self, serial: u64) -> Result<String, LicenceRefusal> {
        let serial = licence_serial(self.year, serial);
        LicenceIdentifier::new(&self.type_code, &self.authority.credit_code, &serial, 1)
            .map(String::from)
            // Only a serial number over forty characters could be refused.
            .map_err(|_| LicenceRefusal::Unknown)
    }
}

impl Licensing {
    /// Issues the licence of a case, or answers the one that was issued.
    pub(super) async fn issue_licence(
        &self,
        key: CommandId,
        order: IssueOrder,
        by: &Actor,
    ) -> Result<Issued, Failure> {
        // One case issues one licence: its id is the case's.
        let id = LicenceId::from_uuid(order.case.uuid());
        if let Some(licence) = self.licence(id).await? {
            return Ok(issued(id, &licence));
        }
        if !self.public_record().may_issue() {
            return Err(Failure::Unavailable);
        }
        let key_in_use = self.issuing_key().await?;
        let declared = TypeOrder {
            id: order.licence_type.clone(),
            name: order.name.clone(),
            issuer: order.authority.clone(),
            holder: None,
        };
        let year = self.today().year();
        let prefix = Err(order.number_prefix.clone());
        let numbering = self.numbering(&declared, &order.authority, prefix, year).await?;
        let vault = self.ledger().vault();
        let draft = Draft {
            case: Some(order.case),
            service: order.service.clone(),
            licence_type: order.licence_type.clone(),
            name: order.name.clone(),
            authority: order.authority.clone(),
            holder: order.holder,
            facts: vault.seal_in(order.holder, &id.record(), &order.facts).await?,
            issued_on: None,
            valid_from: Some(order.valid_from),
            valid_to: order.valid_to,
            key: Some(key_in_use.noted.id),
        };
        let command = Command::new::<Licence>(key, by.clone(), id, &order)
            .with_serial(serial_scope(&order.licence_type, year));
        self.write(id, command, draft, numbering).await
    }

    /// Takes a licence over from a former register; again, it answers the same one.
    ///
    /// # Errors
    /// [`Failure`] when its type or authority is unknown or the store fails.
    pub async fn take_over(&self, taken: TakenOver) -> Result<Issued, Failure> {
        let number = format!("{}/{}", taken.licence_type, taken.number);
        // The id follows from the number, and does not give it away where it is personal.
        let ids = self.ledger().vault().blinds("licences.taken_over", &number);
        for id in &ids {
            let id: LicenceId = id.parse().map_err(Failure::internal)?;
            if let Some(licence) = self.licence(id).await? {
                return Ok(issued(id, &licence));
            }
        }
        let id = ids.first().map(|it| it.parse()).transpose().map_err(Failure::internal)?;
        let id: LicenceId = id.ok_or(Failure::NotFound)?;
        let known = self.ledger().load::<LicenceType>(&taken.licence_type).await?;
        let Some((known, _)) = known else {
            return Err(Failure::internal(format!("no licence type {}", taken.licence_type)));
        };
        let declared = TypeOrder {
            id: taken.licence_type.clone(),
            name: known.name.clone(),
            issuer: known.issuer.clone(),
            holder: known.holder,
        };
        let year = taken.issued_on.year();
        let shown = Ok(shown_number(&taken.number));
        let numbering = self.numbering(&declared, &known.issuer, shown, year).await?;
        let vault = self.ledger().vault();
        let draft = Draft {
            case: None,
            service: String::new(),
            licence_type: taken.licence_type.clone(),
            name: known.name,
            authority: known.issuer,
            holder: taken.holder,
            facts: vault.seal_in(taken.holder, &id.record(), &taken.facts).await?,
            issued_on: Some(taken.issued_on),
            valid_from: Some(taken.issued_on),
            valid_to: taken.valid_to,
            key: None,
        };
        let key = derived_command("licences.take_over", id);
        let command = Command::new::<Licence>(key, Actor::SYSTEM, id, &taken)
            .with_serial(serial_scope(&taken.licence_type, year));
        self.write(id, command, draft, numbering).await
    }

    /// Declares a licence type unless it is known. The serial numbers follow the order in which
    /// types are declared.
    ///
    /// # Errors
    /// [`Failure`] when there are too many types or the store fails.
    pub async fn declare(&self, order: &TypeOrder) -> Result<LicenceType, Failure> {
        if let Some((known, _)) = self.ledger().load::<LicenceType>(&order.id).await? {
            return Ok(known);
        }
        let key = derived_command("licences.declare", &order.id);
        let command = Command::new::<LicenceType>(key, Actor::SYSTEM, &order.id, order)
            .with_serial("licences.type");
        let wanted = order.clone();
        let done = self
            .ledger()
            .execute::<LicenceType, LicenceTypeRefusal, _>(command, move |known, given| {
                let TypeOrder { id: _, name, issuer, holder } = wanted.clone();
                known.declare(given.serial, name, issuer, holder)
            })
            .await;
        match done {
            Ok(done) => Ok(done.state),
            // Somebody else was first, with other words for it: what stands counts.
            Err(CommandError::Refused(LicenceTypeRefusal::Exists) | CommandError::Reused) => {
                let known = self.ledger().load::<LicenceType>(&order.id).await?;
                known.map(|(known, _)| known).ok_or(Failure::Unavailable)
            }
            Err(error) => Err(Failure::from_command(error, Failure::internal)),
        }
    }

    async fn numbering(
        &self,
        declared: &TypeOrder,
        authority: &str,
        number: Result<String, String>,
        year: i16,
    ) -> Result<Numbering, Failure> {
        let authority = self
            .authority(authority)
            .ok_or_else(|| Failure::internal(format!("no authority {authority}")))?;
        let kind = self.declare(declared).await?;
        let definer = self.authority(&kind.issuer).unwrap_or_else(|| authority.clone());
        let type_code = kind.type_code(&definer.credit_code).map_err(Failure::internal)?;
        Ok(Numbering { number, type_code, authority, year })
    }

    async fn write(
        &self,
        id: LicenceId,
        command: Command,
        draft: Draft,
        numbering: Numbering,
    ) -> Result<Issued, Failure> {
        let exercise = self.exercise();
        let done = self
            .ledger()
            .execute::<Licence, LicenceRefusal, _>(command, move |licence, given| {
                licence.issue(LicenceIssue {
                    case: draft.case,
                    service: draft.service.clone(),
                    licence_type: draft.licence_type.clone(),
                    name: draft.name.clone(),
                    number: numbering.number(given.serial),
                    identifier: numbering.identifier(given.serial)?,
                    authority: draft.authority.clone(),
                    holder: draft.holder,
                    facts: draft.facts.clone(),
                    issued_on: draft.issued_on.unwrap_or(given.today),
                    valid_from: draft.valid_from.unwrap_or(given.today),
                    valid_to: draft.valid_to,
                    exercise,
                    key: draft.key.clone(),
                })
            })
            .await;
        match done {
            Ok(done) => Ok(issued(id, &done.state)),
            Err(CommandError::Refused(LicenceRefusal::Exists)) => {
                let licence = self.licence(id).await?.ok_or(Failure::Unavailable)?;
                Ok(issued(id, &licence))
            }
            Err(error) => Err(Failure::from_command(error, Failure::internal)),
        }
    }
}

/// Serial numbers run per type and year.
fn serial_scope(licence_type: &str, year: i16) -> String {
    format!("licences.{licence_type}.{year}")
}

fn issued(id: LicenceId, licence: &Licence) -> Issued {
    Issued { id, number: licence.number.clone(), identifier: licence.identifier.clone() }
}
