//! The rules of the text itself.

use crate::{
    finding::{Rule, Severity::Error, words},
    law,
};

pub(super) const ENCODING: Rule = Rule {
    id: "source.encoding",
    severity: Error,
    title: words("文件不是 UTF-8 文本", "檔案不是 UTF-8 文字", "The file is not UTF-8 text"),
    remedy: words("请另存为 UTF-8", "請另存為 UTF-8", "Save it as UTF-8"),
    basis: law::FORMAT,
};

pub(super) const SIZE: Rule = Rule {
    id: "source.size",
    severity: Error,
    title: words("文件太大", "檔案太大", "The file is too large"),
    remedy: words(
        "把样表等附件放在单独的文件里",
        "把樣表等附件放在單獨的檔案裡",
        "Keep samples and blank forms in files of their own",
    ),
    basis: law::FORMAT,
};

pub(super) const CHARACTER: Rule = Rule {
    id: "source.character",
    severity: Error,
    title: words("文件里有看不见的字符", "檔案裡有看不見的字元", "An invisible character"),
    remedy: words(
        "删去控制字符和改变文字方向的字符",
        "刪去控制字元和改變文字方向的字元",
        "Remove control characters and characters that turn the direction of writing",
    ),
    basis: law::FORMAT,
};

pub(super) const NESTING: Rule = Rule {
    id: "source.nesting",
    severity: Error,
    title: words("层级太深", "層級太深", "Nested too deeply"),
    remedy: words("减少缩进层级", "減少縮排層級", "Use fewer levels"),
    basis: law::FORMAT,
};

pub(super) const SYNTAX: Rule = Rule {
    id: "source.syntax",
    severity: Error,
    title: words("不是正确的 YAML", "不是正確的 YAML", "Not correct YAML"),
    remedy: words(
        "检查缩进、引号和括号",
        "檢查縮排、引號和括號",
        "Check indentation, quotes and brackets",
    ),
    basis: law::FORMAT,
};

pub(super) const DUPLICATE_KEY: Rule = Rule {
    id: "source.duplicate-key",
    severity: Error,
    title: words("同一个键写了两次", "同一個鍵寫了兩次", "A key is written twice"),
    remedy: words("保留一个", "保留一個", "Keep one of them"),
    basis: law::FORMAT,
};

pub(super) const REFERENCE: Rule = Rule {
    id: "source.reference",
    severity: Error,
    title: words(
        "不能使用锚点、别名和标签",
        "不能使用錨點、別名和標籤",
        "Anchors, aliases and tags may not be used",
    ),
    remedy: words("把内容写全", "把內容寫全", "Write the content out"),
    basis: law::FORMAT,
};

pub(super) const DOCUMENT: Rule = Rule {
    id: "source.document",
    severity: Error,
    title: words(
        "一个文件应当正好是一项服务",
        "一個檔案應當正好是一項服務",
        "A file holds exactly one service",
    ),
    remedy: words("一项服务一个文件", "一項服務一個檔案", "One service, one file"),
    basis: law::FORMAT,
};

pub(super) const KEY: Rule = Rule {
    id: "source.key",
    severity: Error,
    title: words("键不是文字", "鍵不是文字", "A key is not a text"),
    remedy: words(
        "给键加引号，或改用名称",
        "給鍵加引號，或改用名稱",
        "Quote the key or use a name",
    ),
    basis: law::FORMAT,
};

pub(super) const EMPTY: Rule = Rule {
    id: "source.empty",
    severity: Error,
    title: words("键后面没有内容", "鍵後面沒有內容", "A key without content"),
    remedy: words(
        "补上内容，或删去这一行",
        "補上內容，或刪去這一行",
        "Fill it in or remove the line",
    ),
    basis: law::FORMAT,
};

/// All rules of the text itself.
pub const RULES: &[Rule] =
    &[ENCODING, SIZE, CHARACTER, NESTING, SYNTAX, DUPLICATE_KEY, REFERENCE, DOCUMENT, KEY, EMPTY];
