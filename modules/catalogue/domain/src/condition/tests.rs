use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn facts(situation: &[(&str, &str)], answers: &[(&str, &str)]) -> Facts {
    let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned())).collect()
    };
    Facts { situation: map(situation), answers: map(answers) }
}

fn holds(source: &str, facts: &Facts) -> bool {
    Condition::parse(source).unwrap().holds(facts)
}

#[test]
fn answers_decide() {
    let known = facts(&[("trade", "shop"), ("agent", "yes")], &[("seats", "60"), ("area", "99.5")]);
    for (source, expected) in [
        ("situation.trade == 'shop'", true),
        ("situation.trade != 'shop'", false),
        ("'shop' == situation.trade", true),
        ("situation.trade in ['restaurant', 'shop']", true),
        ("situation.trade in ['restaurant']", false),
        ("!(situation.trade == 'shop')", false),
        ("situation.trade == 'shop' && situation.agent == 'yes'", true),
        ("situation.trade == 'canteen' || situation.agent == 'yes'", true),
        (
            "(situation.trade == 'canteen' || situation.agent == 'yes') && answers.seats == '60'",
            true,
        ),
        ("int(answers.seats) > 50", true),
        ("int(answers.seats) <= 50", false),
        ("double(answers.area) < 100.0", true),
        ("double(answers.area) >= 99", true),
        ("int(answers.seats) == 60", true),
        ("situation.trade == answers.trade", false),
    ] {
        assert_eq!(holds(source, &known), expected, "{source}");
    }
}

#[test]
fn what_nobody_answered_is_empty_and_never_an_error() {
    let nothing = Facts::default();
    assert!(!holds("situation.trade == 'shop'", &nothing));
    assert!(holds("situation.trade != 'shop'", &nothing));
    assert!(holds("situation.trade == ''", &nothing));
    assert!(!holds("int(answers.seats) > 50", &nothing));
    assert!(!holds("!(int(answers.seats) > 50)", &nothing));
}

#[test]
fn only_a_small_part_of_the_language_may_be_used() {
    for (source, code) in [
        ("", "condition.syntax"),
        ("situation.trade = 'shop'", "condition.syntax"),
        ("situation.trade ==", "condition.syntax"),
        ("situation.trade == 'shop", "condition.syntax"),
        ("situation.trade", "condition.unsupported"),
        ("situation", "condition.unsupported"),
        ("situation == 'shop'", "condition.unsupported"),
        ("shop == 'x'", "condition.unsupported"),
        ("situation.a.b == 'x'", "condition.unsupported"),
        ("situation['trade'] == 'shop'", "condition.unsupported"),
        ("[1, 2].all(x, x > 0)", "condition.unsupported"),
        ("has(situation.trade)", "condition.unsupported"),
        ("situation.trade.startsWith('s')", "condition.unsupported"),
        ("size(situation.trade) > 3", "condition.unsupported"),
        ("answers.seats > '50'", "condition.unsupported"),
        ("answers.seats == 50", "condition.unsupported"),
        ("situation.trade == 'a' ? true : false", "condition.unsupported"),
        ("situation.trade + 'x' == 'ax'", "condition.unsupported"),
        ("situation.trade in []", "condition.unsupported"),
        ("{'a': 1}", "condition.unsupported"),
        ("situation.trade == b'shop'", "condition.unsupported"),
    ] {
        let error = Condition::parse(source).unwrap_err();
        assert_eq!(error.code(), code, "{source}: {error}");
    }
    let long = format!("situation.trade == '{}'", "x".repeat(MAX_LENGTH));
    assert_eq!(Condition::parse(&long).unwrap_err(), ConditionError::TooLong);
    let deep = format!("{}situation.trade == 'x'", "!".repeat(60));
    assert_eq!(Condition::parse(&deep).unwrap_err(), ConditionError::TooDeep);
}

#[test]
fn a_condition_tells_what_it_looks_at() {
    let source = "situation.trade in ['a', 'b'] && ('c' != answers.kind || int(answers.seats) > 1)";
    let condition = Condition::parse(source).unwrap();
    let seen: Vec<_> = condition
        .references()
        .iter()
        .map(|r| (r.scope.word(), r.id.as_str(), r.value.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("situation", "trade", Some("a")),
            ("situation", "trade", Some("b")),
            ("answers", "kind", Some("c")),
            ("answers", "seats", None),
        ]
    );
}

#[test]
fn a_condition_is_its_text() {
    let condition = Condition::parse("situation.trade == 'shop'").unwrap();
    let json = serde_json::to_string(&condition).unwrap();
    assert_eq!(json, "\"situation.trade == 'shop'\"");
    assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), condition);
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&condition);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(source in "\\PC{0,60}") {
        let _ = Condition::parse(&source);
    }

    #[test]
    fn no_condition_makes_it_panic(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("situation.a"), Just("answers.b"), Just("=="), Just("!="), Just("'x'"),
                Just("&&"), Just("||"), Just("!"), Just("("), Just(")"), Just("in"), Just("["),
                Just("]"), Just("int("), Just("<"), Just("9223372036854775808"), Just("-"),
                Just("1.5"), Just("'"), Just("?"), Just(","), Just("."), Just("\""), Just("\\u12"),
            ],
            0..24,
        ),
        a in "\\PC{0,6}",
    ) {
        if let Ok(condition) = Condition::parse(&parts.join(" ")) {
            condition.holds(&facts(&[("a", &a)], &[("b", &a)]));
        }
    }
}
