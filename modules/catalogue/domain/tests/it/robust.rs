//! Whatever is handed in, the answer is a definition or a finding, never a panic.

use crate::house;
use catalogue_domain::{Definition, LintContext, schema, schema_text, source};
use proptest::prelude::*;

fn found(text: &str) -> usize {
    house::findings(house::NAME, text, &LintContext::default()).len()
}

/// The characters of the exemplar.
fn characters() -> Vec<char> {
    house::exemplar().chars().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_file_cut_off_gives_a_finding(part in 0.0..1.0_f64) {
        let text = house::exemplar();
        let end = text.find("duties:").unwrap();
        let end = (0..=end).rev().find(|place| {
            text.is_char_boundary(*place) && (*place as f64) <= part * end as f64
        });
        prop_assert!(found(&text[..end.unwrap_or(0)]) > 0);
    }

    #[test]
    fn garbage_in_a_file_never_panics(
        place in 0.0..1.0_f64,
        length in 0_usize..80,
        garbage in "[\\PC\\n\\t]{0,40}|[-\\[\\]{}:,&*!|>'\"%@`#? \\n]{0,40}",
    ) {
        let characters = characters();
        let start = (place * characters.len() as f64) as usize;
        let end = (start + length).min(characters.len());
        let text: String = characters[..start]
            .iter()
            .copied()
            .chain(garbage.chars())
            .chain(characters[end..].iter().copied())
            .collect();
        found(&text);
    }

    #[test]
    fn garbage_alone_gives_a_finding(garbage in "[\\PC\\n\\t]{0,200}|[-\\[\\]{}:,&*!|>'\"%@`#? \\n]{0,200}") {
        prop_assert!(found(&garbage) > 0);
    }

    #[test]
    fn bytes_give_a_finding(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Definition::read_bytes(house::NAME, &bytes).is_err());
    }

    #[test]
    fn a_line_lost_never_panics(index in 0_usize..300) {
        let text = house::exemplar();
        let kept = text.lines().enumerate().filter(|(number, _)| *number != index);
        found(&kept.map(|(_, line)| format!("{line}\n")).collect::<String>());
    }
}

#[test]
fn deep_nesting_is_refused_before_it_can_exhaust_the_stack() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
        let findings = Definition::read(house::NAME, &text).unwrap_err();
        assert_eq!(findings[0].rule, "source.nesting");
    }
    let staircase: String = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(Definition::read(house::NAME, &staircase).unwrap_err()[0].rule, "source.nesting");
    let brackets = "[\n".repeat(100_000);
    assert!(Definition::read(house::NAME, &brackets).is_err());
}

#[test]
fn signs_inside_texts_are_not_references() {
    let from = "en: You already hold a business licence";
    for to in [
        "en: \"*You & ! already\"",
        "en: You & me! * not an alias",
        "en: |\n        *You & already\n        ! hold",
        "en: >-\n        & You # already",
    ] {
        let text = house::exemplar().replacen(from, to, 1);
        assert_eq!(found(&text), 0, "{to}");
    }
}

#[test]
fn anchors_aliases_and_tags_are_refused_where_they_stand() {
    for (text, line) in [
        ("a: &x [1, 2]\nb: *x\n", 1),
        ("a: 1\nb: &x foo\nc: *x\n", 2),
        ("a: 1\nb: &x\n  c: 1\n", 2),
        ("a: 1\nb: &x |\n  c\n", 2),
        ("a: 1\n&x b: 2\n", 2),
        ("a: 1\nb: !!str 2\n", 2),
        ("a: 1\nb: !own [1]\n", 2),
        ("%YAML 1.2\n---\na: 1\n", 1),
    ] {
        let findings = source::read(house::NAME, text).expect_err(text);
        let place = (findings[0].rule.as_str(), findings[0].line);
        assert_eq!(place, ("source.reference", line), "{text}");
    }
    let unknown = source::read(house::NAME, "a: 1\nb: *x\n").unwrap_err();
    assert_eq!((unknown[0].rule.as_str(), unknown[0].line), ("source.syntax", 2));
}

#[test]
fn a_chain_of_aliases_is_refused_before_it_can_exhaust_the_stack() {
    let link = |number: usize| format!("- &a{number} [*a{}]\n", number - 1);
    let chain: String = (1..20_000).map(link).collect();
    assert!(source::read(house::NAME, &format!("- &a0 [x]\n{chain}")).is_err());
}

#[test]
fn the_schema_is_a_schema_and_documents_every_key() {
    let schema = schema();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    assert_eq!(schema["additionalProperties"], false);
    for (key, property) in schema["properties"].as_object().unwrap() {
        assert!(property["description"].is_string(), "{key}");
    }
    let text = schema_text();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), schema);
    assert!(text.ends_with("}\n"));
}
