//! The directory of this node, and the one way to change it.

use std::sync::{Arc, PoisonError, RwLock};

use ::module::Job;
use jiff::civil::DateTime;
use kernel::{Actor, id::CommandId};
use ledger::{Command, CommandError, Ledger, StoreError};
use organisations_domain::{
    Authority, Directory, DirectoryBook, DirectoryRefusal, Opening, ServiceCentre,
};
use regions_domain::{Calendars, Division, Places};

/// Authorities and service centres. Cheap to clone.
#[derive(Clone)]
pub struct Organisations {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    calendars: Arc<dyn Calendars>,
    places: Arc<dyn Places>,
    known: RwLock<Arc<Known>>,
}

/// The directory as this node knows it.
#[derive(Default)]
struct Known {
    version: u64,
    authorities: Vec<Arc<Authority>>,
    centres: Vec<Arc<ServiceCentre>>,
}

impl Organisations {
    /// A service on `ledger` that knows nothing yet: [`Organisations::refresh`] fills it.
    pub fn new(ledger: Ledger, calendars: Arc<dyn Calendars>, places: Arc<dyn Places>) -> Self {
        let known = RwLock::default();
        Self { inner: Arc::new(Inner { ledger, calendars, places, known }) }
    }

    /// Takes in the directory, as a city's data brings it.
    ///
    /// # Errors
    /// [`CommandError`].
    pub async fn import(
        &self,
        key: CommandId,
        authorities: Vec<Authority>,
        centres: Vec<ServiceCentre>,
    ) -> Result<(), CommandError<DirectoryRefusal>> {
        let content = (&authorities, &centres);
        let command =
            Command::new::<DirectoryBook>(key, Actor::SYSTEM, DirectoryBook::KEY, &content);
        let done = self
            .inner
            .ledger
            .execute::<DirectoryBook, DirectoryRefusal, _>(command, move |book, _| {
                book.import(authorities.clone(), centres.clone())
            })
            .await?;
        self.keep(done.version, done.state);
        Ok(())
    }

    /// Reads what other nodes, or an earlier run, have written; answers how much was new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh(&self) -> Result<u64, StoreError> {
        let found = self.inner.ledger.load::<DirectoryBook>(DirectoryBook::KEY).await?;
        let is_new = found.is_some_and(|(book, version)| self.keep(version, book));
        Ok(u64::from(is_new))
    }

    /// A service centre by its id.
    pub fn centre(&self, id: &str) -> Option<Arc<ServiceCentre>> {
        self.known().centres.iter().find(|it| it.id == id).cloned()
    }

    /// Whether a service centre is open now.
    pub fn opening(&self, centre: &ServiceCentre) -> Opening {
        centre.opening(self.now(), &self.inner.calendars.current())
    }

    /// The division of a code.
    pub fn division(&self, code: &str) -> Option<Arc<Division>> {
        self.inner.places.division(code)
    }

    /// The local time where the law applies.
    fn now(&self) -> DateTime {
        let clock = self.inner.ledger.clock();
        clock.zone().to_datetime(clock.now())
    }

    fn known(&self) -> Arc<Known> {
        self.inner.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps a newer directory; an older one, read before another change, is let go.
    fn keep(&self, version: u64, book: DirectoryBook) -> bool {
        let mut known = self.inner.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.version >= version {
            return false;
        }
        let authorities = book.authorities.into_iter().map(Arc::new).collect();
        let centres = book.centres.into_iter().map(Arc::new).collect();
        *known = Arc::new(Known { version, authorities, centres });
        true
    }
}

impl Directory for Organisations {
    fn authority(&self, id: &str) -> Option<Arc<Authority>> {
        self.known().authorities.iter().find(|it| it.id == id).cloned()
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        self.known().authorities.clone()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        self.known().centres.clone()
    }
}

/// The job `organisations.refresh`.
pub struct Refresh {
    organisations: Organisations,
}

impl Refresh {
    /// A job for this service.
    pub fn new(organisations: Organisations) -> Self {
        Self { organisations }
    }
}

#[async_trait::async_trait]
impl Job for Refresh {
    fn name(&self) -> &'static str {
        "organisations.refresh"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.organisations.refresh().await?)
    }
}
