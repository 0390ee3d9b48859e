//! Posts of staff after their account was opened: proposed by one administrator, granted by another,
//! withdrawn at once.

use jiff::civil::Date;
use kernel::{Actor, Aggregate, Recorded, Words, id::AccountId};
use serde::{Deserialize, Serialize};

use crate::StaffPost;

/// Nobody holds more posts than this.
pub const POSTS_LIMIT: usize = 10;

/// The number of the post with which the account was opened.
pub const FIRST_POST: u32 = 0;

/// A post with its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostTerms {
    /// Role, authority and division.
    pub post: StaffPost,
    /// The line to which it is limited, two digits; none where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The first day.
    pub from: Date,
    /// The last day, included; none where it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl PostTerms {
    /// Whether it counts on this day.
    pub fn counts_on(&self, today: Date) -> bool {
        self.from <= today && self.until.is_none_or(|until| today <= until)
    }
}

/// Where a post stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostStage {
    /// One administrator proposed it; another has to grant it.
    Proposed,
    /// It counts, within its days.
    Granted,
    /// It was declined or withdrawn.
    Over,
}

/// A post beside the first one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterPost {
    /// Its number.
    pub number: u32,
    /// What it is.
    pub terms: PostTerms,
    /// Who proposed it.
    pub by: AccountId,
    /// Where it stands.
    pub stage: PostStage,
}

/// What happens to the posts of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StaffingEvent {
    /// An administrator opens an account: its first post counts only as another one grants it.
    Opening,
    /// An administrator proposed a post.
    Proposed {
        /// Its number.
        number: u32,
        /// What it is.
        terms: PostTerms,
    },
    /// Another administrator granted what was proposed.
    Granted {
        /// The post's number.
        number: u32,
    },
    /// Another administrator declined it.
    Declined {
        /// The post's number.
        number: u32,
    },
    /// A post was withdrawn.
    Withdrawn {
        /// The post's number; [`FIRST_POST`] is the one of the account's opening.
        number: u32,
        /// Why.
        reason: Words,
    },
    /// The account was suspended: none of its posts counts.
    Suspended {
        /// Why.
        reason: Words,
    },
    /// The suspension ended.
    Reinstated,
}

/// Why something cannot be done with posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StaffingRefusal {
    /// Nobody changes their own rights.
    #[error("nobody changes their own rights")]
    Own,
    /// Who proposed it does not grant it.
    #[error("who proposed it does not grant it")]
    SamePerson,
    /// The administrator's own post does not reach so far.
    #[error("the administrator's own post does not reach so far")]
    OutOfReach,
    /// There is no such post, or it does not stand so.
    #[error("there is no such post")]
    NoPost,
    /// It is no role of staff, or its days are in the wrong order.
    #[error("this is no post")]
    Wrong,
    /// They have too many posts.
    #[error("too many posts")]
    TooMany,
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// Nobody would be left to administer.
    #[error("the last administrator stays")]
    LastAdministrator,
}

impl StaffingRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "post.own",
            Self::SamePerson => "post.same_person",
            Self::OutOfReach => "post.out_of_reach",
            Self::NoPost => "post.none",
            Self::Wrong => "post.wrong",
            Self::TooMany => "post.too_many",
            Self::NoReason => "post.no_reason",
            Self::LastAdministrator => "post.last_administrator",
        }
    }
}

/// The posts of an account, beside the one with which it was opened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Staffing {
    /// The later ones.
    pub posts: Vec<LaterPost>,
    /// Whether the first one was withdrawn.
    pub is_first_over: bool,
    /// Whether none of them counts at present.
    pub is_suspended: bool,
}

impl Staffing {
    /// The posts that count on a day; `first` is the one with which the account was opened.
    pub fn on(&self, first: Option<&StaffPost>, today: Date) -> Vec<(u32, PostTerms)> {
        if self.is_suspended {
            return Vec::new();
        }
        let first = first.filter(|_| !self.is_first_over).map(|post| {
            let terms = PostTerms { post: post.clone(), line: None, from: Date::MIN, until: None };
            (FIRST_POST, terms)
        });
        let later = self.posts.iter().filter(|it| it.stage == PostStage::Granted);
        let later = later.filter(|it| it.terms.counts_on(today));
        first.into_iter().chain(later.map(|it| (it.number, it.terms.clone()))).collect()
    }

    /// Opens an account for `whose`, with a post that another administrator has to grant.
    ///
    /// # Errors
    /// [`StaffingRefusal`].
    pub fn open(
        &self,
        whose: AccountId,
        terms: PostTerms,
        by: &Actor,
    ) -> Result<Vec<StaffingEvent>, StaffingRefusal> {
        let mut events = vec![StaffingEvent::Opening];
        events.extend(self.propose(whose, terms, by)?);
        Ok(events)
    }

    /// Proposes a post for `whose` account.
    ///
    /// # Errors
    /// [`StaffingRefusal`].
    pub fn propose(
        &self,
        whose: AccountId,
        terms: PostTerms,
        by: &Actor,
    ) -> Result<Vec<StaffingEvent>, StaffingRefusal> {
        check_other(whose, by)?;
        if !terms.post.role.is_staff() || terms.until.is_some_and(|until| until < terms.from) {
            return Err(StaffingRefusal::Wrong);
        }
        let open = self.posts.iter().filter(|it| it.stage != PostStage::Over);
        if open.count() >= POSTS_LIMIT {
            return Err(StaffingRefusal::TooMany);
        }
        let number = self.posts.iter().map(|it| it.number).max().unwrap_or(FIRST_POST) + 1;
        Ok(vec![StaffingEvent::Proposed { number, terms }])
    }

    /// Grants or declines what another administrator proposed.
    ///
    /// # Errors
    /// [`StaffingRefusal`].
    pub fn answer(
        &self,
        whose: AccountId,
        number: u32,
        is_granted: bool,
        by: &Actor,
    ) -> Result<Vec<StaffingEvent>, StaffingRefusal> {
        check_other(whose, by)?;
        let post = self.posts.iter().find(|it| it.number == number);
        let post = post.filter(|it| it.stage == PostStage::Proposed);
        let post = post.ok_or(StaffingRefusal::NoPost)?;
        if by.account == Some(post.by) {
            return Err(StaffingRefusal::SamePerson);
        }
        Ok(vec![if is_granted {
            StaffingEvent::Granted { number }
        } else {
            StaffingEvent::Declined { number }
        }])
    }

    /// Withdraws a post at once.
    ///
    /// # Errors
    /// [`StaffingRefusal`].
    pub fn withdraw(
        &self,
        whose: AccountId,
        number: u32,
        reason: &str,
        by: &Actor,
    ) -> Result<Vec<StaffingEvent>, StaffingRefusal> {
        check_other(whose, by)?;
        check_reason(reason)?;
        let is_there = if number == FIRST_POST {
            !self.is_first_over
        } else {
            self.posts.iter().any(|it| it.number == number && it.stage == PostStage::Granted)
        };
        if !is_there {
            return Err(StaffingRefusal::NoPost);
        }
        Ok(vec![StaffingEvent::Withdrawn { number, reason: reason.trim().into() }])
    }

    /// Withdraws a post whose last day has passed; nothing happens where it is over.
    pub fn lapse(&self, number: u32) -> Vec<StaffingEvent> {
        let post = self.posts.iter().find(|it| it.number == number);
        let until = post.filter(|it| it.stage == PostStage::Granted).and_then(|it| it.terms.until);
        let event =
            |until: Date| StaffingEvent::Withdrawn { number, reason: until.to_string().into() };
        until.map(event).into_iter().collect()
    }

    /// Suspends all posts; nothing happens where they are.
    ///
    /// # Errors
    /// [`StaffingRefusal`].
    pub fn suspend(
        &self,
        whose: AccountId,
        reason: &str,
        by: &Actor,
    ) -> Result<Vec<StaffingEvent>, StaffingRefusal> {
        check_other(whose, by)?;
        check_reason(reason)?;
        let event = StaffingEvent::Suspended { reason: reason.trim().into() };
        Ok(if self.is_suspended { Vec::new() } else { vec![event] })
    }

    /// Ends a suspension.
    ///
    /// # Errors
    /// [`StaffingRefusal`].
    pub fn reinstate(
        &self,
        whose: AccountId,
        by: &Actor,
    ) -> Result<Vec<StaffingEvent>, StaffingRefusal> {
        check_other(whose, by)?;
        Ok(if self.is_suspended { vec![StaffingEvent::Reinstated] } else { Vec::new() })
    }
}

fn check_other(whose: AccountId, by: &Actor) -> Result<(), StaffingRefusal> {
    if by.account.is_none_or(|it| it == whose) { Err(StaffingRefusal::Own) } else { Ok(()) }
}

fn check_reason(reason: &str) -> Result<(), StaffingRefusal> {
    if reason.trim().is_empty() { Err(StaffingRefusal::NoReason) } else { Ok(()) }
}

impl Aggregate for Staffing {
    type Event = StaffingEvent;
    const KIND: &'static str = "staffing";

    fn word(event: &StaffingEvent) -> &'static str {
        match event {
            StaffingEvent::Opening => "staffing.opening",
            StaffingEvent::Proposed { .. } => "staffing.proposed",
            StaffingEvent::Granted { .. } => "staffing.granted",
            StaffingEvent::Declined { .. } => "staffing.declined",
            StaffingEvent::Withdrawn { .. } => "staffing.withdrawn",
            StaffingEvent::Suspended { .. } => "staffing.suspended",
            StaffingEvent::Reinstated => "staffing.reinstated",
        }
    }

    fn apply(&mut self, event: &Recorded<StaffingEvent>) {
        match event.event.clone() {
            StaffingEvent::Opening => self.is_first_over = true,
            StaffingEvent::Proposed { number, terms } => {
                if let Some(by) = event.by.account {
                    self.posts.push(LaterPost { number, terms, by, stage: PostStage::Proposed });
                }
            }
            StaffingEvent::Granted { number } => self.becomes(number, PostStage::Granted),
            StaffingEvent::Declined { number } => self.becomes(number, PostStage::Over),
            StaffingEvent::Withdrawn { number: FIRST_POST, .. } => self.is_first_over = true,
            StaffingEvent::Withdrawn { number, .. } => self.becomes(number, PostStage::Over),
            StaffingEvent::Suspended { .. } => self.is_suspended = true,
            StaffingEvent::Reinstated => self.is_suspended = false,
        }
    }
}

impl Staffing {
    fn becomes(&mut self, number: u32, stage: PostStage) {
        if let Some(post) = self.posts.iter_mut().find(|it| it.number == number) {
            post.stage = stage;
        }
    }
}
