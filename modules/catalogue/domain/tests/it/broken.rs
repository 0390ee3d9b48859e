//! The catalogue as law: what people get wrong is done to services of the whole city, one fault at a
//! time, and each time the right rule is named on the right line.

use std::collections::BTreeSet;

use catalogue_domain::{
    Definition, Finding, LintContext, SourceMap, lint, lint_all, rules, source,
};

use crate::{city, house, listed, samples};

/// A fault that can be made in any service.
struct Fault {
    rule: &'static str,
    /// Where to look: from the line that begins with this. Empty means from the first.
    section: &'static str,
    /// What is changed: the first line there that begins with this.
    line: &'static str,
    change: Change,
}

enum Change {
    /// The line becomes this, and the finding stands on it.
    Becomes(&'static str),
    /// This line follows it, and the finding stands on that.
    Followed(&'static str),
    /// The line goes, and the finding stands on the last line before that begins with this.
    Gone(&'static str),
}

use Change::{Becomes, Followed, Gone};

const fn fault(
    rule: &'static str,
    section: &'static str,
    line: &'static str,
    change: Change,
) -> Fault {
    Fault { rule, section, line, change }
}

impl Fault {
    /// The broken text and the line of the finding; none if the service has no such place.
    fn make(&self, text: &str) -> Option<(String, u32)> {
        let mut lines: Vec<&str> = text.lines().collect();
        let start = lines.iter().position(|line| line.starts_with(self.section))?;
        let place = lines[start..].iter().position(|line| line.starts_with(self.line))? + start;
        let at = match self.change {
            Becomes(line) => {
                lines[place] = line;
                place
            }
            Followed(line) => {
                lines.insert(place + 1, line);
                place + 1
            }
            Gone(before) => {
                lines.remove(place);
                lines[..place].iter().rposition(|line| line.starts_with(before))?
            }
        };
        Some((lines.join("\n") + "\n", u32::try_from(at).unwrap() + 1))
    }
}

const NAME: &str = "    name: {";
const MATERIALS: &str = "materials:";

const FAULTS: &[Fault] = &[
    // the text
    fault("source.duplicate-key", "", "format: 1", Followed("format: 1")),
    fault("source.key", "", "format: 1", Followed("12: a")),
    fault("source.empty", "", "  level: ", Becomes("  level:")),
    fault("source.character", "", "  level: ", Becomes("  level: coun\u{202E}ty")),
    fault("source.reference", "", "  audiences: [", Becomes("  audiences: &all [enterprise]")),
    // the shape
    fault("schema.unknown-key", "", "format: 1", Followed("price: 1")),
    fault("schema.missing-key", "", "  level: ", Gone("implementation:")),
    fault("schema.type", "result:", "  valid_years: ", Becomes("  valid_years: many")),
    fault("schema.value", "", "  level: ", Becomes("  level: moon")),
    // conditions
    fault("condition.syntax", "", "    when: ", Becomes("    when: situation.a is 'b'")),
    fault("condition.unsupported", "", "    when: ", Becomes("    when: size(situation.a) > 1")),
    fault(
        "condition.unknown-question",
        "",
        "    when: ",
        Becomes("    when: situation.none == 'a'"),
    ),
    // codes and ids
    fault("code.basic", "", "  basic_code: \"", Becomes("  basic_code: \"98013100100\"")),
    fault("code.kind", "", "  basic_code: \"", Becomes("  basic_code: \"980231001000\"")),
    fault("id.folder", "", "id: ", Becomes("id: a-service-elsewhere")),
    fault("id.form", MATERIALS, "  - id: ", Becomes("  - id: Form_A")),
    // time
    fault(
        "time.promise-within-law",
        "",
        "  promised: {days",
        Becomes("  promised: {days: 999, unit: working}"),
    ),
    // the guide
    fault("guide.incomplete", "", "  quantity_limit: {", Gone("implementation:")),
    fault("guide.visit-reason", "", "  visits: {count: 0}", Becomes("  visits: {count: 1}")),
    fault(
        "guide.depth",
        "",
        "  visits: {count: 0}",
        Becomes("  visits: {count: 3, reason: {zh-Hans: 看原件, zh-Hant: 看原件, en: Originals}}"),
    ),
    fault("guide.pay-online", "", "  pay_online: ", Gone("implementation:")),
    // bases
    fault("basis.material", MATERIALS, "    basis: {", Gone("  - id: ")),
    // materials
    fault(
        "material.catch-all",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 其他材料, zh-Hant: 其他材料, en: Other documents}"),
    ),
    fault("material.upload", MATERIALS, "    max_mb: ", Gone("  - id: ")),
    fault("material.source", MATERIALS, "    issuer: ", Gone("  - id: ")),
    // the form
    fault("form.reason", "form:", "        reason: {", Gone("      - id: ")),
    // the process
    fault("process.start", "process:", "  - {id: receive", Gone("process:")),
    fault("process.decide", "process:", "  - {id: decide", Gone("process:")),
    fault("process.end", "process:", "  - {id: deliver", Gone("process:")),
    fault(
        "process.role",
        "process:",
        "  - {id: decide",
        Becomes(
            "  - {id: decide, kind: decide, name: {zh-Hans: 决定}, unit: transport, role: clerk, days: 0}",
        ),
    ),
    // the result
    fault("result.number-prefix", "result:", "  number_prefix: ", Becomes("  number_prefix: j-1")),
    fault(
        "result.unknown-field",
        "result:",
        "    - {label:",
        Becomes("    - {label: {zh-Hans: 名称, zh-Hant: 名稱, en: Name}, value: nobody}"),
    ),
    // texts
    fault(
        "text.empty",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: '', zh-Hant: 申請書, en: Form}"),
    ),
    fault("text.translation", MATERIALS, NAME, Becomes("    name: {zh-Hans: 申请表}")),
    fault(
        "text.punctuation",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 申请表(样), zh-Hant: 申請表, en: Form}"),
    ),
    fault(
        "text.spacing",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 申 请 表, zh-Hant: 申請表, en: Form}"),
    ),
    fault(
        "text.language",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 申请表, zh-Hant: 申請表, en: 申请表}"),
    ),
    fault(
        "plain.code",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 申请表SQ2023, zh-Hant: 申請表, en: Form}"),
    ),
    fault(
        "secrecy.number",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 问13800138000, zh-Hant: 申請表, en: Form}"),
    ),
    fault(
        "secrecy.mark",
        MATERIALS,
        NAME,
        Becomes("    name: {zh-Hans: 内部资料, zh-Hant: 申請表, en: Form}"),
    ),
    // the installation
    fault("known.department", "", "  authority: ", Becomes("  authority: moon-office")),
    fault("known.theme", "", "  themes: {", Becomes("  themes: {individuals: [\"777\"]}")),
];

/// Every fault is made in every so manieth service, each time beginning with another.
const STEP: usize = 4;

fn name(id: &str) -> String {
    format!("services/{id}/service.yaml")
}

/// The city's services as they are.
fn city() -> Vec<(String, String)> {
    city::services().iter().map(|id| (name(id), house::text(id))).collect()
}

/// What is wrong with a text, unless the rule is named on the line.
fn mismatch(findings: &[Finding], rule: &str, line: u32) -> Option<String> {
    let is_named = findings.iter().any(|it| it.rule == rule && it.line == line);
    let seen: Vec<String> = findings.iter().map(Finding::to_string).collect();
    (!is_named).then(|| format!("{rule} on line {line}, but:\n  {}", seen.join("\n  ")))
}

fn read(name: &str, text: &str) -> (Definition, SourceMap) {
    Definition::read(name, text).unwrap_or_else(|findings| panic!("{findings:?}"))
}

#[test]
fn nothing_keeps_the_services_of_the_city_from_being_published() {
    let context = house::city();
    let sheets: Vec<_> = city().iter().map(|(name, text)| read(name, text)).collect();
    let mut findings = lint_all(&sheets);
    for (definition, map) in &sheets {
        findings.extend(lint(definition, map, &context));
    }
    let stops = findings.iter().filter(|it| it.is_error() || it.is_review());
    let stops: Vec<String> = stops.map(Finding::to_string).collect();
    assert!(stops.is_empty(), "\n{}\n", stops.join("\n"));
}

#[test]
fn hundreds_of_broken_definitions_are_each_refused_by_their_rule_on_their_line() {
    let context = house::city();
    let services = city();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (number, fault) in FAULTS.iter().enumerate() {
        let possible = services.iter().filter_map(|(name, text)| Some((name, fault.make(text)?)));
        let possible: Vec<_> = possible.collect();
        assert!(!possible.is_empty(), "{}: nothing to break", fault.rule);
        let first = number % STEP.min(possible.len());
        for (name, (text, line)) in possible.iter().skip(first).step_by(STEP) {
            count += 1;
            let findings = house::findings(name, text, &context);
            let told = mismatch(&findings, fault.rule, *line);
            wrong.extend(told.map(|told| format!("{name}: {told}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(count >= 200, "only {count} broken definitions");
}

#[test]
fn every_rule_refuses_something() {
    let mut refused: BTreeSet<String> = BTreeSet::new();
    let context = samples::context();
    for (rule, text, line) in samples::all() {
        let findings = house::findings(house::NAME, &text, &context);
        assert_eq!(mismatch(&findings, rule, line), None);
        refused.insert(rule.to_owned());
    }
    refused.extend(unreadable());
    refused.extend(listed::refusing());
    refused.extend(side_by_side().iter().map(|finding| finding.rule.clone()));
    let known: BTreeSet<String> = rules().iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(refused, known);
    assert_eq!(known.len(), rules().len(), "an id is used twice");
}

/// The rules that are named for what is no text, too long or too deep.
fn unreadable() -> Vec<String> {
    let text = house::exemplar();
    let mut bytes = text.clone().into_bytes();
    bytes[0] = 0xFF;
    let huge = format!("{text}# {}\n", "x".repeat(source::MAX_BYTES));
    let long = "situation.trade == 'x' || ".repeat(20) + "false";
    let deep = "(".repeat(60) + "true" + &")".repeat(60);
    let with = |condition: &str| text.replacen("situation.trade != 'shop'", condition, 1);
    let texts = [bytes, huge.into_bytes(), with(&long).into_bytes(), with(&deep).into_bytes()];
    let findings = texts.iter().flat_map(|it| Definition::read_bytes("a", it).unwrap_err());
    findings.map(|finding| finding.rule).collect()
}

/// The exemplar, and beside it services that do not agree with it: with the code of the exemplar
/// and another name, with its name and another code, and one that asks for the same papers.
fn side_by_side() -> Vec<Finding> {
    let exemplar = house::exemplar();
    let code = "basic_code: \"980131001000\"";
    assert!(exemplar.contains(code));
    let item = "zh-Hans: 食品经营许可, zh-Hant: 食品經營許可,";
    assert!(exemplar.contains(item));
    let other = "zh-Hans: 食品摊点许可, zh-Hant: 食品攤點許可,";
    let renamed = exemplar.replacen(item, other, 1);
    let recoded = exemplar.replacen(code, "basic_code: \"980131777000\"", 1);
    let sheets: Vec<_> = [exemplar, renamed, recoded]
        .iter()
        .zip(["a", "b", "c"])
        .map(|(text, id)| {
            let text = text.replacen("id: food-business-licence", &format!("id: {id}"), 1);
            read(&name(id), &text)
        })
        .collect();
    lint_all(&sheets)
}

#[test]
fn definitions_that_do_not_agree_are_named_with_the_later_file_and_its_line() {
    let exemplar = house::exemplar();
    let line = |mark: &str| exemplar.lines().position(|it| it.contains(mark)).unwrap() + 1;
    let named = side_by_side();
    let named: Vec<(&str, &str, usize)> = named
        .iter()
        .filter(|it| it.rule != "catalogue.shared-material")
        .map(|it| (&*it.file, &*it.rule, usize::try_from(it.line).unwrap()))
        .collect();
    assert_eq!(
        named,
        [
            ("services/b/service.yaml", "catalogue.base-elements", line("  name: {")),
            ("services/b/service.yaml", "catalogue.duplicate-item", line("basic_code")),
            ("services/c/service.yaml", "catalogue.duplicate-name", line("  name: {")),
        ]
    );
}

#[test]
fn a_paper_that_services_of_one_life_event_ask_for_is_named_once_in_each() {
    let shared: Vec<Finding> = side_by_side()
        .into_iter()
        .filter(|finding| finding.rule == "catalogue.shared-material")
        .collect();
    // The plan of the premises, the list of rules and the statement, in the second and the third.
    assert_eq!(shared.len(), 6, "{shared:?}");
    assert!(shared.iter().all(|finding| finding.file != name("a") && !finding.is_error()));
}

#[test]
fn a_question_whose_number_is_out_of_bounds_is_found() {
    let asked = "        kind: date\n        required: false\n";
    let when = |limit: u32| format!("{asked}        when: int(answers.area) > {limit}\n");
    let findings = |limit: u32| {
        let text = house::exemplar().replacen(asked, &when(limit), 1);
        let findings = house::findings(house::NAME, &text, &LintContext::default());
        findings.iter().map(|finding| finding.rule.clone()).collect::<Vec<_>>()
    };
    assert_eq!(findings(500), Vec::<String>::new());
    assert_eq!(findings(100_000), ["condition.never-holds"]);
    assert_eq!(findings(0), ["condition.always-holds"]);
}
