//! Who stands at the counter: a person, known or new, for themselves or for a firm.

use accounts_domain::{Party, PersonFacts};
use catalogue_domain::definition::ServiceDefinition;
use kernel::{
    code::{CreditCode, IdNumber, Mobile},
    id::{AccountId, FirmId},
};
use web::{ErrorLink, Failure, Posted, Visitor};

use super::super::shared::wrong;
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

/// What was typed about the person.
#[derive(Debug, Clone, Default)]
pub(super) struct Who {
    pub id_number: String,
    pub name: String,
    pub mobile: String,
    pub credit_code: String,
    /// The clerk saw the letter of authorisation.
    pub has_mandate: bool,
}

/// Who it is, or what is wrong.
pub(super) type Found = Result<Party, Vec<ErrorLink>>;

impl Who {
    pub fn read(posted: &Posted) -> Self {
        let get = |name: &str| posted.get(name).to_owned();
        Self {
            id_number: get("id_number"),
            name: get("name"),
            mobile: get("mobile"),
            credit_code: get("credit_code"),
            has_mandate: posted.get("mandate") == "1",
        }
    }

    /// The party, registered if the person is new; or what is wrong with what was typed.
    ///
    /// # Errors
    /// A register that does not answer.
    pub async fn party(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        definition: &ServiceDefinition,
    ) -> Result<Found, Failure> {
        let fail = |error: accounts_domain::RegisterDown| failure(visitor, Trouble::from(error));
        let mut errors = self.shape_errors(visitor);
        let number = match IdNumber::parse(&self.id_number) {
            Ok(number) if errors.is_empty() => number,
            _ => return Ok(Err(errors)),
        };
        let known = desk.people.by_id_number(number.as_str()).await.map_err(fail)?;
        self.check_known(desk, visitor, known, &mut errors).await?;
        let firm = self.firm(desk, visitor, known, definition, &mut errors).await?;
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        let account = match known {
            Some(account) => account,
            None => self.register(desk, visitor, &number).await.map_err(fail)?,
        };
        let subject = firm.map_or(account.subject(), FirmId::subject);
        Ok(Ok(Party { subject, account, firm }))
    }

    fn shape_errors(&self, visitor: &Visitor) -> Vec<ErrorLink> {
        let checks = [
            (IdNumber::parse(&self.id_number).is_err(), "id_number", "cases-staff-wrong-id-number"),
            (self.name.is_empty(), "name", "cases-staff-wrong-name"),
            (
                !self.mobile.is_empty() && Mobile::parse(&self.mobile).is_err(),
                "mobile",
                "cases-staff-wrong-mobile",
            ),
            (
                !self.credit_code.is_empty() && CreditCode::parse(&self.credit_code).is_err(),
                "credit_code",
                "cases-staff-wrong-credit-code",
            ),
        ];
        let wrongs = checks.into_iter().filter(|(is_wrong, _, _)| *is_wrong);
        wrongs.map(|(_, id, key)| wrong(visitor, id, key)).collect()
    }

    /// A known person's name must be the one that the register knows; a new one leaves a number.
    async fn check_known(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        known: Option<AccountId>,
        errors: &mut Vec<ErrorLink>,
    ) -> Result<(), Failure> {
        let Some(account) = known else {
            if self.mobile.is_empty() {
                errors.push(wrong(visitor, "mobile", "cases-staff-wrong-mobile"));
            }
            return Ok(());
        };
        let facts = desk.people.person(account).await;
        let facts = facts.map_err(|error| failure(visitor, error.into()))?;
        if facts.is_some_and(|it| it.name != self.name) {
            errors.push(wrong(visitor, "name", "cases-staff-name-differs"));
        }
        Ok(())
    }

    /// The firm for which the person acts, where they act for one.
    async fn firm(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        known: Option<AccountId>,
        definition: &ServiceDefinition,
        errors: &mut Vec<ErrorLink>,
    ) -> Result<Option<FirmId>, Failure> {
        let fail = |error: accounts_domain::RegisterDown| failure(visitor, Trouble::from(error));
        let mut add = |id, key| errors.push(wrong(visitor, id, key));
        let Ok(code) = CreditCode::parse(&self.credit_code) else {
            if !definition.serves_people() {
                add("credit_code", "cases-staff-only-firms");
            }
            return Ok(None);
        };
        if !definition.serves_organisations() {
            add("credit_code", "cases-staff-only-people");
            return Ok(None);
        }
        let Some(firm) = desk.people.by_credit_code(code.as_str()).await.map_err(fail)? else {
            add("credit_code", "cases-staff-firm-unknown");
            return Ok(None);
        };
        let is_agent = match known {
            Some(account) => desk.people.firms_of(account).await.map_err(fail)?.contains(&firm),
            None => false,
        };
        if !is_agent && !self.has_mandate {
            add("mandate", "cases-staff-mandate-needed");
        }
        Ok(Some(firm))
    }

    async fn register(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        number: &IdNumber,
    ) -> Result<AccountId, accounts_domain::RegisterDown> {
        let mobile = Mobile::parse(&self.mobile);
        let facts = PersonFacts {
            name: self.name.clone(),
            id_number: number.to_string(),
            mobile: mobile.map_or_else(|_| self.mobile.clone(), |it| it.to_string()),
            address: String::new(),
        };
        desk.people.register_at_counter(facts, &visitor.actor).await
    }
}
