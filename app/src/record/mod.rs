//! The verifiable record of an installation: how it is kept, its processes, its pages.

pub mod children;
pub mod commands;
pub mod pages;
pub mod tiles;

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use audit::{
    Policy,
    http::{Http, Transport},
};
use authz::{Grant, PUBLIC, Relation, Rule};
use kernel::{Clock, Role};
use ledger::Ledger;
use ops::{RecordSettings, SystemClock};
use record::{Plan, Record, Signing};
use web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};

use crate::integrity::pages as integrity;

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// The policy in the record's folder, for those who look at it from outside.
const POLICY_FILE: &str = "policy";

/// The rows of the policy table.
pub const POLICY: &[Rule] = &[
    Rule { action: "record.read", grants: PUBLIC },
    Rule { action: "record.read_entries", grants: &[Grant(Role::Supervisor, Relation::Any)] },
    Rule {
        action: "record.watch",
        grants: &[
            Grant(Role::Supervisor, Relation::Any),
            Grant(Role::Administrator, Relation::Any),
        ],
    },
];

/// The entry of the desk's menu.
pub const MENU: &[MenuEntry] = &[MenuEntry {
    face: Face::Staff,
    path: "/record",
    key: "app-record-menu",
    action: "record.watch",
}];

/// What the pages and addresses of the record work with.
#[derive(Clone)]
pub struct Desk {
    /// The record.
    pub record: Record,
    /// Where reads are noted.
    pub ledger: Ledger,
}

/// The addresses of the record.
pub fn routes(desk: &Desk) -> Vec<Route> {
    let mut routes = Routes::new("record", desk.clone());
    let read = |limit| Needs::new("record.read", Audit::Public, limit);
    routes.get(Face::Root, "/record/checkpoint", read(Limit::Page), tiles::checkpoint);
    routes.get(Face::Root, "/record/policy", read(Limit::Page), tiles::policy);
    routes.get(Face::Root, "/record/tile/{level}/{*path}", read(Limit::Page), tiles::hashes);
    routes.get(Face::Root, "/record/manifest", read(Limit::Page), integrity::listing);
    routes.get(Face::Root, "/record/manifest/proof", read(Limit::Page), integrity::proof);
    let entries = Needs::new("record.read_entries", Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/record/tile/entries/{*path}", entries, tiles::entries);
    routes.get(Face::Public, "/record", read(Limit::Page), pages::explain);
    let watch = Needs::new("record.watch", Audit::Public, Limit::Page);
    routes.get(Face::Staff, "/record", watch, pages::watch);
    routes.get(Face::Api, "/record", watch, pages::watch_api);
    routes.done()
}

/// A record that nobody signs, in a folder.
pub fn unsigned(folder: &Path, clock: Arc<dyn Clock>) -> Plan {
    Plan { folder: folder.to_owned(), clock, signing: None, is_writer: true }
}

/// How the settings say that the record is kept.
///
/// # Errors
/// When the policy cannot be read.
pub fn plan(settings: &RecordSettings, clock: SystemClock) -> anyhow::Result<Plan> {
    let mut plan = unsigned(&settings.folder, Arc::new(clock));
    plan.is_writer = settings.is_writer;
    if let Some((socket, policy)) = &settings.signing {
        let text = std::fs::read_to_string(policy)
            .with_context(|| format!("record.policy: {}", policy.display()))?;
        plan.signing = Some(signing(socket, &text)?);
    }
    Ok(plan)
}

/// A signer and the policy for what it signs.
///
/// # Errors
/// When the text is no policy.
pub fn signing(socket: &Path, policy: &str) -> anyhow::Result<Signing> {
    let transport: Arc<dyn Transport> = Arc::new(Http::new(PATIENCE));
    Ok(Signing {
        socket: socket.to_owned(),
        policy: Policy::parse(policy).context("record.policy")?,
        policy_text: without_addresses(policy),
        transport,
    })
}

/// A policy as others need it: who has signed, not where they are reached.
fn without_addresses(policy: &str) -> String {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["log", key, ..] => format!("log {key}\n"),
            ["witness", name, key, ..] => format!("witness {name} {key}\n"),
            _ => format!("{line}\n"),
        }
    };
    policy.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_policy_does_not_say_where_witnesses_are_reached() {
        let text = "log a+1+k http://10.0.0.1\nwitness w w+2+k http://10.0.0.2\nquorum w\n";
        assert_eq!(without_addresses(text), "log a+1+k\nwitness w w+2+k\nquorum w\n");
    }
}
