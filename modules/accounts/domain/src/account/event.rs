//! What happens to an account.

use jiff::Timestamp;
use kernel::{IdentityLevel, Role, Sealed};
use serde::{Deserialize, Serialize};

use crate::{Binding, IdentityProof, Passkey, Prevented};

/// A staff member's place: a role for an authority in a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPost {
    /// The role.
    pub role: Role,
    /// The authority's id.
    pub authority: String,
    /// The division's code.
    pub region: String,
}

/// What happens to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AccountEvent {
    /// The account was opened.
    Opened {
        /// Sealed `PersonFacts`.
        facts: Sealed,
        /// Fingerprint of the identity number (citizens) or of the login name (staff).
        login: String,
        /// Salted hash of the password (argon2, PHC text); none for people registered at the
        /// counter until they choose one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<String>,
        /// A staff member's place; none for citizens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<StaffPost>,
    },
    /// Facts changed.
    FactsChanged {
        /// Sealed `PersonFacts`.
        facts: Sealed,
    },
    /// The fingerprint of the login was made anew under another key.
    LoginRenewed {
        /// Fingerprint of what they sign in with.
        login: String,
    },
    /// The password changed.
    PasswordChanged {
        /// Salted hash (argon2, PHC text).
        password: String,
    },
    /// The same password is kept in a newer form.
    PasswordRehashed {
        /// Salted hash (argon2, PHC text).
        password: String,
    },
    /// They confirmed an address to which messages go as e-mails.
    ContactConfirmed {
        /// Sealed: address and language.
        contact: Sealed,
    },
    /// They want no more e-mails.
    ContactRemoved,
    /// They closed the account: nobody signs in with it any more. What the law obliges to keep
    /// stays until its term.
    Closed,
    /// They use an authenticator app.
    CodeSet {
        /// Sealed: the secret that the app shares.
        secret: Sealed,
    },
    /// They use no authenticator app any more.
    CodeRemoved {
        /// Why, as a code of the list, where it was the last second factor.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// They have a passkey.
    PasskeyAdded {
        /// The passkey.
        passkey: Passkey,
    },
    /// They have a passkey no more.
    PasskeyRemoved {
        /// Its fingerprint.
        print: String,
        /// Why, as a code of the list, where it was the last second factor.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// They have new backup codes.
    BackupCodesMade {
        /// Fingerprints of the codes.
        prints: Vec<String>,
    },
    /// A backup code was used up.
    BackupCodeUsed {
        /// Its fingerprint.
        print: String,
    },
    /// An administrator took all second factors away, so that new ones are set up.
    FactorsReset {
        /// Why.
        #[serde(default)]
        reason: String,
        /// Why, as a code of the list.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        code: String,
    },
    /// Nobody signs in with the account any more.
    Blocked {
        /// Why.
        #[serde(default)]
        reason: String,
        /// Why, as a code of the list.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        code: String,
    },
    /// The account can be used again.
    Unblocked {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// An administrator ended sessions of theirs.
    SessionsEnded {
        /// Why.
        reason: String,
    },
    /// Somebody who read a code at the account's contact wants to set a new password. It waits, so
    /// that its owner can prevent it.
    RecoveryBegun {
        /// From when on it can be done.
        ready_at: Timestamp,
        /// Fingerprint of what prevents it.
        print: String,
        /// Sealed: what prevents it, as it stands in the notices.
        cancel: Sealed,
    },
    /// That was prevented.
    RecoveryCancelled {
        /// How.
        how: Prevented,
    },
    /// The time has passed, and a new password was set.
    RecoveryDone,
    /// Another administrator issued a code with which a staff member sets their password.
    ActivationIssued {
        /// Fingerprint of the code.
        print: String,
        /// How long it counts.
        until: Timestamp,
        /// Why.
        reason: String,
    },
    /// The code was used.
    Activated,
    /// They have proved who they are, this far.
    Proved {
        /// How far.
        level: IdentityLevel,
        /// How.
        proof: IdentityProof,
    },
    /// An identity provider's person is this one.
    Bound {
        /// Who it is there.
        binding: Binding,
    },
    /// An identity provider's person is this one no more.
    Unbound {
        /// Who it was there.
        binding: Binding,
    },
}
