//! The one function through which every way of signing in goes. It decides whether what somebody
//! proved is enough, so that no way in is weaker than another.

use accounts_domain::{Account, PersonFacts};
use kernel::{Actor, id::AccountId};
use web::{Method, Strength, strength};

use super::{Accounts, RegisterError, training::MISSING};

/// What somebody has proved, whichever way they came.
#[derive(Debug, Clone)]
pub struct Proven {
    /// Who they are.
    pub account: AccountId,
    /// How they proved it.
    pub methods: Vec<Method>,
}

/// Somebody who has proved enough.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// How they act: as a citizen for themselves, or in their post.
    pub actor: Actor,
    /// Their name.
    pub name: String,
    /// How they proved who they are.
    pub methods: Vec<Method>,
    /// Fingerprint of what they sign in with.
    pub login: String,
}

/// What follows from what somebody proved.
#[derive(Debug, Clone)]
pub enum Admission {
    /// It is enough.
    Enter(SignedIn),
    /// A second factor is asked for.
    Second(Begun),
    /// They have to set up a second factor first.
    Enrol(Begun),
}

/// Somebody who has proved something, but not enough.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What they proved.
    pub proven: Proven,
    /// Whether they are staff, who go on at the desk's door.
    pub is_staff: bool,
}

impl Accounts {
    /// Decides what follows from what somebody proved. Passwords, codes, passkeys and other
    /// sign-in services all end here; nobody has a session before it says [`Admission::Enter`].
    ///
    /// # Errors
    /// [`RegisterError`]; `account.unknown` when there is no such account or it is closed,
    /// `training.missing` when their role needs training that they lack.
    pub async fn admit(&self, proven: Proven) -> Result<Admission, RegisterError> {
        let found = self.ledger().load::<Account>(proven.account).await?;
        let is_open = |it: &Account| !it.is_blocked && !it.is_closed;
        let account = found.map(|(account, _)| account).filter(is_open);
        let account = account.ok_or(RegisterError::Refused("account.unknown"))?;
        let is_staff = account.post.is_some();
        let is_needed = is_staff || account.has_second_factor();
        if is_needed && strength(&proven.methods) < Strength::Two {
            let has_one = account.has_second_factor();
            let begun = Begun { proven, is_staff };
            return Ok(if has_one { Admission::Second(begun) } else { Admission::Enrol(begun) });
        }
        self.cancel_by_sign_in(proven.account, &account).await?;
        let facts = account.facts.as_ref().ok_or(RegisterError::Refused("account.unknown"))?;
        let facts: PersonFacts = self.ledger().vault().open(facts).await?;
        let actor = match &account.post {
            Some(_) => {
                let posts = self.working_posts(proven.account, &account).await?;
                let Some((_, terms)) = posts.into_iter().next() else {
                    let lacks = self.lacking(proven.account).await?.is_some();
                    return Err(RegisterError::Refused(if lacks { MISSING } else { "post.none" }));
                };
                Self::in_post(proven.account, terms)
            }
            None => Actor::citizen(proven.account),
        };
        let Proven { methods, .. } = proven;
        let (name, login) = (facts.name, account.login);
        Ok(Admission::Enter(SignedIn { actor, name, methods, login }))
    }
}
