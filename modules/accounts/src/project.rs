//! Read tables: accounts by fingerprint and post, firms by fingerprint, agents by both.

use accounts_domain::{Account, AccountEvent, Firm, FirmEvent};
use kernel::{Recorded, Role};
use ledger::{Projection, Write};

use crate::store;

/// Fills `accounts_account`.
pub struct Accounts;

impl Projection<Account> for Accounts {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_account"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Account,
        _after: &Account,
        events: &[Recorded<AccountEvent>],
    ) -> Vec<Write> {
        events.iter().filter_map(|event| account(key(stream), event)).collect()
    }
}

fn account(key: &str, event: &Recorded<AccountEvent>) -> Option<Write> {
    match &event.event {
        AccountEvent::Opened { facts, login, post, .. } => {
            let role = post.as_ref().map_or(Role::Citizen, |it| it.role);
            let args = vec![
                key.into(),
                login.into(),
                role.word().into(),
                post.as_ref().map(|it| it.authority.as_str()).into(),
                post.as_ref().map(|it| it.region.as_str()).into(),
                json(facts).into(),
                event.at.into(),
            ];
            Some(Write::new(&store::NEW_ACCOUNT, args))
        }
        AccountEvent::FactsChanged { facts } => {
            Some(Write::new(&store::SET_FACTS, vec![key.into(), json(facts).into()]))
        }
        AccountEvent::PasswordChanged { .. }
        | AccountEvent::ContactConfirmed { .. }
        | AccountEvent::ContactRemoved => None,
    }
}

/// Fills `accounts_firm` and `accounts_agent`.
pub struct Firms;

impl Projection<Firm> for Firms {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_firm", "accounts_agent"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Firm,
        _after: &Firm,
        events: &[Recorded<FirmEvent>],
    ) -> Vec<Write> {
        events.iter().filter_map(|event| firm(key(stream), event)).collect()
    }
}

fn firm(key: &str, event: &Recorded<FirmEvent>) -> Option<Write> {
    Some(match &event.event {
        FirmEvent::Linked { facts, code } => {
            let args = vec![key.into(), code.into(), json(facts).into(), event.at.into()];
            Write::new(&store::NEW_FIRM, args)
        }
        FirmEvent::AgentAdded { agent } => {
            Write::new(&store::NEW_AGENT, vec![key.into(), agent.to_string().into()])
        }
        FirmEvent::AgentRemoved { agent } => {
            Write::new(&store::NO_AGENT, vec![key.into(), agent.to_string().into()])
        }
        FirmEvent::ContactConfirmed { .. } | FirmEvent::ContactRemoved => return None,
    })
}

fn key(stream: &str) -> &str {
    stream.split_once('/').map_or(stream, |(_, key)| key)
}

/// Two texts always have a JSON form.
fn json(facts: &kernel::Sealed) -> String {
    serde_json::to_string(facts).unwrap_or_default()
}
