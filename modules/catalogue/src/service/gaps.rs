//! Which translations a definition lacks.

use catalogue_domain::Definition;
use kernel::Lang;
use serde_json::Value;

/// How many texts lack a translation into traditional Chinese and into English.
pub(crate) fn gaps(definition: &Definition) -> [(Lang, usize); 2] {
    let value = serde_json::to_value(definition).unwrap_or(Value::Null);
    [Lang::ZhHant, Lang::En].map(|lang| (lang, count(&value, lang)))
}

fn count(value: &Value, lang: Lang) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| count(item, lang)).sum(),
        Value::Object(entries) => {
            let says = |tag: &str| {
                entries.get(tag).and_then(Value::as_str).is_some_and(|it| !it.trim().is_empty())
            };
            if entries.contains_key(Lang::ZhHans.tag()) {
                return usize::from(says(Lang::ZhHans.tag()) && !says(lang.tag()));
            }
            entries.values().map(|item| count(item, lang)).sum()
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_translation_is_a_gap_and_an_empty_text_is_none() {
        let value = serde_json::json!({
            "name": {"zh-Hans": "护照", "zh-Hant": "護照", "en": ""},
            "list": [{"zh-Hans": "", "zh-Hant": "", "en": ""}, {"zh-Hans": "证", "en": "card"}],
        });
        assert_eq!(count(&value, Lang::En), 1);
        assert_eq!(count(&value, Lang::ZhHant), 1);
    }
}
