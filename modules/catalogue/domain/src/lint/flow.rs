//! How the steps follow one another: each examination in its days, and side by side where nothing
//! makes one wait for the other.

use super::{Hit, Lint, Sight, error, gap, hit};
use crate::{definition::ProcessStep, finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "process.no-limit",
        law::QUALITY,
        words("审查没有时限", "審查沒有時限", "An examination without a limit"),
        words(
            "写明几天；各环节时限之和不超过承诺时限",
            "寫明幾天；各環節時限之和不超過承諾時限",
            "Say how many days; all steps together take no longer than the promise",
        ),
        no_limit,
    ),
    gap(
        "process.serial",
        law::LICENSING_26,
        words(
            "不同部门的审查一个接一个，其实可以同时进行",
            "不同部門的審查一個接一個，其實可以同時進行",
            "Reviews of different units wait for one another without need",
        ),
        words(
            "合成一个联合审查（joint_review）；后一个要看前一个结论的，在审查要点里写出前一个的名称",
            "合成一個聯合審查（joint_review）；後一個要看前一個結論的，在審查要點裡寫出前一個的名稱",
            "Make them members of one `joint_review`; if the later one reads what the earlier one \
             finds, name that step in its checklist",
        ),
        serial,
    ),
];

fn no_limit(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, step) in sight.definition.process.iter().enumerate() {
        let place = format!("/process/{index}");
        if let ProcessStep::Review(spec) = step
            && spec.days == 0
        {
            hits.push(hit(format!("{place}/days"), &*spec.id));
        }
        for (number, member) in step.members().iter().enumerate() {
            if member.days == 0 {
                hits.push(hit(format!("{place}/members/{number}/days"), &*member.id));
            }
        }
    }
    hits
}

/// The units that examine in a step; none of a step that examines nothing.
fn units(step: &ProcessStep) -> Vec<&str> {
    match step {
        ProcessStep::Review(spec) => vec![spec.unit.as_str()],
        ProcessStep::JointReview(review) => {
            review.members.iter().map(|member| member.unit.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the step looks at what an earlier one found: its checklist names that step.
fn reads(step: &ProcessStep, earlier: &ProcessStep) -> bool {
    let name = earlier.name().zh_hans.trim();
    let own = step.spec().into_iter().flat_map(|spec| &spec.checklist);
    let members = step.members().iter().flat_map(|member| &member.checklist);
    own.chain(members).any(|point| point.zh_hans.contains(name))
}

fn serial(sight: &Sight<'_>) -> Vec<Hit> {
    let steps = &sight.definition.process;
    let mut hits = Vec::new();
    for (index, (first, second)) in steps.iter().zip(steps.iter().skip(1)).enumerate() {
        let (before, after) = (units(first), units(second));
        let are_reviews = !before.is_empty() && !after.is_empty();
        let is_shared = after.iter().any(|unit| before.contains(unit));
        if are_reviews && !is_shared && !reads(second, first) {
            let detail = format!("{} → {}", first.id(), second.id());
            hits.push(hit(format!("/process/{}", index + 1), detail));
        }
    }
    hits
}
