//! What can be named in the scope of a mandate or of a firm's agent: published services and the
//! themes of both sides, whose codes are told apart by the side.

use std::collections::BTreeSet;

use accounts_domain::{Offer, OfferedService, OfferedTheme};
use catalogue_domain::{Published, Services as _};

use super::Catalogue;
use crate::lists::Side;

impl Offer for Catalogue {
    fn service(&self, id: &str) -> Option<OfferedService> {
        let last = || {
            let kept = self.kept(id)?;
            kept.revision(kept.item.revisions.last()?.revision)
        };
        self.current(id).or_else(last).map(|it| offered(&it))
    }

    fn services(&self) -> Vec<OfferedService> {
        self.all().iter().map(|it| offered(it)).collect()
    }

    fn themes(&self) -> Vec<OfferedTheme> {
        let of = |side: Side| {
            let themes = Catalogue::themes(self, side).into_iter();
            themes.map(move |(it, _)| OfferedTheme { code: code(side, &it.code), name: it.name })
        };
        of(Side::Individuals).chain(of(Side::Businesses)).collect()
    }
}

fn offered(published: &Published) -> OfferedService {
    let definition = &published.definition;
    let of = |side: Side| side.themes_of(definition).iter().map(move |it| code(side, it));
    let themes: BTreeSet<String> = of(Side::Individuals).chain(of(Side::Businesses)).collect();
    OfferedService { id: definition.id.clone(), name: definition.name().clone(), themes }
}

fn code(side: Side, code: &str) -> String {
    let side = match side {
        Side::Individuals => "individuals",
        Side::Businesses => "businesses",
    };
    format!("{side}/{code}")
}
