//! Without script: a citizen gets to a submitted case, and an officer decides on it.

use crate::town::{CHEN, Town};

#[tokio::test]
async fn nothing_needs_script() {
    let town = Town::on("2026-03-02T10:00:00+08:00").await;
    let mut citizen = town.without_script("citizen").await;
    citizen.opens("/").await.answers("您要办什么事", "开餐馆").await.presses("搜索").await;
    citizen.follows("食品经营许可").await.follows("网上申请").await;
    citizen.gives_password("身份证号", CHEN).await;
    citizen.marks("餐饮服务（堂食、外卖）").await.presses("开始申请").await;
    citizen.marks("不做").await.presses("继续").await;
    citizen.answers("统一社会信用代码", "91980102MA98RY019R").await;
    citizen.answers("食品安全管理员姓名", "陈雨禾").await.presses("保存并继续").await;
    citizen.answers("经营场所地址", "榕城市鼓台区东街 18 号一层").await;
    citizen.answers("经营面积（平方米）", "80").await.answers("座位数", "24").await;
    citizen.presses("保存并继续").await;
    citizen.attaches("上传营业执照", "执照.pdf").await;
    citizen.attaches("上传经营场所布局图", "布局图.pdf").await;
    citizen.presses("保存并继续").await.presses("提交申请").await.reads("申请已提交").await;
    town.city.settles().await;

    let mut examiner = town.without_script("examiner-lu").await;
    examiner.signs_in_as_staff("examiner-lu").await;
    examiner.opens("/staff/cases/").await.presses("办理最急的一件").await;
    // With script this question would be folded away until it is needed.
    examiner.reads("有权受理的机关").await;
    examiner.marks("受理").await.presses("提交意见").await.reads("已受理").await;
    for login in ["examiner-lu", "examiner-lei"] {
        town.city.settles().await;
        let mut officer = town.without_script(login).await;
        officer.signs_in_as_staff(login).await;
        officer.opens("/staff/cases/").await.presses("办理最急的一件").await;
        officer.marks("同意").await.answers("审查意见", "符合要求").await;
        officer.presses("提交审查意见").await.reads("的意见已提交").await;
    }
    town.city.settles().await;
    let mut approver = town.without_script("approver-jiang").await;
    approver.signs_in_as_staff("approver-jiang").await;
    approver.opens("/staff/cases/").await.presses("办理最急的一件").await.takes_over().await;
    approver.marks("准予").await.presses("预览决定书").await;
    approver.presses("确认准予并发出").await.confirms().await.reads("已准予").await;
}
