//! `/staff/me/interests`: relatives and firms, so that one's own matters go to others.

use std::collections::BTreeMap;

use ::web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::Interests;
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};

use crate::service::{Accounts, InterestsErrors, typed_interests};

const PATH: &str = "/staff/me/interests";

#[derive(Template)]
#[template(path = "accounts/interests.html")]
struct InterestsPage {
    p: Page,
    errors: Vec<ErrorLink>,
    action: &'static str,
    is_first: bool,
    fields: [Field; 3],
}

/// Shows what was declared.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let known = accounts.interests(&visitor.actor).await?;
    let is_first = known.is_none();
    let known = known.unwrap_or_default();
    let typed = [known.own_number, known.relatives.join("\n"), known.firms.join("\n")];
    let done = query.contains_key("done").then(|| visitor.t("accounts-interests-done").to_owned());
    page(&visitor, typed, Vec::new(), is_first, done)
}

/// Takes a declaration.
pub async fn declare(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let typed = ["own_number", "relatives", "firms"].map(|it| posted.get(it).to_owned());
    let read: Result<Interests, _> = typed_interests(&typed[0], &typed[1], &typed[2]);
    match read {
        Ok(interests) => {
            accounts.declare(&visitor.actor, posted.key, &interests).await?;
            Ok(visitor.go(format!("{PATH}?done=1")))
        }
        Err(wrong) => page(&visitor, typed, wrong, false, None),
    }
}

fn page(
    visitor: &Visitor,
    typed: [String; 3],
    wrong: InterestsErrors,
    is_first: bool,
    done: Option<String>,
) -> Outcome {
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
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let p = visitor
        .page(visitor.t("accounts-interests-title"))
        .with_errors(!errors.is_empty())
        .with_notice(done)
        .crumb("/me", visitor.t("accounts-me-title"));
    visitor.html_with(status, &InterestsPage { p, errors, action: PATH, is_first, fields })
}
