//! `/{l}/my/firm/{firm}/members/{member}`: one member, for those who look after them.

use ::web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Visitor};
use accounts_domain::MemberStage;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::id::{AccountId, FirmId};

use super::{MemberRow, changed, frame, head_of, role::RoleEntry, row, shown};
use crate::{
    policy,
    service::{Accounts, MemberAct, MemberView, Roll},
    web::refused::failure,
};

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
    seal: String,
}

/// Shows one member with what can be done.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Path<(String, String)>,
) -> Outcome {
    let roll = head_of(&accounts, &visitor, &firm).await?;
    page(&accounts, &visitor, &roll, id(&member)?, None, false)
}

/// A member, for those who look after them; themselves they see elsewhere.
fn found(roll: &Roll, account: AccountId) -> Option<&MemberView> {
    roll.members.iter().find(|it| it.member.account == account && !it.is_self)
}

fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    roll: &Roll,
    account: AccountId,
    entry: Option<&RoleEntry>,
    has_changed: bool,
) -> Outcome {
    let missing = if has_changed { Failure::Conflict("shown.changed") } else { Failure::NotFound };
    let view = found(roll, account).ok_or(missing)?;
    let stage = view.member.stage;
    let own = RoleEntry::of(&view.member.role);
    let fields = entry.unwrap_or(&own).fields(accounts, visitor, &roll.own.role);
    let errors: Vec<_> = fields.iter().filter_map(Field::error_link).collect();
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = MemberPage {
        p: frame(visitor, roll, &view.name)
            .with_errors(!errors.is_empty())
            .with_notice(has_changed.then(|| changed(visitor)).flatten()),
        row: row(accounts, visitor, roll, view),
        href: visitor.path_to(&format!("/my/firm/{}/members/{account}", roll.id)),
        errors,
        fields,
        may_confirm: matches!(stage, MemberStage::Accepted | MemberStage::Suspended),
        is_suspended: stage == MemberStage::Suspended,
        may_suspend: stage == MemberStage::Confirmed,
        seal: visitor.seal(policy::CHANGE_MEMBERS, &shown(roll, Some(view))),
    };
    visitor.html_with(status, &page)
}

type Two = Path<(String, String)>;

fn id(member: &str) -> Result<AccountId, Failure> {
    member.parse().map_err(|_| Failure::NotFound)
}

/// What is done with a member, as they were shown. A form that was carried out before is answered the
/// same way, whoever looks after the firm by now.
async fn act(
    accounts: &Accounts,
    visitor: &Visitor,
    (firm, member, bound): (&str, AccountId, Bound),
    act: MemberAct,
    done: &str,
) -> Outcome {
    let key = if bound.is_repeated() {
        bound.typed().key
    } else {
        let roll = head_of(accounts, visitor, firm).await?;
        let Ok(posted) = bound.open(&shown(&roll, found(&roll, member))) else {
            let entry = match &act {
                MemberAct::Role(_, role) => Some(RoleEntry::of(role)),
                _ => None,
            };
            return page(accounts, visitor, &roll, member, entry.as_ref(), true);
        };
        posted.key
    };
    let firm: FirmId = firm.parse().map_err(|_| Failure::NotFound)?;
    let answered = accounts.change_member(&visitor.actor, key, firm, act).await;
    answered.map_err(|error| failure(visitor, error))?;
    Ok(visitor.go(visitor.path_to(&format!("/my/firm/{firm}?done={done}"))))
}

/// Confirms a member.
pub async fn confirm(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    bound: Bound,
) -> Outcome {
    let member = id(&member)?;
    let wish = (firm.as_str(), member, bound);
    act(&accounts, &visitor, wish, MemberAct::Confirm(member), "confirmed").await
}

/// Suspends a member.
pub async fn suspend(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    bound: Bound,
) -> Outcome {
    let member = id(&member)?;
    let wish = (firm.as_str(), member, bound);
    act(&accounts, &visitor, wish, MemberAct::Suspend(member), "suspended").await
}

/// Takes a member out.
pub async fn remove(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    bound: Bound,
) -> Outcome {
    let member = id(&member)?;
    let wish = (firm.as_str(), member, bound);
    act(&accounts, &visitor, wish, MemberAct::Remove(member), "removed").await
}

/// Gives a member another role.
pub async fn role(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((firm, member)): Two,
    bound: Bound,
) -> Outcome {
    let member = id(&member)?;
    let (entry, role) = RoleEntry::read(&accounts, bound.typed());
    let Some(role) = role else {
        let roll = head_of(&accounts, &visitor, &firm).await?;
        return page(&accounts, &visitor, &roll, member, Some(&entry), false);
    };
    let wish = (firm.as_str(), member, bound);
    act(&accounts, &visitor, wish, MemberAct::Role(member, role), "role").await
}
