//! How others get in, for administrators: sessions listed and ended, accounts closed and opened,
//! lost factors taken away. Staff are reached as their posts are; citizens by whoever's post reaches
//! every office. Nobody does it to themselves, each time there is a reason, and the person is told.

use accounts_domain::{Account, AccountEvent, Instruction};
use jiff::Timestamp;
use kernel::{
    Actor, Aggregate as _, Role,
    id::{AccountId, CommandId},
};
use ledger::{Command, Read};
use web::{Failure, Grave, Meant, SessionLimits, SessionView, Sessions};

use super::{Accounts, StaffingProblem, change::changed};
use crate::policy;

/// So many of the last changes are shown.
const CHANGES: usize = 10;

/// How somebody gets in, as an administrator sees it. None of it opens anything.
pub struct AccessView {
    /// The account.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// Whether they are staff.
    pub is_staff: bool,
    /// Whether nobody may sign in with it.
    pub is_blocked: bool,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether there is a second factor.
    pub has_second_factor: bool,
    /// How long an activation code counts, where one was issued and not used.
    pub code_until: Option<Timestamp>,
    /// The sessions that are not over, the last used first.
    pub sessions: Vec<SessionView>,
    /// The last changes, newest first: the event's word, and when.
    pub changes: Vec<(&'static str, Timestamp)>,
}

/// What an administrator does with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Ends a session, by its public name.
    EndOne(String),
    /// Ends all sessions.
    EndAll,
    /// Closes the account.
    Block,
    /// Opens it again.
    Unblock,
    /// Takes the second factors away.
    ResetFactors,
}

/// Closing somebody's account.
const BLOCKING: Grave = Grave {
    words: "accounts-grave-block-",
    reasons: &["stolen", "left", "misuse", "asked", "other"],
};
/// Taking somebody's second factors away.
const RESETTING: Grave =
    Grave { words: "accounts-grave-factors-", reasons: &["lost", "broken", "replaced", "other"] };

/// Why an administrator does something with an account.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// In words.
    pub reason: String,
    /// What was typed and chosen where the act asks for it.
    pub meant: Meant,
}

impl Stated {
    /// In words only.
    pub fn reason(text: &str) -> Self {
        Self { reason: text.to_owned(), meant: Meant::default() }
    }
}

impl Deed {
    /// What has to be typed and chosen, where it hits hard.
    pub const fn grave(&self) -> Option<Grave> {
        match self {
            Deed::Block => Some(BLOCKING),
            Deed::ResetFactors => Some(RESETTING),
            Deed::EndOne(_) | Deed::EndAll | Deed::Unblock => None,
        }
    }

    const fn action(&self) -> &'static str {
        match self {
            Deed::EndOne(_) | Deed::EndAll => policy::END_SESSIONS,
            Deed::Block | Deed::Unblock => policy::BLOCK_ACCOUNT,
            Deed::ResetFactors => policy::RESET_FACTORS,
        }
    }
}

impl Accounts {
    /// How somebody gets in whom the administrator reaches; that it was looked at is recorded.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for all others.
    pub async fn access(
        &self,
        by: &Actor,
        whose: AccountId,
        sessions: &Sessions,
    ) -> Result<AccessView, Failure> {
        let account = self.reached(by, policy::READ_ACCESS, whose).await?;
        let read = Read {
            subject: whose.subject(),
            by,
            action: policy::READ_ACCESS,
            matter: "account",
            reason: "",
        };
        self.ledger().note_read(read).await?;
        let now = self.ledger().clock().now();
        let history = self.ledger().history::<Account>(whose).await?;
        let changes = history.iter().rev().filter(|it| is_shown(&it.event)).take(CHANGES);
        Ok(AccessView {
            account: whose,
            name: self.facts(whose).await?.unwrap_or_default().name,
            is_staff: account.post.is_some(),
            is_blocked: account.is_blocked,
            has_password: account.password.is_some(),
            has_second_factor: account.has_second_factor(),
            code_until: account.activation.as_ref().map(|it| it.until).filter(|it| now <= *it),
            sessions: sessions.of(whose).await?,
            changes: changes.map(|it| (Account::word(&it.event), it.at)).collect(),
        })
    }

    /// The citizen with this number, for an administrator who reaches them.
    ///
    /// # Errors
    /// [`Failure::NotFound`].
    pub async fn find_citizen(&self, by: &Actor, number: &str) -> Result<AccountId, Failure> {
        let id = self.by_prints(&self.number_prints(number)).await?.ok_or(Failure::NotFound)?;
        self.reached(by, policy::READ_ACCESS, id).await?;
        Ok(id)
    }

    /// Does something with an account, with a reason.
    ///
    /// # Errors
    /// [`StaffingProblem`].
    pub async fn change_access(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        deed: &Deed,
        stated: &Stated,
    ) -> Result<(), StaffingProblem> {
        let account = self.reached(by, deed.action(), whose).await?;
        self.check_meant(by, whose, deed, stated).await?;
        if *deed == Deed::Block {
            self.check_administrator(whose, &account).await?;
        }
        let (actor, given, done) = (by.clone(), stated.clone(), deed.clone());
        let content = (format!("{deed:?}"), &stated.reason, &stated.meant.why);
        let command = Command::new::<Account>(key, by.clone(), whose, &content);
        let decide = move |account: &Account, _: &_| {
            let (reason, code) = (&given.reason, &given.meant.why);
            let given = Instruction { whose, by: &actor, reason, code };
            match done {
                Deed::Block => account.block(&given),
                Deed::Unblock => account.unblock(&given),
                Deed::ResetFactors => account.reset_factors(&given),
                Deed::EndOne(_) | Deed::EndAll => account.end_sessions(&given),
            }
        };
        changed(self.ledger().execute(command, decide).await)?;
        match deed {
            Deed::EndOne(id) => drop(self.sessions().close_one(whose, id).await?),
            _ => self.end_sessions(whose).await?,
        }
        Ok(())
    }

    /// That they mean this account. Who does it to themselves is told so by the domain.
    async fn check_meant(
        &self,
        by: &Actor,
        whose: AccountId,
        deed: &Deed,
        stated: &Stated,
    ) -> Result<(), StaffingProblem> {
        if let Some(grave) = deed.grave().filter(|_| by.account != Some(whose)) {
            let name = self.facts(whose).await?.unwrap_or_default().name;
            grave.check(&name, &stated.meant).map_err(StaffingProblem::Doubt)?;
        }
        Ok(())
    }

    async fn check_administrator(
        &self,
        whose: AccountId,
        account: &Account,
    ) -> Result<(), StaffingProblem> {
        let posts = self.active_posts(whose, account).await?;
        if posts.iter().any(|it| it.1.post.role == Role::Administrator) {
            self.check_not_last(whose).await?;
        }
        Ok(())
    }

    /// To end sessions with.
    pub(super) fn sessions(&self) -> Sessions {
        // Only the limits of sessions are a deployer's, and ending one knows none.
        Sessions::new(self.ledger().clone(), SessionLimits::default())
    }
}

fn is_shown(event: &AccountEvent) -> bool {
    !matches!(event, AccountEvent::FactsChanged { .. } | AccountEvent::PasswordRehashed { .. })
}
