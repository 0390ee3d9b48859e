//! The base elements are the list's: a definition says the same or does not publish.

use super::{BaseElements, Hit, Lint, Sight, error, when};
use crate::{finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "entry.in-force",
        law::LICENSING_4,
        words(
            "目录清单中没有实施这一事项",
            "目錄清單中沒有實施這一事項",
            "The list does not have this power exercised",
        ),
        words(
            "等条目生效或恢复后再发布",
            "等條目生效或恢復後再發布",
            "Publish when the entry is in force, or is resumed",
        ),
        in_force,
    ),
    error(
        "entry.name",
        law::GUIDE_2016,
        words("事项名称与目录清单不一致", "事項名稱與目錄清單不一致", "The list has another name"),
        words(
            "照抄目录清单，或先申请变更条目",
            "照抄目錄清單，或先申請變更條目",
            "Take over what the list says, or have the entry changed first",
        ),
        name,
    ),
    error(
        "entry.kind",
        law::GUIDE_2016,
        words("事项类型与目录清单不一致", "事項類型與目錄清單不一致", "The list has another kind"),
        words(
            "照抄目录清单，或先申请变更条目",
            "照抄目錄清單，或先申請變更條目",
            "Take over what the list says, or have the entry changed first",
        ),
        kind,
    ),
    error(
        "entry.bases",
        law::LICENSING_4,
        words("设定依据与目录清单不一致", "設定依據與目錄清單不一致", "The list has other laws"),
        words(
            "照抄目录清单，或先申请变更条目",
            "照抄目錄清單，或先申請變更條目",
            "Take over what the list says, or have the entry changed first",
        ),
        bases,
    ),
    error(
        "entry.department",
        law::GUIDE_2016,
        words(
            "实施主体不是目录清单中的主管部门，也不在同一系统",
            "實施主體不是目錄清單中的主管部門，也不在同一系統",
            "Neither the department of the list nor one of its line",
        ),
        words(
            "改用主管部门，或先申请变更条目",
            "改用主管部門，或先申請變更條目",
            "Name the competent department, or have the entry changed first",
        ),
        department,
    ),
];

/// The base elements with which the definition should agree: those with which it does, else those
/// in force.
fn listed<'a>(sight: &Sight<'a>) -> Option<&'a BaseElements> {
    let said = sight.context.entries.get(&sight.definition.item.basic_code)?;
    said.iter().find(|base| agrees(sight, base)).or(said.first())
}

fn agrees(sight: &Sight<'_>, base: &BaseElements) -> bool {
    let definition = sight.definition;
    let item = &definition.item;
    base.is_in_force
        && item.name == base.name
        && item.kind == base.kind
        && item.legal_bases == base.legal_bases
        && base.authorities.contains(&definition.implementation.authority)
}

fn in_force(sight: &Sight<'_>) -> Vec<Hit> {
    let broken = listed(sight).is_some_and(|base| !base.is_in_force);
    when(broken, "/item/basic_code", sight.definition.item.basic_code.clone())
}

fn name(sight: &Sight<'_>) -> Vec<Hit> {
    let Some(base) = listed(sight) else { return Vec::new() };
    let detail = base.name.zh_hans.clone();
    when(sight.definition.item.name != base.name, "/item/name", detail)
}

fn kind(sight: &Sight<'_>) -> Vec<Hit> {
    let Some(base) = listed(sight) else { return Vec::new() };
    when(sight.definition.item.kind != base.kind, "/item/kind", base.kind.code())
}

fn bases(sight: &Sight<'_>) -> Vec<Hit> {
    let Some(base) = listed(sight) else { return Vec::new() };
    when(sight.definition.item.legal_bases != base.legal_bases, "/item/legal_bases", "")
}

fn department(sight: &Sight<'_>) -> Vec<Hit> {
    let Some(base) = listed(sight) else { return Vec::new() };
    let authority = &sight.definition.implementation.authority;
    let broken = !base.authorities.contains(authority);
    when(broken, "/implementation/authority", authority.clone())
}
