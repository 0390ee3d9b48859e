//! Ratings of what was done (好差评): the pure part.
//!
//! A **rating** is one of five grades for one service act. The grade is stored; stars run the
//! other way. The two lowest grades are bad ratings: they open a **follow-up** with a due date in
//! the same act, and nothing here can take it away.
//!
//! Invariants:
//! * One act, one rating (一事一评). It cannot be changed, hidden or deleted.
//! * Every grade is accepted on every channel; there is no grade that nobody has chosen.
//! * A comment may hold personal data and is sealed.

mod channel;
mod grade;
mod rating;
mod tag;
mod totals;

pub use channel::{Channel, Rater};
pub use grade::Grade;
pub use rating::{
    COMMENT_LIMIT, FOLLOW_UP_DAYS, FollowUp, FollowUpRule, Rating, RatingEvent, RatingRefusal,
    Submission, rating_key,
};
pub use tag::{INDICATORS, Tag};
pub use totals::{FEWEST_FOR_AVERAGE, Totals};

/// The store of ratings failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store of ratings failed: {0}")]
pub struct RatingsDown(pub String);

/// Questions that later subjects ask.
#[async_trait::async_trait]
pub trait Ratings: Send + Sync {
    /// The ratings of a service, all its years.
    async fn totals(&self, service: &str) -> Result<Totals, RatingsDown>;
}
