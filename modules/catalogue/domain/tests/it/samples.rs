//! Every rule has a sample that breaks it: a change to the exemplar, and the line of the finding.

use std::collections::BTreeSet;

use crate::{
    house,
    pieces::{
        BASIS, COLD, DECIDE, DELIVER, FEE, FEE_WITHOUT_BASIS, FIRE, LAYOUT, LONG, NAME_AS_REASON,
        NINE_QUESTIONS, PRINTED, PROMISED, RECEIVE, SERIAL, TWO_DECISIONS,
    },
};
use catalogue_domain::{Definition, Finding, LintContext, rules};

/// A change to the exemplar that breaks one rule.
struct Sample {
    rule: &'static str,
    /// What is replaced, the first time it occurs.
    from: &'static str,
    to: &'static str,
    /// If given, what is replaced goes up to the next place of this.
    until: Option<&'static str>,
    /// The first line that contains this is the line of the finding.
    at: &'static str,
    /// Rules that the same change cannot but break too.
    also: &'static [&'static str],
}

const fn sample(
    rule: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
) -> Sample {
    Sample { rule, from, to, until: None, at, also: &[] }
}

/// Everything from one place up to another is left out.
const fn cut(
    rule: &'static str,
    from: &'static str,
    until: &'static str,
    at: &'static str,
) -> Sample {
    Sample { rule, from, to: "", until: Some(until), at, also: &[] }
}

impl Sample {
    const fn also(mut self, rules: &'static [&'static str]) -> Sample {
        self.also = rules;
        self
    }

    fn text(&self) -> String {
        let text = house::exemplar();
        let start = text.find(self.from);
        let start = start.unwrap_or_else(|| panic!("{}: no {:?}", self.rule, self.from));
        let length = self.until.map_or(self.from.len(), |until| text[start..].find(until).unwrap());
        format!("{}{}{}", &text[..start], self.to, &text[start + length..])
    }
}

pub fn line_of(text: &str, mark: &str) -> u32 {
    let line = text.lines().position(|line| line.contains(mark));
    u32::try_from(line.unwrap_or_else(|| panic!("no line with {mark:?}"))).unwrap() + 1
}

const SAMPLES: &[Sample] = &[
    // the text
    sample("source.character", "生意？", "生\u{202E}意？", "生\u{202E}意"),
    sample(
        "source.nesting",
        "fees: []",
        "fees:\n                                                                      - 1",
        "- 1",
    ),
    sample("source.syntax", "fees: []", "fees: [", "situations:"),
    sample("source.duplicate-key", "fees: []", "fees: []\nfees: [1]", "fees: [1]"),
    sample("source.reference", "fees: []", "fees: &all []", "&all"),
    sample("source.document", "fees: []", "fees: []\n---\nformat: 1", "# One service"),
    sample("source.key", "fees: []", "fees: []\n12: a", "12: a"),
    sample("source.empty", "fees: []", "fees:", "fees:"),
    // the shape
    sample("schema.unknown-key", "fees: []", "fees: []\nprice: 1", "price: 1"),
    sample("schema.missing-key", "  level: county\n", "", "implementation:"),
    sample("schema.type", "count: 0", "count: none", "count: none"),
    sample("schema.value", "kind: credit_code", "kind: identity", "kind: identity"),
    // conditions as texts
    sample("condition.syntax", COLD, "    when: situation.trade is 'shop'", "is 'shop'"),
    sample("condition.unsupported", COLD, "    when: size(situation.trade) > 1", "size("),
    // legal bases
    sample(
        "basis.item",
        "article: {zh-Hans: 第二十二条, zh-Hant: 第二十二條, en: Article 22}",
        "article: {zh-Hans: ''}",
        "食品经营许可和备案管理办法",
    )
    .also(&["text.empty"]),
    sample(
        "basis.limit",
        ", basis: {zh-Hans: 食品经营许可和备案管理办法第二十二条, zh-Hant: 食品經營許可和備案管理辦法第二十二條, en: \"Measures for food business licences and filings, Article 22\"}}",
        "}",
        "statutory: {",
    ),
    sample("basis.material", BASIS, "", "- id: safety-rules"),
    sample("basis.fee", "fees: []\n", FEE_WITHOUT_BASIS, "工本费").also(&["guide.pay-online"]),
    sample(
        "basis.special-procedure",
        "    basis: {zh-Hans: 行政许可法第四十五条, zh-Hant: 行政許可法第四十五條, en: \"Administrative Licensing Law, Article 45\"}\n",
        "",
        "- id: site-inspection",
    ),
    sample(
        "basis.refusal",
        ", basis: {zh-Hans: 行政许可法第七十八条, zh-Hant: 行政許可法第七十八條, en: \"Administrative Licensing Law, Article 78\"}",
        "",
        "false-material",
    ),
    // codes
    sample("code.basic", "\"980131001000\"", "\"98013100100\"", "basic_code"),
    sample("code.kind", "\"980131001000\"", "\"982031001000\"", "basic_code"),
    // time
    sample("time.promise-within-law", PROMISED, "promised: {days: 11, unit: working}", "promised:"),
    sample("time.steps-within-promise", PROMISED, "promised: {days: 7, unit: working}", "process:"),
    sample(
        "time.delivery",
        "role: examiner, days: 1}\n  - {id: deliver",
        "role: examiner, days: 11}\n  - {id: deliver",
        "process:",
    ),
    sample("time.instant", PROMISED, "promised: {days: 0, unit: working}", "promised:")
        .also(&["time.steps-within-promise"]),
    // the guide
    sample(
        "guide.incomplete",
        "  quantity_limit: {zh-Hans: 无数量限制, zh-Hant: 無數量限制, en: No limit on number}\n",
        "",
        "implementation:",
    ),
    sample("guide.visit-reason", "visits: {count: 0}", "visits: {count: 1}", "visits:"),
    sample("identity.too-low", "assurance: L2", "assurance: L1", "assurance:"),
    sample(
        "identity.shut-out",
        "counter, post]\n  visits: {count: 0}\n  examination: review\n  assurance: L2",
        "post]\n  visits: {count: 0}\n  examination: review\n  assurance: L4",
        "assurance:",
    ),
    sample("guide.visit-channel", "[online, counter, post]", "[counter]", "channels:"),
    sample(
        "guide.theme-audience",
        "[enterprise, unincorporated, natural-person]",
        "[enterprise]",
        "themes:",
    ),
    cut("guide.faq", "questions:\n", "rights:\n", "# One service"),
    sample("guide.fee-amount", "fees: []\n", FEE, "工本费").also(&["guide.pay-online"]),
    sample(
        "guide.depth",
        "visits: {count: 0}",
        "visits: {count: 3, reason: {zh-Hans: 要看原件, zh-Hant: 要看原件, en: To see originals}}",
        "visits:",
    ),
    sample(
        "guide.pay-online",
        "  examination: review\n",
        "  pay_online: true\n  examination: review\n",
        "pay_online",
    ),
    // conditions
    sample(
        "condition.unknown-question",
        COLD,
        "    when: situation.business != 'shop'",
        "situation.business",
    )
    .also(&["condition.idle-option"]),
    sample("condition.unknown-value", COLD, "    when: situation.trade != 'bar'", "'bar'")
        .also(&["condition.idle-option", "condition.always-holds"]),
    sample(
        "condition.later-question",
        COLD,
        "    when: situation.cold_dishes != 'yes'",
        "!= 'yes'",
    )
    .also(&["condition.idle-option"]),
    sample(
        "condition.idle-question",
        "    when: situation.cold_dishes == 'yes'\n",
        "",
        "- id: cold_dishes",
    ),
    sample(
        "condition.idle-option",
        "        when: situation.trade == 'restaurant'\n",
        "",
        "    options:",
    ),
    sample(
        "condition.never-holds",
        "when: situation.cold_dishes == 'yes'",
        "when: situation.cold_dishes == 'yes' && situation.trade == 'shop'",
        "&& situation.trade",
    ),
    sample(
        "condition.always-holds",
        "        when: situation.trade == 'restaurant'",
        "        when: situation.trade == 'restaurant' || situation.trade != 'restaurant'",
        "|| situation.trade",
    ),
    cut("material.no-constant", "  - id: application-form", "  - id: cold-room", "materials:"),
    // the form
    sample(
        "form.topic-size",
        "  - id: premises\n    title: {zh-Hans: 经营场所, zh-Hant: 經營場所, en: The premises}\n    fields:\n",
        "",
        "- id: operator",
    ),
    sample(
        "form.reason",
        "        reason: {zh-Hans: 印在许可证上, zh-Hant: 印在許可證上, en: Printed on the licence}\n",
        "",
        "- id: operator_name",
    ),
    sample("form.idle-reason", PRINTED, NAME_AS_REASON, "reason: {zh-Hans: 经营者名称"),
    sample("form.burden", "\nmaterials:\n", NINE_QUESTIONS, "form:"),
    sample("form.options", "kind: person_name", "kind: choice", "- id: manager"),
    sample("form.bounds", "max: 60", "min: 90\n        max: 60", "- id: shop_name"),
    sample(
        "form.prefill",
        "prefill: applicant.credit_code",
        "prefill: applicant.mobile",
        "prefill: applicant.mobile",
    ),
    // materials
    sample(
        "material.catch-all",
        LAYOUT,
        "name: {zh-Hans: 其他有关材料, zh-Hant: 其他有關材料, en: Other documents}",
        "其他有关材料",
    ),
    sample(
        "material.duplicate-name",
        LAYOUT,
        "name: {zh-Hans: 营业执照, zh-Hant: 營業執照, en: A plan}",
        "en: A plan",
    )
    .also(&["material.ask-once"]),
    sample(
        "material.source",
        "    licence_type: business-licence   # taken",
        "    # taken",
        "- id: business-licence",
    ),
    sample(
        "material.ask-once",
        "    accepts: [pdf, image]\n",
        "    accepts: [pdf, image]\n    licence_type: id-card\n",
        "- id: layout-plan",
    ),
    sample("material.upload", "    max_mb: 10\n", "", "- id: layout-plan"),
    sample(
        "material.checks",
        "    checks:\n      - {zh-Hans: 含进货查验、从业人员健康管理和应急处置, zh-Hant: 含進貨查驗、從業人員健康管理和應急處置, en: \"Covers purchasing checks, staff health and emergencies\"}\n",
        "",
        "- id: safety-rules",
    ),
    // the process
    sample("process.start", RECEIVE, "", "process:"),
    sample("process.decide", DECIDE, TWO_DECISIONS, "process:").also(&["process.end"]),
    sample("process.end", DELIVER, "", "process:"),
    sample("process.examination", "examination: review", "examination: instant", "examination:")
        .also(&["time.instant"]),
    cut("process.steps", "  - {id: accept", "  - {id: decide", "process:")
        .also(&["process.start", "process.examination"]),
    sample("process.role", "role: approver", "role: examiner", "role: examiner, days: 2"),
    sample("process.joint", FIRE, "", "- id: review"),
    cut(
        "process.checklist",
        "        checklist:\n          - {zh-Hans: 疏散",
        "  - {id: decide",
        "- id: fire",
    ),
    sample(
        "process.no-limit",
        "        days: 5\n        silence: none",
        "        days: 0\n        silence: none",
        "        days: 0",
    ),
    Sample {
        until: Some("  - {id: decide"),
        ..sample("process.serial", "  - id: review\n    kind: joint_review", SERIAL, "- {id: fire")
    },
    // the result
    sample(
        "result.kind",
        "  kind: licence\n  name: {zh-Hans: 食品经营许可证",
        "  kind: document\n  name: {zh-Hans: 食品经营许可证",
        "kind: document",
    ),
    cut("result.sample", "  contents:\n", "\nquestions:", "result:"),
    sample("result.unknown-field", "value: manager}", "value: boss}", "value: boss"),
    sample("result.number-prefix", "number_prefix: JY", "number_prefix: J-1", "number_prefix"),
    // ids
    sample("id.duplicate", "code: false-material", "code: layout-unfit", "提供虚假材料"),
    sample("id.form", "id: layout-plan", "id: Layout_Plan", "Layout_Plan"),
    sample("id.folder", "id: food-business-licence\n", "id: food-licence\n", "id: food-licence"),
    // texts
    sample(
        "text.empty",
        LAYOUT,
        "name: {zh-Hans: '', zh-Hant: 經營場所布局圖, en: Layout plan}",
        "en: Layout plan}",
    ),
    sample(
        "text.translation",
        LAYOUT,
        "name: {zh-Hans: 经营场所布局图}",
        "name: {zh-Hans: 经营场所布局图}",
    ),
    sample("text.punctuation", "您要做哪一种生意？", "您要做哪一种生意?", "生意?"),
    sample("text.spacing", "您要做哪一种生意？", "您要做 哪一种生意？", "您要做 哪"),
    sample("text.language", "en: \"What will you run?\"", "en: \"What 生意?\"", "What 生意"),
    // plain words
    sample(
        "plain.code",
        LAYOUT,
        "name: {zh-Hans: 经营场所布局图JY12, zh-Hant: 經營場所布局圖, en: Layout plan}",
        "布局图JY12",
    ),
    sample("plain.officialese", "您要做哪一种生意？", "您届时要做哪一种生意？", "届时"),
    sample(
        "plain.sentence",
        "开餐馆、卖食品、办食堂，开业前要先拿到这张许可证。",
        LONG,
        "zh-Hans: 无论",
    ),
    // secrecy
    sample(
        "secrecy.number",
        "您要做哪一种生意？",
        "您要做哪一种生意？问13800138000",
        "13800138000",
    ),
    sample(
        "secrecy.card",
        "您要做哪一种生意？",
        "您要做哪一种生意？缴到6222000000000000004",
        "6222000000000000004",
    ),
    sample(
        "secrecy.email",
        "您要做哪一种生意？",
        "您要做哪一种生意？写信给zhang@example.com",
        "zhang@example.com",
    ),
    sample("secrecy.mark", "您要做哪一种生意？", "您要做哪一种生意？内部资料", "内部资料"),
    // the installation
    sample("known.department", "unit: fire-rescue", "unit: fire-brigade", "fire-brigade"),
    sample("known.theme", "individuals: [\"040\"]", "individuals: [\"041\"]", "041"),
    sample("known.life-event", "[open-a-restaurant]", "[open-a-bar]", "open-a-bar"),
    sample(
        "known.licence-type",
        "licence_type: food-business-licence",
        "licence_type: food-licence",
        "licence_type: food-licence",
    ),
    sample(
        "known.data-resource",
        "    licence_type: business-licence   # taken",
        "    data_resource: firms   # taken",
        "data_resource: firms",
    ),
];

/// Every sample: the rule, the broken text and the line of the finding.
pub fn all() -> Vec<(&'static str, String, u32)> {
    let broken = |sample: &Sample| {
        let text = sample.text();
        let line = line_of(&text, sample.at);
        (sample.rule, text, line)
    };
    SAMPLES.iter().map(broken).collect()
}

/// What the samples are checked against: the city, and no shared data.
pub fn context() -> LintContext {
    LintContext { data_resources: Some(BTreeSet::new()), ..house::city() }
}

#[test]
fn the_exemplar_keeps_every_rule() {
    let findings = house::findings(house::NAME, &house::exemplar(), &context());
    assert_eq!(findings, []);
}

#[test]
fn every_sample_breaks_its_rule_on_its_line() {
    let mut wrong = Vec::new();
    for sample in SAMPLES {
        let text = sample.text();
        let findings = house::findings(house::NAME, &text, &context());
        let line = line_of(&text, sample.at);
        let is_found = findings.iter().any(|f| f.rule == sample.rule && f.line == line);
        let is_other = |f: &&Finding| f.rule != sample.rule && !sample.also.contains(&&*f.rule);
        if !is_found || findings.iter().any(|finding| is_other(&finding)) {
            let seen: Vec<String> = findings.iter().map(Finding::to_string).collect();
            wrong.push(format!("{} on line {line}, but:\n  {}", sample.rule, seen.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_rule_speaks_three_languages() {
    for rule in rules() {
        for words in [rule.title, rule.remedy, rule.basis] {
            assert_eq!(words.text().gaps(), [], "{}", rule.id);
        }
    }
}

fn only(findings: &[Finding]) -> (&str, u32) {
    let [finding] = findings else { panic!("{findings:?}") };
    (&finding.rule, finding.line)
}

#[test]
fn bytes_that_are_not_text_are_refused_on_their_line() {
    let mut bytes = house::exemplar().into_bytes();
    let third_line = 1 + bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').nth(1).unwrap().0;
    bytes[third_line] = 0xFF;
    let findings = Definition::read_bytes(house::NAME, &bytes).unwrap_err();
    assert_eq!(only(&findings), ("source.encoding", 3));
}

#[test]
fn a_huge_file_is_refused_before_it_is_parsed() {
    let text = format!("{}# {}\n", house::exemplar(), "x".repeat(source_limit()));
    let findings = Definition::read(house::NAME, &text).unwrap_err();
    assert_eq!(only(&findings), ("source.size", 1));
}

fn source_limit() -> usize {
    catalogue_domain::source::MAX_BYTES
}

#[test]
fn costly_conditions_are_refused() {
    for (condition, rule) in [
        ("situation.trade == 'x' || ".repeat(20) + "false", "condition.too-long"),
        ("(".repeat(60) + "true" + &")".repeat(60), "condition.too-deep"),
    ] {
        let text = house::exemplar().replacen("situation.trade != 'shop'", &condition, 1);
        let findings = Definition::read(house::NAME, &text).unwrap_err();
        assert!(findings.iter().any(|finding| finding.rule == rule), "{findings:?}");
    }
}

#[test]
fn a_finding_prints_its_place_and_keeps_its_form() {
    let text = house::exemplar().replacen("days: 9", "days: 11", 1);
    let findings = house::findings(house::NAME, &text, &LintContext::default());
    let line = line_of(&text, "days: 11");
    assert_eq!(
        findings[0].to_string(),
        format!(
            "{}:{line}: time.promise-within-law: The promise is longer than the law allows: \
             11 working > 10 working",
            house::NAME
        )
    );
    let json = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(json["pointer"], "/limits/promised");
    assert_eq!(json["severity"], "error");
    assert_eq!(json["message"]["zh-Hans"], "承诺时限超过法定时限：11 working > 10 working");
    assert_eq!(serde_json::from_value::<Finding>(json).unwrap(), findings[0]);
}
