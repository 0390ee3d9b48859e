//! The paper way: blank forms for everybody, also kept beside the window, and the counter that
//! enters what it received on a day on which nothing could be entered.

use jiff::Timestamp;
use onewindow::{
    pause::{self, Turn},
    printing,
};
use web::PauseCause;

use crate::{city::City, person::Person};

const MORNING: &str = "2026-03-05T10:00:00+08:00";
/// 黄德霖, who comes to the hall himself.
const HUANG: (&str, &str) = ("黄德霖", "710000195509080374");

#[tokio::test]
async fn every_guide_leads_to_a_blank_form_in_the_language_of_the_page() {
    let city = City::on(MORNING).await;
    let mut passer_by = city.anonymous();
    let mut sizes = Vec::new();
    for lang in ["zh-hans", "zh-hant", "en"] {
        passer_by.opens(&format!("/{lang}/services/food-business-licence")).await;
        let link = passer_by.links("/form.pdf").first().cloned().expect("a link to the form");
        let pdf = passer_by.downloads(&link).await;
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 10_000, "{lang}");
        assert_eq!(passer_by.downloads(&link).await, pdf, "the same form has the same bytes");
        sizes.push(pdf.len());
    }
    sizes.dedup();
    assert_eq!(sizes.len(), 3, "each language has its own");
    passer_by.looks_at("/en/services/no-such-service/form.pdf").await;
    assert_eq!(passer_by.status, 404);
    let by_machine = passer_by.downloads("/api/v1/services/food-business-licence/form.pdf").await;
    assert!(by_machine.starts_with(b"%PDF"));
}

#[tokio::test]
async fn an_office_prints_all_forms_before_it_needs_them() {
    let city = City::on(MORNING).await;
    let to = city.database.folder().join("forms");
    let count = printing::forms(&city.installation, &to).await.unwrap();
    assert!(count > 3 * 40, "{count} forms");
    for lang in ["zh-hans", "zh-hant", "en"] {
        let files = std::fs::read_dir(to.join(lang)).unwrap();
        assert_eq!(files.count(), count / 3, "{lang}");
    }
}

/// A paper application, typed in up to the check.
async fn at_the_check(city: &City) -> Person {
    let mut clerk = city.staff("clerk-gong").await;
    clerk.opens("/staff/counter/intake?service=food-business-licence").await;
    let (name, id_number) = HUANG;
    let who = [("id_number", id_number), ("name", name), ("chosen", "food-business-licence")];
    clerk.sends("/counter/intake", &who).await;
    assert!(clerk.path.contains("/counter/intake/"), "{}", clerk.text());
    let answers = [
        ("s-trade", "restaurant"),
        ("s-cold_dishes", "no"),
        ("f-credit_code", "91980102MA98RY019R"),
        ("f-manager", name),
        ("f-address", "榕城市鼓台区南池街道荷塘路 5 号一层"),
        ("f-area", "60"),
        ("f-seats", "16"),
        ("seen-business-licence", "1"),
        ("seen-layout-plan", "1"),
    ];
    clerk.sends("/counter/intake/", &answers).await;
    assert!(clerk.path.ends_with("/check"), "{}", clerk.text());
    clerk
}

fn day(year: &str, month: &str, day: &str, why: &str) -> Vec<(&'static str, String)> {
    vec![
        ("paper_on-year", year.to_owned()),
        ("paper_on-month", month.to_owned()),
        ("paper_on-day", day.to_owned()),
        ("paper_why", why.to_owned()),
    ]
}

async fn sends(clerk: &mut Person, answers: &[(&'static str, String)]) {
    let answers: Vec<_> = answers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    clerk.sends("/check", &answers).await;
}

#[tokio::test]
async fn what_came_on_paper_during_an_outage_counts_from_that_day_and_no_other() {
    testkit::on_both(|database| async move {
        let city = City::with(database, MORNING).await;
        let clerk = at_the_check(&city).await;
        assert!(!clerk.html.contains("paper_on"), "without an outage nobody is asked");

        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let ledger = &city.installation.house.ledger;
        let (from, until) = (at("2026-03-02T09:00:00+08:00"), at("2026-03-03T17:00:00+08:00"));
        pause::switch(ledger, Turn::Noted(PauseCause::Attack, from, until)).await.unwrap();
        let to_come = Turn::Noted(PauseCause::Attack, from, at("2026-03-09T17:00:00+08:00"));
        assert!(pause::switch(ledger, to_come).await.is_err(), "no outage is noted before its end");

        let mut clerk = at_the_check(&city).await;
        clerk.reads("2026年3月2日至2026年3月3日");
        for (typed, expected) in [
            (day("2026", "3", "1", "登记簿第 7 号"), "网上不能提交期间的日期"),
            (day("2026", "3", "4", "登记簿第 7 号"), "网上不能提交期间的日期"),
            (day("2026", "3", "6", "登记簿第 7 号"), "不能晚于今天"),
            (day("2026", "13", "40", "登记簿第 7 号"), "网上不能提交期间的日期"),
            (day("2026", "3", "3", ""), "怎样收件"),
            (day("", "", "", "登记簿第 7 号"), "网上不能提交期间的日期"),
        ] {
            sends(&mut clerk, &typed).await;
            assert_eq!(clerk.status, 422, "{typed:?}: {}", clerk.text());
            clerk.reads(expected);
        }
        sends(&mut clerk, &day("2026", "3", "3", "登记簿第 7 号")).await;
        assert_eq!(clerk.status, 200, "{}", clerk.text());
        assert!(clerk.path.ends_with("/print"), "{}", clerk.path);
        city.settles().await;

        // Five working days from the Tuesday on which the window received it.
        let cases = ledger.rows(&NOTICE, &[]).await.unwrap();
        let dates: Vec<_> = cases.iter().map(|it| it.text(0).unwrap().to_owned()).collect();
        assert_eq!(dates, ["2026-03-10"]);
        let events = ledger.rows(&PAPER, &[]).await.unwrap();
        let body = events[0].text(0).unwrap();
        assert!(body.contains("\"on\":\"2026-03-03\""), "{body}");
        assert!(!body.contains("登记簿"), "the clerk's words are sealed: {body}");
        crate::story::nothing_differs_on_replay(&city).await;
    })
    .await;
}

static NOTICE: ledger::Statement =
    ledger::Statement::new("SELECT notice_on FROM cases_case ORDER BY reference");
static PAPER: ledger::Statement = ledger::Statement::new(
    "SELECT body FROM ledger_event WHERE word = 'case.submitted' ORDER BY stream",
);
