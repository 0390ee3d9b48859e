//! Amounts of money in renminbi, exact to the fen.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Longest number of yuan that is read, so that no amount overflows.
const MOST_YUAN_DIGITS: usize = 15;

/// The text is not an amount such as `10.00`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of money: {0}")]
pub struct InvalidMoney(pub String);

impl InvalidMoney {
    /// Stable name of the error, under which its texts are kept.
    pub const fn code(&self) -> &'static str {
        "money.format"
    }
}

/// An amount in fen (分), a hundredth of a yuan. Written and stored as yuan with two decimals,
/// such as `10.00`; the unit and its sign are the page's matter. Negative amounts are refunds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount in fen.
    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Whether nothing is to be paid.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads yuan with up to two decimals, such as `10`, `10.5` or `-10.00`.
    ///
    /// # Errors
    /// Anything else, and amounts of a thousand million million yuan or more.
    pub fn parse(text: &str) -> Result<Money, InvalidMoney> {
        Money::read(text).ok_or_else(|| InvalidMoney(text.to_owned()))
    }

    fn read(text: &str) -> Option<Money> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (yuan, fen) = digits.split_once('.').unwrap_or((digits, "00"));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let has_length =
            (1..=MOST_YUAN_DIGITS).contains(&yuan.len()) && (1..=2).contains(&fen.len());
        if !has_length || !is_number(yuan) || !is_number(fen) {
            return None;
        }
        let yuan: i64 = yuan.parse().ok()?;
        let fen: i64 = format!("{fen:0<2}").parse().ok()?;
        Some(Money(sign * (yuan * 100 + fen)))
    }

    /// The sum, or none if it is too large to hold.
    #[must_use]
    pub const fn checked_add(self, other: Money) -> Option<Money> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Money(fen)),
            None => None,
        }
    }

    /// The amount `times` over, or none if it is too large to hold.
    #[must_use]
    pub const fn checked_mul(self, times: i64) -> Option<Money> {
        match self.0.checked_mul(times) {
            Some(fen) => Some(Money(fen)),
            None => None,
        }
    }

    /// The sum of all amounts, or none if it is too large to hold.
    pub fn total(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        amounts.into_iter().try_fold(Money::ZERO, Money::checked_add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl FromStr for Money {
    type Err = InvalidMoney;

    fn from_str(text: &str) -> Result<Money, InvalidMoney> {
        Money::parse(text)
    }
}

impl TryFrom<String> for Money {
    type Error = InvalidMoney;

    fn try_from(text: String) -> Result<Money, InvalidMoney> {
        Money::parse(&text)
    }
}

impl From<Money> for String {
    fn from(money: Money) -> String {
        money.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_and_written() {
        for (text, fen, written) in [
            ("10.00", 1000, "10.00"),
            ("10", 1000, "10.00"),
            ("0.5", 50, "0.50"),
            ("0.05", 5, "0.05"),
            ("-3.20", -320, "-3.20"),
            ("-0.01", -1, "-0.01"),
            ("999999999999999.99", 99_999_999_999_999_999, "999999999999999.99"),
        ] {
            let money = Money::parse(text).unwrap();
            assert_eq!((money.fen(), money.to_string().as_str()), (fen, written));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "-",
            ".",
            "10.",
            ".5",
            "1.000",
            "1,000.00",
            "+1",
            " 1",
            "1 ",
            "１０",
            "1e3",
            "--1",
            "1.-1",
            "1000000000000000",
        ] {
            assert_eq!(
                Money::parse(text).map_err(|error| error.code()),
                Err("money.format"),
                "{text}"
            );
        }
    }

    #[test]
    fn sums_and_products_do_not_overflow() {
        let ten = Money::from_fen(1000);
        assert_eq!(ten.checked_mul(3), Some(Money::from_fen(3000)));
        assert_eq!(Money::from_fen(i64::MAX).checked_mul(2), None);
        assert_eq!(Money::from_fen(i64::MAX).checked_add(Money::from_fen(1)), None);
        assert_eq!(Money::total([ten, ten]), Some(Money::from_fen(2000)));
        assert_eq!(Money::from_fen(i64::MIN).to_string(), "-92233720368547758.08");
    }

    #[test]
    fn amounts_are_stored_as_text() {
        let text = serde_json::to_string(&Money::from_fen(1000)).unwrap();
        assert_eq!(text, r#""10.00""#);
        assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), Money::from_fen(1000));
        assert!(serde_json::from_str::<Money>("10.00").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(fen in -99_999_999_999_999_999i64..=99_999_999_999_999_999) {
            let money = Money::from_fen(fen);
            prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
        }
    }
}
