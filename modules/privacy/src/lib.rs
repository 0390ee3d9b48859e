//! People's own data: what is held about them, who looked at it, copies, corrections, closing an
//! account, and how long records are kept. It stands last in `modules/ORDER`, because it asks what
//! all earlier subjects hold. The words and rules are in the README.

mod api;
mod consume;
mod holding;
mod jobs;
mod policy;
mod project;
mod service;
mod store;
mod web;

use std::{future::Future, pin::Pin, sync::Arc};

use ::module::{CityData, House, Module};
use ::web::{SessionLimits, Sessions};
use approvals_domain::{Approvals, Kind};
use jiff::SignedDuration;
use kernel::LocalText;
use ledger::{Blueprint, Migration};
use materials_domain::Sweeping;
use notify::Messages;
use service::{PURGE_KIND, Parts, Privacy, PurgeAct};

/// The subject.
pub static MODULE: Module = Module {
    name: "privacy",
    migrations: &[Migration {
        module: "privacy",
        number: 1,
        name: "privacy",
        sql: include_str!("../migrations/0001_privacy.sql"),
    }],
    locales: [
        include_str!("../locales/zh-Hans.ftl"),
        include_str!("../locales/zh-Hant.ftl"),
        include_str!("../locales/en.ftl"),
    ],
    policy: policy::POLICY,
    fields: &[],
    menu: web::MENU,
    statements: &[store::STATEMENTS],
    plan,
    start,
    seed: Some(seed),
};

/// The city's own schedule of retention.
const SCHEDULE: &str = "city/retention.yaml";

fn plan(blueprint: &mut Blueprint) {
    blueprint.projection(project::Inquiries);
    blueprint.projection(project::Exports);
    blueprint.projection(project::Corrections);
    blueprint.projection(project::Holds);
    blueprint.projection(project::Purges);
    blueprint.projection(project::Closures);
    blueprint.projection(project::Schedules);
    for consumer in consume::CONSUMERS {
        blueprint.consumer(consumer.clone());
    }
}

fn start(house: &mut House) -> anyhow::Result<()> {
    let approvals = house.ask::<dyn Approvals>()?;
    let messages = Messages::new(house.ledger.clone());
    let parts = |holdings| -> anyhow::Result<Parts> {
        Ok(Parts {
            ledger: house.ledger.clone(),
            files: house.files.clone(),
            policy: house.policy.clone(),
            directory: house.ask()?,
            people: house.ask()?,
            powers: house.ask()?,
            register: house.ask()?,
            cases: house.ask()?,
            holdings,
            messages: messages.clone(),
            approvals: approvals.clone(),
            sessions: Sessions::new(house.ledger.clone(), SessionLimits::default()),
        })
    };
    // What this subject holds itself is read without the holdings of all.
    let bare = Privacy::new(parts(Vec::new())?);
    let mut holdings = house.holdings.clone();
    holdings.push(Arc::new(holding::Letters(messages.clone())));
    holdings.push(Arc::new(holding::Reads(bare.clone())));
    holdings.push(Arc::new(holding::Requests(bare)));
    let privacy = Privacy::new(parts(holdings.clone())?);
    house.holdings = holdings;
    approvals.register(Kind {
        word: PURGE_KIND,
        title: LocalText {
            zh_hans: "清除到期记录".to_owned(),
            zh_hant: "清除到期紀錄".to_owned(),
            en: "Purge of what is due".to_owned(),
        },
        approves: policy::PURGE,
        delay: SignedDuration::ZERO,
        act: Arc::new(PurgeAct(privacy.clone())),
    });
    // A house without materials sweeps no files.
    if let Ok(sweeping) = house.ask::<dyn Sweeping>() {
        sweeping.held_by(Arc::new(privacy.clone()));
    }
    consume::handlers(&privacy);
    house.provide::<Privacy>(Arc::new(privacy.clone()));
    house.jobs.push(Arc::new(jobs::Exports(privacy.clone())));
    house.jobs.push(Arc::new(jobs::ListDue(privacy.clone())));
    house.routes.extend(web::routes(&privacy));
    house.routes.extend(api::routes(&privacy));
    house.descriptions.push(api::description());
    Ok(())
}

/// Takes the city's schedule of retention in.
fn seed<'a>(
    house: &'a House,
    city: &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        let privacy = house.ask::<Privacy>()?;
        match city.text(SCHEDULE) {
            Some(text) => privacy.set_schedule(&text).await,
            None => privacy.set_default_schedule().await,
        }
    })
}
