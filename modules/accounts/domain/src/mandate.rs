//! Mandates: that one person may act for another (亲友代办、经办、帮办代办、监护), as far as the
//! other said and no longer.

use std::collections::BTreeSet;

use jiff::{ToSpan as _, civil::Date};
use kernel::{Aggregate, Recorded, id::AccountId};
use serde::{Deserialize, Serialize};

use crate::{Act, Deed, NoPower, Scope};

/// What kind of help it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateKind {
    /// Family or friends (亲友代办).
    Family,
    /// Somebody who takes care of one matter (经办人).
    Errand,
    /// An assistant of a village or community (村级、社区帮办代办员). Given at a counter only.
    Assistant,
    /// A guardian of a child under 14 (监护人). Given at a counter only, with proof.
    Guardian,
}

impl MandateKind {
    /// All kinds, in the order of pages.
    pub const ALL: [MandateKind; 4] =
        [MandateKind::Family, MandateKind::Errand, MandateKind::Assistant, MandateKind::Guardian];

    /// The kind's word in forms, tables and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            MandateKind::Family => "family",
            MandateKind::Errand => "errand",
            MandateKind::Assistant => "assistant",
            MandateKind::Guardian => "guardian",
        }
    }

    /// Reads [`MandateKind::word`].
    pub fn parse(word: &str) -> Option<MandateKind> {
        MandateKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it comes about at a counter only.
    pub const fn is_for_counter(self) -> bool {
        matches!(self, MandateKind::Assistant | MandateKind::Guardian)
    }
}

/// How far a kind of mandate may go. An installation sets its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// So many people may one helper help at a time.
    pub principals: u32,
    /// So many days may it last.
    pub days: i32,
}

/// The bounds of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MandateBounds {
    /// Family and friends.
    pub family: Bounds,
    /// One matter.
    pub errand: Bounds,
    /// Assistants.
    pub assistant: Bounds,
    /// Guardians.
    pub guardian: Bounds,
}

impl Default for MandateBounds {
    fn default() -> Self {
        Self {
            family: Bounds { principals: 5, days: 366 },
            errand: Bounds { principals: 5, days: 92 },
            assistant: Bounds { principals: 200, days: 366 },
            guardian: Bounds { principals: 5, days: 14 * 366 },
        }
    }
}

impl MandateBounds {
    /// Those of a kind.
    pub const fn of(&self, kind: MandateKind) -> Bounds {
        match kind {
            MandateKind::Family => self.family,
            MandateKind::Errand => self.errand,
            MandateKind::Assistant => self.assistant,
            MandateKind::Guardian => self.guardian,
        }
    }
}

/// What is agreed upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Who is helped.
    pub principal: AccountId,
    /// Who helps.
    pub helper: AccountId,
    /// What kind of help it is.
    pub kind: MandateKind,
    /// About which services.
    pub scope: Scope,
    /// Which acts.
    pub acts: BTreeSet<Act>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// What a clerk saw who took a consent in person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The principal's identity card, with the principal present.
    IdentityCard,
    /// The household register (户口簿).
    HouseholdRegister,
    /// The certificate of birth (出生医学证明).
    BirthCertificate,
    /// A court's decision on guardianship.
    CourtDecision,
}

impl Proof {
    /// All proofs, in the order of pages.
    pub const ALL: [Proof; 4] = [
        Proof::IdentityCard,
        Proof::HouseholdRegister,
        Proof::BirthCertificate,
        Proof::CourtDecision,
    ];

    /// The proof's word in forms and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Proof::IdentityCard => "identity_card",
            Proof::HouseholdRegister => "household_register",
            Proof::BirthCertificate => "birth_certificate",
            Proof::CourtDecision => "court_decision",
        }
    }

    /// Reads [`Proof::word`].
    pub fn parse(word: &str) -> Option<Proof> {
        Proof::ALL.into_iter().find(|proof| proof.word() == word)
    }

    /// Whether it proves this kind: a guardian shows that they are one, everybody else is
    /// agreed to by the principal in person.
    pub const fn fits(self, kind: MandateKind) -> bool {
        matches!(self, Proof::IdentityCard) != matches!(kind, MandateKind::Guardian)
    }
}

/// How the principal agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Consent {
    /// Online, having proven anew who they are.
    Online,
    /// In person before a clerk.
    Counter {
        /// The clerk who checked.
        clerk: AccountId,
        /// What they saw.
        proof: Proof,
    },
}

/// Where a mandate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateStage {
    /// There is none.
    #[default]
    None,
    /// Proposed by the helper; the principal has not agreed.
    Offered,
    /// Agreed to.
    Consented,
    /// The principal did not agree.
    Declined,
    /// The principal took it back.
    Revoked,
    /// The helper gave it back.
    Ended,
    /// Its time is over.
    Expired,
}

impl MandateStage {
    /// The stage's word in tables and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            MandateStage::None => "none",
            MandateStage::Offered => "offered",
            MandateStage::Consented => "consented",
            MandateStage::Declined => "declined",
            MandateStage::Revoked => "revoked",
            MandateStage::Ended => "ended",
            MandateStage::Expired => "expired",
        }
    }

    /// Reads [`MandateStage::word`].
    pub fn parse(word: &str) -> Option<MandateStage> {
        [
            MandateStage::None,
            MandateStage::Offered,
            MandateStage::Consented,
            MandateStage::Declined,
            MandateStage::Revoked,
            MandateStage::Ended,
            MandateStage::Expired,
        ]
        .into_iter()
        .find(|stage| stage.word() == word)
    }
}

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

/// Why something cannot be done with a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum MandateRefusal {
    /// It was proposed already.
    #[error("it was proposed already")]
    Exists,
    /// There is no such mandate.
    #[error("there is no such mandate")]
    Unknown,
    /// Nobody helps themselves.
    #[error("nobody helps themselves")]
    Yourself,
    /// It ends before it begins, or is over already.
    #[error("it ends before it begins, or is over already")]
    Dates,
    /// It lasts longer than this kind may.
    #[error("it lasts longer than this kind may")]
    TooLong,
    /// Not one act is allowed.
    #[error("not one act is allowed")]
    NoAct,
    /// Not one service is named.
    #[error("not one service is named")]
    NoService,
    /// An errand is about exactly one service.
    #[error("an errand is about exactly one service")]
    OneService,
    /// The child is 14 or older, or will be within the time.
    #[error("a guardian acts for a child under 14")]
    NoChild,
    /// This kind comes about at a counter.
    #[error("this kind comes about at a counter")]
    AtCounter,
    /// It does not wait for an answer.
    #[error("it does not wait for an answer")]
    NotOffered,
    /// It is over.
    #[error("it is over")]
    Over,
    /// It is still in force.
    #[error("it is still in force")]
    InForce,
    /// The clerk is the helper or the principal.
    #[error("the clerk is the helper or the principal")]
    OwnClerk,
    /// What was shown does not prove it.
    #[error("what was shown does not prove it")]
    NoProof,
    /// The helper helps as many people as this kind allows.
    #[error("the helper helps as many people as this kind allows")]
    Full,
}

impl MandateRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "mandate.exists",
            Self::Unknown => "mandate.unknown",
            Self::Yourself => "mandate.yourself",
            Self::Dates => "mandate.dates",
            Self::TooLong => "mandate.too_long",
            Self::NoAct => "mandate.no_act",
            Self::NoService => "mandate.no_service",
            Self::OneService => "mandate.one_service",
            Self::NoChild => "mandate.no_child",
            Self::AtCounter => "mandate.at_counter",
            Self::NotOffered => "mandate.not_offered",
            Self::Over => "mandate.over",
            Self::InForce => "mandate.in_force",
            Self::OwnClerk => "mandate.own_clerk",
            Self::NoProof => "mandate.no_proof",
            Self::Full => "mandate.full",
        }
    }
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

/// What is known when a mandate is proposed.
#[derive(Debug, Clone, Copy)]
pub struct Offering {
    /// The bounds of its kind.
    pub bounds: Bounds,
    /// The day.
    pub today: Date,
    /// The principal's day of birth, where the number tells.
    pub born_on: Option<Date>,
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

fn check_terms(terms: &Terms, given: Offering) -> Result<(), MandateRefusal> {
    if terms.principal == terms.helper {
        return Err(MandateRefusal::Yourself);
    }
    if terms.until < terms.from || terms.until < given.today {
        return Err(MandateRefusal::Dates);
    }
    let first = terms.from.max(given.today);
    let latest = first.saturating_add(given.bounds.days.days());
    if terms.until >= latest {
        return Err(MandateRefusal::TooLong);
    }
    if terms.acts.is_empty() {
        return Err(MandateRefusal::NoAct);
    }
    if terms.scope.is_empty() {
        return Err(MandateRefusal::NoService);
    }
    match terms.kind {
        MandateKind::Errand if !is_one_service(&terms.scope) => Err(MandateRefusal::OneService),
        MandateKind::Guardian if !is_child_until(given.born_on, terms.until) => {
            Err(MandateRefusal::NoChild)
        }
        _ => Ok(()),
    }
}

fn is_one_service(scope: &Scope) -> bool {
    matches!(scope, Scope::Named { themes, services } if themes.is_empty() && services.len() == 1)
}

/// Whether somebody born on a day is still under 14 on another.
fn is_child_until(born_on: Option<Date>, until: Date) -> bool {
    born_on.is_some_and(|born| until < born.saturating_add(14.years()))
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
