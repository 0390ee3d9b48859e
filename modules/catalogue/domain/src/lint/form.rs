//! Questions: few on a screen, each with its reason, each answerable.

use super::{Hit, Lint, Sight, condition::fields, each, error, gap, hit, is_blank, when};
use crate::{
    definition::{FieldKind, FormField, Prefill},
    finding::words,
    law,
};

/// The most questions on one screen.
const MOST_FIELDS: usize = 5;

/// The most required answers that nothing fills in.
const MOST_REQUIRED: usize = 12;

pub(super) const LINTS: &[Lint] = &[
    error(
        "form.topic-size",
        law::FORMAT,
        words(
            "一屏的问题太多或没有",
            "一屏的問題太多或沒有",
            "A screen with no or too many questions",
        ),
        words("一屏问一到五个问题", "一屏問一到五個問題", "Ask one to five questions on a screen"),
        topic_size,
    ),
    error(
        "form.reason",
        law::LICENSING_31,
        words(
            "没有说明为什么要问",
            "沒有說明為什麼要問",
            "A question does not say why it is asked",
        ),
        words(
            "写明用途；说不出用途就不要问",
            "寫明用途；說不出用途就不要問",
            "Say what the answer is for; if it is for nothing, do not ask",
        ),
        reason,
    ),
    gap(
        "form.idle-reason",
        law::LICENSING_31,
        words(
            "理由只是重复了问题或提示",
            "理由只是重複了問題或提示",
            "The reason only says the question or the hint again",
        ),
        words(
            "写明这个答案用来做什么",
            "寫明這個答案用來做什麼",
            "Say what the answer is used for",
        ),
        idle_reason,
    ),
    gap(
        "form.burden",
        law::LICENSING_31,
        words(
            "必填而又不能预填的问题太多",
            "必填而又不能預填的問題太多",
            "Too many required questions that nothing fills in",
        ),
        words(
            "能预填的预填，不影响决定的改为选填或删去；最多十二个",
            "能預填的預填，不影響決定的改為選填或刪去；最多十二個",
            "Fill in what is known, and make optional or remove what decides nothing; twelve at most",
        ),
        burden,
    ),
    error(
        "form.options",
        law::FORMAT,
        words("选项不对", "選項不對", "Wrong options"),
        words(
            "选择题至少两个选项，其他问题没有选项",
            "選擇題至少兩個選項，其他問題沒有選項",
            "A choice has at least two options, other questions have none",
        ),
        options,
    ),
    error(
        "form.bounds",
        law::FORMAT,
        words("上下限不对", "上下限不對", "Wrong bounds"),
        words(
            "只有文字、数字和金额有上下限，下限不大于上限",
            "只有文字、數字和金額有上下限，下限不大於上限",
            "Only texts, numbers and amounts have bounds, and min is not above max",
        ),
        bounds,
    ),
    error(
        "form.prefill",
        law::FORMAT,
        words(
            "预填的内容与问题的种类不一致",
            "預填的內容與問題的種類不一致",
            "What is filled in does not fit the kind of question",
        ),
        words(
            "例如身份证号码只能预填到身份证号码",
            "例如身份證號碼只能預填到身份證號碼",
            "Fill an identity number into an identity number, and so on",
        ),
        prefill,
    ),
];

fn topic_size(sight: &Sight<'_>) -> Vec<Hit> {
    each("form", &sight.definition.form, "", |topic| {
        let count = topic.fields.len();
        (count == 0 || count > MOST_FIELDS).then(|| format!("{}: {count}", topic.id))
    })
}

/// One hit per question of the form for which `check` gives a detail.
fn each_field(
    sight: &Sight<'_>,
    rest: &str,
    check: impl Fn(&FormField) -> Option<String>,
) -> Vec<Hit> {
    let place = |(pointer, field)| {
        check(field).map(|detail| hit(format!("{pointer}{rest}"), format!("{}{detail}", field.id)))
    };
    fields(sight.definition).filter_map(place).collect()
}

fn reason(sight: &Sight<'_>) -> Vec<Hit> {
    each_field(sight, "/reason", |field| is_blank(&field.reason).then(String::new))
}

fn idle_reason(sight: &Sight<'_>) -> Vec<Hit> {
    each_field(sight, "/reason", |field| {
        let reason = field.reason.zh_hans.trim();
        let hint = field.hint.as_ref().map(|hint| hint.zh_hans.trim());
        let is_idle = reason == field.label.zh_hans.trim() || hint == Some(reason);
        (is_idle && !reason.is_empty()).then(String::new)
    })
}

fn burden(sight: &Sight<'_>) -> Vec<Hit> {
    let is_typed = |field: &&FormField| field.required && field.prefill.is_none();
    let count = sight.definition.fields().filter(is_typed).count();
    when(count > MOST_REQUIRED, "/form", format!("{count} > {MOST_REQUIRED}"))
}

fn options(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = each("situations", &sight.definition.situations, "/options", |situation| {
        let count = situation.options.len();
        (count < 2).then(|| format!("{}: {count}", situation.id))
    });
    hits.extend(each_field(sight, "/options", |field| {
        let count = field.options.len();
        let is_right = if field.kind == FieldKind::Choice { count >= 2 } else { count == 0 };
        (!is_right).then(|| format!(": {count}"))
    }));
    hits
}

fn bounds(sight: &Sight<'_>) -> Vec<Hit> {
    each_field(sight, "", |field| {
        let is_bounded = field.min.is_some() || field.max.is_some();
        let may = matches!(
            field.kind,
            FieldKind::Text
                | FieldKind::LongText
                | FieldKind::PersonName
                | FieldKind::Address
                | FieldKind::LicenceNumber
                | FieldKind::Number
                | FieldKind::Money
        );
        let is_empty = field.min.zip(field.max).is_some_and(|(min, max)| min > max);
        let detail = || format!(": {:?}..{:?}", field.min, field.max);
        ((is_bounded && !may) || is_empty).then(detail)
    })
}

fn prefill(sight: &Sight<'_>) -> Vec<Hit> {
    each_field(sight, "/prefill", |field| {
        let fits = match field.prefill? {
            Prefill::Name | Prefill::LegalRepresentative => {
                matches!(field.kind, FieldKind::Text | FieldKind::PersonName)
            }
            Prefill::IdNumber => field.kind == FieldKind::IdNumber,
            Prefill::Mobile => matches!(field.kind, FieldKind::Mobile | FieldKind::Phone),
            Prefill::Address => field.kind == FieldKind::Address,
            Prefill::CreditCode => field.kind == FieldKind::CreditCode,
        };
        (!fits).then(|| format!(": {}", field.kind.word()))
    })
}
