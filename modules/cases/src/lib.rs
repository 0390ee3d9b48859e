//! Handled applications from receipt to archive: intake, correction, acceptance, review, decision,
//! result and delivery, with every clock the law sets.

mod amend;
mod api;
mod consume;
mod export;
mod holding;
mod jobs;
mod letters;
mod policy;
mod project;
mod second_looks;
mod service;
mod store;
mod telling;
mod trouble;
mod web_pages;

use std::sync::Arc;

use ledger::{Blueprint, Migration};
use module::{House, Module};
use record::{PublicRecord, Unkept};
use web::{Face, MenuEntry};

/// Cases.
pub static MODULE: Module = Module {
    name: "cases",
    migrations: &[
        Migration {
            module: "cases",
            number: 1,
            name: "cases",
            sql: include_str!("../migrations/0001_cases.sql"),
        },
        Migration {
            module: "cases",
            number: 2,
            name: "hands",
            sql: include_str!("../migrations/0002_hands.sql"),
        },
        Migration {
            module: "cases",
            number: 3,
            name: "elevations",
            sql: include_str!("../migrations/0003_elevations.sql"),
        },
        Migration {
            module: "cases",
            number: 4,
            name: "over",
            sql: include_str!("../migrations/0004_over.sql"),
        },
        Migration {
            module: "cases",
            number: 5,
            name: "leaving",
            sql: include_str!("../migrations/0005_leaving.sql"),
        },
        Migration {
            module: "cases",
            number: 6,
            name: "revision",
            sql: include_str!("../migrations/0006_revision.sql"),
        },
        Migration {
            module: "cases",
            number: 7,
            name: "duty",
            sql: include_str!("../migrations/0007_duty.sql"),
        },
        Migration {
            module: "cases",
            number: 8,
            name: "second_looks",
            sql: include_str!("../migrations/0008_second_looks.sql"),
        },
    ],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    fields: policy::FIELDS,
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
            path: "/second-looks",
            key: "cases-menu-second-looks",
            action: service::SECOND_LOOK,
        },
        MenuEntry {
            face: Face::Staff,
            path: "/counter/",
            key: "cases-menu-counter",
            action: "cases.intake",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/oversight/stuck",
            key: "cases-menu-stuck",
            action: "cases.oversee",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/oversight/elevations",
            key: "cases-menu-elevations",
            action: "cases.oversee",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/oversight/overrides",
            key: "cases-menu-overrides",
            action: "cases.oversee",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/oversight/second-looks",
            key: "cases-menu-second-looks-overseen",
            action: "cases.oversee",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/oversight/pace",
            key: "cases-menu-pace",
            action: "cases.oversee",
        },
        MenuEntry {
            face: Face::Staff,
            path: "/me/elevation",
            key: "cases-staff-elevation-title",
            action: "cases.break_glass",
        },
    ],
    statements: &[store::STATEMENTS, store::duty::STATEMENTS, store::second_looks::STATEMENTS],
    plan,
    start,
    seed: None,
};

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::CaseRows);
    blueprint.projection(project::Elevations);
    blueprint.projection(project::Duties);
    blueprint.projection(second_looks::SecondLooks);
    blueprint.aggregate::<cases_domain::CaseExport>();
    for consumer in consume::CONSUMERS.iter().chain(second_looks::CONSUMERS) {
        blueprint.consumer(consumer.clone());
    }
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let desk = service::Desk::new(service::Parts {
        ledger: house.ledger.clone(),
        policy: house.policy.clone(),
        services: house.ask()?,
        proposed: house.ask()?,
        calendars: house.ask()?,
        directory: house.ask()?,
        people: house.ask()?,
        staff: house.ask()?,
        conflicts: house.ask()?,
        powers: house.ask()?,
        applications: house.ask()?,
        drafts: house.ask()?,
        materials: house.ask()?,
        licences: house.ask()?,
        approvals: house.ask()?,
        record: house.ask::<dyn PublicRecord>().unwrap_or_else(|_| Arc::new(Unkept)),
        renderer: house.renderer.clone(),
        public_url: house.public_url.clone(),
        notice_wait: house.waits.notice,
        decisions: house.decisions,
        // A house whose operators record none has none.
        outages: house.ask::<dyn module::Outages>().ok(),
        rehearsals: Arc::new(tokio::sync::Semaphore::new(1)),
    });
    desk.approvals.register(amend::kind(&desk)?);
    desk.approvals.register(export::kind(&desk)?);
    consume::handlers(&desk);
    second_looks::handlers(&desk);
    house.ask::<dyn regions_domain::CalendarChanges>()?.touches(Arc::new(desk.clone()));
    house.ask::<dyn catalogue_domain::ServiceUses>()?.used_by(Arc::new(desk.clone()));
    house.jobs.push(Arc::new(jobs::Silence(desk.clone())));
    house.holdings.push(Arc::new(holding::Held(desk.clone())));
    house.provide::<dyn cases_domain::CaseList>(Arc::new(desk.clone()));
    house.jobs.push(Arc::new(jobs::Leaving(desk.clone())));
    house.jobs.push(Arc::new(second_looks::Drawing(desk.clone())));
    house.provide::<dyn cases_domain::Cases>(Arc::new(desk.clone()));
    house.routes.extend(web_pages::routes(&desk));
    house.routes.extend(api::routes(&desk));
    house.descriptions.push(api::description());
    Ok(())
}
