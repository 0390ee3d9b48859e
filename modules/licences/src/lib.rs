//! Issued licences: issuing, the holder's documents, public verification, suspension and
//! revocation. The words and rules are in the README.

mod api;
mod document;
mod project;
mod seed;
mod service;
mod sign;
mod store;
#[cfg(test)]
mod tests;
mod web;

use std::sync::Arc;

use authz::{Grant, Relation, Rule};
use kernel::Role;
use ledger::{Blueprint, Migration};
use licences_domain::Licences;
use module::{House, Module};
use service::Licensing;

/// The subject.
pub static MODULE: Module = Module {
    name: "licences",
    migrations: MIGRATIONS,
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: POLICY,
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: Some(seed::seed),
};

const MIGRATIONS: &[Migration] = &[Migration {
    module: "licences",
    number: 1,
    name: "licences",
    sql: include_str!("../migrations/0001_licences.sql"),
}];

const POLICY: &[Rule] = &[
    Rule { action: "licences.verify", grants: authz::PUBLIC },
    Rule { action: "licences.read_own", grants: authz::CITIZEN_OWN },
    Rule {
        action: "licences.read",
        grants: &[
            Grant(Role::Approver, Relation::Authority),
            Grant(Role::Supervisor, Relation::Any),
        ],
    },
    Rule { action: "licences.change", grants: &[Grant(Role::Approver, Relation::Authority)] },
];

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Register);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let service = Licensing::of(house)?;
    house.provide::<dyn Licences>(Arc::new(service.clone()));
    house.routes.extend(web::routes(&service));
    house.routes.extend(api::routes(&service));
    house.descriptions.push(api::description());
    Ok(())
}
