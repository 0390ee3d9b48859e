//! Mandates: that one person may act for another (亲友代办、经办、帮办代办、监护), as far as the
//! other said and no longer.

mod stage;
mod terms;

pub use stage::{Consent, MandateRefusal, MandateStage, Proof};
pub use terms::{Bounds, MandateBounds, MandateKind, Offering, Terms};

use jiff::civil::Date;
use kernel::{Aggregate, Recorded, id::AccountId};
use serde::{Deserialize, Serialize};

use crate::{Deed, NoPower};
use terms::check_terms;

/// What happens to a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MandateEvent {
    /// It was proposed.
    Offered {
        /// What is to be agreed upon.
        #[serde(flatten)]
        terms: Terms,
    },
    /// The principal agreed.
    Consented {
        /// How.
        #[serde(flatten)]
        consent: Consent,
        /// Its place among those of the helper and the kind, which are counted.
        slot: u32,
    },
    /// The principal did not agree.
    Declined,
    /// The principal took it back.
    Revoked,
    /// The helper gave it back.
    Ended,
    /// Its time is over.
    Expired,
}

/// A mandate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mandate {
    /// What is agreed upon; none before it was proposed.
    pub terms: Option<Terms>,
    /// Where it stands.
    pub stage: MandateStage,
    /// How the principal agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

impl Mandate {
    /// Proposes it.
    ///
    /// # Errors
    /// [`MandateRefusal`].
    pub fn offer(
        &self,
        terms: Terms,
        given: Offering,
    ) -> Result<Vec<MandateEvent>, MandateRefusal> {
        if self.terms.is_some() {
            return Err(MandateRefusal::Exists);
        }
        check_terms(&terms, given)?;
        Ok(vec![MandateEvent::Offered { terms }])
    }

    /// The principal agrees; `slot` is the place that it takes among those of the helper.
    ///
    /// # Errors
    /// [`MandateRefusal`].
    pub fn consent(
        &self,
        consent: Consent,
        slot: u32,
        today: Date,
    ) -> Result<Vec<MandateEvent>, MandateRefusal> {
        let terms = self.known()?;
        if self.stage != MandateStage::Offered {
            return Err(MandateRefusal::NotOffered);
        }
        if terms.until < today {
            return Err(MandateRefusal::Dates);
        }
        match &consent {
            Consent::Online if terms.kind.is_for_counter() => Err(MandateRefusal::AtCounter),
            Consent::Counter { clerk, .. }
                if *clerk == terms.helper || *clerk == terms.principal =>
            {
                Err(MandateRefusal::OwnClerk)
            }
            Consent::Counter { proof, .. } if !proof.fits(terms.kind) => {
                Err(MandateRefusal::NoProof)
            }
            _ => Ok(vec![MandateEvent::Consented { consent, slot }]),
        }
    }

    /// The principal does not agree.
    ///
    /// # Errors
    /// [`MandateRefusal`].
    pub fn decline(&self, by: AccountId) -> Result<Vec<MandateEvent>, MandateRefusal> {
        self.principals(by)?;
        match self.stage {
            MandateStage::Offered => Ok(vec![MandateEvent::Declined]),
            MandateStage::Declined => Ok(Vec::new()),
            _ => Err(MandateRefusal::NotOffered),
        }
    }

    /// The principal takes it back, at any time and without a reason.
    ///
    /// # Errors
    /// [`MandateRefusal`].
    pub fn revoke(&self, by: AccountId) -> Result<Vec<MandateEvent>, MandateRefusal> {
        self.principals(by)?;
        match self.stage {
            MandateStage::Consented => Ok(vec![MandateEvent::Revoked]),
            MandateStage::Revoked => Ok(Vec::new()),
            _ => Err(MandateRefusal::Over),
        }
    }

    /// The helper gives it back, or takes the proposal back.
    ///
    /// # Errors
    /// [`MandateRefusal`].
    pub fn end(&self, by: AccountId) -> Result<Vec<MandateEvent>, MandateRefusal> {
        if self.known()?.helper != by {
            return Err(MandateRefusal::Unknown);
        }
        match self.stage {
            MandateStage::Offered | MandateStage::Consented => Ok(vec![MandateEvent::Ended]),
            MandateStage::Ended => Ok(Vec::new()),
            _ => Err(MandateRefusal::Over),
        }
    }

    /// Notes that its time is over. It counts by itself; this frees its place and tells people.
    ///
    /// # Errors
    /// [`MandateRefusal`].
    pub fn expire(&self, today: Date) -> Result<Vec<MandateEvent>, MandateRefusal> {
        let is_over = self.known()?.until < today;
        match self.stage {
            MandateStage::Offered | MandateStage::Consented if is_over => {
                Ok(vec![MandateEvent::Expired])
            }
            MandateStage::Offered | MandateStage::Consented => Err(MandateRefusal::InForce),
            _ => Ok(Vec::new()),
        }
    }

    /// Whether this person may do this for the principal on this day.
    ///
    /// # Errors
    /// [`NoPower`].
    pub fn allows(&self, helper: AccountId, deed: &Deed, today: Date) -> Result<(), NoPower> {
        let terms = self.terms.as_ref().filter(|it| it.helper == helper).ok_or(NoPower::None)?;
        match self.stage {
            MandateStage::Consented => {}
            MandateStage::Expired => return Err(NoPower::Expired),
            _ => return Err(NoPower::None),
        }
        if today < terms.from || today > terms.until {
            return Err(NoPower::Expired);
        }
        if !terms.acts.contains(&deed.act) {
            return Err(NoPower::Act);
        }
        if terms.scope.covers(deed.matter.as_ref()) { Ok(()) } else { Err(NoPower::Service) }
    }

    fn known(&self) -> Result<&Terms, MandateRefusal> {
        self.terms.as_ref().ok_or(MandateRefusal::Unknown)
    }

    /// Whoever is not the principal does not learn that it exists.
    fn principals(&self, by: AccountId) -> Result<&Terms, MandateRefusal> {
        self.terms.as_ref().filter(|it| it.principal == by).ok_or(MandateRefusal::Unknown)
    }
}

impl Aggregate for Mandate {
    type Event = MandateEvent;
    const KIND: &'static str = "mandate";

    fn word(event: &MandateEvent) -> &'static str {
        match event {
            MandateEvent::Offered { .. } => "mandate.offered",
            MandateEvent::Consented { .. } => "mandate.consented",
            MandateEvent::Declined => "mandate.declined",
            MandateEvent::Revoked => "mandate.revoked",
            MandateEvent::Ended => "mandate.ended",
            MandateEvent::Expired => "mandate.expired",
        }
    }

    fn apply(&mut self, event: &Recorded<MandateEvent>) {
        match event.event.clone() {
            MandateEvent::Offered { terms } => {
                self.terms = Some(terms);
                self.stage = MandateStage::Offered;
            }
            MandateEvent::Consented { consent, .. } => {
                self.consent = Some(consent);
                self.stage = MandateStage::Consented;
            }
            MandateEvent::Declined => self.stage = MandateStage::Declined,
            MandateEvent::Revoked => self.stage = MandateStage::Revoked,
            MandateEvent::Ended => self.stage = MandateStage::Ended,
            MandateEvent::Expired => self.stage = MandateStage::Expired,
        }
    }
}
