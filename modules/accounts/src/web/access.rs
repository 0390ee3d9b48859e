//! `/staff/admin/accounts`: how others get in, for administrators: sessions, a closed account, lost
//! factors, activation codes.

use ::web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use jiff::Timestamp;
use kernel::id::AccountId;

use super::{
    security::change_word,
    staff::refusal_key,
    step::{Step, step_page},
};
use crate::{
    policy,
    service::{AccessDeed as Deed, AccessView, Accounts, NewCode, StaffingProblem},
};

const HOME: &str = "/staff/admin/accounts";

#[derive(Template)]
#[template(path = "accounts/access.html")]
struct AccessPage {
    p: Page,
    errors: Vec<ErrorLink>,
    facts: Vec<(String, String)>,
    /// Where a member of staff's posts are; nothing for citizens.
    posts: Option<String>,
    is_self: bool,
    me: AccessView,
    changes: Vec<(String, Timestamp)>,
    end: Form,
    block: Form,
    factors: Form,
    activation: Form,
}

/// Where a form goes, and the seal of what the page shows.
struct Form {
    action: String,
    seal: String,
}

#[derive(Template)]
#[template(path = "accounts/activation.html")]
struct ActivationPage {
    p: Page,
    new: NewCode,
    until: String,
    address: String,
    back: String,
}

/// What the page shows before any of its forms: what has changed since is shown anew.
fn shown(me: &AccessView) -> (AccountId, bool, bool, Option<Timestamp>) {
    (me.account, me.is_blocked, me.has_second_factor, me.code_until)
}

/// Asks for a citizen's number.
pub async fn ask(State(_accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    find_page(&visitor, None)
}

/// Finds the citizen. The number does not stand in an address.
pub async fn find(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let number = posted.get("id_number");
    if number.is_empty() {
        return find_page(&visitor, Some("accounts-number-needed"));
    }
    match accounts.find_citizen(&visitor.actor, number).await {
        Ok(account) => Ok(visitor.go(format!("{HOME}/{account}"))),
        Err(Failure::NotFound) => find_page(&visitor, Some("accounts-access-nobody")),
        Err(other) => Err(other),
    }
}

fn find_page(visitor: &Visitor, error: Option<&str>) -> Outcome {
    let text = |key: &str| visitor.t(key).to_owned();
    let field = Field::text("id_number", text("accounts-id-number"))
        .hint(text("accounts-id-number-hint"))
        .autocomplete("off")
        .error(error.map(text));
    let step = Step {
        lead: vec![text("accounts-access-lead")],
        action: HOME.to_owned(),
        fields: vec![field],
        button: Some(text("accounts-access-find")),
        links: vec![("/staff/admin/staff".to_owned(), text("accounts-staff-title"))],
        ..Step::default()
    };
    step_page(visitor, visitor.page(text("accounts-access-title")), step)
}

/// Shows how somebody gets in.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let me = look(&accounts, &visitor, parsed(&account)?).await?;
    page(&visitor, me, None)
}

async fn look(
    accounts: &Accounts,
    visitor: &Visitor,
    whose: AccountId,
) -> Result<AccessView, Failure> {
    accounts.access(&visitor.actor, whose, &visitor.web().sessions).await
}

/// Ends a session, or all.
pub async fn end(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let deed = |posted: &Posted| match posted.get("session") {
        "all" => Deed::EndAll,
        one => Deed::EndOne(one.to_owned()),
    };
    change(&accounts, &visitor, &account, bound, deed).await
}

/// Closes an account, or opens it again.
pub async fn block(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let deed = |posted: &Posted| match posted.get("act") {
        "unblock" => Deed::Unblock,
        _ => Deed::Block,
    };
    change(&accounts, &visitor, &account, bound, deed).await
}

/// Takes lost factors away.
pub async fn reset(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    change(&accounts, &visitor, &account, bound, |_| Deed::ResetFactors).await
}

async fn change(
    accounts: &Accounts,
    visitor: &Visitor,
    account: &str,
    bound: Bound,
    deed: impl Fn(&Posted) -> Deed,
) -> Outcome {
    let id = parsed(account)?;
    let me = look(accounts, visitor, id).await?;
    let posted = match bound.open(&shown(&me)) {
        Ok(posted) => posted,
        Err(_) => return page(visitor, me, Some("accounts-access-changed")),
    };
    let (key, deed) = (posted.key, deed(&posted));
    let done = accounts.change_access(&visitor.actor, key, id, &deed, posted.get("reason")).await;
    match done {
        Ok(()) => Ok(visitor.go(format!("{HOME}/{id}"))),
        Err(problem) => page(visitor, me, Some(problem_key(problem)?)),
    }
}

/// Issues a code and shows it this once, as a letter to print.
pub async fn activation(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let id = parsed(&account)?;
    let me = look(&accounts, &visitor, id).await?;
    let posted = match bound.open(&shown(&me)) {
        Ok(posted) => posted,
        Err(_) => return page(&visitor, me, Some("accounts-access-changed")),
    };
    let issued = accounts.issue_activation(&visitor.actor, posted.key, id, posted.get("reason"));
    let new = match issued.await {
        Ok(new) => new,
        Err(failure) => return page(&visitor, me, Some(problem_key(failure.into())?)),
    };
    let p = visitor.page(visitor.t("accounts-activation-title"));
    let address = format!("{}/staff/sign-in/activate", accounts.public_url());
    let until = visitor.tr("accounts-activation-until", &[("at", &p.instant(&new.until))]);
    visitor.html(&ActivationPage {
        until,
        p: p.crumb("/admin/accounts", visitor.t("accounts-access-title")),
        new,
        address,
        back: format!("{HOME}/{id}"),
    })
}

/// What the reader can do about a refusal.
pub fn problem_key(problem: StaffingProblem) -> Result<&'static str, Failure> {
    Ok(match problem {
        StaffingProblem::Refused(refusal) => refusal_key(refusal),
        StaffingProblem::Failure(Failure::Conflict("account.own")) => "accounts-staff-refused-own",
        StaffingProblem::Failure(Failure::Conflict("account.no_reason")) => {
            "accounts-staff-refused-no-reason"
        }
        StaffingProblem::Failure(Failure::Conflict("account.no_post")) => "accounts-staff-no-posts",
        StaffingProblem::Failure(Failure::Conflict("account.code_shown")) => {
            "accounts-access-changed"
        }
        StaffingProblem::Failure(Failure::Conflict("staff.login_taken")) => {
            "accounts-staff-login-taken"
        }
        StaffingProblem::Failure(other) => return Err(other),
    })
}

fn page(visitor: &Visitor, me: AccessView, error: Option<&str>) -> Outcome {
    let link = |key: &str| ErrorLink { href: "#reason".into(), text: visitor.t(key).to_owned() };
    let errors: Vec<ErrorLink> = error.map(link).into_iter().collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = |path: &str, action: &str| Form {
        action: format!("{HOME}/{}/{path}", me.account),
        seal: visitor.seal(action, &shown(&me)),
    };
    let (end, block) =
        (form("sessions", policy::END_SESSIONS), form("block", policy::BLOCK_ACCOUNT));
    let factors = form("factors", policy::RESET_FACTORS);
    let activation = form("activation", policy::ISSUE_ACTIVATION);
    let change =
        |(word, at): &(&'static str, Timestamp)| (visitor.t(change_word(word)).to_owned(), *at);
    let p = visitor
        .page(me.name.clone())
        .crumb("/admin/accounts", visitor.t("accounts-access-title"))
        .with_errors(!errors.is_empty());
    let page = AccessPage {
        facts: facts(visitor, &p, &me),
        p,
        errors,
        posts: me.is_staff.then(|| format!("/staff/admin/staff/{}", me.account)),
        is_self: visitor.actor.account == Some(me.account),
        changes: me.changes.iter().map(change).collect(),
        end,
        block,
        factors,
        activation,
        me,
    };
    visitor.html_with(status, &page)
}

fn facts(visitor: &Visitor, p: &Page, me: &AccessView) -> Vec<(String, String)> {
    let text = |key: &str| visitor.t(key).to_owned();
    let on = |is_on| text(if is_on { "accounts-security-on" } else { "accounts-security-off" });
    let state = if me.is_blocked { "accounts-change-blocked" } else { "accounts-staff-active" };
    let mut facts = vec![
        (text("accounts-staff-state"), text(state)),
        (text("accounts-password"), on(me.has_password)),
        (text("accounts-access-second"), on(me.has_second_factor)),
    ];
    if let Some(until) = &me.code_until {
        let until = visitor.tr("accounts-activation-until", &[("at", &p.instant(until))]);
        facts.push((text("accounts-activate-code"), until));
    }
    facts
}

fn parsed(account: &str) -> Result<AccountId, Failure> {
    account.parse().map_err(|_| Failure::NotFound)
}
