//! Finding a service by what somebody says at the counter.

use std::sync::Arc;

use catalogue_domain::{Published, definition::Channel};

use crate::service::Desk;

/// No search shows more.
const HITS: usize = 10;

/// The services at the counter that fit the words: by code, by name, by spoken name. A code or a
/// name that fits exactly is the only hit.
pub(super) fn find(desk: &Desk, words: &str) -> Vec<Arc<Published>> {
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return Vec::new();
    }
    let at_counter =
        |it: &Arc<Published>| it.definition.implementation.channels.contains(&Channel::Counter);
    let mut hits: Vec<_> = desk.services.all().into_iter().filter(at_counter).collect();
    if let Some(exact) = hits.iter().find(|it| names(it).any(|name| name == words)) {
        return vec![exact.clone()];
    }
    hits.retain(|it| names(it).any(|name| name.contains(&words)));
    hits.truncate(HITS);
    hits
}

/// The service of this id, if it can be applied for at the counter.
pub(super) fn chosen(desk: &Desk, id: &str) -> Option<Arc<Published>> {
    let found = desk.services.current(id)?;
    found.definition.implementation.channels.contains(&Channel::Counter).then_some(found)
}

fn names(published: &Published) -> impl Iterator<Item = String> + '_ {
    let definition = &published.definition;
    let name = definition.name();
    let official =
        [&name.zh_hans, &name.zh_hant, &name.en, &definition.id, &definition.item.basic_code];
    let all = official.into_iter().chain(&definition.item.aliases);
    all.filter(|it| !it.is_empty()).map(|it| it.to_lowercase())
}
