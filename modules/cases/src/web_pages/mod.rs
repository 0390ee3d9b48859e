//! The pages of cases: for the people who apply, and for the desk.

mod citizen;
mod staff;

pub(crate) use citizen::proof_file;
use forms_domain::Filed;
use materials_domain::Folder;
use web::{Failure, Route};

use crate::service::Desk;

/// All pages.
pub(crate) fn routes(desk: &Desk) -> Vec<Route> {
    let mut routes = citizen::routes(desk.clone());
    routes.extend(staff::routes(desk.clone()));
    routes
}

/// What a check page shows, as its seal stands for it: the answers, who applies, and the
/// materials.
fn handed_in(filed: &Filed, folder: &Folder) -> Result<serde_json::Value, Failure> {
    let application = &filed.application;
    let shown = (&application.party, application.revision, &filed.facts, folder);
    serde_json::to_value(shown).map_err(Failure::internal)
}
