//! `POST /staff/cases/{case}/judge`: the verdicts on the materials, all at once.

use axum::extract::{Path, State};
use ledger::derived_command;
use materials_domain::Verdict;
use web::{ErrorLink, Outcome, Posted, Visitor};

use super::{
    case_page::again,
    form::Typed,
    shared::{standing, wrong},
};
use crate::{service::Desk, trouble::failure};

/// Saves what was judged; a wrong material needs a reason.
pub(super) async fn judge(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    posted: Posted,
) -> Outcome {
    let (id, case, _) = standing(&desk, &visitor, &reference, "cases.accept", None).await?;
    let own = desk.on_duty(&case, id, &visitor.actor).await;
    own.map_err(|it| failure(&visitor, it))?;
    let published = desk.definition(&case).map_err(|it| failure(&visitor, it))?;
    let (verdicts, errors) = read(&visitor, &posted, &published.definition);
    for (requirement, verdict) in verdicts {
        let key = derived_command("cases.judge", format!("{}/{requirement}", posted.key));
        desk.materials
            .judge(key, id.application(), &requirement, verdict, &visitor.actor)
            .await
            .map_err(|error| failure(&visitor, error.into()))?;
    }
    if !errors.is_empty() {
        return again(&desk, &visitor, &reference, &Typed::default(), errors).await;
    }
    Ok(visitor.go(format!("/staff/cases/{0}?done=judged&of={0}", case.reference)))
}

type Verdicts = Vec<(String, Verdict)>;

fn read(
    visitor: &Visitor,
    posted: &Posted,
    definition: &catalogue_domain::Definition,
) -> (Verdicts, Vec<ErrorLink>) {
    let (mut verdicts, mut errors) = (Vec::new(), Vec::new());
    for requirement in &definition.materials {
        let id = &requirement.id;
        let reason = posted.get(&format!("why-{id}"));
        match posted.get(&format!("verdict-{id}")) {
            "good" => verdicts.push((id.clone(), Verdict::Good)),
            "wrong" if reason.is_empty() => {
                errors.push(wrong(visitor, &format!("why-{id}"), "cases-staff-verdict-reason"));
            }
            "wrong" => {
                let reason = reason.into();
                verdicts.push((id.clone(), Verdict::Wrong { reason }));
            }
            _ => {}
        }
    }
    (verdicts, errors)
}
