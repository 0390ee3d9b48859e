//! Putting single values into a definition's text without touching anything else, so that remarks
//! and order stay as somebody wrote them.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use serde_json::Value;

use crate::definition::ServiceDefinition;

/// New values by the JSON pointers of their places. A value is a text, a whole number or a list of
/// texts.
pub type Changes = BTreeMap<&'static str, Value>;

/// A piece of the text, in characters, and what takes its place.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// The text with the new values. None where a place is not in the text or is written in a way that
/// cannot be changed piece by piece; so what is answered always says `old` with the changes, and
/// nothing else.
pub fn rewrite(source: &str, old: &ServiceDefinition, changes: &Changes) -> Option<String> {
    let documents = MarkedYaml::load_from_str(source).ok()?;
    let root = documents.first()?;
    let mut characters: Vec<char> = source.chars().collect();
    let mut edits = Vec::new();
    for (pointer, value) in changes {
        edits.push(edit(find(root, pointer)?, &characters, value)?);
    }
    // From the end, so that the places before stay where they are.
    edits.sort_by_key(|it| std::cmp::Reverse(it.start));
    for Edit { start, end, text } in edits {
        if start > end || end > characters.len() {
            return None;
        }
        drop(characters.splice(start..end, text.chars()));
    }
    let text: String = characters.into_iter().collect();
    let (new, _) = ServiceDefinition::read("service.yaml", &text).ok()?;
    says(&new, old, changes).then_some(text)
}

/// Whether a definition says what another does, with the changes.
fn says(new: &ServiceDefinition, old: &ServiceDefinition, changes: &Changes) -> bool {
    let (Ok(new), Ok(mut wanted)) = (serde_json::to_value(new), serde_json::to_value(old)) else {
        return false;
    };
    for (pointer, value) in changes {
        let Some(place) = wanted.pointer_mut(pointer) else { return false };
        place.clone_from(value);
    }
    new == wanted
}

fn find<'a, 'b>(root: &'a MarkedYaml<'b>, pointer: &str) -> Option<&'a MarkedYaml<'b>> {
    let mut node = root;
    for key in pointer.split('/').skip(1) {
        let YamlData::Mapping(entries) = &node.data else { return None };
        node = entries.iter().find(|(name, _)| is_named(name, key)).map(|(_, value)| value)?;
    }
    Some(node)
}

fn is_named(name: &MarkedYaml<'_>, key: &str) -> bool {
    match &name.data {
        YamlData::Value(Scalar::String(name)) => &**name == key,
        _ => false,
    }
}

fn edit(node: &MarkedYaml<'_>, characters: &[char], value: &Value) -> Option<Edit> {
    match (&node.data, value) {
        (YamlData::Value(_), Value::String(_) | Value::Number(_)) => {
            let (start, end) = (node.span.start.index(), node.span.end.index());
            let end = trimmed(characters, start, end);
            Some(Edit { start, end, text: value.to_string() })
        }
        (YamlData::Sequence(items), Value::Array(values)) => {
            let (first, last) = (items.first()?, items.last()?);
            let start = first.span.start.index();
            let end = trimmed(characters, start, last.span.end.index());
            let between = between(characters, start);
            let texts: Vec<String> = values.iter().map(Value::to_string).collect();
            Some(Edit { start, end, text: texts.join(&between) })
        }
        _ => None,
    }
}

/// The end of a piece without the white space after it.
fn trimmed(characters: &[char], start: usize, end: usize) -> usize {
    let piece = characters.get(start..end).unwrap_or_default();
    start + piece.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1)
}

/// What stands between two entries of a list that begins there: a comma, or a new line with a dash
/// under the first one.
fn between(characters: &[char], start: usize) -> String {
    let before = characters.get(..start).unwrap_or_default();
    let line: Vec<char> = before.iter().rev().take_while(|c| **c != '\n').copied().collect();
    if line.iter().all(|c| matches!(c, ' ' | '-')) {
        let indent: String = line.iter().rev().collect();
        format!("\n{indent}")
    } else {
        ", ".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = include_str!("../../../../../services/dog-registration/service.yaml");

    fn old() -> ServiceDefinition {
        ServiceDefinition::read("service.yaml", TEXT).unwrap().0
    }

    #[test]
    fn one_value_changes_and_every_other_line_stays() {
        let changes = Changes::from([
            ("/item/aliases", json!(["狗证", "给狗“上户口”: 怎么办"])),
            ("/implementation/summary/en", json!("Register: \"your\" dog # now")),
            ("/limits/promised/days", json!(0)),
        ]);
        let text = rewrite(TEXT, &old(), &changes).unwrap();
        let (new, _) = ServiceDefinition::read("service.yaml", &text).unwrap();
        assert_eq!(new.item.aliases, ["狗证", "给狗“上户口”: 怎么办"]);
        assert_eq!(new.implementation.summary.en, "Register: \"your\" dog # now");
        let changed = TEXT.lines().zip(text.lines()).filter(|(a, b)| a != b).count();
        assert_eq!(changed, 3);
        assert_eq!(TEXT.lines().count(), text.lines().count());
    }

    #[test]
    fn what_is_not_in_the_text_cannot_be_put_there() {
        let changes = Changes::from([("/rights/zh-Hans/more", json!("多一层"))]);
        assert_eq!(rewrite(TEXT, &old(), &changes), None);
        let changes = Changes::from([("/item/aliases", json!("不是一列"))]);
        assert_eq!(rewrite(TEXT, &old(), &changes), None);
    }

    #[test]
    fn a_list_under_dashes_keeps_its_dashes() {
        let block = TEXT
            .lines()
            .map(|line| match line.strip_prefix("  aliases: [") {
                Some(_) => "  aliases:\n    - 狗证\n    - 办狗证".to_owned(),
                None => line.to_owned(),
            })
            .collect::<Vec<_>>()
            .join("\n");
        let (old, _) = ServiceDefinition::read("service.yaml", &block).unwrap();
        let changes = Changes::from([("/item/aliases", json!(["狗证", "养狗", "遛狗"]))]);
        let text = rewrite(&block, &old, &changes).unwrap();
        assert!(text.contains("    - \"养狗\"\n    - \"遛狗\""), "{text}");
    }
}
