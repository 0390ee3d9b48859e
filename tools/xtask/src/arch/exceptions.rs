//! Lists of what may break a rule for now: `exceptions/rule-NN.txt`, one `path-or-name # reason`
//! in a line. A line that is not needed is itself a failure, so the lists only shrink.

use std::{fs, io, path::Path};

use anyhow::Context as _;

use super::Failure;

const FOLDER: &str = "tools/xtask/exceptions";
const REMOVE: &str = "take the line out: the lists only shrink";

/// One line of a list.
#[derive(Debug)]
struct Exception {
    rule: u8,
    key: String,
    place: String,
    has_reason: bool,
    is_used: bool,
}

/// All lists.
#[derive(Debug, Default)]
pub struct Exceptions(Vec<Exception>);

impl Exceptions {
    /// Reads the lists below `root`.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut all = Vec::new();
        for rule in 1..=10 {
            let path = format!("{FOLDER}/rule-{rule:02}.txt");
            match fs::read_to_string(root.join(&path)) {
                Ok(text) => all.extend(parse(rule, &path, &text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).context(path),
            }
        }
        Ok(Self(all))
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether `key` is excepted from `rule`; the line counts as needed.
    pub fn uses(&mut self, rule: u8, key: &str) -> bool {
        let mut is_listed = false;
        for it in self.0.iter_mut().filter(|it| it.rule == rule && it.covers(key)) {
            it.is_used = true;
            is_listed = true;
        }
        is_listed
    }

    /// The lines of a rule.
    pub fn keys(&self, rule: u8) -> Vec<String> {
        self.0.iter().filter(|it| it.rule == rule).map(|it| it.key.clone()).collect()
    }

    /// Leaves out the failures that are excepted and adds the lines, of the rules that `is_mine`
    /// names, that are not needed or give no reason.
    pub fn apply(&mut self, failures: Vec<Failure>, is_mine: impl Fn(u8) -> bool) -> Vec<Failure> {
        let mut rest: Vec<_> =
            failures.into_iter().filter(|it| !self.uses(it.rule, &it.key)).collect();
        for it in self.0.iter().filter(|it| is_mine(it.rule)) {
            if !it.is_used {
                let what = format!("the exception for {} is not needed any more", it.key);
                rest.push(Failure::at(it.rule, &it.place, what, REMOVE));
            } else if !it.has_reason {
                let way_out = "write `path-or-name # reason`";
                rest.push(Failure::at(
                    it.rule,
                    &it.place,
                    "an exception without a reason",
                    way_out,
                ));
            }
        }
        rest.sort();
        rest.dedup();
        rest
    }
}

impl Exception {
    /// A name that ends with a hyphen stands for all names that begin with it.
    fn covers(&self, key: &str) -> bool {
        self.key == key || (self.key.ends_with('-') && key.starts_with(&self.key))
    }
}

fn parse(rule: u8, path: &str, text: &str) -> Vec<Exception> {
    let exception = |(index, line): (usize, &str)| {
        let (key, reason) = line.split_once('#').unwrap_or((line, ""));
        let key = key.trim().to_owned();
        let is_comment = key.is_empty();
        (!is_comment).then(|| Exception {
            rule,
            key,
            place: format!("{path}:{}", index + 1),
            has_reason: !reason.trim().is_empty(),
            is_used: false,
        })
    };
    text.lines().enumerate().filter_map(exception).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(text: &str) -> Exceptions {
        Exceptions(parse(9, "rule-09.txt", text))
    }

    fn failure(key: &str) -> Failure {
        Failure::at(9, key, "wrong", "mend it")
    }

    #[test]
    fn a_listed_failure_is_left_out_and_others_stay() {
        let mut lists = lists("# a remark\na # old\ncases-stage- # made from the stage\n");
        let found =
            lists.apply(vec![failure("a"), failure("b"), failure("cases-stage-open")], |_| true);
        assert_eq!(found, [failure("b")]);
    }

    #[test]
    fn a_line_that_is_not_needed_or_gives_no_reason_fails() {
        let mut lists = lists("a # old\nb\n");
        let found = lists.apply(vec![failure("b")], |_| true);
        let told: Vec<_> = found.iter().map(|it| (it.key.as_str(), it.what.as_str())).collect();
        assert_eq!(
            told,
            [
                ("rule-09.txt:1", "the exception for a is not needed any more"),
                ("rule-09.txt:2", "an exception without a reason"),
            ]
        );
    }

    #[test]
    fn another_rule_is_not_covered() {
        let mut lists = lists("a # old\n");
        let other = Failure { rule: 3, ..failure("a") };
        assert_eq!(lists.apply(vec![other.clone()], |rule| rule != 9), [other]);
    }
}
