//! Word files as the rules read them: keys, arguments, references and texts.

use std::collections::BTreeSet;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its key.
    pub key: String,
    /// Where it stands.
    pub line: usize,
    /// The names of its arguments.
    pub arguments: BTreeSet<String>,
    /// The other messages that it names.
    pub references: BTreeSet<String>,
    /// What is read: the value without what stands in braces, line by line.
    pub text: String,
}

/// The messages of a word file, in its order.
pub fn messages(file: &str) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let mut in_message = false;
    for (index, line) in file.lines().enumerate() {
        let is_inside = line.starts_with([' ', '}', '.']) || line.trim().is_empty();
        let value = match line.split_once('=') {
            Some((key, value)) if is_key(key.trim_end()) => {
                messages.push(Message {
                    key: key.trim_end().to_owned(),
                    line: index + 1,
                    arguments: BTreeSet::new(),
                    references: BTreeSet::new(),
                    text: String::new(),
                });
                in_message = true;
                value
            }
            _ if in_message && is_inside => line,
            _ => {
                in_message = false;
                continue;
            }
        };
        if let Some(message) = messages.last_mut() {
            message.take(value);
        }
    }
    messages
}

impl Message {
    fn take(&mut self, value: &str) {
        let mut depth = 0u32;
        let mut placeable = String::new();
        for c in value.chars() {
            match c {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.placeable(&std::mem::take(&mut placeable));
                        // A number or a name stands here: neither Chinese nor a mark.
                        self.text.push('0');
                    }
                }
                _ if depth > 0 => placeable.push(c),
                _ => self.text.push(c),
            }
        }
        // What is left open is the head of a selection, whose variants follow in other lines.
        self.placeable(&placeable);
        self.text.push('\n');
    }

    fn placeable(&mut self, inside: &str) {
        let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        for piece in inside.split('$').skip(1) {
            self.arguments
                .insert(piece.split(|c| !is_word(c)).next().unwrap_or_default().to_owned());
        }
        let name = inside.trim();
        if is_key(name) {
            self.references.insert(name.to_owned());
        }
    }
}

/// Whether a text has the form of a key.
pub fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
}

/// Whether a character is a Chinese one.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// A mark of half width next to a Chinese character, with its neighbours.
pub fn half_width(text: &str) -> Option<String> {
    let all: Vec<char> = text.chars().collect();
    let is_han_at =
        |index: Option<usize>| index.and_then(|it| all.get(it)).is_some_and(|c| is_han(*c));
    let is_mark = |c: char| matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')');
    let found = (0..all.len()).find(|index| {
        is_mark(all[*index]) && (is_han_at(index.checked_sub(1)) || is_han_at(Some(index + 1)))
    })?;
    let from = found.saturating_sub(4);
    let to = (found + 5).min(all.len());
    Some(all[from..to].iter().collect::<String>().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Remark = none\n\ncases-a = 共 { $count } 件\ncases-b =\n    第一行\n    { cases-a } 与 { $name }\n\
cases-c = { $n ->\n    [one] one { $thing }\n   *[other] { $n } things\n}\nnot a key = x\n  loose\n";

    #[test]
    fn keys_arguments_and_references_are_read() {
        let told: Vec<_> = messages(FILE)
            .into_iter()
            .map(|it| {
                let join = |it: BTreeSet<String>| it.into_iter().collect::<Vec<_>>().join(" ");
                (it.key, it.line, join(it.arguments), join(it.references))
            })
            .collect();
        let row = |key: &str, line, arguments: &str, references: &str| {
            (key.to_owned(), line, arguments.to_owned(), references.to_owned())
        };
        assert_eq!(
            told,
            [
                row("cases-a", 3, "count", ""),
                row("cases-b", 4, "name", "cases-a"),
                row("cases-c", 7, "n thing", ""),
            ]
        );
    }

    #[test]
    fn half_width_marks_beside_chinese_are_found() {
        for (text, wanted) in [
            ("材料(原件)", Some("材料(原件)")),
            ("您好,", Some("您好,")),
            ("time: 12:30", None),
            ("（选填）：好！", None),
            ("PDF, 最大", None),
            ("", None),
        ] {
            assert_eq!(half_width(text).as_deref(), wanted, "{text}");
        }
    }
}
