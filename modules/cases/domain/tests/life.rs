//! Life stories of cases, told on dates of real calendars.
#![expect(clippy::unwrap_used, reason = "a story that breaks off stops loudly")]

use std::collections::BTreeSet;

use accounts_domain::Party;
use cases_domain::{
    Case, CaseEvent, CaseRefusal, Conclusion, CorrectionItem, Filing, Opinion, Returned, Ruling,
    Stage, held, told_outside,
};
use catalogue_domain::{Definition, definition::Channel};
use jiff::civil::Date;
use kernel::{
    Actor, Aggregate, LocalText, Recorded, Role, Sealed,
    calendar::{Holiday, WorkCalendar, YearCalendar},
    id::{AccountId, EventId, LicenceId, SubjectId},
};
use uuid::Uuid;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn account(number: u128) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(number))
}

fn holiday(from: &str, to: &str) -> Holiday {
    Holiday { name: LocalText::same("假"), from: day(from), to: day(to) }
}

/// The parts of the years 2024 to 2026 that the stories touch.
fn calendar() -> WorkCalendar {
    let year = |year, holidays, make_up: &[&str]| YearCalendar {
        year,
        source: "国办发明电〔2025〕7号".to_owned(),
        holidays,
        make_up: make_up.iter().map(|it| day(it)).collect(),
    };
    let spring = vec![holiday("2026-02-15", "2026-02-23")];
    WorkCalendar::new(1, vec![year(2026, spring, &["2026-02-14", "2026-02-28"])]).unwrap()
}

fn food_business() -> Definition {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../services/food-business-licence/service.yaml"
    );
    let text = std::fs::read_to_string(path).unwrap();
    Definition::read("service.yaml", &text).unwrap().0
}

/// A case with its service, its calendar and the day it is.
struct Story {
    case: Case,
    service: Definition,
    calendar: WorkCalendar,
    today: Date,
    seq: u64,
}

impl Story {
    fn begins(on: &str) -> Self {
        Self {
            case: Case::default(),
            service: food_business(),
            calendar: calendar(),
            today: day(on),
            seq: 0,
        }
    }

    fn on(&mut self, date: &str) -> &mut Self {
        self.today = day(date);
        self
    }

    fn happens(&mut self, by: &Actor, events: Result<Vec<CaseEvent>, CaseRefusal>) -> &mut Self {
        for event in events.unwrap() {
            self.seq += 1;
            let id = EventId::from_uuid(Uuid::from_u128(self.seq.into()));
            let at = jiff::Timestamp::UNIX_EPOCH;
            self.case.apply(&Recorded { id, seq: self.seq, at, by: by.clone(), event });
        }
        self
    }

    fn citizen_submits(&mut self) -> &mut Self {
        let subject = SubjectId::from_uuid(Uuid::from_u128(1));
        let filing = Filing {
            reference: "RC-7K4M-92XP".to_owned(),
            number: "1".to_owned(),
            code: "print".to_owned(),
            sealed_code: Sealed::of(subject, String::new()),
            service: self.service.id.clone(),
            revision: 1,
            name: self.service.name().clone(),
            authority: "market-regulation".to_owned(),
            party: Party { subject, account: account(1), firm: None },
            channel: Channel::Online,
            paper: None,
        };
        let events = self.case.submit(&self.service, filing, self.today, &self.calendar);
        self.happens(&citizen(), events)
    }

    fn examiner_accepts(&mut self) -> &mut Self {
        let events = self.case.accept(&self.service, BTreeSet::new(), self.today, &self.calendar);
        self.happens(&examiner(), events)
    }

    fn says(&self, by: &Actor, in_favour: bool) -> Result<Vec<CaseEvent>, CaseRefusal> {
        let opinion = Opinion { in_favour, text: "看过".into() };
        self.case.review(&self.service, opinion, by, self.today, &self.calendar)
    }

    fn both_departments_agree(&mut self) -> &mut Self {
        let events = self.says(&examiner(), true);
        self.happens(&examiner(), events);
        let events = self.says(&fire_officer(), true);
        self.happens(&fire_officer(), events)
    }

    fn step(&self) -> &str {
        self.case.step().unwrap_or_default()
    }
}

fn citizen() -> Actor {
    Actor::citizen(account(1))
}

fn examiner() -> Actor {
    Actor::staff(Role::Examiner, account(2), "market-regulation")
}

fn fire_officer() -> Actor {
    Actor::staff(Role::Examiner, account(3), "fire-rescue")
}

fn approver() -> Actor {
    Actor::staff(Role::Approver, account(4), "market-regulation")
}

fn layout_plan() -> Vec<CorrectionItem> {
    vec![CorrectionItem {
        what: Returned::Material("layout-plan".to_owned()),
        reason: "没有标明面积".into(),
    }]
}

#[test]
fn filed_on_a_holiday_the_clock_begins_with_the_next_working_day() {
    let mut story = Story::begins("2026-02-15");
    story.citizen_submits();
    assert_eq!(story.case.notice.unwrap().on, day("2026-02-28"), "a make-up Saturday counts");
    assert_eq!(story.case.status(), "submitted");
}

#[test]
fn silence_accepts_from_the_day_of_receipt() {
    let mut story = Story::begins("2026-02-13");
    story.citizen_submits();
    let early = story.case.accept_by_silence(&story.service, day("2026-02-27"), &story.calendar);
    assert_eq!(early, Err(CaseRefusal::NotYet), "the last day is still in time");
    story.on("2026-02-28");
    let events = story.case.accept_by_silence(&story.service, story.today, &story.calendar);
    let Ok([CaseEvent::Accepted { on, deemed, statutory, .. }]) = events.as_deref() else {
        panic!("{events:?}");
    };
    assert_eq!((*on, *deemed), (day("2026-02-13"), true));
    assert_eq!(statutory.start, day("2026-02-13"), "acceptance counts from the day of receipt");
    story.happens(&Actor::SYSTEM, events.clone());
    assert_eq!(story.case.status(), "consulting");
}

#[test]
fn what_is_missing_is_said_once_and_completely() {
    let mut story = Story::begins("2026-02-24");
    story.citizen_submits();
    let nothing = story.case.return_for_correction(&story.service, Vec::new(), "");
    assert_eq!(nothing, Err(CaseRefusal::NothingToCorrect));
    let unknown = vec![CorrectionItem {
        what: Returned::Material("passport".to_owned()),
        reason: "缺".into(),
    }];
    let refused = story.case.return_for_correction(&story.service, unknown, "");
    assert_eq!(refused, Err(CaseRefusal::NotAsked("passport".to_owned())));
    let made = vec![CorrectionItem {
        what: Returned::Material("application-form".to_owned()),
        reason: "签名不清".into(),
    }];
    let refused = story.case.return_for_correction(&story.service, made, "");
    let never_again = CaseRefusal::NotAsked("application-form".to_owned());
    assert_eq!(refused, Err(never_again), "what is made from the form cannot be handed in again");

    let events = story.case.return_for_correction(&story.service, layout_plan(), "");
    story.happens(&examiner(), events);
    assert!(story.case.notice.is_none(), "the notice clock is satisfied");
    let none = BTreeSet::new();
    let again = story.case.correct(&story.service, &none, story.today, &story.calendar);
    assert_eq!(again, Err(CaseRefusal::StillMissing));

    let done = BTreeSet::from([Returned::Material("layout-plan".to_owned())]);
    story.on("2026-03-02");
    let events = story.case.correct(&story.service, &done, story.today, &story.calendar);
    story.happens(&citizen(), events);
    assert_eq!(story.case.notice.unwrap().start, day("2026-03-02"), "the clock runs anew");
    let second = story.case.return_for_correction(&story.service, layout_plan(), " ");
    assert_eq!(second, Err(CaseRefusal::SecondCorrection));
    assert!(story.case.return_for_correction(&story.service, layout_plan(), "新发现").is_ok());
}

#[test]
fn two_departments_review_side_by_side_and_a_second_person_decides() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts();
    assert_eq!(story.case.tasks().len(), 2, "both departments are asked at once");
    story.both_departments_agree();
    assert_eq!(story.step(), "decide");

    let same = Actor { account: Some(account(2)), ..approver() };
    let refused = story.case.grant(&story.service, "同意", &same, story.today, &story.calendar);
    assert_eq!(refused, Err(CaseRefusal::SamePerson), "who accepted does not decide");
    let wrong = Actor::staff(Role::Approver, account(5), "health");
    let refused = story.case.grant(&story.service, "同意", &wrong, story.today, &story.calendar);
    assert_eq!(refused, Err(CaseRefusal::NotYourTask));

    let events =
        story.case.grant(&story.service, "同意", &approver(), story.today, &story.calendar);
    story.happens(&approver(), events);
    assert_eq!(story.case.status(), "approved");
    let licence = LicenceId::from_uuid(Uuid::from_u128(9));
    let events = story.case.record_result(licence, "JY2026000001", "id");
    story.happens(&Actor::SYSTEM, events);
    assert_eq!(story.case.stage, Stage::Concluded { how: Conclusion::Issued });
    assert_eq!(story.case.record_result(licence, "JY2026000001", "id"), Ok(Vec::new()));
}

#[test]
fn a_joint_review_against_it_cannot_be_overruled_by_a_grant() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts();
    let events = story.says(&examiner(), true);
    story.happens(&examiner(), events);
    let events = story.says(&fire_officer(), false);
    story.happens(&fire_officer(), events);
    let granted =
        story.case.grant(&story.service, "同意", &approver(), story.today, &story.calendar);
    assert_eq!(granted, Err(CaseRefusal::ReviewAgainst));
    let uncoded = Ruling { code: "because".to_owned(), text: "不行".to_owned() };
    let refuse = |ruling: &Ruling| {
        story.case.refuse(&story.service, ruling, &approver(), story.today, &story.calendar)
    };
    assert_eq!(refuse(&uncoded), Err(CaseRefusal::NoReason));
    let coded =
        Ruling { code: "layout-unfit".to_owned(), text: "布局不符合要求".to_owned() };
    assert!(refuse(&coded).is_ok());
}

#[test]
fn the_fire_department_consents_by_silence_and_the_regulator_does_not() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts();
    let last = story.case.tasks()[1].wait.due.on;
    assert!(story.case.consent_by_silence(&story.service, last, &story.calendar).is_empty());
    story.today = last.tomorrow().unwrap();
    let events = story.case.consent_by_silence(&story.service, story.today, &story.calendar);
    assert_eq!(events.len(), 1);
    story.happens(&Actor::SYSTEM, Ok(events));
    let open = story.case.tasks();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].wait.unit, "market-regulation", "whose silence means nothing");
    let more = story.case.consent_by_silence(&story.service, story.today, &story.calendar);
    assert!(more.is_empty());
}

#[test]
fn an_inspection_stops_the_clock_and_the_date_moves_by_the_stopped_days() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts();
    let before = story.case.promised.unwrap().on;
    let suspend = |story: &Story, procedure: &str, days| {
        story.case.suspend(
            &story.service,
            procedure,
            "现场核查",
            days,
            story.today,
            &story.calendar,
        )
    };
    assert_eq!(suspend(&story, "tender", 3), Err(CaseRefusal::NoSuchProcedure));
    assert_eq!(suspend(&story, "site-inspection", 30), Err(CaseRefusal::TooLong(10)));
    let events = suspend(&story, "site-inspection", 5);
    story.happens(&examiner(), events);
    assert_eq!(story.case.status(), "paused");
    assert!(story.case.tasks().is_empty(), "nobody can be late while the clock stands");

    story.on("2026-03-09");
    let events = story.case.resume("核查合格", story.today, &story.calendar);
    story.happens(&examiner(), events);
    let after = story.case.promised.unwrap().on;
    let stopped = i64::from(before.until(after).unwrap().get_days());
    assert_eq!(stopped, 6, "four days that would have counted, and the weekend after them");
    story.both_departments_agree();
    assert_eq!(story.step(), "decide");
}

#[test]
fn a_changed_calendar_moves_running_dates_with_its_reason() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits();
    assert!(story.case.recompute(&story.calendar, "无", story.today).is_empty());
    let mut year = calendar().years().next().unwrap().clone();
    year.holidays.push(holiday("2026-03-04", "2026-03-05"));
    let changed = WorkCalendar::new(2, vec![year]).unwrap();
    let events = story.case.recompute(&changed, "台风停工", story.today);
    let [CaseEvent::Recomputed { reason, notice, .. }] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(reason, "台风停工");
    assert_eq!(notice.unwrap().on, day("2026-03-11"));
}

#[test]
fn withdrawn_before_the_decision_and_not_after_it() {
    let mut story = Story::begins("2026-03-02");
    assert_eq!(story.case.withdraw(""), Err(CaseRefusal::Unknown));
    story.citizen_submits();
    let events = story.case.withdraw("不开了");
    story.happens(&citizen(), events);
    assert_eq!(story.case.status(), "withdrawn");
    assert_eq!(story.case.withdraw(""), Err(CaseRefusal::WrongStage("withdrawn")));
}

/// Whoever did any of this in the case, in whatever post and for whomever, does not decide it.
#[test]
fn one_person_never_decides_what_they_had_a_hand_in_under_whatever_post() {
    let market = "market-regulation";
    let person = account(77);
    let variants: [(&str, Actor); 6] = [
        ("as the applicant", Actor::citizen(person)),
        ("as a clerk", Actor::staff(Role::Clerk, person, "government-services")),
        ("as the examiner", Actor::staff(Role::Examiner, person, market)),
        ("as another office's examiner", Actor::staff(Role::Examiner, person, "fire-rescue")),
        ("as an approver elsewhere", Actor::staff(Role::Approver, person, "health")),
        (
            "for somebody else",
            Actor {
                acting_for: Some(SubjectId::from_uuid(Uuid::from_u128(5))),
                ..Actor::citizen(person)
            },
        ),
    ];
    // The post with which they decide was given later, here or by somebody who is away.
    let deciders = [
        Actor::staff(Role::Approver, person, market),
        Actor::staff(Role::Approver, person, market).within("980100000000"),
        Actor {
            acting_for: Some(SubjectId::from_uuid(Uuid::from_u128(6))),
            ..Actor::staff(Role::Approver, person, market)
        },
    ];
    for (what, hand) in &variants {
        for place in ["before acceptance", "in review", "in a pause"] {
            let mut story = Story::begins("2026-03-02");
            story.citizen_submits();
            if place == "before acceptance" {
                let events = story.case.accept(
                    &story.service,
                    BTreeSet::new(),
                    story.today,
                    &story.calendar,
                );
                story.happens(hand, events).both_departments_agree();
            } else {
                story.examiner_accepts();
                let by = if place == "in review" { hand.clone() } else { examiner() };
                let opinion = Ok(reviews(&story, &examiner()));
                story.happens(&by, opinion);
                let opinion = Ok(reviews(&story, &fire_officer()));
                story.happens(&fire_officer(), opinion);
            }
            if place == "in a pause" {
                let paused = story.case.suspend(
                    &story.service,
                    "site-inspection",
                    "核查",
                    3,
                    story.today,
                    &story.calendar,
                );
                story.happens(hand, paused);
                let resumed = story.case.resume("合格", story.today, &story.calendar);
                story.happens(&approver(), resumed);
            }
            assert_eq!(story.step(), "decide");
            for by in &deciders {
                let granted =
                    story.case.grant(&story.service, "同意", by, story.today, &story.calendar);
                assert_eq!(granted, Err(CaseRefusal::SamePerson), "{what}, {place}");
                let ruling =
                    Ruling { code: "layout-unfit".to_owned(), text: "过道被堵".to_owned() };
                let refused =
                    story.case.refuse(&story.service, &ruling, by, story.today, &story.calendar);
                assert_eq!(refused, Err(CaseRefusal::SamePerson), "{what}, {place}");
            }
        }
    }
}

fn reviews(story: &Story, by: &Actor) -> Vec<CaseEvent> {
    story.says(by, true).unwrap()
}

#[test]
fn a_decision_is_undone_by_its_maker_only_and_only_until_it_leaves() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts().both_departments_agree();
    let (now, later) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::from_second(600).unwrap());
    let granted =
        story.case.grant(&story.service, "准予", &approver(), story.today, &story.calendar);
    let before = story.case.clone();
    story.happens(&approver(), granted.map(|events| held(events, now, later)));
    assert_eq!((story.case.status(), story.case.tasks().len()), (before.status(), 0));
    assert!(story.case.decision.is_none() && story.case.delivery.is_none());
    let another = Actor::staff(Role::Approver, account(9), "market-regulation");
    assert_eq!(story.case.undo_decision(&another, now), Err(CaseRefusal::NotYourTask));
    assert_eq!(story.case.undo_decision(&approver(), later), Err(CaseRefusal::DecisionGone));
    assert_eq!(story.case.send_decision(now), Err(CaseRefusal::NotYet));

    let undone = story.case.undo_decision(&approver(), now);
    story.happens(&approver(), undone);
    assert_eq!(story.case, before, "as if it had not been");
    assert!(!story.case.was_handled_by(&approver()), "they may decide anew");

    let granted =
        story.case.grant(&story.service, "准予", &approver(), story.today, &story.calendar);
    story.happens(&approver(), granted.map(|events| held(events, now, later)));
    let sent = story.case.send_decision(later);
    story.happens(&approver(), sent);
    assert_eq!(story.case.stage, Stage::Approved);
    assert_eq!(story.case.decision.as_ref().unwrap().on, now, "the day on which it was made");
}

#[test]
fn the_applicant_may_withdraw_while_a_decision_waits_and_never_reads_what_did_not_leave() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts().both_departments_agree();
    let (now, later) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::from_second(600).unwrap());
    let granted =
        story.case.grant(&story.service, "准予", &approver(), story.today, &story.calendar);
    let decided = held(granted.unwrap(), now, later);
    let recorded = |events: &[CaseEvent]| -> Vec<Recorded<CaseEvent>> {
        let one = |(seq, event): (u64, &CaseEvent)| Recorded {
            id: EventId::from_uuid(Uuid::from_u128(seq.into())),
            seq,
            at: now,
            by: approver(),
            event: event.clone(),
        };
        (1..).zip(events).map(one).collect()
    };
    let seqs = |events: &[CaseEvent]| -> Vec<u64> {
        told_outside(recorded(events)).iter().map(|it| it.seq).collect()
    };
    let (made, undone) = (decided[0].clone(), CaseEvent::DecisionUndone);
    let sent = CaseEvent::DecisionSent { granted: true };
    assert_eq!(seqs(std::slice::from_ref(&made)), Vec::<u64>::new());
    assert_eq!(seqs(&[made.clone(), undone.clone()]), Vec::<u64>::new());
    assert_eq!(seqs(&[made.clone(), undone, made.clone(), sent]), [3]);

    story.happens(&approver(), Ok(decided));
    let withdrawn = story.case.withdraw("不开了");
    story.happens(&citizen(), withdrawn);
    assert_eq!(story.case.send_decision(later), Err(CaseRefusal::NotYet));
    assert_eq!(story.case.stage, Stage::Concluded { how: Conclusion::Withdrawn });
}

#[test]
fn without_a_wait_a_decision_leaves_in_the_same_moment() {
    let mut story = Story::begins("2026-03-02");
    story.citizen_submits().examiner_accepts().both_departments_agree();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let granted =
        story.case.grant(&story.service, "准予", &approver(), story.today, &story.calendar);
    story.happens(&approver(), granted.map(|events| held(events, now, now)));
    assert_eq!(story.case.stage, Stage::Approved);
}
