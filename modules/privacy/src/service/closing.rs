//! Closing an account. What no law obliges to keep goes at once; the rest stays, sealed, until its
//! term is over, and then the key of the person is destroyed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{
    Actor, LocalText,
    id::{AccountId, CommandId, SubjectId},
};
use ledger::{Command, derived_command};
use module::Record;
use privacy_domain::{Closure, KeptKind, PrivacyRefusal, Schedule, Start};
use web::{Failure, Grave, Meant};

use super::{Privacy, Problem, Whose, refused};
use crate::policy;

/// What stays of one kind.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The key of the title of its holding.
    pub title: &'static str,
    /// How many records.
    pub count: u64,
    /// When the last of them may go; none where one still goes on.
    pub until: Option<Date>,
    /// Why it is kept.
    pub basis: LocalText,
}

/// What somebody sees before they close their account, and what is so since.
#[derive(Debug, Clone)]
pub struct ClosingView {
    /// Their name, which they type to close it.
    pub name: String,
    /// How many of their cases still go on; while there are any, the account stays.
    pub open_cases: u64,
    /// How many things go at once.
    pub goes: u64,
    /// What stays.
    pub kept: Vec<Kept>,
}

/// Closing one's own account.
pub const CLOSING: Grave =
    Grave { words: "privacy-grave-close-", reasons: &["unneeded", "another", "privacy", "unsaid"] };

/// What goes at once when an account is closed.
const AT_ONCE: [&str; 2] = ["forms.draft", "privacy.message"];
/// What has to be over before an account is closed.
const CASE: &str = "cases.case";

impl Privacy {
    /// What closing the account means for the actor.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn closing(&self, actor: &Actor) -> Result<ClosingView, Failure> {
        let whose = self.person(actor)?;
        let person = self.people.person(whose.account).await.map_err(Failure::internal)?;
        let name = person.unwrap_or_default().name;
        let schedule = self.schedule().await?;
        let (mut open_cases, mut goes, mut kept) = (0, 0, Vec::new());
        for (holding, records) in self.records(whose).await? {
            let is_open = |it: &&Record| it.kind == CASE && it.concluded_on.is_none();
            open_cases += records.iter().filter(is_open).count() as u64;
            let at_once = records.iter().filter(|it| AT_ONCE.contains(&it.kind)).count();
            goes += at_once as u64;
            for (kind, it) in kinds(&records, &schedule) {
                let Some(term) = schedule.term(kind) else { continue };
                let (count, until) = (it.count, it.until);
                kept.push(Kept { title: holding.title(), count, until, basis: term.basis.clone() });
            }
        }
        Ok(ClosingView { name, open_cases, goes, kept })
    }

    fn person(&self, actor: &Actor) -> Result<Whose, Failure> {
        let whose = self.chosen(actor, policy::ASK)?;
        if whose.is_self() { Ok(whose) } else { Err(Failure::Forbidden) }
    }

    /// Closes the actor's own account. Their sessions end; what goes at once goes when the event
    /// is delivered ([`Privacy::let_go`]).
    ///
    /// # Errors
    /// [`Problem`]; [`PrivacyRefusal::Over`] while a case still goes on.
    pub async fn close(&self, key: CommandId, actor: &Actor, meant: &Meant) -> Result<(), Problem> {
        let whose = self.person(actor)?;
        let view = self.closing(actor).await?;
        CLOSING.check(&view.name, meant).map_err(Problem::Doubt)?;
        if view.open_cases > 0 {
            return Err(Problem::Refused(PrivacyRefusal::Over));
        }
        let closed = self.register.close(whose.account, actor).await;
        if !closed.map_err(Failure::internal)? {
            return Err(Failure::Forbidden.into());
        }
        let why = meant.why.clone();
        let content = ("close", &why);
        let command = Command::new::<Closure>(key, actor.clone(), whose.account, &content);
        let decide = move |state: &Closure, _: &kernel::Given| state.ask(&why);
        self.ledger.execute(command, decide).await.map_err(refused)?;
        self.sessions.close_all(whose.account).await?;
        Ok(())
    }

    /// Lets go what no law obliges to keep of a closed account.
    ///
    /// # Errors
    /// When a holding or the store fails.
    pub async fn let_go(&self, account: AccountId) -> anyhow::Result<()> {
        let subject = account.subject();
        let mut gone = 0;
        for holding in &self.holdings {
            gone += holding.let_go(subject).await?;
        }
        let kept = self.kept(subject).await?;
        let key = derived_command("privacy.let_go", account);
        let command = Command::new::<Closure>(key, Actor::SYSTEM, account, &"let_go");
        let decide = move |state: &Closure, _: &kernel::Given| {
            Ok::<_, PrivacyRefusal>(state.let_go(gone, kept.clone()))
        };
        self.ledger.execute(command, decide).await?;
        Ok(())
    }

    async fn kept(&self, subject: SubjectId) -> anyhow::Result<Vec<KeptKind>> {
        let schedule = self.schedule().await.map_err(|it| anyhow::anyhow!(it.code().to_owned()))?;
        let mut kept = Vec::new();
        for holding in &self.holdings {
            let records = holding.about(subject).await?;
            kept.extend(kinds(&records, &schedule).into_iter().map(|(kind, it)| KeptKind {
                kind: kind.to_owned(),
                count: it.count,
                until: it.until,
            }));
        }
        Ok(kept)
    }

    /// Notes that the key of a closed account was destroyed.
    pub(super) async fn note_erased(&self, account: AccountId) -> anyhow::Result<()> {
        if self.ledger.load::<Closure>(account).await?.is_none() {
            return Ok(());
        }
        let key = derived_command("privacy.erased", account);
        let command = Command::new::<Closure>(key, Actor::SYSTEM, account, &"erased");
        let decide = |state: &Closure, _: &kernel::Given| Ok::<_, PrivacyRefusal>(state.erase());
        self.ledger.execute(command, decide).await?;
        Ok(())
    }
}

/// How many records of a kind stay, and until when.
struct Stays {
    count: u64,
    until: Option<Date>,
}

/// What has a term of its own and does not go at once.
fn kinds(records: &[Record], schedule: &Schedule) -> BTreeMap<&'static str, Stays> {
    let mut kinds: BTreeMap<&'static str, Stays> = BTreeMap::new();
    for record in records.iter().filter(|it| !AT_ONCE.contains(&it.kind)) {
        let Some(term) = schedule.term(record.kind) else { continue };
        if term.start == Start::Parent {
            continue;
        }
        let until = record.concluded_on.map(|day| term.ends_on(day));
        let stays = kinds.entry(record.kind).or_insert(Stays { count: 0, until });
        stays.count += 1;
        // One that goes on has no last day, and then all of them have none.
        stays.until = stays.until.zip(until).map(|(one, other)| one.max(other));
    }
    kinds
}
