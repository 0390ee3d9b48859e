//! A question about one read of somebody's data, and its answer.

use jiff::Timestamp;
use kernel::{
    Actor, Aggregate, Recorded, Sealed,
    id::{AccountId, SubjectId},
};
use serde::{Deserialize, Serialize};

use crate::PrivacyRefusal;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Whose data was read.
    pub subject: SubjectId,
    /// Who asks.
    pub account: AccountId,
    /// When it was read.
    pub read_at: Timestamp,
    /// Who read it.
    pub reader: Actor,
    /// The permission used.
    pub action: String,
    /// In which matter.
    pub matter: String,
    /// Sealed: the question, in the person's words.
    pub text: Sealed,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether the read was right.
    pub is_justified: bool,
    /// Sealed: the answer.
    pub text: Sealed,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What happens to an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InquiryEvent {
    /// The person asks.
    Asked {
        /// What.
        question: Box<Question>,
    },
    /// A supervisor answers.
    Answered {
        /// Whether the read was right.
        is_justified: bool,
        /// Sealed: the answer.
        text: Sealed,
    },
}

/// A question about one read. Its key is the id of the read, so there is one for each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inquiry {
    /// What is asked; none before.
    pub question: Option<Question>,
    /// When it was asked.
    pub asked_at: Option<Timestamp>,
    /// What was answered.
    pub answer: Option<Answer>,
}

impl Inquiry {
    /// Asks.
    ///
    /// # Errors
    /// [`PrivacyRefusal::Exists`].
    pub fn ask(&self, question: Question) -> Result<Vec<InquiryEvent>, PrivacyRefusal> {
        if self.question.is_some() {
            return Err(PrivacyRefusal::Exists);
        }
        Ok(vec![InquiryEvent::Asked { question: Box::new(question) }])
    }

    /// Answers.
    ///
    /// # Errors
    /// [`PrivacyRefusal`].
    pub fn answer(
        &self,
        by: &Actor,
        is_justified: bool,
        text: Sealed,
    ) -> Result<Vec<InquiryEvent>, PrivacyRefusal> {
        let question = self.question.as_ref().ok_or(PrivacyRefusal::Unknown)?;
        if self.answer.is_some() {
            return Err(PrivacyRefusal::Decided);
        }
        if question.reader.is_same_person(by) {
            return Err(PrivacyRefusal::OwnRead);
        }
        Ok(vec![InquiryEvent::Answered { is_justified, text }])
    }
}

impl Aggregate for Inquiry {
    type Event = InquiryEvent;
    const KIND: &'static str = "inquiry";

    fn word(event: &InquiryEvent) -> &'static str {
        match event {
            InquiryEvent::Asked { .. } => "inquiry.asked",
            InquiryEvent::Answered { .. } => "inquiry.answered",
        }
    }

    fn apply(&mut self, event: &Recorded<InquiryEvent>) {
        match event.event.clone() {
            InquiryEvent::Asked { question } => {
                (self.question, self.asked_at) = (Some(*question), Some(event.at));
            }
            InquiryEvent::Answered { is_justified, text } => {
                let (by, at) = (event.by.clone(), event.at);
                self.answer = Some(Answer { is_justified, text, by, at });
            }
        }
    }
}
