//! The catalogue in the forms that other systems read, all from the same definitions.
//!
//! - [`schema_org()`]: `GovernmentService` of schema.org, for search engines
//! - [`cpsv_ap()`], [`cpsv_ap_catalogue()`]: CPSV-AP 3.2, for catalogues of other administrations
//! - [`exchange_rows()`]: the rows of the national exchange (国家政务服务平台), with its identifiers
//! - [`tables`]: the code tables of GB/T 39046-2020 as data
//! - [`sheet`]: the item list as a table for editors, out and in
//!
//! Services are named by their public addresses, so a reader of any form finds the guide.

mod cpsv;
mod exchange;
mod rewrite;
mod schema_org;
pub mod sheet;
pub mod tables;

use std::sync::Arc;

use kernel::{Lang, LocalText};
use organisations_domain::Authority;
use regions_domain::Division;
use serde::Deserialize;
use serde_json::{Value, json};

pub use cpsv::{cpsv_ap, cpsv_ap_catalogue};
pub use exchange::exchange_rows;
pub use rewrite::{Changes, rewrite};
pub use schema_org::schema_org;

use crate::services::Published;

/// Whose moment a life event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// A person's.
    Person,
    /// A firm's.
    Business,
}

/// A life event (一件事), as far as other systems are told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Moment {
    /// Its id in definitions and addresses.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// Whose moment it is.
    pub audience: Whose,
}

/// A service with everything that other systems are told beside its definition.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The revision in force.
    pub service: Arc<Published>,
    /// Who is competent.
    pub authority: Arc<Authority>,
    /// Where it is competent.
    pub place: Arc<Division>,
    /// The life events under which the service stands.
    pub moments: Vec<Moment>,
}

impl Offer {
    /// The services with what belongs to each. A service whose authority or place is not known is
    /// left out; the lints keep such a one from being published.
    pub fn gather(
        services: Vec<Arc<Published>>,
        authorities: &[Arc<Authority>],
        divisions: &[Arc<Division>],
        moments: &[Moment],
    ) -> Vec<Offer> {
        let offer = |service: Arc<Published>| {
            let implementation = &service.definition.implementation;
            let authority = authorities.iter().find(|it| it.id == implementation.authority)?;
            let place = divisions.iter().find(|it| it.code == authority.region)?;
            let is_own = |it: &&Moment| implementation.life_events.contains(&it.id);
            let moments = moments.iter().filter(is_own).cloned().collect();
            let (authority, place) = (authority.clone(), place.clone());
            Some(Offer { moments, authority, place, service })
        };
        services.into_iter().filter_map(offer).collect()
    }

    /// The public address of the service on a site, which is given without a slash at the end.
    pub fn address(&self, site: &str) -> String {
        format!("{site}/services/{}", self.service.definition.id)
    }
}

/// A text in each language that it has, as JSON-LD marks languages.
fn texts(text: &LocalText) -> Value {
    let spoken = Lang::ALL.into_iter().filter(|lang| !text.own(*lang).trim().is_empty());
    spoken.map(|lang| json!({ "@language": lang.tag(), "@value": text.own(lang) })).collect()
}

/// The text, or another one where it is empty.
fn or<'a>(text: &'a LocalText, other: &'a LocalText) -> &'a LocalText {
    if text.zh_hans.trim().is_empty() { other } else { text }
}

/// A length of time in days (ISO 8601); 0 means at once.
fn duration(days: u32) -> String {
    if days == 0 { "PT0S".to_owned() } else { format!("P{days}D") }
}
