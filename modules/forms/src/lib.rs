//! Applications in the making: questions and answers.
//!
//! Begins applications on the service's current revision, asks one topic per screen, fills in what
//! a register knows, saves at every step, and throws old drafts away. What becomes of an
//! application that was handed in is not known here.

mod api;
mod holding;
mod job;
mod policy;
mod problem;
mod project;
mod service;
mod store;
mod web;

use std::sync::Arc;

use catalogue_domain::ServiceUses;
use forms_domain::{ApplicationList, Applications, Drafts};
use ledger::{Blueprint, Migration};
use module::{House, Module};
use service::Forms;

/// The subject.
pub static MODULE: Module = Module {
    name: "forms",
    migrations: &[
        Migration {
            module: "forms",
            number: 1,
            name: "forms",
            sql: include_str!("../migrations/0001_forms.sql"),
        },
        Migration {
            module: "forms",
            number: 2,
            name: "subject",
            sql: include_str!("../migrations/0002_subject.sql"),
        },
        Migration {
            module: "forms",
            number: 3,
            name: "in_use",
            sql: include_str!("../migrations/0003_in_use.sql"),
        },
    ],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    fields: policy::FIELDS,
    menu: &[],
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: None,
};

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Applications);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let forms = Forms::new(
        house.ledger.clone(),
        house.ask()?,
        house.ask()?,
        house.ask()?,
        house.policy.clone(),
        (house.quotas.drafts, house.waits.restore),
    );
    house.provide::<dyn Applications>(Arc::new(forms.clone()));
    house.provide::<dyn ApplicationList>(Arc::new(forms.clone()));
    house.holdings.push(Arc::new(holding::Answers(forms.clone())));
    house.provide::<dyn Drafts>(Arc::new(forms.clone()));
    house.jobs.push(Arc::new(job::Sweep(forms.clone())));
    // A house without a catalogue has no services that change.
    if let Ok(services) = house.ask::<dyn ServiceUses>() {
        services.used_by(Arc::new(forms.clone()));
    }
    house.routes.extend(web::routes(forms.clone()));
    house.routes.extend(api::routes(forms));
    house.descriptions.push(api::description());
    Ok(())
}
