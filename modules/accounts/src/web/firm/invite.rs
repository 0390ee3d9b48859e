//! `/{l}/my/firm/{firm}/invite`: asking somebody to join.

use ::web::{Bound, ErrorLink, Field, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use super::{changed, frame, head_of, role::RoleEntry, shown};
use crate::{
    policy,
    service::{Accounts, Roll},
    web::refused::{failure, words},
};

#[derive(Template)]
#[template(path = "accounts/invite.html")]
struct InvitePage {
    p: Page,
    name: String,
    action: String,
    seal: String,
    back: String,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
}

/// The form with which somebody is asked to join.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
) -> Outcome {
    let roll = head_of(&accounts, &visitor, &firm).await?;
    let role = RoleEntry::default();
    invite_page(&accounts, &visitor, &roll, &role, ("", ""), Ok(Vec::new()))
}

/// Asks somebody to join.
pub async fn send(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
    bound: Bound,
) -> Outcome {
    let roll = head_of(&accounts, &visitor, &firm).await?;
    let posted = bound.typed().clone();
    let who = (posted.get("name"), posted.get("id_number"));
    let (entry, role) = RoleEntry::read(&accounts, &posted);
    let mut errors = Vec::new();
    for (value, id, key) in
        [(who.0, "name", "accounts-name-needed"), (who.1, "id_number", "accounts-number-needed")]
    {
        if value.is_empty() {
            errors.push(ErrorLink { href: format!("#{id}"), text: visitor.t(key).to_owned() });
        }
    }
    let Some(role) = role.filter(|_| errors.is_empty()) else {
        return invite_page(&accounts, &visitor, &roll, &entry, who, Ok(errors));
    };
    if bound.open(&shown(&roll, None)).is_err() {
        return invite_page(&accounts, &visitor, &roll, &entry, who, Err(HasChanged));
    }
    match accounts.invite(&visitor.actor, posted.key, roll.id, who, role).await {
        Ok(()) => Ok(visitor.go(visitor.path_to(&format!("/my/firm/{}?done=invited", roll.id)))),
        Err(error) => match words(&visitor, &error) {
            Some(text) => {
                let errors = vec![ErrorLink { href: "#name".to_owned(), text }];
                invite_page(&accounts, &visitor, &roll, &entry, who, Ok(errors))
            }
            None => Err(failure(&visitor, error)),
        },
    }
}

/// What was shown is not so any more.
struct HasChanged;

fn invite_page(
    accounts: &Accounts,
    visitor: &Visitor,
    roll: &Roll,
    role: &RoleEntry,
    who: (&str, &str),
    checked: Result<Vec<ErrorLink>, HasChanged>,
) -> Outcome {
    let notice = checked.is_err().then(|| changed(visitor)).flatten();
    let mut errors = checked.unwrap_or_default();
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#') == id);
        found.map(|it| it.text.clone())
    };
    let mut fields = vec![
        Field::text("name", visitor.t("accounts-name")).value(who.0).error(error("name")),
        Field::text("id_number", visitor.t("accounts-id-number"))
            .value(who.1)
            .hint(visitor.t("accounts-id-number-hint"))
            .autocomplete("off")
            .error(error("id_number")),
    ];
    let of_role = role.fields(accounts, visitor, &roll.own.role);
    errors.extend(of_role.iter().filter_map(Field::error_link));
    fields.extend(of_role);
    let status = match (&notice, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let base = format!("/my/firm/{}", roll.id);
    let p = frame(visitor, roll, visitor.t("accounts-invite-title"));
    let page = InvitePage {
        p: p.with_errors(!errors.is_empty()).with_notice(notice),
        name: roll.facts.name.clone(),
        action: visitor.path_to(&format!("{base}/invite")),
        seal: visitor.seal(policy::CHANGE_MEMBERS, &shown(roll, None)),
        back: visitor.path_to(&base),
        errors,
        fields,
    };
    visitor.html_with(status, &page)
}
