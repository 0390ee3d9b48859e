//! Codes that people and agencies write: numbers of persons, organisations, items, cases and
//! licences. Each is a text that has been checked; where its standard has a check digit, a slip of
//! one character is refused.
//!
//! | type | standard |
//! |---|---|
//! | [`IdNumber`] | GB 11643, 公民身份号码 |
//! | [`CreditCode`] | GB 32100, 统一社会信用代码 |
//! | [`BasicCode`], [`ImplementationCode`], [`HandlingItemCode`] | GB/T 39046, codes of service items |
//! | [`LicenceTypeCode`], [`LicenceIdentifier`] | GB/T 36904, 电子证照标识 |
//! | [`CaseNumber`] | GB/T 39046, 办件编号 (length only; composition is our own) |
//! | [`CaseRef`], [`QueryCode`] | our own, for people who look up a case |
//! | [`Mobile`] | mobile numbers of mainland China |
//! | [`division_covers`] | GB/T 2260, GB/T 10114, which division lies in which |

mod case_number;
mod case_ref;
mod check;
mod credit_code;
mod division;
mod error;
mod id_number;
mod item;
mod licence;
mod mobile;
mod query_code;
#[cfg(test)]
pub(crate) mod sample;

pub use case_number::CaseNumber;
pub use case_ref::CaseRef;
pub use credit_code::CreditCode;
pub use division::division_covers;
pub use error::CodeError;
pub use id_number::IdNumber;
pub use item::{BasicCode, HandlingItemCode, ImplementationCode};
pub use licence::{LicenceIdentifier, LicenceTypeCode};
pub use mobile::Mobile;
pub use query_code::QueryCode;

/// A checked text: `parse` comes from the type, everything that texts need comes from here.
macro_rules! code_type {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub(in crate::code) String);

        impl $name {
            /// The code in its stored form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::code::text_traits!($name);
    };
}

/// The conversions between a code and text.
macro_rules! text_traits {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::code::CodeError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0
            }
        }
    };
}

use {code_type, text_traits};

/// What somebody typed, without spaces and dashes, in capitals, with full-width characters made
/// half-width.
fn tidy(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !is_separator(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn half_width(typed: char) -> char {
    let code = u32::from(typed);
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(typed),
        _ => typed,
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether there is nothing but ASCII digits.
fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
