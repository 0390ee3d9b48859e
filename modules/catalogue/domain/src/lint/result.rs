//! The result: named as what it is, printed from answers that exist.

use super::{Hit, Lint, Sight, each, error, when};
use crate::{definition::ResultKind, finding::words, law};

/// How names of results end, and the kind that such a name means.
const ENDINGS: &[(&str, ResultKind)] =
    &[("批复", ResultKind::Approval), ("证", ResultKind::Licence), ("文", ResultKind::Document)];

pub(super) const LINTS: &[Lint] = &[
    error(
        "result.kind",
        law::QUALITY,
        words(
            "结果名称与结果类型不一致",
            "結果名稱與結果類型不一致",
            "Name and kind of the result do not agree",
        ),
        words(
            "以“证”结尾的是证照，以“文”结尾的是批文，以“批复”结尾的是批复",
            "以「證」結尾的是證照，以「文」結尾的是批文，以「批覆」結尾的是批覆",
            "A name ending in 证 is a licence, in 文 a document, in 批复 an approval",
        ),
        kind,
    ),
    error(
        "result.sample",
        law::QUALITY,
        words(
            "结果没有内容，做不出样本",
            "結果沒有內容，做不出樣本",
            "The result has no contents, so that no sample can be shown",
        ),
        words("写明结果上印什么", "寫明結果上印什麼", "Say what is printed on it"),
        sample,
    ),
    error(
        "result.unknown-field",
        law::FORMAT,
        words(
            "结果引用了不存在的填写项",
            "結果引用了不存在的填寫項",
            "The result prints an unknown field",
        ),
        words("改用表单里的编号", "改用表單裡的編號", "Use the id of a field of the form"),
        unknown_field,
    ),
    error(
        "result.number-prefix",
        law::FORMAT,
        words("编号前缀不对", "編號前綴不對", "Wrong prefix of the number"),
        words("用一到六个大写字母", "用一到六個大寫字母", "Use one to six capital letters"),
        number_prefix,
    ),
];

fn kind(sight: &Sight<'_>) -> Vec<Hit> {
    let result = &sight.definition.result;
    let name = result.name.zh_hans.trim();
    let meant = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending));
    let broken = meant.is_some_and(|(_, kind)| *kind != result.kind);
    when(broken, "/result/kind", name)
}

fn sample(sight: &Sight<'_>) -> Vec<Hit> {
    when(sight.definition.result.contents.is_empty(), "/result/contents", "")
}

fn unknown_field(sight: &Sight<'_>) -> Vec<Hit> {
    each("result/contents", &sight.definition.result.contents, "/value", |line| {
        sight.definition.field(&line.value).is_none().then(|| line.value.clone())
    })
}

fn number_prefix(sight: &Sight<'_>) -> Vec<Hit> {
    let prefix = &sight.definition.result.number_prefix;
    let is_right =
        (1..=6).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase());
    when(!is_right, "/result/number_prefix", prefix.clone())
}
