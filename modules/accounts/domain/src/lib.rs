//! People, firms, staff and mandates: the pure part.
//!
//! An **account** is a person who can sign in. A **firm** has agents who act for it. A **staff
//! member** acts for an authority in a role. Names, numbers and addresses are sealed under the
//! person's or firm's own key; events never hold them in clear.

mod account;
mod email;
mod firm;
mod login;

pub use account::{Account, AccountEvent, AccountRefusal, StaffPost};
pub use email::{BadEmail, email_form};
pub use firm::{Firm, FirmEvent, FirmRefusal};
pub use login::{masked, number_form, staff_form};

use kernel::{
    Role,
    id::{AccountId, FirmId, SubjectId},
};
use serde::{Deserialize, Serialize};

/// The facts of a natural person, in clear. Sealed wherever they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonFacts {
    /// Name, one field, as on the card.
    pub name: String,
    /// Identity number (GB 11643).
    pub id_number: String,
    /// Mobile number.
    pub mobile: String,
    /// Address.
    pub address: String,
}

/// The facts of a firm, in clear.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FirmFacts {
    /// Name as registered.
    pub name: String,
    /// Unified social credit code.
    pub credit_code: String,
    /// Legal representative's name.
    pub legal_representative: String,
    /// Address.
    pub address: String,
}

/// Who applies: a person for themselves, or a person for a firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Whose matter it is: the firm, or the person.
    pub subject: SubjectId,
    /// The person who acts.
    pub account: AccountId,
    /// The firm, where they act for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm: Option<FirmId>,
}

/// The register was not reachable, or the data was erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the register of people does not answer: {0}")]
pub struct RegisterDown(pub String);

/// Questions about people and firms that later subjects ask.
#[async_trait::async_trait]
pub trait People: Send + Sync {
    /// A person's facts.
    async fn person(&self, account: AccountId) -> Result<Option<PersonFacts>, RegisterDown>;

    /// A firm's facts.
    async fn firm(&self, firm: FirmId) -> Result<Option<FirmFacts>, RegisterDown>;

    /// The person with this identity number.
    async fn by_id_number(&self, id_number: &str) -> Result<Option<AccountId>, RegisterDown>;

    /// The firm with this credit code.
    async fn by_credit_code(&self, code: &str) -> Result<Option<FirmId>, RegisterDown>;

    /// The firms for which this person may act now.
    async fn firms_of(&self, account: AccountId) -> Result<Vec<FirmId>, RegisterDown>;

    /// The name of a staff member, as their colleagues and letters call them.
    async fn staff_name(&self, account: AccountId) -> Result<Option<String>, RegisterDown>;

    /// Registers a person at the counter who has no account yet; answers the account, an existing
    /// one where the number is known.
    async fn register_at_counter(
        &self,
        facts: PersonFacts,
        by: &kernel::Actor,
    ) -> Result<AccountId, RegisterDown>;
}

/// Questions about who works where.
#[async_trait::async_trait]
pub trait Staff: Send + Sync {
    /// A staff member's place; none for citizens and unknown accounts.
    async fn post(&self, account: AccountId) -> Result<Option<StaffPost>, RegisterDown>;

    /// Those who act in this role for this authority.
    async fn staff_of(&self, authority: &str, role: Role) -> Result<Vec<AccountId>, RegisterDown>;
}

/// A login of the demonstration. Its people are invented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccount {
    /// What one signs in with: an identity number, or a staff member's login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// A staff member's authority: its id in the directory.
    pub authority: Option<String>,
}

/// The logins of the demonstration, for its sign-in page and the start banner.
pub trait DemoAccounts: Send + Sync {
    /// All of them, citizens first; none outside a demonstration.
    fn list(&self) -> Vec<DemoAccount>;
}
