//! Three languages: the same pages, with no word left out. The eyes look for forgotten keys on
//! every page; here it is also seen that each language speaks for itself.

use crate::town::{CHEN, Town};

/// For each language: its path and tag, and what home, guide, form and look-up say.
const LANGUAGES: [(&str, &str, [&str; 4]); 3] = [
    ("zh-hans", "zh-Hans", ["您要办什么事？", "谁来决定", "您要做哪一种生意？", "查询号"]),
    ("zh-hant", "zh-Hant", ["您要辦什麼事？", "誰來決定", "您要做哪一種生意？", "查詢號"]),
    ("en", "en", ["What do you need to do?", "Who decides", "What will you run?", "Reference"]),
];

#[tokio::test]
async fn every_page_speaks_three_languages() {
    let town = Town::on("2026-03-02T10:00:00+08:00").await;
    let mut citizen = town.citizen(CHEN).await;
    for (path, tag, words) in LANGUAGES {
        let pages =
            ["/", "/services/food-business-licence", "/apply/food-business-licence", "/track"];
        for (page, words) in pages.into_iter().zip(words) {
            citizen.opens(&format!("/{path}{page}")).await.reads(words).await;
            let lang = citizen.browser.asks("return document.documentElement.lang", vec![]).await;
            assert_eq!(lang, tag, "{path}{page}");
            let missing =
                citizen.browser.asks("return document.body.innerText.includes('{$')", vec![]).await;
            assert_eq!(missing, false, "{path}{page} shows an argument");
        }
        citizen.pictures(&format!("look-up-{path}")).await;
    }
    town.met_no_barrier(12);
}

#[tokio::test]
async fn a_language_is_chosen_on_the_same_page() {
    let town = Town::on("2026-03-02T10:00:00+08:00").await;
    let mut visitor = town.at_a_desk("visitor").await;
    visitor.opens("/zh-hans/services/food-business-licence").await;
    visitor.follows("English").await.reads("Food business licence").await;
    visitor.pictures("guide-en").await;
    visitor.follows("繁體中文").await.reads("食品經營許可").await.pictures("guide-zh-hant").await;
    town.met_no_barrier(3);
}
