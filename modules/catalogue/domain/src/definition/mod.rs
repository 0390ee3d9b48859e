//! A service definition: what one service is, in one readable file.
//!
//! The types here are the file's format, version 1. Reading a file is [`crate::Definition::read`];
//! what a file may say is decided by the lints of [`crate::lint`]. Questions that others ask about
//! a definition are methods of [`ServiceDefinition`].

mod ask;
mod form;
mod item;
mod material;
mod process;
mod result;
pub(crate) mod shape;

pub use ask::VisibleTopic;
pub use form::{Choice, FieldKind, FormField, FormTopic, Prefill, Situation};
pub use item::{
    Audience, Channel, Examination, HandlingItem, Implementation, Item, ItemKind, LegalBasis,
    Level, PowerSource, Themes, Visits,
};
use kernel::LocalText;
pub use material::{FileKind, MaterialRequirement, MaterialSource, Need};
pub use process::{
    JointReview, Merge, ProcessStep, RefusalReason, ReviewMember, Silence, SpecialProcedure,
    StepSpec,
};
pub use result::{
    ContentLine, Faq, Fee, PromisedLimit, ResultKind, ResultSpec, StatutoryLimit, TimeLimits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the format that this product reads and writes.
pub const FORMAT: u32 = 1;

/// One service, whole: a case pins the revision of it that it was started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceDefinition {
    /// Version of the format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// Id of the service and name of its folder: lower-case letters, digits, hyphens.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub id: String,
    /// What government does.
    pub item: Item,
    /// How one authority carries it out.
    pub implementation: Implementation,
    /// How long it takes.
    pub limits: TimeLimits,
    /// What it costs; empty means nothing.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Questions that narrow the guide.
    #[serde(default)]
    pub situations: Vec<Situation>,
    /// What is asked, one topic per screen.
    pub form: Vec<FormTopic>,
    /// What must be shown.
    pub materials: Vec<MaterialRequirement>,
    /// Who does what, in order.
    pub process: Vec<ProcessStep>,
    /// What stops the clock.
    #[serde(default)]
    pub special_procedures: Vec<SpecialProcedure>,
    /// Why it may be refused.
    #[serde(default)]
    pub refusals: Vec<RefusalReason>,
    /// What comes out.
    pub result: ResultSpec,
    /// What people often ask.
    #[serde(default)]
    pub questions: Vec<Faq>,
    /// Rights of the applicant (依法享有的权利).
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub rights: LocalText,
    /// Duties of the applicant (履行的义务).
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub duties: LocalText,
}
