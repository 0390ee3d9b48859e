//! The catalogue: published services from memory, finding, guides' reports, and how definitions
//! come into force.

mod diff;
mod edit;
mod find;
mod gaps;
mod interchange;
mod listing;
mod load;
mod memory;
mod misses;
mod offer;
mod office;
mod plain;
mod powers;
mod reports;
mod sheet;
mod trouble;
mod uses;

use std::sync::{Arc, PoisonError, RwLock};

use approvals_domain::Approvals;
use authz::Policy;
use catalogue_domain::{Published, ServiceUser, Services};
use jiff::civil::Date;
use kernel::{
    Actor,
    calendar::{Deadline, deadline},
};
use ledger::Ledger;
use module::House;
use organisations_domain::Directory;
use regions_domain::{Calendars, Division, Places};
use render::Renderer;

pub(crate) use diff::{Change, diff};
pub(crate) use edit::Checked;
pub(crate) use find::{Found, Question};
pub(crate) use gaps::gaps;
pub(crate) use memory::{Kept, Memory};
pub(crate) use misses::Unmet;
pub(crate) use office::{Handler, Handlers, Matter};
pub(crate) use plain::{Saying, differences};
pub(crate) use powers::{Coverage, KeptEntry, Reach, Which};
pub(crate) use reports::PAGE as DESK_PAGE;
pub(crate) use sheet::{Changed, Planned};
pub(crate) use trouble::Trouble;

use crate::lists::{LifeEvent, Lists, Side, Theme};
use find::Finder;

/// How many services stand on the home page.
const FREQUENT: usize = 8;

/// The catalogue of an installation. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Catalogue {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    policy: Arc<Policy>,
    directory: Arc<dyn Directory>,
    places: Arc<dyn Places>,
    calendars: Arc<dyn Calendars>,
    memory: RwLock<Arc<Memory>>,
    /// One loading at a time.
    loading: tokio::sync::Mutex<()>,
    finder: Finder,
    approvals: Arc<dyn Approvals>,
    /// The subjects in which things stand on services.
    users: RwLock<Vec<Arc<dyn ServiceUser>>>,
    renderer: Renderer,
    public_url: String,
    /// Words that do not become public without a review.
    secrecy_words: Vec<String>,
}

impl Catalogue {
    /// An empty catalogue; [`Catalogue::refresh`] fills it.
    ///
    /// # Errors
    /// When an earlier subject does not provide its port.
    pub fn new(house: &House) -> anyhow::Result<Self> {
        let inner = Inner {
            ledger: house.ledger.clone(),
            policy: house.policy.clone(),
            directory: house.ask::<dyn Directory>()?,
            places: house.ask::<dyn Places>()?,
            calendars: house.ask::<dyn Calendars>()?,
            memory: RwLock::default(),
            loading: tokio::sync::Mutex::default(),
            finder: Finder::default(),
            approvals: house.ask::<dyn Approvals>()?,
            users: RwLock::default(),
            renderer: house.renderer.clone(),
            public_url: house.public_url.clone(),
            secrecy_words: house.secrecy_words.clone(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What is served now.
    pub fn memory(&self) -> Arc<Memory> {
        self.inner.memory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The directory of authorities and halls.
    pub fn directory(&self) -> &Arc<dyn Directory> {
        &self.inner.directory
    }

    /// A division, by its code.
    pub fn division(&self, code: &str) -> Option<Arc<Division>> {
        self.inner.places.division(code)
    }

    /// What makes documents.
    pub fn renderer(&self) -> &Renderer {
        &self.inner.renderer
    }

    /// The address under which people reach the site, without a slash at the end.
    pub fn public_url(&self) -> &str {
        &self.inner.public_url
    }

    /// Where second persons are asked.
    pub fn approvals(&self) -> &Arc<dyn Approvals> {
        &self.inner.approvals
    }

    /// The lists.
    pub fn lists(&self) -> Arc<Lists> {
        self.memory().lists.clone()
    }

    /// The legal day.
    pub fn today(&self) -> Date {
        self.inner.ledger.clock().today()
    }

    /// When the promise runs out for an application that is accepted today.
    pub fn due_if_filed_today(&self, service: &Published) -> Deadline {
        let calendar = self.inner.calendars.current();
        deadline(self.today(), service.definition.promised(), &[], &calendar)
    }

    /// One service with all its revisions, offered or not.
    pub fn kept(&self, id: &str) -> Option<Arc<Kept>> {
        self.memory().services.get(id).cloned()
    }

    /// The services for which `fits` holds, ordered by id.
    pub fn filtered(&self, fits: impl Fn(&Published) -> bool) -> Vec<Arc<Published>> {
        let mut services = self.all();
        services.retain(|service| fits(service));
        services
    }

    /// The life events of a side that have at least one service, in their order.
    pub fn life_events(&self, side: Side) -> Vec<LifeEvent> {
        let all = self.all();
        let has_service = |event: &LifeEvent| {
            all.iter().any(|it| it.definition.implementation.life_events.contains(&event.id))
        };
        let lists = self.lists();
        let events = lists.life_events.iter().filter(|it| it.audience == side);
        events.filter(|it| has_service(it)).cloned().collect()
    }

    /// The themes of a side that have at least one service, each with the number of its services.
    pub fn themes(&self, side: Side) -> Vec<(Theme, usize)> {
        let all = self.all();
        let count = |theme: &Theme| {
            all.iter().filter(|it| side.themes_of(&it.definition).contains(&theme.code)).count()
        };
        let lists = self.lists();
        let themes = lists.themes(side).iter().map(|theme| (theme.clone(), count(theme)));
        themes.filter(|(_, count)| *count > 0).collect()
    }

    /// The services of the home page: as listed, else the first services of the life events.
    pub fn frequent(&self, side: Option<Side>) -> Vec<Arc<Published>> {
        let lists = self.lists();
        let listed = lists.frequent.iter().filter_map(|id| self.current(id));
        let all = self.all();
        let first = |event: &LifeEvent| {
            let fits =
                |it: &&Arc<Published>| it.definition.implementation.life_events.contains(&event.id);
            all.iter().find(fits).cloned()
        };
        let derived = lists.life_events.iter().filter_map(first);
        let mut chosen: Vec<Arc<Published>> = Vec::new();
        for service in listed.chain(derived) {
            let is_new = chosen.iter().all(|it| it.definition.id != service.definition.id);
            if is_new && side.is_none_or(|side| side.is_served_by(&service.definition)) {
                chosen.push(service);
            }
        }
        chosen.truncate(FREQUENT);
        chosen
    }

    pub(crate) fn require(&self, actor: &Actor, action: &str) -> Result<(), Trouble> {
        Ok(self.inner.policy.require(actor, action, &[])?)
    }
}

impl Services for Catalogue {
    fn current(&self, id: &str) -> Option<Arc<Published>> {
        self.memory().services.get(id)?.current(self.today())
    }

    fn revision(&self, id: &str, revision: u32) -> Option<Arc<Published>> {
        self.memory().services.get(id)?.revision(revision)
    }

    fn all(&self) -> Vec<Arc<Published>> {
        self.memory().all(self.today())
    }
}
