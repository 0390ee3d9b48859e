//! The five grades.

use serde::{Deserialize, Serialize};

/// A grade (满意度). Kept as its number, 1 for the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Grade {
    /// 非常满意
    VerySatisfied,
    /// 满意
    Satisfied,
    /// 基本满意
    Fair,
    /// 不满意
    Dissatisfied,
    /// 非常不满意
    VeryDissatisfied,
}

impl Grade {
    /// All grades, the best first.
    pub const ALL: [Self; 5] = [
        Self::VerySatisfied,
        Self::Satisfied,
        Self::Fair,
        Self::Dissatisfied,
        Self::VeryDissatisfied,
    ];

    /// Its number, 1 for the best to 5.
    pub const fn number(self) -> u8 {
        match self {
            Self::VerySatisfied => 1,
            Self::Satisfied => 2,
            Self::Fair => 3,
            Self::Dissatisfied => 4,
            Self::VeryDissatisfied => 5,
        }
    }

    /// Its stars, 5 for the best to 1.
    pub const fn stars(self) -> u8 {
        6 - self.number()
    }

    /// The grade of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.number() == number)
    }

    /// Reads the number as text, as forms send it.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().and_then(Self::from_number)
    }

    /// Whether it is a bad rating (差评), which must be followed up.
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Dissatisfied | Self::VeryDissatisfied)
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> Self {
        grade.number()
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::from_number(number).ok_or_else(|| format!("no grade has the number {number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_run_the_other_way() {
        let pairs = Grade::ALL.map(|it| (it.number(), it.stars(), it.is_bad()));
        assert_eq!(
            pairs,
            [(1, 5, false), (2, 4, false), (3, 3, false), (4, 2, true), (5, 1, true)]
        );
    }

    #[test]
    fn only_one_to_five_are_grades() {
        for text in ["0", "6", "", "1.0", "-1", "五"] {
            assert_eq!(Grade::parse(text), None, "{text}");
        }
        for grade in Grade::ALL {
            let json = serde_json::to_string(&grade).unwrap();
            assert_eq!(json, grade.number().to_string());
            assert_eq!(serde_json::from_str::<Grade>(&json).unwrap(), grade);
        }
        assert!(serde_json::from_str::<Grade>("0").is_err());
    }
}
