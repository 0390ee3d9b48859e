//! `/staff/counter/mandate`: a mandate whose principal stands at the counter.

use std::collections::BTreeMap;

use ::web::{Bound, Choice, ErrorLink, Field, Outcome, Page, Posted, Visitor, date_text};
use accounts_domain::{MandateKind, Proof};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};

use super::{
    mandates::{TermsEntry, who_fields},
    refused::{failure, words},
    scope::{acts_text, kind_key, scope_text},
};
use crate::{
    policy,
    service::{Accounts, Card, Proposal},
};

const PATH: &str = "/staff/counter/mandate";

#[derive(Template)]
#[template(path = "accounts/counter-mandate.html")]
struct MandatePage {
    p: Page,
    action: &'static str,
    seal: String,
    errors: Vec<ErrorLink>,
    principal: Vec<Field>,
    helper: Vec<Field>,
    terms: Vec<Field>,
}

#[derive(Template)]
#[template(path = "accounts/counter-mandate-check.html")]
struct CheckPage {
    p: Page,
    action: &'static str,
    seal: String,
    rows: Vec<(String, String)>,
    /// What was typed, as the form goes on with it.
    hidden: Vec<(String, String)>,
}

/// The empty form.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let done = query.get("done").is_some_and(|it| it == "taken");
    let done = done.then(|| visitor.t("accounts-counter-mandate-done").to_owned());
    let entry = Entry { terms: TermsEntry::new(""), ..Entry::empty() };
    page(&accounts, &visitor, &entry, Vec::new(), done)
}

/// Shows what was typed as it will count, and then takes it in.
pub async fn post(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let posted = bound.typed().clone();
    let today = visitor.web().ledger.clock().today();
    let (terms, proposal) = TermsEntry::read(&accounts, &posted, today);
    let entry = Entry {
        principal: card(&posted, "principal_"),
        helper: card(&posted, "helper_"),
        proof: Proof::parse(posted.get("proof")),
        is_posted: true,
        terms,
    };
    let errors = entry.missing(&visitor);
    let (Some(proposal), Some(proof), true) = (proposal, entry.proof, errors.is_empty()) else {
        return page(&accounts, &visitor, &entry, errors, None);
    };
    let rows = summary(&accounts, &visitor, &entry, &proposal, proof);
    match posted.get("step") {
        "send" => {}
        "edit" => return page(&accounts, &visitor, &entry, errors, None),
        _ => return check(&visitor, &posted, rows, false),
    }
    if bound.open(&rows).is_err() {
        return check(&visitor, &posted, rows, true);
    }
    let both = (&entry.principal, &entry.helper);
    let taken =
        accounts.mandate_at_counter(&visitor.actor, posted.key, both, proof, proposal).await;
    match taken {
        Ok(_) => Ok(visitor.go(format!("{PATH}?done=taken"))),
        Err(error) => match words(&visitor, &error) {
            Some(text) => {
                let errors = vec![ErrorLink { href: "#principal_name".to_owned(), text }];
                page(&accounts, &visitor, &entry, errors, None)
            }
            None => Err(failure(&visitor, error)),
        },
    }
}

/// Who will act for whom, in what, until when, and by which paper: what the check page shows.
fn summary(
    accounts: &Accounts,
    visitor: &Visitor,
    entry: &Entry,
    proposal: &Proposal,
    proof: Proof,
) -> Vec<(String, String)> {
    let who = |card: &Card| format!("{} {} {}", card.name, card.id_number, card.mobile);
    let until = date_text(visitor.lang, proposal.until);
    [
        ("accounts-mandate-principal", who(&entry.principal).trim_end().to_owned()),
        ("accounts-mandate-helper", who(&entry.helper).trim_end().to_owned()),
        ("accounts-kind-title", visitor.t(kind_key(proposal.kind)).to_owned()),
        ("accounts-scope-title", scope_text(visitor, accounts, &proposal.scope)),
        ("accounts-acts-title", acts_text(visitor, &proposal.acts)),
        ("accounts-months-title", visitor.tr("accounts-until", &[("date", &until)])),
        ("accounts-proof-title", visitor.t(proof_key(proof)).to_owned()),
    ]
    .map(|(key, value)| (visitor.t(key).to_owned(), value))
    .into()
}

fn check(
    visitor: &Visitor,
    posted: &Posted,
    rows: Vec<(String, String)>,
    has_changed: bool,
) -> Outcome {
    let is_typed = |name: &str| !name.starts_with('_') && name != "step";
    let pairs = |(name, values): (&str, &[String])| {
        values.iter().map(|it| (name.to_owned(), it.clone())).collect::<Vec<_>>()
    };
    let page = CheckPage {
        p: visitor
            .page(visitor.t("accounts-counter-mandate-check"))
            .crumb("/counter/mandate", visitor.t("accounts-counter-mandate-title"))
            .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned())),
        action: PATH,
        seal: visitor.seal(policy::TAKE_CONSENT, &rows),
        hidden: posted.iter().filter(|it| is_typed(it.0)).flat_map(pairs).collect(),
        rows,
    };
    let status = if has_changed { StatusCode::CONFLICT } else { StatusCode::OK };
    visitor.html_with(status, &page)
}

fn card(posted: &Posted, prefix: &str) -> Card {
    let get = |name: &str| posted.get(&format!("{prefix}{name}")).to_owned();
    Card { name: get("name"), id_number: get("id_number"), mobile: get("mobile") }
}

struct Entry {
    principal: Card,
    helper: Card,
    proof: Option<Proof>,
    terms: TermsEntry,
    is_posted: bool,
}

impl Entry {
    fn empty() -> Self {
        Self {
            principal: Card::default(),
            helper: Card::default(),
            proof: None,
            terms: TermsEntry::new(""),
            is_posted: false,
        }
    }

    fn missing(&self, visitor: &Visitor) -> Vec<ErrorLink> {
        let needed = [
            (&self.principal.name, "principal_name", "accounts-name-needed"),
            (&self.principal.id_number, "principal_id_number", "accounts-number-needed"),
            (&self.helper.name, "helper_name", "accounts-name-needed"),
            (&self.helper.id_number, "helper_id_number", "accounts-number-needed"),
        ];
        let wrong = needed.into_iter().filter(|(value, _, _)| value.is_empty());
        wrong
            .map(|(_, id, key)| ErrorLink {
                href: format!("#{id}"),
                text: visitor.t(key).to_owned(),
            })
            .collect()
    }
}

fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    entry: &Entry,
    mut errors: Vec<ErrorLink>,
    done: Option<String>,
) -> Outcome {
    let names = |card: &Card| (card.name.clone(), card.id_number.clone());
    let (one, other) = (names(&entry.principal), names(&entry.helper));
    let mut principal = who_fields(visitor, "principal_", (&one.0, &one.1), &errors);
    principal.push(
        Field::text("principal_mobile", visitor.t("accounts-mobile"))
            .kind("tel")
            .hint(visitor.t("accounts-counter-mobile-hint"))
            .value(&entry.principal.mobile)
            .autocomplete("off")
            .optional(),
    );
    let helper = who_fields(visitor, "helper_", (&other.0, &other.1), &errors);
    let mut terms = entry.terms.fields(accounts, visitor, &MandateKind::ALL);
    terms.push(proof(visitor, entry));
    errors.extend(terms.iter().filter_map(Field::error_link));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = MandatePage {
        p: visitor
            .page(visitor.t("accounts-counter-mandate-title"))
            .with_errors(!errors.is_empty())
            .with_notice(done),
        action: PATH,
        // Nothing is bound to before the next page: it asks for a page of this session.
        seal: visitor.seal(policy::TAKE_CONSENT, &PATH),
        errors,
        principal,
        helper,
        terms,
    };
    visitor.html_with(status, &page)
}

fn proof(visitor: &Visitor, entry: &Entry) -> Field {
    let missing = (entry.is_posted && entry.proof.is_none())
        .then(|| visitor.t("accounts-refused-mandate-no-proof").to_owned());
    let mut field = Field::text("proof", visitor.t("accounts-proof-title"))
        .kind("choice")
        .hint(visitor.t("accounts-proof-hint"))
        .error(missing);
    field.options = Proof::ALL
        .iter()
        .map(|it| Choice {
            value: it.word().to_owned(),
            label: visitor.t(proof_key(*it)).to_owned(),
            checked: entry.proof == Some(*it),
        })
        .collect();
    field
}

const fn proof_key(proof: Proof) -> &'static str {
    match proof {
        Proof::IdentityCard => "accounts-proof-identity-card",
        Proof::HouseholdRegister => "accounts-proof-household-register",
        Proof::BirthCertificate => "accounts-proof-birth-certificate",
        Proof::CourtDecision => "accounts-proof-court-decision",
    }
}
