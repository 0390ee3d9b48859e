//! Opening the account of a new member of staff. One administrator opens it with a post, which
//! counts when another one grants it; there is no way to sign in before a code is issued and used.

use accounts_domain::{Account, PersonFacts, PostTerms, Staffing};
use kernel::{
    Actor,
    id::{AccountId, CommandId},
};
use ledger::derived_command;
use web::Failure;

use super::{Accounts, StaffingProblem, change::changed};
use crate::policy;

/// A new member of staff.
pub struct NewStaff {
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// Their post.
    pub terms: PostTerms,
}

impl Accounts {
    /// Opens an account; answers its id. The same command again answers the same.
    ///
    /// # Errors
    /// [`StaffingProblem`]; `staff.login_taken` where somebody signs in with that name.
    pub async fn open_staff(
        &self,
        by: &Actor,
        key: CommandId,
        new: NewStaff,
    ) -> Result<AccountId, StaffingProblem> {
        self.check_reach(by, policy::OPEN_STAFF, &new.terms)?;
        let sender = by.account.map(|it| it.to_string()).unwrap_or_default();
        let id = derived_command("accounts.open_staff", format!("{sender}/{key}")).uuid();
        let id = AccountId::from_uuid(id);
        let prints = self.staff_prints(&new.login);
        if self.by_prints(&prints).await?.is_some_and(|it| it != id) {
            return Err(StaffingProblem::Failure(Failure::Conflict("staff.login_taken")));
        }
        // The post stands as proposed before there is an account that could have it.
        let (actor, terms) = (by.clone(), new.terms.clone());
        let content = (&new.login, &new.terms);
        self.staffing(by, key, id, &content, move |staffing: &Staffing| {
            staffing.open(id, terms.clone(), &actor)
        })
        .await?;
        self.open_account(by, key, id, new, prints).await?;
        Ok(id)
    }

    async fn open_account(
        &self,
        by: &Actor,
        key: CommandId,
        id: AccountId,
        new: NewStaff,
        prints: Vec<String>,
    ) -> Result<(), StaffingProblem> {
        let facts = PersonFacts { name: new.name, ..PersonFacts::default() };
        let facts = self.ledger().vault().seal(id.subject(), &facts).await?;
        let login = prints.into_iter().next().unwrap_or_default();
        let post = new.terms.post;
        let key = derived_command("accounts.open_staff_account", key);
        let command = ledger::Command::new::<Account>(key, by.clone(), id, &login);
        let decide = move |account: &Account, _: &_| {
            account.open(facts.clone(), login.clone(), None, Some(post.clone()))
        };
        let done = self.ledger().execute(command, decide).await;
        // Another administrator took the name at this moment.
        if matches!(&done, Err(ledger::CommandError::Taken(_))) {
            return Err(StaffingProblem::Failure(Failure::Conflict("staff.login_taken")));
        }
        Ok(changed(done)?)
    }

    /// What somebody types as a login name: letters, digits, dots and dashes.
    pub fn is_login(typed: &str) -> bool {
        let form = accounts_domain::staff_form(typed);
        let is_fit = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '.' | '_');
        (3..=40).contains(&form.len()) && form.chars().all(is_fit)
    }
}

/// What is wrong with what an administrator types who opens an account: the field, and the key of
/// what to do.
pub fn check_new(name: &str, login: &str) -> Vec<(&'static str, &'static str)> {
    let is_name = !name.trim().is_empty() && name.chars().count() <= 50;
    let checks = [
        (is_name, "name", "accounts-staff-name-needed"),
        (Accounts::is_login(login), "login", "accounts-staff-login-needed"),
    ];
    checks.into_iter().filter(|it| !it.0).map(|(_, field, key)| (field, key)).collect()
}
