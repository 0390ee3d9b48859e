use kernel::Role;
use serde_json::Value;

use super::*;
use crate::Effect;

fn someone(number: u8, role: Role) -> Actor {
    let id = format!("01900000-0000-7000-8000-0000000000{number:02x}").parse().unwrap();
    Actor::staff(role, id, "government-services")
}

fn given(hours: i64) -> Given {
    let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
    Given { now, today: jiff::civil::date(1970, 1, 1), serial: 0 }
}

fn after(approval: &Approval, by: &Actor, events: Vec<ApprovalEvent>) -> Approval {
    let mut next = approval.clone();
    for event in events {
        let id = "01900000-0000-7000-8000-0000000000ff".parse().unwrap();
        next.apply(&Recorded { id, seq: 1, at: given(0).now, by: by.clone(), event });
    }
    next
}

fn proposed() -> Approval {
    let plan = Plan { effect: Effect::default(), order: Value::Null };
    let proposal = Proposal {
        kind: "regions.publish_calendar".to_owned(),
        authority: "government-services".to_owned(),
        matter: "calendar/national".to_owned(),
        digest: "abc".to_owned(),
        reviews: Vec::new(),
        content: Content::Open(Box::new(plan)),
    };
    let by = someone(1, Role::Administrator);
    let empty = Approval::default();
    let events = empty.propose(proposal, &by, &given(0)).unwrap();
    after(&empty, &by, events)
}

const NOW: SignedDuration = SignedDuration::ZERO;

#[test]
fn who_wishes_it_approves_it_in_no_role() {
    for role in Role::ALL {
        let again = someone(1, role);
        assert_eq!(
            proposed().approve(&again, &Assent::to("abc"), NOW, &given(1)),
            Err(ApprovalRefusal::Own),
            "{role:?}"
        );
        assert_eq!(proposed().refuse(&again, "no", &given(1)), Err(ApprovalRefusal::Own));
    }
    assert!(
        proposed()
            .approve(&someone(2, Role::Administrator), &Assent::to("abc"), NOW, &given(1))
            .is_ok()
    );
}

#[test]
fn an_approval_is_bound_to_what_was_shown() {
    let other = someone(2, Role::Administrator);
    let refused = proposed().approve(&other, &Assent::to("abd"), NOW, &given(1));
    assert_eq!(refused, Err(ApprovalRefusal::Changed));
}

#[test]
fn it_expires_to_the_second_and_not_before() {
    let other = someone(2, Role::Administrator);
    assert!(proposed().approve(&other, &Assent::to("abc"), NOW, &given(23)).is_ok());
    let late = proposed().approve(&other, &Assent::to("abc"), NOW, &given(24));
    assert_eq!(late, Err(ApprovalRefusal::Expired));
    assert_eq!(proposed().expire(&given(23)), Err(ApprovalRefusal::Early));
    assert_eq!(proposed().expire(&given(24)), Ok(vec![ApprovalEvent::Expired]));
}

#[test]
fn while_it_waits_for_its_time_both_may_take_it_back_and_nobody_else() {
    let (one, two, three) = (
        someone(1, Role::Administrator),
        someone(2, Role::Administrator),
        someone(3, Role::Administrator),
    );
    let first = proposed();
    let delay = SignedDuration::from_hours(1);
    let events = first.approve(&two, &Assent::to("abc"), delay, &given(1)).unwrap();
    let approved = after(&first, &two, events);
    assert!(!approved.is_due(given(1).now) && approved.is_due(given(2).now));
    assert_eq!(approved.withdraw(&three, "x"), Err(ApprovalRefusal::NotOwn));
    assert!(approved.withdraw(&one, "").is_ok());
    let back = after(&approved, &two, approved.withdraw(&two, "a slip").unwrap());
    assert_eq!(back.state, ApprovalState::Withdrawn);
    assert_eq!(back.executed(), Err(ApprovalRefusal::Over));
    assert_eq!(
        back.approve(&three, &Assent::to("abc"), NOW, &given(2)),
        Err(ApprovalRefusal::Over)
    );
}

#[test]
fn a_refusal_needs_a_reason() {
    let other = someone(2, Role::Administrator);
    assert_eq!(proposed().refuse(&other, "  ", &given(1)), Err(ApprovalRefusal::NoReason));
    assert!(proposed().refuse(&other, "not now", &given(1)).is_ok());
}

#[test]
fn nothing_is_carried_out_that_was_not_approved() {
    assert_eq!(proposed().executed(), Err(ApprovalRefusal::Over));
    assert!(!proposed().is_due(Timestamp::MAX));
}

#[test]
fn somebody_above_stops_it_with_a_reason_until_it_is_over() {
    let (two, above) = (someone(2, Role::Administrator), someone(3, Role::Supervisor));
    let first = proposed();
    let events =
        first.approve(&two, &Assent::to("abc"), SignedDuration::from_hours(1), &given(1)).unwrap();
    let approved = after(&first, &two, events);
    assert_eq!(approved.stop(" "), Err(ApprovalRefusal::NoReason));
    let stopped = after(&approved, &above, approved.stop("the wrong licence").unwrap());
    assert_eq!(stopped.state, ApprovalState::Withdrawn);
    assert_eq!(stopped.stop("again"), Err(ApprovalRefusal::Over));
    assert_eq!(Approval::default().stop("x"), Err(ApprovalRefusal::Unknown));
}

fn reviewed(reviews: &BTreeMap<String, String>) -> Assent<'_> {
    Assent { reviews, ..Assent::to("abc") }
}

#[test]
fn what_needs_a_reason_is_let_pass_with_one_each_and_not_otherwise() {
    let mut approval = proposed();
    if let Some(proposal) = &mut approval.proposal {
        proposal.reviews = vec!["1".to_owned(), "2".to_owned()];
    }
    let other = someone(2, Role::Administrator);
    let said = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
        all.iter().map(|(id, reason)| ((*id).to_owned(), (*reason).to_owned())).collect()
    };
    let long = "长".repeat(REVIEW_LIMIT + 1);
    for reasons in [
        said(&[]),
        said(&[("1", "单位账户")]),
        said(&[("1", "单位账户"), ("2", "  ")]),
        said(&[("1", "单位账户"), ("3", "单位邮箱")]),
        said(&[("1", "单位账户"), ("2", &long)]),
    ] {
        let refused = approval.approve(&other, &reviewed(&reasons), NOW, &given(1));
        assert_eq!(refused, Err(ApprovalRefusal::NoReview), "{reasons:?}");
    }
    let refused = approval.approve(&other, &Assent::to("abc"), NOW, &given(1));
    assert_eq!(refused, Err(ApprovalRefusal::NoReview));
    let reasons = said(&[("1", " 单位账户 "), ("2", "单位邮箱"), ("9", "没有问到")]);
    let events = approval.approve(&other, &reviewed(&reasons), NOW, &given(1)).unwrap();
    let after = after(&approval, &other, events);
    let kept: Vec<_> =
        after.reviews.iter().map(|it| (it.id.as_str(), it.reason.as_str())).collect();
    assert_eq!(kept, [("1", "单位账户"), ("2", "单位邮箱")]);
}
