//! `/{l}/my/mandates`: who may act for me, for whom I may act, and what was done (谁可以替我办事).

use std::collections::{BTreeMap, BTreeSet};

use ::web::{Bound, Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor, date_text};
use accounts_domain::{Act, Consent, MandateKind, MandateStage, Terms};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::{ToSpan as _, civil::Date};
use kernel::id::MandateId;

use super::{
    refused::{failure, words},
    scope::{ScopeEntry, Themes, act_key, acts_text, kind_key, scope_text},
};
use crate::{
    policy,
    service::{Accounts, MandateView, Proposal, Side},
};

const PATH: &str = "/my/mandates";

#[derive(Template)]
#[template(path = "accounts/mandates.html")]
struct MandatesPage {
    p: Page,
    waiting: Vec<Row>,
    given: Vec<Row>,
    received: Vec<Row>,
    past: Vec<Row>,
    deeds: Vec<DeedRow>,
}

struct DeedRow {
    at: String,
    text: String,
}

#[derive(Template)]
#[template(path = "accounts/mandate.html")]
struct MandatePage {
    p: Page,
    row: Row,
}

/// A mandate as one of the two sees it.
pub struct Row {
    href: String,
    principal: String,
    helper: String,
    kind: String,
    scope: String,
    acts: String,
    from: String,
    until: String,
    tag: &'static str,
    stage: String,
    consent: Option<String>,
    is_principal: bool,
    is_offered: bool,
    is_live: bool,
    /// Whether the principal can agree here; else they come to a counter.
    is_online: bool,
    consent_seal: String,
    end_seal: String,
}

/// What is shown of a mandate, as its seal stands for it.
fn shown(it: &MandateView) -> (MandateId, &Terms, MandateStage, &str, &str) {
    (it.id, &it.terms, it.stage, &it.principal, &it.helper)
}

#[derive(Template)]
#[template(path = "accounts/mandate-new.html")]
struct NewPage {
    p: Page,
    action: String,
    seal: String,
    side: &'static str,
    lead: &'static str,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
}

fn stage_key(stage: MandateStage) -> (&'static str, &'static str) {
    match stage {
        MandateStage::None | MandateStage::Offered => ("warn", "accounts-mandate-offered"),
        MandateStage::Consented => ("good", "accounts-mandate-consented"),
        MandateStage::Declined => ("plain", "accounts-mandate-declined"),
        MandateStage::Revoked => ("plain", "accounts-mandate-revoked"),
        MandateStage::Ended => ("plain", "accounts-mandate-ended"),
        MandateStage::Expired => ("plain", "accounts-mandate-expired"),
    }
}

fn row(accounts: &Accounts, visitor: &Visitor, view: &MandateView) -> Row {
    let terms = &view.terms;
    let (tag, stage) = stage_key(view.stage);
    let consent = view.consent.as_ref().map(|it| match it {
        Consent::Online => "accounts-consent-online",
        Consent::Counter { .. } => "accounts-consent-counter",
    });
    Row {
        href: visitor.path_to(&format!("{PATH}/{}", view.id)),
        principal: view.principal.clone(),
        helper: view.helper.clone(),
        kind: visitor.t(kind_key(terms.kind)).to_owned(),
        scope: scope_text(visitor, accounts, &terms.scope),
        acts: acts_text(visitor, &terms.acts),
        from: date_text(visitor.lang, terms.from),
        until: date_text(visitor.lang, terms.until),
        tag,
        stage: visitor.t(stage).to_owned(),
        consent: consent.map(|key| visitor.t(key).to_owned()),
        is_principal: view.side == Side::Principal,
        is_offered: view.stage == MandateStage::Offered,
        is_live: view.stage == MandateStage::Consented,
        is_online: !terms.kind.is_for_counter(),
        consent_seal: visitor.seal(policy::CONSENT_MANDATE, &shown(view)),
        end_seal: visitor.seal(policy::END_MANDATE, &shown(view)),
    }
}

/// Shows all mandates and what was done under them.
pub async fn list(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let found = accounts.mandates(&visitor.actor).await;
    let found = found.map_err(|error| failure(&visitor, error))?;
    let deeds = accounts.deeds(&visitor.actor).await?;
    let rows = |views: &[MandateView]| -> Vec<Row> {
        views.iter().map(|it| row(&accounts, &visitor, it)).collect()
    };
    let done = match query.get("done").map(String::as_str) {
        Some("consented") => Some("accounts-mandate-done-consented"),
        Some("ended") => Some("accounts-mandate-done-ended"),
        Some("asked") => Some("accounts-mandate-done-asked"),
        _ => None,
    };
    let p = visitor
        .page(visitor.t("accounts-mandates-title"))
        .crumb("/my/", visitor.t("web-my"))
        .with_notice(done.map(|key| visitor.t(key).to_owned()));
    let (waiting, given) = rows(&found.given).into_iter().partition(|it| it.is_offered);
    let deed = |it: &crate::service::DeedView| {
        let service = it.service.get(visitor.lang);
        let what = visitor.t(deed_key(&it.word));
        let text = visitor
            .tr("accounts-deed", &[("name", &it.helper), ("what", &what), ("service", &service)]);
        DeedRow { at: p.instant(&it.at), text }
    };
    let deeds = deeds.iter().map(deed).collect();
    let (received, past) = (rows(&found.received), rows(&found.past));
    visitor.html(&MandatesPage { p, waiting, given, received, past, deeds })
}

fn deed_key(word: &str) -> &'static str {
    match word {
        "application.started" => "accounts-deed-started",
        "application.saved" => "accounts-deed-saved",
        "application.discarded" => "accounts-deed-discarded",
        "material.added" => "accounts-deed-material-added",
        "material.removed" => "accounts-deed-material-removed",
        "case.submitted" => "accounts-deed-submitted",
        "case.corrected" => "accounts-deed-corrected",
        "case.withdrawn" => "accounts-deed-withdrawn",
        "case.delivered" => "accounts-deed-fetched",
        _ => "accounts-deed-rated",
    }
}

/// Shows one mandate, to agree to it or to end it.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let view = look(&accounts, &visitor, parsed(&id)?).await?;
    page(&accounts, &visitor, &view, false)
}

async fn look(
    accounts: &Accounts,
    visitor: &Visitor,
    id: MandateId,
) -> Result<MandateView, Failure> {
    let view = accounts.mandate(&visitor.actor, id).await;
    view.map_err(|error| failure(visitor, error))
}

fn page(accounts: &Accounts, visitor: &Visitor, view: &MandateView, has_changed: bool) -> Outcome {
    let title = match view.side {
        Side::Principal => visitor.tr("accounts-mandate-by", &[("name", &view.helper)]),
        Side::Helper => visitor.tr("accounts-mandate-for", &[("name", &view.principal)]),
    };
    let page = MandatePage {
        p: visitor
            .page(title)
            .crumb("/my/", visitor.t("web-my"))
            .crumb(PATH, visitor.t("accounts-mandates-title"))
            .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned())),
        row: row(accounts, visitor, view),
    };
    let status = if has_changed { StatusCode::CONFLICT } else { StatusCode::OK };
    visitor.html_with(status, &page)
}

fn parsed(id: &str) -> Result<MandateId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

/// Agrees to what was shown.
pub async fn consent(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let view = look(&accounts, &visitor, parsed(&id)?).await?;
    let Ok(posted) = bound.open(&shown(&view)) else {
        return page(&accounts, &visitor, &view, true);
    };
    let done = accounts.consent(&visitor.actor, posted.key, view.id).await;
    done.map_err(|error| failure(&visitor, error))?;
    Ok(visitor.go(visitor.path_to("/my/mandates?done=consented")))
}

/// Declines, takes back or gives back what was shown.
pub async fn end(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let view = look(&accounts, &visitor, parsed(&id)?).await?;
    let Ok(posted) = bound.open(&shown(&view)) else {
        return page(&accounts, &visitor, &view, true);
    };
    let done = accounts.end_mandate(&visitor.actor, posted.key, view.id).await;
    done.map_err(|error| failure(&visitor, error))?;
    Ok(visitor.go(visitor.path_to("/my/mandates?done=ended")))
}

/// The form.
pub async fn new(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let side = side(query.get("as").map_or("", String::as_str));
    let service = query.get("service").map_or("", String::as_str);
    let entry = TermsEntry { scope: ScopeEntry::new(service), ..TermsEntry::new(service) };
    new_page(&accounts, &visitor, side, &entry, ("", ""), Ok(Vec::new()))
}

fn side(word: &str) -> Side {
    if word == "helper" { Side::Helper } else { Side::Principal }
}

/// What is shown before a mandate is proposed: who gives it, and the days until which it could last.
fn offered(visitor: &Visitor, side: Side) -> (&'static str, Date) {
    let word = if side == Side::Helper { "helper" } else { "principal" };
    (word, visitor.web().ledger.clock().today())
}

/// Proposes it. Who gives a mandate reads it once more and agrees; who offers help waits.
pub async fn create(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let posted = bound.typed().clone();
    let side = side(posted.get("as"));
    let who = (posted.get("name"), posted.get("id_number"));
    let today = visitor.web().ledger.clock().today();
    let (entry, proposal) = TermsEntry::read(&accounts, &posted, today);
    let errors = missing(&visitor, who);
    let Some(proposal) = proposal.filter(|_| errors.is_empty()) else {
        return new_page(&accounts, &visitor, side, &entry, who, Ok(errors));
    };
    if bound.open(&offered(&visitor, side)).is_err() {
        return new_page(&accounts, &visitor, side, &entry, who, Err(HasChanged));
    }
    match accounts.offer_mandate(&visitor.actor, posted.key, side, who, proposal).await {
        Ok(id) if side == Side::Principal => {
            Ok(visitor.go(visitor.path_to(&format!("{PATH}/{id}"))))
        }
        Ok(_) => Ok(visitor.go(visitor.path_to("/my/mandates?done=asked"))),
        Err(error) => match words(&visitor, &error) {
            Some(text) => {
                let errors = vec![ErrorLink { href: "#name".to_owned(), text }];
                new_page(&accounts, &visitor, side, &entry, who, Ok(errors))
            }
            None => Err(failure(&visitor, error)),
        },
    }
}

/// What was shown is not so any more.
struct HasChanged;

fn missing(visitor: &Visitor, who: (&str, &str)) -> Vec<ErrorLink> {
    let needed =
        [(who.0, "name", "accounts-name-needed"), (who.1, "id_number", "accounts-number-needed")];
    let wrong = needed.into_iter().filter(|(value, _, _)| value.is_empty());
    wrong
        .map(|(_, id, key)| ErrorLink { href: format!("#{id}"), text: visitor.t(key).to_owned() })
        .collect()
}

fn new_page(
    accounts: &Accounts,
    visitor: &Visitor,
    side: Side,
    entry: &TermsEntry,
    who: (&str, &str),
    checked: Result<Vec<ErrorLink>, HasChanged>,
) -> Outcome {
    let has_changed = checked.is_err();
    let mut errors = checked.unwrap_or_default();
    let (word, title, lead) = match side {
        Side::Principal => ("principal", "accounts-mandate-give", "accounts-mandate-give-lead"),
        Side::Helper => ("helper", "accounts-mandate-ask", "accounts-mandate-ask-lead"),
    };
    let mut fields = who_fields(visitor, "", who, &errors);
    let terms = entry.fields(accounts, visitor, &ONLINE);
    errors.extend(terms.iter().filter_map(Field::error_link));
    fields.extend(terms);
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = NewPage {
        p: visitor
            .page(visitor.t(title))
            .crumb("/my/", visitor.t("web-my"))
            .crumb(PATH, visitor.t("accounts-mandates-title"))
            .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
            .with_errors(!errors.is_empty()),
        action: visitor.path_to(PATH),
        seal: visitor.seal(policy::OFFER_MANDATE, &offered(visitor, side)),
        side: word,
        lead,
        errors,
        fields,
    };
    visitor.html_with(status, &page)
}

/// Name and number of a person; `prefix` stands before the names of the inputs.
pub fn who_fields(
    visitor: &Visitor,
    prefix: &str,
    who: (&str, &str),
    errors: &[ErrorLink],
) -> Vec<Field> {
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#') == id);
        found.map(|it| it.text.clone())
    };
    let (name, number) = (format!("{prefix}name"), format!("{prefix}id_number"));
    let (name_error, number_error) = (error(&name), error(&number));
    vec![
        Field::text(name, visitor.t("accounts-name"))
            .value(who.0)
            .autocomplete("off")
            .error(name_error),
        Field::text(number, visitor.t("accounts-id-number"))
            .value(who.1)
            .hint(visitor.t("accounts-id-number-hint"))
            .autocomplete("off")
            .error(number_error),
    ]
}

/// The kinds that come about online.
const ONLINE: [MandateKind; 2] = [MandateKind::Family, MandateKind::Errand];

/// The part of a form that says what is agreed upon.
pub struct TermsEntry {
    kind: String,
    scope: ScopeEntry,
    acts: BTreeSet<Act>,
    months: String,
    is_posted: bool,
}

impl TermsEntry {
    /// What is ordinary: everything but looking at what is stored, for three months.
    pub fn new(service: &str) -> Self {
        let kind = if service.is_empty() { MandateKind::Family } else { MandateKind::Errand };
        Self {
            kind: kind.word().to_owned(),
            scope: ScopeEntry::new(service),
            acts: BTreeSet::from([Act::Apply, Act::Correct, Act::Track, Act::Fetch]),
            months: "3".to_owned(),
            is_posted: false,
        }
    }

    /// What a form sent, and the proposal if it is one.
    pub fn read(accounts: &Accounts, posted: &Posted, today: Date) -> (Self, Option<Proposal>) {
        let (scope, found) = ScopeEntry::read(accounts, posted);
        let acts: BTreeSet<Act> = posted.all("acts").into_iter().filter_map(Act::parse).collect();
        let (kind, months) = (posted.get("kind").to_owned(), posted.get("months").to_owned());
        let proposal = || {
            Some(Proposal {
                kind: MandateKind::parse(&kind)?,
                scope: found?,
                acts: Some(acts.clone()).filter(|it| !it.is_empty())?,
                from: None,
                until: until(today, &months)?,
            })
        };
        let proposal = proposal();
        (Self { kind, scope, acts, months, is_posted: true }, proposal)
    }

    /// The fields, with what is missing.
    pub fn fields(
        &self,
        accounts: &Accounts,
        visitor: &Visitor,
        kinds: &[MandateKind],
    ) -> Vec<Field> {
        let lacks = |is_missing: bool, key: &str| {
            (self.is_posted && is_missing).then(|| visitor.t(key).to_owned())
        };
        let mut kind = Field::text("kind", visitor.t("accounts-kind-title"))
            .kind("choice")
            .error(lacks(MandateKind::parse(&self.kind).is_none(), "accounts-kind-needed"));
        kind.options = kinds
            .iter()
            .map(|it| Choice {
                value: it.word().to_owned(),
                label: visitor.t(kind_key(*it)).to_owned(),
                checked: self.kind == it.word(),
            })
            .collect();
        let mut acts = Field::text("acts", visitor.t("accounts-acts-title"))
            .kind("choices")
            .error(lacks(self.acts.is_empty(), "accounts-refused-mandate-no-act"));
        acts.options = Act::ALL
            .iter()
            .map(|it| Choice {
                value: it.word().to_owned(),
                label: visitor.t(act_key(*it)).to_owned(),
                checked: self.acts.contains(it),
            })
            .collect();
        let is_known = MONTHS.contains(&self.months.as_str());
        let mut months = Field::text("months", visitor.t("accounts-months-title"))
            .kind("choice")
            .error(lacks(!is_known, "accounts-months-needed"));
        let today = visitor.web().ledger.clock().today();
        let label = |months: &str| {
            let last = until(today, months).map(|it| date_text(visitor.lang, it));
            let last = last.unwrap_or_default();
            visitor.tr("accounts-months", &[("count", &months), ("until", &last)])
        };
        months.options = MONTHS
            .iter()
            .map(|it| Choice {
                value: (*it).to_owned(),
                label: label(it),
                checked: self.months == *it,
            })
            .collect();
        let mut fields = vec![kind];
        fields.extend(self.scope.fields(visitor, accounts, Themes::People));
        fields.extend([acts, months]);
        fields
    }
}

/// So many months are offered.
const MONTHS: [&str; 4] = ["1", "3", "6", "12"];

/// The last day of so many months from a day on.
fn until(today: Date, months: &str) -> Option<Date> {
    let months: i32 = MONTHS.contains(&months).then(|| months.parse().ok())??;
    today.saturating_add(months.months()).yesterday().ok()
}
