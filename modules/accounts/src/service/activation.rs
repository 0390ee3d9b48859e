//! The first password of a staff member, and a new one for who forgot theirs: another administrator
//! issues a code, which counts once and for three days. The person sets the password themselves; a
//! second factor that they have stays, and who has none sets one up before they are in.

use accounts_domain::{Account, AccountRefusal, Activation, Instruction};
use data_encoding::BASE32_NOPAD;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor,
    id::{AccountId, CommandId},
};
use ledger::Command;
use web::{Failure, Method};

use super::{
    Accounts, Caller, Door, PasswordRefused, Proven, RegisterError, SignInError,
    budget::{self, ACTIVATION, ADDRESS},
    change::changed,
};
use crate::policy;

/// A code counts so long: from a Friday to a Monday.
const LIFE: SignedDuration = SignedDuration::from_hours(72);
/// Bytes of a code: 80 bits, sixteen letters and digits.
const BYTES: usize = 10;

/// A code that was just issued; it is shown this once.
pub struct NewCode {
    /// In groups of four.
    pub code: String,
    /// How long it counts.
    pub until: Timestamp,
    /// Whose it is.
    pub name: String,
}

impl Accounts {
    /// Issues a code for a member of staff whom the administrator's post reaches.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn issue_activation(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        reason: &str,
    ) -> Result<NewCode, Failure> {
        let account = self.reached(by, policy::ISSUE_ACTIVATION, whose).await?;
        if self.active_posts(whose, &account).await?.is_empty() {
            return Err(Failure::Conflict(AccountRefusal::NoPost.code()));
        }
        let mut bytes = [0; BYTES];
        self.ledger().chance().fill(&mut bytes);
        let code = BASE32_NOPAD.encode(&bytes);
        let print = self.activation_prints(whose, &code).into_iter().next().unwrap_or_default();
        let until = self.ledger().clock().now() + LIFE;
        let (actor, text) = (by.clone(), reason.to_owned());
        let command = Command::new::<Account>(key, by.clone(), whose, &("activation", reason));
        let decide = move |account: &Account, _: &_| {
            let given = Instruction { whose, by: &actor, reason: &text, code: "" };
            account.issue_activation(&given, Activation { print: print.clone(), until })
        };
        let done = self.ledger().execute(command, decide).await;
        // The same form sent twice would show a code that does not count.
        if done.as_ref().is_ok_and(|it| it.replayed) {
            return Err(Failure::Conflict("account.code_shown"));
        }
        changed(done)?;
        let name = self.facts(whose).await?.unwrap_or_default().name;
        let groups: Vec<&str> = (0..code.len()).step_by(4).map(|at| &code[at..at + 4]).collect();
        Ok(NewCode { code: groups.join("-"), until, name })
    }

    /// Sets the password of a staff member who types their code; all their sessions end. What else
    /// is needed to sign in, [`Accounts::admit`] says.
    ///
    /// # Errors
    /// [`PasswordRefused`]; [`SignInError::Wrong`] whether the login is unknown or the code wrong.
    pub async fn activate(
        &self,
        key: CommandId,
        (login, code): (&str, &str),
        new: String,
        caller: &Caller,
    ) -> Result<Proven, PasswordRefused> {
        let (print, found) =
            self.find_login(Door::Staff, login).await.map_err(RegisterError::from)?;
        let class = budget::address_class(caller.address);
        for (name, budget) in
            [(format!("address/{class}"), ADDRESS), (format!("activation/{print}"), ACTIVATION)]
        {
            let taken = self.take(&name, budget).await.map_err(RegisterError::from)?;
            taken.map_err(SignInError::TooMany)?;
        }
        let id = found.ok_or(SignInError::Wrong)?;
        let prints = self.activation_prints(id, &accounts_domain::number_form(code));
        let now = self.ledger().clock().now();
        if !self.account(id).await?.fits_activation(&prints, now) {
            return Err(SignInError::Wrong.into());
        }
        self.check_new_password(id, &new).await?;
        let hash = self.hash(new).await?;
        let by = self.own_actor(id).await?;
        let command = Command::new::<Account>(key, by, id, &"activate");
        let decide = move |account: &Account, given: &kernel::Given| {
            account.activate(&prints, hash.clone(), given.now)
        };
        match changed(self.ledger().execute(command, decide).await) {
            Ok(()) => {}
            Err(RegisterError::Refused(_)) => return Err(SignInError::Wrong.into()),
            Err(other) => return Err(other.into()),
        }
        let ended = self.end_sessions(id).await;
        ended.map_err(|failure| RegisterError::Refused(failure.code()))?;
        Ok(Proven { account: id, methods: vec![Method::Password] })
    }

    fn activation_prints(&self, id: AccountId, code: &str) -> Vec<String> {
        self.ledger().vault().blinds("activation_code", &format!("{id}/{code}"))
    }
}
