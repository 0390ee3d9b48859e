//! Service definitions, lints, guides and finding: the pure part.
//!
//! - [`definition`]: the types of a service definition and what others ask about it
//! - [`condition`]: when a question is asked and when a material is needed
//! - [`Definition::read`]: from a file to a definition, with findings on their lines
//! - [`lint()`]: what a definition may say, each rule with its law
//! - [`Entry`]: one power on the catalogue list, with its duties; [`PowerList`]: the list's versions
//! - [`lint_all`]: what definitions may say beside one another
//! - [`ServiceItem`]: how a definition comes into force, with four eyes
//! - [`ServiceUses`]: what stands on a service when it is about to change
//! - [`interchange`]: the same services in the forms of other systems
//! - [`Services`]: the port through which other modules ask for published services
//! - [`ProposedServices`]: the port to what editors propose

pub mod condition;
pub mod definition;
mod entry;
mod finding;
pub mod interchange;
mod law;
mod lint;
mod read;
pub mod schema;
mod service;
mod services;
pub mod source;
mod uses;

pub use condition::{Condition, Facts};
pub use definition::{ServiceDefinition, ServiceDefinition as Definition};
pub use entry::{
    Elements, Entry, EntryChange, EntryCode, EntryEvent, EntryRefusal, EntryState, LegacyCode,
    ListOrder, ListVersion, PowerList, PowerListEvent, Stamp, Step,
};
pub use finding::{Finding, Rule, Severity, Words};
pub use lint::{BaseElements, LintContext, lint, lint_all, rules};
pub use schema::{schema, schema_text};
pub use service::{Proposal, Refusal, RevisionMeta, ServiceEvent, ServiceItem};
pub use services::{BlankForms, ProposedServices, Published, Services};
pub use source::SourceMap;
pub use uses::{InUse, ServiceUser, ServiceUses, Usage, UsesDown};
