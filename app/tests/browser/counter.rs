//! The same service through the counter: a walk-in whom the clerk takes in on four screens, and
//! to whom the clerk hands over the licence in the end.

use crate::{person::Person, town::Town};

/// 黄德霖, who comes to the hall himself.
const HUANG: (&str, &str) = ("黄德霖", "710000195509080374");

#[tokio::test]
async fn a_licence_through_the_counter() {
    let town = Town::on("2026-03-02T10:00:00+08:00").await;
    let mut clerk = town.staff("clerk-gong").await;
    clerk.opens("/staff/counter/").await.pictures("counter").await;
    let reference = takes_in(&mut clerk).await;
    town.city.settles().await;
    goes_through_the_departments(&town).await;
    hands_over(&mut clerk, &reference).await;
    town.city.settles().await;
    let mut stranger = town.passer_by().await;
    let number = clerk.words_of("dl.summary > div:nth-child(3) dd").await;
    stranger.opens("/zh-hans/verify").await.answers("证照编号", &number).await;
    stranger.presses("核验").await.reads("这份证照有效").await;
    town.met_no_barrier(15);
}

/// From the scan to the receipt: no more than four screens and five answers beyond the scan
/// (the form's own questions are the service's).
async fn takes_in(clerk: &mut Person) -> String {
    clerk.follows("开始收件").await;
    let before = clerk.screens;
    let (name, id_number) = HUANG;
    clerk.answers("身份证号", id_number).await.answers("姓名", name).await;
    clerk.answers("事项", "开餐馆").await.pictures("counter-start").await;
    clerk.presses("开始填写").await;
    clerk.marks("餐饮服务（堂食、外卖）").await.marks("不做").await;
    clerk.answers("统一社会信用代码", "91980102MA98RY019R").await;
    clerk.answers("食品安全管理员姓名", name).await;
    clerk.answers("经营场所地址", "榕城市鼓台区南池街道荷塘路 5 号一层").await;
    clerk.answers("经营面积（平方米）", "60").await.answers("座位数", "16").await;
    clerk.marks("已核验原件 营业执照").await.marks("已核验原件 经营场所布局图").await;
    clerk.pictures("counter-intake").await;
    clerk.presses("保存并核对").await.reads("请申请人看一遍").await.pictures("counter-check").await;
    clerk.presses("提交并打印凭证").await.reads("收件完成").await.pictures("counter-print").await;
    assert_eq!(clerk.screens - before + 1, 4, "screens from the scan to the receipt");
    assert!(clerk.downloads("打印凭证（PDF）").await.starts_with("%PDF"), "the receipt prints");
    clerk.words_of(".panel .code").await
}

/// Accepted, reviewed by two and granted, as in any other case.
async fn goes_through_the_departments(town: &Town) {
    let mut examiner = town.staff("examiner-lu").await;
    examiner.opens("/staff/cases/").await.presses("办理最急的一件").await;
    examiner.reads("大厅窗口").await.reads("纸质材料").await;
    examiner.marks("受理").await.presses("提交意见").await.reads("已受理").await;
    town.city.settles().await;
    for login in ["examiner-lu", "examiner-lei"] {
        let mut officer = town.staff(login).await;
        officer.opens("/staff/cases/").await.presses("办理最急的一件").await;
        officer.marks("同意").await.answers("审查意见", "符合要求").await;
        officer.presses("提交审查意见").await.reads("的意见已提交").await;
        town.city.settles().await;
    }
    let mut approver = town.staff("approver-jiang").await;
    approver.opens("/staff/cases/").await.presses("办理最急的一件").await.takes_over().await;
    approver.marks("准予").await.presses("预览决定书").await;
    approver.presses("确认准予并发出").await.confirms().await.reads("已准予").await;
    town.city.settles().await;
}

/// The licence is handed over after a look at the identity card.
async fn hands_over(clerk: &mut Person, reference: &str) {
    clerk.opens("/staff/counter/").await.follows("出件").await;
    clerk.answers("申请编号", reference).await.presses("查结果").await.pictures("pickup").await;
    clerk.presses("确认已交付").await.reads("请先核对证件").await;
    clerk.marks("已核对证件，与申请人一致").await.presses("确认已交付").await;
    clerk.reads("的结果已交给申请人").await;
    clerk.opens(&format!("/staff/counter/pickup?reference={reference}")).await.reads("已于").await;
}
