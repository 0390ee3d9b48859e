//! Rule 5: no ambient world. The bans themselves are in `clippy.toml` and in the workspace lints;
//! here each suppression is counted and compared with the list: `path: count # reason`.

use super::{Exceptions, Failure, tree::Tree};

const RULE: u8 = 5;
const WAY_OUT: &str = "do without the suppression, or list `path: count # reason` in rule-05.txt";

/// Checks the rule.
pub fn check(tree: &Tree, exceptions: &mut Exceptions, failures: &mut Vec<Failure>) {
    for source in tree.crates.iter().flat_map(|it| it.production()) {
        let expects = &source.facts.expects;
        for (line, _) in expects.iter().filter(|(_, has_reason)| !has_reason) {
            let what = "an expectation without a reason";
            failures.push(Failure::line(RULE, &source.path, *line, what, "add `reason = \"…\"`"));
        }
        if expects.is_empty()
            || exceptions.uses(RULE, &format!("{}: {}", source.path, expects.len()))
        {
            continue;
        }
        let what = format!("{} suppressions of lints that are not listed", expects.len());
        failures.push(Failure::at(RULE, &source.path, what, WAY_OUT));
    }
}
