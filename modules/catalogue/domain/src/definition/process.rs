//! Who does what, in which order, how fast; what stops the clock, and why a refusal may happen.

use kernel::{LocalText, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape;

/// A step of the process (环节). Steps run one after another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProcessStep {
    /// 收件: the materials arrive.
    Receive(StepSpec),
    /// 受理: the authority takes the case; the handling clock starts.
    Accept(StepSpec),
    /// 审核: somebody examines.
    Review(StepSpec),
    /// 联合审查: several examine side by side.
    JointReview(JointReview),
    /// 决定.
    Decide(StepSpec),
    /// 制证: the result is made.
    Issue(StepSpec),
    /// 送达: the result reaches the person.
    Deliver(StepSpec),
}

/// A step that one unit does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepSpec {
    /// Id within the process.
    pub id: String,
    /// Name of the step.
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// The authority that does it: an id of the organisation directory.
    pub unit: String,
    /// The role that does it.
    #[schemars(with = "shape::StepRole")]
    pub role: Role,
    /// How many days it may take, in the unit of the promised limit.
    pub days: u32,
    /// What to look at (审查要点).
    #[schemars(with = "Vec<shape::Text>")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<LocalText>,
}

/// Several units examine side by side (并联审批).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointReview {
    /// Id within the process.
    pub id: String,
    /// Name of the step.
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// How the opinions become one.
    pub merge: Merge,
    /// The member whose opinion counts when `merge` is `lead`: a member's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Who examines.
    pub members: Vec<ReviewMember>,
}

/// How the opinions of a joint review become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Merge {
    /// All must agree.
    All,
    /// One is enough.
    Any,
    /// The lead's opinion counts, the others advise (主办).
    Lead,
}

/// One unit of a joint review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewMember {
    /// Id within the process.
    pub id: String,
    /// What is examined.
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// The authority that does it: an id of the organisation directory.
    pub unit: String,
    /// The role that does it.
    #[schemars(with = "shape::StepRole")]
    pub role: Role,
    /// How many days it may take, in the unit of the promised limit.
    pub days: u32,
    /// What silence means when the days are over.
    pub silence: Silence,
    /// What to look at (审查要点).
    #[schemars(with = "Vec<shape::Text>")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<LocalText>,
}

/// What silence means when a member's days are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Nothing; the case waits and supervision is warned.
    None,
    /// It counts as consent (默认同意).
    Consent,
}

impl ProcessStep {
    /// The step's id.
    pub fn id(&self) -> &str {
        match self {
            ProcessStep::JointReview(review) => &review.id,
            other => other.spec().map_or("", |spec| &spec.id),
        }
    }

    /// The step's name.
    pub fn name(&self) -> &LocalText {
        match self {
            ProcessStep::Receive(spec)
            | ProcessStep::Accept(spec)
            | ProcessStep::Review(spec)
            | ProcessStep::Decide(spec)
            | ProcessStep::Issue(spec)
            | ProcessStep::Deliver(spec) => &spec.name,
            ProcessStep::JointReview(review) => &review.name,
        }
    }

    /// Who does it, unless several do.
    pub fn spec(&self) -> Option<&StepSpec> {
        match self {
            ProcessStep::Receive(spec)
            | ProcessStep::Accept(spec)
            | ProcessStep::Review(spec)
            | ProcessStep::Decide(spec)
            | ProcessStep::Issue(spec)
            | ProcessStep::Deliver(spec) => Some(spec),
            ProcessStep::JointReview(_) => None,
        }
    }

    /// The members of a joint review; none for other steps.
    pub fn members(&self) -> &[ReviewMember] {
        match self {
            ProcessStep::JointReview(review) => &review.members,
            _ => &[],
        }
    }

    /// The longest that the step may take: members of a joint review run side by side.
    pub fn days(&self) -> u32 {
        match self.spec() {
            Some(spec) => spec.days,
            None => self.members().iter().map(|member| member.days).max().unwrap_or(0),
        }
    }

    /// The kind's word, as in the file.
    pub const fn kind(&self) -> &'static str {
        match self {
            ProcessStep::Receive(_) => "receive",
            ProcessStep::Accept(_) => "accept",
            ProcessStep::Review(_) => "review",
            ProcessStep::JointReview(_) => "joint_review",
            ProcessStep::Decide(_) => "decide",
            ProcessStep::Issue(_) => "issue",
            ProcessStep::Deliver(_) => "deliver",
        }
    }
}

/// Something during which the clock stands still (特别程序), Administrative Licensing Law art. 45.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialProcedure {
    /// Id within the service.
    pub id: String,
    /// Name, such as an on-site inspection.
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// The law that allows it.
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub basis: LocalText,
    /// The longest it may take, in the unit of the promised limit.
    pub max_days: u32,
}

/// A reason for which the application may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalReason {
    /// Code within the service.
    pub code: String,
    /// The reason, as it is told to the applicant.
    #[schemars(with = "shape::Text")]
    pub text: LocalText,
    /// The law that it rests on.
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub basis: LocalText,
}
