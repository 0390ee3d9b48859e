//! `/{l}/my/firm`: the firms to which one belongs, and looking after their members.

pub mod invite;
pub mod member;
mod role;

use std::collections::BTreeMap;

use ::web::{Bound, Failure, Outcome, Page, Visitor};
use accounts_domain::{FirmRole, Member, MemberStage};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::FirmId;

use super::{
    refused::failure,
    scope::{role_key, scope_text},
};
use crate::{
    policy,
    service::{Accounts, MemberAct, MemberView, Membership, RegisterError, Roll},
};

#[derive(Template)]
#[template(path = "accounts/firms.html")]
struct FirmsPage {
    p: Page,
    rows: Vec<FirmRow>,
}

struct FirmRow {
    name: String,
    href: String,
    role: String,
    tag: &'static str,
    stage: String,
    is_invited: bool,
    is_head: bool,
    seal: String,
}

#[derive(Template)]
#[template(path = "accounts/firm.html")]
struct FirmPage {
    p: Page,
    name: String,
    href: String,
    is_head: bool,
    may_leave: bool,
    seal: String,
    rows: Vec<MemberRow>,
}

struct MemberRow {
    href: Option<String>,
    name: String,
    id_number: String,
    role: String,
    scope: String,
    tag: &'static str,
    stage: String,
    is_self: bool,
}

const fn stage_key(stage: MemberStage) -> (&'static str, &'static str) {
    match stage {
        MemberStage::Invited => ("warn", "accounts-member-invited"),
        MemberStage::Accepted => ("warn", "accounts-member-accepted"),
        MemberStage::Confirmed => ("good", "accounts-member-confirmed"),
        MemberStage::Suspended => ("error", "accounts-member-suspended"),
        MemberStage::Left | MemberStage::Removed => ("plain", "accounts-member-gone"),
    }
}

fn told(visitor: &Visitor, query: &BTreeMap<String, String>) -> Option<String> {
    const DONE: [&str; 7] =
        ["accepted", "left", "invited", "confirmed", "suspended", "role", "removed"];
    let done = query.get("done").filter(|it| DONE.contains(&it.as_str()))?;
    Some(visitor.t(&format!("accounts-member-done-{done}")).to_owned())
}

/// Shows the firms to which one belongs or is asked to.
pub async fn list(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    firms_page(&accounts, &visitor, StatusCode::OK, told(&visitor, &query)).await
}

async fn firms_page(
    accounts: &Accounts,
    visitor: &Visitor,
    status: StatusCode,
    notice: Option<String>,
) -> Outcome {
    let found = accounts.memberships(&visitor.actor).await?;
    let row = |it: &Membership| {
        let (tag, stage) = stage_key(it.member.stage);
        FirmRow {
            name: it.facts.name.clone(),
            href: visitor.path_to(&format!("/my/firm/{}", it.id)),
            role: visitor.t(role_key(&it.member.role)).to_owned(),
            tag,
            stage: visitor.t(stage).to_owned(),
            is_invited: it.member.stage == MemberStage::Invited,
            is_head: it.is_head,
            seal: visitor.seal(policy::OWN_MEMBERSHIP, &shown_own(it)),
        }
    };
    let p = visitor.page(visitor.t("accounts-firms-title")).crumb("/my/", visitor.t("web-my"));
    let rows = found.iter().map(row).collect();
    visitor.html_with(status, &FirmsPage { rows, p: p.with_notice(notice) })
}

/// What is shown of one's own membership, as its seal stands for it.
fn shown_own(it: &Membership) -> Option<(FirmId, &str, &Member)> {
    Some((it.id, &it.facts.name, &it.member))
}

/// What those who look after a firm are shown of it, and of one of its members.
fn shown<'a>(roll: &'a Roll, view: Option<&'a MemberView>) -> Shown<'a> {
    (roll.id, &roll.facts.name, &roll.own, view.map(|it| (&it.member, it.name.as_str())))
}

type Shown<'a> = (FirmId, &'a str, &'a Member, Option<(&'a Member, &'a str)>);

/// That something has changed since it was looked at.
fn changed(visitor: &Visitor) -> Option<String> {
    Some(visitor.t("web-shown-changed").to_owned())
}

/// Shows a firm's members to those who look after them, themselves to everybody else.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let roll = roll(&accounts, &visitor, &firm).await?;
    let is_head = is_head(&roll);
    let rows = roll.members.iter().map(|it| row(&accounts, &visitor, &roll, it)).collect();
    visitor.html(&FirmPage {
        p: visitor
            .page(&roll.facts.name)
            .crumb("/my/", visitor.t("web-my"))
            .crumb("/my/firm", visitor.t("accounts-firms-title"))
            .with_notice(told(&visitor, &query)),
        href: visitor.path_to(&format!("/my/firm/{}", roll.id)),
        // The same as in the list of firms, from which one may go as well.
        seal: visitor
            .seal(policy::OWN_MEMBERSHIP, &Some((roll.id, roll.facts.name.as_str(), &roll.own))),
        is_head,
        may_leave: roll.own.role != FirmRole::LegalRepresentative,
        name: roll.facts.name,
        rows,
    })
}

async fn roll(accounts: &Accounts, visitor: &Visitor, firm: &str) -> Result<Roll, Failure> {
    let firm: FirmId = firm.parse().map_err(|_| Failure::NotFound)?;
    accounts.roll(&visitor.actor, firm).await.map_err(|error| match error {
        RegisterError::Refused("firm.no_agent") => Failure::NotFound,
        other => failure(visitor, other),
    })
}

fn is_head(roll: &Roll) -> bool {
    roll.own.role.is_head() && roll.own.stage == MemberStage::Confirmed
}

fn row(accounts: &Accounts, visitor: &Visitor, roll: &Roll, view: &MemberView) -> MemberRow {
    let (tag, stage) = stage_key(view.member.stage);
    let account = view.member.account;
    let scope = match &view.member.role {
        FirmRole::Agent { scope } => scope_text(visitor, accounts, scope),
        _ => String::new(),
    };
    let may = is_head(roll) && !view.is_self && view.member.role != FirmRole::LegalRepresentative;
    MemberRow {
        href: may.then(|| visitor.path_to(&format!("/my/firm/{}/members/{account}", roll.id))),
        name: view.name.clone(),
        id_number: view.id_number.clone(),
        role: visitor.t(role_key(&view.member.role)).to_owned(),
        scope,
        tag,
        stage: visitor.t(stage).to_owned(),
        is_self: view.is_self,
    }
}

async fn head_of(accounts: &Accounts, visitor: &Visitor, firm: &str) -> Result<Roll, Failure> {
    let roll = roll(accounts, visitor, firm).await?;
    if is_head(&roll) { Ok(roll) } else { Err(Failure::Forbidden) }
}

fn frame(visitor: &Visitor, roll: &Roll, title: &str) -> Page {
    visitor
        .page(title)
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/firm", visitor.t("accounts-firms-title"))
        .crumb(&format!("/my/firm/{}", roll.id), &roll.facts.name)
}

/// What one does with one's own membership, as it was shown.
async fn own_act(
    accounts: &Accounts,
    visitor: &Visitor,
    (firm, bound): (&str, Bound),
    act: MemberAct,
    done: &str,
) -> Outcome {
    let firm: FirmId = firm.parse().map_err(|_| Failure::NotFound)?;
    let mine = accounts.memberships(&visitor.actor).await?;
    let mine = mine.iter().find(|it| it.id == firm);
    let Ok(posted) = bound.open(&mine.and_then(shown_own)) else {
        return firms_page(accounts, visitor, StatusCode::CONFLICT, changed(visitor)).await;
    };
    let is_gone = act == MemberAct::Leave;
    let answered = accounts.change_member(&visitor.actor, posted.key, firm, act).await;
    answered.map_err(|error| failure(visitor, error))?;
    let path = if is_gone { "/my/firm".to_owned() } else { format!("/my/firm/{firm}") };
    Ok(visitor.go(visitor.path_to(&format!("{path}?done={done}"))))
}

/// Agrees to join.
pub async fn accept(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    bound: Bound,
) -> Outcome {
    own_act(&accounts, &visitor, (&firm, bound), MemberAct::Accept, "accepted").await
}

/// Goes, or does not wish to come.
pub async fn leave(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    bound: Bound,
) -> Outcome {
    own_act(&accounts, &visitor, (&firm, bound), MemberAct::Leave, "left").await
}
