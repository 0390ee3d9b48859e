//! YAML text to JSON values, with lines.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use serde_json::{Map, Number, Value};

use super::{MAX_BYTES, SourceMap, at, join, rules};
use crate::finding::{Finding, Rule, shortened};

/// The widest indentation. It bounds the depth of the tree, and so the stack that walking it needs.
const MAX_INDENT: usize = 64;

/// Looks at the bare text, before any parser does.
pub(super) fn look(file: &str, text: &str) -> Result<(), Vec<Finding>> {
    if text.len() > MAX_BYTES {
        return Err(vec![at(file, &rules::SIZE, 1, &format!("{} > {MAX_BYTES}", text.len()))]);
    }
    for (index, line) in text.lines().enumerate() {
        if let Some(c) = line.chars().find(|c| is_invisible(*c)) {
            let detail = format!("U+{:04X}", u32::from(c));
            return Err(vec![at(file, &rules::CHARACTER, index + 1, &detail)]);
        }
        let is_structure = |c: &char| c.is_whitespace() || matches!(c, '-' | '?' | ':');
        let is_deep = line.chars().take_while(is_structure).count() > MAX_INDENT;
        let brackets = line.chars().filter(|c| matches!(c, '[' | '{')).count();
        if is_deep || brackets > MAX_INDENT {
            return Err(vec![at(file, &rules::NESTING, index + 1, "")]);
        }
    }
    Ok(())
}

/// Control characters, and those that make a text look different from what it says.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Parses the text.
pub(super) fn load(file: &str, text: &str) -> Result<(Value, SourceMap), Vec<Finding>> {
    let mut documents = MarkedYaml::load_from_str(text).map_err(|error| {
        let is_duplicate = error.info().contains("duplicated key");
        let rule = if is_duplicate { &rules::DUPLICATE_KEY } else { &rules::SYNTAX };
        let detail = if is_duplicate { "" } else { error.info() };
        vec![at(file, rule, error.marker().line(), detail)]
    })?;
    let (Some(root), true) = (documents.pop(), documents.is_empty()) else {
        return Err(vec![at(file, &rules::DOCUMENT, 1, "")]);
    };
    let mut reader = Reader {
        map: SourceMap::new(file),
        characters: text.chars().collect(),
        content: Vec::new(),
        findings: Vec::new(),
    };
    reader.map.note(String::new(), 1);
    let value = reader.value(&root, "");
    reader.refuse_references();
    reader.findings.dedup_by_key(|finding| (finding.line, finding.rule.clone()));
    if reader.findings.is_empty() { Ok((value, reader.map)) } else { Err(reader.findings) }
}

struct Reader {
    map: SourceMap,
    characters: Vec<char>,
    /// Where scalars stand: everything else is punctuation of YAML.
    content: Vec<(usize, usize)>,
    findings: Vec<Finding>,
}

impl Reader {
    fn refuse(&mut self, rule: &Rule, line: usize, pointer: &str, detail: &str) {
        let mut finding = at(self.map.file(), rule, line, detail);
        pointer.clone_into(&mut finding.pointer);
        self.findings.push(finding);
    }

    fn value(&mut self, node: &MarkedYaml<'_>, pointer: &str) -> Value {
        let line = node.span.start.line();
        self.map.note(pointer.to_owned(), line);
        match &node.data {
            YamlData::Value(scalar) => {
                self.note_content(node, scalar);
                self.scalar(scalar, line, pointer)
            }
            YamlData::Sequence(items) => {
                let items = items.iter().enumerate();
                items.map(|(i, item)| self.value(item, &format!("{pointer}/{i}"))).collect()
            }
            YamlData::Mapping(entries) => {
                let mut object = Map::new();
                for (key, value) in entries {
                    self.entry(key, value, pointer, &mut object);
                }
                Value::Object(object)
            }
            YamlData::Representation(..)
            | YamlData::Tagged(..)
            | YamlData::Alias(_)
            | YamlData::BadValue => {
                self.refuse(&rules::REFERENCE, line, pointer, "");
                Value::Null
            }
        }
    }

    /// Notes where a scalar stands. The span of one with an anchor or a tag begins with those; it
    /// is told from a text that begins with such a sign by not being written like its value.
    fn note_content(&mut self, node: &MarkedYaml<'_>, scalar: &Scalar<'_>) {
        let (start, end) = (node.span.start.index(), node.span.end.index());
        let raw = self.characters.get(start..end).unwrap_or_default();
        let has_sign = matches!(raw.first(), Some('&' | '!' | '*'));
        let first_line: String = raw.iter().take_while(|c| **c != '\n').collect();
        let is_content = matches!(scalar, Scalar::String(text) if text.starts_with(&first_line));
        if !has_sign || is_content {
            self.content.push((start, end));
        }
    }

    fn entry(
        &mut self,
        key: &MarkedYaml<'_>,
        value: &MarkedYaml<'_>,
        pointer: &str,
        object: &mut Map<String, Value>,
    ) {
        let line = key.span.start.line();
        if let YamlData::Value(Scalar::String(name)) = &key.data {
            self.note_content(key, &Scalar::String(name.clone()));
            let pointer = join(pointer, name);
            self.map.note(pointer.clone(), line);
            let value = self.value(value, &pointer);
            object.insert(name.to_string(), value);
        } else {
            self.refuse(&rules::KEY, line, pointer, "");
        }
    }

    fn scalar(&mut self, scalar: &Scalar<'_>, line: usize, pointer: &str) -> Value {
        match scalar {
            Scalar::Null => {
                let line = usize::try_from(self.map.line(pointer)).unwrap_or(line);
                let name = pointer.rsplit('/').next().unwrap_or_default();
                self.refuse(&rules::EMPTY, line, pointer, &shortened(name));
                Value::Null
            }
            Scalar::Boolean(truth) => Value::Bool(*truth),
            Scalar::Integer(number) => Value::from(*number),
            Scalar::FloatingPoint(number) => {
                Number::from_f64(number.into_inner()).map_or(Value::Null, Value::Number)
            }
            Scalar::String(text) => Value::String(text.to_string()),
        }
    }

    /// Anchors and tags leave no trace in the tree; they are what stands outside all scalars and
    /// begins with their sign. An alias without its anchor does not parse, so anchors are enough.
    fn refuse_references(&mut self) {
        self.content.sort_unstable();
        let mut spans = self.content.iter().copied().peekable();
        let (mut index, mut line, mut found) = (0, 1, Vec::new());
        while let Some(c) = self.characters.get(index).copied() {
            while spans.next_if(|span| span.1 <= index).is_some() {}
            let inside = spans.peek().is_some_and(|span| span.0 <= index);
            if c == '#' && !inside {
                let rest = self.characters.get(index..).unwrap_or_default();
                index += rest.iter().take_while(|c| **c != '\n').count();
                continue;
            }
            if !inside && matches!(c, '&' | '*' | '!' | '%') {
                found.push(line);
            }
            line += usize::from(c == '\n');
            index += 1;
        }
        for line in found {
            self.refuse(&rules::REFERENCE, line, "", "");
        }
    }
}
