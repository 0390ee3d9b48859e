//! What a register knows already about the applicant, so that nobody types it again.

use accounts_domain::{FirmFacts, Party, PersonFacts};
use catalogue_domain::{
    Facts,
    definition::{Prefill, ServiceDefinition},
};

use kernel::Actor;

use super::Forms;

/// What is known about an applicant; empty where the register does not answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    person: PersonFacts,
    firm: Option<FirmFacts>,
}

impl Forms {
    /// What is known about the party; nothing for a helper who may not see it. A register that does not answer is no obstacle: the fields
    /// stay empty and are filled in by hand.
    pub async fn known(&self, party: &Party, service: &str, by: &Actor) -> Known {
        if party.helper().is_some() && !self.may_see(by, party.subject, service).await {
            return Known::default();
        }
        let person = self.inner.people.person(party.person()).await;
        let firm = match party.firm {
            None => Ok(None),
            Some(firm) => self.inner.people.firm(firm).await.map(|it| Some(it.unwrap_or_default())),
        };
        match (person, firm) {
            (Ok(person), Ok(firm)) => Known { person: person.unwrap_or_default(), firm },
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!(%error, "nothing is prefilled");
                Known::default()
            }
        }
    }
}

impl Known {
    /// The known answer to a field; empty where nothing is known.
    pub fn answer(&self, prefill: Prefill) -> &str {
        let Some(firm) = &self.firm else {
            return match prefill {
                Prefill::Name => &self.person.name,
                Prefill::IdNumber => &self.person.id_number,
                Prefill::Mobile => &self.person.mobile,
                Prefill::Address => &self.person.address,
                Prefill::CreditCode | Prefill::LegalRepresentative => "",
            };
        };
        match prefill {
            Prefill::Name => &firm.name,
            Prefill::CreditCode => &firm.credit_code,
            Prefill::LegalRepresentative => &firm.legal_representative,
            Prefill::Address => &firm.address,
            // The firm is told about progress through the person who acts.
            Prefill::Mobile => &self.person.mobile,
            Prefill::IdNumber => "",
        }
    }

    /// The known answers to all fields of a form.
    pub fn facts(&self, definition: &ServiceDefinition) -> Facts {
        let mut facts = Facts::default();
        for field in definition.fields() {
            let answer = field.prefill.map_or("", |prefill| self.answer(prefill));
            if !answer.is_empty() {
                facts.answers.insert(field.id.clone(), answer.to_owned());
            }
        }
        facts
    }

    /// Whether it is about a firm.
    pub fn is_firm(&self) -> bool {
        self.firm.is_some()
    }
}
