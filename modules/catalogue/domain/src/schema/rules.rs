//! The rules of the format's shape.

use crate::{
    finding::{Rule, Severity::Error, words},
    law,
};

pub(super) const UNKNOWN: Rule = Rule {
    id: "schema.unknown-key",
    severity: Error,
    title: words("格式里没有这个键", "格式裡沒有這個鍵", "The format has no such key"),
    remedy: words(
        "检查拼写，或删去这一行",
        "檢查拼寫，或刪去這一行",
        "Check the spelling or remove the line",
    ),
    basis: law::FORMAT,
};

pub(super) const MISSING: Rule = Rule {
    id: "schema.missing-key",
    severity: Error,
    title: words("缺少必需的键", "缺少必需的鍵", "A key is missing"),
    remedy: words("补上这个键", "補上這個鍵", "Add the key"),
    basis: law::FORMAT,
};

pub(super) const TYPE: Rule = Rule {
    id: "schema.type",
    severity: Error,
    title: words("内容的种类不对", "內容的種類不對", "Content of the wrong kind"),
    remedy: words(
        "对照格式说明：是文字、数字、列表还是一组键",
        "對照格式說明：是文字、數字、列表還是一組鍵",
        "See the format: a text, a number, a list or a group of keys",
    ),
    basis: law::FORMAT,
};

pub(super) const VALUE: Rule = Rule {
    id: "schema.value",
    severity: Error,
    title: words(
        "内容不在允许的范围内",
        "內容不在允許的範圍內",
        "Content that is not allowed here",
    ),
    remedy: words("改成允许的内容", "改成允許的內容", "Use what is allowed"),
    basis: law::FORMAT,
};

/// All rules of the format's shape.
pub const RULES: &[Rule] = &[UNKNOWN, MISSING, TYPE, VALUE];
