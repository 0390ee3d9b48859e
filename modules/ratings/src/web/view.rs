//! What several pages say about ratings.

use ratings_domain::{Grade, RatingRefusal, Tag};
use web::{Failure, Visitor};

use crate::service::Problem;

/// A grade's word.
pub fn grade_text(visitor: &Visitor, grade: Grade) -> String {
    visitor.t(&format!("ratings-grade-{}", grade.number())).to_owned()
}

/// A tag's word.
pub fn tag_text(visitor: &Visitor, tag: Tag) -> String {
    visitor.t(&format!("ratings-tag-{}", tag.word())).to_owned()
}

/// The key of a refusal's text.
pub const fn refusal_key(refusal: RatingRefusal) -> &'static str {
    match refusal {
        RatingRefusal::AlreadyRated => "ratings-refused-already-rated",
        RatingRefusal::NotConcluded => "ratings-refused-not-concluded",
        RatingRefusal::WrongTag => "ratings-refused-wrong-tag",
        RatingRefusal::CommentTooLong => "ratings-refused-comment-too-long",
    }
}

/// A problem with a rating, in the visitor's words.
pub fn told(visitor: &Visitor, problem: Problem) -> Failure {
    match problem {
        Problem::Refused(refusal) => {
            Failure::refused(refusal.code(), visitor.t(refusal_key(refusal)))
        }
        Problem::Failure(failure) => failure,
    }
}

/// Tenths as a number with one decimal, such as `4.6`.
pub fn tenths(value: u64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

#[cfg(test)]
mod tests {
    #[test]
    fn tenths_have_one_decimal() {
        assert_eq!([50, 46, 9].map(super::tenths), ["5.0", "4.6", "0.9"]);
    }
}
