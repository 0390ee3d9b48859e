//! The guide is whole and does not contradict itself.

use super::{Hit, Lint, Sight, error, hit, is_blank, when};
use crate::{
    definition::{Channel, ItemKind},
    finding::words,
    law,
};

/// The most visits of something that is open online: the originals are looked at first and handed in
/// later (原件预审). Whatever needs more is not done online.
const ONLINE_VISITS: u32 = 2;

pub(super) const LINTS: &[Lint] = &[
    error(
        "guide.incomplete",
        law::LICENSING_30,
        words("办事指南缺少要素", "辦事指南缺少要素", "The guide lacks an element"),
        words("补上这一项", "補上這一項", "Fill it in"),
        incomplete,
    ),
    error(
        "guide.visit-reason",
        law::GUIDE_2016,
        words(
            "到现场次数与原因不一致",
            "到現場次數與原因不一致",
            "Visits and their reason do not agree",
        ),
        words(
            "要到现场就说明原因；不用到现场就不写原因",
            "要到現場就說明原因；不用到現場就不寫原因",
            "Give the reason if somebody has to come, and none if nobody has to",
        ),
        visit_reason,
    ),
    error(
        "guide.visit-channel",
        law::GUIDE_2016,
        words(
            "不用到现场，却没有网上或邮寄渠道",
            "不用到現場，卻沒有網上或郵寄渠道",
            "No visit is needed, but there is no other way to apply",
        ),
        words(
            "开通网上或邮寄，或写明到现场次数和原因",
            "開通網上或郵寄，或寫明到現場次數和原因",
            "Open the online or postal channel, or say how many visits are needed and why",
        ),
        visit_channel,
    ),
    error(
        "guide.depth",
        law::QUALITY,
        words(
            "网上能办，却要到现场两次以上",
            "網上能辦，卻要到現場兩次以上",
            "Open online, but people have to come more than twice",
        ),
        words(
            "减少到现场次数：全程网办是零次，原件核验一次，原件预审最多两次",
            "減少到現場次數：全程網辦是零次，原件核驗一次，原件預審最多兩次",
            "Ask for fewer visits: none if all is online, one to show originals, two at most",
        ),
        depth,
    ),
    error(
        "guide.theme-audience",
        law::QUALITY,
        words("主题与服务对象不一致", "主題與服務對象不一致", "Themes and audiences do not agree"),
        words(
            "面向谁服务，就只用谁的主题，至少一个",
            "面向誰服務，就只用誰的主題，至少一個",
            "Use themes of those who are served only, and at least one",
        ),
        theme_audience,
    ),
    error(
        "guide.faq",
        law::QUALITY,
        words(
            "许可事项没有常见问题",
            "許可事項沒有常見問題",
            "A licence item has no question and answer",
        ),
        words("至少写一个常见问题", "至少寫一個常見問題", "Answer at least one common question"),
        faq,
    ),
    error(
        "guide.fee-amount",
        law::LICENSING_58,
        words("收费金额是零", "收費金額是零", "A fee of nothing"),
        words(
            "写明金额；不收费就删去",
            "寫明金額；不收費就刪去",
            "Say the amount, or remove the fee",
        ),
        fee_amount,
    ),
    error(
        "guide.pay-online",
        law::QUALITY,
        words(
            "收费与网上支付不一致",
            "收費與網上支付不一致",
            "Fees and online payment do not agree",
        ),
        words(
            "收费的写明 pay_online 是 true 还是 false；不收费的删去这一行",
            "收費的寫明 pay_online 是 true 還是 false；不收費的刪去這一行",
            "With fees say `pay_online: true` or `false`; without any remove the line",
        ),
        pay_online,
    ),
];

fn incomplete(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    let implementation = &definition.implementation;
    let needs_refusals = !definition.is_instant();
    let missing = [
        ("/item/aliases", definition.item.aliases.is_empty()),
        ("/implementation/audiences", implementation.audiences.is_empty()),
        ("/implementation/channels", implementation.channels.is_empty()),
        ("/implementation/conditions", implementation.conditions.is_empty()),
        ("/implementation/quantity_limit", is_blank(&implementation.quantity_limit)),
        ("/form", definition.form.is_empty()),
        ("/materials", definition.materials.is_empty()),
        ("/refusals", needs_refusals && definition.refusals.is_empty()),
        ("/rights", is_blank(&definition.rights)),
        ("/duties", is_blank(&definition.duties)),
    ];
    let missing = missing.into_iter().filter(|(_, is_missing)| *is_missing);
    missing.map(|(pointer, _)| hit(pointer, pointer.trim_start_matches('/'))).collect()
}

fn visit_reason(sight: &Sight<'_>) -> Vec<Hit> {
    let visits = &sight.definition.implementation.visits;
    let has_reason = visits.reason.as_ref().is_some_and(|reason| !is_blank(reason));
    let broken = (visits.count > 0) != has_reason;
    when(broken, "/implementation/visits", format!("count: {}", visits.count))
}

fn visit_channel(sight: &Sight<'_>) -> Vec<Hit> {
    let implementation = &sight.definition.implementation;
    let is_remote = |channel: &Channel| matches!(channel, Channel::Online | Channel::Post);
    let broken = implementation.visits.count == 0 && !implementation.channels.iter().any(is_remote);
    when(broken, "/implementation/channels", "")
}

fn depth(sight: &Sight<'_>) -> Vec<Hit> {
    let implementation = &sight.definition.implementation;
    let visits = implementation.visits.count;
    let is_online = implementation.channels.contains(&Channel::Online);
    let broken = is_online && visits > ONLINE_VISITS;
    when(broken, "/implementation/visits/count", format!("{visits} > {ONLINE_VISITS}"))
}

fn theme_audience(sight: &Sight<'_>) -> Vec<Hit> {
    let themes = &sight.definition.implementation.themes;
    let place = "/implementation/themes";
    let mut hits = when(themes.individuals.is_empty() && themes.businesses.is_empty(), place, "");
    hits.extend(when(
        !themes.individuals.is_empty() && !sight.definition.serves_people(),
        format!("{place}/individuals"),
        themes.individuals.join(", "),
    ));
    hits.extend(when(
        !themes.businesses.is_empty() && !sight.definition.serves_organisations(),
        format!("{place}/businesses"),
        themes.businesses.join(", "),
    ));
    hits
}

fn faq(sight: &Sight<'_>) -> Vec<Hit> {
    let is_licence = sight.definition.item.kind == ItemKind::Licence;
    when(is_licence && sight.definition.questions.is_empty(), "/questions", "")
}

fn fee_amount(sight: &Sight<'_>) -> Vec<Hit> {
    super::each("fees", &sight.definition.fees, "/amount", |fee| {
        (fee.amount.fen() <= 0).then(|| fee.amount.to_string())
    })
}

fn pay_online(sight: &Sight<'_>) -> Vec<Hit> {
    let fees = sight.definition.fees.len();
    let said = sight.definition.implementation.pay_online;
    let broken = if fees == 0 { said.is_some() } else { said.is_none() };
    when(broken, "/implementation/pay_online", format!("fees: {fees}"))
}
