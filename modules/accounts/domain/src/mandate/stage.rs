//! Where a mandate stands, how it came about, and why something cannot be done with it.

use kernel::id::AccountId;
use serde::{Deserialize, Serialize};

use super::MandateKind;

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
