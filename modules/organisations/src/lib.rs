//! Authorities, lines and service centres.
//!
//! The directory is one stream, small and asked on every page, so each node keeps it in memory:
//! it reads it again after its own changes and in the job `organisations.refresh`, which notices
//! the changes of other nodes.

mod api;
mod policy;
mod seed;
mod service;
mod web;

use std::sync::Arc;

use ::module::{House, Module, Shown};
use kernel::Aggregate as _;
use organisations_domain::{Directory, DirectoryBook};
use regions_domain::{Calendars, Places};

use service::{Organisations, Refresh};

/// The subject's descriptor.
pub static MODULE: Module = Module {
    name: "organisations",
    // The stream is served from memory, so there is no table of one's own.
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
    blueprint.aggregate::<DirectoryBook>();
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let (calendars, places) = (house.ask::<dyn Calendars>()?, house.ask::<dyn Places>()?);
    let organisations = Organisations::new(house.ledger.clone(), calendars, places);
    house.provide::<Organisations>(Arc::new(organisations.clone()));
    house.provide::<dyn Directory>(Arc::new(organisations.clone()));
    house.routes.extend(web::routes(&organisations));
    house.routes.extend(api::routes(&organisations));
    house.descriptions.push(api::description());
    house.shown.push(Shown::part(DirectoryBook::KIND));
    house.jobs.push(Arc::new(Refresh::new(organisations)));
    Ok(())
}
