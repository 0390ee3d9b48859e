//! `/{l}/my/firm`: the firms to which one belongs, and looking after their members.

use std::collections::BTreeMap;

use ::web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{FirmRole, MemberStage, Scope};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::{AccountId, FirmId};

use super::{
    refused::{failure, words},
    scope::{ScopeEntry, Themes, role_key, scope_text},
};
use crate::service::{Accounts, MemberAct, MemberView, RegisterError, Roll};

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
}

#[derive(Template)]
#[template(path = "accounts/firm.html")]
struct FirmPage {
    p: Page,
    name: String,
    href: String,
    is_head: bool,
    may_leave: bool,
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

#[derive(Template)]
#[template(path = "accounts/member.html")]
struct MemberPage {
    p: Page,
    row: MemberRow,
    href: String,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
    may_confirm: bool,
    is_suspended: bool,
    may_suspend: bool,
}

#[derive(Template)]
#[template(path = "accounts/invite.html")]
struct InvitePage {
    p: Page,
    name: String,
    action: String,
    back: String,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
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
    let found = accounts.memberships(&visitor.actor).await?;
    let row = |it: &crate::service::Membership| {
        let (tag, stage) = stage_key(it.member.stage);
        FirmRow {
            name: it.facts.name.clone(),
            href: visitor.path_to(&format!("/my/firm/{}", it.id)),
            role: visitor.t(role_key(&it.member.role)).to_owned(),
            tag,
            stage: visitor.t(stage).to_owned(),
            is_invited: it.member.stage == MemberStage::Invited,
            is_head: it.is_head,
        }
    };
    let title = visitor.t("accounts-firms-title");
    visitor.html(&FirmsPage {
        rows: found.iter().map(row).collect(),
        p: visitor
            .page(title)
            .crumb("/my/", visitor.t("web-my"))
            .with_notice(told(&visitor, &query)),
    })
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

/// The form with which somebody is asked to join.
pub async fn invite(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
) -> Outcome {
    let roll = head_of(&accounts, &visitor, &firm).await?;
    let role = RoleEntry::default();
    invite_page(&accounts, &visitor, &roll, &role, ("", ""), Vec::new())
}

async fn head_of(accounts: &Accounts, visitor: &Visitor, firm: &str) -> Result<Roll, Failure> {
    let roll = roll(accounts, visitor, firm).await?;
    if is_head(&roll) { Ok(roll) } else { Err(Failure::Forbidden) }
}

/// Asks somebody to join.
pub async fn send_invitation(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    posted: Posted,
) -> Outcome {
    let roll = head_of(&accounts, &visitor, &firm).await?;
    let who = (posted.get("name"), posted.get("id_number"));
    let (entry, role) = RoleEntry::read(&accounts, &posted);
    let mut errors = Vec::new();
    for (value, id, key) in
        [(who.0, "name", "accounts-name-needed"), (who.1, "id_number", "accounts-number-needed")]
    {
        if value.is_empty() {
            errors.push(ErrorLink { href: format!("#{id}"), text: visitor.t(key).to_owned() });
        }
    }
    let Some(role) = role.filter(|_| errors.is_empty()) else {
        return invite_page(&accounts, &visitor, &roll, &entry, who, errors);
    };
    match accounts.invite(&visitor.actor, posted.key, roll.id, who, role).await {
        Ok(()) => Ok(visitor.go(visitor.path_to(&format!("/my/firm/{}?done=invited", roll.id)))),
        Err(error) => match words(&visitor, &error) {
            Some(text) => {
                let errors = vec![ErrorLink { href: "#name".to_owned(), text }];
                invite_page(&accounts, &visitor, &roll, &entry, who, errors)
            }
            None => Err(failure(&visitor, error)),
        },
    }
}

fn invite_page(
    accounts: &Accounts,
    visitor: &Visitor,
    roll: &Roll,
    role: &RoleEntry,
    who: (&str, &str),
    mut errors: Vec<ErrorLink>,
) -> Outcome {
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#') == id);
        found.map(|it| it.text.clone())
    };
    let mut fields = vec![
        Field::text("name", visitor.t("accounts-name")).value(who.0).error(error("name")),
        Field::text("id_number", visitor.t("accounts-id-number"))
            .value(who.1)
            .hint(visitor.t("accounts-id-number-hint"))
            .autocomplete("off")
            .error(error("id_number")),
    ];
    let of_role = role.fields(accounts, visitor, &roll.own.role);
    errors.extend(of_role.iter().filter_map(Field::error_link));
    fields.extend(of_role);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let base = format!("/my/firm/{}", roll.id);
    let p = frame(visitor, roll, visitor.t("accounts-invite-title"));
    let page = InvitePage {
        p: p.with_errors(!errors.is_empty()),
        name: roll.facts.name.clone(),
        action: visitor.path_to(&format!("{base}/invite")),
        back: visitor.path_to(&base),
        errors,
        fields,
    };
    visitor.html_with(status, &page)
}

fn frame(visitor: &Visitor, roll: &Roll, title: &str) -> Page {
    visitor
        .page(title)
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/firm", visitor.t("accounts-firms-title"))
        .crumb(&format!("/my/firm/{}", roll.id), &roll.facts.name)
}

/// The part of a form that says as what somebody belongs to a firm.
#[derive(Default)]
struct RoleEntry {
    role: String,
    scope: ScopeEntry,
    is_missing: bool,
}

impl RoleEntry {
    fn of(role: &FirmRole) -> Self {
        let scope = match role {
            FirmRole::Agent { scope } => ScopeEntry::of(scope),
            _ => ScopeEntry::new(""),
        };
        Self { role: role.word().to_owned(), scope, is_missing: false }
    }

    fn read(accounts: &Accounts, posted: &Posted) -> (Self, Option<FirmRole>) {
        let role = posted.get("role").to_owned();
        let (scope, found) = ScopeEntry::read(accounts, posted);
        match role.as_str() {
            "agent" => {
                let role = found.map(|scope| FirmRole::Agent { scope });
                (Self { role: "agent".to_owned(), scope, is_missing: false }, role)
            }
            "administrator" => (Self::of(&FirmRole::Administrator), Some(FirmRole::Administrator)),
            "reader" => (Self::of(&FirmRole::Reader), Some(FirmRole::Reader)),
            _ => (Self { role, scope: ScopeEntry::new(""), is_missing: true }, None),
        }
    }

    /// The role, and for an agent the scope. Administrators are named by the legal representative.
    fn fields(&self, accounts: &Accounts, visitor: &Visitor, by: &FirmRole) -> Vec<Field> {
        let missing = self.is_missing.then(|| visitor.t("accounts-role-needed").to_owned());
        let mut field = Field::text("role", visitor.t("accounts-role-title"))
            .kind("choice")
            .hint(visitor.t("accounts-role-hint"))
            .error(missing);
        let agent = FirmRole::Agent { scope: Scope::All };
        let mut roles = vec![agent, FirmRole::Reader];
        if *by == FirmRole::LegalRepresentative {
            roles.push(FirmRole::Administrator);
        }
        field.options = roles
            .iter()
            .map(|role| Choice {
                value: role.word().to_owned(),
                label: visitor.t(role_key(role)).to_owned(),
                checked: self.role == role.word(),
            })
            .collect();
        let mut fields = vec![field];
        fields.extend(self.scope.fields(visitor, accounts, Themes::Firms));
        fields
    }
}

/// Shows one member with what can be done.
pub async fn member(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Path<(String, String)>,
) -> Outcome {
    let roll = head_of(&accounts, &visitor, &firm).await?;
    member_page(&accounts, &visitor, &roll, &member, None)
}

fn member_page(
    accounts: &Accounts,
    visitor: &Visitor,
    roll: &Roll,
    member: &str,
    entry: Option<&RoleEntry>,
) -> Outcome {
    let account: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    let view = roll.members.iter().find(|it| it.member.account == account && !it.is_self);
    let view = view.ok_or(Failure::NotFound)?;
    let stage = view.member.stage;
    let own = RoleEntry::of(&view.member.role);
    let fields = entry.unwrap_or(&own).fields(accounts, visitor, &roll.own.role);
    let errors: Vec<_> = fields.iter().filter_map(Field::error_link).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = MemberPage {
        p: frame(visitor, roll, &view.name).with_errors(!errors.is_empty()),
        row: row(accounts, visitor, roll, view),
        href: visitor.path_to(&format!("/my/firm/{}/members/{account}", roll.id)),
        errors,
        fields,
        may_confirm: matches!(stage, MemberStage::Accepted | MemberStage::Suspended),
        is_suspended: stage == MemberStage::Suspended,
        may_suspend: stage == MemberStage::Confirmed,
    };
    visitor.html_with(status, &page)
}

async fn act(
    accounts: &Accounts,
    visitor: &Visitor,
    posted: &Posted,
    firm: &str,
    act: MemberAct,
    done: &str,
) -> Outcome {
    let firm: FirmId = firm.parse().map_err(|_| Failure::NotFound)?;
    let is_gone = act == MemberAct::Leave;
    let changed = accounts.change_member(&visitor.actor, posted.key, firm, act).await;
    changed.map_err(|error| failure(visitor, error))?;
    let path = if is_gone { "/my/firm".to_owned() } else { format!("/my/firm/{firm}") };
    Ok(visitor.go(visitor.path_to(&format!("{path}?done={done}"))))
}

/// Agrees to join.
pub async fn accept(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    posted: Posted,
) -> Outcome {
    act(&accounts, &visitor, &posted, &firm, MemberAct::Accept, "accepted").await
}

/// Goes, or does not wish to come.
pub async fn leave(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    posted: Posted,
) -> Outcome {
    act(&accounts, &visitor, &posted, &firm, MemberAct::Leave, "left").await
}

type Two = Path<(String, String)>;

fn id(member: &str) -> Result<AccountId, Failure> {
    member.parse().map_err(|_| Failure::NotFound)
}

/// Confirms a member.
pub async fn confirm(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    posted: Posted,
) -> Outcome {
    let confirm = MemberAct::Confirm(id(&member)?);
    act(&accounts, &visitor, &posted, &firm, confirm, "confirmed").await
}

/// Suspends a member.
pub async fn suspend(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    posted: Posted,
) -> Outcome {
    let suspend = MemberAct::Suspend(id(&member)?);
    act(&accounts, &visitor, &posted, &firm, suspend, "suspended").await
}

/// Takes a member out.
pub async fn remove(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    posted: Posted,
) -> Outcome {
    let remove = MemberAct::Remove(id(&member)?);
    act(&accounts, &visitor, &posted, &firm, remove, "removed").await
}

/// Gives a member another role.
pub async fn role(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    posted: Posted,
) -> Outcome {
    let (entry, role) = RoleEntry::read(&accounts, &posted);
    let Some(role) = role else {
        let roll = head_of(&accounts, &visitor, &firm).await?;
        return member_page(&accounts, &visitor, &roll, &member, Some(&entry));
    };
    let role = MemberAct::Role(id(&member)?, role);
    act(&accounts, &visitor, &posted, &firm, role, "role").await
}
