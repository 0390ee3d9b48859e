//! Ids: well formed, and each only once.

use std::collections::BTreeSet;

use super::{Hit, Lint, Sight, condition::fields, error, hit, when};
use crate::{finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "id.duplicate",
        law::FORMAT,
        words("编号重复", "編號重複", "An id is used twice"),
        words("每个编号只用一次", "每個編號只用一次", "Use every id once"),
        duplicate,
    ),
    error(
        "id.form",
        law::FORMAT,
        words("编号的写法不对", "編號的寫法不對", "An id is badly formed"),
        words(
            "小写字母开头；问题用下划线，其他用连字符",
            "小寫字母開頭；問題用底線，其他用連字號",
            "Begin with a small letter; questions use underscores, all else hyphens",
        ),
        form,
    ),
    error(
        "id.folder",
        law::FORMAT,
        words("编号与文件夹不一致", "編號與資料夾不一致", "Id and folder do not agree"),
        words(
            "文件夹用服务的编号命名",
            "資料夾用服務的編號命名",
            "Name the folder after the service",
        ),
        folder,
    ),
];

/// What separates the words of an id.
#[derive(Clone, Copy)]
enum Style {
    /// A name in conditions.
    Name,
    /// A part of an address.
    Slug,
    /// A stored answer: either.
    Value,
}

/// Ids that must differ from one another: place and id of each.
struct Family {
    style: Style,
    members: Vec<(String, String)>,
}

fn family<'a, T: 'a>(
    style: Style,
    list: &str,
    items: impl IntoIterator<Item = &'a T>,
    id: impl Fn(&T) -> (&str, &str),
) -> Family {
    let place = |(index, item)| {
        let (key, id) = id(item);
        (format!("{list}/{index}/{key}"), id.to_owned())
    };
    Family { style, members: items.into_iter().enumerate().map(place).collect() }
}

fn families(sight: &Sight<'_>) -> Vec<Family> {
    let definition = sight.definition;
    let mut all = vec![
        family(Style::Name, "/situations", &definition.situations, |s| ("id", &s.id)),
        family(Style::Slug, "/form", &definition.form, |topic| ("id", &topic.id)),
        family(Style::Slug, "/materials", &definition.materials, |m| ("id", &m.id)),
        family(Style::Slug, "/special_procedures", &definition.special_procedures, |p| {
            ("id", &p.id)
        }),
        family(Style::Slug, "/refusals", &definition.refusals, |reason| ("code", &reason.code)),
    ];
    let asked = fields(definition).map(|(place, field)| (format!("{place}/id"), field.id.clone()));
    all.push(Family { style: Style::Name, members: asked.collect() });
    all.push(Family { style: Style::Slug, members: steps(sight) });
    for (index, situation) in definition.situations.iter().enumerate() {
        let list = format!("/situations/{index}/options");
        all.push(family(Style::Value, &list, &situation.options, |o| ("value", &o.value)));
    }
    for (place, field) in fields(definition) {
        let list = format!("{place}/options");
        all.push(family(Style::Value, &list, &field.options, |o| ("value", &o.value)));
    }
    all
}

/// Steps and members of joint reviews, which share their ids.
fn steps(sight: &Sight<'_>) -> Vec<(String, String)> {
    let mut ids = Vec::new();
    for (index, step) in sight.definition.process.iter().enumerate() {
        ids.push((format!("/process/{index}/id"), step.id().to_owned()));
        for (number, member) in step.members().iter().enumerate() {
            ids.push((format!("/process/{index}/members/{number}/id"), member.id.clone()));
        }
    }
    ids
}

fn duplicate(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for family in families(sight) {
        let mut seen = BTreeSet::new();
        for (pointer, id) in family.members {
            if !seen.insert(id.clone()) {
                hits.push(hit(pointer, id));
            }
        }
    }
    hits
}

fn form(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for family in families(sight) {
        let wrong = family.members.into_iter().filter(|(_, id)| !is_well_formed(id, family.style));
        hits.extend(wrong.map(|(pointer, id)| hit(pointer, id)));
    }
    hits
}

fn is_well_formed(id: &str, style: Style) -> bool {
    let separators = match style {
        Style::Name => "_",
        Style::Slug => "-",
        Style::Value => "_-",
    };
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let starts_well = match style {
        Style::Value => id.starts_with(is_letter),
        _ => id.starts_with(|c: char| c.is_ascii_lowercase()),
    };
    starts_well && id.len() <= 60 && id.chars().all(|c| is_letter(c) || separators.contains(c))
}

fn folder(sight: &Sight<'_>) -> Vec<Hit> {
    let mut parts = sight.file.rsplit('/');
    let (file, folder) = (parts.next(), parts.next());
    let id = &sight.definition.id;
    let broken = file == Some("service.yaml") && folder.is_some_and(|folder| folder != id);
    when(broken, "/id", id.clone())
}
