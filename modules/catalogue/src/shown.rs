//! Which pages follow from which streams of the catalogue.

use std::sync::Arc;

use catalogue_domain::ServiceItem;
use kernel::Aggregate as _;
use module::Shown;

use crate::{
    lists::{Lists, Side},
    service::Catalogue,
};

/// The guides of services, and the entrances that are made from the lists.
pub(crate) fn shown(catalogue: &Catalogue) -> [Shown; 2] {
    let catalogue = catalogue.clone();
    let guide = |id: &str| {
        let own = ["", "/schema-org.jsonld", "/cpsv-ap.jsonld", "/exchange"];
        let api = own.map(|it| format!("/api/v1/services/{id}{it}"));
        [vec![format!("/services/{id}")], api.to_vec()].concat()
    };
    let services = Shown {
        kind: ServiceItem::KIND,
        pages: Arc::new(guide),
        along: Arc::new(|id| vec![format!("/apply/{id}")]),
    };
    let lists = Shown {
        kind: Lists::KIND,
        pages: Arc::new(move |_| entrances(&catalogue)),
        along: Arc::new(|_| Vec::new()),
    };
    [services, lists]
}

fn entrances(catalogue: &Catalogue) -> Vec<String> {
    let mut pages = vec!["/".to_owned(), "/services/".to_owned()];
    for side in [Side::Individuals, Side::Businesses] {
        let word = side.word();
        pages.push(format!("/{word}/"));
        let themes = catalogue.themes(side);
        pages.extend(themes.iter().map(|(theme, _)| format!("/themes/{word}/{}", theme.code)));
        let events = catalogue.life_events(side);
        pages.extend(events.iter().map(|event| format!("/life/{}", event.id)));
    }
    pages
}
