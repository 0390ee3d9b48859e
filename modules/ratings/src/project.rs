//! From rating events to lists and counts.

use kernel::Recorded;
use ledger::{Projection, Write};
use ratings_domain::{Rating, RatingEvent};

use crate::store;

/// Fills all tables of ratings. Counts grow by one with each event.
pub struct Lists;

impl Projection<Rating> for Lists {
    fn tables(&self) -> &'static [&'static str] {
        &["ratings_rating", "ratings_total", "ratings_follow_up"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Rating,
        _after: &Rating,
        events: &[Recorded<RatingEvent>],
    ) -> Vec<Write> {
        let key = stream.rsplit('/').next().unwrap_or_default();
        events.iter().flat_map(|it| writes(key, it)).collect()
    }
}

fn writes(key: &str, event: &Recorded<RatingEvent>) -> Vec<Write> {
    match &event.event {
        RatingEvent::Rated {
            case,
            reference,
            service,
            authority,
            grade,
            tags,
            indicators: _,
            comment,
            channel,
            rater,
        } => {
            let number = i64::from(grade.number());
            let row = vec![
                key.into(),
                case.to_string().into(),
                reference.into(),
                service.into(),
                authority.into(),
                number.into(),
                serde_json::to_string(tags).unwrap_or_default().into(),
                comment.is_some().into(),
                channel.word().into(),
                rater.word().into(),
                event.at.into(),
            ];
            vec![
                Write::new(&store::INSERT, row),
                Write::new(&store::COUNT_ONE, vec![service.into(), number.into()]),
            ]
        }
        RatingEvent::FollowUpOpened { due_on, is_provisional, calendar_version: _ } => {
            let row = vec![key.into(), event.at.into(), (*due_on).into(), (*is_provisional).into()];
            vec![Write::new(&store::OPEN_FOLLOW_UP, row)]
        }
    }
}
