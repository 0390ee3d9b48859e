//! What others ask about a definition.

use kernel::{IdentityLevel, LocalText, calendar::TimeLimit, code::BasicCode};

use super::{
    Audience, Examination, FormField, FormTopic, MaterialRequirement, ProcessStep, RefusalReason,
    ServiceDefinition, Situation,
};
use crate::condition::{Condition, Facts};

/// A screen of the form with the questions that are asked on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisibleTopic<'a> {
    /// The screen.
    pub topic: &'a FormTopic,
    /// Its questions whose condition holds; never empty.
    pub fields: Vec<&'a FormField>,
}

impl ServiceDefinition {
    /// Official name of the service.
    pub fn name(&self) -> &LocalText {
        &self.item.name
    }

    /// The basic code, if it is one; the lints refuse a definition without.
    pub fn basic_code(&self) -> Option<BasicCode> {
        BasicCode::parse(&self.item.basic_code).ok()
    }

    /// What the authority promises (承诺办结时限).
    pub fn promised(&self) -> TimeLimit {
        self.limits.promised.into()
    }

    /// What the law allows (法定办结时限).
    pub fn statutory(&self) -> TimeLimit {
        (&self.limits.statutory).into()
    }

    /// How sure it must be who applies online (认证等级).
    pub fn assurance(&self) -> IdentityLevel {
        self.implementation.assurance.unwrap_or(self.item.kind.assurance())
    }

    /// Whether the answer comes at once (即办件).
    pub fn is_instant(&self) -> bool {
        self.implementation.examination == Examination::Instant
    }

    /// Whether natural persons may apply for themselves.
    pub fn serves_people(&self) -> bool {
        self.implementation.audiences.iter().any(|audience| audience.is_person())
    }

    /// Whether firms and other organisations may apply.
    pub fn serves_organisations(&self) -> bool {
        let is_organisation = |audience: &Audience| !audience.is_person();
        self.implementation.audiences.iter().any(is_organisation)
    }

    /// The steps of the process, in order.
    pub fn steps(&self) -> &[ProcessStep] {
        &self.process
    }

    /// The step of that id.
    pub fn step(&self, id: &str) -> Option<&ProcessStep> {
        self.process.iter().find(|step| step.id() == id)
    }

    /// All questions of the form, in order.
    pub fn fields(&self) -> impl Iterator<Item = &FormField> {
        self.form.iter().flat_map(|topic| &topic.fields)
    }

    /// The question of the form of that id.
    pub fn field(&self, id: &str) -> Option<&FormField> {
        self.fields().find(|field| field.id == id)
    }

    /// The material of that id, needed or not.
    pub fn material(&self, id: &str) -> Option<&MaterialRequirement> {
        self.materials.iter().find(|material| material.id == id)
    }

    /// The reason for refusal of that code.
    pub fn refusal(&self, code: &str) -> Option<&RefusalReason> {
        self.refusals.iter().find(|reason| reason.code == code)
    }

    /// The situations that are asked, given the answers so far.
    pub fn asked_situations(&self, facts: &Facts) -> Vec<&Situation> {
        let facts = self.settled(facts);
        self.situations.iter().filter(|situation| holds(situation.when.as_ref(), &facts)).collect()
    }

    /// The screens that are shown, with their questions, given the answers so far.
    pub fn visible_topics(&self, facts: &Facts) -> Vec<VisibleTopic<'_>> {
        let facts = self.settled(facts);
        let visible = |topic| visible_fields(topic, &facts);
        let topics = self.form.iter().map(|topic| VisibleTopic { topic, fields: visible(topic) });
        topics.filter(|topic| !topic.fields.is_empty()).collect()
    }

    /// The materials of the case, in every source and need, given the answers.
    pub fn required_materials(&self, facts: &Facts) -> Vec<&MaterialRequirement> {
        let facts = self.settled(facts);
        self.materials.iter().filter(|material| holds(material.when.as_ref(), &facts)).collect()
    }

    /// The facts without answers to questions that are not asked, which somebody may have left
    /// behind by going back. Conditions look at earlier questions only, so one pass is enough.
    pub fn settled(&self, facts: &Facts) -> Facts {
        let mut settled = Facts::default();
        for situation in &self.situations {
            let answer = facts.situation.get(&situation.id);
            let answer =
                answer.filter(|value| situation.options.iter().any(|o| o.value == **value));
            if let Some(answer) = answer
                && holds(situation.when.as_ref(), &settled)
            {
                settled.situation.insert(situation.id.clone(), answer.clone());
            }
        }
        for field in self.fields() {
            if let Some(answer) = facts.answers.get(&field.id)
                && holds(field.when.as_ref(), &settled)
            {
                settled.answers.insert(field.id.clone(), answer.clone());
            }
        }
        settled
    }
}

fn visible_fields<'a>(topic: &'a FormTopic, facts: &Facts) -> Vec<&'a FormField> {
    topic.fields.iter().filter(|field| holds(field.when.as_ref(), facts)).collect()
}

fn holds(condition: Option<&Condition>, facts: &Facts) -> bool {
    condition.is_none_or(|condition| condition.holds(facts))
}
