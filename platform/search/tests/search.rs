//! Questions as people ask them, in three languages.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

use kernel::Lang;
use search::{Document, Index, Query, Synonyms};

fn document(id: &str, title: &str, aliases: &[&str], body: &str) -> Document {
    Document {
        aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
        body: body.to_owned(),
        ..Document::new(id, "service", None, title)
    }
}

fn documents() -> Vec<Document> {
    vec![
        document(
            "minimum-living",
            "最低生活保障对象认定",
            &["吃低保"],
            "家庭人均收入低于当地最低生活保障标准的，可以申请。 Minimum living allowance.",
        ),
        document(
            "disability",
            "残疾人两项补贴资格认定",
            &["残疾补贴"],
            "生活补贴主要面向低保家庭中的残疾人。",
        ),
        document(
            "social-card",
            "社会保障卡申领",
            &["社保卡", "医保卡", "Social security card"],
            "凭身份证到银行网点或者网上申领。",
        ),
        document("bank-card", "公积金联名卡", &["公积金卡"], "凭社会保障卡办理。"),
        document(
            "food",
            "食品经营许可证核发",
            &["卫生许可证", "Food business licence"],
            "从事餐饮服务，包括餐馆、食堂、小吃店，应当先取得许可。",
        ),
        document("company", "公司设立登记", &["开公司", "营业执照"], "符合条件的，发给营业执照。"),
        document(
            "company-change",
            "公司变更登记",
            &["换法人"],
            "变更营业执照记载事项的，换发营业执照。",
        ),
        document(
            "driving",
            "机动车驾驶证换证",
            &["换驾照", "Renewal of a driving licence"],
            "有效期满前九十日内换证。 Renew your driving licence within 90 days.",
        ),
        document("dog", "养犬登记", &["狗证"], "在重点管理区内养犬的，应当登记。"),
    ]
}

fn index() -> Index {
    let groups = [
        vec!["低保", "最低生活保障", "低保户"],
        vec!["社保卡", "社会保障卡"],
        vec!["餐馆", "饭店", "餐饮店"],
        vec!["驾驶证", "驾照"],
    ];
    let groups = groups.map(|it| it.into_iter().map(str::to_owned).collect());
    let index = Index::in_memory().unwrap();
    index.set_synonyms(Synonyms::read(groups.into()));
    index.replace_all(documents()).unwrap();
    index
}

fn ask(index: &Index, text: &str) -> Vec<String> {
    index.search(&Query::new(text)).unwrap().into_iter().map(|hit| hit.id).collect()
}

#[test]
fn everyday_words_find_the_official_name() {
    let index = index();
    assert_eq!(ask(&index, "低保")[0], "minimum-living");
    assert!(ask(&index, "低保").contains(&"disability".to_owned()));
    assert_eq!(ask(&index, "社保卡")[0], "social-card");
    assert_eq!(ask(&index, "社會保障卡")[0], "social-card");
    assert_eq!(ask(&index, "怎么办社保卡？")[0], "social-card");
    assert_eq!(ask(&index, "驾照到期了怎么换")[0], "driving");
}

#[test]
fn opening_a_restaurant_finds_the_food_licence() {
    let index = index();
    assert_eq!(ask(&index, "開餐館")[0], "food");
    assert_eq!(ask(&index, "我想开个饭店，需要什么手续")[0], "food");
}

#[test]
fn a_name_that_equals_the_question_comes_first() {
    let index = index();
    assert_eq!(ask(&index, "营业执照"), ["company", "company-change"]);
    assert_eq!(ask(&index, "營業執照")[0], "company");
    assert_eq!(ask(&index, "social  SECURITY card")[0], "social-card");
}

#[test]
fn words_of_one_and_two_characters_work() {
    let index = index();
    assert_eq!(ask(&index, "狗"), ["dog"]);
    assert_eq!(ask(&index, "养犬"), ["dog"]);
    assert_eq!(ask(&index, "犬"), ["dog"]);
}

#[test]
fn english_is_found_in_any_case_and_number() {
    let index = index();
    assert_eq!(ask(&index, "driving licence")[0], "driving");
    assert_eq!(ask(&index, "How do I renew my DRIVING LICENCES")[0], "driving");
    assert_eq!(ask(&index, "ｄｒｉｖｉｎｇ")[0], "driving");
}

#[test]
fn typing_errors_are_forgiven_where_the_word_is_long_enough() {
    let index = index();
    assert_eq!(ask(&index, "drivng licence")[0], "driving");
    assert_eq!(ask(&index, "dirving license")[0], "driving");
    assert_eq!(ask(&index, "socail card")[0], "social-card");
    assert!(ask(&index, "dxxving").is_empty());
    assert!(ask(&index, "养猫").is_empty());
    assert_eq!(ask(&index, "营业职照")[0], "company", "one wrong character");
    assert_eq!(ask(&index, "社会障保卡")[0], "social-card", "two that changed places");
    assert_eq!(ask(&index, "卫许可证")[0], "food", "one is missing");
}

#[test]
fn pinyin_and_its_initials_find_what_sounds_so() {
    let index = index();
    assert_eq!(ask(&index, "yingyezhizhao"), ["company", "company-change"]);
    assert_eq!(ask(&index, "yinyezhizhao")[0], "company", "n for ng");
    assert_eq!(ask(&index, "yyzz")[0], "company");
    assert_eq!(ask(&index, "she bao ka")[0], "social-card");
    assert_eq!(ask(&index, "dibao")[0], "minimum-living");
    index.upsert(document("cat", "养猫登记", &[], "")).unwrap();
    assert_eq!(ask(&index, "yangmao"), ["cat"], "what is new has a sound too");
    index.set_synonyms(Synonyms::read(vec![vec!["猫咪".to_owned(), "养猫".to_owned()]]));
    assert_eq!(ask(&index, "maomi"), ["cat"], "a new synonym too");
}

#[test]
fn what_is_found_as_typed_is_not_read_otherwise() {
    let index = index();
    index.upsert(document("sound", "Yyzz club", &[], "")).unwrap();
    assert_eq!(ask(&index, "yyzz"), ["sound"]);
    index.upsert(document("typo", "营业职照", &[], "")).unwrap();
    assert_eq!(ask(&index, "营业职照")[0], "typo");
    let strict = Query { is_strict: true, ..Query::new("dibao") };
    assert!(
        index.search(&strict).unwrap().is_empty(),
        "not read otherwise where that is not wanted"
    );
}

#[test]
fn all_words_come_before_some() {
    let index = index();
    let found = ask(&index, "公司 变更");
    assert_eq!(found[0], "company-change");
    assert!(found.contains(&"company".to_owned()));
}

#[test]
fn questions_that_ask_nothing_find_nothing_or_everything() {
    let index = index();
    assert!(ask(&index, "？！").is_empty());
    assert!(ask(&index, "飞船发射许可").is_empty() || !ask(&index, "飞船").contains(&"dog".into()));
    assert_eq!(ask(&index, "").len(), documents().len());
    assert!(index.search(&Query { limit: 0, ..Query::new("低保") }).unwrap().is_empty());
    let endless = "营业执照".repeat(10_000);
    assert!(!ask(&index, &endless).is_empty());
    for odd in ["\"", "AND OR", "a:b", "*", "[低保 TO", "\u{0}", "😀低保"] {
        index.search(&Query::new(odd)).unwrap();
    }
}

#[test]
fn filters_narrow_and_weights_order() {
    let index = Index::in_memory().unwrap();
    let make = |id: &str, lang, kind: &str, city: &str, weight| Document {
        kind: kind.to_owned(),
        tags: vec![("city".into(), city.into()), ("free".into(), "yes".into())],
        weight,
        ..Document::new(id, kind, lang, "户口迁移")
    };
    let all = [
        make("a", Some(Lang::ZhHans), "service", "east", 1.0),
        make("b", Some(Lang::ZhHant), "service", "west", 1.0),
        make("c", None, "policy", "east", 1.5),
    ];
    index.replace_all(all).unwrap();
    let ask = |query: Query| -> Vec<String> {
        index.search(&query).unwrap().into_iter().map(|hit| hit.id).collect()
    };
    let query = || Query::new("户口");
    assert_eq!(ask(query())[0], "c");
    assert_eq!(ask(Query { lang: Some(Lang::ZhHant), ..query() }), ["c", "b"]);
    assert_eq!(ask(Query { kind: Some("policy".into()), ..query() }), ["c"]);
    let city = |value: &str| ("city".to_owned(), value.to_owned());
    assert_eq!(ask(Query { filters: vec![city("west")], ..query() }), ["b"]);
    assert_eq!(ask(Query { filters: vec![city("west"), city("east")], ..query() }).len(), 3);
    let free = ("free".to_owned(), "no".to_owned());
    assert!(ask(Query { filters: vec![city("east"), free], ..query() }).is_empty());
    assert_eq!(ask(Query { limit: 1, ..Query::new("") }), ["c"]);
}

#[test]
fn forms_in_several_languages_are_one_answer() {
    let index = Index::in_memory().unwrap();
    let forms = [
        Document::new("x", "service", Some(Lang::ZhHans), "护照"),
        Document::new("x", "service", Some(Lang::ZhHant), "護照"),
    ];
    index.upsert_all("x", forms).unwrap();
    assert_eq!(index.len(), 2);
    assert_eq!(ask(&index, "护照"), ["x"]);
    index.upsert_all("x", []).unwrap();
    assert!(index.is_empty());
}

#[test]
fn a_folder_keeps_the_index_and_a_broken_one_is_made_anew() {
    let folder = std::env::temp_dir().join(format!("onewindow-search-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    {
        let index = Index::folder(&folder).unwrap();
        assert!(index.is_empty());
        index.replace_all(documents()).unwrap();
        index.upsert(document("cat", "养猫登记", &[], "")).unwrap();
        index.upsert(document("cat", "养猫备案", &[], "")).unwrap();
        assert_eq!(ask(&index, "养猫"), ["cat"]);
        index.replace_all(documents()).unwrap();
    }
    let index = Index::folder(&folder).unwrap();
    assert_eq!(index.len(), documents().len() as u64);
    assert_eq!(ask(&index, "狗"), ["dog"]);
    drop(index);
    std::fs::write(folder.join("meta.json"), "broken").unwrap();
    assert!(Index::folder(&folder).unwrap().is_empty());
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("letter.txt"), "mine").unwrap();
    assert!(Index::folder(&folder).is_err());
    assert!(folder.join("letter.txt").exists());
    std::fs::remove_dir_all(&folder).unwrap();
}
