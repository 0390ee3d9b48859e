//! A decision that has left and says something wrong. It is put right by a new event, which two
//! people make and the applicant is told of as they were told of the decision. What was sent stays
//! in the history, with its letter. The outcome is not put right in this way: what was granted
//! wrongly is a licence to be revoked, and what was refused wrongly goes to the review body.

use catalogue_domain::definition::ServiceDefinition;
use kernel::Actor;

use crate::{Case, CaseEvent, CaseRefusal, Decision};

/// What a decision is to say instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Code of the reason of a refusal.
    pub code: Option<String>,
    /// The reason in words.
    pub text: String,
    /// Why it is put right.
    pub reason: String,
}

impl Case {
    /// The decision that has left, if it can be put right in this way.
    ///
    /// # Errors
    /// [`CaseRefusal`]: none has left, nothing would change, or a reason is missing.
    pub fn amendable(
        &self,
        definition: &ServiceDefinition,
        amendment: &Amendment,
    ) -> Result<&Decision, CaseRefusal> {
        let decision = self.decision.as_ref().ok_or_else(|| self.wrong_stage())?;
        let text = amendment.text.trim();
        if amendment.reason.trim().is_empty() || (!decision.granted && text.is_empty()) {
            return Err(CaseRefusal::NoReason);
        }
        let is_known = |code: &String| definition.refusal(code).is_some();
        let is_new_code = decision.code != amendment.code;
        if is_new_code
            && !(decision.code.is_some() && amendment.code.as_ref().is_some_and(is_known))
        {
            return Err(CaseRefusal::NoReason);
        }
        if !is_new_code && decision.text.text() == Some(text) {
            return Err(CaseRefusal::NothingToAmend);
        }
        Ok(decision)
    }

    /// Puts right what a decision says, as one person wishes and another approved.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn amend_decision(
        &self,
        definition: &ServiceDefinition,
        amendment: &Amendment,
        (requester, approver): (&Actor, &Actor),
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.amendable(definition, amendment)?;
        if requester.account.is_none() || approver.account.is_none() {
            return Err(CaseRefusal::NotYourTask);
        }
        if requester.is_same_person(approver) {
            return Err(CaseRefusal::SamePerson);
        }
        Ok(vec![CaseEvent::DecisionAmended {
            code: amendment.code.clone(),
            text: amendment.text.trim().into(),
            reason: amendment.reason.trim().into(),
            approver: approver.clone(),
        }])
    }
}
