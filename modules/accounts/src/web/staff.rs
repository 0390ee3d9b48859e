//! `/staff/admin/staff`: who works where, for administrators; `/staff/me/post`: in which post one
//! works now.

use ::web::{Bound, Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{FIRST_POST, LaterPost, PostTerms, StaffPost, StaffingRefusal};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::{Role, id::AccountId};
use std::collections::BTreeMap;

use crate::{
    policy,
    service::{Accounts, Member, StaffingProblem},
};

const HOME: &str = "/staff/admin/staff";

#[derive(Template)]
#[template(path = "accounts/staff-list.html")]
struct ListPage {
    p: Page,
    offices: Vec<Office>,
    title: Option<String>,
    rows: Vec<MemberRow>,
}

struct Office {
    href: String,
    name: String,
    is_current: bool,
}

struct MemberRow {
    href: String,
    name: String,
    posts: Vec<String>,
    waits: bool,
    is_suspended: bool,
}

#[derive(Template)]
#[template(path = "accounts/staff-member.html")]
struct MemberPage {
    p: Page,
    name: String,
    base: String,
    access: String,
    is_suspended: bool,
    is_self: bool,
    posts: Vec<PostRow>,
    proposed: Vec<PostRow>,
    reason: Field,
    fields: Vec<Field>,
    sent: Sent,
    seals: Seals,
}

/// The seals of what the page shows, for each thing that is done on it.
struct Seals {
    propose: String,
    answer: String,
    withdraw: String,
    suspend: String,
}

/// What was sent, so that nothing is lost, and what is wrong with it.
#[derive(Default)]
struct Sent {
    /// What was typed about a post.
    typed: BTreeMap<&'static str, String>,
    /// In which form a reason was typed: the number of a post, or the suspension's.
    form: String,
    reason: String,
    errors: Vec<ErrorLink>,
    has_changed: bool,
}

impl Sent {
    fn status(&self) -> StatusCode {
        match self {
            Self { has_changed: true, .. } => StatusCode::CONFLICT,
            Self { errors, .. } if errors.is_empty() => StatusCode::OK,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// A form that gives a reason.
    fn reason(form: &str, posted: &Posted) -> Self {
        let reason = posted.get("reason").to_owned();
        Self { form: form.to_owned(), reason, ..Self::default() }
    }

    /// The reason that was typed for withdrawing this post.
    fn reason_of(&self, number: &u32) -> &str {
        if self.form == number.to_string() { &self.reason } else { "" }
    }
}

/// What is shown of somebody, as its seal stands for it.
fn shown(it: &Member) -> (AccountId, &[(u32, PostTerms)], &[LaterPost], bool) {
    (it.account, &it.posts, &it.proposed, it.is_suspended)
}

struct PostRow {
    number: u32,
    text: String,
    days: String,
    /// Whether the reader may grant it: who proposed it may not.
    may_grant: bool,
}

#[derive(Template)]
#[template(path = "accounts/choose-post.html")]
struct ChoosePage {
    p: Page,
    errors: Vec<ErrorLink>,
    field: Field,
}

/// The offices in reach, and the staff of one of them.
pub async fn list(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let chosen = query.get("authority").map(String::as_str);
    let all = accounts.offices_in_reach(&visitor.actor);
    let members = match chosen {
        Some(office) => accounts.members(&visitor.actor, office).await?,
        None => Vec::new(),
    };
    let title = all.iter().find(|it| Some(it.id.as_str()) == chosen);
    let page = ListPage {
        p: visitor.page(visitor.t("accounts-staff-title")),
        title: title.map(|it| it.name.get(visitor.lang).to_owned()),
        offices: all
            .iter()
            .map(|it| Office {
                href: format!("{HOME}?authority={}", it.id),
                name: it.short.get(visitor.lang).to_owned(),
                is_current: Some(it.id.as_str()) == chosen,
            })
            .collect(),
        rows: members.iter().map(|it| member_row(&accounts, &visitor, it)).collect(),
    };
    visitor.html(&page)
}

fn member_row(accounts: &Accounts, visitor: &Visitor, member: &Member) -> MemberRow {
    let text = |it: &(u32, PostTerms)| post_text(accounts, visitor, &it.1);
    MemberRow {
        href: format!("{HOME}/{}", member.account),
        name: member.name.clone(),
        posts: member.posts.iter().map(text).collect(),
        waits: !member.proposed.is_empty(),
        is_suspended: member.is_suspended,
    }
}

fn post_text(accounts: &Accounts, visitor: &Visitor, terms: &PostTerms) -> String {
    let office = accounts.directory().authority(&terms.post.authority);
    let office = office.map(|it| it.short.get(visitor.lang).to_owned());
    let office = office.unwrap_or_else(|| terms.post.authority.clone());
    let role = visitor.t(super::role(terms.post.role));
    let line = terms.line.as_deref().unwrap_or("–");
    let args: [(&str, &dyn std::fmt::Display); 4] =
        [("role", &role), ("office", &office), ("region", &terms.post.region), ("line", &line)];
    visitor.tr("accounts-staff-post", &args)
}

fn days_text(visitor: &Visitor, terms: &PostTerms, number: u32) -> String {
    if number == FIRST_POST {
        return visitor.t("accounts-staff-from-opening").to_owned();
    }
    let from = ::web::date_text(visitor.lang, terms.from);
    match terms.until {
        Some(until) => {
            let until = ::web::date_text(visitor.lang, until);
            visitor.tr("accounts-staff-days", &[("from", &from), ("until", &until)])
        }
        None => visitor.tr("accounts-staff-days-open", &[("from", &from)]),
    }
}

/// One member of staff.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let id = account.parse().map_err(|_| Failure::NotFound)?;
    page(&accounts, &visitor, id, Sent::default()).await
}

/// What a form says about a post.
pub(super) fn typed_post(posted: &Posted) -> BTreeMap<&'static str, String> {
    let names = ["role", "authority", "region", "line", "from", "until"];
    let value = |it: &str| {
        if it == "from" || it == "until" { posted.date(it) } else { posted.get(it).to_owned() }
    };
    names.into_iter().map(|it| (it, value(it))).collect()
}

/// Proposes a post.
pub async fn propose(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let id: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let sent = Sent { typed: typed_post(bound.typed()), ..Sent::default() };
    let terms = match terms(&accounts, &sent.typed) {
        Ok(terms) => terms,
        Err(wrong) => {
            let error = |(id, key): &(&str, &str)| ErrorLink {
                href: format!("#{id}"),
                text: visitor.t(key).to_owned(),
            };
            let errors = wrong.iter().map(error).collect();
            return page(&accounts, &visitor, id, Sent { errors, ..sent }).await;
        }
    };
    let Some(posted) = opened(&accounts, &visitor, id, bound).await? else {
        return page(&accounts, &visitor, id, Sent { has_changed: true, ..sent }).await;
    };
    let done = accounts.propose_post(&visitor.actor, posted.key, id, terms).await;
    after(&accounts, &visitor, id, sent, done).await
}

/// Grants or declines what was proposed.
pub async fn answer(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((account, number)): Path<(String, u32)>,
    bound: Bound,
) -> Outcome {
    let id: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let Some(posted) = opened(&accounts, &visitor, id, bound).await? else {
        return page(&accounts, &visitor, id, Sent { has_changed: true, ..Sent::default() }).await;
    };
    let is_granted = posted.get("answer") == "grant";
    let done = accounts.answer_post(&visitor.actor, posted.key, id, number, is_granted).await;
    after(&accounts, &visitor, id, Sent::default(), done).await
}

/// Withdraws a post at once.
pub async fn withdraw(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path((account, number)): Path<(String, u32)>,
    bound: Bound,
) -> Outcome {
    let id: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let sent = Sent::reason(&number.to_string(), bound.typed());
    let Some(posted) = opened(&accounts, &visitor, id, bound).await? else {
        return page(&accounts, &visitor, id, Sent { has_changed: true, ..sent }).await;
    };
    let by = &visitor.actor;
    let done = accounts.withdraw_post(by, posted.key, id, number, &sent.reason).await;
    after(&accounts, &visitor, id, sent, done).await
}

/// Suspends all posts of an account, or ends the suspension.
pub async fn suspend(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let id: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let sent = Sent::reason("suspension", bound.typed());
    let Some(posted) = opened(&accounts, &visitor, id, bound).await? else {
        return page(&accounts, &visitor, id, Sent { has_changed: true, ..sent }).await;
    };
    let reason = (posted.get("act") != "reinstate").then_some(sent.reason.as_str());
    let done = accounts.suspend_staff(&visitor.actor, posted.key, id, reason).await;
    after(&accounts, &visitor, id, sent, done).await
}

/// The form, if its page showed this member of staff as they are now.
async fn opened(
    accounts: &Accounts,
    visitor: &Visitor,
    id: AccountId,
    bound: Bound,
) -> Result<Option<Posted>, Failure> {
    let member = accounts.member(&visitor.actor, id).await?;
    Ok(bound.open(&shown(&member)).ok())
}

async fn after(
    accounts: &Accounts,
    visitor: &Visitor,
    id: AccountId,
    sent: Sent,
    done: Result<(), StaffingProblem>,
) -> Outcome {
    match done {
        Ok(()) => Ok(visitor.go(format!("{HOME}/{id}"))),
        Err(StaffingProblem::Failure(failure)) => Err(failure),
        Err(StaffingProblem::Doubt(doubt)) => Err(doubt.failure(visitor)),
        Err(StaffingProblem::Refused(refusal)) => {
            let text = visitor.t(refusal_key(refusal)).to_owned();
            let errors = vec![ErrorLink { href: "#posts".to_owned(), text }];
            page(accounts, visitor, id, Sent { errors, ..sent }).await
        }
    }
}

/// The key of what a refusal says.
pub const fn refusal_key(refusal: StaffingRefusal) -> &'static str {
    match refusal {
        StaffingRefusal::Own => "accounts-staff-refused-own",
        StaffingRefusal::SamePerson => "accounts-staff-refused-same-person",
        StaffingRefusal::OutOfReach => "accounts-staff-refused-out-of-reach",
        StaffingRefusal::NoPost => "accounts-staff-refused-no-post",
        StaffingRefusal::Wrong => "accounts-staff-refused-wrong",
        StaffingRefusal::TooMany => "accounts-staff-refused-too-many",
        StaffingRefusal::NoReason => "accounts-staff-refused-no-reason",
        StaffingRefusal::LastAdministrator => "accounts-staff-refused-last",
    }
}

/// The terms of a proposal, or what is wrong with them.
pub fn terms(
    accounts: &Accounts,
    typed: &BTreeMap<&str, String>,
) -> Result<PostTerms, Vec<(&'static str, &'static str)>> {
    let get = |name: &str| typed.get(name).map_or("", |it| it.trim());
    let role = Role::parse(get("role")).filter(|it| it.is_staff());
    let office = accounts.directory().authority(get("authority"));
    let from = get("from").parse().ok();
    let until = match get("until") {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    let region = get("region");
    let is_division = region.len() == 12 && region.bytes().all(|it| it.is_ascii_digit());
    let line = get("line");
    let is_line =
        line.is_empty() || (line.len() == 2 && line.bytes().all(|it| it.is_ascii_digit()));
    let checks = [
        (role.is_some(), "role-1", "accounts-staff-role-needed"),
        (office.is_some(), "authority", "accounts-staff-authority-needed"),
        (is_division, "region", "accounts-staff-region-needed"),
        (is_line, "line", "accounts-staff-line-wrong"),
        (from.is_some(), "from-year", "accounts-staff-from-needed"),
        (until.is_some(), "until-year", "accounts-staff-until-wrong"),
    ];
    let wrong = checks.into_iter().filter(|(is_right, _, _)| !is_right);
    let wrong: Vec<_> = wrong.map(|(_, id, key)| (id, key)).collect();
    match (role, office, from, until) {
        (Some(role), Some(office), Some(from), Some(until)) if wrong.is_empty() => Ok(PostTerms {
            post: StaffPost { role, authority: office.id.clone(), region: region.to_owned() },
            line: (!line.is_empty()).then(|| line.to_owned()),
            from,
            until,
        }),
        _ => Err(wrong),
    }
}

async fn page(accounts: &Accounts, visitor: &Visitor, id: AccountId, sent: Sent) -> Outcome {
    let member = accounts.member(&visitor.actor, id).await?;
    let row = |number: u32, terms: &PostTerms, may_grant: bool| PostRow {
        number,
        text: post_text(accounts, visitor, terms),
        days: days_text(visitor, terms, number),
        may_grant,
    };
    let own = visitor.actor.account;
    let seal = |action: &str| visitor.seal(action, &shown(&member));
    let reason = if sent.form == "suspension" { sent.reason.as_str() } else { "" };
    let page = MemberPage {
        p: visitor
            .page(member.name.clone())
            .crumb("/admin/staff", visitor.t("accounts-staff-title"))
            .with_notice(sent.has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
            .with_errors(!sent.errors.is_empty()),
        fields: fields(accounts, visitor, &sent.typed, &sent.errors),
        reason: Field::text("reason", visitor.t("accounts-staff-reason")).value(reason),
        seals: Seals {
            propose: seal(policy::PROPOSE_POST),
            answer: seal(policy::GRANT_POST),
            withdraw: seal(policy::WITHDRAW_POST),
            suspend: seal(policy::SUSPEND_STAFF),
        },
        sent,
        base: format!("{HOME}/{id}"),
        access: format!("/staff/admin/accounts/{id}"),
        is_suspended: member.is_suspended,
        is_self: own == Some(id),
        posts: member.posts.iter().map(|(number, terms)| row(*number, terms, false)).collect(),
        proposed: member
            .proposed
            .iter()
            .map(|it| row(it.number, &it.terms, own != Some(it.by) && own != Some(id)))
            .collect(),
        name: member.name,
    };
    visitor.html_with(page.sent.status(), &page)
}

pub(super) fn fields(
    accounts: &Accounts,
    visitor: &Visitor,
    typed: &BTreeMap<&str, String>,
    errors: &[ErrorLink],
) -> Vec<Field> {
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#').starts_with(id));
        found.map(|it| it.text.clone())
    };
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let field = |id: &str, key: &str| {
        Field::text(id, visitor.t(key)).value(value(id)).error(error(id)).autocomplete("off")
    };
    let mut role = field("role", "accounts-role").kind("choice");
    let roles = Role::ALL.into_iter().filter(|it| it.is_staff());
    role.options = roles
        .map(|it| Choice {
            value: it.word().to_owned(),
            label: visitor.t(super::role(it)).to_owned(),
            checked: value("role") == it.word(),
        })
        .collect();
    let mut office = field("authority", "accounts-authority").kind("choice");
    office.options = accounts
        .offices_in_reach(&visitor.actor)
        .iter()
        .map(|it| Choice {
            value: it.id.clone(),
            label: it.short.get(visitor.lang).to_owned(),
            checked: value("authority") == it.id,
        })
        .collect();
    vec![
        role,
        office,
        field("region", "accounts-staff-region").hint(visitor.t("accounts-staff-region-hint")),
        field("line", "accounts-staff-line").hint(visitor.t("accounts-staff-line-hint")).optional(),
        field("from", "accounts-staff-from").kind("date"),
        field("until", "accounts-staff-until").kind("date").optional(),
    ]
}

/// The posts among which one chooses.
pub async fn own(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    choose_page(&accounts, &visitor, None).await
}

/// Goes on in another post, in a new session.
pub async fn choose(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let Ok(number) = posted.get("post").parse() else {
        return choose_page(&accounts, &visitor, Some("accounts-post-needed")).await;
    };
    let (actor, name) = accounts.choose_post(&visitor.actor, number).await?;
    visitor.continue_as(actor, &name, "/staff/").await
}

async fn choose_page(accounts: &Accounts, visitor: &Visitor, error: Option<&str>) -> Outcome {
    let posts = accounts.own_posts(&visitor.actor).await?;
    let actor = &visitor.actor;
    let is_current = |terms: &PostTerms| {
        terms.post.role == actor.role
            && Some(&terms.post.authority) == actor.authority.as_ref()
            && Some(&terms.post.region) == actor.region.as_ref()
            && terms.line == actor.line
    };
    let mut field = Field::text("post", visitor.t("accounts-choose-post")).kind("choice");
    field.options = posts
        .iter()
        .map(|(number, terms)| Choice {
            value: number.to_string(),
            label: post_text(accounts, visitor, terms),
            checked: is_current(terms),
        })
        .collect();
    let field = field.error(error.map(|key| visitor.t(key).to_owned()));
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ChoosePage {
        p: visitor
            .page(visitor.t("accounts-choose-post"))
            .crumb("/me", visitor.t("accounts-me-title"))
            .with_errors(error.is_some()),
        errors: field.error_link().into_iter().collect(),
        field,
    };
    visitor.html_with(status, &page)
}
