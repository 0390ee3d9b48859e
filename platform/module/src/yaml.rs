//! YAML as the city's files use it: mappings, lists and scalars, nothing clever.

use anyhow::{Context as _, bail};
use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads a file's text into its type.
///
/// # Errors
/// When the text is no YAML, or does not have the type's form.
pub fn read<T: DeserializeOwned>(text: &str) -> anyhow::Result<T> {
    let documents = Yaml::load_from_str(text).context("not YAML")?;
    let [document] = documents.as_slice() else { bail!("one document is expected") };
    serde_json::from_value(value(document)?).context("not of the expected form")
}

fn value(node: &Yaml<'_>) -> anyhow::Result<Value> {
    Ok(match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(it)) => Value::Bool(*it),
        Yaml::Value(Scalar::Integer(it)) => Value::from(*it),
        Yaml::Value(Scalar::FloatingPoint(it)) => Value::from(it.into_inner()),
        Yaml::Value(Scalar::String(it)) => Value::from(it.as_ref()),
        Yaml::Sequence(list) => Value::Array(list.iter().map(value).collect::<Result<_, _>>()?),
        Yaml::Mapping(pairs) => {
            let mut map = Map::new();
            for (key, it) in pairs {
                let Some(key) = key.as_str() else { bail!("a key is not text") };
                map.insert(key.to_owned(), value(it)?);
            }
            Value::Object(map)
        }
        _ => bail!("anchors, tags and aliases are not used here"),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_of_mappings_becomes_a_list_of_structs() {
        let found: Vec<std::collections::BTreeMap<String, String>> =
            super::read("# note\n- {id: \"a\", name: 一}\n- {id: \"b\", name: 二}\n").unwrap();
        assert_eq!(found[1]["name"], "二");
        assert!(super::read::<Vec<String>>("a: [").is_err());
    }
}
