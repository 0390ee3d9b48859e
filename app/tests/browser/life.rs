//! The whole story: a food business licence, applied for on a holiday, returned once, accepted,
//! suspended for an inspection, reviewed by two departments, granted, verified by a stranger and
//! rated with one star. Nobody does anything but click and type.

use crate::{
    person::Person,
    town::{CHEN, Town},
};

/// What the receipt says.
struct Receipt {
    reference: String,
    code: String,
}

#[tokio::test]
async fn a_licence_from_a_holiday_application_to_one_star() {
    let town = Town::on("2026-02-15T10:00:00+08:00").await;
    let mut citizen = town.passer_by().await;
    finds_the_service(&mut citizen).await;
    let receipt = applies(&mut citizen).await;
    town.city.settles().await;
    citizen.follows("查看办理进度").await.reads("2026年2月28日").await.pictures("track").await;

    town.city.on_day("2026-02-24T09:00:00+08:00").await;
    let mut examiner = town.staff("examiner-lu").await;
    returns_it_once(&mut examiner).await;
    town.city.settles().await;
    corrects_it(&mut citizen).await;
    town.city.settles().await;
    accepts_and_suspends(&town, &mut examiner).await;
    reads_without_an_account(&town, &receipt).await;

    town.city.on_day("2026-03-02T09:00:00+08:00").await;
    is_reviewed_and_granted(&town, &mut examiner).await;
    let number = gets_the_licence(&mut citizen, &receipt).await;
    a_stranger_checks_it(&town, &number).await;
    one_star_is_seen(&town, &mut citizen, &receipt).await;
    town.met_no_barrier(40);
}

async fn finds_the_service(citizen: &mut Person) {
    citizen.opens("/").await.pictures("home").await;
    citizen.answers("您要办什么事", "开餐馆").await.presses("搜索").await.pictures("search").await;
    citizen.follows("食品经营许可").await.reads("9个工作日").await.reads("不收费").await;
    citizen.pictures("guide").await;
}

async fn applies(citizen: &mut Person) -> Receipt {
    citizen.follows("网上申请").await.gives_password("身份证号", CHEN).await;
    citizen.pictures("apply").await;
    citizen.marks("餐饮服务（堂食、外卖）").await.presses("开始申请").await;
    citizen.marks("不做").await.presses("继续").await;
    citizen.presses("保存并继续").await.reads("请填写食品安全管理员姓名").await;
    citizen.pictures("question-wrong").await;
    citizen.answers("统一社会信用代码", "91980102MA98RY019R").await;
    citizen.answers("食品安全管理员姓名", "陈雨禾").await.presses("保存并继续").await;
    citizen.answers("经营场所地址", "榕城市鼓台区东街 18 号一层").await;
    citizen.answers("经营面积（平方米）", "80").await.answers("座位数", "24").await;
    citizen.pictures("question").await.presses("保存并继续").await;
    citizen.attaches("上传营业执照", "执照.pdf").await;
    citizen.attaches("上传经营场所布局图", "布局图.pdf").await;
    citizen.pictures("documents").await.presses("保存并继续").await;
    citizen.pictures("check").await.reads("陈雨禾").await.presses("提交申请").await;
    citizen.reads("申请已提交").await.pictures("receipt").await;
    let reference = citizen.words_of(".panel dd:nth-of-type(1)").await;
    let code = citizen.words_of(".panel dd:nth-of-type(2)").await;
    Receipt { reference, code }
}

async fn returns_it_once(examiner: &mut Person) {
    examiner.opens("/staff/cases/").await.pictures("queue").await;
    examiner.presses("办理最急的一件").await.pictures("case").await;
    examiner.marks("一次性告知补正").await.presses("提交意见").await;
    examiner.presses("预览补正告知书").await.reads("请至少勾选一项").await;
    examiner.marks("经营场所布局图").await.answers("需要补正的原因", "没有标明面积").await;
    examiner.pictures("correction").await.presses("预览补正告知书").await;
    examiner.reads("没有标明面积").await.pictures("correction-letter").await;
    examiner.presses("发出补正告知书").await.reads("的补正告知书已发出").await;
}

async fn corrects_it(citizen: &mut Person) {
    citizen.signs_in(CHEN).await;
    citizen.opens("/zh-hans/my/").await.pictures("my").await.follows("食品经营许可").await;
    citizen.reads("没有标明面积").await.pictures("corrections").await;
    citizen.follows("回到办理进度").await.reads("请您补正").await.pictures("track-returned").await;
    citizen.follows("去补正").await;
    citizen.follows("经营场所布局图").await;
    citizen.attaches("上传经营场所布局图", "新图.pdf").await;
    citizen.pictures("documents-returned").await.presses("保存并继续").await;
    citizen.reads("全部改好了").await.presses("提交补正").await.reads("已提交，等受理").await;
}

async fn accepts_and_suspends(town: &Town, examiner: &mut Person) {
    examiner.opens("/staff/cases/").await.presses("办理最急的一件").await;
    examiner.marks("受理").await.presses("提交意见").await.reads("已受理").await;
    town.city.settles().await;
    examiner.opens("/staff/cases/").await.presses("办理最急的一件").await;
    examiner.unfolds("进行特别程序，暂停时限").await.marks("现场核查").await;
    examiner.answers("原因", "安排现场核查").await.answers("预计需要几个工作日", "3").await;
    examiner.pictures("suspend").await.presses("暂停时限并告知申请人").await;
    examiner.reads("的时限已暂停").await;
    town.city.settles().await;
}

async fn reads_without_an_account(town: &Town, receipt: &Receipt) {
    let mut relative = town.passer_by().await;
    relative.opens("/zh-hans/").await.answers("办件号", &receipt.reference).await;
    relative.answers("查询码", "000000").await.presses("查进度").await.reads("没有查到").await;
    relative.answers("查询码", &receipt.code).await.presses("查询").await.reads("时限暂停").await;
    relative.unfolds("这个日期是怎么算的").await.pictures("track-paused").await;
}

async fn is_reviewed_and_granted(town: &Town, examiner: &mut Person) {
    examiner.signs_in_as_staff("examiner-lu").await;
    examiner.opens("/staff/cases/").await.follows("本单位的办件").await.pictures("office").await;
    examiner.follows("RC-").await.answers("特别程序的结果", "核查合格").await;
    examiner.presses("恢复计算时限").await.reads("的时限已恢复计算").await;
    town.city.settles().await;
    gives_opinion(town, examiner).await;
    let mut fire = town.staff("examiner-lei").await;
    gives_opinion(town, &mut fire).await;
    let mut approver = town.staff("approver-jiang").await;
    approver.opens("/staff/cases/").await.presses("办理最急的一件").await.takes_over().await;
    approver.pictures("decide").await.marks("准予").await.answers("说明", "准予许可").await;
    approver.presses("预览决定书").await.pictures("decision-letter").await;
    approver.presses("确认准予并发出").await.confirms().await.reads("已准予").await;
    town.city.settles().await;
}

async fn gives_opinion(town: &Town, officer: &mut Person) {
    officer.opens("/staff/cases/").await.presses("办理最急的一件").await;
    officer.marks("同意").await.answers("审查意见", "符合要求").await;
    officer.pictures("review").await.presses("提交审查意见").await.reads("的意见已提交").await;
    town.city.settles().await;
}

async fn gets_the_licence(citizen: &mut Person, receipt: &Receipt) -> String {
    citizen.signs_in(CHEN).await.opens(&format!("/t/{}", receipt.reference)).await;
    citizen.reads("已办结").await.pictures("track-issued").await;
    assert!(citizen.fetches("下载结果（PDF）").await.starts_with("%PDF"), "the licence is a PDF");
    citizen.words_of("section.box .code").await
}

async fn a_stranger_checks_it(town: &Town, number: &str) {
    let mut stranger = town.passer_by().await;
    stranger.opens("/zh-hans/").await.follows("去查验").await;
    stranger.answers("证照编号", "JY2026999999").await.presses("核验").await;
    stranger.reads("没有查到这份证照").await.pictures("verify-unknown").await;
    stranger.follows("再核验一份").await.answers("证照编号", number).await.presses("核验").await;
    stranger.reads("这份证照有效").await.reads("食品经营许可证").await.pictures("verify").await;
    assert!(!stranger.text().await.contains("陈雨禾"), "a stranger does not read the whole name");
}

async fn one_star_is_seen(town: &Town, citizen: &mut Person, receipt: &Receipt) {
    citizen.follows("评价这次办事").await.pictures("rate").await;
    citizen.marks("非常不满意").await.marks("办得慢").await.presses("提交评价").await;
    citizen.reads("谢谢您的评价").await.pictures("rated").await;
    town.city.settles().await;
    let mut supervisor = town.staff("supervisor-fang").await;
    supervisor.opens("/staff/oversight/ratings").await.pictures("oversight-ratings").await;
    supervisor.reads(&receipt.reference).await;
}
