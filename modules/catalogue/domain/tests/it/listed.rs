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

#[test]
fn the_list_owns_the_base_elements() {
    let text = house::exemplar();
    let item = |mark: &str| line_of(&text, mark);
    assert!(against(|_| {}).is_empty());
    let cases: [(&str, u32, fn(&mut BaseElements)); 5] = [
        ("entry.name", item("  name: "), |it| it.name.en.push('x')),
        ("entry.kind", item("  kind: licence"), |it| it.kind = ItemKind::Confirmation),
        ("entry.bases", item("  legal_bases:"), |it| it.legal_bases.clear()),
        ("entry.department", item("  authority: "), |it| it.authorities.clear()),
        ("entry.in-force", item("  basic_code: "), |it| it.is_in_force = false),
    ];
    for (rule, line, change) in cases {
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
