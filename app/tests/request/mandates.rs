//! Helping another person: by consent, within bounds, in one's own name, and told each time.

use ledger::Statement;
use serde_json::{Value, json};
use testkit::on_both;

use crate::{city::City, machine::Machine};

/// A retired teacher who is helped.
const HUANG: &str = "710000195509080374";
/// Who helps.
const CHEN: &str = "710000198804161226";
const OTHER: &str = "710000199411232067";

fn proposal(kind: &str, acts: &[&str], until: &str) -> Value {
    json!({
        "as": "helper", "name": "黄德霖", "id_number": HUANG,
        "kind": kind, "acts": acts, "until": until
    })
}

const ALL: [&str; 5] = ["apply", "correct", "track", "fetch", "see_data"];

/// The helper offers, the principal agrees; answers the mandate.
async fn agreed(helper: &Machine, principal: &Machine, proposal: Value) -> String {
    let offered = helper.post("/api/v1/me/mandates", proposal).await.good();
    let id = offered["id"].as_str().unwrap().to_owned();
    principal.post(&format!("/api/v1/me/mandates/{id}/consent"), json!({})).await.good();
    id
}

fn filing() -> Value {
    json!({
        "service": "remote-treatment-filing",
        "situation": { "reason": "settled", "pledge": "yes" },
        "answers": {
            "region": "福建省", "start_on": "2026-02-01", "hospital": "第一医院",
            "living_address": "榕城市鼓台区东街 18 号"
        }
    })
}

async fn events(city: &City) -> u64 {
    static COUNT: Statement = Statement::new("SELECT COUNT(*) FROM ledger_event");
    let ledger = &city.installation.house.ledger;
    ledger.rows(&COUNT, &[]).await.unwrap()[0].count(0).unwrap()
}

#[tokio::test]
async fn a_helper_acts_in_their_own_name_and_the_person_is_told_each_time() {
    on_both(|database| async move {
        let city = City::with(database, "2026-03-02T10:00:00+08:00").await;
        let (huang, chen) = (city.machine(HUANG).await, city.machine(CHEN).await);
        let id = agreed(&chen, &huang, proposal("family", &ALL, "2026-06-01")).await;
        let helper = chen.acting_for(CHEN, &city, &format!("mandate:{id}")).await;
        let begun = helper.post("/api/v1/applications", filing()).await.good();
        let application = begun["id"].as_str().unwrap().to_owned();
        let submit = format!("/api/v1/applications/{application}/submit");
        let receipt = helper.post(&submit, json!({})).await.good();
        assert!(receipt.get("query_code").is_none(), "the code would outlive the mandate");
        let reference = receipt["reference"].as_str().unwrap();
        city.settles().await;

        let page = huang.get(&format!("/zh-hans/track/{reference}")).await;
        assert!(page.text.contains("由陈雨禾代办"), "{}", page.text);
        let mut officer = city.staff("clerk-gong").await;
        let case = format!("/staff/cases/{reference}");
        let why = format!("{case}/why");
        officer.opens(&case).await.sends(&why, &[("reason", "核实代办情况")]).await;
        assert_eq!(officer.status, 200, "{}", officer.text());
        officer.reads("黄德霖").reads("由陈雨禾代办").reads("陈雨禾（代黄德霖）");
        let own = huang.get("/zh-hans/my/messages").await.text;
        for told in ["陈雨禾替您开始了申请", "陈雨禾正在替您填写申请", "陈雨禾替您提交了申请"]
        {
            assert_eq!(own.matches(told).count(), 1, "{told}: {own}");
        }
        let mandates = huang.get("/api/v1/me/mandates").await.good();
        let acts: Vec<_> =
            mandates["acts"].as_array().unwrap().iter().map(|it| it["what"].clone()).collect();
        assert!(acts.contains(&json!("application.saved")), "{acts:?}");
        for act in ["application.started", "case.submitted"] {
            assert_eq!(acts.iter().filter(|it| **it == json!(act)).count(), 1, "{act}: {acts:?}");
        }
        for act in mandates["acts"].as_array().unwrap() {
            assert_eq!(act["service"], "异地就医备案", "whichever event came first: {act}");
        }
        assert_eq!(chen.get(&format!("/api/v1/cases/{reference}")).await.status, 404);
        assert_eq!(helper.get(&format!("/api/v1/cases/{reference}")).await.status, 200);
        let cases = huang.get("/api/v1/cases").await.good();
        assert_eq!(cases["cases"][0]["reference"], reference, "it is the person's own case");
        let scratch = testkit::Database::sqlite();
        let path = scratch.folder().join("replay.db");
        let replay = city.installation.house.ledger.replay(&path, &|_| {}).await.unwrap();
        assert_eq!(replay.differences, []);
    })
    .await;
}

#[tokio::test]
async fn without_a_live_consent_nothing_is_done() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let (huang, chen) = (city.machine(HUANG).await, city.machine(CHEN).await);
    let offered = proposal("family", &ALL, "2026-06-01");
    let id = chen.post("/api/v1/me/mandates", offered).await.good()["id"].clone();
    let id = id.as_str().unwrap();
    let party = json!({ "party": format!("mandate:{id}") });
    let early = chen.post("/api/v1/me/act-for", party.clone()).await;
    assert_eq!(early.status, 404, "an offer is no consent: {}", early.text);
    let consent = format!("/api/v1/me/mandates/{id}/consent");
    let own = chen.post(&consent, json!({})).await;
    assert_eq!(own.status, 404, "nobody agrees for another: {}", own.text);
    let stranger = city.machine(OTHER).await;
    assert_eq!(stranger.post(&consent, json!({})).await.status, 404);
    huang.post(&consent, json!({})).await.good();
    assert_eq!(stranger.post("/api/v1/me/act-for", party.clone()).await.status, 404);
    let helper = chen.acting_for(CHEN, &city, &format!("mandate:{id}")).await;
    huang.post(&format!("/api/v1/me/mandates/{id}/end"), json!({})).await.good();
    let before = events(&city).await;
    let refused = helper.post("/api/v1/applications", filing()).await;
    assert_eq!(refused.code(), "power.none", "{}", refused.text);
    assert_eq!(helper.get("/zh-hans/my/").await.location, "/zh-hans/my/act-for?over=1");
    assert_eq!(helper.get("/zh-hans/my/messages").await.status, 422);
    assert_eq!(helper.get("/api/v1/licences").await.status, 422);
    assert_eq!(events(&city).await, before);
    assert_eq!(chen.post("/api/v1/me/act-for", party).await.status, 404);
}

#[tokio::test]
async fn taken_back_between_the_page_and_the_post_it_is_over() {
    on_both(|database| async move {
        let city = City::with(database, "2026-03-02T10:00:00+08:00").await;
        let (huang, chen) = (city.machine(HUANG).await, city.machine(CHEN).await);
        let id = agreed(&chen, &huang, proposal("family", &ALL, "2026-06-01")).await;
        let helper = chen.acting_for(CHEN, &city, &format!("mandate:{id}")).await;
        let begun = helper.post("/api/v1/applications", filing()).await.good();
        let application = begun["id"].as_str().unwrap();
        let check = format!("/zh-hans/applications/{application}/check");
        let shown = helper.get(&check).await;
        assert_eq!(shown.status, 200);
        let seal = shown.text.split("name=\"_shown\" value=\"").nth(1).unwrap();
        let seal = seal.split('"').next().unwrap();
        huang.post(&format!("/api/v1/me/mandates/{id}/end"), json!({})).await.good();
        let before = events(&city).await;
        let submit = format!("/zh-hans/applications/{application}/submit");
        let late = helper.fill(&submit, &[("_shown", seal)]).await;
        assert_eq!(late.status, 422, "{}", late.text);
        assert!(late.text.contains("您现在不能替对方办这件事"), "{}", late.text);
        let page = helper.get(&check).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("您现在不能替对方办这件事"), "{}", page.text);
        assert_eq!(events(&city).await, before, "nothing was handed in");
    })
    .await;
}

#[tokio::test]
async fn the_last_second_of_the_last_day_counts_and_the_next_does_not() {
    let city = City::on("2026-05-31T23:50:00+08:00").await;
    let (huang, chen) = (city.machine(HUANG).await, city.machine(CHEN).await);
    let id = agreed(&chen, &huang, proposal("family", &ALL, "2026-05-31")).await;
    let helper = chen.acting_for(CHEN, &city, &format!("mandate:{id}")).await;
    city.clock.move_to("2026-05-31T23:59:59+08:00");
    let begun = helper.post("/api/v1/applications", filing()).await.good();
    let submit = format!("/api/v1/applications/{}/submit", begun["id"].as_str().unwrap());
    city.clock.move_to("2026-06-01T00:00:00+08:00");
    let late = helper.post(&submit, json!({})).await;
    assert_eq!(late.code(), "power.expired", "{}", late.text);
    city.clock.move_to("2026-06-01T00:00:01+08:00");
    assert_eq!(helper.post("/api/v1/applications", filing()).await.code(), "power.expired");
    let jobs = &city.installation.house.jobs;
    let expire = jobs.iter().find(|it| it.name() == "accounts.expire_mandates").unwrap();
    assert_eq!(expire.run().await.unwrap(), 1, "it is noted once");
    assert_eq!(expire.run().await.unwrap(), 0);
    city.settles().await;
    let huang = city.machine(HUANG).await;
    let past = huang.get("/api/v1/me/mandates").await.good();
    assert_eq!(past["past"][0]["stage"], "expired");
    assert!(huang.get("/zh-hans/my/messages").await.text.contains("委托到期了"));
}

#[tokio::test]
async fn acts_and_services_that_were_not_named_are_refused_with_a_reason() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let (huang, chen) = (city.machine(HUANG).await, city.machine(CHEN).await);
    let mut narrow = proposal("errand", &["apply", "track"], "2026-04-01");
    narrow["scope"] = json!({ "services": ["remote-treatment-filing"] });
    let id = agreed(&chen, &huang, narrow).await;
    let helper = chen.acting_for(CHEN, &city, &format!("mandate:{id}")).await;
    let other = json!({ "service": "food-business-licence" });
    assert_eq!(helper.post("/api/v1/applications", other).await.code(), "power.service");
    let begun = helper.post("/api/v1/applications", filing()).await.good();
    assert!(!begun.to_string().contains("古井路"), "what is stored is not shown: {begun}");
    let application = begun["id"].as_str().unwrap();
    let submit = format!("/api/v1/applications/{application}/submit");
    let handed_in = helper.post(&submit, json!({})).await;
    let licences = helper.get("/api/v1/licences").await;
    assert_eq!(licences.code(), "power.act", "{}", licences.text);
    let messages = helper.get("/zh-hans/my/messages").await;
    assert_eq!(messages.status, 422, "a box is about all matters");
    assert_eq!(helper.get("/zh-hans/my/").await.status, 200, "the own space still opens");
    if handed_in.status == 200 {
        let reference = handed_in.json()["reference"].as_str().unwrap().to_owned();
        let result = helper.get(&format!("/api/v1/cases/{reference}/result")).await;
        assert!([404, 422].contains(&result.status), "{}", result.status);
    }
}

#[tokio::test]
async fn nobody_helps_more_people_than_their_kind_allows_however_fast() {
    on_both(|database| async move {
        let city = City::with(database, "2026-03-02T10:00:00+08:00").await;
        let bounds = json!({ "family": { "principals": 2, "days": 366 } }).to_string();
        city.installation.house.ledger.set("accounts.mandates", &bounds).await.unwrap();
        let chen = city.machine(CHEN).await;
        let people = [
            ("黄德霖", HUANG),
            ("林晓汶", OTHER),
            ("吴嘉楣", "710000199606301480"),
            ("叶怀远", "710000200307192531"),
        ];
        let mut consents = Vec::new();
        for (name, number) in people {
            let mut offer = proposal("family", &ALL, "2026-06-01");
            offer["name"] = json!(name);
            offer["id_number"] = json!(number);
            let id = chen.post("/api/v1/me/mandates", offer).await.good()["id"].clone();
            let path = format!("/api/v1/me/mandates/{}/consent", id.as_str().unwrap());
            let principal = city.machine(number).await;
            consents.push(tokio::spawn(async move { principal.post(&path, json!({})).await }));
        }
        let mut codes = Vec::new();
        for consent in consents {
            let answer = consent.await.unwrap();
            codes.push((answer.status, answer.code()));
        }
        let agreed = codes.iter().filter(|it| it.0 == 204).count();
        assert_eq!(agreed, 2, "{codes:?}");
        assert!(codes.iter().all(|it| it.0 == 204 || it.1 == "mandate.full"), "{codes:?}");
    })
    .await;
}

#[tokio::test]
async fn somebody_without_internet_agrees_at_the_counter_and_is_helped_there() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let mut clerk = city.staff("clerk-gong").await;
    clerk.opens("/staff/counter/").await.follows("/staff/counter/mandate").await;
    let form = [
        ("principal_name", "黄德霖"),
        ("principal_id_number", HUANG),
        ("helper_name", "陈雨禾"),
        ("helper_id_number", CHEN),
        ("kind", "assistant"),
        ("scope", "all"),
        ("months", "12"),
    ];
    clerk.sends("/counter/mandate", &form).await;
    assert_eq!(clerk.status, 422, "nothing was checked: {}", clerk.text());
    let mut whole = form.to_vec();
    whole.push(("proof", "household_register"));
    clerk.sends("/counter/mandate", &whole).await;
    clerk.reads("请核对委托");
    clerk.sends("/counter/mandate", &[("step", "send")]).await;
    clerk.reads("监护人要有关系证明");
    whole.retain(|it| it.0 != "proof");
    whole.push(("proof", "identity_card"));
    clerk.sends("/counter/mandate", &whole).await;
    assert_eq!(clerk.status, 200, "{}", clerk.text());
    clerk.reads("请核对委托").reads(HUANG).reads(CHEN).reads("到2027年3月1日为止");
    // What was typed over after the look is shown before it counts.
    let (address, mut slipped) = clerk.form("/counter/mandate");
    slipped.insert("helper_name".to_owned(), vec!["林晓汶".to_owned()]);
    slipped.insert("step".to_owned(), vec!["send".to_owned()]);
    clerk.posts(&address, &slipped).await;
    assert_eq!(clerk.status, 409, "{}", clerk.text());
    clerk.reads("您查看之后，内容有了变化").reads("林晓汶");
    clerk.sends("/counter/mandate", &[("step", "edit")]).await;
    clerk.sends("/counter/mandate", &[("helper_name", "陈雨禾")]).await;
    clerk.sends("/counter/mandate", &[("step", "send")]).await;
    assert_eq!(clerk.status, 200, "{}", clerk.text());
    clerk.reads("委托已经登记生效");
    city.settles().await;
    let huang = city.machine(HUANG).await;
    let given = huang.get("/api/v1/me/mandates").await.good();
    assert_eq!(
        (&given["given"][0]["consent"], &given["given"][0]["kind"]),
        (&json!("counter"), &json!("assistant"))
    );

    clerk.opens("/staff/counter/intake?service=remote-treatment-filing").await;
    let intake = [("id_number", CHEN), ("name", "陈雨禾"), ("principal", OTHER)];
    clerk.sends("/counter/intake", &intake).await;
    clerk.reads("没有查到有效的委托");
    let intake = [("id_number", CHEN), ("name", "陈雨禾"), ("principal", HUANG)];
    clerk.sends("/counter/intake", &intake).await;
    assert!(clerk.path.contains("/staff/counter/intake/"), "{}", clerk.text());
    clerk.reads("黄德霖");
    city.settles().await;
    let told = huang.get("/zh-hans/my/messages").await.text;
    assert!(told.contains("陈雨禾替您开始了申请"), "{told}");
}

#[tokio::test]
async fn pages_lead_from_a_wish_to_a_mandate_and_back() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let mut huang = city.citizen(HUANG).await;
    huang.opens("/zh-hans/my/").await.follows("/my/mandates").await;
    huang.reads("现在没有人可以替您办事");
    huang.follows("as=principal").await;
    let who = [("name", "陈雨禾"), ("id_number", CHEN)];
    huang.sends("/my/mandates", &who).await;
    huang.reads("陈雨禾替我办事").reads("等本人同意");
    huang.sends("/consent", &[]).await;
    huang.reads("已经生效").reads("陈雨禾");
    city.settles().await;

    let mut chen = city.citizen(CHEN).await;
    chen.opens("/zh-hans/my/messages").await.reads("您可以替对方办事了");
    chen.opens("/zh-hans/my/act-for").await.reads("黄德霖");
    let html = chen.html.clone();
    let party = html.split("value=\"mandate:").nth(1).unwrap().split('"').next().unwrap();
    chen.sends("/act-for", &[("party", &format!("mandate:{party}"))]).await;
    assert!(chen.html.contains("陈雨禾（代黄德霖）"), "who acts, and for whom: {}", chen.text());
    chen.opens("/zh-hans/apply/remote-treatment-filing").await;
    chen.looks_at("/zh-hans/my/mandates").await;
    assert_eq!(chen.status, 422);
    chen.reads("请先换回自己的身份");

    huang.opens("/zh-hans/my/mandates").await.sends("/end", &[]).await;
    huang.reads("已经结束").reads("现在没有人可以替您办事");
    chen.looks_at("/zh-hans/my/").await.reads("您不能再替对方办事了");
}
