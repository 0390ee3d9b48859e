//! What other systems are told about services, put together from this and earlier subjects.

use std::sync::Arc;

use catalogue_domain::{
    Published, Services as _,
    interchange::{Moment, Offer, Whose},
};

use super::Catalogue;
use crate::lists::{LifeEvent, Side};

impl Catalogue {
    /// All services in force, ordered by id.
    pub fn offers(&self) -> Vec<Offer> {
        self.gathered(self.all())
    }

    /// The service of that id, if it is in force.
    pub fn offer(&self, id: &str) -> Option<Offer> {
        self.gathered(vec![self.current(id)?]).pop()
    }

    fn gathered(&self, services: Vec<Arc<Published>>) -> Vec<Offer> {
        let authorities = self.inner.directory.authorities();
        let divisions = self.inner.places.divisions();
        let moments: Vec<Moment> = self.lists().life_events.iter().map(moment).collect();
        Offer::gather(services, &authorities, &divisions, &moments)
    }
}

fn moment(event: &LifeEvent) -> Moment {
    let audience = match event.audience {
        Side::Individuals => Whose::Person,
        Side::Businesses => Whose::Business,
    };
    Moment { id: event.id.clone(), name: event.name.clone(), audience }
}
