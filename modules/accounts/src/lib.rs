//! People, firms, staff and mandates.
//!
//! Accounts and firms are streams; their names and numbers are sealed, and found by fingerprints.
//! Signing in opens a session of the platform for an [`kernel::Actor`]: a citizen, a citizen who
//! acts for a firm, or a staff member in a role of an authority.

mod api;
mod password;
mod policy;
mod project;
mod seed;
mod service;
mod store;
mod web;

use std::sync::Arc;

use ::module::{House, Module};
use accounts_domain::{DemoAccounts, People, Staff};
use ledger::{Blueprint, Migration};
use notify::{AddressBook, Mailer};
use organisations_domain::Directory;

use password::{Cost, Passwords};
use service::{Accounts, ForgetTries, LoadDemo, Parts};

/// The subject's descriptor.
pub static MODULE: Module = Module {
    name: "accounts",
    migrations: &[
        Migration {
            module: "accounts",
            number: 1,
            name: "accounts",
            sql: include_str!("../migrations/0001_accounts.sql"),
        },
        Migration {
            module: "accounts",
            number: 2,
            name: "contact",
            sql: include_str!("../migrations/0002_contact.sql"),
        },
    ],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    menu: &[],
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: Some(seed::seed),
};

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Accounts);
    blueprint.projection(project::Firms);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let accounts = Accounts::new(Parts {
        ledger: house.ledger.clone(),
        policy: house.policy.clone(),
        directory: house.ask::<dyn Directory>()?,
        passwords: Passwords::new(Cost::DEFAULT)?,
        // Not every installation sends e-mails.
        mailer: house.ask::<dyn Mailer>().ok(),
        is_demo: house.is_demo,
    });
    house.provide::<Accounts>(Arc::new(accounts.clone()));
    house.provide::<dyn People>(Arc::new(accounts.clone()));
    house.provide::<dyn Staff>(Arc::new(accounts.clone()));
    house.provide::<dyn DemoAccounts>(Arc::new(accounts.clone()));
    house.provide::<dyn AddressBook>(Arc::new(accounts.clone()));
    house.routes.extend(web::routes(&accounts));
    house.routes.extend(api::routes(&accounts));
    house.descriptions.push(api::description());
    house.jobs.push(Arc::new(LoadDemo::new(accounts.clone())));
    house.jobs.push(Arc::new(ForgetTries::new(accounts)));
    Ok(())
}
