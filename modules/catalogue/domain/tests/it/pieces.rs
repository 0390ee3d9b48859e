//! Pieces of a definition that samples put in or take out.

/// A required question of one line, for a form that asks too much.
macro_rules! question {
    ($id:literal) => {
        concat!(
            "      - {id: ",
            $id,
            ", label: {zh-Hans: 名称, zh-Hant: 名稱, en: Name}, kind: text, ",
            "reason: {zh-Hans: 印在证上, zh-Hant: 印在證上, en: Printed}}\n"
        )
    };
}

pub const RECEIVE: &str = "  - {id: receive, kind: receive, name: {zh-Hans: 收件, zh-Hant: 收件, en: Receive}, unit: government-services, role: clerk, days: 0}\n";
pub const DELIVER: &str = "  - {id: deliver, kind: deliver, name: {zh-Hans: 送达, zh-Hant: 送達, en: Deliver}, unit: government-services, role: clerk, days: 0}\n";
pub const DECIDE: &str = "  - {id: decide, kind: decide, name: {zh-Hans: 决定, zh-Hant: 決定, en: Decide}, unit: market-regulation, role: approver, days: 2}\n";
pub const TWO_DECISIONS: &str = "  - {id: decide, kind: decide, name: {zh-Hans: 决定, zh-Hant: 決定, en: Decide}, unit: market-regulation, role: approver, days: 1}\n  - {id: decide-2, kind: decide, name: {zh-Hans: 决定, zh-Hant: 決定, en: Decide}, unit: market-regulation, role: approver, days: 1}\n";
pub const FIRE: &str = "      - id: fire\n        name: {zh-Hans: 消防安全意见, zh-Hant: 消防安全意見, en: Fire safety opinion}\n        unit: fire-rescue\n        role: examiner\n        days: 5\n        silence: consent\n        checklist:\n          - {zh-Hans: 疏散通道、燃气报警符合要求, zh-Hant: 疏散通道、燃氣報警符合要求, en: Exits and gas alarms meet the rules}\n";
pub const FEE: &str = "fees:\n  - {name: {zh-Hans: 工本费, zh-Hant: 工本費, en: Fee}, standard: {zh-Hans: 每证, zh-Hant: 每證, en: Each}, amount: \"0\", per: {zh-Hans: 证, zh-Hant: 證, en: licence}, basis: {zh-Hans: 某文件, zh-Hant: 某文件, en: An act}}\n";
pub const FEE_WITHOUT_BASIS: &str = "fees:\n  - {name: {zh-Hans: 工本费, zh-Hant: 工本費, en: Fee}, standard: {zh-Hans: 每证, zh-Hant: 每證, en: Each}, amount: \"10.00\", per: {zh-Hans: 证, zh-Hant: 證, en: licence}}\n";
pub const NAME_AS_REASON: &str =
    "        reason: {zh-Hans: 经营者名称, zh-Hant: 經營者名稱, en: Name of the operator}";
pub const PRINTED: &str =
    "        reason: {zh-Hans: 印在许可证上, zh-Hant: 印在許可證上, en: Printed on the licence}";
/// Two reviews where one joint review would do.
pub const SERIAL: &str = "  - {id: hygiene, kind: review, name: {zh-Hans: 食品安全审查, zh-Hant: 食品安全審查, en: Food safety}, unit: market-regulation, role: examiner, days: 3, checklist: [{zh-Hans: 布局合理, zh-Hant: 布局合理, en: A good layout}]}\n  - {id: fire, kind: review, name: {zh-Hans: 消防审查, zh-Hant: 消防審查, en: Fire safety}, unit: fire-rescue, role: examiner, days: 2, checklist: [{zh-Hans: 通道畅通, zh-Hant: 通道暢通, en: Free exits}]}\n";
/// Nine questions that nothing fills in, beside the four that there are.
pub const NINE_QUESTIONS: &str = concat!(
    "\n  - id: more\n    title: {zh-Hans: 其余, zh-Hant: 其餘, en: More}\n    fields:\n",
    question!("a1"),
    question!("a2"),
    question!("a3"),
    question!("a4"),
    question!("a5"),
    "  - id: rest\n    title: {zh-Hans: 还有, zh-Hant: 還有, en: Rest}\n    fields:\n",
    question!("b1"),
    question!("b2"),
    question!("b3"),
    question!("b4"),
    "\nmaterials:\n",
);
pub const LONG: &str = "无论您是开餐馆还是开小吃店，还是卖包装食品，还是在学校、工厂、工地办食堂，也无论店面大小、人数多少、开在街上还是开在商场里面，开业前都要先拿到这张许可证。";
pub const BASIS: &str = "    basis: {zh-Hans: 食品安全法第四十四条, zh-Hant: 食品安全法第四十四條, en: \"Food Safety Law, Article 44\"}\n";
pub const PROMISED: &str = "promised: {days: 9, unit: working}";
pub const COLD: &str = "    when: situation.trade != 'shop'";
pub const LAYOUT: &str =
    "name: {zh-Hans: 经营场所布局图, zh-Hant: 經營場所布局圖, en: Layout plan of the premises}";
