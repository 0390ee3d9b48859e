//! A second look: some of the decisions that have left are looked at again by another approver.
//! Which ones is drawn by lot, from a checkpoint of the record that nobody could know while the
//! decision could still be changed; whoever has that checkpoint draws the same lot again. A second
//! look changes no decision: what is wrong in one is put right by an amendment.

use jiff::Timestamp;
use kernel::{
    Actor, Aggregate, Recorded, Words,
    id::{AccountId, CaseId},
};
use serde::{Deserialize, Serialize};

use crate::{Due, TEXT_LIMIT};

/// The share of decisions that are looked at again is given in so many parts.
pub const SHARE_WHOLE: u32 = 1_000;

/// What a lot is drawn for: the sixteen bytes of the case's id, then the place in its stream at
/// which the decision left, in eight bytes, the highest first. The lot is the SHA-256 of the root of
/// the checkpoint and these bytes.
pub fn drawn_for(case: CaseId, seq: u64) -> [u8; 24] {
    let mut bytes = [0; 24];
    bytes[..16].copy_from_slice(case.uuid().as_bytes());
    bytes[16..].copy_from_slice(&seq.to_be_bytes());
    bytes
}

/// Whether a lot asks for a second look: its first eight bytes, read as a number, lie in the lowest
/// `per_mille` thousandths.
pub fn is_drawn(lot: &[u8; 32], per_mille: u32) -> bool {
    let mut first = [0; 8];
    first.copy_from_slice(&lot[..8]);
    let number = u128::from(u64::from_be_bytes(first));
    number * u128::from(SHARE_WHOLE) < u128::from(per_mille) << 64
}

/// A decision that has left, and how it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// Its place in the case's stream, at which it left.
    pub seq: u64,
    /// The authority that decided.
    pub authority: String,
    /// Who decided.
    pub by: AccountId,
    /// Whether it was granted.
    pub granted: bool,
    /// When who decided first opened the file as it then stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Timestamp,
}

/// The checkpoint from which a lot is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnFrom {
    /// Number of entries.
    pub size: u64,
    /// Root, as checkpoints write it.
    pub root: String,
}

/// A lot that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// From what.
    pub from: DrawnFrom,
    /// The share that was in force, in thousandths.
    pub per_mille: u32,
    /// When.
    pub at: Timestamp,
    /// Until when somebody has to look; none where nobody has to.
    pub due: Option<Due>,
}

/// What somebody found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether the decision is sound.
    pub is_sound: bool,
    /// Why not, or a remark.
    pub reason: Words,
    /// Who looked.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What happens to a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SecondLookEvent {
    /// A decision has left; a lot will be drawn for it.
    Entered {
        /// The decision.
        ruled: Ruled,
    },
    /// The lot was drawn.
    Drawn {
        /// From which checkpoint.
        from: DrawnFrom,
        /// The share that was in force, in thousandths.
        per_mille: u32,
        /// Until when somebody has to look; none where nobody has to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Due>,
    },
    /// Another approver looked.
    Found {
        /// Whether the decision is sound.
        is_sound: bool,
        /// Why not, or a remark.
        reason: Words,
    },
}

/// Why something cannot be done with a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecondLookRefusal {
    /// None waits.
    #[error("no second look waits")]
    None,
    /// Who had a hand in the case does not look at it a second time.
    #[error("who had a hand in a case does not look at it a second time")]
    HadHand,
    /// An objection without a reason.
    #[error("an objection needs a reason")]
    NoReason,
    /// The reason is longer than anybody reads.
    #[error("a text is longer than {TEXT_LIMIT} characters")]
    TextTooLong,
    /// The file was not opened since the lot was drawn.
    #[error("the file was not opened")]
    NotOpened,
}

impl SecondLookRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "second_look.none",
            Self::HadHand => "second_look.had_hand",
            Self::NoReason => "second_look.no_reason",
            Self::TextTooLong => "second_look.text_too_long",
            Self::NotOpened => "second_look.not_opened",
        }
    }
}

/// The second look at the decision of one case. A case has one decision that leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SecondLook {
    /// The decision.
    pub ruled: Option<Ruled>,
    /// The lot.
    pub draw: Option<Draw>,
    /// What came of it.
    pub finding: Option<Finding>,
}

impl SecondLook {
    /// The word of where it stands: `none`, `entered`, `passed` (not drawn), `waiting`, `sound` or
    /// `objected`.
    pub fn stage(&self) -> &'static str {
        match (&self.ruled, &self.draw, &self.finding) {
            (_, _, Some(finding)) if finding.is_sound => "sound",
            (_, _, Some(_)) => "objected",
            (_, Some(draw), None) if draw.due.is_some() => "waiting",
            (_, Some(_), None) => "passed",
            (Some(_), None, None) => "entered",
            (None, None, None) => "none",
        }
    }

    /// The lot of a second look that waits for somebody.
    pub fn waiting(&self) -> Option<&Draw> {
        self.draw.as_ref().filter(|it| it.due.is_some() && self.finding.is_none())
    }

    /// A decision has left. It enters once.
    pub fn enter(&self, ruled: Ruled) -> Vec<SecondLookEvent> {
        match self.ruled {
            Some(_) => Vec::new(),
            None => vec![SecondLookEvent::Entered { ruled }],
        }
    }

    /// Draws the lot, once: what it is drawn from is never chosen again.
    ///
    /// # Errors
    /// [`SecondLookRefusal::None`] where no decision has entered, or its lot was drawn.
    pub fn draw(
        &self,
        from: DrawnFrom,
        lot: &[u8; 32],
        per_mille: u32,
        due: Due,
    ) -> Result<Vec<SecondLookEvent>, SecondLookRefusal> {
        if self.ruled.is_none() || self.draw.is_some() {
            return Err(SecondLookRefusal::None);
        }
        let due = is_drawn(lot, per_mille).then_some(due);
        Ok(vec![SecondLookEvent::Drawn { from, per_mille, due }])
    }

    /// Notes what another approver found.
    ///
    /// # Errors
    /// [`SecondLookRefusal`].
    pub fn find(
        &self,
        is_sound: bool,
        reason: &str,
        by: &Actor,
    ) -> Result<Vec<SecondLookEvent>, SecondLookRefusal> {
        self.waiting().ok_or(SecondLookRefusal::None)?;
        let decided = self.ruled.as_ref().map(|it| it.by);
        if by.account.is_none() || by.account == decided {
            return Err(SecondLookRefusal::HadHand);
        }
        let reason = reason.trim();
        if !is_sound && reason.is_empty() {
            return Err(SecondLookRefusal::NoReason);
        }
        if reason.chars().count() > TEXT_LIMIT {
            return Err(SecondLookRefusal::TextTooLong);
        }
        Ok(vec![SecondLookEvent::Found { is_sound, reason: reason.into() }])
    }
}

impl Aggregate for SecondLook {
    type Event = SecondLookEvent;
    const KIND: &'static str = "second_look";

    fn word(event: &SecondLookEvent) -> &'static str {
        match event {
            SecondLookEvent::Entered { .. } => "second_look.entered",
            SecondLookEvent::Drawn { .. } => "second_look.drawn",
            SecondLookEvent::Found { .. } => "second_look.found",
        }
    }

    fn apply(&mut self, event: &Recorded<SecondLookEvent>) {
        let (by, at) = (event.by.clone(), event.at);
        match event.event.clone() {
            SecondLookEvent::Entered { ruled } => self.ruled = Some(ruled),
            SecondLookEvent::Drawn { from, per_mille, due } => {
                self.draw = Some(Draw { from, per_mille, at, due });
            }
            SecondLookEvent::Found { is_sound, reason } => {
                self.finding = Some(Finding { is_sound, reason, by, at });
            }
        }
    }
}
