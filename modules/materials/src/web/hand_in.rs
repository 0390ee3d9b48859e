//! Taking what was sent for any number of requirements at once. A wrong file keeps no other from
//! being taken.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::id::CommandId;
use ledger::derived_command;
use materials_domain::missing;
use web::{File, Outcome, Upload, Visitor};

use super::{
    documents::{Documents, next},
    id,
    slots::{Errors, file_name, later_name},
};
use crate::{
    problem::Problem,
    service::{Folders, Matter, Sent},
};

/// `POST /applications/{id}/documents`
pub(super) async fn post(
    State(folders): State<Folders>,
    visitor: Visitor,
    Path(text): Path<String>,
    upload: Upload,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let action = "materials.hand_in";
    let matter = folders.own(&visitor.actor, action, id(&text)?).await.map_err(failed)?;
    let matter = folders.with_fetched(matter, &visitor.actor).await.map_err(failed)?;
    let go = upload.posted.get("go").to_owned();
    let mut errors = take(&folders, &visitor, &matter, upload).await.map_err(failed)?;
    let matter = folders.reloaded(matter).await.map_err(failed)?;
    if go.is_empty() && errors.is_empty() {
        errors = gaps(&visitor, &matter);
    }
    if !errors.is_empty() {
        let page = Documents::of(&folders, &visitor, &matter, &errors).await.map_err(failed)?;
        return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let hub = visitor.path_to(&format!("/applications/{}", matter.id));
    Ok(visitor.go(match go.as_str() {
        "stay" => format!("{hub}/documents"),
        "later" => hub,
        _ => next(&visitor, &matter),
    }))
}

/// Takes every file and promise; answers what was wrong, by requirement.
async fn take(
    folders: &Folders,
    visitor: &Visitor,
    matter: &Matter,
    upload: Upload,
) -> Result<Errors, Problem> {
    let mut errors = Errors::new();
    let key = upload.posted.key;
    let mut note = |requirement: &str, problem: Problem| match problem.text(visitor) {
        Some(text) => {
            errors.insert(requirement.to_owned(), text);
            Ok(())
        }
        None => Err(problem),
    };
    for (number, file) in upload.files.into_iter().enumerate() {
        let Some(requirement) = requirement_of(matter, &file) else { continue };
        let key = slot_key(key, &requirement, number);
        let site_mb = visitor.web().site.upload_mb;
        let sent = Sent { name: file.name, bytes: file.bytes, site_mb };
        let taken = folders.hand_in(&visitor.actor, key, matter, &requirement, sent).await;
        if let Err(problem) = taken {
            note(&requirement, problem)?;
        }
    }
    for requirement in matter.requirements() {
        if upload.posted.get(&later_name(&requirement.id)) != "yes" {
            continue;
        }
        let key = derived_command(&format!("materials.later:{}", requirement.id), key);
        let promised = folders.promise(&visitor.actor, key, matter, &requirement.id).await;
        if let Err(problem) = promised {
            note(&requirement.id, problem)?;
        }
    }
    Ok(errors)
}

fn requirement_of(matter: &Matter, file: &File) -> Option<String> {
    let all = matter.requirements().into_iter();
    all.map(|it| &it.id).find(|it| file_name(it) == file.field).cloned()
}

/// The same form sent twice hands in each file once.
fn slot_key(key: CommandId, requirement: &str, number: usize) -> CommandId {
    derived_command(&format!("materials.slot:{requirement}:{number}"), key)
}

/// What is still to be handed in before going on.
fn gaps(visitor: &Visitor, matter: &Matter) -> Errors {
    let missing = missing(&matter.folder, &matter.requirements(), false);
    let open = missing.into_iter().filter(|it| matter.is_open(&it.id));
    open.map(|it| {
        let name = it.name.get(visitor.lang);
        (it.id.clone(), visitor.tr("materials-missing", &[("name", &name)]))
    })
    .collect()
}
