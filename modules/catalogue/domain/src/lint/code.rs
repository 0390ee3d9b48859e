//! Codes of the item.

use kernel::code::BasicCode;

use super::{Hit, Lint, Sight, error, when};
use crate::{finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "code.basic",
        law::GBT_39046,
        words("基本编码不正确", "基本編碼不正確", "The basic code is not one"),
        words("写 12 位数字，并加引号", "寫 12 位數字，並加引號", "Write 12 digits, in quotes"),
        basic,
    ),
    error(
        "code.kind",
        law::GBT_39046,
        words(
            "基本编码的类型与事项类型不一致",
            "基本編碼的類型與事項類型不一致",
            "The basic code says another kind of power",
        ),
        words(
            "第三、四位应当是事项类型代码",
            "第三、四位應當是事項類型代碼",
            "Its third and fourth digits are the code of the kind",
        ),
        kind,
    ),
];

fn basic(sight: &Sight<'_>) -> Vec<Hit> {
    let text = &sight.definition.item.basic_code;
    match BasicCode::parse(text) {
        Ok(_) => Vec::new(),
        Err(error) => when(true, "/item/basic_code", format!("{text} ({})", error.code())),
    }
}

fn kind(sight: &Sight<'_>) -> Vec<Hit> {
    let expected = sight.definition.item.kind.code();
    let Some(code) = sight.definition.basic_code() else { return Vec::new() };
    let detail = format!("{} ≠ {expected}", code.kind());
    when(code.kind() != expected, "/item/basic_code", detail)
}
