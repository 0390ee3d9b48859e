//! Read tables: accounts by fingerprint and post, firms by fingerprint, members and mandates by
//! both sides.

use accounts_domain::{
    Account, AccountEvent, Declaration, Firm, FirmEvent, InterestsEvent, LaterPost, Mandate,
    MandateEvent, MandateStage, MemberStage, PostStage, Staffing, StaffingEvent, Terms,
};
use kernel::{Recorded, Role, id::AccountId};
use ledger::{Projection, Write};

use crate::store;

/// Fills `accounts_account`, `accounts_passkey`, `accounts_binding` and `accounts_recovery`.
pub struct Accounts;

impl Projection<Account> for Accounts {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_account", "accounts_passkey", "accounts_binding", "accounts_recovery"]
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
        AccountEvent::Closed => Some(Write::new(&store::CLOSED, vec![key.into(), event.at.into()])),
        AccountEvent::LoginRenewed { login } => {
            Some(Write::new(&store::SET_LOGIN, vec![key.into(), login.into()]))
        }
        AccountEvent::Blocked { .. } => {
            Some(Write::new(&store::SET_BLOCKED, vec![key.into(), 1.into()]))
        }
        AccountEvent::Unblocked { .. } => {
            Some(Write::new(&store::SET_BLOCKED, vec![key.into(), 0.into()]))
        }
        AccountEvent::PasskeyAdded { passkey } => {
            Some(Write::new(&store::NEW_PASSKEY, vec![(&passkey.print).into(), key.into()]))
        }
        AccountEvent::PasskeyRemoved { print, .. } => {
            Some(Write::new(&store::NO_PASSKEY, vec![key.into(), print.into()]))
        }
        AccountEvent::FactorsReset { .. } => {
            Some(Write::new(&store::NO_PASSKEYS, vec![key.into()]))
        }
        AccountEvent::Bound { binding } => {
            let (print, provider) = (binding.print.as_str(), binding.provider.as_str());
            let args = vec![print.into(), key.into(), provider.into(), event.at.into()];
            Some(Write::new(&store::NEW_BINDING, args))
        }
        AccountEvent::Unbound { binding } => {
            Some(Write::new(&store::NO_BINDING, vec![binding.print.as_str().into()]))
        }
        AccountEvent::RecoveryBegun { print, .. } => {
            Some(Write::new(&store::NEW_RECOVERY, vec![print.into(), key.into()]))
        }
        // With a password, or without an account, there is nothing to prevent any more.
        AccountEvent::PasswordChanged { .. } | AccountEvent::RecoveryCancelled { .. } => {
            Some(Write::new(&store::NO_RECOVERY, vec![key.into()]))
        }
        AccountEvent::PasswordRehashed { .. }
        | AccountEvent::SessionsEnded { .. }
        | AccountEvent::RecoveryDone
        | AccountEvent::ActivationIssued { .. }
        | AccountEvent::Activated
        | AccountEvent::ContactConfirmed { .. }
        | AccountEvent::ContactRemoved
        | AccountEvent::CodeSet { .. }
        | AccountEvent::CodeRemoved { .. }
        | AccountEvent::BackupCodesMade { .. }
        | AccountEvent::BackupCodeUsed { .. }
        | AccountEvent::Proved { .. } => None,
    }
}

/// Fills `accounts_firm` and `accounts_member`.
pub struct Firms;

impl Projection<Firm> for Firms {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_firm", "accounts_member"]
    }

    fn project(
        &self,
        stream: &str,
        before: &Firm,
        after: &Firm,
        events: &[Recorded<FirmEvent>],
    ) -> Vec<Write> {
        let mut writes: Vec<Write> =
            events.iter().filter_map(|event| firm(key(stream), event)).collect();
        for member in &after.members {
            let account = member.account;
            let was = before.member(account).map(|it| it.stage);
            if was != Some(member.stage) {
                writes.push(membership(key(stream), account, member.stage));
            }
        }
        writes
    }
}

fn firm(key: &str, event: &Recorded<FirmEvent>) -> Option<Write> {
    match &event.event {
        FirmEvent::Linked { facts, code } => {
            let args = vec![key.into(), code.into(), json(facts).into(), event.at.into()];
            Some(Write::new(&store::NEW_FIRM, args))
        }
        FirmEvent::CodeRenewed { code } => {
            Some(Write::new(&store::SET_CODE, vec![key.into(), code.into()]))
        }
        _ => None,
    }
}

fn membership(key: &str, account: AccountId, stage: MemberStage) -> Write {
    let mut args = vec![key.into(), account.to_string().into()];
    if !stage.is_open() {
        return Write::new(&store::NO_MEMBER, args);
    }
    args.push(stage.word().into());
    Write::new(&store::SET_MEMBER, args)
}

/// Fills `accounts_mandate` and `accounts_helping`.
pub struct Mandates;

impl Projection<Mandate> for Mandates {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_mandate", "accounts_helping"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Mandate,
        after: &Mandate,
        events: &[Recorded<MandateEvent>],
    ) -> Vec<Write> {
        let Some(terms) = &after.terms else { return Vec::new() };
        events.iter().flat_map(|event| mandate(key(stream), terms, &event.event)).collect()
    }
}

fn mandate(key: &str, terms: &Terms, event: &MandateEvent) -> Vec<Write> {
    let stage = |stage: MandateStage| {
        Write::new(&store::SET_MANDATE, vec![key.into(), stage.word().into()])
    };
    let free = || Write::new(&store::FREE_SLOT, vec![key.into()]);
    match event {
        MandateEvent::Offered { terms } => {
            let args = vec![
                key.into(),
                terms.principal.to_string().into(),
                terms.helper.to_string().into(),
                terms.kind.word().into(),
                MandateStage::Offered.word().into(),
                terms.until.into(),
            ];
            vec![Write::new(&store::NEW_MANDATE, args)]
        }
        MandateEvent::Consented { slot, .. } => {
            let args = vec![
                terms.helper.to_string().into(),
                terms.kind.word().into(),
                (*slot).into(),
                key.into(),
            ];
            vec![stage(MandateStage::Consented), Write::new(&store::TAKE_SLOT, args)]
        }
        MandateEvent::Declined => vec![stage(MandateStage::Declined)],
        MandateEvent::Revoked => vec![stage(MandateStage::Revoked), free()],
        MandateEvent::Ended => vec![stage(MandateStage::Ended), free()],
        MandateEvent::Expired => vec![stage(MandateStage::Expired), free()],
    }
}

/// Fills `accounts_interest`.
pub struct Interests;

impl Projection<Declaration> for Interests {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_interest"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Declaration,
        _after: &Declaration,
        events: &[Recorded<InterestsEvent>],
    ) -> Vec<Write> {
        let Some(last) = events.last() else { return Vec::new() };
        let InterestsEvent::Declared { prints, .. } = &last.event;
        let mut writes = vec![Write::new(&store::NO_INTERESTS, vec![key(stream).into()])];
        let row = |print: &String| {
            Write::new(&store::NEW_INTEREST, vec![key(stream).into(), print.into()])
        };
        writes.extend(prints.iter().map(row));
        writes
    }
}

/// Fills `accounts_post` and `accounts_staffing`.
pub struct Posts;

impl Projection<Staffing> for Posts {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_post", "accounts_staffing"]
    }

    fn project(
        &self,
        stream: &str,
        before: &Staffing,
        after: &Staffing,
        _: &[Recorded<StaffingEvent>],
    ) -> Vec<Write> {
        let is_news = |it: &&LaterPost| !before.posts.contains(it);
        let mut writes: Vec<_> =
            after.posts.iter().filter(is_news).map(|it| post(key(stream), it)).collect();
        let args = vec![key(stream).into(), after.is_first_over.into(), after.is_suspended.into()];
        writes.push(Write::new(&store::PUT_STAFFING, args));
        writes
    }
}

fn post(key: &str, it: &LaterPost) -> Write {
    let stage = match it.stage {
        PostStage::Proposed => "proposed",
        PostStage::Granted => "granted",
        PostStage::Over => "over",
    };
    let args = vec![
        key.into(),
        i64::from(it.number).into(),
        it.terms.post.role.word().into(),
        it.terms.post.authority.as_str().into(),
        it.terms.post.region.as_str().into(),
        it.terms.line.as_deref().into(),
        it.terms.from.into(),
        it.terms.until.into(),
        stage.into(),
    ];
    Write::new(&store::PUT_POST, args)
}

fn key(stream: &str) -> &str {
    stream.split_once('/').map_or(stream, |(_, key)| key)
}

/// Two texts always have a JSON form.
fn json(facts: &kernel::Sealed) -> String {
    serde_json::to_string(facts).unwrap_or_default()
}
