//! Who stands at the counter: a person, known or new, for themselves or for a firm.

use accounts_domain::{Act, NoPower, Party, PersonFacts, Power, Powerless};
use catalogue_domain::definition::ServiceDefinition;
use kernel::{
    IdentityLevel,
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
    /// The identity number of the person for whom they came.
    pub principal: String,
    /// The clerk saw the letter of authorisation.
    pub has_mandate: bool,
    /// The clerk saw the card of the person.
    pub has_card: bool,
}

/// Who it is, or what is wrong.
pub(super) type Found = Result<(Party, Power), Vec<ErrorLink>>;

impl Who {
    pub fn read(posted: &Posted) -> Self {
        let get = |name: &str| posted.get(name).to_owned();
        Self {
            id_number: get("id_number"),
            name: get("name"),
            mobile: get("mobile"),
            credit_code: get("credit_code"),
            principal: get("principal"),
            has_mandate: posted.get("mandate") == "1",
            has_card: posted.get("card") == "1",
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
        self.check_card(desk, visitor, known, definition, &mut errors).await?;
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        let account = match known {
            Some(account) => account,
            None => self.register(desk, visitor, &number).await.map_err(fail)?,
        };
        if self.has_card {
            desk.people.prove_at_counter(account, &visitor.actor).await.map_err(fail)?;
        }
        if !self.principal.is_empty() {
            return self.helped(desk, visitor, account, definition).await;
        }
        let subject = firm.map_or(account.subject(), FirmId::subject);
        Ok(Ok((Party { subject, account, firm }, Power::OWN)))
    }

    /// Somebody came for another person: only under a mandate of that person's. Whether somebody
    /// has an account is told to nobody who may not act for them.
    async fn helped(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        helper: AccountId,
        definition: &ServiceDefinition,
    ) -> Result<Found, Failure> {
        let fail = |trouble: Trouble| failure(visitor, trouble);
        let none = || ErrorLink {
            href: "#principal".to_owned(),
            text: visitor.t("cases-staff-principal-none").to_owned(),
        };
        let found = desk.people.by_id_number(&self.principal).await;
        let Some(principal) = found.map_err(|it| fail(it.into()))? else {
            return Ok(Err(vec![none()]));
        };
        let service = Some(definition.id.as_str());
        match desk.powers.power_of(helper, principal, Act::Apply, service).await {
            Ok(power) => {
                let party = Party { subject: principal.subject(), account: helper, firm: None };
                Ok(Ok((party, power)))
            }
            Err(Powerless::Refused(NoPower::Service | NoPower::Act)) => {
                let text = visitor.t("cases-staff-principal-scope").to_owned();
                Ok(Err(vec![ErrorLink { href: "#principal".to_owned(), text }]))
            }
            Err(Powerless::Refused(_) | Powerless::NotTheirs) => Ok(Err(vec![none()])),
            Err(other) => Err(fail(other.into())),
        }
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
            (
                !self.principal.is_empty()
                    && (IdNumber::parse(&self.principal).is_err() || !self.credit_code.is_empty()),
                "principal",
                "cases-staff-wrong-principal",
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

    /// Who has proved less than the service asks for shows the card; the clerk looks at it.
    async fn check_card(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        known: Option<AccountId>,
        definition: &ServiceDefinition,
        errors: &mut Vec<ErrorLink>,
    ) -> Result<(), Failure> {
        let level = match known {
            Some(account) => desk.people.level(account).await,
            None => Ok(IdentityLevel::L0),
        };
        let level = level.map_err(|error| failure(visitor, error.into()))?;
        if level < definition.assurance() && !self.has_card {
            errors.push(wrong(visitor, "card", "cases-staff-card-needed"));
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
