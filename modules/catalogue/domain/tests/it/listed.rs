//! What the catalogue list owns: a definition that says otherwise is refused on the line.

use catalogue_domain::{BaseElements, definition::ItemKind};

use crate::{house, samples::line_of};

/// What a text breaks against a list on which the exemplar's entry was changed.
fn against(change: impl Fn(&mut BaseElements)) -> Vec<(String, u32)> {
    let mut context = house::listed();
    let base = context.entries.get_mut("980131001000").unwrap().first_mut().unwrap();
    change(base);
    let findings = house::findings(house::NAME, &house::exemplar(), &context);
    findings.into_iter().map(|it| (it.rule, it.line)).collect()
}

type Change = fn(&mut BaseElements);

/// What the list may say otherwise: the rule, the line of the exemplar, and how the list differs.
fn cases() -> [(&'static str, u32, Change); 5] {
    let text = house::exemplar();
    let item = |mark: &str| line_of(&text, mark);
    [
        ("entry.name", item("  name: "), |it| it.name.en.push('x')),
        ("entry.kind", item("  kind: licence"), |it| it.kind = ItemKind::Confirmation),
        ("entry.bases", item("  legal_bases:"), |it| it.legal_bases.clear()),
        ("entry.department", item("  authority: "), |it| it.authorities.clear()),
        ("entry.in-force", item("  basic_code: "), |it| it.is_in_force = false),
    ]
}

/// The rules by which the list refuses something.
pub fn refusing() -> Vec<String> {
    cases().into_iter().flat_map(|(_, _, change)| against(change)).map(|(rule, _)| rule).collect()
}

#[test]
fn the_list_owns_the_base_elements() {
    assert!(against(|_| {}).is_empty());
    for (rule, line, change) in cases() {
        assert_eq!(against(change), [(rule.to_owned(), line)], "{rule}");
    }
}

#[test]
fn a_text_may_agree_with_what_the_list_will_say() {
    let mut context = house::listed();
    let said = context.entries.get_mut("980131001000").unwrap();
    let mut old = said[0].clone();
    old.name.zh_hans.push('旧');
    said.insert(0, old);
    assert_eq!(house::findings(house::NAME, &house::exemplar(), &context), []);
}
