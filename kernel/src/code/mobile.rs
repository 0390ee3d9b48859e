//! Mobile numbers of mainland China.

use std::fmt;

use super::{CodeError, code_type, is_digits, tidy};

code_type! {
    /// A mobile number of mainland China: 11 digits, the first two from 13 to 19 (numbering plan
    /// of the telephone network, 电信网编号计划). Stored without the country's prefix.
    ///
    /// `Debug` shows the masked form, so that a number does not slip into a log.
    Mobile
}

impl Mobile {
    /// Reads a number; spaces, dashes, full-width digits and a leading +86 are forgiven.
    ///
    /// # Errors
    /// `mobile.*`: characters, length or prefix.
    pub fn parse(text: &str) -> Result<Mobile, CodeError> {
        let tidy = tidy(text);
        let number = tidy.strip_prefix("+86").or(tidy.strip_prefix("0086")).unwrap_or(&tidy);
        if !is_digits(number) {
            return Err(CodeError::MobileCharacter);
        }
        let bytes = number.as_bytes();
        if bytes.len() != 11 {
            return Err(CodeError::MobileLength);
        }
        if bytes[0] != b'1' || bytes[1] < b'3' {
            return Err(CodeError::MobilePrefix);
        }
        Ok(Mobile(number.to_owned()))
    }

    /// The number with its middle hidden, `199****0001`.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mobile({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "19900000001",
            "199 0000 0001",
            "+86 199-0000-0001",
            "008619900000001",
            "１９９００００００01",
        ] {
            assert_eq!(Mobile::parse(text).unwrap().as_str(), "19900000001", "{text}");
        }
    }

    #[test]
    fn other_numbers_are_refused_with_a_reason() {
        for (text, code) in [
            ("", "mobile.length"),
            ("1990000000", "mobile.length"),
            ("199000000011", "mobile.length"),
            ("12900000001", "mobile.prefix"),
            ("29900000001", "mobile.prefix"),
            ("1990000000a", "mobile.character"),
            ("+1 9900000001", "mobile.character"),
        ] {
            assert_eq!(Mobile::parse(text).map_err(CodeError::code), Err(code), "{text}");
        }
    }

    #[test]
    fn the_masked_form_hides_the_middle() {
        let number = Mobile::parse("19900000001").unwrap();
        assert_eq!(number.masked(), "199****0001");
        assert_eq!(format!("{number:?}"), "Mobile(199****0001)");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = Mobile::parse(&text);
        }
    }
}
