//! Rehearsals of definitions in which something is wrong on purpose, and of those of the city.

use catalogue_domain::{
    Condition, Definition,
    definition::{Merge, ProcessStep},
};
use kernel::{LocalText, Role};

use super::*;

const SERVICES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../services");

fn service(id: &str) -> Definition {
    let text = std::fs::read_to_string(format!("{SERVICES}/{id}/service.yaml")).unwrap();
    Definition::read(id, &text).unwrap().0
}

fn food() -> Definition {
    service("food-business-licence")
}

fn monday() -> Date {
    "2026-03-02".parse().unwrap()
}

fn few() -> Assumptions {
    Assumptions { applications: 300, ..Assumptions::default() }
}

fn rehearsed(definition: &Definition, assumptions: Assumptions) -> Report {
    rehearse(definition, &WorkCalendar::default(), monday(), assumptions)
}

fn elements(report: &Report, code: Code) -> Vec<&str> {
    let found = report.findings.iter().filter(|it| it.code == code);
    found.map(|it| it.element.as_str()).collect()
}

fn adds_up(report: &Report) {
    let it = report.outcomes;
    let ended = it.granted + it.refused + it.not_accepted + it.withdrawn;
    assert_eq!(ended + it.not_filed + it.dead + it.open, it.arrived, "{it:?}");
}

#[test]
fn a_sound_service_with_enough_officers_has_no_trouble() {
    let report = rehearsed(&food(), few());
    adds_up(&report);
    assert_eq!(report.outcomes.arrived, 300);
    assert!(report.outcomes.granted > 200, "{:?}", report.outcomes);
    assert!(!report.has_errors(), "{:?}", report.findings);
    assert!(report.outcomes.refused > 0 && report.days.count > 200);
    assert!(report.days.p50 <= report.days.p90 && report.days.p90 <= report.days.most);
    let drawn: u32 = report.days.bars.iter().map(|it| it.count).sum();
    assert_eq!(drawn, report.days.count);
    assert!(report.steps.iter().any(|it| it.step == "decide" && it.done > 200));
}

#[test]
fn the_same_seed_gives_the_same_report_and_another_gives_another() {
    let food = food();
    let first = rehearsed(&food, few());
    assert_eq!(first, rehearsed(&food, few()));
    assert_ne!(first, rehearsed(&food, Assumptions { seed: 2, ..few() }));
}

#[test]
fn a_process_without_a_decision_is_a_dead_end_with_a_way_that_leads_there() {
    let mut food = food();
    food.process.retain(|it| !matches!(it.id(), "decide" | "issue" | "deliver"));
    let report = rehearsed(&food, few());
    adds_up(&report);
    assert!(report.has_errors());
    assert_eq!(elements(&report, Code::DeadEnd), ["process.review"]);
    let end = &report.dead_ends[0];
    assert_eq!(end.why, "leads_nowhere");
    assert!(end.count > 200, "{end:?}");
    assert!(end.path.iter().any(|(question, _)| question == "situation.trade"), "{end:?}");
}

#[test]
fn who_has_examined_everything_cannot_decide_alone() {
    let mut food = food();
    for step in &mut food.process {
        if let ProcessStep::Accept(spec) = step {
            spec.role = Role::Approver;
        }
    }
    let alone = [("market-regulation/approver".to_owned(), 1)].into_iter().collect();
    let report = rehearsed(&food, Assumptions { officers_of: alone, ..few() });
    assert!(report.dead_ends.iter().any(|it| it.step == "decide" && it.why == "case.same_person"));
}

#[test]
fn an_opinion_against_without_a_reason_to_refuse_leaves_no_way_out() {
    let mut food = food();
    food.refusals.clear();
    let report = rehearsed(&food, Assumptions { refused_percent: 30, ..few() });
    adds_up(&report);
    assert!(report.dead_ends.iter().any(|it| it.why == "case.review_against"), "{report:?}");
}

#[test]
fn a_joint_review_whose_lead_is_nobody_never_grants() {
    let mut food = food();
    for step in &mut food.process {
        if let ProcessStep::JointReview(review) = step {
            (review.merge, review.lead) = (Merge::Lead, Some("nobody".to_owned()));
        }
    }
    let report = rehearsed(&food, few());
    assert_eq!(elements(&report, Code::NeverGranted), ["process"]);
}

#[test]
fn questions_and_materials_that_nobody_comes_to_are_named() {
    let mut food = food();
    let never = Condition::parse("situation.trade == 'bakery'").unwrap();
    for field in food.form.iter_mut().flat_map(|it| &mut it.fields) {
        if field.id == "seats" {
            field.when = Some(never.clone());
        }
    }
    for material in food.materials.iter_mut().filter(|it| it.id == "cold-room-statement") {
        material.when = Some(never.clone());
    }
    let report = rehearsed(&food, few());
    assert_eq!(elements(&report, Code::NeverAsked), ["answers.seats"]);
    assert_eq!(elements(&report, Code::NeverNeeded), ["materials.cold-room-statement"]);
}

#[test]
fn a_limit_in_a_condition_is_tried_from_both_sides() {
    let mut food = food();
    let large = Condition::parse("int(answers.area) > 77776").unwrap();
    let small = Condition::parse("int(answers.area) <= 77776").unwrap();
    for material in &mut food.materials {
        match material.id.as_str() {
            "layout-plan" => material.when = Some(large.clone()),
            "safety-rules" => material.when = Some(small.clone()),
            _ => {}
        }
    }
    let report = rehearsed(&food, few());
    assert!(elements(&report, Code::NeverNeeded).is_empty(), "{:?}", report.findings);
}

#[test]
fn a_question_that_takes_no_answer_keeps_everybody_out() {
    let mut food = food();
    for field in food.form.iter_mut().flat_map(|it| &mut it.fields) {
        if field.id == "area" {
            (field.min, field.max) = (Some(10), Some(1));
        }
    }
    let report = rehearsed(&food, few());
    adds_up(&report);
    assert_eq!(report.outcomes.not_filed, report.outcomes.arrived);
    assert_eq!(elements(&report, Code::CannotFillIn), ["answers.area"]);
}

#[test]
fn too_few_officers_let_the_queue_grow_and_the_promise_break() {
    let busy = Assumptions { officers: 1, arrivals_a_day: 40, applications: 1_000, ..few() };
    let report = rehearsed(&food(), busy);
    adds_up(&report);
    let posts = elements(&report, Code::TooFewOfficers);
    assert!(posts.contains(&"market-regulation/examiner"), "{posts:?}");
    assert!(report.promise_broken > 100, "{}", report.promise_broken);
    assert!(report.statute_broken > 100, "{}", report.statute_broken);
    let queue = report.posts.iter().find(|it| it.unit == "market-regulation").unwrap();
    let (first, later) = (queue.queue_by_day[0], queue.queue_by_day[14]);
    assert!(later > first, "{first} {later}");
    assert!(!elements(&report, Code::AcceptedBySilence).is_empty());
}

#[test]
fn a_promise_of_no_day_at_all_is_broken_and_the_law_is_kept() {
    let mut food = food();
    food.limits.promised.days = 0;
    let report = rehearsed(&food, Assumptions { special_percent: 0, arrivals_a_day: 20, ..few() });
    assert!(report.promise_broken > 0);
    assert_eq!(elements(&report, Code::PromiseBroken), ["limits.promised"]);
    assert_eq!(report.statute_broken, 0);
}

#[test]
fn answers_that_need_no_material_are_shown() {
    let mut food = food();
    let shop = Condition::parse("situation.trade == 'shop'").unwrap();
    for material in &mut food.materials {
        material.when = Some(shop.clone());
    }
    let report = rehearsed(&food, few());
    let bare = elements(&report, Code::NoMaterials);
    assert!(bare.contains(&"cold_dishes=no, trade=canteen"), "{bare:?}");
    assert!(!bare.contains(&"trade=shop"), "{bare:?}");
}

#[test]
fn a_reason_that_nobody_needs_and_a_limit_of_centuries_are_told() {
    let mut food = food();
    let mut other = food.refusals[0].clone();
    (other.code, other.text) = ("never".to_owned(), LocalText::same("无"));
    food.refusals.push(other);
    let report = rehearsed(&food, Assumptions { applications: 20, ..few() });
    adds_up(&report);
    food.limits.statutory.days = 1_000_000;
    let report = rehearsed(&food, few());
    assert_eq!(elements(&report, Code::LimitTooLong), ["limits"]);
    assert_eq!(report.outcomes.arrived, 0);
}

#[test]
fn assumptions_stay_within_what_can_be_rehearsed() {
    let wild = Assumptions {
        applications: u32::MAX,
        officers: 0,
        minutes: 0,
        returned_percent: 900,
        ..Assumptions::default()
    };
    let tame = wild.within(&food());
    assert!(tame.applications <= MOST_APPLICATIONS && tame.applications >= 5_000, "{tame:?}");
    assert_eq!((tame.officers, tame.minutes, tame.returned_percent), (1, 1, 100));
}

#[test]
fn no_service_of_the_city_leads_into_a_dead_end() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for folder in std::fs::read_dir(SERVICES).unwrap() {
        let path = folder.unwrap().path();
        if !path.join("service.yaml").is_file() {
            continue;
        }
        count += 1;
        let id = path.file_name().unwrap().to_str().unwrap().to_owned();
        let report = rehearsed(&service(&id), Assumptions { applications: 120, ..few() });
        adds_up(&report);
        let errors = report.findings.iter().filter(|it| {
            matches!(it.code, Code::DeadEnd | Code::CannotFillIn | Code::StaysOpen)
                || it.code == Code::NeverGranted
        });
        wrong.extend(
            errors.map(|it| {
                format!("{id}: {} {} {:?}", it.code.word(), it.element, report.dead_ends)
            }),
        );
    }
    assert!(count >= 47, "only {count} services");
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
