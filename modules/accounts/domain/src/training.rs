//! Training of staff (培训): what somebody was taught, whether they passed, and until when it counts.
//! It is recorded by another person; whoever is to be trained records nothing about themselves.

use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Aggregate, Recorded, Words, id::AccountId};
use serde::{Deserialize, Serialize};

/// Nobody has more records that count than this.
pub const RECORDS_LIMIT: usize = 50;
/// A longer name has no course, in characters.
pub const COURSE_LIMIT: usize = 100;
/// So many days before it ends the person is told.
pub const NOTICE_DAYS: i64 = 30;

/// How an examination ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExamResult {
    /// Passed.
    Passed,
    /// Not passed: it is on record and counts for nothing.
    Failed,
}

impl ExamResult {
    /// Its word in forms and bodies.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }

    /// Reads [`ExamResult::word`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Passed, Self::Failed].into_iter().find(|it| it.word() == word)
    }
}

/// What is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// What it is called.
    pub name: Words,
    /// The day of the examination.
    pub held_on: Date,
    /// The last day on which it counts.
    pub valid_until: Date,
    /// How it ended.
    pub result: ExamResult,
}

/// A record of training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// Its number.
    pub number: u32,
    /// What it says.
    pub course: Course,
    /// Who recorded it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Whether it was recorded by mistake.
    pub is_withdrawn: bool,
    /// Whether the person was told that it ends.
    pub is_told: bool,
}

impl TrainingRecord {
    /// Whether it was passed and stands.
    pub fn is_good(&self) -> bool {
        self.course.result == ExamResult::Passed && !self.is_withdrawn
    }

    /// Whether it counts on a day.
    pub fn counts_on(&self, today: Date) -> bool {
        self.is_good() && self.course.held_on <= today && today <= self.course.valid_until
    }
}

/// What happens to somebody's training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TrainingEvent {
    /// Somebody else recorded it.
    Recorded {
        /// The record's number.
        number: u32,
        /// What it says.
        course: Course,
    },
    /// A record was made by mistake.
    Withdrawn {
        /// The record's number.
        number: u32,
        /// Why.
        reason: Words,
    },
    /// A record ends soon.
    Expiring {
        /// The record's number.
        number: u32,
    },
}

/// Why something cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrainingRefusal {
    /// Nobody records their own training.
    #[error("nobody records their own training")]
    Own,
    /// The course has no name, or one that is too long.
    #[error("the course needs a name")]
    NoCourse,
    /// It is to come, or ends before it began.
    #[error("the days are in the wrong order")]
    Days,
    /// There is no such record.
    #[error("there is no such record")]
    NoRecord,
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// There are too many records.
    #[error("too many records")]
    TooMany,
}

impl TrainingRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "training.own",
            Self::NoCourse => "training.no_course",
            Self::Days => "training.days",
            Self::NoRecord => "training.no_record",
            Self::NoReason => "training.no_reason",
            Self::TooMany => "training.too_many",
        }
    }
}

/// The training of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Training {
    /// All records, in the order in which they were made.
    pub records: Vec<TrainingRecord>,
}

impl Training {
    /// Whether any record counts on a day.
    pub fn is_valid_on(&self, today: Date) -> bool {
        self.records.iter().any(|it| it.counts_on(today))
    }

    /// The last day until which good records go.
    pub fn valid_until(&self) -> Option<Date> {
        let good = self.records.iter().filter(|it| it.is_good());
        good.map(|it| it.course.valid_until).max()
    }

    /// Records a course of `whose`.
    ///
    /// # Errors
    /// [`TrainingRefusal`].
    pub fn record(
        &self,
        whose: AccountId,
        course: Course,
        today: Date,
        by: &Actor,
    ) -> Result<Vec<TrainingEvent>, TrainingRefusal> {
        check_other(whose, by)?;
        let name = course.name.as_str().trim();
        if name.is_empty() || name.chars().count() > COURSE_LIMIT {
            return Err(TrainingRefusal::NoCourse);
        }
        if course.held_on > today || course.valid_until < course.held_on {
            return Err(TrainingRefusal::Days);
        }
        if self.records.iter().filter(|it| !it.is_withdrawn).count() >= RECORDS_LIMIT {
            return Err(TrainingRefusal::TooMany);
        }
        let number = self.records.iter().map(|it| it.number).max().unwrap_or(0) + 1;
        Ok(vec![TrainingEvent::Recorded { number, course }])
    }

    /// Takes a record back that was made by mistake.
    ///
    /// # Errors
    /// [`TrainingRefusal`].
    pub fn withdraw(
        &self,
        whose: AccountId,
        number: u32,
        reason: &str,
        by: &Actor,
    ) -> Result<Vec<TrainingEvent>, TrainingRefusal> {
        check_other(whose, by)?;
        if reason.trim().is_empty() {
            return Err(TrainingRefusal::NoReason);
        }
        let is_there = |it: &TrainingRecord| it.number == number && !it.is_withdrawn;
        if !self.records.iter().any(is_there) {
            return Err(TrainingRefusal::NoRecord);
        }
        Ok(vec![TrainingEvent::Withdrawn { number, reason: reason.trim().into() }])
    }

    /// Notes that a record ends soon, once.
    pub fn expire(&self, number: u32) -> Vec<TrainingEvent> {
        let waits = |it: &&TrainingRecord| it.number == number && it.is_good() && !it.is_told;
        let found = self.records.iter().find(waits);
        found.map(|_| TrainingEvent::Expiring { number }).into_iter().collect()
    }

    fn change(&mut self, number: u32, change: impl FnOnce(&mut TrainingRecord)) {
        if let Some(found) = self.records.iter_mut().find(|it| it.number == number) {
            change(found);
        }
    }
}

fn check_other(whose: AccountId, by: &Actor) -> Result<(), TrainingRefusal> {
    if by.account.is_none_or(|it| it == whose) { Err(TrainingRefusal::Own) } else { Ok(()) }
}

impl Aggregate for Training {
    type Event = TrainingEvent;
    const KIND: &'static str = "training";

    fn word(event: &TrainingEvent) -> &'static str {
        match event {
            TrainingEvent::Recorded { .. } => "training.recorded",
            TrainingEvent::Withdrawn { .. } => "training.withdrawn",
            TrainingEvent::Expiring { .. } => "training.expiring",
        }
    }

    fn apply(&mut self, event: &Recorded<TrainingEvent>) {
        match event.event.clone() {
            TrainingEvent::Recorded { number, course } => {
                if let Some(by) = event.by.account {
                    let (is_withdrawn, is_told, at) = (false, false, event.at);
                    let record = TrainingRecord { number, course, by, at, is_withdrawn, is_told };
                    self.records.push(record);
                }
            }
            TrainingEvent::Withdrawn { number, .. } => {
                self.change(number, |it| it.is_withdrawn = true);
            }
            TrainingEvent::Expiring { number } => self.change(number, |it| it.is_told = true),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::Role;

    use super::*;

    fn id(last: u8) -> AccountId {
        format!("00000000-0000-7000-8000-0000000000{last:02}").parse().unwrap()
    }

    fn course(held_on: Date, valid_until: Date, result: ExamResult) -> Course {
        Course { name: "安全保密培训".into(), held_on, valid_until, result }
    }

    fn by(last: u8) -> Actor {
        Actor::staff(Role::Administrator, id(last), "government-services")
    }

    fn known(training: &mut Training, events: Vec<TrainingEvent>) {
        for event in events {
            if let TrainingEvent::Recorded { number, course } = event {
                let (is_withdrawn, is_told) = (false, false);
                let at = Timestamp::UNIX_EPOCH;
                let record =
                    TrainingRecord { number, course, by: id(9), at, is_withdrawn, is_told };
                training.records.push(record);
            }
        }
    }

    #[test]
    fn it_counts_from_the_examination_to_its_last_day_if_it_was_passed() {
        let today = date(2026, 3, 2);
        let (from, until) = (date(2026, 3, 1), date(2027, 2, 28));
        for (result, day, counts) in [
            (ExamResult::Passed, from, true),
            (ExamResult::Passed, until, true),
            (ExamResult::Passed, date(2026, 2, 28), false),
            (ExamResult::Passed, date(2027, 3, 1), false),
            (ExamResult::Failed, today, false),
        ] {
            let mut training = Training::default();
            let events = training.record(id(1), course(from, until, result), today, &by(9));
            known(&mut training, events.unwrap());
            assert_eq!(training.is_valid_on(day), counts, "{result:?} {day}");
        }
    }

    #[test]
    fn who_is_trained_records_nothing_about_themselves() {
        let today = date(2026, 3, 2);
        let good = || course(today, date(2027, 3, 1), ExamResult::Passed);
        let training = Training::default();
        let own = training.record(id(1), good(), today, &by(1));
        assert_eq!(own, Err(TrainingRefusal::Own));
        assert_eq!(
            training.record(id(1), good(), today, &Actor::ANONYMOUS),
            Err(TrainingRefusal::Own)
        );
        let mut training = Training::default();
        let events = training.record(id(1), good(), today, &by(9)).unwrap();
        known(&mut training, events);
        assert_eq!(training.withdraw(id(1), 1, "记错", &by(1)), Err(TrainingRefusal::Own));
        assert_eq!(training.withdraw(id(1), 1, " ", &by(9)), Err(TrainingRefusal::NoReason));
        assert_eq!(training.withdraw(id(1), 2, "记错", &by(9)), Err(TrainingRefusal::NoRecord));
        assert_eq!(training.withdraw(id(1), 1, "记错", &by(9)).unwrap().len(), 1);
    }

    #[test]
    fn what_is_to_come_or_has_no_name_is_not_recorded() {
        let today = date(2026, 3, 2);
        let training = Training::default();
        let tried = |course| training.record(id(1), course, today, &by(9)).unwrap_err();
        let tomorrow = course(date(2026, 3, 3), date(2027, 3, 1), ExamResult::Passed);
        assert_eq!(tried(tomorrow), TrainingRefusal::Days);
        let backwards = course(today, date(2026, 3, 1), ExamResult::Passed);
        assert_eq!(tried(backwards), TrainingRefusal::Days);
        let nameless =
            Course { name: "  ".into(), ..course(today, date(2027, 3, 1), ExamResult::Passed) };
        assert_eq!(tried(nameless), TrainingRefusal::NoCourse);
    }

    #[test]
    fn its_end_is_told_once() {
        let today = date(2026, 3, 2);
        let mut training = Training::default();
        let good = course(today, date(2026, 3, 20), ExamResult::Passed);
        let events = training.record(id(1), good, today, &by(9)).unwrap();
        known(&mut training, events);
        assert_eq!(training.expire(1), [TrainingEvent::Expiring { number: 1 }]);
        training.records[0].is_told = true;
        assert_eq!(training.expire(1), []);
        assert_eq!(training.expire(7), []);
    }
}
