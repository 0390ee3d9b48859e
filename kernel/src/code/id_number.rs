//! Citizen identity numbers (公民身份号码), GB 11643.

use std::fmt;

use jiff::civil::Date;

use super::{CodeError, check, code_type, is_digits};

code_type! {
    /// A citizen identity number, GB 11643: region (6), birth date (8), sequence (3, odd for men
    /// and even for women) and a check digit of ISO 7064 MOD 11-2, which may be X.
    ///
    /// The region is not looked up, because numbers keep the codes of regions that no longer
    /// exist. `Debug` shows the masked form, so that a number does not slip into a log.
    IdNumber
}

impl IdNumber {
    /// Reads a number of 18 characters; a small x is taken for a capital one.
    ///
    /// # Errors
    /// `id_number.*`: length, characters, region, birth date or check digit.
    pub fn parse(text: &str) -> Result<IdNumber, CodeError> {
        let number = text.to_ascii_uppercase();
        if number.chars().count() != 18 {
            return Err(CodeError::IdNumberLength);
        }
        let (body, check) = number.split_at_checked(17).ok_or(CodeError::IdNumberCharacter)?;
        if !is_digits(body) || !(is_digits(check) || check == "X") {
            return Err(CodeError::IdNumberCharacter);
        }
        if body.starts_with('0') {
            return Err(CodeError::IdNumberRegion);
        }
        birth_date(body).ok_or(CodeError::IdNumberBirthDate)?;
        if check::mod_11_2(body) != check.chars().next() {
            return Err(CodeError::IdNumberCheckDigit);
        }
        Ok(IdNumber(number))
    }

    /// Lengthens the 15-digit number of a card of the first generation (GB 11643-1989), whose
    /// years are those of the 20th century.
    ///
    /// # Errors
    /// `id_number.*`, as in [`IdNumber::parse`].
    pub fn from_legacy(text: &str) -> Result<IdNumber, CodeError> {
        if text.chars().count() != 15 {
            return Err(CodeError::IdNumberLength);
        }
        if !is_digits(text) {
            return Err(CodeError::IdNumberCharacter);
        }
        let (region, rest) = text.split_at(6);
        let body = format!("{region}19{rest}");
        let check = check::mod_11_2(&body).ok_or(CodeError::IdNumberCharacter)?;
        IdNumber::parse(&format!("{body}{check}"))
    }

    /// Code of the region in which the number was first given, GB/T 2260, possibly historical.
    pub fn region(&self) -> &str {
        &self.0[..6]
    }

    /// The birth date. Whether it lies in the past is for the caller, who knows the day.
    pub fn birth_date(&self) -> Date {
        birth_date(&self.0).unwrap_or(Date::ZERO)
    }

    /// Whether the sequence number is that of a woman.
    pub fn is_female(&self) -> bool {
        self.0.as_bytes()[16].is_multiple_of(2)
    }

    /// The number with the birth date and most of the sequence hidden, `710000********004X`.
    pub fn masked(&self) -> String {
        format!("{}********{}", self.region(), &self.0[14..])
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

/// The date in characters 7 to 14. Nobody in the registers was born before 1800.
fn birth_date(number: &str) -> Option<Date> {
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<i16>().ok();
    let month = i8::try_from(part(10, 12)?).ok()?;
    let day = i8::try_from(part(12, 14)?).ok()?;
    Date::new(part(6, 10)?, month, day).ok().filter(|date| date.year() >= 1800)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::sample::{VALID_ID_NUMBERS, id_number, replace};
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_the_standard_are_read() {
        for number in VALID_ID_NUMBERS {
            assert_eq!(IdNumber::parse(number).map(String::from), Ok(number.to_owned()));
        }
        let number = IdNumber::parse("71000019900101004x").unwrap();
        assert_eq!(number.as_str(), "71000019900101004X");
    }

    #[test]
    fn wrong_numbers_are_refused_with_a_reason() {
        for (text, code) in [
            ("710000199001010041", "id_number.check_digit"),
            ("710000190002290050", "id_number.birth_date"),
            ("710000199013010040", "id_number.birth_date"),
            ("710000179901010040", "id_number.birth_date"),
            ("７１００００１９９００１０１００４Ｘ", "id_number.character"),
            ("710000 1990010100X", "id_number.character"),
            ("710000 19900101 004X", "id_number.length"),
            (" 71000019900101004X", "id_number.length"),
            ("71000019900101X04X", "id_number.character"),
            ("71000019900101004Y", "id_number.character"),
            ("7100001990010100四", "id_number.length"),
            ("71000019900101004四", "id_number.character"),
            ("010000199001010040", "id_number.region"),
            ("", "id_number.length"),
            ("710000900101004", "id_number.length"),
        ] {
            assert_eq!(IdNumber::parse(text).map_err(CodeError::code), Err(code), "{text}");
        }
    }

    #[test]
    fn the_number_tells_birth_date_and_sex() {
        let man = IdNumber::parse("710000200002290050").unwrap();
        assert_eq!((man.birth_date(), man.is_female()), (date(2000, 2, 29), false));
        let woman = IdNumber::parse("710000194910015187").unwrap();
        assert_eq!((woman.birth_date(), woman.is_female()), (date(1949, 10, 1), true));
        assert_eq!(woman.region(), "710000");
    }

    #[test]
    fn masking_hides_the_birth_date_everywhere_but_in_the_number_itself() {
        let number = IdNumber::parse("71000019900101004X").unwrap();
        assert_eq!(number.masked(), "710000********004X");
        assert_eq!(format!("{number:?}"), "IdNumber(710000********004X)");
        assert_eq!(number.to_string(), "71000019900101004X");
    }

    #[test]
    fn old_cards_are_lengthened() {
        let number = IdNumber::from_legacy("710000900101004").unwrap();
        assert_eq!(number.as_str(), "71000019900101004X");
        for (text, code) in [
            ("71000090010100", "id_number.length"),
            ("71000090010100X", "id_number.character"),
            ("710000901301004", "id_number.birth_date"),
        ] {
            assert_eq!(IdNumber::from_legacy(text).map_err(CodeError::code), Err(code), "{text}");
        }
    }

    #[test]
    fn numbers_are_checked_when_they_are_read_from_storage() {
        let number: IdNumber = serde_json::from_str(r#""71000019900101004x""#).unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), r#""71000019900101004X""#);
        let error = serde_json::from_str::<IdNumber>(r#""710000199001010041""#).unwrap_err();
        assert!(error.to_string().contains("id_number.check_digit"));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_refused(number in id_number(), place in 0usize..18, new in "[0-9X]") {
            prop_assert!(IdNumber::parse(&number).is_ok());
            let wrong = replace(&number, place, &new);
            prop_assume!(wrong != number);
            prop_assert!(IdNumber::parse(&wrong).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = IdNumber::parse(&text);
            let _ = IdNumber::from_legacy(&text);
        }
    }
}
