//! From the text of a file to a definition.

use serde_json::Value;

use crate::{
    condition::{Condition, ConditionError},
    definition::ServiceDefinition,
    finding::{Finding, Rule, Severity::Error, words},
    law, schema,
    source::{self, SourceMap, join},
};

const TOO_LONG: Rule = Rule {
    id: "condition.too-long",
    severity: Error,
    title: words("条件太长", "條件太長", "A condition is too long"),
    remedy: words("拆成几个问题", "拆成幾個問題", "Split it into several questions"),
    basis: law::FORMAT,
};

const TOO_DEEP: Rule = Rule {
    id: "condition.too-deep",
    severity: Error,
    title: words("条件的括号太多", "條件的括號太多", "A condition is nested too deeply"),
    remedy: words("简化条件", "簡化條件", "Simplify it"),
    basis: law::FORMAT,
};

const SYNTAX: Rule = Rule {
    id: "condition.syntax",
    severity: Error,
    title: words("条件写错了", "條件寫錯了", "A condition cannot be read"),
    remedy: words(
        "写成 situation.trade == 'shop' 这样的形式",
        "寫成 situation.trade == 'shop' 這樣的形式",
        "Write it like situation.trade == 'shop'",
    ),
    basis: law::FORMAT,
};

const UNSUPPORTED: Rule = Rule {
    id: "condition.unsupported",
    severity: Error,
    title: words(
        "条件里用了不能用的写法",
        "條件裡用了不能用的寫法",
        "A condition uses more of the language than it may",
    ),
    remedy: words(
        "只用 ==、!=、in、&&、||、! 和数字比较",
        "只用 ==、!=、in、&&、||、! 和數字比較",
        "Use ==, !=, in, &&, ||, ! and comparisons of numbers only",
    ),
    basis: law::FORMAT,
};

/// The rules of conditions as texts.
pub const RULES: &[Rule] = &[TOO_LONG, TOO_DEEP, SYNTAX, UNSUPPORTED];

impl ServiceDefinition {
    /// Reads the text of a file, named as findings should name it.
    ///
    /// # Errors
    /// Everything that keeps the text from being a definition: rules `source.*`, `schema.*` and
    /// `condition.*`. What a definition may say is another matter: [`crate::lint()`].
    pub fn read(file: &str, text: &str) -> Result<(ServiceDefinition, SourceMap), Vec<Finding>> {
        let (value, map) = source::read(file, text)?;
        let mut findings = schema::check(&value, &map);
        conditions(&value, "", &map, &mut findings);
        if !findings.is_empty() {
            return Err(findings);
        }
        match serde_json::from_value(value) {
            Ok(definition) => Ok((definition, map)),
            Err(error) => Err(vec![schema::fallback(&error, &map)]),
        }
    }

    /// Reads a file whose bytes may be anything.
    ///
    /// # Errors
    /// As [`ServiceDefinition::read`], and `source.encoding`.
    pub fn read_bytes(
        file: &str,
        bytes: &[u8],
    ) -> Result<(ServiceDefinition, SourceMap), Vec<Finding>> {
        ServiceDefinition::read(file, source::decode(file, bytes)?)
    }
}

/// Tries every `when`, so that a wrong one is found on its line.
fn conditions(value: &Value, pointer: &str, map: &SourceMap, findings: &mut Vec<Finding>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let pointer = join(pointer, key);
                if let (true, Some(text)) = (key == "when", value.as_str()) {
                    findings.extend(refusal(text, &pointer, map));
                }
                conditions(value, &pointer, map, findings);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                conditions(item, &format!("{pointer}/{index}"), map, findings);
            }
        }
        _ => {}
    }
}

fn refusal(text: &str, pointer: &str, map: &SourceMap) -> Option<Finding> {
    let error = Condition::parse(text).err()?;
    let rule = match error {
        ConditionError::TooLong => &TOO_LONG,
        ConditionError::TooDeep => &TOO_DEEP,
        ConditionError::Syntax(_) => &SYNTAX,
        ConditionError::Unsupported(_) => &UNSUPPORTED,
    };
    Some(map.finding(rule, pointer, &error.to_string()))
}
