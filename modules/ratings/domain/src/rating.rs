//! The life of a rating: given once, and followed up when it is bad.

use jiff::civil::Date;
use kernel::{
    Aggregate, Recorded, Sealed,
    calendar::{TimeLimit, WorkCalendar, deadline},
    id::CaseId,
};
use serde::{Deserialize, Serialize};

use crate::{Channel, Grade, INDICATORS, Rater, Tag};

/// Most characters of a comment.
pub const COMMENT_LIMIT: usize = 500;

/// Working days within which a bad rating must be put right where an installation sets no other
/// number. Places differ (5, 7 or 15 days), so this is a parameter and not law.
pub const FOLLOW_UP_DAYS: u32 = 15;

/// The key of the rating of a case's conclusion, the one act that is rated.
pub fn rating_key(case: CaseId) -> String {
    format!("{case}:conclusion")
}

/// What happens to a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RatingEvent {
    /// It was given.
    Rated {
        /// The case.
        case: CaseId,
        /// Its reference.
        reference: String,
        /// The service's id.
        service: String,
        /// The authority that handled it.
        authority: String,
        /// The grade.
        grade: Grade,
        /// What was good or bad.
        tags: Vec<Tag>,
        /// The version of the set of tags.
        indicators: u16,
        /// The rater's own words, sealed under the applicant's key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<Sealed>,
        /// Where it was given.
        channel: Channel,
        /// By whom.
        rater: Rater,
    },
    /// It is bad: somebody has to call back, find out and put it right.
    FollowUpOpened {
        /// To be put right by the end of this day.
        due_on: Date,
        /// Whether the calendar of a year on the way is not published yet.
        is_provisional: bool,
        /// The calendar that was used.
        calendar_version: u32,
    },
}

/// Why a rating is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RatingRefusal {
    /// This act was rated already.
    #[error("this was rated already")]
    AlreadyRated,
    /// The case is not concluded.
    #[error("the case is not concluded yet")]
    NotConcluded,
    /// A tag does not go with the grade.
    #[error("a tag does not go with the grade")]
    WrongTag,
    /// The comment is too long.
    #[error("the comment is longer than {COMMENT_LIMIT} characters")]
    CommentTooLong,
}

impl RatingRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyRated => "rating.already_rated",
            Self::NotConcluded => "rating.not_concluded",
            Self::WrongTag => "rating.wrong_tag",
            Self::CommentTooLong => "rating.comment_too_long",
        }
    }
}

/// A rating as it is given. There is no default grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: String,
    /// The service's id.
    pub service: String,
    /// The authority that handled it.
    pub authority: String,
    /// Whether the case is concluded.
    pub is_concluded: bool,
    /// The grade.
    pub grade: Grade,
    /// What was good or bad.
    pub tags: Vec<Tag>,
    /// The rater's own words, sealed.
    pub comment: Option<Sealed>,
    /// Where it is given.
    pub channel: Channel,
    /// By whom.
    pub rater: Rater,
}

/// How the due date of a follow-up is found.
#[derive(Debug, Clone, Copy)]
pub struct FollowUpRule<'a> {
    /// Working days.
    pub days: u32,
    /// The calendar in force.
    pub calendar: &'a WorkCalendar,
}

/// A bad rating that has to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// When it was opened.
    pub raised_at: jiff::Timestamp,
    /// To be put right by the end of this day.
    pub due_on: Date,
}

/// A rating.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rating {
    /// The grade; none before it is given.
    pub grade: Option<Grade>,
    /// What was good or bad.
    pub tags: Vec<Tag>,
    /// The rater's own words, sealed.
    pub comment: Option<Sealed>,
    /// Where it was given.
    pub channel: Option<Channel>,
    /// By whom.
    pub rater: Option<Rater>,
    /// The service's id.
    pub service: String,
    /// When it was given.
    pub rated_at: Option<jiff::Timestamp>,
    /// What has to be put right.
    pub follow_up: Option<FollowUp>,
}

impl Rating {
    /// Gives it. A bad grade opens a follow-up in the same act.
    ///
    /// # Errors
    /// [`RatingRefusal`].
    pub fn rate(
        &self,
        given: Submission,
        today: Date,
        rule: FollowUpRule<'_>,
    ) -> Result<Vec<RatingEvent>, RatingRefusal> {
        if self.grade.is_some() {
            return Err(RatingRefusal::AlreadyRated);
        }
        if !given.is_concluded {
            return Err(RatingRefusal::NotConcluded);
        }
        if given.tags.iter().any(|tag| !tag.fits(given.grade)) {
            return Err(RatingRefusal::WrongTag);
        }
        let mut tags = given.tags;
        tags.sort_unstable();
        tags.dedup();
        let mut events = vec![RatingEvent::Rated {
            case: given.case,
            reference: given.reference,
            service: given.service,
            authority: given.authority,
            grade: given.grade,
            tags,
            indicators: INDICATORS,
            comment: given.comment,
            channel: given.channel,
            rater: given.rater,
        }];
        if given.grade.is_bad() {
            events.push(follow_up(today, rule));
        }
        Ok(events)
    }

    /// Checks the rater's own words before they are sealed.
    ///
    /// # Errors
    /// [`RatingRefusal::CommentTooLong`].
    pub fn check_comment(comment: &str) -> Result<(), RatingRefusal> {
        if comment.chars().count() > COMMENT_LIMIT {
            return Err(RatingRefusal::CommentTooLong);
        }
        Ok(())
    }
}

fn follow_up(today: Date, rule: FollowUpRule<'_>) -> RatingEvent {
    let reached = deadline(today, TimeLimit::working(rule.days), &[], rule.calendar);
    RatingEvent::FollowUpOpened {
        due_on: reached.due,
        is_provisional: reached.provisional,
        calendar_version: reached.calendar_version,
    }
}

impl Aggregate for Rating {
    type Event = RatingEvent;
    const KIND: &'static str = "rating";

    fn word(event: &RatingEvent) -> &'static str {
        match event {
            RatingEvent::Rated { .. } => "rating.rated",
            RatingEvent::FollowUpOpened { .. } => "rating.follow_up_opened",
        }
    }

    fn apply(&mut self, event: &Recorded<RatingEvent>) {
        match event.event.clone() {
            RatingEvent::Rated { service, grade, tags, comment, channel, rater, .. } => {
                self.grade = Some(grade);
                self.tags = tags;
                self.comment = comment;
                self.channel = Some(channel);
                self.rater = Some(rater);
                self.service = service;
                self.rated_at = Some(event.at);
            }
            RatingEvent::FollowUpOpened { due_on, .. } => {
                self.follow_up = Some(FollowUp { raised_at: event.at, due_on });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::{Actor, id::EventId};

    fn submission(grade: Grade, channel: Channel) -> Submission {
        Submission {
            case: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
            reference: "RC-7K4M-92XP".to_owned(),
            service: "food-business-licence".to_owned(),
            authority: "market-regulation".to_owned(),
            is_concluded: true,
            grade,
            tags: Vec::new(),
            comment: None,
            channel,
            rater: Rater::CodeHolder,
        }
    }

    fn rate(rating: &Rating, given: Submission) -> Result<Vec<RatingEvent>, RatingRefusal> {
        let rule = FollowUpRule { days: FOLLOW_UP_DAYS, calendar: &WorkCalendar::default() };
        rating.rate(given, date(2026, 3, 2), rule)
    }

    fn after(events: Vec<RatingEvent>) -> Rating {
        let mut rating = Rating::default();
        for event in events {
            let id: EventId = "01900000-0000-7000-8000-000000000002".parse().unwrap();
            let at = jiff::Timestamp::UNIX_EPOCH;
            rating.apply(&Recorded { id, seq: 1, at, by: Actor::ANONYMOUS, event });
        }
        rating
    }

    #[test]
    fn all_five_grades_are_accepted_on_every_channel() {
        for channel in Channel::ALL {
            for grade in Grade::ALL {
                let events = rate(&Rating::default(), submission(grade, channel)).unwrap();
                let rating = after(events);
                assert_eq!(rating.grade, Some(grade), "{grade:?} on {channel:?}");
                assert_eq!(rating.channel, Some(channel));
                assert_eq!(rating.follow_up.is_some(), grade.is_bad());
            }
        }
    }

    #[test]
    fn a_bad_rating_is_due_after_fifteen_working_days() {
        let given = submission(Grade::VeryDissatisfied, Channel::Qr);
        let rating = after(rate(&Rating::default(), given).unwrap());
        // Three whole weeks after Monday, 2 March.
        assert_eq!(rating.follow_up.unwrap().due_on, date(2026, 3, 23));
    }

    #[test]
    fn one_act_is_rated_once_and_stays_rated() {
        let bad = submission(Grade::VeryDissatisfied, Channel::Pc);
        let rating = after(rate(&Rating::default(), bad).unwrap());
        for grade in Grade::ALL {
            let again = rate(&rating, submission(grade, Channel::Pc));
            assert_eq!(again, Err(RatingRefusal::AlreadyRated));
        }
    }

    #[test]
    fn what_is_not_concluded_is_not_rated() {
        let early = Submission { is_concluded: false, ..submission(Grade::Fair, Channel::Pc) };
        assert_eq!(rate(&Rating::default(), early), Err(RatingRefusal::NotConcluded));
    }

    #[test]
    fn tags_go_with_the_grade_and_stand_once() {
        let tagged = |grade, tags: &[Tag]| Submission {
            tags: tags.to_vec(),
            ..submission(grade, Channel::Pc)
        };
        let wrong = rate(&Rating::default(), tagged(Grade::VeryDissatisfied, &[Tag::Fast]));
        assert_eq!(wrong, Err(RatingRefusal::WrongTag));
        let twice = tagged(Grade::Fair, &[Tag::Hard, Tag::Slow, Tag::Hard]);
        let rating = after(rate(&Rating::default(), twice).unwrap());
        assert_eq!(rating.tags, [Tag::Slow, Tag::Hard]);
    }

    #[test]
    fn comments_have_an_end() {
        assert!(Rating::check_comment(&"好".repeat(COMMENT_LIMIT)).is_ok());
        let long = "好".repeat(COMMENT_LIMIT + 1);
        assert_eq!(Rating::check_comment(&long), Err(RatingRefusal::CommentTooLong));
    }
}
