//! What does not become public before a second person has looked at it: numbers and addresses of
//! people, and marks of what is not for everybody.

use kernel::secrecy::{self, Sensitive};
use serde_json::Value;

use super::{Hit, Lint, Sight, hit, review, text::each_text};
use crate::{
    finding::{shortened, words},
    law,
    source::join,
};

pub(super) const LINTS: &[Lint] = &[
    review(
        "secrecy.number",
        law::PERSONAL_INFORMATION,
        words(
            "含有个人的身份证号或手机号",
            "含有個人的身份證號或手機號",
            "A person's identity or mobile number",
        ),
        words(
            "删去；联系方式写单位的固定电话。确需公开的，由第二个人审查并写明理由",
            "刪去；聯絡方式寫單位的固定電話。確需公開的，由第二個人審查並寫明理由",
            "Take it out; to be reached, name the authority's landline. If it has to be public, the \
             second person says why",
        ),
        numbers,
    ),
    review(
        "secrecy.card",
        law::PERSONAL_INFORMATION,
        words("含有银行卡号", "含有銀行卡號", "The number of a bank card"),
        words(
            "删去。单位收款账户确需公开的，由第二个人审查并写明理由",
            "刪去。單位收款賬戶確需公開的，由第二個人審查並寫明理由",
            "Take it out. If it is an authority's account that has to be public, the second person \
             says why",
        ),
        cards,
    ),
    review(
        "secrecy.email",
        law::PERSONAL_INFORMATION,
        words("含有个人的电子邮箱", "含有個人的電子郵箱", "A person's e-mail address"),
        words(
            "改用单位的邮箱。确需公开的，由第二个人审查并写明理由",
            "改用單位的郵箱。確需公開的，由第二個人審查並寫明理由",
            "Name a mailbox of the authority. If it has to be public, the second person says why",
        ),
        emails,
    ),
    review(
        "secrecy.mark",
        law::DISCLOSURE_17,
        words(
            "含有涉密或内部文件的字样",
            "含有涉密或內部文件的字樣",
            "A mark of a secret or internal paper",
        ),
        words(
            "发布前由第二个人作保密审查并写明理由，不应公开的删去",
            "發布前由第二個人作保密審查並寫明理由，不應公開的刪去",
            "The second person says why it may be public, and else it is taken out",
        ),
        marks,
    ),
];

fn found(sight: &Sight<'_>, what: &[Sensitive]) -> Vec<Hit> {
    let own = &sight.context.secrecy_words;
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        for lang in ["zh-Hans", "zh-Hant", "en"] {
            let text = text.get(lang).and_then(Value::as_str).unwrap_or_default();
            if secrecy::sensitive(text, own).iter().any(|it| what.contains(it)) {
                hits.push((join(pointer, lang), secrecy::masked(&shortened(text))));
            }
        }
    });
    hits.into_iter().map(|(pointer, text)| hit(pointer, text)).collect()
}

fn numbers(sight: &Sight<'_>) -> Vec<Hit> {
    found(sight, &[Sensitive::IdNumber, Sensitive::Mobile])
}

fn cards(sight: &Sight<'_>) -> Vec<Hit> {
    found(sight, &[Sensitive::BankCard])
}

fn emails(sight: &Sight<'_>) -> Vec<Hit> {
    found(sight, &[Sensitive::Email])
}

fn marks(sight: &Sight<'_>) -> Vec<Hit> {
    found(sight, &[Sensitive::Mark])
}
