//! The read-only mode of an installation: by its settings, by an operator's command that is an
//! entry of the record, or because the database takes no writes.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use kernel::{Actor, Aggregate, Recorded, id::CommandId};
use ledger::{Command, CommandError, StoreError};
use module::{Job, Outage, Outages};
use ops::{Arguments, Settings};
use serde::{Deserialize, Serialize};
use web::{Pause, PauseCause};

use crate::{
    commands::{ledger_of, say},
    keys,
    open::Installation,
};

/// The key of the one stream.
const KEY: &str = "site";
/// An outage is noted so long after its beginning at most.
const NOTED: SignedDuration = SignedDuration::from_hours(31 * 24);
/// So long after changes were not taken, nobody's silence has consequences.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// Whether operators let changes in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Operation {
    /// Why not, by a word of [`PauseCause`], and until when.
    pub paused: Option<(String, Option<Timestamp>)>,
    /// When they were let in again the last time.
    pub resumed_at: Option<Timestamp>,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OperationEvent {
    /// From now on nothing is changed.
    Paused {
        /// Why, by a word of [`PauseCause`].
        reason: String,
        /// Until when, as far as somebody knows.
        until: Option<Timestamp>,
    },
    /// Changes are taken again.
    Resumed,
    /// Nothing could be changed in this time, and nobody could say so then.
    Noted {
        /// Why, by a word of [`PauseCause`].
        reason: String,
        /// From when on.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
}

/// Why it cannot be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OperationRefusal {
    /// It is in the past.
    #[error("the time until which nothing is changed has passed already")]
    Past,
    /// Nothing was switched off.
    #[error("changes are taken already")]
    Running,
    /// It is no time that has just passed.
    #[error("an outage that is noted ends before now, and begins at most 31 days before")]
    NotPast,
}

impl Operation {
    /// Takes no changes from now on; again with another reason or time, that counts.
    ///
    /// # Errors
    /// [`OperationRefusal::Past`].
    pub fn pause(
        &self,
        cause: PauseCause,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Vec<OperationEvent>, OperationRefusal> {
        if until.is_some_and(|it| it <= now) {
            return Err(OperationRefusal::Past);
        }
        let reason = cause.word().to_owned();
        if self.paused == Some((reason.clone(), until)) {
            return Ok(Vec::new());
        }
        Ok(vec![OperationEvent::Paused { reason, until }])
    }

    /// Takes changes again.
    ///
    /// # Errors
    /// [`OperationRefusal::Running`].
    pub fn resume(&self) -> Result<Vec<OperationEvent>, OperationRefusal> {
        self.paused.as_ref().ok_or(OperationRefusal::Running)?;
        Ok(vec![OperationEvent::Resumed])
    }

    /// Notes an outage that is over.
    ///
    /// # Errors
    /// [`OperationRefusal::NotPast`].
    pub fn note(
        &self,
        cause: PauseCause,
        (from, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Result<Vec<OperationEvent>, OperationRefusal> {
        if !(from < until && until <= now && now <= from + NOTED) {
            return Err(OperationRefusal::NotPast);
        }
        Ok(vec![OperationEvent::Noted { reason: cause.word().to_owned(), from, until }])
    }

    fn of_pages(&self) -> Option<Pause> {
        let (word, until) = self.paused.as_ref()?;
        // A word of another version pauses all the same.
        let cause = PauseCause::parse(word).unwrap_or(PauseCause::Maintenance);
        Some(Pause { cause, until: *until })
    }
}

impl Aggregate for Operation {
    type Event = OperationEvent;

    const KIND: &'static str = "operation";

    fn word(event: &OperationEvent) -> &'static str {
        match event {
            OperationEvent::Paused { .. } => "operation.paused",
            OperationEvent::Resumed => "operation.resumed",
            OperationEvent::Noted { .. } => "operation.noted",
        }
    }

    fn apply(&mut self, event: &Recorded<OperationEvent>) {
        match &event.event {
            OperationEvent::Paused { reason, until } => {
                self.paused = Some((reason.clone(), *until));
            }
            OperationEvent::Resumed => {
                self.paused = None;
                self.resumed_at = Some(event.at);
            }
            // Whoever could not act then can from now on.
            OperationEvent::Noted { .. } => self.resumed_at = Some(event.at),
        }
    }
}

/// The outages of an installation, as its operators recorded them.
pub struct OutageBook(pub ledger::Ledger);

#[async_trait::async_trait]
impl Outages for OutageBook {
    async fn since(&self, day: Date) -> Result<Vec<Outage>, StoreError> {
        let history = self.0.history::<Operation>(KEY).await?;
        let clock = self.0.clock();
        let zone = clock.zone();
        let date = |at: Timestamp| zone.to_datetime(at).date();
        let mut open = None;
        let mut all = Vec::new();
        for it in &history {
            match &it.event {
                OperationEvent::Paused { .. } => {
                    open.get_or_insert(it.at);
                }
                OperationEvent::Resumed => {
                    let from = open.take().unwrap_or(it.at);
                    all.push(Outage { from: date(from), until: date(it.at) });
                }
                OperationEvent::Noted { from, until, .. } => {
                    all.push(Outage { from: date(*from), until: date(*until) });
                }
            }
        }
        all.extend(open.map(|from| Outage { from: date(from), until: clock.today() }));
        all.retain(|it| it.until >= day);
        all.sort_by_key(|it| it.from);
        Ok(all)
    }
}

/// Which jobs rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// None.
    None,
    /// Those that draw consequences from silence.
    Silence,
    /// All but those that read.
    All,
}

impl Rest {
    /// Whether a job runs.
    pub fn lets(self, job: &dyn Job) -> bool {
        match self {
            Self::None => true,
            Self::Silence => !job.acts_by_silence(),
            // What follows the ledger in memory only reads.
            Self::All => job.name().ends_with(".refresh"),
        }
    }
}

/// Which jobs rest now. Where that cannot be read, all do.
pub async fn rest(installation: &Installation) -> Rest {
    if installation.web.paused().is_some() {
        return Rest::All;
    }
    let ledger = &installation.house.ledger;
    match ledger.load::<Operation>(KEY).await {
        Err(_) => Rest::All,
        Ok(found) => {
            let operation = found.unwrap_or_default().0;
            let ended = operation.resumed_at.map(|it| it + GRACE);
            let rests = ended.is_some_and(|it| ledger.clock().now() < it);
            if rests { Rest::Silence } else { Rest::None }
        }
    }
}

/// Looks how it stands and lets all pages know.
pub async fn look(installation: &Installation) {
    let pause = standing(installation).await;
    if installation.web.pause(pause) {
        match pause {
            Some(it) => tracing::warn!(cause = it.cause.word(), "changes are not taken any more"),
            None => tracing::warn!("changes are taken again"),
        }
    }
}

async fn standing(installation: &Installation) -> Option<Pause> {
    let ledger = &installation.house.ledger;
    if installation.web.site.read_only {
        return Some(Pause { cause: PauseCause::Maintenance, until: None });
    }
    let operation = match ledger.load::<Operation>(KEY).await {
        Ok(found) => found.unwrap_or_default().0,
        // A database that does not answer at all is another trouble, and stays as it was.
        Err(_) => return installation.web.paused(),
    };
    if let Some(pause) = operation.of_pages() {
        return Some(pause);
    }
    match ledger.check_health().await {
        Ok(()) => None,
        Err(error) => {
            tracing::error!(%error, "the database is read but takes no writes");
            Some(Pause { cause: PauseCause::Database, until: None })
        }
    }
}

/// Why no changes are taken.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Why {
    /// Work on the installation
    Maintenance,
    /// It moves to another machine or database
    Move,
    /// Somebody attacks it
    Attack,
    /// An exercise
    Drill,
}

impl Why {
    fn cause(self) -> PauseCause {
        match self {
            Self::Maintenance => PauseCause::Maintenance,
            Self::Move => PauseCause::Move,
            Self::Attack => PauseCause::Attack,
            Self::Drill => PauseCause::Drill,
        }
    }
}

/// What is done with the read-only mode.
#[derive(Debug, Subcommand)]
pub enum ReadOnlyCommand {
    /// Take no changes: all processes follow within five seconds
    On {
        /// The host of `public_url`, typed out
        #[arg(long, value_name = "HOST")]
        target: Option<String>,
        /// Why; everybody reads it
        #[arg(long, value_enum)]
        why: Why,
        /// When changes will be taken again, such as 2026-03-02T18:00; it ends only by `off`
        #[arg(long, value_name = "TIME")]
        until: Option<DateTime>,
    },
    /// Take changes again
    Off {
        /// The host of `public_url`, typed out
        #[arg(long, value_name = "HOST")]
        target: Option<String>,
    },
    /// Note an outage that is over and that nobody could switch on, so that the counters can enter
    /// what was received on paper
    Note {
        /// The host of `public_url`, typed out
        #[arg(long, value_name = "HOST")]
        target: Option<String>,
        /// Why
        #[arg(long, value_enum)]
        why: Why,
        /// Its beginning, such as 2026-03-02T09:00
        #[arg(long, value_name = "TIME")]
        from: DateTime,
        /// Its end
        #[arg(long, value_name = "TIME")]
        until: DateTime,
    },
    /// Say how it stands
    Status,
}

/// Switches the read-only mode.
///
/// # Errors
/// When the target is not this installation, or the store fails.
pub async fn command(arguments: &Arguments, wish: ReadOnlyCommand) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(arguments)?;
    let zone = &settings.zone;
    let (target, turn) = match wish {
        ReadOnlyCommand::Status => return status(&settings).await,
        ReadOnlyCommand::Off { target } => (target, Turn::Off),
        ReadOnlyCommand::On { target, why, until } => {
            let until = until.map(|it| instant(it, zone)).transpose().context("--until")?;
            (target, Turn::On(why.cause(), until))
        }
        ReadOnlyCommand::Note { target, why, from, until } => {
            let from = instant(from, zone).context("--from")?;
            let until = instant(until, zone).context("--until")?;
            (target, Turn::Noted(why.cause(), from, until))
        }
    };
    keys::check_target(&settings, target.as_deref())?;
    switch(&ledger_of(&settings).await?, turn).await?;
    status(&settings).await
}

fn instant(at: DateTime, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    Ok(zone.to_timestamp(at)?)
}

/// What operators do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Changes are not taken, why and until when.
    On(PauseCause, Option<Timestamp>),
    /// Changes are taken again.
    Off,
    /// Changes could not be taken: why, from and until when.
    Noted(PauseCause, Timestamp, Timestamp),
}

/// Switches it.
///
/// # Errors
/// When it is refused or the store fails.
pub async fn switch(ledger: &ledger::Ledger, turn: Turn) -> anyhow::Result<()> {
    let now = ledger.clock().now();
    let id = CommandId::new(now, ledger.chance().as_ref());
    let content = match turn {
        Turn::On(cause, until) => (cause.word(), None, until),
        Turn::Off => ("", None, None),
        Turn::Noted(cause, from, until) => (cause.word(), Some(from), Some(until)),
    };
    let command = Command::new::<Operation>(id, Actor::SYSTEM, KEY, &content);
    let decide = move |state: &Operation, given: &kernel::Given| match turn {
        Turn::On(cause, until) => state.pause(cause, until, given.now),
        Turn::Off => state.resume(),
        Turn::Noted(cause, from, until) => state.note(cause, (from, until), given.now),
    };
    match ledger.execute(command, decide).await {
        Ok(_) => Ok(()),
        Err(CommandError::Refused(refusal)) => Err(refusal.into()),
        Err(error) => anyhow::bail!("the read-only mode cannot be switched: {error}"),
    }
}

async fn status(settings: &Settings) -> anyhow::Result<ExitCode> {
    let found = ledger_of(settings).await?.load::<Operation>(KEY).await?;
    let operation = found.unwrap_or_default().0;
    say(&match (&operation.paused, settings.read_only) {
        (_, true) => "changes are not taken: `read_only` is set".to_owned(),
        (Some((word, Some(until))), _) => format!("changes are not taken: {word}, until {until}"),
        (Some((word, None)), _) => format!("changes are not taken: {word}"),
        (None, false) => "changes are taken".to_owned(),
    });
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_switched_on_and_off_and_off_only_once() {
        let now = Timestamp::UNIX_EPOCH;
        let mut operation = Operation::default();
        assert_eq!(operation.resume(), Err(OperationRefusal::Running));
        let past = operation.pause(PauseCause::Drill, Some(now), now);
        assert_eq!(past, Err(OperationRefusal::Past));
        let later = Some(now + SignedDuration::from_hours(1));
        for event in operation.pause(PauseCause::Drill, later, now).unwrap() {
            let id = kernel::id::EventId::from_uuid(uuid::Uuid::nil());
            operation.apply(&Recorded { id, seq: 1, at: now, by: Actor::SYSTEM, event });
        }
        let pause = operation.of_pages().unwrap();
        assert_eq!((pause.cause, pause.until), (PauseCause::Drill, later));
        assert_eq!(operation.pause(PauseCause::Drill, later, now), Ok(Vec::new()));
        assert!(operation.resume().is_ok());
    }
}
