//! People, firms, staff and mandates: the pure part.
//!
//! Who may act for whom is one question, [`Powers`]. A firm's members act for it once they are
//! confirmed; a helper acts for a person under a [`Mandate`] that the person agreed to.
//!
//! An **account** is a person who can sign in. A **firm** has agents who act for it. A **staff
//! member** acts for an authority in a role. Names, numbers and addresses are sealed under the
//! person's or firm's own key; events never hold them in clear.

mod access;
mod account;
mod email;
mod factor;
mod firm;
mod identity;
mod interests;
mod login;
mod mandate;
mod password;
mod power;
mod recovery;
mod staffing;
mod training;

pub use access::{Activation, Instruction};
pub use account::{Account, AccountEvent, AccountRefusal, StaffPost};
pub use email::{BadEmail, email_form};
pub use factor::{PASSKEYS, Passkey};
pub use firm::{Firm, FirmEvent, FirmRefusal, FirmRole, Member, MemberStage};
pub use identity::{Assured, Binding, IdentityProof};
pub use interests::{
    Conflicts, Declaration, INTERESTS_LIMIT, Interests, InterestsEvent, InterestsRefusal,
};
pub use login::{masked, number_form, staff_form};
pub use mandate::{
    Bounds, Consent, Mandate, MandateBounds, MandateEvent, MandateKind, MandateRefusal,
    MandateStage, Offering, Proof, Terms,
};
pub use password::{LONGEST, SHORTEST, WeakPassword, weakness};
pub use power::{
    Act, Deed, FirmPower, MandatePower, Matter, NoPower, Offer, OfferedService, OfferedTheme,
    Power, Powerless, Powers, Scope, TakesOffer,
};
pub use recovery::{OPEN as RECOVERY_OPEN, Prevented, Recovery, RecoveryStage};
pub use staffing::{
    FIRST_POST, LaterPost, POSTS_LIMIT, PostStage, PostTerms, Staffing, StaffingEvent,
    StaffingRefusal,
};
pub use training::{
    COURSE_LIMIT, Course, ExamResult, NOTICE_DAYS, RECORDS_LIMIT, Training, TrainingEvent,
    TrainingRecord, TrainingRefusal,
};

use kernel::{
    IdentityLevel, Role,
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

/// Who applies: a person for themselves, for a firm, or for another person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Whose matter it is: the firm, or the person, who may be another than acts.
    pub subject: SubjectId,
    /// The person who acts.
    pub account: AccountId,
    /// The firm, where they act for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm: Option<FirmId>,
}

impl Party {
    /// A person in their own matter.
    pub const fn own(account: AccountId) -> Party {
        Party { subject: account.subject(), account, firm: None }
    }

    /// The person whose matter it is; of a firm, the one who acts for it.
    pub fn person(&self) -> AccountId {
        match self.firm {
            Some(_) => self.account,
            None => AccountId::from_uuid(self.subject.uuid()),
        }
    }

    /// Who acts in the matter of another person.
    pub fn helper(&self) -> Option<AccountId> {
        (self.firm.is_none() && self.account.subject() != self.subject).then_some(self.account)
    }
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

    /// What a person has proved about who they are; nothing where there is no such person.
    async fn level(&self, account: AccountId) -> Result<IdentityLevel, RegisterDown>;

    /// Notes that a clerk looked at a person's card at the counter.
    async fn prove_at_counter(
        &self,
        account: AccountId,
        by: &kernel::Actor,
    ) -> Result<(), RegisterDown>;

    /// Registers a person at the counter who has no account yet; answers the account, an existing
    /// one where the number is known.
    async fn register_at_counter(
        &self,
        facts: PersonFacts,
        by: &kernel::Actor,
    ) -> Result<AccountId, RegisterDown>;
}

/// Changes of people's own data that later subjects bring about. They asked the policy about their
/// own action before.
#[async_trait::async_trait]
pub trait Register: Send + Sync {
    /// Puts a person's facts right.
    async fn correct(
        &self,
        key: kernel::id::CommandId,
        account: AccountId,
        facts: PersonFacts,
        by: &kernel::Actor,
    ) -> Result<(), RegisterDown>;

    /// Closes a person's account: nobody signs in with it any more. Answers whether that could be
    /// done; a staff member's account goes with their post.
    async fn close(&self, account: AccountId, by: &kernel::Actor) -> Result<bool, RegisterDown>;
}

/// Questions about who works where.
#[async_trait::async_trait]
pub trait Staff: Send + Sync {
    /// A staff member's place; none for citizens and unknown accounts.
    async fn post(&self, account: AccountId) -> Result<Option<StaffPost>, RegisterDown>;

    /// Those who act in this role for this authority.
    async fn staff_of(&self, authority: &str, role: Role) -> Result<Vec<AccountId>, RegisterDown>;

    /// Those who can be given work in this role of this authority today, each in the post in which
    /// they would do it: nobody who is suspended, or whose account is blocked or closed. Who holds
    /// several such posts stands there with each.
    async fn at_work(
        &self,
        authority: &str,
        role: Role,
    ) -> Result<Vec<kernel::Actor>, RegisterDown>;
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
