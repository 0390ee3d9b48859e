//! Who is competent.

use kernel::{LocalText, code::CreditCode};
use serde::{Deserialize, Serialize};

/// Numbers to call; the law wants them to differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phones {
    /// For questions.
    pub consult: String,
    /// For complaints.
    pub complaint: String,
}

/// Where a decision can be challenged: named in every refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewBody {
    /// Its name.
    pub name: LocalText,
    /// Its address.
    pub address: LocalText,
    /// Its number.
    #[serde(default)]
    pub phone: Option<String>,
}

/// An authority (实施主体).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its id in definitions and accounts.
    pub id: String,
    /// Two digits, as in basic codes.
    pub number: String,
    /// Its full name.
    pub name: LocalText,
    /// Its short name.
    pub short: LocalText,
    /// Its unified social credit code.
    pub credit_code: CreditCode,
    /// The division it works in.
    pub region: String,
    /// Its line (系统).
    pub line: LocalText,
    /// Numbers to call.
    pub phone: Phones,
    /// Where it sits.
    pub address: LocalText,
    /// Who reviews its decisions.
    pub review: ReviewBody,
    /// Which court hears suits against them.
    pub court: ReviewBody,
    /// What it is there for.
    pub duties: LocalText,
}
