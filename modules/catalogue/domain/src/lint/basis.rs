//! Every power, limit, material, fee, pause and refusal names its law.

use super::{Hit, Lint, Sight, each, error, is_blank, when};
use crate::{finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "basis.item",
        law::LICENSING_4,
        words("事项没有设定依据", "事項沒有設定依據", "The item has no legal basis"),
        words(
            "写明法律名称、条款和条文；没有依据就不能设这个事项",
            "寫明法律名稱、條款和條文；沒有依據就不能設這個事項",
            "Name the law, the article and its text; without one there is no such item",
        ),
        item,
    ),
    error(
        "basis.limit",
        law::LICENSING_42,
        words("法定时限没有依据", "法定時限沒有依據", "The statutory limit has no legal basis"),
        words("写明规定时限的条款", "寫明規定時限的條款", "Name the article that sets the limit"),
        limit,
    ),
    error(
        "basis.material",
        law::LICENSING_31,
        words("材料没有依据", "材料沒有依據", "A material has no legal basis"),
        words(
            "写明要求这份材料的条款；没有依据就不能要",
            "寫明要求這份材料的條款；沒有依據就不能要",
            "Name the article that asks for it; without one it may not be asked for",
        ),
        material,
    ),
    error(
        "basis.fee",
        law::LICENSING_58,
        words("收费没有依据", "收費沒有依據", "A fee has no legal basis"),
        words(
            "写明批准收费的文件；没有依据就不能收费",
            "寫明批准收費的文件；沒有依據就不能收費",
            "Name the act that sets the fee; without one nothing may be charged",
        ),
        fee,
    ),
    error(
        "basis.special-procedure",
        law::LICENSING_45,
        words("特别程序没有依据", "特別程序沒有依據", "A special procedure has no legal basis"),
        words(
            "写明这段时间不计入期限的条款",
            "寫明這段時間不計入期限的條款",
            "Name the article under which its time does not count",
        ),
        special_procedure,
    ),
    error(
        "basis.refusal",
        law::LICENSING_38,
        words(
            "不予许可的理由没有依据",
            "不予許可的理由沒有依據",
            "A reason for refusal has no legal basis",
        ),
        words("写明理由所依据的条款", "寫明理由所依據的條款", "Name the article that it rests on"),
        refusal,
    ),
];

fn item(sight: &Sight<'_>) -> Vec<Hit> {
    let bases = &sight.definition.item.legal_bases;
    let mut hits = when(bases.is_empty(), "/item/legal_bases", "");
    hits.extend(each("item/legal_bases", bases, "", |basis| {
        let is_whole = ![&basis.law, &basis.article, &basis.text].into_iter().any(is_blank);
        (!is_whole).then(|| basis.law.zh_hans.clone())
    }));
    hits
}

fn limit(sight: &Sight<'_>) -> Vec<Hit> {
    when(is_blank(&sight.definition.limits.statutory.basis), "/limits/statutory/basis", "")
}

fn material(sight: &Sight<'_>) -> Vec<Hit> {
    each("materials", &sight.definition.materials, "/basis", |material| {
        is_blank(&material.basis).then(|| material.id.clone())
    })
}

fn fee(sight: &Sight<'_>) -> Vec<Hit> {
    each("fees", &sight.definition.fees, "/basis", |fee| {
        is_blank(&fee.basis).then(|| fee.name.zh_hans.clone())
    })
}

fn special_procedure(sight: &Sight<'_>) -> Vec<Hit> {
    each("special_procedures", &sight.definition.special_procedures, "/basis", |procedure| {
        is_blank(&procedure.basis).then(|| procedure.id.clone())
    })
}

fn refusal(sight: &Sight<'_>) -> Vec<Hit> {
    each("refusals", &sight.definition.refusals, "/basis", |reason| {
        is_blank(&reason.basis).then(|| reason.code.clone())
    })
}
