//! People, firms, staff and mandates.
//!
//! Accounts and firms are streams; their names and numbers are sealed, and found by fingerprints.
//! Signing in opens a session of the platform for an [`kernel::Actor`]: a citizen, a citizen who
//! acts for a firm, or a staff member in a role of an authority.

mod api;
mod common_passwords;
mod holding;
mod leaked;
mod password;
mod policy;
mod project;
mod seed;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod totp;
mod web;
mod webauthn;

use std::sync::Arc;

use ::module::{House, Module};
use ::web::Standing;
use accounts_domain::{Conflicts, DemoAccounts, People, Powers, Register, Staff, TakesOffer};
use approvals_domain::Approvals;
use ledger::{Blueprint, Migration};
use notify::{AddressBook, Mailer};
use oidc::Offers;
use organisations_domain::Directory;

use anyhow::Context as _;
use leaked::Leaked;
use password::{Cost, Passwords};
use service::{
    AccountPrints, Accounts, CONSUMERS, ExpireMandates, ForgetTries, InterestPrints, LoadDemo,
    Notices, Parts, SendCodes, helping, telling,
    training::{self, TellTraining},
};
use webauthn::Challenges;

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
        Migration {
            module: "accounts",
            number: 3,
            name: "interests",
            sql: include_str!("../migrations/0003_interests.sql"),
        },
        Migration {
            module: "accounts",
            number: 4,
            name: "staffing",
            sql: include_str!("../migrations/0004_staffing.sql"),
        },
        Migration {
            module: "accounts",
            number: 5,
            name: "closed",
            sql: include_str!("../migrations/0005_closed.sql"),
        },
        Migration {
            module: "accounts",
            number: 6,
            name: "factor",
            sql: include_str!("../migrations/0006_factor.sql"),
        },
        Migration {
            module: "accounts",
            number: 7,
            name: "flow",
            sql: include_str!("../migrations/0007_flow.sql"),
        },
        Migration {
            module: "accounts",
            number: 8,
            name: "identity",
            sql: include_str!("../migrations/0008_identity.sql"),
        },
        Migration {
            module: "accounts",
            number: 9,
            name: "mandates",
            sql: include_str!("../migrations/0009_mandates.sql"),
        },
        Migration {
            module: "accounts",
            number: 10,
            name: "recovery",
            sql: include_str!("../migrations/0010_recovery.sql"),
        },
        Migration {
            module: "accounts",
            number: 11,
            name: "training",
            sql: include_str!("../migrations/0011_training.sql"),
        },
    ],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    fields: policy::FIELDS,
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: Some(seed::seed),
};

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Accounts);
    blueprint.projection(project::Firms);
    blueprint.projection(project::Interests);
    blueprint.projection(project::Posts);
    blueprint.projection(service::training::Records);
    blueprint.consumer(service::training::TELLING);
    blueprint.consumer(ledger::Consumer { name: service::LEAVING, words: service::LEAVING_WORDS });
    for consumer in CONSUMERS {
        blueprint.consumer(consumer.clone());
    }
    blueprint.projection(project::Mandates);
    blueprint.consumer(service::telling::CONSUMER);
    blueprint.consumer(service::helping::CONSUMER);
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let leaked = match &house.leaked_passwords {
        Some(path) => Some(Leaked::open(path).with_context(|| path.display().to_string())?),
        None => None,
    };
    let accounts = Accounts::new(Parts {
        ledger: house.ledger.clone(),
        policy: house.policy.clone(),
        directory: house.ask::<dyn Directory>()?,
        passwords: Passwords::new(Cost::DEFAULT)?,
        // Not every installation sends e-mails.
        mailer: house.ask::<dyn Mailer>().ok(),
        challenges: Challenges::new(&house.ledger.vault().blind("webauthn", "challenge")),
        public_url: house.public_url.clone(),
        recovery_wait: house.waits.recovery,
        leaked,
        // Not every installation has an identity provider.
        offers: house.ask::<Offers>().map(|it| it.as_ref().clone()).unwrap_or_default(),
        is_demo: house.is_demo,
        trained: house.trained.clone(),
    });
    house.ask::<dyn Approvals>()?.introduce(Arc::new(accounts.clone()));
    house.ledger.handler(CONSUMERS[0].name, Arc::new(Notices::new(accounts.clone())));
    house.provide::<Accounts>(Arc::new(accounts.clone()));
    house.provide::<dyn People>(Arc::new(accounts.clone()));
    house.provide::<dyn Staff>(Arc::new(accounts.clone()));
    house.provide::<dyn Conflicts>(Arc::new(accounts.clone()));
    house.provide::<dyn DemoAccounts>(Arc::new(accounts.clone()));
    house.provide::<dyn Register>(Arc::new(accounts.clone()));
    house.provide::<dyn Powers>(Arc::new(accounts.clone()));
    house.provide::<dyn TakesOffer>(Arc::new(accounts.clone()));
    house.provide::<dyn AddressBook>(Arc::new(accounts.clone()));
    house.holdings.push(Arc::new(holding::People(accounts.clone())));
    house.holdings.push(Arc::new(holding::Firms(accounts.clone())));
    house.prints.push(Arc::new(InterestPrints(accounts.clone())));
    for of_firms in [false, true] {
        house.prints.push(Arc::new(AccountPrints { accounts: accounts.clone(), of_firms }));
    }
    house.provide::<dyn Standing>(Arc::new(accounts.clone()));
    house.routes.extend(web::routes(&accounts));
    house.routes.extend(api::routes(&accounts));
    house.descriptions.push(api::description());
    house.ledger.handler(service::LEAVING, Arc::new(service::Leaving(accounts.clone())));
    house.jobs.push(Arc::new(service::LapsePosts(accounts.clone())));
    house.jobs.push(Arc::new(training::ExpireTraining(accounts.clone())));
    house.jobs.push(Arc::new(LoadDemo::new(accounts.clone())));
    house.jobs.push(Arc::new(ExpireMandates(accounts.clone())));
    house.jobs.push(Arc::new(SendCodes(accounts.clone())));
    let ledger = &house.ledger;
    ledger.handler(telling::CONSUMER.name, Arc::new(telling::Telling::new(accounts.clone())));
    ledger.handler(training::TELLING.name, Arc::new(TellTraining::new(accounts.clone())));
    ledger.handler(helping::CONSUMER.name, Arc::new(helping::Helping::new(accounts.clone())));
    house.jobs.push(Arc::new(ForgetTries::new(accounts)));
    Ok(())
}
