//! What is claimed about security, each claim with the tests that show it: the abuse cases and the
//! requirements of OWASP ASVS 5.0 in `docs/security/claims.toml`.
//!
//! A claim names its tests, says why it does not apply, or says what is still open. A named test
//! that does not exist or fails is a failure of the run; the number of open claims only falls.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use anyhow::{Context as _, ensure};

use super::Results;

const FILE: &str = "docs/security/claims.toml";
/// The table that is kept with the documents.
pub const TABLE: &str = "docs/security/claims.md";

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Claim {
    /// `abuse 7` or `ASVS 6.3.1`.
    id: String,
    /// The level of ASVS; none for abuse cases.
    level: Option<i64>,
    what: String,
    /// `package/target/path::of::test`.
    tests: Vec<String>,
    not_applicable: Option<String>,
    open: Option<String>,
}

/// All claims, and how many of them may be open.
#[derive(Debug, PartialEq, Eq)]
pub struct Claims {
    open_at_most: usize,
    all: Vec<Claim>,
}

impl Claims {
    /// Reads the claims of the tree.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(root.join(FILE)).context(FILE)?;
        Self::parse(&text).context(FILE)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let whole: toml::Table = text.parse()?;
        let most = whole.get("open_at_most").and_then(toml::Value::as_integer);
        let open_at_most = usize::try_from(most.context("open_at_most is missing")?)?;
        let mut all = Vec::new();
        for (kind, word) in [("abuse", "abuse"), ("asvs", "ASVS")] {
            let rows = whole.get(kind).and_then(toml::Value::as_array);
            for row in rows.with_context(|| format!("{kind} is missing"))? {
                let row = row.as_table().with_context(|| format!("{kind} holds tables"))?;
                all.push(claim(word, row)?);
            }
        }
        let claims = Self { open_at_most, all };
        claims.check()?;
        Ok(claims)
    }

    fn check(&self) -> anyhow::Result<()> {
        for (index, it) in self.all.iter().enumerate() {
            let is_first = self.all[..index].iter().all(|other| other.id != it.id);
            ensure!(is_first, "{} stands twice", it.id);
            let is_claimed = !it.tests.is_empty() || it.open.is_some();
            ensure!(
                is_claimed != it.not_applicable.is_some(),
                "{}: name its tests, say what is open, or why it does not apply",
                it.id
            );
        }
        let open = self.all.iter().filter(|it| it.open.is_some()).count();
        ensure!(
            open == self.open_at_most,
            "{open} claims are open and open_at_most is {}: it is the true number and only falls",
            self.open_at_most
        );
        Ok(())
    }

    /// The table for the documents: claims and tests, without results.
    pub fn table(&self) -> String {
        let mut text = String::from(
            "# What is claimed, and the tests that show it\n\n\
             Printed from `docs/security/claims.toml` by `cargo xtask gen`. `cargo xtask test` prints \
             the same list with the result of each test. *Open* says what no test shows yet.\n\n\
             | id | level | claim | shown by |\n|---|---|---|---|\n",
        );
        for it in &self.all {
            let level = it.level.map_or_else(|| "–".to_owned(), |level| level.to_string());
            let _ = writeln!(text, "| {} | {level} | {} | {} |", it.id, it.what, it.shown_by());
        }
        text
    }

    /// Prints every claim with its result; answers whether every named test exists and is well.
    pub fn report(&self, results: &Results) -> bool {
        println!("\n== claims about security ({FILE})");
        let verdicts: Vec<_> = self.all.iter().map(|it| (it, it.verdict(results))).collect();
        for (it, verdict) in &verdicts {
            println!("{:>12}  {:<14} {}", it.id, verdict.word(), it.shown_by());
        }
        let mut counts = BTreeMap::new();
        for (_, verdict) in &verdicts {
            *counts.entry(verdict.word()).or_insert(0) += 1;
        }
        let sum: Vec<_> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
        println!("claims: {}", sum.join(", "));
        for (it, verdict) in &verdicts {
            if let Verdict::Broken(test) = verdict {
                println!("{}: {test} did not run or is not well", it.id);
            }
        }
        !verdicts.iter().any(|(_, it)| matches!(it, Verdict::Broken(_)))
    }
}

enum Verdict {
    Shown,
    Partly,
    Open,
    NotApplicable,
    /// This test does not exist or failed.
    Broken(String),
}

impl Verdict {
    fn word(&self) -> &'static str {
        match self {
            Verdict::Shown => "shown",
            Verdict::Partly => "partly shown",
            Verdict::Open => "open",
            Verdict::NotApplicable => "not applicable",
            Verdict::Broken(_) => "NOT SHOWN",
        }
    }
}

impl Claim {
    fn verdict(&self, results: &Results) -> Verdict {
        let is_well = |test: &&String| results.get(test.as_str()) != Some(&true);
        if let Some(test) = self.tests.iter().find(is_well) {
            return Verdict::Broken(test.clone());
        }
        match (&self.not_applicable, &self.open, self.tests.is_empty()) {
            (Some(_), ..) => Verdict::NotApplicable,
            (_, Some(_), true) => Verdict::Open,
            (_, Some(_), false) => Verdict::Partly,
            _ => Verdict::Shown,
        }
    }

    fn shown_by(&self) -> String {
        let tests = self.tests.iter().map(|it| format!("`{it}`"));
        let open = self.open.iter().map(|it| format!("*open: {it}*"));
        let not = self.not_applicable.iter().map(|it| format!("*does not apply: {it}*"));
        tests.chain(open).chain(not).collect::<Vec<_>>().join("; ")
    }
}

fn claim(word: &str, row: &toml::Table) -> anyhow::Result<Claim> {
    let id = row.get("id").context("a claim has an id")?;
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let text = |key: &str| row.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let tests = row.get("tests").and_then(toml::Value::as_array).into_iter().flatten();
    Ok(Claim {
        level: row.get("level").and_then(toml::Value::as_integer),
        what: text("what").with_context(|| format!("{id}: what is claimed?"))?,
        tests: tests.filter_map(toml::Value::as_str).map(str::to_owned).collect(),
        not_applicable: text("not_applicable"),
        open: text("open"),
        id: format!("{word} {id}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        open_at_most = 1
        [[abuse]]
        id = 1
        what = "Somebody reads another's case"
        tests = ["app/request/rights::nobody_reads"]
        [[asvs]]
        id = "4.4.1"
        level = 1
        what = "WebSockets"
        not_applicable = "there are none"
        [[asvs]]
        id = "1.2.1"
        level = 1
        what = "Output is encoded"
        tests = ["app/request/pages::encoded"]
        open = "the letters"
    "#;

    fn results(well: &[(&str, bool)]) -> Results {
        well.iter().map(|(name, is_well)| ((*name).to_owned(), *is_well)).collect()
    }

    #[test]
    fn a_claim_stands_when_its_tests_ran_well() {
        let claims = Claims::parse(GOOD).unwrap();
        let both =
            [("app/request/rights::nobody_reads", true), ("app/request/pages::encoded", true)];
        assert!(claims.report(&results(&both)));
        assert!(!claims.report(&results(&both[..1])), "a test that did not run shows nothing");
        assert!(!claims.report(&results(&[both[0], (both[1].0, false)])));
        let words: Vec<_> =
            claims.all.iter().map(|it| it.verdict(&results(&both)).word()).collect();
        assert_eq!(words, ["shown", "not applicable", "partly shown"]);
    }

    #[test]
    fn a_claim_without_ground_is_refused() {
        for (from, to) in [
            ("tests = [\"app/request/rights::nobody_reads\"]", ""),
            ("not_applicable = \"there are none\"", ""),
            ("open_at_most = 1", "open_at_most = 2"),
            ("open_at_most = 1", ""),
            ("id = \"4.4.1\"", "id = \"1.2.1\""),
            ("not_applicable", "open = \"x\"\nnot_applicable"),
        ] {
            assert!(Claims::parse(&GOOD.replace(from, to)).is_err(), "{from} -> {to}");
        }
    }

    #[test]
    fn the_table_names_claims_and_tests() {
        let table = Claims::parse(GOOD).unwrap().table();
        assert!(table.contains("| abuse 1 | – | Somebody reads another's case | `app/request/"));
        assert!(
            table.contains("| ASVS 4.4.1 | 1 | WebSockets | *does not apply: there are none* |")
        );
    }
}
