//! Divisions and the working calendar.
//!
//! The calendar of working days is one stream, the list of divisions another. Both are small and
//! asked in every deadline, so each node keeps them in memory: it reads them again after its own
//! changes and in the job `regions.refresh`, which notices the changes of other nodes.

mod api;
mod approve;
mod policy;
mod seed;
mod service;
mod web;

use std::sync::Arc;

use ::module::{House, Module, Shown};
use approvals_domain::Approvals;
use kernel::Aggregate as _;
use regions_domain::{CalendarBook, CalendarChanges, Calendars, DivisionList, Places};

use service::{Refresh, Regions};

/// The subject's descriptor.
pub static MODULE: Module = Module {
    name: "regions",
    // The streams are served from memory, so there is no table of one's own.
    migrations: &[],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    fields: &[],
    menu: web::MENU,
    statements: &[],
    plan,
    start,
    seed: Some(seed::seed),
};

fn plan(blueprint: &mut ledger::Blueprint) {
    blueprint.aggregate::<CalendarBook>();
    blueprint.aggregate::<DivisionList>();
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let approvals = house.ask::<dyn Approvals>()?;
    let regions = Regions::new(house.ledger.clone(), house.policy.clone(), approvals.clone());
    approvals.register(approve::kind(&regions)?);
    house.provide::<Regions>(Arc::new(regions.clone()));
    house.provide::<dyn CalendarChanges>(Arc::new(regions.clone()));
    house.provide::<dyn Calendars>(Arc::new(regions.clone()));
    house.provide::<dyn Places>(Arc::new(regions.clone()));
    house.routes.extend(web::routes(&regions));
    house.routes.extend(api::routes(&regions));
    house.descriptions.push(api::description());
    let parts = [CalendarBook::KIND, DivisionList::KIND];
    house.shown.extend(parts.map(Shown::part));
    house.jobs.push(Arc::new(Refresh::new(regions)));
    Ok(())
}
