//! The calendar and the divisions of this node, and the one way to change them.

use std::sync::{Arc, PoisonError, RwLock};

use ::module::Job;
use approvals_domain::Approvals;
use authz::{Denied, Policy};
use kernel::{
    Actor,
    calendar::{Deadline, TimeLimit, WorkCalendar, YearCalendar, deadline},
    id::CommandId,
};
use ledger::{Command, CommandError, Ledger, StoreError};
use regions_domain::{
    CalendarBook, CalendarChanges, CalendarRefusal, Calendars, DayChange, Division, DivisionList,
    DivisionRefusal, ImpactDown, MovedDate, Places, RunningClocks,
};

use crate::policy;

/// Divisions and calendars. Cheap to clone.
#[derive(Clone)]
pub struct Regions {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    policy: Arc<Policy>,
    approvals: Arc<dyn Approvals>,
    clocks: RwLock<Vec<Arc<dyn RunningClocks>>>,
    calendar: RwLock<Known>,
    places: RwLock<Arc<Tree>>,
}

/// The calendar as this node knows it.
#[derive(Clone, Default)]
struct Known {
    version: u64,
    book: Arc<CalendarBook>,
    current: Arc<WorkCalendar>,
}

/// The divisions as this node knows them.
#[derive(Default)]
struct Tree {
    version: u64,
    divisions: Vec<Arc<Division>>,
}

/// Why a calendar is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The command was not carried out.
    #[error(transparent)]
    Command(#[from] CommandError<CalendarRefusal>),
}

/// What a change would do, before it is made.
pub struct Preview {
    /// The calendar in force.
    pub before: Arc<WorkCalendar>,
    /// The calendar with the change.
    pub after: WorkCalendar,
    /// The stream's version that the change was tried on.
    pub version: u64,
}

impl Regions {
    /// A service on `ledger` that knows nothing yet: [`Regions::refresh`] fills it.
    pub fn new(ledger: Ledger, policy: Arc<Policy>, approvals: Arc<dyn Approvals>) -> Self {
        let (calendar, places) = (RwLock::default(), RwLock::default());
        let clocks = RwLock::default();
        let inner = Inner { ledger, policy, approvals, clocks, calendar, places };
        Self { inner: Arc::new(inner) }
    }

    /// Where second persons are asked for.
    pub fn approvals(&self) -> &dyn Approvals {
        self.inner.approvals.as_ref()
    }

    /// The dates that would move under another calendar.
    ///
    /// # Errors
    /// [`ImpactDown`].
    pub async fn moved(&self, after: &WorkCalendar) -> Result<Vec<MovedDate>, ImpactDown> {
        let clocks = self.inner.clocks.read().unwrap_or_else(PoisonError::into_inner).clone();
        let after = Arc::new(after.clone());
        let mut moved = Vec::new();
        for it in clocks {
            moved.extend(it.moved(after.clone()).await?);
        }
        Ok(moved)
    }

    /// The published years.
    pub fn book(&self) -> Arc<CalendarBook> {
        self.known().book
    }

    /// The date of today where the law applies.
    pub fn today(&self) -> jiff::civil::Date {
        self.inner.ledger.clock().today()
    }

    /// The end of a time limit, day by day.
    pub fn deadline(&self, start: jiff::civil::Date, limit: TimeLimit) -> Deadline {
        deadline(start, limit, &[], &self.current())
    }

    /// What a change would do.
    ///
    /// # Errors
    /// [`ChangeError`], as if it were made.
    pub fn preview(
        &self,
        by: &Actor,
        change: &DayChange,
        reason: &str,
    ) -> Result<Preview, ChangeError> {
        self.inner.policy.require(by, policy::PUBLISH, &[])?;
        let known = self.known();
        let refused = |it| ChangeError::Command(CommandError::Refused(it));
        let year = known.book.amended(change, reason).map_err(refused)?;
        known.book.publish(year.clone(), reason, by).map_err(refused)?;
        let after = known.current.publish(year).map_err(|it| refused(it.into()))?;
        Ok(Preview { before: known.current, after, version: known.version })
    }

    /// Makes a change that a second person has approved, and publishes the year. `expected` is the
    /// version of the calendar that both saw.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub async fn change(
        &self,
        by: &Actor,
        key: CommandId,
        change: DayChange,
        reason: String,
        expected: Option<u64>,
    ) -> Result<YearCalendar, ChangeError> {
        self.inner.policy.require(by, policy::PUBLISH, &[])?;
        let content = (&change, &reason);
        let command = Command::new::<CalendarBook>(key, by.clone(), CalendarBook::KEY, &content)
            .expecting(expected);
        let (actor, number) = (by.clone(), change.year());
        let done = self
            .inner
            .ledger
            .execute::<CalendarBook, CalendarRefusal, _>(command, move |book, _| {
                book.publish(book.amended(&change, &reason)?, &reason, &actor)
            })
            .await?;
        self.keep_calendar(done.version, &done.state);
        let missing = || StoreError::contradiction("a published year is missing");
        let year = done.state.year(number).cloned();
        Ok(year.ok_or_else(missing).map_err(CommandError::Store)?)
    }

    /// Publishes a whole year, as a city's data brings it.
    ///
    /// # Errors
    /// [`CommandError`].
    pub async fn publish_year(
        &self,
        key: CommandId,
        year: YearCalendar,
    ) -> Result<(), CommandError<CalendarRefusal>> {
        let command = Command::new::<CalendarBook>(key, Actor::SYSTEM, CalendarBook::KEY, &year);
        let done = self
            .inner
            .ledger
            .execute::<CalendarBook, CalendarRefusal, _>(command, move |book, _| {
                book.publish(year.clone(), &year.source, &Actor::SYSTEM)
            })
            .await?;
        self.keep_calendar(done.version, &done.state);
        Ok(())
    }

    /// Takes in all divisions, as a city's data brings them.
    ///
    /// # Errors
    /// [`CommandError`].
    pub async fn import_divisions(
        &self,
        key: CommandId,
        divisions: Vec<Division>,
    ) -> Result<(), CommandError<DivisionRefusal>> {
        let command =
            Command::new::<DivisionList>(key, Actor::SYSTEM, DivisionList::KEY, &divisions);
        let done = self
            .inner
            .ledger
            .execute::<DivisionList, DivisionRefusal, _>(command, move |list, _| {
                list.import(divisions.clone())
            })
            .await?;
        self.keep_places(done.version, done.state);
        Ok(())
    }

    /// Reads what other nodes, or an earlier run, have written; answers how much was new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh(&self) -> Result<u64, StoreError> {
        let ledger = &self.inner.ledger;
        let mut news = 0;
        if let Some((book, version)) = ledger.load::<CalendarBook>(CalendarBook::KEY).await? {
            news += u64::from(self.keep_calendar(version, &book));
        }
        if let Some((list, version)) = ledger.load::<DivisionList>(DivisionList::KEY).await? {
            news += u64::from(self.keep_places(version, list));
        }
        Ok(news)
    }

    fn known(&self) -> Known {
        self.inner.calendar.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps a newer calendar; an older one, read before another change, is let go.
    fn keep_calendar(&self, version: u64, book: &CalendarBook) -> bool {
        let mut known = self.inner.calendar.write().unwrap_or_else(PoisonError::into_inner);
        if known.version >= version {
            return false;
        }
        let current = Arc::new(book.calendar());
        *known = Known { version, book: Arc::new(book.clone()), current };
        true
    }

    fn keep_places(&self, version: u64, list: DivisionList) -> bool {
        let mut places = self.inner.places.write().unwrap_or_else(PoisonError::into_inner);
        if places.version >= version {
            return false;
        }
        let divisions = list.divisions.into_iter().map(Arc::new).collect();
        *places = Arc::new(Tree { version, divisions });
        true
    }

    fn tree(&self) -> Arc<Tree> {
        self.inner.places.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl CalendarChanges for Regions {
    fn touches(&self, clocks: Arc<dyn RunningClocks>) {
        let mut known = self.inner.clocks.write().unwrap_or_else(PoisonError::into_inner);
        known.push(clocks);
    }
}

impl Calendars for Regions {
    fn current(&self) -> Arc<WorkCalendar> {
        self.known().current
    }
}

impl Places for Regions {
    fn division(&self, code: &str) -> Option<Arc<Division>> {
        self.tree().divisions.iter().find(|it| it.code == code).cloned()
    }

    fn divisions(&self) -> Vec<Arc<Division>> {
        self.tree().divisions.clone()
    }
}

/// The job `regions.refresh`.
pub struct Refresh {
    regions: Regions,
}

impl Refresh {
    /// A job for this service.
    pub fn new(regions: Regions) -> Self {
        Self { regions }
    }
}

#[async_trait::async_trait]
impl Job for Refresh {
    fn name(&self) -> &'static str {
        "regions.refresh"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.regions.refresh().await?)
    }
}
