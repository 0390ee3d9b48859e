//! Unified social credit codes (统一社会信用代码), GB 32100.

use super::{CodeError, check, code_type, is_digits};

/// Digits and capitals without I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

code_type! {
    /// A unified social credit code, GB 32100: registering department (1), category (1), region
    /// (6), organisation code of GB 11714 (9) and a check character.
    #[derive(Debug)]
    CreditCode
}

impl CreditCode {
    /// Reads a code of 18 characters; small letters are taken for capital ones.
    ///
    /// # Errors
    /// `credit_code.*`: length, characters, region or check character. The organisation code
    /// inside is not checked, see [`CreditCode::organisation_warning`].
    pub fn parse(text: &str) -> Result<CreditCode, CodeError> {
        let code = text.to_ascii_uppercase();
        if code.chars().count() != 18 {
            return Err(CodeError::CreditCodeLength);
        }
        let values: Option<Vec<u32>> =
            code.bytes().map(|byte| check::value(ALPHABET, byte)).collect();
        let values = values.ok_or(CodeError::CreditCodeCharacter)?;
        if !is_digits(&code[2..8]) {
            return Err(CodeError::CreditCodeRegion);
        }
        let (body, last) = values.split_at(17);
        if last != [(31 - check::sum_mod_31(body.iter().copied())) % 31] {
            return Err(CodeError::CreditCodeCheckDigit);
        }
        Ok(CreditCode(code))
    }

    /// Code of the region that registered the organisation, GB/T 2260.
    pub fn region(&self) -> &str {
        &self.0[2..8]
    }

    /// The organisation code, GB 11714, without a dash.
    pub fn organisation(&self) -> &str {
        &self.0[8..17]
    }

    /// The doubt about a code whose organisation code breaks its own check. Only a warning:
    /// genuine codes are reported to break it.
    pub fn organisation_warning(&self) -> Option<CodeError> {
        let (body, last) = self.organisation().split_at(8);
        let is_right = check::organisation(body) == last.chars().next();
        if is_right { None } else { Some(CodeError::CreditCodeOrganisation) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::sample::{VALID_CREDIT_CODES, credit_code, replace};
    use proptest::prelude::*;

    #[test]
    fn codes_of_the_standard_are_read() {
        for (code, organisation) in VALID_CREDIT_CODES {
            let read = CreditCode::parse(code).unwrap();
            assert_eq!((read.as_str(), read.organisation()), (code, organisation));
            assert_eq!(read.organisation_warning(), None);
        }
        assert_eq!(CreditCode::parse("91350100maxyw1232a").unwrap().as_str(), "91350100MAXYW1232A");
        assert_eq!(CreditCode::parse("91350100MAXYW1232A").unwrap().region(), "350100");
    }

    #[test]
    fn wrong_codes_are_refused_with_a_reason() {
        for (text, code) in [
            ("", "credit_code.length"),
            ("11350000000000019", "credit_code.length"),
            ("11350000000000019HH", "credit_code.length"),
            ("11350000000000019J", "credit_code.check_digit"),
            ("1135000000000001OH", "credit_code.character"),
            ("9135O100MAXYW1232A", "credit_code.character"),
            ("１１350000000000019H", "credit_code.character"),
            ("11350000 00000019H", "credit_code.character"),
            ("9135A100MAXYW1232A", "credit_code.region"),
        ] {
            assert_eq!(CreditCode::parse(text).map_err(CodeError::code), Err(code), "{text}");
        }
    }

    #[test]
    fn a_broken_organisation_code_is_only_a_warning() {
        let body = "11350000000000018";
        let code = "0123456789ABCDEFGHJKLMNPQRTUWXY"
            .chars()
            .find_map(|check| CreditCode::parse(&format!("{body}{check}")).ok())
            .unwrap();
        assert_eq!(code.organisation_warning(), Some(CodeError::CreditCodeOrganisation));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_refused(
            code in credit_code(),
            place in 0usize..18,
            new in "[0-9A-Z]",
        ) {
            prop_assert!(CreditCode::parse(&code).is_ok());
            let wrong = replace(&code, place, &new);
            prop_assume!(wrong != code);
            prop_assert!(CreditCode::parse(&wrong).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = CreditCode::parse(&text);
        }
    }
}
