//! The main story: a food-business licence, applied for on a holiday.

use crate::city::City;

#[tokio::test]
async fn anybody_finds_the_service_by_everyday_words_and_sees_what_it_takes() {
    let city = City::on("2026-02-15T10:00:00+08:00").await;
    let mut passer_by = city.anonymous();
    passer_by.opens("/zh-hans/").await;
    passer_by.opens("/zh-hans/search?q=开餐馆").await.follows("/services/food-business-licence").await;
    passer_by.reads("食品经营许可");
}
