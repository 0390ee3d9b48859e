use jiff::civil::date;
use kernel::{Actor, id::EventId};

use super::*;

fn subject() -> SubjectId {
    "01900000-0000-7000-8000-000000000001".parse().unwrap()
}

fn issue() -> LicenceIssue {
    LicenceIssue {
        case: None,
        service: String::new(),
        licence_type: "food-business-licence".to_owned(),
        name: LocalText::same("食品经营许可证"),
        number: "JY2026000123".to_owned(),
        identifier: String::new(),
        authority: "market-regulation".to_owned(),
        holder: subject(),
        facts: Sealed::of(subject(), String::new()),
        issued_on: date(2026, 3, 2),
        valid_from: date(2026, 3, 2),
        valid_to: Some(date(2031, 3, 1)),
        exercise: None,
        key: Some("00aa".to_owned()),
    }
}

fn why(text: &str) -> Why {
    Why { reason: text.into(), reason_code: Some("serious_breach".to_owned()) }
}

const fn because(text: &str) -> Because<'_> {
    Because { code: "serious_breach", text }
}

fn issued() -> LicenceEvent {
    LicenceEvent::Issued(Box::new(issue()))
}

fn after(events: impl IntoIterator<Item = LicenceEvent>) -> Licence {
    let mut licence = Licence::default();
    for event in events {
        let id: EventId = "01900000-0000-7000-8000-000000000002".parse().unwrap();
        let at = jiff::Timestamp::UNIX_EPOCH;
        licence.apply(&Recorded { id, seq: 1, at, by: Actor::SYSTEM, event });
    }
    licence
}

#[test]
fn it_expires_on_the_day_after_its_last() {
    let licence = after([issued()]);
    assert_eq!(licence.status_on(date(2031, 3, 1)), LicenceStatus::Valid);
    assert_eq!(licence.status_on(date(2031, 3, 2)), LicenceStatus::Expired);
    let revoked = after([issued(), LicenceEvent::Revoked(why("x"))]);
    assert_eq!(revoked.status_on(date(2040, 1, 1)), LicenceStatus::Revoked);
}

#[test]
fn each_status_allows_its_acts_and_no_other() {
    use LicenceAct::{Cancel, Reinstate, Restore, Revoke, Suspend};
    let suspended = LicenceEvent::Suspended(why("检查发现问题"));
    for (events, allowed) in [
        (vec![], vec![]),
        (vec![issued()], vec![Suspend, Revoke, Cancel]),
        (vec![issued(), suspended.clone()], vec![Restore, Revoke, Cancel]),
        (
            vec![issued(), suspended, LicenceEvent::Restored(why("检查发现问题"))],
            vec![Suspend, Revoke, Cancel],
        ),
        (vec![issued(), LicenceEvent::Revoked(why("检查发现问题"))], vec![Reinstate]),
        (vec![issued(), LicenceEvent::Cancelled(why("检查发现问题"))], vec![Reinstate]),
        (
            vec![
                issued(),
                LicenceEvent::Revoked(why("检查发现问题")),
                LicenceEvent::Reinstated(why("检查发现问题")),
            ],
            vec![Suspend, Revoke, Cancel],
        ),
    ] {
        assert_eq!(after(events).possible_acts(), allowed);
    }
}

#[test]
fn the_stored_form_of_an_issue_is_flat() {
    let stored = serde_json::to_value(issued()).unwrap();
    assert_eq!((&stored["type"], &stored["number"]), (&"issued".into(), &"JY2026000123".into()));
    assert_eq!(serde_json::from_value::<LicenceEvent>(stored).unwrap(), issued());
}

#[test]
fn nothing_is_done_twice_or_without_a_reason() {
    let licence = after([issued()]);
    assert_eq!(licence.issue(issue()), Err(LicenceRefusal::Exists));
    let revoke = |licence: &Licence, it| licence.act(LicenceAct::Revoke, it);
    assert_eq!(revoke(&licence, because(" ")), Err(LicenceRefusal::NoReason));
    let uncoded = Because { code: "", text: "x" };
    assert_eq!(revoke(&licence, uncoded), Err(LicenceRefusal::NoCode));
    let restored = licence.act(LicenceAct::Restore, because("x"));
    assert_eq!(restored, Err(LicenceRefusal::WrongStatus));
    assert_eq!(revoke(&Licence::default(), because("x")), Err(LicenceRefusal::Unknown));
}

#[test]
fn words_are_read_back() {
    for act in LicenceAct::ALL {
        assert_eq!(LicenceAct::parse(act.word()), Some(act));
    }
    assert_eq!(LicenceStatus::parse("revoked"), Some(LicenceStatus::Revoked));
    assert_eq!(LicenceStatus::parse("lost"), None);
}

#[test]
fn a_new_edition_replaces_the_identifier_and_keeps_everything_else() {
    let first = after([issued()]);
    let events = first.reissue("1.2.156.X", "00bb", because("密钥失窃")).unwrap();
    let second = after([issued()].into_iter().chain(events));
    assert_eq!((first.edition(), second.edition()), (1, 2));
    assert_eq!((second.identifier.as_str(), second.key.as_deref()), ("1.2.156.X", Some("00bb")));
    assert_eq!(second.replaced, std::slice::from_ref(&first.identifier));
    assert_eq!((second.number.as_str(), second.status), (first.number.as_str(), first.status));
    let revoked = after([issued(), LicenceEvent::Revoked(why("x"))]);
    let refused = revoked.reissue("1", "00bb", because("x"));
    assert_eq!(refused, Err(LicenceRefusal::WrongStatus));
}

#[test]
fn what_was_stored_before_reasons_had_codes_is_read() {
    let old = r#"{"type":"revoked","reason":"造假"}"#;
    let LicenceEvent::Revoked(why) = serde_json::from_str(old).unwrap() else { panic!("{old}") };
    assert_eq!((why.reason.as_str(), why.reason_code), ("造假", None));
}
