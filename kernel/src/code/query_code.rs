//! The secret half of an anonymous look-up.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CodeError, is_digits, text_traits, tidy};

/// The query code (查询码) printed on a receipt: six random digits that must be given together with
/// the case reference. It is short, so whoever checks it must also limit the attempts.
///
/// Comparing takes the same time whatever differs, and `Debug` shows nothing.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QueryCode(String);

impl QueryCode {
    /// A code from random bytes.
    pub fn from_random(bytes: [u8; 8]) -> QueryCode {
        QueryCode(format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000))
    }

    /// Reads six digits; spaces, dashes and full-width digits are forgiven.
    ///
    /// # Errors
    /// `query_code.format`.
    pub fn parse(text: &str) -> Result<QueryCode, CodeError> {
        let code = tidy(text);
        if code.len() == 6 && is_digits(&code) {
            Ok(QueryCode(code))
        } else {
            Err(CodeError::QueryCodeFormat)
        }
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_traits!(QueryCode);

impl PartialEq for QueryCode {
    fn eq(&self, other: &QueryCode) -> bool {
        let pairs = self.0.bytes().zip(other.0.bytes());
        let difference = pairs.fold(0, |seen, (own, given)| seen | (own ^ given));
        std::hint::black_box(difference) == 0
    }
}

impl Eq for QueryCode {}

impl fmt::Debug for QueryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QueryCode(******)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for text in ["012345", "012 345", "０１２３４５", " 012-345 "] {
            assert_eq!(QueryCode::parse(text).unwrap().as_str(), "012345", "{text}");
        }
        for text in ["", "12345", "1234567", "12345a", "一二三四五六"] {
            assert_eq!(QueryCode::parse(text), Err(CodeError::QueryCodeFormat), "{text}");
        }
    }

    #[test]
    fn a_code_is_not_shown_by_accident() {
        assert_eq!(format!("{:?}", QueryCode::from_random([1; 8])), "QueryCode(******)");
    }

    proptest! {
        #[test]
        fn random_codes_are_codes_and_equal_only_themselves(bytes: [u8; 8], other: [u8; 8]) {
            let (one, two) = (QueryCode::from_random(bytes), QueryCode::from_random(other));
            prop_assert_eq!(&QueryCode::parse(one.as_str()).unwrap(), &one);
            prop_assert_eq!(one == two, one.as_str() == two.as_str());
        }
    }
}
