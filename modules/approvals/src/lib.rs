//! Acts that need a second person: proposing, approving, carrying out. The words and rules are in
//! the README.

mod api;
mod consume;
mod jobs;
mod policy;
mod project;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod web;

use std::sync::Arc;

use ::module::{House, Module};
use approvals_domain::Approvals;
use ledger::{Blueprint, Migration};

use service::SecondPerson;

/// The subject.
pub static MODULE: Module = Module {
    name: "approvals",
    migrations: MIGRATIONS,
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    fields: &[],
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: None,
};

const MIGRATIONS: &[Migration] = &[Migration {
    module: "approvals",
    number: 1,
    name: "approvals",
    sql: include_str!("../migrations/0001_approvals.sql"),
}];

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Lists);
    for consumer in consume::CONSUMERS {
        blueprint.consumer(consumer.clone());
    }
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let service = SecondPerson::new(house.ledger.clone(), house.policy.clone());
    house.provide::<dyn Approvals>(Arc::new(service.clone()));
    consume::handlers(&service);
    house.routes.extend(web::routes(&service));
    house.routes.extend(api::routes(&service));
    house.descriptions.push(api::description());
    house.jobs.push(Arc::new(jobs::Due(service)));
    Ok(())
}
