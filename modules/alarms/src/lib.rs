//! Alarms: what somebody on duty has to look at now. The words and rules are in the README.

mod api;
mod consume;
mod policy;
mod project;
mod service;
mod store;
mod telling;
mod web;

use std::sync::Arc;

use ::module::{House, Module};
use alarms_domain::Alarms;
use ledger::{Blueprint, Migration};

use service::AlarmService;

/// The words of the subject, in the order of [`kernel::Lang::ALL`].
const LOCALES: [&str; 3] = [
    include_str!("../locales/zh-Hans.ftl"),
    include_str!("../locales/zh-Hant.ftl"),
    include_str!("../locales/en.ftl"),
];

/// The subject.
pub static MODULE: Module = Module {
    name: "alarms",
    migrations: MIGRATIONS,
    locales: LOCALES,
    policy: policy::POLICY,
    fields: &[],
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: None,
};

const MIGRATIONS: &[Migration] = &[Migration {
    module: "alarms",
    number: 1,
    name: "alarms",
    sql: include_str!("../migrations/0001_alarms.sql"),
}];

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Table);
    for consumer in consume::CONSUMERS {
        blueprint.consumer(consumer.clone());
    }
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let service = AlarmService::of(house)?;
    house.provide::<dyn Alarms>(Arc::new(service.clone()));
    consume::handlers(&service);
    house.routes.extend(web::routes(&service));
    house.routes.extend(api::routes(&service));
    house.descriptions.push(api::description());
    Ok(())
}
