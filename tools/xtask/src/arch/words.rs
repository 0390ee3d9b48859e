//! Rule 9: all languages have the same keys and arguments; no key is missing, none is unused; no
//! half-width mark stands beside Chinese.
//!
//! A literal that ends with a hyphen, or has a brace after the beginning of a key, such as
//! `format!("cases-stage-{stage}")`, uses all keys that begin so. One such as `"{key}-one"` uses
//! the keys that end so, where what stands before is a key that is used.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Failure,
    facts::WordUse,
    fluent::{self, Message},
    templates,
    tree::{Crate, Floor, Tree},
};

const RULE: u8 = 9;
const SAME: &str = "write it in all three word files, with the same { $arguments }";

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    let mut shared = Vocabulary::new();
    for it in tree.crates.iter().filter(|it| it.floor == Floor::Platform) {
        shared.extend(vocabulary(it));
    }
    let everything: Vec<_> = tree.crates.iter().map(Usage::of).collect();
    for (it, usage) in tree.crates.iter().zip(&everything) {
        files(it, failures);
        let own = vocabulary(it);
        missing(usage, &own, &shared, failures);
        let is_shared = it.floor == Floor::Platform;
        let users: Vec<_> = if is_shared { everything.iter().collect() } else { vec![usage] };
        unused(it, &own, &users, failures);
    }
}

type Vocabulary = BTreeMap<String, Message>;

fn vocabulary(it: &Crate) -> Vocabulary {
    let first = it.locales.first().map_or("", |file| file.text.as_str());
    fluent::messages(first).into_iter().map(|it| (it.key.clone(), it)).collect()
}

/// Where a crate uses words.
struct Usage {
    words: Vec<(String, WordUse)>,
    literals: BTreeSet<String>,
}

impl Usage {
    fn of(it: &Crate) -> Self {
        let mut usage = Usage { words: Vec::new(), literals: BTreeSet::new() };
        for source in it.production() {
            let words = source.facts.words.iter();
            usage.words.extend(words.map(|word| (source.path.clone(), word.clone())));
            usage.literals.extend(source.facts.literals.iter().map(|it| it.name.clone()));
        }
        for file in it.templates.iter().filter(|it| templates::is_page(&it.path)) {
            for (line, code) in templates::code(&file.text) {
                usage
                    .words
                    .extend(calls(&code, line).into_iter().map(|it| (file.path.clone(), it)));
                // What stands between quotes is at every second place.
                usage.literals.extend(code.split('"').skip(1).step_by(2).map(str::to_owned));
            }
        }
        usage
    }

    fn uses(&self, key: &str, prefix: &str) -> bool {
        let begins = |literal: &String| {
            let open = literal.split('{').next().unwrap_or_default();
            let is_open = open.len() < literal.len() || literal.ends_with('-');
            is_open
                && open.len() > prefix.len()
                && open.starts_with(prefix)
                && key.starts_with(open)
        };
        let ends = |literal: &String| {
            let suffix = literal.strip_prefix('{').and_then(|it| it.split_once('}'));
            let Some((_, suffix)) = suffix.filter(|(_, it)| it.starts_with('-')) else {
                return false;
            };
            key.strip_suffix(suffix).is_some_and(|base| self.literals.contains(base))
        };
        self.literals.contains(key) || self.literals.iter().any(|it| begins(it) || ends(it))
    }
}

fn files(it: &Crate, failures: &mut Vec<Failure>) {
    let all: Vec<_> =
        it.locales.iter().map(|file| (&file.path, fluent::messages(&file.text))).collect();
    let prefix = format!("{}-", it.name);
    for (path, messages) in &all {
        let mut seen = BTreeSet::new();
        for message in messages {
            let mut note = |what: String, way_out| {
                let failure = Failure::line(RULE, path, message.line, what, way_out);
                failures.push(failure.listed_as(&message.key));
            };
            if !seen.insert(&message.key) {
                note(format!("{} stands twice", message.key), "keep one");
            }
            if !message.key.starts_with(&prefix) {
                note(format!("{} does not begin with {prefix}", message.key), "rename it");
            }
            if let Some(place) = fluent::half_width(&message.text) {
                note(
                    format!("a half-width mark beside Chinese: {place}"),
                    "use the full-width mark",
                );
            }
            for (other, theirs) in &all {
                match theirs.iter().find(|it| it.key == message.key) {
                    None => note(format!("{} is missing in {other}", message.key), SAME),
                    Some(it) if it.arguments != message.arguments => {
                        note(format!("{} has other arguments in {other}", message.key), SAME);
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

fn missing(usage: &Usage, own: &Vocabulary, shared: &Vocabulary, failures: &mut Vec<Failure>) {
    for (path, word) in &usage.words {
        let mut note = |what: String, way_out| {
            failures.push(Failure::line(RULE, path, word.line, what, way_out).listed_as(&word.key));
        };
        let Some(message) = own.get(&word.key).or_else(|| shared.get(&word.key)) else {
            note(format!("no word file has the key {}", word.key), SAME);
            continue;
        };
        let Some(given) = &word.arguments else { continue };
        let given: BTreeSet<_> = given.iter().cloned().collect();
        if given != message.arguments {
            let list = |it: &BTreeSet<String>| it.iter().cloned().collect::<Vec<_>>().join(", ");
            let (given, wanted) = (list(&given), list(&message.arguments));
            let what = format!("{} takes [{wanted}] and is given [{given}]", word.key);
            note(what, "give what the text names");
        }
    }
}

fn unused(it: &Crate, own: &Vocabulary, users: &[&Usage], failures: &mut Vec<Failure>) {
    let Some(file) = it.locales.first() else { return };
    let prefix = format!("{}-", it.name);
    let referred: BTreeSet<_> = own.values().flat_map(|it| &it.references).collect();
    for message in own.values() {
        let is_used = users.iter().any(|it| it.uses(&message.key, &prefix));
        if !is_used && !referred.contains(&message.key) {
            let what = format!("nothing uses the key {}", message.key);
            let way_out =
                "delete it, or list its beginning (`cases-stage-`) where it is put together";
            let failure = Failure::line(RULE, &file.path, message.line, what, way_out);
            failures.push(failure.listed_as(&message.key));
        }
    }
}

/// The calls of `t`, `t1`, `t2` and `tr` in the code of a template.
fn calls(code: &str, line: usize) -> Vec<WordUse> {
    let mut found = Vec::new();
    for (name, names) in
        [("t", Some(&[][..])), ("t1", Some(&[1][..])), ("t2", Some(&[1, 3][..])), ("tr", None)]
    {
        let call = format!("{name}(");
        let mut from = 0;
        while let Some(at) = code[from..].find(&call).map(|at| at + from) {
            from = at + call.len();
            let is_whole = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let args = arguments(&code[from..]);
            let text = |index: usize| {
                let it: &String = args.get(index)?;
                Some(it.strip_prefix('"')?.strip_suffix('"')?.to_owned())
            };
            if let (true, Some(key)) = (is_whole, text(0)) {
                let arguments = names.and_then(|it| it.iter().map(|index| text(*index)).collect());
                let line = line + code[..at].matches('\n').count();
                found.push(WordUse { key, arguments, line });
            }
        }
    }
    found
}

/// The arguments of a call, up to its closing parenthesis.
fn arguments(code: &str) -> Vec<String> {
    let (mut depth, mut in_text) = (0, false);
    let mut args = vec![String::new()];
    for c in code.chars() {
        match c {
            '"' => in_text = !in_text,
            '(' | '[' if !in_text => depth += 1,
            ')' if !in_text && depth == 0 => break,
            ')' | ']' if !in_text => depth -= 1,
            ',' if !in_text && depth == 0 => {
                args.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = args.last_mut() {
            last.push(c);
        }
    }
    args.iter().map(|it| it.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_in_templates_are_read() {
        let code = r#"{{ p.t("a-b") }} {{ p.t1("a-c", "count", rows.len()) }}
            {{ p.t2("a-d", "n", f(1, "x"), "m", 2) }} {{ format("no") }} {{ p.t(key) }}"#;
        let told: Vec<_> = calls(code, 7)
            .into_iter()
            .map(|it| (it.key, it.arguments.unwrap_or_default().join(" "), it.line))
            .collect();
        let row = |key: &str, arguments: &str, line| (key.to_owned(), arguments.to_owned(), line);
        assert_eq!(told, [row("a-b", "", 7), row("a-c", "count", 7), row("a-d", "n m", 8)]);
    }

    #[test]
    fn a_key_that_is_put_together_is_used() {
        let literals = ["cases-stage-{}", "cases-kind-", "cases-{}", "cases-plain", "{key}-one"];
        let literals = literals.into_iter().map(str::to_owned).collect();
        let usage = Usage { words: Vec::new(), literals };
        for (key, is_used) in [
            ("cases-stage-open", true),
            ("cases-kind-a", true),
            ("cases-plain", true),
            ("cases-plain-one", true),
            ("cases-other-one", false),
            ("cases-plainer", false),
            ("cases-other", false),
        ] {
            assert_eq!(usage.uses(key, "cases-"), is_used, "{key}");
        }
    }
}
