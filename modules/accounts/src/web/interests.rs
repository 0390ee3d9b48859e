//! `/staff/me/interests`: relatives and firms, so that one's own matters go to others.

use std::collections::BTreeMap;

use ::web::{Bound, ErrorLink, Field, Outcome, Page, Visitor};
use accounts_domain::Interests;
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};

use crate::{
    policy,
    service::{Accounts, InterestsErrors, typed_interests},
};

const PATH: &str = "/staff/me/interests";

#[derive(Template)]
#[template(path = "accounts/interests.html")]
struct InterestsPage {
    p: Page,
    errors: Vec<ErrorLink>,
    action: &'static str,
    seal: String,
    is_first: bool,
    /// What is declared now, where it differs from what the form began with.
    known: Vec<(String, String)>,
    fields: [Field; 3],
}

/// What the page says beside what was typed.
#[derive(Default)]
struct Said {
    wrong: InterestsErrors,
    has_changed: bool,
    done: Option<String>,
}

/// Shows what was declared.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let known = accounts.interests(&visitor.actor).await?;
    let typed = lines(&known.clone().unwrap_or_default());
    let done = query.contains_key("done").then(|| visitor.t("accounts-interests-done").to_owned());
    page(&visitor, known.as_ref(), typed, Said { done, ..Said::default() })
}

/// A declaration as it stands in the fields.
fn lines(it: &Interests) -> [String; 3] {
    [it.own_number.clone(), it.relatives.join("\n"), it.firms.join("\n")]
}

/// Takes a declaration in the place of the one that was shown.
pub async fn declare(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let known = accounts.interests(&visitor.actor).await?;
    let typed = ["own_number", "relatives", "firms"].map(|it| bound.typed().get(it).to_owned());
    let read: Result<Interests, _> = typed_interests(&typed[0], &typed[1], &typed[2]);
    let interests = match read {
        Ok(interests) => interests,
        Err(wrong) => {
            return page(&visitor, known.as_ref(), typed, Said { wrong, ..Said::default() });
        }
    };
    let Ok(posted) = bound.open(&known) else {
        let said = Said { has_changed: true, ..Said::default() };
        return page(&visitor, known.as_ref(), typed, said);
    };
    accounts.declare(&visitor.actor, posted.key, &interests).await?;
    Ok(visitor.go(format!("{PATH}?done=1")))
}

fn page(visitor: &Visitor, known: Option<&Interests>, typed: [String; 3], said: Said) -> Outcome {
    let Said { wrong, has_changed, done } = said;
    let notice = has_changed.then(|| visitor.t("web-shown-changed").to_owned()).or(done);
    let error = |id: &str| {
        let found = wrong.iter().find(|(field, _)| *field == id);
        found.map(|(_, key)| visitor.t(key).to_owned())
    };
    let [own, relatives, firms] = typed;
    let field = |id: &str, label: &str, hint: &str, value: String| {
        let field = Field::text(id, visitor.t(label)).hint(visitor.t(hint)).value(value);
        field.error(error(id)).autocomplete("off")
    };
    let fields = [
        field("own_number", "accounts-interests-own", "accounts-interests-own-hint", own),
        field("relatives", "accounts-interests-relatives", "accounts-interests-lines", relatives)
            .kind("long_text")
            .optional(),
        field("firms", "accounts-interests-firms", "accounts-interests-lines", firms)
            .kind("long_text")
            .optional(),
    ];
    let errors: Vec<_> = fields.iter().filter_map(Field::error_link).collect();
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let labels =
        ["accounts-interests-own", "accounts-interests-relatives", "accounts-interests-firms"];
    let now = known.filter(|_| has_changed).map(lines).unwrap_or_default();
    let rows = labels.iter().zip(now).filter(|(_, value)| !value.is_empty());
    let now = rows.map(|(key, value)| (visitor.t(key).to_owned(), value)).collect();
    let p = visitor
        .page(visitor.t("accounts-interests-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice)
        .crumb("/me", visitor.t("accounts-me-title"));
    let seal = visitor.seal(policy::DECLARE_INTERESTS, &known);
    let is_first = known.is_none();
    let page = InterestsPage { p, errors, action: PATH, seal, is_first, known: now, fields };
    visitor.html_with(status, &page)
}
