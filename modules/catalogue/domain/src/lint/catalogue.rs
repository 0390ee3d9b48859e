//! What shows only when definitions lie side by side: one item is the same everywhere, names tell
//! services apart, and nobody brings the same paper to several counters.

use std::collections::BTreeMap;

use crate::{
    definition::{MaterialRequirement, MaterialSource, ServiceDefinition},
    finding::{
        Finding, Rule,
        Severity::{Error, Gap},
        words,
    },
    law,
    source::SourceMap,
};

const BASE_ELEMENTS: Rule = Rule {
    id: "catalogue.base-elements",
    severity: Error,
    title: words(
        "基本编码相同，基本要素却不同",
        "基本編碼相同，基本要素卻不同",
        "One basic code, but other base elements",
    ),
    remedy: words(
        "名称、类型和设定依据由目录管理单位统一规定，照抄，不得自行修改",
        "名稱、類型和設定依據由目錄管理單位統一規定，照抄，不得自行修改",
        "Name, kind and legal bases belong to the owner of the catalogue: take them over unchanged",
    ),
    basis: law::GBT_39046,
};

const DUPLICATE_ITEM: Rule = Rule {
    id: "catalogue.duplicate-item",
    severity: Error,
    title: words(
        "同一机关的同一业务办理项写了两次",
        "同一機關的同一業務辦理項寫了兩次",
        "An authority offers the same handling item twice",
    ),
    remedy: words(
        "合并两个文件，用情形区分；另一件事用另一个基本编码或业务办理项",
        "合併兩個檔案，用情形區分；另一件事用另一個基本編碼或業務辦理項",
        "Merge the files and tell cases apart by situations, or give the other item its own code",
    ),
    basis: law::GBT_39046,
};

const DUPLICATE_NAME: Rule = Rule {
    id: "catalogue.duplicate-name",
    severity: Error,
    title: words("两个事项同名", "兩個事項同名", "Two items of one name"),
    remedy: words(
        "用名称区分；同一个事项用同一个基本编码",
        "用名稱區分；同一個事項用同一個基本編碼",
        "Tell them apart by name; if it is one item, give it one basic code",
    ),
    basis: law::GBT_39046,
};

const SHARED_MATERIAL: Rule = Rule {
    id: "catalogue.shared-material",
    severity: Gap,
    title: words(
        "同一件事的几项服务都要申请人交这份材料",
        "同一件事的幾項服務都要申請人交這份材料",
        "Several services of one life event ask for the same paper",
    ),
    remedy: words(
        "政府有的，写明证照或共享数据；政府没有的，在一件事里只收一次",
        "政府有的，寫明證照或共享資料；政府沒有的，在一件事裡只收一次",
        "Take it from a licence or shared data; if government has none, take it once for all of them",
    ),
    basis: law::ONLINE_SERVICES,
};

/// The rules of a whole catalogue.
pub(super) const RULES: &[Rule] = &[BASE_ELEMENTS, DUPLICATE_ITEM, DUPLICATE_NAME, SHARED_MATERIAL];

/// A definition with its lines.
type Sheet = (ServiceDefinition, SourceMap);

/// Checks definitions beside one another, in the order of files and lines. Of two that do not
/// agree, the later one is named. What is wrong with one alone is another matter: [`crate::lint()`].
pub fn lint_all(sheets: &[Sheet]) -> Vec<Finding> {
    let mut findings = base_elements(sheets);
    findings.extend(duplicate_items(sheets));
    findings.extend(duplicate_names(sheets));
    findings.extend(shared_materials(sheets));
    findings.sort_by(|a, b| {
        let place = (&a.file, a.line, &a.rule, &a.pointer);
        place.cmp(&(&b.file, b.line, &b.rule, &b.pointer))
    });
    findings.dedup_by(|a, b| (&a.file, &a.rule, &a.pointer) == (&b.file, &b.rule, &b.pointer));
    findings
}

fn base_elements(sheets: &[Sheet]) -> Vec<Finding> {
    let mut firsts: BTreeMap<&str, &ServiceDefinition> = BTreeMap::new();
    let mut findings = Vec::new();
    for (definition, map) in sheets {
        let own = &definition.item;
        let first = *firsts.entry(own.basic_code.as_str()).or_insert(definition);
        let other = &first.item;
        let broken = [
            ("/item/name", own.name != other.name),
            ("/item/kind", own.kind != other.kind),
            ("/item/legal_bases", own.legal_bases != other.legal_bases),
        ];
        let broken = broken.into_iter().filter(|(_, is_other)| *is_other);
        findings.extend(broken.map(|(place, _)| map.finding(&BASE_ELEMENTS, place, &first.id)));
    }
    findings
}

fn duplicate_items(sheets: &[Sheet]) -> Vec<Finding> {
    let mut firsts = BTreeMap::new();
    let mut findings = Vec::new();
    for (definition, map) in sheets {
        let implementation = &definition.implementation;
        let item = (
            definition.item.basic_code.as_str(),
            implementation.authority.as_str(),
            implementation.level.code(),
            implementation.handling_item.serial(),
        );
        let first: &str = firsts.entry(item).or_insert(definition.id.as_str());
        if first != definition.id {
            findings.push(map.finding(&DUPLICATE_ITEM, "/item/basic_code", first));
        }
    }
    findings
}

fn duplicate_names(sheets: &[Sheet]) -> Vec<Finding> {
    let mut firsts: BTreeMap<&str, &ServiceDefinition> = BTreeMap::new();
    let mut findings = Vec::new();
    for (definition, map) in sheets {
        let first = *firsts.entry(definition.item.name.zh_hans.trim()).or_insert(definition);
        if first.item.basic_code != definition.item.basic_code {
            findings.push(map.finding(&DUPLICATE_NAME, "/item/name", &first.id));
        }
    }
    findings
}

/// Whether somebody has to bring it.
fn is_brought(material: &MaterialRequirement) -> bool {
    let has_source = material.licence_type.is_some() || material.data_resource.is_some();
    material.source == MaterialSource::Applicant && !has_source
}

fn shared_materials(sheets: &[Sheet]) -> Vec<Finding> {
    let mut firsts = BTreeMap::new();
    let mut findings = Vec::new();
    for (definition, map) in sheets {
        for event in &definition.implementation.life_events {
            for (index, material) in definition.materials.iter().enumerate() {
                let name = material.name.zh_hans.trim();
                if !is_brought(material) {
                    continue;
                }
                let key = (event.as_str(), name);
                let first: &str = firsts.entry(key).or_insert(definition.id.as_str());
                if first != definition.id {
                    let detail = format!("{name} ({event}: {first})");
                    let place = format!("/materials/{index}/name");
                    findings.push(map.finding(&SHARED_MATERIAL, &place, &detail));
                }
            }
        }
    }
    findings
}
