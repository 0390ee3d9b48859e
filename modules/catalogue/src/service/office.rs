//! Who handles something, and where (找谁办): from what it is and the place.

use std::sync::Arc;

use catalogue_domain::Published;
use jiff::civil::Time;
use organisations_domain::{Authority, ServiceCentre};
use regions_domain::{Division, DivisionKind};

use super::{Catalogue, Question, find::SearchDown};
use crate::lists::LifeEvent;

/// Of what is found by words, the best so many services are handled.
const MOST: usize = 5;

/// What somebody wants to be handled.
pub(crate) enum Matter {
    /// Everyday words.
    Words(String),
    /// All that belongs to a life event.
    Event(LifeEvent),
}

/// An authority and what it handles of a matter.
pub(crate) struct Handler {
    /// Who is competent.
    pub authority: Arc<Authority>,
    /// Its services for this, best first.
    pub services: Vec<Arc<Published>>,
}

/// Who handles a matter in a place, and where to go.
#[derive(Default)]
pub(crate) struct Handlers {
    /// The authorities, the one with the best service first.
    pub handlers: Vec<Handler>,
    /// The service centres nearest to the place: its own, else those of the division above it.
    pub centres: Vec<Arc<ServiceCentre>>,
}

impl Catalogue {
    /// Who handles a matter in a division.
    ///
    /// # Errors
    /// [`SearchDown`].
    pub async fn who_handles(
        &self,
        matter: &Matter,
        division: &Division,
    ) -> Result<Handlers, SearchDown> {
        let services = self.of_matter(matter, division).await?;
        let mut handlers: Vec<Handler> = Vec::new();
        for service in services {
            let id = &service.definition.implementation.authority;
            if let Some(known) = handlers.iter_mut().find(|it| it.authority.id == *id) {
                known.services.push(service);
            } else if let Some(authority) = self.inner.directory.authority(id) {
                handlers.push(Handler { authority, services: vec![service] });
            }
        }
        if handlers.is_empty() {
            return Ok(Handlers::default());
        }
        Ok(Handlers { handlers, centres: self.nearest_centres(division) })
    }

    async fn of_matter(
        &self,
        matter: &Matter,
        division: &Division,
    ) -> Result<Vec<Arc<Published>>, SearchDown> {
        let event = match matter {
            Matter::Words(words) => {
                let region = Some(division.code.clone());
                let question = Question { text: words.clone(), region, ..Question::default() };
                let mut services = self.find(&question).await?.services;
                services.truncate(MOST);
                return Ok(services);
            }
            Matter::Event(event) => event,
        };
        let places = self.upwards(division);
        let is_here = |id: &str| {
            self.inner.directory.authority(id).is_some_and(|it| places.contains(&it.region))
        };
        Ok(self.filtered(|it| {
            let implementation = &it.definition.implementation;
            implementation.life_events.contains(&event.id) && is_here(&implementation.authority)
        }))
    }

    fn nearest_centres(&self, division: &Division) -> Vec<Arc<ServiceCentre>> {
        let all = self.inner.directory.centres();
        let at = |code: &String| -> Vec<_> {
            all.iter().filter(|it| it.region == *code).cloned().collect()
        };
        let places = self.upwards(division);
        places.iter().map(at).find(|here| !here.is_empty()).unwrap_or_default()
    }

    /// The codes of a division and of those to which it belongs, the smallest first.
    fn upwards(&self, division: &Division) -> Vec<String> {
        let above = |code: &String| self.division(code).and_then(|it| it.parent.clone());
        std::iter::successors(Some(division.code.clone()), above).collect()
    }

    /// The cities, counties and districts, each after the one it belongs to.
    pub fn areas(&self) -> Vec<Arc<Division>> {
        let mut areas = self.inner.places.divisions();
        areas.retain(|it| matches!(it.kind, DivisionKind::City | DivisionKind::County));
        areas
    }

    /// The hours in which a service centre is open today; none on days off.
    pub fn hours_today(&self, centre: &ServiceCentre) -> Vec<(Time, Time)> {
        centre.hours_on(self.today(), &self.inner.calendars.current())
    }
}
