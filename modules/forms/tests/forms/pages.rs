//! The applicant's way through the screens.

use axum::http::StatusCode;
use kernel::{Actor, Role, id::FirmId};

use testkit::house::Answer;

use crate::house::{FIRM, Test, person};

const APPLY: &str = "/zh-hans/apply/food-business-licence";

/// Begins and answers the trade; the address of the application.
async fn begun(test: &Test, cookie: &str, trade: &str) -> String {
    let page = test.fill(cookie, APPLY, &[("situation-trade", trade)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    page.location().trim_end_matches("/situation").to_owned()
}

/// Opens the page and posts its form with all hidden fields and these.
async fn fill_given(test: &Test, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let page = test.get(cookie, path).await;
    let (_, form) =
        page.text.split_once("<form method=\"post\" action=\"/zh-hans/apply").expect("a form");
    let mut fields = pairs.to_vec();
    for input in
        form.split("</form>").next().expect("its fields").split("type=\"hidden\" name=\"").skip(1)
    {
        let (name, rest) = input.split_once("\" value=\"").expect("a value");
        fields.push((name, rest.split('"').next().expect("its end")));
    }
    test.post(cookie, APPLY, &fields).await
}

const OPERATOR: [(&str, &str); 4] = [
    ("operator_name", "榕荫小馆"),
    ("credit_code", "91980102ma98ry019r"),
    ("manager", "陈雨禾"),
    ("contact_mobile", "199 0000 0002"),
];

#[tokio::test]
async fn pages_are_whole_in_every_language() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "restaurant").await;
    let id = home.rsplit('/').next().expect("an id").to_owned();
    for lang in ["zh-hans", "zh-hant", "en"] {
        for path in ["situation", "operator", "premises", "discard"] {
            let page = test.get(&cookie, &format!("/{lang}/applications/{id}/{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{lang} {path}");
            assert_eq!(page.text.matches("<h1").count(), 1, "one h1: {lang} {path}");
            for trace in ["forms-", ">web-", "{ $"] {
                assert!(!page.text.contains(trace), "{trace} on {lang} {path}: {}", page.text);
            }
        }
        let page = test.get(&cookie, &format!("/{lang}/apply/food-business-licence")).await;
        assert!(page.status == StatusCode::OK && !page.text.contains("forms-"), "{}", page.text);
    }
}

#[tokio::test]
async fn beginning_says_what_is_needed_and_asks_what_decides() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let page = test.get(&cookie, APPLY).await;
    assert!(page.text.contains("草稿保留到2026年5月31日"), "{}", page.text);
    assert!(page.text.contains("经营场所布局图") && page.text.contains("专间设施说明（看您的情况"));
    assert!(!page.text.contains("situation-cold_dishes"), "asked on the next screen");
    let empty = test.fill(&cookie, APPLY, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("href=\"#situation-trade-1\""), "{}", empty.text);
    assert!(empty.text.contains("<title>错误："));
    let begun = test.fill(&cookie, APPLY, &[("situation-trade", "restaurant")]).await;
    assert!(begun.location().ends_with("/situation"), "{}", begun.location());
    let page = test.get(&cookie, begun.location()).await;
    assert!(page.text.contains("situation-cold_dishes"));
    let both = [("situation-trade", "restaurant"), ("situation-cold_dishes", "no")];
    let next = test.fill(&cookie, begun.location(), &both).await;
    assert!(next.location().ends_with("/operator"), "{}", next.location());
    let again = test.get(&cookie, APPLY).await;
    assert!(again.text.contains("您有没填完的申请"), "a draft is offered first");
}

#[tokio::test]
async fn nobody_answers_again_what_the_guide_asked() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let all = format!("{APPLY}?situation-trade=restaurant&situation-cold_dishes=no&other=x");
    let page = test.get(&cookie, &all).await;
    assert!(page.text.contains("您在指南里已经回答"), "{}", page.text);
    assert!(!page.text.contains("type=\"radio\""), "nothing is asked again");
    let changed = format!("href=\"{APPLY}?situation-cold_dishes=no\"");
    assert!(page.text.contains(&changed), "{}", page.text);
    let begun = fill_given(&test, &cookie, &all, &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    assert!(!begun.location().ends_with("/situation"), "{}", begun.location());
    let id = begun.location().rsplit('/').next().and_then(|it| it.parse().ok()).expect("an id");
    let filed = test.applications().get(id).await.expect("there");
    assert_eq!(filed.facts.situation["trade"], "restaurant");
    assert_eq!(filed.facts.situation["cold_dishes"], "no");
}

#[tokio::test]
async fn what_the_guide_left_open_is_asked_with_the_rest_kept() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let part = format!("{APPLY}?situation-trade=canteen&situation-cold_dishes=perhaps");
    let page = test.get(&cookie, &part).await;
    assert!(page.text.contains("单位食堂") && page.text.contains("name=\"situation-cold_dishes\""));
    let again = fill_given(&test, &cookie, &part, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("href=\"#situation-cold_dishes-1\""), "{}", again.text);
    assert_eq!(again.hidden("situation-trade"), "canteen", "what was given stays given");
    let begun = fill_given(&test, &cookie, &part, &[("situation-cold_dishes", "yes")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    // A shop is not asked about cold dishes, whatever stands in the address.
    let shop = format!("{APPLY}?situation-trade=shop&situation-cold_dishes=no");
    assert_eq!(test.get(&cookie, &shop).await.hidden("_given"), "trade");
}

#[tokio::test]
async fn the_same_form_sent_twice_begins_one_application() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let page = test.get(&cookie, APPLY).await;
    let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
    let fields = [("_csrf", csrf.as_str()), ("_key", key.as_str()), ("situation-trade", "shop")];
    let first = test.post(&cookie, APPLY, &fields).await;
    let second = test.post(&cookie, APPLY, &fields).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(test.drafts().of_account(person(1)).await.expect("drafts").len(), 1);
}

#[tokio::test]
async fn one_screen_follows_the_other_and_nothing_typed_is_lost() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "shop").await;
    let operator = format!("{home}/operator");
    let page = test.get(&cookie, &operator).await;
    assert!(page.text.contains("第 1 步，共 2 步"), "{}", page.text);
    assert!(page.text.contains("value=\"林晓舟\""), "the register's name is filled in");
    assert!(page.text.contains("为什么要填：印在许可证上。来自您的账号资料"), "{}", page.text);
    let wrong = [OPERATOR[0], ("credit_code", "91980102MA98RY0190"), ("manager", ""), OPERATOR[3]];
    let page = test.fill(&cookie, &operator, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("value=\"榕荫小馆\"") && page.text.contains("91980102MA98RY0190"));
    assert!(page.text.contains("href=\"#manager\"") && page.text.contains("有一位填错了"));
    let page = test.fill(&cookie, &operator, &OPERATOR).await;
    assert_eq!(page.location(), format!("{home}/premises"));
    let page = test.get(&cookie, &operator).await;
    assert!(page.text.contains("value=\"91980102MA98RY019R\""), "written as the standard writes");
    let premises = format!("{home}/premises");
    let date = [("opening_on-year", "2026"), ("opening_on-month", "13"), ("opening_on-day", "1")];
    let rest = [("address", "东街 18 号"), ("area", "６０")];
    let page = test.fill(&cookie, &premises, &[&rest[..], &date].concat()).await;
    assert!(page.text.contains("href=\"#opening_on-year\""), "{}", page.text);
    assert!(page.text.contains("value=\"13\""), "what was typed stays");
    assert!(!page.text.contains("name=\"seats\""), "a shop has no seats");
    let page = test.fill(&cookie, &premises, &rest).await;
    assert_eq!(page.location(), format!("{home}/documents"));
    let page = test.fill(&cookie, &operator, &OPERATOR).await;
    assert_eq!(page.location(), home, "who came to change something returns to the list");
    let page = test.fill(&cookie, &format!("{operator}?back=check"), &OPERATOR).await;
    assert_eq!(page.location(), format!("{home}/check"));
}

#[tokio::test]
async fn who_stops_for_today_may_leave_gaps() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "shop").await;
    let operator = format!("{home}/operator");
    let later = [("operator_name", "榕荫小馆"), ("go", "later")];
    let page = test.fill(&cookie, &operator, &later).await;
    assert_eq!(page.location(), home);
    let page = test.get(&cookie, &operator).await;
    assert!(page.text.contains("value=\"榕荫小馆\""));
}

#[tokio::test]
async fn a_question_that_appears_with_an_answer_is_no_mistake() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let apply = "/zh-hans/apply/property-transfer-registration";
    let situation = [("situation-cause", "gift"), ("situation-mortgage", "no")];
    let begun = test.fill(&cookie, apply, &situation).await;
    let topic = format!("{}/transferee", begun.location());
    let page = test.get(&cookie, &topic).await;
    assert!(page.text.contains("name=\"ownership\"") && !page.text.contains("name=\"co_owners\""));
    let typed = [
        ("transferee_name", "林晓舟"),
        ("transferee_id", "710000199001010015"),
        ("contact_mobile", "19900000001"),
    ];
    let alone = [&typed[..], &[("ownership", "single")]].concat();
    let joint = [&typed[..], &[("ownership", "joint")]].concat();
    let page = test.fill(&cookie, &topic, &joint).await;
    assert_eq!(page.location(), topic, "the same screen asks what is new: {}", page.text);
    let page = test.get(&cookie, &topic).await;
    assert!(page.text.contains("name=\"co_owners\""), "{}", page.text);
    assert!(!page.text.contains("class=\"errors\""), "nobody made a mistake");
    let page = test.fill(&cookie, &topic, &joint).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "now it was there to be answered");
    assert!(page.text.contains("href=\"#co_owners\""), "{}", page.text);
    let page = test.fill(&cookie, &topic, &alone).await;
    assert!(page.location().ends_with("/transferor"), "{}", page.location());
}

#[tokio::test]
async fn a_firm_is_told_what_is_for_persons_alone() {
    let test = Test::new().await;
    let firm: FirmId = FIRM.parse().expect("an id");
    let agent = Actor { acting_for: Some(firm.subject()), ..Actor::citizen(person(1)) };
    let cookie = test.sign_in(agent).await;
    let page = test.get(&cookie, "/zh-hans/apply/property-transfer-registration").await;
    assert!(page.text.contains("这个事项由个人申请"), "{}", page.text);
    assert!(!page.text.contains("<form method=\"post\" action=\"/zh-hans/apply"));
}

#[tokio::test]
async fn only_what_was_returned_can_be_changed() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "shop").await;
    let operator = format!("{home}/operator");
    test.fill(&cookie, &operator, &OPERATOR).await;
    let id = home.rsplit('/').next().and_then(|it| it.parse().ok()).expect("an id");
    let citizen = Actor::citizen(person(1));
    let port = test.applications();
    port.submitted(id, &citizen).await.expect("handed in");
    let page = test.get(&cookie, &operator).await;
    assert!(!page.text.contains("<button>保存并继续"), "nothing can be changed");
    let examiner = Actor::staff(Role::Examiner, person(7), "market-regulation");
    let key = "01900000-0000-7000-8000-000000000077".parse().expect("an id");
    port.reopen(key, id, vec!["manager".into()], &examiner).await.expect("returned");
    let page = test.get(&cookie, &operator).await;
    assert!(page.text.contains("<dd>榕荫小馆</dd>"), "fixed: {}", page.text);
    assert!(page.text.contains("name=\"manager\"") && !page.text.contains("id=\"credit_code\""));
    let sly = [("manager", "王一"), ("operator_name", "别家"), ("_shown", "manager,operator_name")];
    let page = test.fill(&cookie, &operator, &sly).await;
    assert_eq!(page.location(), home, "{} {}", page.status, page.text);
    let filed = port.get(id).await.expect("there");
    assert_eq!(filed.facts.answers["manager"], "王一");
    assert_eq!(filed.facts.answers["operator_name"], "榕荫小馆");
}

#[tokio::test]
async fn a_correction_that_raises_a_question_lets_it_be_answered() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let apply = "/zh-hans/apply/property-transfer-registration";
    let situation = [("situation-cause", "gift"), ("situation-mortgage", "no")];
    let home = test.fill(&cookie, apply, &situation).await.location().to_owned();
    let topic = format!("{home}/transferee");
    let typed = [
        ("transferee_name", "林晓舟"),
        ("transferee_id", "710000199001010015"),
        ("contact_mobile", "19900000001"),
        ("ownership", "single"),
    ];
    test.fill(&cookie, &topic, &typed).await;
    let id = home.rsplit('/').next().and_then(|it| it.parse().ok()).expect("an id");
    let port = test.applications();
    port.submitted(id, &Actor::citizen(person(1))).await.expect("handed in");
    let key = "01900000-0000-7000-8000-000000000077".parse().expect("an id");
    port.reopen(key, id, vec!["ownership".into()], &Actor::SYSTEM).await.expect("returned");
    let page = test.fill(&cookie, &topic, &[("ownership", "joint")]).await;
    assert_eq!(page.location(), topic, "{}", page.text);
    let page = test.fill(&cookie, &topic, &[("ownership", "joint"), ("co_owners", "王一")]).await;
    assert_eq!(page.location(), home, "{}", page.text);
    let filed = port.get(id).await.expect("there");
    assert_eq!(filed.facts.answers["co_owners"], "王一");
    assert!(filed.application.corrected.contains("transferee"));
}

#[tokio::test]
async fn an_application_is_nobody_elses_business() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "shop").await;
    let other = test.citizen(2).await;
    for path in ["situation", "operator", "discard"] {
        let page = test.get(&other, &format!("{home}/{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let clerk = test.clerk().await;
    let page = test.get(&clerk, &format!("{home}/operator")).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let nobody = test.get("", &format!("{home}/operator")).await;
    assert!(nobody.location().contains("/sign-in?back="), "{}", nobody.location());
    let unknown = test.get(&cookie, "/zh-hans/apply/no-such-service").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_firm_applies_through_its_agent() {
    let test = Test::new().await;
    let firm = test.firm().await;
    let agent = Actor { acting_for: Some(firm.subject()), ..Actor::citizen(person(1)) };
    let cookie = test.sign_in(agent.clone()).await;
    let home = begun(&test, &cookie, "shop").await;
    let page = test.get(&cookie, &format!("{home}/operator")).await;
    assert!(page.text.contains("value=\"91980102MA98RY019R\""), "{}", page.text);
    assert!(page.text.contains("来自企业登记信息"));
    let stranger = Actor { acting_for: Some(firm.subject()), ..Actor::citizen(person(2)) };
    let cookie = test.sign_in(stranger).await;
    let page = test.get(&cookie, APPLY).await;
    assert!(page.text.contains("您现在不能替对方办这件事"), "{}", page.text);
    let body = serde_json::json!({"service": "food-business-licence"});
    let key = "01900000-0000-7000-8000-000000000078";
    let refused = test.post_json(&cookie, "/api/v1/applications", key, None, body).await;
    assert_eq!(refused.json()["code"], "power.none", "{}", refused.text);
}

#[tokio::test]
async fn who_left_between_the_page_and_the_post_changes_nothing() {
    let test = Test::new().await;
    let firm = test.firm().await;
    let agent = Actor { acting_for: Some(firm.subject()), ..Actor::citizen(person(1)) };
    let cookie = test.sign_in(agent).await;
    let home = begun(&test, &cookie, "shop").await;
    let operator = format!("{home}/operator");
    let form = test.get(&cookie, &operator).await;
    let (csrf, key) = (form.hidden("_csrf"), form.hidden("_key"));
    // The register of this house goes on saying yes, as one that was asked a moment ago would:
    // what counts is the firm in the transaction.
    test.the_agent_is_gone().await;
    let hidden = [("_csrf", csrf.as_str()), ("_key", key.as_str())];
    let refused = test.post(&cookie, &operator, &[&hidden[..], &OPERATOR].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.text.contains("您现在不能替对方办这件事"), "{}", refused.text);
    let body = serde_json::json!({"service": "food-business-licence"});
    let key = "01900000-0000-7000-8000-000000000079";
    let refused = test.post_json(&cookie, "/api/v1/applications", key, None, body).await;
    assert_eq!(refused.json()["code"], "power.none", "{}", refused.text);
    assert_eq!(test.drafts().of_account(person(1)).await.expect("drafts").len(), 1);
}

#[tokio::test]
async fn a_draft_is_thrown_away_after_a_question() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "shop").await;
    let discard = format!("{home}/discard");
    let page = test.fill(&cookie, &discard, &[]).await;
    assert_eq!(page.location(), "/zh-hans/my/?done=discarded");
    assert_eq!(test.get(&cookie, &discard).await.status, StatusCode::NOT_FOUND);
    assert_eq!(test.drafts().of_account(person(1)).await.expect("drafts"), []);
}

#[tokio::test]
async fn what_was_thrown_away_comes_back_as_it_was_for_thirty_days_and_only_to_its_owner() {
    const REMOVED: &str = "/zh-hans/my/removed";
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let home = begun(&test, &cookie, "shop").await;
    test.fill(&cookie, &format!("{home}/discard"), &[]).await;
    let restore = format!("{home}/restore");
    let list = test.get(&cookie, REMOVED).await;
    assert!(list.text.contains(&restore) && list.text.contains("30天内"), "{}", list.text);

    let other = test.citizen(2).await;
    let theirs = test.get(&other, REMOVED).await;
    assert!(theirs.text.contains("没有可以恢复的草稿"), "{}", theirs.text);
    let pairs = [("_csrf", theirs.hidden("_csrf"))];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(test.post(&other, &restore, &pairs).await.status, StatusCode::NOT_FOUND);

    test.clock.advance_days(29);
    let cookie = test.citizen(1).await;
    let list = test.get(&cookie, REMOVED).await;
    let pairs = [("_csrf", list.hidden("_csrf")), ("_key", list.hidden("_key"))];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(test.post(&cookie, &restore, &pairs).await.location(), home);
    assert_eq!(test.post(&cookie, &restore, &pairs).await.location(), home, "pressed twice");
    let draft = test.get(&cookie, &format!("{home}/situation")).await;
    assert!(draft.text.contains("value=\"shop\" checked"), "{}", draft.text);
    test.replay_agrees().await;

    // The second time nobody comes back for it.
    test.fill(&cookie, &format!("{home}/discard"), &[]).await;
    test.clock.advance_days(30);
    let cookie = test.citizen(1).await;
    let list = test.get(&cookie, REMOVED).await;
    assert!(!list.text.contains(&restore), "{}", list.text);
    let pairs = [("_csrf", list.hidden("_csrf"))];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    let late = test.post(&cookie, &restore, &pairs).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("已经不能恢复"), "{}", late.text);
}

#[tokio::test]
async fn nobody_hoards_drafts() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    for _ in 0..20 {
        begun(&test, &cookie, "shop").await;
    }
    let page = test.fill(&cookie, APPLY, &[("situation-trade", "shop")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("没填完的申请太多"));
}
