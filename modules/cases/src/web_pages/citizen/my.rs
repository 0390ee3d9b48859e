//! `/{l}/my/` and `/{l}/my/applications`: one's own cases, sorted by who has to do something.

use accounts_domain::{Act, NoPower, Powerless};
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use notify::Messages;
use web::{Failure, Outcome, Page, Visitor};

use super::{
    Asked,
    drafts::{self, DraftRow},
    uncached,
    words::{date, day_of, local, status_key, status_tag},
};
use crate::{service::Desk, store::Listed, trouble::failure};

/// So many cases on a page.
const PAGE: u32 = 50;
/// So many of the newest finished cases on the first page.
const RECENT: usize = 3;

#[derive(Template)]
#[template(path = "cases/citizen/my.html")]
struct MyPage {
    p: Page,
    name: String,
    /// None where the box is not theirs.
    unread: Option<u64>,
    /// What was returned; with the drafts it is what needs the visitor.
    needs_you: Vec<CaseRow>,
    drafts: Vec<DraftRow>,
    groups: Vec<Group>,
    is_empty: bool,
}

#[derive(Template)]
#[template(path = "cases/citizen/applications.html")]
struct ListPage {
    p: Page,
    groups: Vec<Group>,
    is_empty: bool,
    is_first: bool,
    next: Option<String>,
}

struct Group {
    title: String,
    rows: Vec<CaseRow>,
}

struct CaseRow {
    href: String,
    name: String,
    reference: String,
    submitted_on: String,
    due_on: Option<String>,
    tag: &'static str,
    status: String,
}

/// The start of one's own space: what needs something (returned cases and drafts), what waits,
/// what came lately.
pub(super) async fn start(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Asked,
) -> Outcome {
    let account = visitor.actor.account.ok_or(Failure::SignIn)?;
    let subject = visitor.actor.acting_for.unwrap_or_else(|| account.subject());
    let unread = match desk.powers.power(&visitor.actor, subject, Act::Track, None).await {
        Ok(_) => {
            let unread = Messages::new(desk.ledger.clone()).unread(subject).await;
            Some(unread.map_err(super::messages::trouble)?)
        }
        // In some services or acts only: the box, which is about all of them, is not theirs.
        Err(Powerless::Refused(NoPower::Service | NoPower::Act)) => None,
        Err(Powerless::Refused(_)) => return Ok(visitor.go(visitor.path_to("/my/act-for?over=1"))),
        Err(other) => return Err(failure(&visitor, other.into())),
    };
    let cases = desk.own(&visitor.actor, None, PAGE).await;
    let cases = cases.map_err(|trouble| failure(&visitor, trouble))?;
    let drafts = drafts::rows(&desk, &visitor).await?;
    let [returned, waiting, mut done] = sorted(&desk, &visitor, &cases);
    done.truncate(RECENT);
    let is_discarded = asked.get("done").is_some_and(|it| it == "discarded");
    let told = is_discarded.then(|| visitor.t("cases-told-discarded").to_owned());
    let page = MyPage {
        p: visitor.page(visitor.t("web-my")).with_notice(told),
        name: visitor.session().map_or_else(String::new, |session| session.name.clone()),
        unread,
        is_empty: cases.is_empty() && drafts.is_empty(),
        drafts,
        needs_you: returned,
        groups: groups(&visitor, [Vec::new(), waiting, done]),
    };
    Ok(uncached(visitor.html(&page)?))
}

/// All cases, page by page.
pub(super) async fn list(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Asked,
) -> Outcome {
    let before = asked.get("before").and_then(|text| text.parse().ok());
    let before = before.and_then(|micros| Timestamp::from_microsecond(micros).ok());
    let cases = desk.own(&visitor.actor, before, PAGE).await;
    let cases = cases.map_err(|trouble| failure(&visitor, trouble))?;
    let last = cases.last().filter(|_| cases.len() >= PAGE as usize);
    let next = last.map(|it| {
        let key = it.submitted_at.as_microsecond();
        visitor.path_to(&format!("/my/applications?before={key}"))
    });
    let kinds = sorted(&desk, &visitor, &cases);
    let page = ListPage {
        p: visitor.page(visitor.t("cases-my-all")).crumb("/my/", visitor.t("web-my")),
        groups: groups(&visitor, kinds),
        is_empty: cases.is_empty(),
        is_first: before.is_none(),
        next,
    };
    Ok(uncached(visitor.html(&page)?))
}

/// What needs the applicant, what waits for an authority, and what is done.
fn sorted(desk: &Desk, visitor: &Visitor, cases: &[Listed]) -> [Vec<CaseRow>; 3] {
    let mut kinds = [Vec::new(), Vec::new(), Vec::new()];
    for case in cases {
        let kind = match case.stage.as_str() {
            "returned" => 0,
            _ if case.is_open => 1,
            _ => 2,
        };
        kinds[kind].push(row(desk, visitor, case));
    }
    kinds
}

fn groups(visitor: &Visitor, kinds: [Vec<CaseRow>; 3]) -> Vec<Group> {
    const TITLES: [&str; 3] = ["cases-my-needs-you", "cases-my-waiting", "cases-my-done"];
    let group = |(title, rows): (&str, Vec<CaseRow>)| {
        (!rows.is_empty()).then(|| Group { title: visitor.t(title).to_owned(), rows })
    };
    TITLES.into_iter().zip(kinds).filter_map(group).collect()
}

fn row(desk: &Desk, visitor: &Visitor, case: &Listed) -> CaseRow {
    let path = match case.stage.as_str() {
        "returned" => format!("/track/{}/corrections", case.reference),
        _ => format!("/track/{}", case.reference),
    };
    let due = case.promised_on.filter(|_| case.is_open);
    CaseRow {
        href: visitor.path_to(&path),
        name: local(visitor, &case.name),
        reference: case.reference.clone(),
        submitted_on: day_of(desk, visitor, case.submitted_at),
        due_on: due.map(|on| date(visitor, on)),
        tag: status_tag(&case.stage),
        status: visitor.t(status_key(&case.stage)).to_owned(),
    }
}
