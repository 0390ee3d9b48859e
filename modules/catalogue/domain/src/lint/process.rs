//! The process: begins with receipt, decides once, ends with delivery.

use kernel::Role;

use super::{Hit, Lint, Sight, each, error, hit, when};
use crate::{
    definition::{ItemKind, JointReview, Merge, ProcessStep},
    finding::words,
    law,
};

/// The steps that a licence item has at least.
const LICENCE_STEPS: usize = 5;

pub(super) const LINTS: &[Lint] = &[
    error(
        "process.start",
        law::LICENSING_34,
        words(
            "流程不是从收件、受理开始",
            "流程不是從收件、受理開始",
            "The process does not begin with receive and accept",
        ),
        words(
            "前两步是收件和受理，各一次",
            "前兩步是收件和受理，各一次",
            "Begin with `receive` and `accept`, once each",
        ),
        start,
    ),
    error(
        "process.decide",
        law::LICENSING_38,
        words(
            "流程不是正好决定一次",
            "流程不是正好決定一次",
            "The process does not decide exactly once",
        ),
        words("只留一步决定", "只留一步決定", "Have one step `decide`"),
        decide,
    ),
    error(
        "process.end",
        law::LICENSING_42,
        words(
            "流程不是以制证、送达结束",
            "流程不是以製證、送達結束",
            "The process does not end with issue and deliver",
        ),
        words(
            "决定之后是制证和送达，各一次",
            "決定之後是製證和送達，各一次",
            "After `decide` come `issue` and `deliver`, once each",
        ),
        end,
    ),
    error(
        "process.examination",
        law::QUALITY,
        words(
            "审查环节与审查类型不一致",
            "審查環節與審查類型不一致",
            "Review steps and kind of examination do not agree",
        ),
        words(
            "即审即办没有审查环节，前审后批至少一个",
            "即審即辦沒有審查環節，前審後批至少一個",
            "`instant` has no review step, `review` at least one",
        ),
        examination,
    ),
    error(
        "process.steps",
        law::QUALITY,
        words(
            "许可事项的环节不足五个",
            "許可事項的環節不足五個",
            "A licence item has fewer than five steps",
        ),
        words(
            "受理、审核、审批、办结、送达都要有",
            "受理、審核、審批、辦結、送達都要有",
            "Accept, examine, decide, issue and deliver",
        ),
        steps,
    ),
    error(
        "process.role",
        law::LICENSING_34,
        words("角色不能做这个环节", "角色不能做這個環節", "A role may not do this step"),
        words(
            "收件和送达由窗口或审查人员，审查由审查人员，决定由决定人员",
            "收件和送達由窗口或審查人員，審查由審查人員，決定由決定人員",
            "Reviews are for `examiner`, the decision for `approver`, all else for `clerk` or `examiner`",
        ),
        role,
    ),
    error(
        "process.joint",
        law::LICENSING_26,
        words("联合审查的成员不对", "聯合審查的成員不對", "Wrong members of a joint review"),
        words(
            "至少两个成员；由主办决定时写明谁是主办",
            "至少兩個成員；由主辦決定時寫明誰是主辦",
            "At least two members; with `merge: lead` name one of them as `lead`, otherwise none",
        ),
        joint,
    ),
    error(
        "process.checklist",
        law::GUIDE_2016_EXAMINATION,
        words("审查没有要点", "審查沒有要點", "A review has no checklist"),
        words(
            "写明审查什么、怎样算通过",
            "寫明審查什麼、怎樣算通過",
            "Say what is examined and when it passes",
        ),
        checklist,
    ),
];

fn kinds<'a>(sight: &Sight<'a>) -> Vec<&'a str> {
    sight.definition.process.iter().map(ProcessStep::kind).collect()
}

/// Whether the steps at the place are exactly these, and nowhere else.
fn is_once(kinds: &[&str], place: Option<&[&str]>, expected: &[&str]) -> bool {
    let count = kinds.iter().filter(|kind| expected.contains(kind)).count();
    place == Some(expected) && count == expected.len()
}

fn start(sight: &Sight<'_>) -> Vec<Hit> {
    let kinds = kinds(sight);
    let is_right = is_once(&kinds, kinds.get(..2), &["receive", "accept"]);
    when(!is_right, "/process", kinds.join(", "))
}

fn decide(sight: &Sight<'_>) -> Vec<Hit> {
    let kinds = kinds(sight);
    let count = kinds.iter().filter(|kind| **kind == "decide").count();
    when(count != 1, "/process", count.to_string())
}

fn end(sight: &Sight<'_>) -> Vec<Hit> {
    let kinds = kinds(sight);
    let last = kinds.len().checked_sub(2).and_then(|first| kinds.get(first..));
    let is_ended = is_once(&kinds, last, &["issue", "deliver"]);
    let decided = kinds.iter().position(|kind| *kind == "decide");
    let is_final = decided.is_none_or(|place| place + 3 == kinds.len());
    when(!is_ended || !is_final, "/process", kinds.join(", "))
}

fn examination(sight: &Sight<'_>) -> Vec<Hit> {
    let has_review = kinds(sight).iter().any(|kind| matches!(*kind, "review" | "joint_review"));
    let is_instant = sight.definition.is_instant();
    let detail = if is_instant { "instant" } else { "review" };
    when(has_review == is_instant, "/implementation/examination", detail)
}

fn steps(sight: &Sight<'_>) -> Vec<Hit> {
    let count = sight.definition.process.len();
    let is_licence = sight.definition.item.kind == ItemKind::Licence;
    when(is_licence && count < LICENCE_STEPS, "/process", count.to_string())
}

fn role(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, step) in sight.definition.process.iter().enumerate() {
        let place = format!("/process/{index}");
        if let Some(spec) = step.spec() {
            let is_right = match step {
                ProcessStep::Decide(_) => spec.role == Role::Approver,
                ProcessStep::Review(_) => spec.role == Role::Examiner,
                _ => matches!(spec.role, Role::Clerk | Role::Examiner),
            };
            let detail = format!("{}: {}", spec.id, spec.role.word());
            hits.extend(when(!is_right, format!("{place}/role"), detail));
        }
        for (number, member) in step.members().iter().enumerate() {
            let detail = format!("{}: {}", member.id, member.role.word());
            let pointer = format!("{place}/members/{number}/role");
            hits.extend(when(member.role != Role::Examiner, pointer, detail));
        }
    }
    hits
}

fn joint(sight: &Sight<'_>) -> Vec<Hit> {
    each("process", &sight.definition.process, "", |step| match step {
        ProcessStep::JointReview(review) => (!is_complete(review)).then(|| review.id.clone()),
        _ => None,
    })
}

fn is_complete(review: &JointReview) -> bool {
    let is_member = |lead: &String| review.members.iter().any(|member| member.id == *lead);
    let lead_fits = match review.merge {
        Merge::Lead => review.lead.as_ref().is_some_and(is_member),
        Merge::All | Merge::Any => review.lead.is_none(),
    };
    review.members.len() >= 2 && lead_fits
}

fn checklist(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, step) in sight.definition.process.iter().enumerate() {
        let place = format!("/process/{index}");
        if let ProcessStep::Review(spec) = step
            && spec.checklist.is_empty()
        {
            hits.push(hit(format!("{place}/checklist"), &*spec.id));
        }
        for (number, member) in step.members().iter().enumerate() {
            if member.checklist.is_empty() {
                hits.push(hit(format!("{place}/members/{number}/checklist"), &*member.id));
            }
        }
    }
    hits
}
