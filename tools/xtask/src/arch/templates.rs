//! Rule 9 in templates: no literal prose, no template that nothing uses. Also the reading of
//! templates for the rest of rule 9.

use super::{
    Failure, fluent,
    tree::{Text, Tree},
};

const RULE: u8 = 9;
const TO_WORDS: &str = "give it a key in all three word files and write p.t(\"key\")";

/// Attributes whose text people read or hear.
const READ_ALOUD: [&str; 4] = ["alt", "aria-label", "placeholder", "title"];

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    for file in tree.crates.iter().flat_map(|it| &it.templates).filter(|it| is_page(&it.path)) {
        for (line, text) in texts(&file.text) {
            if let Some(prose) = prose(&text) {
                let what = format!("prose in a template: {prose}");
                failures.push(Failure::line(RULE, &file.path, line, what, TO_WORDS));
            }
            if let Some(place) = fluent::half_width(&text) {
                let what = format!("a half-width mark beside Chinese: {place}");
                let way_out = "use the full-width mark";
                failures.push(Failure::line(RULE, &file.path, line, what, way_out));
            }
        }
        if !is_used(tree, file) {
            let way_out = "name it in #[template(path)], or delete it";
            failures.push(Failure::at(RULE, &file.path, "nothing uses this template", way_out));
        }
    }
}

/// Whether it is a page and not a style sheet or a script.
pub fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".txt")
}

fn is_used(tree: &Tree, file: &Text) -> bool {
    let name = file.path.split_once("/templates/").map_or("", |(_, name)| name);
    let quoted = format!("\"{name}\"");
    tree.crates.iter().any(|it| {
        it.templates.iter().any(|other| other.path != file.path && other.text.contains(&quoted))
            || it.sources.iter().any(|it| it.facts.literals.iter().any(|it| it.name == name))
    })
}

/// The code of a template: what stands in `{{ }}` and `{% %}`, with its line.
pub fn code(template: &str) -> Vec<(usize, String)> {
    split(template).into_iter().filter(|it| it.is_code).map(|it| (it.line, it.text)).collect()
}

/// What people read: text between tags and some attributes, with its line. What code stands for
/// shows as a control character, which is neither a word nor a blank.
fn texts(template: &str) -> Vec<(usize, String)> {
    let mut page = String::new();
    for part in split(template) {
        if part.is_text {
            page.push_str(&part.text);
        } else {
            page.push('\u{1}');
            page.extend(part.text.chars().filter(|c| *c == '\n'));
        }
    }
    Markup { rest: &page, line: 1, found: Vec::new() }.read()
}

struct Part {
    line: usize,
    text: String,
    is_code: bool,
    is_text: bool,
}

fn split(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut line = 1;
    let mut rest = template;
    let mut push = |text: &str, is_code, is_text| {
        parts.push(Part { line, text: text.to_owned(), is_code, is_text });
        line += text.matches('\n').count();
    };
    while let Some(start) = rest.find('{') {
        let (before, code) = rest.split_at(start);
        let end = match code.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                let (text, after) = rest.split_at(start + 1);
                push(text, false, true);
                rest = after;
                continue;
            }
        };
        push(before, false, true);
        let length = code.find(end).map_or(code.len(), |at| at + end.len());
        push(&code[..length], end != "#}", false);
        rest = &code[length..];
    }
    push(rest, false, true);
    parts
}

struct Markup<'a> {
    rest: &'a str,
    line: usize,
    found: Vec<(usize, String)>,
}

impl<'a> Markup<'a> {
    fn read(mut self) -> Vec<(usize, String)> {
        while !self.rest.is_empty() {
            let text = self.until(self.rest.find('<').unwrap_or(self.rest.len()));
            self.note(text);
            if self.rest.starts_with("<!--") {
                self.skip_past("-->");
            } else if !self.rest.is_empty() {
                self.tag();
            }
        }
        self.found
    }

    /// Takes the first `length` bytes.
    fn until(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.line += taken.matches('\n').count();
        taken
    }

    fn skip_past(&mut self, end: &str) {
        let length = self.rest.find(end).map_or(self.rest.len(), |at| at + end.len());
        self.until(length);
    }

    fn note(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let below = text.matches('\n').count();
            let leading = text.len() - text.trim_start().len();
            let line = self.line - below + text[..leading].matches('\n').count();
            self.found.push((line, text.to_owned()));
        }
    }

    fn tag(&mut self) {
        let tag = self.until(end_of_tag(self.rest));
        for (name, value) in attributes(tag) {
            if READ_ALOUD.contains(&name.as_str()) {
                self.note(&value);
            }
        }
        for raw in ["script", "style"] {
            let is_raw = tag.strip_prefix('<').is_some_and(|it| it.starts_with(raw));
            if is_raw {
                self.skip_past(&format!("</{raw}>"));
            }
        }
    }
}

/// The length of a tag: up to the first `>` outside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return index + 1,
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The attributes of a tag that have a quoted value.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        let is_name = |c: char| c.is_alphanumeric() || c == '-';
        let name = before.rsplit(|c| !is_name(c)).next().unwrap_or_default();
        found.push((name.to_owned(), value.to_owned()));
        rest = after;
    }
    found
}

/// Prose: Chinese, or two Latin words in sequence.
fn prose(text: &str) -> Option<String> {
    if text.chars().any(fluent::is_han) {
        return Some(text.trim().to_owned());
    }
    let words: Vec<_> = text.split_whitespace().collect();
    let is_word = |word: &str| {
        let letters = word.trim_matches(|c: char| c.is_ascii_punctuation());
        letters.len() >= 2 && letters.chars().all(|c| c.is_ascii_alphabetic())
    };
    let is_entity = |word: &str| word.starts_with('&') && word.ends_with(';');
    let pair = words
        .windows(2)
        .find(|it| is_word(it[0]) && is_word(it[1]) && !is_entity(it[0]) && !is_entity(it[1]))?;
    Some(pair.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_found_between_tags_and_in_attributes_that_are_read() {
        let template = "{#- Some prose -#}\n<p class=\"one two\">{{ p.t(\"a-b\") }} - OK</p>\n\
            <img alt=\"A red stamp\" title=\"{{ x }}\">\n<style>a b { c: d }</style>\n\
            <b{% if a > b %} class=\"x y\"{% endif %}>办理</b><!-- not this one -->\n";
        let found: Vec<_> = texts(template)
            .into_iter()
            .filter_map(|(line, text)| prose(&text).map(|it| (line, it)))
            .collect();
        assert_eq!(found, [(3, "red stamp".to_owned()), (5, "办理".to_owned())]);
    }

    #[test]
    fn code_is_found_with_its_line() {
        let found = code("a\n{{ p.t(\"x\") }}{# no #}\n{% if\n y %}");
        assert_eq!(found, [(2, "{{ p.t(\"x\") }}".to_owned()), (3, "{% if\n y %}".to_owned())]);
    }
}
