//! Licence expressions as manifests write them: identifiers joined by `AND`, `OR` (or the older
//! `/`), `WITH` an exception, and parentheses.

use std::{collections::BTreeSet, iter::Peekable, vec::IntoIter};

/// Whether the allowed licences fulfil an expression; `None` when it cannot be read.
pub fn is_met(expression: &str, allowed: &BTreeSet<String>) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    let mut reader = Reader { words: words.into_iter().peekable(), allowed };
    let is_met = reader.any()?;
    reader.words.next().is_none().then_some(is_met)
}

struct Reader<'a> {
    words: Peekable<IntoIter<String>>,
    allowed: &'a BTreeSet<String>,
}

impl Reader<'_> {
    fn takes(&mut self, word: &str) -> bool {
        self.words.next_if(|it| it == word).is_some()
    }

    /// `AND` binds closer than `OR`.
    fn any(&mut self) -> Option<bool> {
        let mut is_met = self.all()?;
        while self.takes("OR") {
            is_met |= self.all()?;
        }
        Some(is_met)
    }

    fn all(&mut self) -> Option<bool> {
        let mut is_met = self.one()?;
        while self.takes("AND") {
            is_met &= self.one()?;
        }
        Some(is_met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let is_met = self.any()?;
            return self.takes(")").then_some(is_met);
        }
        let mut licence = self.identifier()?;
        if self.takes("WITH") {
            licence = format!("{licence} WITH {}", self.identifier()?);
        }
        Some(self.allowed.contains(&licence))
    }

    fn identifier(&mut self) -> Option<String> {
        let is_mark = |it: &String| matches!(it.as_str(), "(" | ")" | "AND" | "OR" | "WITH");
        self.words.next_if(|it| !is_mark(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_weighed() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"];
        let allowed: BTreeSet<String> = allowed.into_iter().map(str::to_owned).collect();
        for (expression, expected) in [
            ("MIT", Some(true)),
            ("GPL-3.0-only", Some(false)),
            ("MIT OR GPL-3.0-only", Some(true)),
            ("GPL-2.0/MIT", Some(true)),
            ("Zlib / MIT / MPL-2.0", Some(true)),
            ("MIT AND GPL-3.0-only", Some(false)),
            ("GPL-3.0-only OR MIT AND Zlib", Some(false)),
            ("(GPL-3.0-only OR MIT) AND ISC", Some(true)),
            ("ISC AND (GPL-3.0-only OR (Zlib OR Apache-2.0))", Some(true)),
            ("Apache-2.0 WITH LLVM-exception", Some(true)),
            ("MIT WITH LLVM-exception", Some(false)),
            ("", None),
            ("MIT OR", None),
            ("MIT Apache-2.0", None),
            ("(MIT", None),
            ("MIT)", None),
            ("WITH MIT", None),
        ] {
            assert_eq!(is_met(expression, &allowed), expected, "{expression}");
        }
    }
}
