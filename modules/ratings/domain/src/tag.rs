//! The indicators of online ratings as tags to tick: praise for good grades, problems for others.

use serde::{Deserialize, Serialize};

use crate::Grade;

/// The version of the set of indicators. The set is the same for all bodies; who changes it raises
/// this.
pub const INDICATORS: u16 = 1;

/// A tag that says what was good or bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// Efficiency: it was done soon.
    Fast,
    /// Accuracy of the guide: it was as the guide says.
    GuideRight,
    /// Convenience: few trips and papers.
    Convenient,
    /// Operability: the pages are easy.
    Easy,
    /// Attitude: people were helpful.
    Helpful,
    /// Efficiency: it took too long.
    Slow,
    /// Accuracy of the guide: it was other than the guide says.
    GuideWrong,
    /// Convenience: too many trips or papers.
    Burdensome,
    /// Operability: the pages are hard.
    Hard,
    /// Attitude: people were not helpful.
    Unhelpful,
}

impl Tag {
    /// All tags, praise first.
    pub const ALL: [Self; 10] = [
        Self::Fast,
        Self::GuideRight,
        Self::Convenient,
        Self::Easy,
        Self::Helpful,
        Self::Slow,
        Self::GuideWrong,
        Self::Burdensome,
        Self::Hard,
        Self::Unhelpful,
    ];

    /// The tag's word in forms and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::GuideRight => "guide_right",
            Self::Convenient => "convenient",
            Self::Easy => "easy",
            Self::Helpful => "helpful",
            Self::Slow => "slow",
            Self::GuideWrong => "guide_wrong",
            Self::Burdensome => "burdensome",
            Self::Hard => "hard",
            Self::Unhelpful => "unhelpful",
        }
    }

    /// Reads [`Tag::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether it praises.
    pub const fn is_praise(self) -> bool {
        matches!(
            self,
            Self::Fast | Self::GuideRight | Self::Convenient | Self::Easy | Self::Helpful
        )
    }

    /// Whether it can go with a grade: praise with the two best, problems with the others.
    pub fn fits(self, grade: Grade) -> bool {
        self.is_praise() == (grade <= Grade::Satisfied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_grade_has_five_tags() {
        for grade in Grade::ALL {
            assert_eq!(Tag::ALL.into_iter().filter(|it| it.fits(grade)).count(), 5, "{grade:?}");
        }
        assert!(Tag::Fast.fits(Grade::Satisfied) && !Tag::Fast.fits(Grade::Fair));
        assert!(Tag::Slow.fits(Grade::VeryDissatisfied));
    }

    #[test]
    fn words_are_read_back() {
        for tag in Tag::ALL {
            assert_eq!(Tag::parse(tag.word()), Some(tag));
            assert_eq!(serde_json::to_string(&tag).unwrap(), format!("\"{}\"", tag.word()));
        }
    }
}
