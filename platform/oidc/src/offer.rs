//! A provider as people see it, and how far the house believes it.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{IdentityLevel, LocalText};

use crate::{Assertion, Client};

/// Whom a provider knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// People who apply.
    Citizens,
    /// Staff.
    Staff,
}

/// By which claims a provider tells a person's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimNames {
    /// The name.
    pub name: String,
    /// The identity number.
    pub id_number: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
}

/// What a provider's words prove.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proofs {
    /// Whatever it says.
    pub least: IdentityLevel,
    /// By the word of `acr`.
    pub acr: BTreeMap<String, IdentityLevel>,
    /// By a word of `amr`.
    pub amr: BTreeMap<String, IdentityLevel>,
}

impl Proofs {
    /// What an assertion proves: the most that any of its words stands for.
    pub fn of(&self, assertion: &Assertion) -> IdentityLevel {
        let acr = assertion.acr.as_ref().and_then(|it| self.acr.get(it));
        let amr = assertion.amr.iter().filter_map(|it| self.amr.get(it));
        amr.chain(acr).copied().max().unwrap_or_default().max(self.least)
    }

    /// The most that it can prove.
    pub fn most(&self) -> IdentityLevel {
        self.acr
            .values()
            .chain(self.amr.values())
            .copied()
            .max()
            .unwrap_or_default()
            .max(self.least)
    }

    /// The words of `acr` that prove this much, the least of them first, for a question.
    pub fn words(&self, level: IdentityLevel) -> String {
        let mut words: Vec<_> = self.acr.iter().filter(|(_, it)| **it >= level).collect();
        words.sort_by_key(|(word, it)| (**it, word.as_str()));
        words.into_iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A provider through which people sign in.
#[derive(Debug)]
pub struct Offer {
    /// Its word in addresses.
    pub id: String,
    /// What people read on the button.
    pub name: LocalText,
    /// Whom it knows.
    pub audience: Audience,
    /// Whether somebody whom we do not know gets an account.
    pub may_create: bool,
    /// Whether it checked the identity numbers that it tells.
    pub is_trusted: bool,
    /// How it tells facts.
    pub claims: ClaimNames,
    /// What its words prove.
    pub proofs: Proofs,
    /// The line to it.
    pub client: Client,
}

/// The providers of an installation, in the order of their buttons.
#[derive(Debug, Clone, Default)]
pub struct Offers(Arc<Vec<Offer>>);

impl Offers {
    /// These providers.
    pub fn new(offers: Vec<Offer>) -> Self {
        Self(Arc::new(offers))
    }

    /// The provider of a word.
    pub fn find(&self, id: &str) -> Option<&Offer> {
        self.0.iter().find(|it| it.id == id)
    }

    /// All providers.
    pub fn iter(&self) -> impl Iterator<Item = &Offer> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proofs() -> Proofs {
        let level = |word: &str, it| (word.to_owned(), it);
        Proofs {
            least: IdentityLevel::L1,
            acr: [level("sms", IdentityLevel::L2), level("face", IdentityLevel::L3)].into(),
            amr: [level("sc", IdentityLevel::L4)].into(),
        }
    }

    fn said(acr: Option<&str>, amr: &[&str]) -> Assertion {
        Assertion {
            issuer: String::new(),
            subject: String::new(),
            acr: acr.map(str::to_owned),
            amr: amr.iter().map(|it| (*it).to_owned()).collect(),
            proved_at: None,
            session: None,
            claims: serde_json::Map::new(),
            id_token: String::new(),
        }
    }

    #[test]
    fn words_prove_what_the_deployer_says_and_unknown_words_nothing() {
        for (acr, amr, level) in [
            (None, &[][..], IdentityLevel::L1),
            (Some("sms"), &[][..], IdentityLevel::L2),
            (Some("face"), &["pwd"][..], IdentityLevel::L3),
            (Some("FACE"), &[][..], IdentityLevel::L1),
            (Some("L4"), &["mfa"][..], IdentityLevel::L1),
            (Some("sms"), &["pwd", "sc"][..], IdentityLevel::L4),
        ] {
            assert_eq!(proofs().of(&said(acr, amr)), level, "{acr:?} {amr:?}");
        }
    }

    #[test]
    fn a_question_names_the_words_that_are_enough() {
        assert_eq!(proofs().words(IdentityLevel::L2), "sms face");
        assert_eq!(proofs().words(IdentityLevel::L3), "face");
        assert_eq!(proofs().words(IdentityLevel::L4), "");
        assert_eq!(proofs().most(), IdentityLevel::L4);
    }
}
