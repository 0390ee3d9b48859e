//! `/staff/admin/accounts`: how others get in, for administrators: sessions, a closed account, lost
//! factors, activation codes.

use ::web::{
    Bound, Changed, Doubt, ErrorLink, Failure, Field, GraveView, Meant, Outcome, Page, Posted,
    Visitor,
};
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
    service::{AccessDeed as Deed, AccessView, Accounts, NewCode, StaffingProblem, Stated},
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
    sent: Sent,
}

/// Where a form goes, the seal of what the page shows, and what has to be typed.
struct Form {
    action: String,
    seal: String,
    grave: Option<GraveView>,
}

/// What was sent, so that nothing is lost: which form, its reason, what was typed, what is wrong.
#[derive(Default)]
struct Sent {
    form: String,
    reason: String,
    meant: Meant,
    doubt: Option<Doubt>,
    error: Option<&'static str>,
    has_changed: bool,
}

impl Sent {
    fn read(form: &str, posted: &Posted) -> Self {
        let (reason, meant) = (posted.get("reason").to_owned(), Meant::read(posted));
        Self { form: form.to_owned(), reason, meant, ..Self::default() }
    }

    /// The reason that was typed into this form.
    fn reason_of(&self, form: &str) -> &str {
        if self.form == form { &self.reason } else { "" }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self { has_changed: true, .. } => StatusCode::CONFLICT,
            Self { error: None, doubt: None, .. } => StatusCode::OK,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
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

/// What it shows before sessions are ended. Whoever signs in meanwhile does not hold the others up.
fn shown_sessions(me: &AccessView) -> (AccountId, Vec<&str>) {
    let mut sessions: Vec<_> = me.sessions.iter().map(|it| it.id.as_str()).collect();
    sessions.sort_unstable();
    (me.account, sessions)
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
    page(&visitor, me, Sent::default())
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
    let which = bound.typed().get("session").to_owned();
    let deed = if which == "all" { Deed::EndAll } else { Deed::EndOne(which.clone()) };
    change(&accounts, &visitor, &account, bound, (which.as_str(), deed)).await
}

/// Closes an account, or opens it again.
pub async fn block(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let deed = match bound.typed().get("act") {
        "unblock" => Deed::Unblock,
        _ => Deed::Block,
    };
    change(&accounts, &visitor, &account, bound, ("block", deed)).await
}

/// Takes lost factors away.
pub async fn reset(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    change(&accounts, &visitor, &account, bound, ("factors", Deed::ResetFactors)).await
}

async fn change(
    accounts: &Accounts,
    visitor: &Visitor,
    account: &str,
    bound: Bound,
    (form, deed): (&str, Deed),
) -> Outcome {
    let id = parsed(account)?;
    let me = look(accounts, visitor, id).await?;
    let opened = match deed {
        Deed::EndOne(_) | Deed::EndAll => bound.open(&shown_sessions(&me)),
        Deed::Block | Deed::Unblock | Deed::ResetFactors => bound.open(&shown(&me)),
    };
    let posted = match opened {
        Ok(posted) => posted,
        Err(changed) => return changed_page(visitor, me, form, &changed),
    };
    let sent = Sent::read(form, &posted);
    let stated = Stated { reason: sent.reason.clone(), meant: sent.meant.clone() };
    match accounts.change_access(&visitor.actor, posted.key, id, &deed, &stated).await {
        Ok(()) => Ok(visitor.go(format!("{HOME}/{id}"))),
        Err(StaffingProblem::Doubt(doubt)) => {
            page(visitor, me, Sent { doubt: Some(doubt), ..sent })
        }
        Err(problem) => page(visitor, me, Sent { error: Some(problem_key(problem)?), ..sent }),
    }
}

fn changed_page(visitor: &Visitor, me: AccessView, form: &str, changed: &Changed) -> Outcome {
    page(visitor, me, Sent { has_changed: true, ..Sent::read(form, &changed.0) })
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
        Err(changed) => return changed_page(&visitor, me, "activation", &changed),
    };
    let issued = accounts.issue_activation(&visitor.actor, posted.key, id, posted.get("reason"));
    let new = match issued.await {
        Ok(new) => new,
        Err(failure) => {
            let error = Some(problem_key(failure.into())?);
            return page(&visitor, me, Sent { error, ..Sent::read("activation", &posted) });
        }
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
        StaffingProblem::Doubt(_) => "web-grave-no-reason",
        StaffingProblem::Failure(other) => return Err(other),
    })
}

fn page(visitor: &Visitor, me: AccessView, sent: Sent) -> Outcome {
    let form = |path: &str, action: &str, deed: Option<Deed>| {
        let grave = deed.and_then(|it| it.grave());
        let typed = (sent.form == path).then_some((&sent.meant, sent.doubt.as_ref()));
        Form {
            action: format!("{HOME}/{}/{path}", me.account),
            seal: visitor.seal(action, &shown(&me)),
            grave: grave.map(|it| it.view(visitor, path, &me.name, typed)),
        }
    };
    let deed = if me.is_blocked { Deed::Unblock } else { Deed::Block };
    let seal = visitor.seal(policy::END_SESSIONS, &shown_sessions(&me));
    let end = Form { seal, ..form("sessions", policy::END_SESSIONS, None) };
    let block = form("block", policy::BLOCK_ACCOUNT, Some(deed));
    let factors = form("factors", policy::RESET_FACTORS, Some(Deed::ResetFactors));
    let activation = form("activation", policy::ISSUE_ACTIVATION, None);
    let link = |key: &str| ErrorLink {
        href: format!("#reason-{}", sent.form),
        text: visitor.t(key).to_owned(),
    };
    let graves = [&block, &factors].into_iter().filter_map(|it| it.grave.as_ref());
    let errors: Vec<ErrorLink> =
        sent.error.map(link).into_iter().chain(graves.flat_map(GraveView::error_links)).collect();
    let change =
        |(word, at): &(&'static str, Timestamp)| (visitor.t(change_word(word)).to_owned(), *at);
    let p = visitor
        .page(me.name.clone())
        .crumb("/admin/accounts", visitor.t("accounts-access-title"))
        .with_notice(sent.has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
        .with_errors(!errors.is_empty());
    let status = sent.status();
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
        sent,
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
