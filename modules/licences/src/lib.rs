//! Issued licences: issuing, the holder's documents, public verification, suspension and
//! revocation. The words and rules are in the README.

mod api;
mod approve;
mod consume;
mod document;
mod holding;
mod jobs;
mod many;
mod project;
mod reasons;
mod seed;
mod service;
mod sign;
mod store;
#[cfg(test)]
mod tests;
mod web;

use std::sync::Arc;

use approvals_domain::Approvals;
use authz::{FieldRule, Form, Grant, Relation, Rule, See, Sight};
use catalogue_domain::ServiceUses;
use kernel::Role;
use ledger::{Blueprint, Migration};
use licences_domain::{IssuingKeys, Licences};
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
    fields: FIELDS,
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: Some(seed::seed),
};

const MIGRATIONS: &[Migration] = &[
    Migration {
        module: "licences",
        number: 1,
        name: "licences",
        sql: include_str!("../migrations/0001_licences.sql"),
    },
    Migration {
        module: "licences",
        number: 2,
        name: "expired",
        sql: include_str!("../migrations/0002_expired.sql"),
    },
    Migration {
        module: "licences",
        number: 3,
        name: "in_use",
        sql: include_str!("../migrations/0003_in_use.sql"),
    },
    Migration {
        module: "licences",
        number: 4,
        name: "keys",
        sql: include_str!("../migrations/0004_keys.sql"),
    },
];

const POLICY: &[Rule] = &[
    Rule { action: "licences.verify", grants: authz::PUBLIC },
    Rule { action: "licences.read_own", grants: authz::CITIZEN_OWN },
    Rule {
        action: "licences.read",
        grants: &[
            Grant(Role::Approver, Relation::Authority),
            Grant(Role::Supervisor, Relation::Division),
            Grant(Role::Supervisor, Relation::Line),
        ],
    },
    Rule { action: "licences.change", grants: &[Grant(Role::Approver, Relation::Authority)] },
    Rule { action: approve::APPROVE, grants: &[Grant(Role::Approver, Relation::Authority)] },
    Rule { action: approve::STOP, grants: authz::OVERSIGHT },
    Rule { action: "licences.show_own", grants: authz::CITIZEN_OWN },
    Rule { action: many::READ, grants: OPERATION },
    Rule { action: many::CHANGE, grants: &[Grant(Role::Administrator, Relation::Any)] },
    Rule { action: many::CHANGE_KEYS, grants: &[Grant(Role::Administrator, Relation::Any)] },
    Rule { action: many::APPROVE, grants: OPERATION },
];

/// Who sees to keys and to many licences at once, without reading what any of them says.
const OPERATION: &[Grant] =
    &[Grant(Role::Supervisor, Relation::Any), Grant(Role::Administrator, Relation::Any)];

/// What a licence says about its holder. Anybody may compare a name with the paper before them.
const FIELDS: &[FieldRule] = &[
    FieldRule {
        field: "licence.holder",
        form: Form::Name,
        written_by: &[],
        sights: &[
            See(Role::Anonymous, Relation::Any, Sight::Masked),
            See(Role::Citizen, Relation::Any, Sight::Masked),
            See(Role::Citizen, Relation::Own, Sight::Clear),
            See(Role::Clerk, Relation::Any, Sight::Masked),
            See(Role::Examiner, Relation::Any, Sight::Masked),
            See(Role::Approver, Relation::Any, Sight::Masked),
            See(Role::Approver, Relation::Authority, Sight::Clear),
            See(Role::Supervisor, Relation::Any, Sight::Masked),
            See(Role::Supervisor, Relation::Division, Sight::Clear),
            See(Role::Supervisor, Relation::Line, Sight::Clear),
            See(Role::Editor, Relation::Any, Sight::Masked),
            See(Role::Administrator, Relation::Any, Sight::Masked),
            See(Role::Partner, Relation::Any, Sight::Masked),
        ],
    },
    FieldRule {
        field: "licence.contents",
        form: Form::Text,
        written_by: &[],
        sights: &[
            See(Role::Citizen, Relation::Own, Sight::Clear),
            See(Role::Approver, Relation::Authority, Sight::Clear),
            See(Role::Supervisor, Relation::Division, Sight::Clear),
            See(Role::Supervisor, Relation::Line, Sight::Clear),
        ],
    },
];

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Register);
    blueprint.consumer(consume::CONSUMER);
    blueprint.projection(project::Batches);
    blueprint.projection(project::Showings);
    blueprint.aggregate::<licences_domain::LicenceType>();
    blueprint.aggregate::<licences_domain::Issuer>();
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let service = Licensing::of(house)?;
    house.holdings.push(Arc::new(holding::Held(service.clone())));
    let one = approve::kinds(&service, house.waits.power)?;
    let many = many::kinds(&service, house.waits.power)?;
    for kind in one.into_iter().chain(many) {
        house.ask::<dyn Approvals>()?.register(kind);
    }
    house.jobs.push(Arc::new(jobs::Batches(service.clone())));
    // A house without a catalogue has no services that change.
    if let Ok(services) = house.ask::<dyn ServiceUses>() {
        services.used_by(Arc::new(service.clone()));
    }
    consume::handlers(&service);
    house.provide::<dyn Licences>(Arc::new(service.clone()));
    house.provide::<dyn IssuingKeys>(Arc::new(service.clone()));
    house.routes.extend(web::routes(&service));
    house.routes.extend(api::routes(&service));
    house.descriptions.push(api::description());
    Ok(())
}
