//! The one question about acting for others, and what there is to name in a scope.

use std::{collections::BTreeSet, sync::Arc};

use accounts_domain::{
    Act, Deed, Firm, FirmPower, Mandate, MandatePower, Matter, NoPower, Offer, OfferedService,
    OfferedTheme, Power, Powerless, Powers, RegisterDown, TakesOffer,
};
use jiff::civil::Date;
use kernel::{
    Actor, Role,
    id::{AccountId, FirmId, MandateId, SubjectId},
};
use ledger::StoreError;

use super::{Accounts, look::down};
use crate::store;

/// For whom a session acts, with what counts for them now.
enum Standing {
    /// For a firm.
    Firm(FirmId, Box<Firm>),
    /// For a person: the mandates between the two, in force and expired ones.
    Person(Vec<(MandateId, Mandate)>),
}

impl Accounts {
    async fn standing(
        &self,
        helper: AccountId,
        subject: SubjectId,
    ) -> Result<Standing, StoreError> {
        if let Some((firm, _)) = self.ledger().load::<Firm>(subject).await? {
            return Ok(Standing::Firm(FirmId::from_uuid(subject.uuid()), Box::new(firm)));
        }
        let principal = AccountId::from_uuid(subject.uuid());
        Ok(Standing::Person(self.mandates_between(principal, helper).await?))
    }

    /// The mandates of a helper from a principal, in force and expired ones.
    pub(super) async fn mandates_between(
        &self,
        principal: AccountId,
        helper: AccountId,
    ) -> Result<Vec<(MandateId, Mandate)>, StoreError> {
        let args = [principal.to_string().into(), helper.to_string().into()];
        let rows = self.ledger().rows(&store::MANDATES_BETWEEN, &args).await?;
        let mut found = Vec::new();
        for row in rows {
            let id: MandateId = row.parsed(0)?;
            if let Some((mandate, _)) = self.ledger().load::<Mandate>(id).await? {
                found.push((id, mandate));
            }
        }
        Ok(found)
    }

    fn matter(&self, service: Option<&str>) -> Option<Matter> {
        let service = service?;
        let themes = self.offered(service).map(|it| it.themes).unwrap_or_default();
        Some(Matter { service: service.to_owned(), themes })
    }

    /// A service that can be named in a scope.
    pub fn offered(&self, service: &str) -> Option<OfferedService> {
        self.inner.offer.get()?.service(service)
    }

    /// The services that can be named in a scope.
    pub fn offered_services(&self) -> Vec<OfferedService> {
        self.inner.offer.get().map(|it| it.services()).unwrap_or_default()
    }

    /// The themes that can be named in a scope.
    pub fn offered_themes(&self) -> Vec<OfferedTheme> {
        self.inner.offer.get().map(|it| it.themes()).unwrap_or_default()
    }
}

impl Standing {
    fn power(&self, helper: AccountId, deed: Deed, today: Date) -> Result<Power, NoPower> {
        match self {
            Standing::Firm(id, firm) => {
                firm.allows(helper, &deed)?;
                let power = FirmPower { firm: *id, member: helper, deed };
                Ok(Power { firm: Some(power), mandate: None })
            }
            Standing::Person(mandates) => {
                let mut why = NoPower::None;
                for (id, mandate) in mandates {
                    match mandate.allows(helper, &deed, today) {
                        Ok(()) => {
                            let power = MandatePower { mandate: *id, helper, deed };
                            return Ok(Power { firm: None, mandate: Some(power) });
                        }
                        // What came closest is told.
                        Err(reason) => why = why.max(reason),
                    }
                }
                Err(why)
            }
        }
    }
}

#[async_trait::async_trait]
impl Powers for Accounts {
    async fn power(
        &self,
        actor: &Actor,
        subject: SubjectId,
        act: Act,
        service: Option<&str>,
    ) -> Result<Power, Powerless> {
        let (Role::Citizen, Some(account)) = (actor.role, actor.account) else {
            return Err(Powerless::NotTheirs);
        };
        match actor.acting_for {
            None if subject == account.subject() => return Ok(Power::OWN),
            Some(chosen) if chosen == subject => {}
            _ => return Err(Powerless::NotTheirs),
        }
        let deed = Deed { act, matter: self.matter(service) };
        let standing = self.standing(account, subject).await.map_err(down)?;
        Ok(standing.power(account, deed, self.ledger().clock().today())?)
    }

    async fn permitted(
        &self,
        actor: &Actor,
        act: Act,
        services: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, RegisterDown> {
        let (Some(account), Some(subject)) = (actor.account, actor.acting_for) else {
            return Ok(services);
        };
        let standing = self.standing(account, subject).await.map_err(down)?;
        let today = self.ledger().clock().today();
        let may = |service: &String| {
            let deed = Deed { act, matter: self.matter(Some(service)) };
            standing.power(account, deed, today).is_ok()
        };
        Ok(services.into_iter().filter(may).collect())
    }

    async fn power_of(
        &self,
        helper: AccountId,
        principal: AccountId,
        act: Act,
        service: Option<&str>,
    ) -> Result<Power, Powerless> {
        let deed = Deed { act, matter: self.matter(service) };
        let standing = self.standing(helper, principal.subject()).await.map_err(down)?;
        Ok(standing.power(helper, deed, self.ledger().clock().today())?)
    }
}

impl TakesOffer for Accounts {
    fn take_offer(&self, offer: Arc<dyn Offer>) {
        // The first one stays: there is one catalogue.
        let _ = self.inner.offer.set(offer);
    }
}
