//! How sure it must be who applies.

use kernel::IdentityLevel;

use super::{Hit, Lint, Sight, error, when};
use crate::{definition::Channel, finding::words, law};

pub(super) const LINTS: &[Lint] = &[
    error(
        "identity.too-low",
        law::GUIDE_2016_IDENTITY,
        words(
            "行使行政权力，却不核实申请人是谁",
            "行使行政權力，卻不核實申請人是誰",
            "An administrative power for people whose identity is not checked",
        ),
        words(
            "认证等级至少写 L2，或删去这一行，按事项类型取默认值",
            "認證等級至少寫 L2，或刪去這一行，按事項類型取預設值",
            "Ask for L2 at least, or remove the line and take what the kind of the item asks for",
        ),
        too_low,
    ),
    error(
        "identity.shut-out",
        law::GUIDE_2016_IDENTITY,
        words(
            "只有持数字证书的人才能申请",
            "只有持數位憑證的人才能申請",
            "Only people with a certificate can apply",
        ),
        words(
            "同时开通窗口办理或帮办代办，或把认证等级降到 L3",
            "同時開通窗口辦理或幫辦代辦，或把認證等級降到 L3",
            "Open the counter or assisted channel as well, or ask for L3",
        ),
        shut_out,
    ),
];

fn too_low(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    let is_online = definition.implementation.channels.contains(&Channel::Online);
    let level = definition.assurance();
    let broken = is_online && definition.item.kind.is_power() && level < IdentityLevel::L2;
    when(broken, "/implementation/assurance", format!("{} < L2", level.word()))
}

fn shut_out(sight: &Sight<'_>) -> Vec<Hit> {
    let implementation = &sight.definition.implementation;
    let is_in_person = |it: &Channel| matches!(it, Channel::Counter | Channel::Assisted);
    let broken = sight.definition.assurance() == IdentityLevel::L4
        && !implementation.channels.iter().any(is_in_person);
    when(broken, "/implementation/assurance", IdentityLevel::L4.word())
}
