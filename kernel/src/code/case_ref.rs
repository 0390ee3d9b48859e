//! Case references: the short number of a case for people.

use super::{CodeError, check, code_type, tidy};

/// Digits and capitals that cannot be taken for one another: no 0, O, 1, I, L. There are 31, a
/// prime number, so that the check catches every slip of one character.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Random characters, between prefix and check character.
const RANDOM_LENGTH: usize = 7;

code_type! {
    /// A short reference to a case, such as `RC-7K4M-92XP`: two letters that the installation
    /// chooses, seven random characters, and a check character over all of them, in which the
    /// characters weigh as in GB 32100.
    ///
    /// It says nothing about the case and is no secret; see [`QueryCode`](super::QueryCode).
    #[derive(Debug)]
    CaseRef
}

impl CaseRef {
    /// A reference from random bytes.
    ///
    /// # Errors
    /// `case_ref.prefix` if the prefix is not two letters.
    pub fn from_random(prefix: &str, bytes: [u8; 8]) -> Result<CaseRef, CodeError> {
        let prefix = prefix.to_ascii_uppercase();
        check_prefix(&prefix)?;
        let mut rest = u64::from_be_bytes(bytes);
        let mut body = prefix;
        for _ in 0..RANDOM_LENGTH {
            let place = usize::try_from(rest % 31).unwrap_or(0);
            body.push(char::from(ALPHABET[place]));
            rest /= 31;
        }
        let mut candidates = ALPHABET.iter().map(|byte| format!("{body}{}", char::from(*byte)));
        let right = candidates.find(|text| fits(text)).ok_or(CodeError::CaseRefCheckDigit)?;
        Ok(CaseRef(written(&right)))
    }

    /// Reads a reference as people type it: small letters, full-width characters, spaces and
    /// missing or other dashes are forgiven.
    ///
    /// # Errors
    /// `case_ref.*`: length, prefix, characters or check character.
    pub fn parse(text: &str) -> Result<CaseRef, CodeError> {
        let text = tidy(text);
        if text.chars().count() != 2 + RANDOM_LENGTH + 1 {
            return Err(CodeError::CaseRefLength);
        }
        let (prefix, body) = text.split_at_checked(2).ok_or(CodeError::CaseRefPrefix)?;
        check_prefix(prefix)?;
        if !body.bytes().all(|byte| ALPHABET.contains(&byte)) {
            return Err(CodeError::CaseRefCharacter);
        }
        if !fits(&text) {
            return Err(CodeError::CaseRefCheckDigit);
        }
        Ok(CaseRef(written(&text)))
    }

    /// The two letters of the installation.
    pub fn prefix(&self) -> &str {
        &self.0[..2]
    }
}

fn check_prefix(prefix: &str) -> Result<(), CodeError> {
    let is_right = prefix.len() == 2 && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_right { Ok(()) } else { Err(CodeError::CaseRefPrefix) }
}

/// Whether the weighted sum over all ten characters is 0. Letters of the prefix count as in
/// GB 11714, since they are not confined to the alphabet.
fn fits(text: &str) -> bool {
    let (prefix, body) = text.split_at(2);
    let prefix = prefix.bytes().filter_map(check::alphanumeric);
    let body = body.bytes().filter_map(|byte| check::value(ALPHABET, byte));
    check::sum_mod_31(prefix.chain(body)) == 0
}

fn written(text: &str) -> String {
    format!("{}-{}-{}", &text[..2], &text[2..6], &text[6..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::sample::replace;
    use proptest::prelude::*;

    #[test]
    fn references_are_read_as_people_type_them() {
        for text in [
            "RC-7K4M-92XP",
            "rc7k4m92xp",
            " RC 7K4M 92XP ",
            "RC–7K4M—92XP",
            "ＲＣ－７Ｋ４Ｍ－９２ＸＰ",
            "rc-7k4m-92xp\u{3000}",
        ] {
            assert_eq!(CaseRef::parse(text).unwrap().as_str(), "RC-7K4M-92XP", "{text}");
        }
    }

    #[test]
    fn wrong_references_are_refused_with_a_reason() {
        for (text, code) in [
            ("", "case_ref.length"),
            ("RC-7K4M-92X", "case_ref.length"),
            ("RC-7K4M-92XPP", "case_ref.length"),
            ("R2-7K4M-92XP", "case_ref.prefix"),
            ("受理7K4M92XP", "case_ref.prefix"),
            ("RC-7K4M-92X0", "case_ref.character"),
            ("RC-7K4M-9IXP", "case_ref.character"),
            ("RC-7K4M-92X号", "case_ref.character"),
            ("RC-7K4M-92XQ", "case_ref.check_digit"),
            ("RC-K74M-92XP", "case_ref.check_digit"),
            ("CR-7K4M-92XP", "case_ref.check_digit"),
        ] {
            assert_eq!(CaseRef::parse(text).map_err(CodeError::code), Err(code), "{text}");
        }
    }

    #[test]
    fn a_prefix_is_two_letters() {
        assert_eq!(CaseRef::from_random("rc", [0; 8]).unwrap().prefix(), "RC");
        for prefix in ["", "R", "RCX", "R1", "受理", "é"] {
            assert_eq!(CaseRef::from_random(prefix, [0; 8]), Err(CodeError::CaseRefPrefix));
        }
    }

    proptest! {
        #[test]
        fn random_references_are_references(prefix in "[A-Z]{2}", bytes: [u8; 8]) {
            let reference = CaseRef::from_random(&prefix, bytes).unwrap();
            prop_assert_eq!(CaseRef::parse(reference.as_str()), Ok(reference.clone()));
            prop_assert_eq!(reference.prefix(), prefix);
        }

        #[test]
        fn one_wrong_character_is_refused(
            prefix in "[A-Z]{2}",
            bytes: [u8; 8],
            place in 0usize..10,
            new in "[0-9A-Z]",
        ) {
            let reference = CaseRef::from_random(&prefix, bytes).unwrap().as_str().replace('-', "");
            let wrong = replace(&reference, place, &new);
            prop_assume!(wrong != reference);
            prop_assert!(CaseRef::parse(&wrong).is_err());
        }

        #[test]
        fn two_swapped_neighbours_are_refused(bytes: [u8; 8], place in 2usize..9) {
            let reference = CaseRef::from_random("RC", bytes).unwrap().as_str().replace('-', "");
            let mut characters: Vec<char> = reference.chars().collect();
            characters.swap(place, place + 1);
            let wrong: String = characters.into_iter().collect();
            prop_assume!(wrong != reference);
            prop_assert_eq!(CaseRef::parse(&wrong), Err(CodeError::CaseRefCheckDigit));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|\\PC{10}") {
            let _ = CaseRef::parse(&text);
            let _ = CaseRef::from_random(&text, [0; 8]);
        }
    }
}
