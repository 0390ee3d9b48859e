//! Kinds of licences, each with the serial number that stands for it in identifiers.

use kernel::{
    Aggregate, LocalText, Recorded,
    code::{CodeError, CreditCode, LicenceTypeCode},
};
use serde::{Deserialize, Serialize};

/// The last serial number that fits into an identifier.
const LAST_SERIAL: u64 = 999;

/// Who holds licences of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// Natural persons.
    Person,
    /// Firms and other organisations.
    Firm,
}

/// What happens to a licence type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LicenceTypeEvent {
    /// It was declared, with its own serial number for ever.
    Declared {
        /// Its serial number among all types, from 1.
        serial: u16,
        /// Its name.
        name: LocalText,
        /// The authority that defines and issues it.
        issuer: String,
        /// Who holds it, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holder: Option<HolderKind>,
    },
}

/// Why a licence type cannot be declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LicenceTypeRefusal {
    /// It was declared already.
    #[error("the licence type was declared already")]
    Exists,
    /// There are 999 types already.
    #[error("there is no serial number left for another licence type")]
    Full,
}

impl LicenceTypeRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "licence_type.exists",
            Self::Full => "licence_type.full",
        }
    }
}

/// A kind of licence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LicenceType {
    /// Its serial number among all types; 0 before it is declared.
    pub serial: u16,
    /// Its name.
    pub name: LocalText,
    /// The authority that defines and issues it.
    pub issuer: String,
    /// Who holds it, where that is known.
    pub holder: Option<HolderKind>,
}

impl LicenceType {
    /// Declares it under the serial number that the ledger allocated.
    ///
    /// # Errors
    /// [`LicenceTypeRefusal`].
    pub fn declare(
        &self,
        serial: u64,
        name: LocalText,
        issuer: String,
        holder: Option<HolderKind>,
    ) -> Result<Vec<LicenceTypeEvent>, LicenceTypeRefusal> {
        if self.serial > 0 {
            return Err(LicenceTypeRefusal::Exists);
        }
        let serial = u16::try_from(serial.min(LAST_SERIAL + 1)).unwrap_or(u16::MAX);
        if u64::from(serial) > LAST_SERIAL {
            return Err(LicenceTypeRefusal::Full);
        }
        Ok(vec![LicenceTypeEvent::Declared { serial, name, issuer, holder }])
    }

    /// The type's code in identifiers (证照类型代码).
    ///
    /// # Errors
    /// [`CodeError`] when it was not declared.
    pub fn type_code(&self, definer: &CreditCode) -> Result<LicenceTypeCode, CodeError> {
        if self.serial == 0 {
            return Err(CodeError::LicenceIdentifierType);
        }
        LicenceTypeCode::new(definer, &format!("{:03}", self.serial))
    }
}

impl Aggregate for LicenceType {
    type Event = LicenceTypeEvent;
    const KIND: &'static str = "licencetype";

    fn word(event: &LicenceTypeEvent) -> &'static str {
        match event {
            LicenceTypeEvent::Declared { .. } => "licencetype.declared",
        }
    }

    fn apply(&mut self, event: &Recorded<LicenceTypeEvent>) {
        match event.event.clone() {
            LicenceTypeEvent::Declared { serial, name, issuer, holder } => {
                *self = Self { serial, name, issuer, holder };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_declared_once_and_with_a_number_that_fits() {
        let fresh = LicenceType::default();
        let declare = |on: &LicenceType, serial| {
            on.declare(serial, LocalText::same("证"), "health".to_owned(), None)
        };
        assert!(declare(&fresh, 999).is_ok());
        assert_eq!(declare(&fresh, 1000), Err(LicenceTypeRefusal::Full));
        assert_eq!(declare(&fresh, u64::MAX), Err(LicenceTypeRefusal::Full));
        let declared = LicenceType { serial: 2, ..LicenceType::default() };
        assert_eq!(declare(&declared, 3), Err(LicenceTypeRefusal::Exists));
    }

    #[test]
    fn the_code_is_the_definer_and_three_digits() {
        let definer = CreditCode::parse("11350000000000019H").unwrap();
        let declared = LicenceType { serial: 2, ..LicenceType::default() };
        assert_eq!(declared.type_code(&definer).unwrap().as_str(), "11350000000000019H002");
        assert!(LicenceType::default().type_code(&definer).is_err());
    }
}
