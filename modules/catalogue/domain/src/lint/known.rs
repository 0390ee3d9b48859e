//! What a definition refers to exists in the installation.

use std::collections::BTreeSet;

use super::{Hit, Lint, Sight, error, hit};
use crate::{finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "known.department",
        law::FORMAT,
        words("没有这个部门", "沒有這個部門", "An unknown department"),
        words(
            "用机构目录里的编号",
            "用機構目錄裡的編號",
            "Use an id of the organisation directory",
        ),
        department,
    ),
    error(
        "known.theme",
        law::GUIDE_2016,
        words("没有这个主题", "沒有這個主題", "An unknown theme"),
        words("用主题目录里的代码", "用主題目錄裡的代碼", "Use a code of the list of themes"),
        theme,
    ),
    error(
        "known.life-event",
        law::FORMAT,
        words("没有这件事", "沒有這件事", "An unknown life event"),
        words(
            "用“一件事”目录里的编号",
            "用「一件事」目錄裡的編號",
            "Use an id of the list of life events",
        ),
        life_event,
    ),
    error(
        "known.licence-type",
        law::FORMAT,
        words("没有这种证照", "沒有這種證照", "An unknown kind of licence"),
        words("用证照目录里的编号", "用證照目錄裡的編號", "Use an id of the list of licence types"),
        licence_type,
    ),
    error(
        "known.data-resource",
        law::FORMAT,
        words("没有这项共享数据", "沒有這項共享資料", "An unknown data resource"),
        words("用数据目录里的编号", "用資料目錄裡的編號", "Use an id of the data catalogue"),
        data_resource,
    ),
];

/// One hit per reference that is not in the set, if there is a set.
fn missing(known: Option<&BTreeSet<String>>, used: Vec<(String, &str)>) -> Vec<Hit> {
    let Some(known) = known else { return Vec::new() };
    let unknown = used.into_iter().filter(|(_, id)| !known.contains(*id));
    unknown.map(|(pointer, id)| hit(pointer, id)).collect()
}

/// Each item of a list that has such a reference.
fn of_list<'a, T>(
    list: &str,
    items: &'a [T],
    key: &str,
    id: impl Fn(&'a T) -> Option<&'a str>,
) -> Vec<(String, &'a str)> {
    let place = |(index, item)| Some((format!("{list}/{index}{key}"), id(item)?));
    items.iter().enumerate().filter_map(place).collect()
}

fn department(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    let authority = definition.implementation.authority.as_str();
    let mut used = vec![("/implementation/authority".to_owned(), authority)];
    used.extend(of_list("/materials", &definition.materials, "/issuer", |m| m.issuer.as_deref()));
    used.extend(of_list("/process", &definition.process, "/unit", |step| {
        step.spec().map(|spec| spec.unit.as_str())
    }));
    for (index, step) in definition.process.iter().enumerate() {
        let list = format!("/process/{index}/members");
        used.extend(of_list(&list, step.members(), "/unit", |member| Some(&member.unit)));
    }
    missing(sight.context.departments.as_ref(), used)
}

fn theme(sight: &Sight<'_>) -> Vec<Hit> {
    let themes = &sight.definition.implementation.themes;
    let place = "/implementation/themes";
    let people = of_list(&format!("{place}/individuals"), &themes.individuals, "", |c| Some(c));
    let firms = of_list(&format!("{place}/businesses"), &themes.businesses, "", |c| Some(c));
    let mut hits = missing(sight.context.individual_themes.as_ref(), people);
    hits.extend(missing(sight.context.business_themes.as_ref(), firms));
    hits
}

fn life_event(sight: &Sight<'_>) -> Vec<Hit> {
    let events = &sight.definition.implementation.life_events;
    let used = of_list("/implementation/life_events", events, "", |id| Some(id));
    missing(sight.context.life_events.as_ref(), used)
}

fn licence_type(sight: &Sight<'_>) -> Vec<Hit> {
    let known = sight.context.licence_types.as_ref();
    let known: Option<BTreeSet<String>> = known.map(|types| types.keys().cloned().collect());
    let materials = &sight.definition.materials;
    let mut used = of_list("/materials", materials, "/licence_type", |m| m.licence_type.as_deref());
    let result = sight.definition.result.licence_type.as_str();
    used.push(("/result/licence_type".to_owned(), result));
    missing(known.as_ref(), used)
}

fn data_resource(sight: &Sight<'_>) -> Vec<Hit> {
    let materials = &sight.definition.materials;
    let used = of_list("/materials", materials, "/data_resource", |m| m.data_resource.as_deref());
    missing(sight.context.data_resources.as_ref(), used)
}
