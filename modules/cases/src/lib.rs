//! Handled applications from receipt to archive: intake, correction, acceptance, review, decision,
//! result and delivery, with every clock the law sets.

mod api;
mod consume;
mod jobs;
mod letters;
mod policy;
mod project;
mod service;
mod store;
mod telling;
mod trouble;
mod web_pages;

use std::sync::Arc;

use ledger::{Blueprint, Migration};
use module::{House, Module};
use web::{Face, MenuEntry};

/// Cases.
pub static MODULE: Module = Module {
    name: "cases",
    migrations: &[Migration {
        module: "cases",
        number: 1,
        name: "cases",
        sql: include_str!("../migrations/0001_cases.sql"),
    }],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    menu: &[
        MenuEntry {
            face: Face::Public,
            path: "/track",
            key: "cases-menu-track",
            action: "cases.track",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/cases/",
            key: "cases-menu-queue",
            action: "cases.queue",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/counter/",
            key: "cases-menu-counter",
            action: "cases.intake",
        },
    ],
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: None,
};

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::CaseRows);
    for consumer in consume::CONSUMERS {
        blueprint.consumer(consumer.clone());
    }
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let desk = service::Desk::new(service::Parts {
        ledger: house.ledger.clone(),
        policy: house.policy.clone(),
        services: house.ask()?,
        calendars: house.ask()?,
        directory: house.ask()?,
        people: house.ask()?,
        applications: house.ask()?,
        drafts: house.ask()?,
        materials: house.ask()?,
        licences: house.ask()?,
        renderer: house.renderer.clone(),
        public_url: house.public_url.clone(),
    });
    consume::handlers(&desk);
    house.jobs.push(Arc::new(jobs::Silence(desk.clone())));
    house.provide::<dyn cases_domain::Cases>(Arc::new(desk.clone()));
    house.routes.extend(web_pages::routes(&desk));
    house.routes.extend(api::routes(&desk));
    house.descriptions.push(api::description());
    Ok(())
}
