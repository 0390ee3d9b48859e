//! The main story: a food-business licence, applied for on a holiday, returned once, accepted,
//! suspended for an inspection, reviewed by two departments, granted, verified and rated.

use testkit::on_both;

use crate::{city::City, person::Person};

pub const CHEN: &str = "710000198804161226";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";

/// What a receipt says.
pub struct Receipt {
    pub reference: String,
    pub code: String,
}

fn receipt(person: &Person) -> Receipt {
    let text = person.text();
    let after = |mark: &str| {
        let rest = text.split_once(mark).unwrap_or_else(|| panic!("no {mark}: {text}")).1;
        rest.split_whitespace().next().unwrap_or_default().to_owned()
    };
    Receipt { reference: after("查询号 "), code: after("查询码 ") }
}

pub async fn citizen_fills_in(citizen: &mut Person) -> String {
    citizen.opens("/zh-hans/apply/food-business-licence").await;
    let action = "/apply/food-business-licence";
    citizen.sends(action, &[("situation-trade", "restaurant")]).await;
    citizen.sends("/situation", &[("situation-cold_dishes", "no")]).await;
    let hub = citizen.path.trim_end_matches("/operator").to_owned();
    let operator = [("credit_code", "91980102MA98RY019R"), ("manager", "陈雨禾")];
    citizen.sends("/operator", &operator).await;
    let premises = [("address", "榕城市鼓台区东街 18 号一层"), ("area", "80"), ("seats", "24")];
    citizen.sends("/premises", &premises).await;
    assert!(citizen.path.ends_with("/documents"), "{}", citizen.path);
    hub
}

pub async fn citizen_hands_in(citizen: &mut Person) -> Receipt {
    let hub = citizen_fills_in(citizen).await;
    let files = [
        ("file-business-licence", "执照.pdf", PDF.to_vec()),
        ("file-layout-plan", "布局图.pdf", PDF.to_vec()),
    ];
    citizen.uploads("/documents", &files).await;
    citizen.opens(&format!("{hub}/check")).await.reads("陈雨禾");
    let (address, fields) = citizen.form("/submit");
    citizen.posts(&address, &fields).await;
    let first = receipt(citizen);
    citizen.posts(&address, &fields).await;
    assert_eq!(receipt(citizen).reference, first.reference, "pressed twice, it is one case");
    first
}

pub async fn officer_acts(
    city: &City,
    login: &str,
    reference: &str,
    act: &str,
    answers: &[(&str, &str)],
) {
    let mut officer = city.staff(login).await;
    officer.opens(&format!("/staff/cases/{reference}")).await;
    officer.sends(&format!("/{reference}/{act}"), answers).await;
    assert_eq!(officer.status, 200, "{login} {act}: {}", officer.text());
    if officer.html.contains("name=\"step\"") {
        officer.sends(&format!("/{act}"), &[("step", "send")]).await;
    }
    assert!(officer.path.contains("done="), "{login} {act}: {}", officer.text());
    city.settles().await;
}

#[tokio::test]
async fn anybody_finds_the_service_by_everyday_words_and_sees_what_it_takes() {
    let city = City::on("2026-02-15T10:00:00+08:00").await;
    let mut passer_by = city.anonymous();
    passer_by.opens("/zh-hans/").await;
    for words in ["开餐馆", "開餐館", "food business"] {
        passer_by.opens(&format!("/zh-hans/search?q={words}")).await;
        passer_by.follows("/services/food-business-licence").await;
    }
    passer_by.reads("食品经营许可").reads("9个工作日").reads("不收费");
    passer_by.opens("/en/services/food-business-licence").await.reads("Food business licence");
    passer_by.opens("/zh-hant/services/food-business-licence").await.reads("食品經營許可");
}

#[tokio::test]
async fn a_licence_from_a_holiday_application_to_one_star() {
    on_both(|database| async move {
        let city = City::with(database, "2026-02-15T10:00:00.123456789+08:00").await;
        let mut citizen = city.citizen(CHEN).await;
        let receipt = citizen_hands_in(&mut citizen).await;
        let reference = receipt.reference.as_str();
        city.settles().await;
        citizen.opens(&format!("/zh-hans/track/{reference}")).await.reads("2026年2月28日");
        let pdf = citizen.downloads(&format!("/zh-hans/track/{reference}/documents/1")).await;
        assert!(pdf.starts_with(b"%PDF"), "the receipt is a PDF");

        city.on_day("2026-02-24T09:00:00+08:00").await;
        returned_once_and_corrected(&city, reference).await;
        officer_acts(&city, "examiner-lu", reference, "accept", &[("outcome", "accept")]).await;
        let inspection =
            [("procedure", "site-inspection"), ("reason", "安排现场核查"), ("days", "3")];
        officer_acts(&city, "examiner-lu", reference, "suspend", &inspection).await;
        city.anonymous().looks_up(reference, &receipt.code).await.reads("时限暂停");
        city.on_day("2026-03-02T09:00:00+08:00").await;
        officer_acts(&city, "examiner-lu", reference, "resume", &[("result", "核查合格")]).await;
        let agrees = [("outcome", "for"), ("text", "符合要求")];
        officer_acts(&city, "examiner-lu", reference, "review", &agrees).await;
        officer_acts(&city, "examiner-lei", reference, "review", &agrees).await;
        let grants = [("outcome", "grant"), ("text", "准予许可")];
        officer_acts(&city, "approver-jiang", reference, "decide", &grants).await;
        licence_is_genuine(&city, reference).await;
        one_star_counts(&city, &receipt).await;
        nothing_differs_on_replay(&city).await;
        city.settles().await;
        crate::record::is_accepted_by_others(&city, &receipt).await;
    })
    .await;
}

pub async fn returned_once_and_corrected(city: &City, reference: &str) {
    let mut examiner = city.staff("examiner-lu").await;
    examiner.opens(&format!("/staff/cases/{reference}/correction")).await;
    let ticks: Vec<String> =
        names(&examiner).into_iter().filter(|it| it.contains("layout-plan")).collect();
    let tick = ticks.iter().find(|it| !it.starts_with("why-")).unwrap().clone();
    let why = format!("why-{tick}");
    let answers = [(tick.as_str(), "1"), (why.as_str(), "没有标明面积"), ("step", "preview")];
    examiner.sends("/correction", &answers).await;
    examiner.reads("没有标明面积");
    examiner.sends("/correction", &[("step", "send")]).await;
    city.settles().await;

    let mut citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await.reads("请您补正");
    citizen.opens(&format!("/zh-hans/track/{reference}/corrections")).await.reads("没有标明面积");
    citizen.follows("/documents").await;
    assert!(!citizen.html.contains("file-business-licence"), "only what was returned is open");
    citizen.uploads("/documents", &[("file-layout-plan", "新图.pdf", PDF.to_vec())]).await;
    citizen.opens(&format!("/zh-hans/track/{reference}/corrections")).await;
    citizen.sends("/corrections", &[]).await;
    city.settles().await;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await.reads("已提交，等受理");
}

/// The names of all inputs of a page.
fn names(person: &Person) -> Vec<String> {
    let page = scraper::Html::parse_document(&person.html);
    let inputs = scraper::Selector::parse("input[name]").unwrap();
    page.select(&inputs).filter_map(|it| it.attr("name").map(str::to_owned)).collect()
}

async fn licence_is_genuine(city: &City, reference: &str) {
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await.reads("已办结");
    let pdf = citizen.downloads(&format!("/zh-hans/results/{reference}")).await;
    assert!(pdf.starts_with(b"%PDF"), "the licence is a PDF");
    let link = citizen.links("/verify/").first().cloned().expect("a link to the public check");
    let mut stranger = city.anonymous();
    stranger.opens(&link).await.reads("有效").reads("食品经营许可证");
    assert!(!stranger.text().contains("陈雨禾"), "a stranger does not read the whole name");
    stranger.looks_at("/zh-hans/verify/JY2026999999").await;
    assert!(stranger.text().contains("没有") || stranger.status == 404, "{}", stranger.text());
}

async fn one_star_counts(city: &City, receipt: &Receipt) {
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/rate/{}", receipt.reference)).await;
    citizen.sends("/rate/", &[("grade", "5")]).await;
    assert_eq!(citizen.status, 200, "{}", citizen.text());
    city.settles().await;
    let mut supervisor = city.staff("supervisor-fang").await;
    supervisor.opens("/staff/oversight/ratings").await.reads(&receipt.reference);
}

pub async fn nothing_differs_on_replay(city: &City) {
    let scratch = testkit::Database::sqlite();
    let path = scratch.folder().join("replay.db");
    let report = city.installation.house.ledger.replay(&path, &|_| {}).await.unwrap();
    assert!(report.events > 50 && report.tables >= 5, "{report:?}");
    assert_eq!(report.differences, []);
}

#[tokio::test]
async fn five_silent_working_days_accept_by_law() {
    let city = City::on("2026-02-13T10:00:00+08:00").await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    city.on_day("2026-02-27T23:00:00+08:00").await;
    citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/track/{}", receipt.reference)).await.reads("等受理");
    city.on_day("2026-02-28T00:05:00+08:00").await;
    citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/track/{}", receipt.reference)).await.reads("视为受理");
}
