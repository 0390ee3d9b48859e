//! Service definitions, lints, guides and finding.
//!
//! Definitions stand in the ledger, one stream for each service, and are served from memory on
//! every node: a job takes over what other nodes published. Pages show them as guides; search finds
//! them by the words that people use; one editor proposes, another approves.

mod api;
mod approve;
mod jobs;
mod lists;
mod paper;
mod power;
mod project;
mod report;
mod seed;
mod service;
mod sheet;
mod shown;
mod store;
mod web;

use std::sync::Arc;

use ::web::{Face, MenuEntry};
use accounts_domain::TakesOffer;
use approvals_domain::Approvals;
use authz::{Grant, Relation::Any, Rule};
use catalogue_domain::{
    BlankForms, Entry, PowerList, ProposedServices, ServiceItem, ServiceUses, Services,
};
use kernel::Role;
use ledger::{Blueprint, Migration};
use module::{House, Module};

use crate::{lists::Lists, report::GuideReport, service::Catalogue};

/// The subject.
pub static MODULE: Module = Module {
    name: "catalogue",
    migrations: MIGRATIONS,
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: POLICY,
    fields: &[],
    menu: MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: Some(seed::seed),
};

const MIGRATIONS: &[Migration] = &[
    Migration {
        module: "catalogue",
        number: 1,
        name: "catalogue",
        sql: include_str!("../migrations/0001_catalogue.sql"),
    },
    Migration {
        module: "catalogue",
        number: 2,
        name: "search_seen",
        sql: include_str!("../migrations/0002_search_seen.sql"),
    },
    Migration {
        module: "catalogue",
        number: 3,
        name: "search_week",
        sql: include_str!("../migrations/0003_search_week.sql"),
    },
    Migration {
        module: "catalogue",
        number: 4,
        name: "powers",
        sql: include_str!("../migrations/0004_powers.sql"),
    },
];

/// That whoever approves had no hand in the text is a rule of the domain.
const POLICY: &[Rule] = &[
    Rule { action: "catalogue.read", grants: authz::PUBLIC },
    Rule { action: "catalogue.report_error", grants: authz::PUBLIC },
    Rule { action: "catalogue.edit", grants: &[Grant(Role::Editor, Any)] },
    Rule { action: approve::PUBLISH, grants: &[Grant(Role::Editor, Any)] },
    Rule { action: approve::APPROVE, grants: &[Grant(Role::Editor, Any)] },
    Rule { action: power::CHANGE, grants: &[Grant(Role::Editor, Any)] },
    Rule { action: power::APPROVE, grants: &[Grant(Role::Editor, Any)] },
];

const MENU: &[MenuEntry] = &[
    entry(Face::Public, "/individuals/", "catalogue-menu-individuals", "catalogue.read"),
    entry(Face::Public, "/businesses/", "catalogue-menu-businesses", "catalogue.read"),
    entry(Face::Staff, "/content/", "catalogue-menu-content", "catalogue.edit"),
];

const fn entry(
    face: Face,
    path: &'static str,
    key: &'static str,
    action: &'static str,
) -> MenuEntry {
    MenuEntry { face, path, key, action }
}

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection::<ServiceItem>(project::ServiceTable);
    blueprint.projection::<Entry>(project::EntryTable);
    blueprint.projection::<PowerList>(project::PowerListTable);
    blueprint.projection::<Lists>(project::ListsTable);
    blueprint.projection::<GuideReport>(project::ReportTable);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let catalogue = Catalogue::new(house)?;
    house.provide::<dyn Services>(Arc::new(catalogue.clone()));
    house.provide::<dyn ServiceUses>(Arc::new(catalogue.clone()));
    house.provide::<dyn BlankForms>(Arc::new(catalogue.clone()));
    house.provide::<dyn ProposedServices>(Arc::new(catalogue.clone()));
    for kind in approve::kinds(&catalogue)?.into_iter().chain([power::kind(&catalogue)?]) {
        house.ask::<dyn Approvals>()?.register(kind);
    }
    // Scopes of mandates name its services; a house without accounts has none.
    if let Ok(accounts) = house.ask::<dyn TakesOffer>() {
        accounts.take_offer(Arc::new(catalogue.clone()));
    }
    // Only this crate can name the type, so only its own seed asks for it.
    house.provide::<Catalogue>(Arc::new(catalogue.clone()));
    house.shown.extend(shown::shown(&catalogue));
    house.jobs.push(Arc::new(jobs::Refresh(catalogue.clone())));
    house.routes.extend(web::routes(&catalogue));
    house.routes.extend(api::routes(&catalogue));
    house.descriptions.push(api::description());
    Ok(())
}
