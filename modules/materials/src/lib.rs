//! Materials handed in on an application.
//!
//! Fetches what licences already held can supply before anybody is asked, takes files by their
//! content, and serves them so that nothing in them runs on our pages. The files lie in the file
//! store; the folder of an application is one stream.

mod api;
mod holding;
mod policy;
mod problem;
mod project;
mod service;
mod store;
mod sweep;
mod web;

use std::sync::Arc;

use ledger::{Blueprint, Migration};
use materials_domain::{Materials, Sweeping};
use module::{House, Module};
use service::{Folders, Inner};

/// The subject.
pub static MODULE: Module = Module {
    name: "materials",
    migrations: &[Migration {
        module: "materials",
        number: 1,
        name: "materials",
        sql: include_str!("../migrations/0001_materials.sql"),
    }],
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
    blueprint.projection(project::Uploads);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let folders = Folders::new(Inner {
        ledger: house.ledger.clone(),
        files: house.files.clone(),
        applications: house.ask()?,
        services: house.ask()?,
        licences: house.ask()?,
        directory: house.ask()?,
        conflicts: house.ask()?,
        powers: house.ask()?,
        policy: house.policy.clone(),
        cleaning: Arc::new(tokio::sync::Semaphore::new(1)),
        files_limit: house.quotas.files,
        restore: house.waits.restore,
        holds: std::sync::RwLock::default(),
    });
    let applications = house.ask()?;
    house.holdings.push(Arc::new(holding::Held { folders: folders.clone(), applications }));
    house.provide::<dyn Materials>(Arc::new(folders.clone()));
    house.provide::<dyn Sweeping>(Arc::new(folders.clone()));
    house.jobs.push(Arc::new(sweep::Sweep(folders.clone())));
    house.routes.extend(web::routes(folders.clone()));
    house.routes.extend(api::routes(folders));
    house.descriptions.push(api::description());
    Ok(())
}
