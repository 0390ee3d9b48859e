//! Ratings of what was done (好差评): one rating for one act, public counts, follow-up of bad ones.
//! The words and rules are in the README.

mod api;
mod holding;
mod project;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod web;

use std::sync::Arc;

use authz::{FieldRule, Form, Grant, OVERSIGHT, Relation, Rule, See, Sight};
use kernel::Role;
use ledger::{Blueprint, Migration};
use module::{House, Module};
use ratings_domain::Ratings;
use service::RatingService;

/// The subject.
pub static MODULE: Module = Module {
    name: "ratings",
    migrations: MIGRATIONS,
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: POLICY,
    fields: FIELDS,
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: None,
};

const MIGRATIONS: &[Migration] = &[Migration {
    module: "ratings",
    number: 1,
    name: "ratings",
    sql: include_str!("../migrations/0001_ratings.sql"),
}];

/// Staff cannot rate, and nobody can take a rating away: there is no action for it.
const POLICY: &[Rule] = &[
    Rule {
        action: "ratings.rate",
        grants: &[
            Grant(Role::Anonymous, Relation::Code),
            Grant(Role::Citizen, Relation::Own),
            Grant(Role::Citizen, Relation::Code),
        ],
    },
    Rule { action: "ratings.read", grants: authz::PUBLIC },
    Rule { action: "ratings.oversee", grants: OVERSIGHT },
];

const FIELDS: &[FieldRule] = &[FieldRule {
    field: "rating.comment",
    form: Form::Text,
    written_by: &["ratings.rate"],
    sights: &[
        See(Role::Anonymous, Relation::Code, Sight::Clear),
        See(Role::Citizen, Relation::Own, Sight::Clear),
        See(Role::Citizen, Relation::Code, Sight::Clear),
        See(Role::Supervisor, Relation::Division, Sight::Clear),
        See(Role::Supervisor, Relation::Line, Sight::Clear),
    ],
}];

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Lists);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let service = RatingService::of(house)?;
    let (ledger, cases) = (house.ledger.clone(), house.ask()?);
    house.holdings.push(Arc::new(holding::Held { ledger, cases }));
    house.provide::<dyn Ratings>(Arc::new(service.clone()));
    house.routes.extend(web::routes(&service));
    house.routes.extend(api::routes(&service));
    house.descriptions.push(api::description());
    Ok(())
}
