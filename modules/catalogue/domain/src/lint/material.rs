//! Materials: exactly named, asked once, taken from government where government has them.

use super::{Hit, Lint, Sight, each, error, hit, is_blank};
use crate::{
    definition::{MaterialRequirement, MaterialSource},
    finding::words,
    law,
};

/// Wordings that leave open what is meant.
const CATCH_ALL: &[&str] = &[
    "其他材料",
    "其它材料",
    "其他证明",
    "其他證明",
    "其他文件",
    "其他资料",
    "其他資料",
    "其他有关",
    "其他有關",
    "其他相关",
    "其他相關",
    "其他必要",
    "其他需要",
    "其他应当",
    "其他應當",
    "有关材料",
    "有關材料",
    "相关材料",
    "相關材料",
    "有关证明",
    "有關證明",
    "相关证明",
    "相關證明",
    "有关文件",
    "有關文件",
    "相关文件",
    "相關文件",
    "有关资料",
    "有關資料",
    "相关资料",
    "相關資料",
    "所需材料",
    "等材料",
    "等资料",
    "等資料",
    "等证明",
    "等證明",
    "other document",
    "other material",
    "other proof",
    "other evidence",
    "relevant document",
    "relevant material",
    "related document",
    "related material",
    "further documents",
    "as required",
];

/// Beginnings that leave open what is meant.
const CATCH_ALL_START: &[&str] = &["其他", "其它", "other ", "any other"];

pub(super) const LINTS: &[Lint] = &[
    error(
        "material.catch-all",
        law::GUIDE_2016,
        words("材料名称是兜底说法", "材料名稱是兜底說法", "A material is named in catch-all words"),
        words(
            "写出确切的名称；不得要求“其他材料”",
            "寫出確切的名稱；不得要求「其他材料」",
            "Name it exactly; “other documents” may not be asked for",
        ),
        catch_all,
    ),
    error(
        "material.duplicate-name",
        law::GUIDE_2016,
        words("两份材料同名", "兩份材料同名", "Two materials of one name"),
        words("合并，或用名称区分", "合併，或用名稱區分", "Merge them or tell them apart by name"),
        duplicate_name,
    ),
    error(
        "material.source",
        law::ONLINE_SERVICES,
        words(
            "政府核发的材料没有写明机关和来源",
            "政府核發的材料沒有寫明機關和來源",
            "A material issued by government has no issuer or source",
        ),
        words(
            "写明核发机关，并写明从哪一种证照或哪一项共享数据取得",
            "寫明核發機關，並寫明從哪一種證照或哪一項共享資料取得",
            "Name the issuer, and the licence type or data resource it is taken from",
        ),
        source,
    ),
    error(
        "material.ask-once",
        law::ONLINE_SERVICES,
        words(
            "要求申请人提交政府已有的材料",
            "要求申請人提交政府已有的材料",
            "The applicant is asked for what government has",
        ),
        words(
            "把来源改为政府核发；确需提交的，写明法律理由",
            "把來源改為政府核發；確需提交的，寫明法律理由",
            "Take it from government, or record the legal reason in `ask_again_basis`",
        ),
        ask_once,
    ),
    error(
        "material.upload",
        law::FORMAT,
        words("文件种类或大小不对", "檔案種類或大小不對", "Kinds or size of files are wrong"),
        words(
            "申请人提交的材料要写 accepts 和 max_mb，其他材料不写",
            "申請人提交的材料要寫 accepts 和 max_mb，其他材料不寫",
            "What the applicant hands in has `accepts` and `max_mb` (1 to 100); nothing else has",
        ),
        upload,
    ),
    error(
        "material.checks",
        law::GUIDE_2016_EXAMINATION,
        words("材料没有审查要点", "材料沒有審查要點", "A material has no checks"),
        words("写明审查什么", "寫明審查什麼", "Say what the examiner looks at"),
        checks,
    ),
];

fn catch_all(sight: &Sight<'_>) -> Vec<Hit> {
    each("materials", &sight.definition.materials, "/name", |material| {
        let names = [&material.name.zh_hans, &material.name.zh_hant, &material.name.en];
        let is_open = |name: &&String| {
            let name = name.trim().to_lowercase();
            CATCH_ALL.iter().any(|wording| name.contains(wording))
                || CATCH_ALL_START.iter().any(|start| name.starts_with(start))
        };
        names.into_iter().find(is_open).cloned()
    })
}

fn duplicate_name(sight: &Sight<'_>) -> Vec<Hit> {
    let materials = &sight.definition.materials;
    let mut hits = Vec::new();
    for (index, material) in materials.iter().enumerate() {
        let name = material.name.zh_hans.trim();
        let is_second = materials.iter().take(index).any(|m| m.name.zh_hans.trim() == name);
        if is_second {
            hits.push(hit(format!("/materials/{index}/name"), name));
        }
    }
    hits
}

fn has_source(material: &MaterialRequirement) -> bool {
    material.licence_type.is_some() || material.data_resource.is_some()
}

fn source(sight: &Sight<'_>) -> Vec<Hit> {
    each("materials", &sight.definition.materials, "", |material| {
        let is_government = material.source == MaterialSource::Government;
        let broken = is_government && (material.issuer.is_none() || !has_source(material));
        broken.then(|| material.id.clone())
    })
}

fn ask_once(sight: &Sight<'_>) -> Vec<Hit> {
    let types = sight.context.licence_types.as_ref();
    each("materials", &sight.definition.materials, "", |material| {
        let is_excused = material.ask_again_basis.as_ref().is_some_and(|basis| !is_blank(basis));
        let is_asked = material.source != MaterialSource::Government && !is_excused;
        let name = material.name.zh_hans.trim();
        let is_licence = material.source == MaterialSource::Applicant
            && types.is_some_and(|types| types.values().any(|licence| licence == name));
        (is_asked && (has_source(material) || is_licence)).then(|| material.id.clone())
    })
}

fn upload(sight: &Sight<'_>) -> Vec<Hit> {
    each("materials", &sight.definition.materials, "", |material| {
        let is_right = if material.is_uploaded() {
            let has_size = material.max_mb.is_some_and(|size| (1..=100).contains(&size));
            has_size && !material.accepts.is_empty()
        } else {
            material.max_mb.is_none() && material.accepts.is_empty()
        };
        (!is_right).then(|| material.id.clone())
    })
}

fn checks(sight: &Sight<'_>) -> Vec<Hit> {
    each("materials", &sight.definition.materials, "/checks", |material| {
        (material.is_uploaded() && material.checks.is_empty()).then(|| material.id.clone())
    })
}
