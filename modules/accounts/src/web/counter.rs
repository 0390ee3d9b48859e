//! `/staff/counter/mandate`: a mandate whose principal stands at the counter.

use std::collections::BTreeMap;

use ::web::{Choice, ErrorLink, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{MandateKind, Proof};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};

use super::{
    mandates::{TermsEntry, who_fields},
    refused::{failure, words},
};
use crate::service::{Accounts, Card};

const PATH: &str = "/staff/counter/mandate";

#[derive(Template)]
#[template(path = "accounts/counter-mandate.html")]
struct MandatePage {
    p: Page,
    action: &'static str,
    errors: Vec<ErrorLink>,
    principal: Vec<Field>,
    helper: Vec<Field>,
    terms: Vec<Field>,
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

/// Takes it in.
pub async fn post(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
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
