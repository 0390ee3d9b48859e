//! Why a code is refused.

use std::fmt;

macro_rules! code_errors {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// Why a text is not the code it should be. The text itself is not kept, because it may be
        /// personal data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CodeError {
            $($(#[$doc])* $variant,)*
        }

        impl CodeError {
            /// All errors, so that a catalogue of texts can be checked to be complete.
            pub const ALL: &[CodeError] = &[$(CodeError::$variant,)*];

            /// Stable name of the error, under which its texts are kept.
            pub const fn code(self) -> &'static str {
                match self {
                    $(CodeError::$variant => $code,)*
                }
            }
        }
    };
}

code_errors! {
    /// Not 18 characters (15 for the number of an old card).
    IdNumberLength = "id_number.length",
    /// Something other than digits and a final X.
    IdNumberCharacter = "id_number.character",
    /// No region begins with 0.
    IdNumberRegion = "id_number.region",
    /// The birth date does not exist.
    IdNumberBirthDate = "id_number.birth_date",
    /// The check digit does not fit.
    IdNumberCheckDigit = "id_number.check_digit",
    /// Not 18 characters.
    CreditCodeLength = "credit_code.length",
    /// Something other than digits and capitals without I, O, S, V, Z.
    CreditCodeCharacter = "credit_code.character",
    /// The region, characters 3 to 8, is not made of digits.
    CreditCodeRegion = "credit_code.region",
    /// The check character does not fit.
    CreditCodeCheckDigit = "credit_code.check_digit",
    /// The check character of the organisation code inside does not fit. A warning only: genuine
    /// codes are reported to break it.
    CreditCodeOrganisation = "credit_code.organisation",
    /// Not 12 characters.
    BasicCodeLength = "basic_code.length",
    /// Something other than digits.
    BasicCodeCharacter = "basic_code.character",
    /// Not 31 characters.
    ImplementationCodeLength = "implementation_code.length",
    /// The first 18 characters are not a credit code.
    ImplementationCodeOrganisation = "implementation_code.organisation",
    /// The level, character 19, is not one of 1 to 7.
    ImplementationCodeLevel = "implementation_code.level",
    /// The last 12 characters are not a basic code.
    ImplementationCodeBasic = "implementation_code.basic",
    /// Not 33 characters.
    HandlingItemCodeLength = "handling_item_code.length",
    /// The first 31 characters are not an implementation code.
    HandlingItemCodeImplementation = "handling_item_code.implementation",
    /// The serial number is not one of 01 to 99.
    HandlingItemCodeSerial = "handling_item_code.serial",
    /// Not the root 1.2.156.3005.2 and five parts, divided by dots.
    LicenceIdentifierFormat = "licence_identifier.format",
    /// The type is not a credit code followed by three characters.
    LicenceIdentifierType = "licence_identifier.type",
    /// The issuer is not a credit code.
    LicenceIdentifierIssuer = "licence_identifier.issuer",
    /// The serial number is not made of 1 to 40 digits and capitals.
    LicenceIdentifierSerial = "licence_identifier.serial",
    /// The version is not one of 001 to 999.
    LicenceIdentifierVersion = "licence_identifier.version",
    /// The check character does not fit.
    LicenceIdentifierCheckDigit = "licence_identifier.check_digit",
    /// Not ten letters and digits.
    CaseRefLength = "case_ref.length",
    /// The prefix is not two letters.
    CaseRefPrefix = "case_ref.prefix",
    /// A character that case references never contain.
    CaseRefCharacter = "case_ref.character",
    /// The check character does not fit.
    CaseRefCheckDigit = "case_ref.check_digit",
    /// Not 45 characters.
    CaseNumberLength = "case_number.length",
    /// The first 31 characters are not an implementation code.
    CaseNumberImplementation = "case_number.implementation",
    /// The date of receipt does not exist.
    CaseNumberDate = "case_number.date",
    /// The serial number is not one of 000001 to 999999.
    CaseNumberSerial = "case_number.serial",
    /// Not six digits.
    QueryCodeFormat = "query_code.format",
    /// Not eleven digits.
    MobileLength = "mobile.length",
    /// Something other than digits.
    MobileCharacter = "mobile.character",
    /// Not a mobile number: those begin with 13 to 19.
    MobilePrefix = "mobile.prefix",
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for CodeError {}

#[cfg(test)]
mod tests {
    use super::CodeError;
    use std::collections::BTreeSet;

    #[test]
    fn every_error_has_its_own_name() {
        let names: BTreeSet<_> = CodeError::ALL.iter().map(|error| error.code()).collect();
        assert_eq!(names.len(), CodeError::ALL.len());
        assert!(names.iter().all(|name| name.split('.').count() == 2));
    }
}
