//! `onewindow lint`: service definitions checked before anybody takes them in, for authors and for
//! machines that check changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use catalogue_domain::{
    BaseElements, Definition, Elements, Finding, LintContext, Rule, Severity, SourceMap, lint,
    lint_all, rules, source,
};
use clap::Args;
use kernel::LocalText;
use serde::Serialize;
use serde_json::Value;

use crate::commands::say;

/// What is checked, and how it is told.
#[derive(Debug, Args)]
pub struct Lint {
    /// Where the definitions are; if there are lists in DIR/city, they are checked against them
    #[arg(required_unless_present = "rules")]
    dir: Option<PathBuf>,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    /// Print the rules, each with what to do and its law, instead of checking anything
    #[arg(long)]
    rules: bool,
    /// A word that does not become public without a review, as in the setting `secrecy_words`; may
    /// be given more than once
    #[arg(long, value_name = "WORD")]
    secrecy_word: Vec<String>,
}

/// A finding as it is printed in JSON.
#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    line: u32,
    rule: &'a str,
    severity: &'static str,
    message: &'a LocalText,
    remedy: &'a LocalText,
    law: &'a LocalText,
    pointer: &'a str,
}

impl<'a> Told<'a> {
    fn of(finding: &'a Finding) -> Told<'a> {
        Told {
            file: &finding.file,
            line: finding.line,
            rule: &finding.rule,
            severity: finding.severity.word(),
            message: &finding.message,
            remedy: &finding.remedy,
            law: &finding.basis,
            pointer: &finding.pointer,
        }
    }
}

/// A rule as it is printed in JSON.
#[derive(Serialize)]
struct ToldRule {
    rule: &'static str,
    severity: &'static str,
    message: LocalText,
    remedy: LocalText,
    law: LocalText,
}

impl ToldRule {
    fn of(rule: &Rule) -> ToldRule {
        ToldRule {
            rule: rule.id,
            severity: rule.severity.word(),
            message: rule.title.text(),
            remedy: rule.remedy.text(),
            law: rule.basis.text(),
        }
    }
}

/// Runs the command: 1 if anything keeps a definition from being published.
///
/// # Errors
/// The folder or a list cannot be read, or there is no definition.
pub fn run(wish: &Lint) -> anyhow::Result<ExitCode> {
    let dir = match &wish.dir {
        Some(dir) if !wish.rules => dir,
        _ => {
            tell_rules(wish.json)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let findings = check(dir, &wish.secrecy_word)?;
    if wish.json {
        let told: Vec<Told<'_>> = findings.iter().map(Told::of).collect();
        say(&serde_json::to_string_pretty(&told)?);
    } else {
        for finding in &findings {
            say(&finding.to_string());
        }
    }
    // What only a second person can let pass is not let pass here.
    let refused = findings.iter().any(|it| it.severity != Severity::Gap);
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tell_rules(json: bool) -> anyhow::Result<()> {
    let rules = rules();
    if json {
        let told: Vec<ToldRule> = rules.into_iter().map(ToldRule::of).collect();
        say(&serde_json::to_string_pretty(&told)?);
        return Ok(());
    }
    for rule in rules {
        say(&format!("{} ({}): {}", rule.id, rule.severity.word(), rule.title.en));
        say(&format!("    remedy: {}", rule.remedy.en));
        say(&format!("    law: {}", rule.basis.en));
    }
    Ok(())
}

/// Everything that is wrong with the definitions in a folder, file by file in the order of names.
fn check(dir: &Path, secrecy_words: &[String]) -> anyhow::Result<Vec<Finding>> {
    let context = LintContext { secrecy_words: secrecy_words.to_vec(), ..city(dir)? };
    let mut sheets: Vec<(Definition, SourceMap)> = Vec::new();
    let mut findings = Vec::new();
    let mut files = 0;
    for path in definitions(dir)? {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        files += 1;
        match Definition::read_bytes(&path.display().to_string(), &bytes) {
            Ok((definition, map)) => {
                findings.extend(lint(&definition, &map, &context));
                sheets.push((definition, map));
            }
            Err(unreadable) => findings.extend(unreadable),
        }
    }
    anyhow::ensure!(files > 0, "no service.yaml below {}", dir.display());
    findings.extend(lint_all(&sheets));
    findings.sort_by(|a, b| (&a.file, a.line, &a.rule).cmp(&(&b.file, b.line, &b.rule)));
    Ok(findings)
}

/// Where definitions may be, in the order of names, so that two runs print the same.
fn definitions(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let unreadable = || format!("{} cannot be read", dir.display());
    for folder in std::fs::read_dir(dir).with_context(unreadable)? {
        paths.push(folder?.path().join("service.yaml"));
    }
    paths.sort();
    Ok(paths)
}

/// What a city's lists know. A list that is not there is not checked against.
fn city(dir: &Path) -> anyhow::Result<LintContext> {
    let themes = list(dir, "themes")?.unwrap_or_default();
    let departments = list(dir, "departments")?;
    Ok(LintContext {
        entries: entries(dir, departments.as_ref())?,
        departments: departments.map(|rows| column(&rows, "id")),
        individual_themes: themes.get("individuals").map(|rows| column(rows, "code")),
        business_themes: themes.get("businesses").map(|rows| column(rows, "code")),
        life_events: list(dir, "life-events")?.map(|rows| column(&rows, "id")),
        licence_types: list(dir, "licence-types")?.map(|rows| names(&rows)),
        ..LintContext::default()
    })
}

/// What the catalogue list says about each basic code. A department stands for its line.
fn entries(
    dir: &Path,
    departments: Option<&Value>,
) -> anyhow::Result<BTreeMap<String, Vec<BaseElements>>> {
    let Some(all) = list(dir, "catalogue")? else { return Ok(BTreeMap::new()) };
    let all: Vec<Elements> = serde_json::from_value(all).context("city/catalogue.yaml")?;
    let departments: Vec<&Value> = departments.into_iter().flat_map(rows).collect();
    let id = |row: &Value| row.get("id").and_then(Value::as_str).map(str::to_owned);
    let line_of = |own: &str| {
        let own = departments.iter().find(|row| id(row).as_deref() == Some(own));
        let line = own.and_then(|row| row.get("line"));
        let same = departments.iter().filter(move |row| line.is_some() && row.get("line") == line);
        same.filter_map(|row| id(row)).collect::<BTreeSet<_>>()
    };
    let base = |it: Elements| {
        let mut authorities = line_of(&it.department);
        authorities.insert(it.department);
        let (name, kind, legal_bases) = (it.name, it.kind, it.legal_bases);
        (it.code, vec![BaseElements { is_in_force: true, name, kind, legal_bases, authorities }])
    };
    Ok(all.into_iter().map(base).collect())
}

fn list(dir: &Path, name: &str) -> anyhow::Result<Option<Value>> {
    let path = dir.join("city").join(format!("{name}.yaml"));
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
    match source::read(&path.display().to_string(), &text) {
        Ok((value, _)) => Ok(Some(value)),
        Err(findings) => {
            let told: Vec<String> = findings.iter().map(Finding::to_string).collect();
            anyhow::bail!("{}", told.join("\n"))
        }
    }
}

fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn column(list: &Value, key: &str) -> BTreeSet<String> {
    rows(list).filter_map(|row| row.get(key)?.as_str()).map(str::to_owned).collect()
}

/// Ids with their names in simplified Chinese.
fn names(list: &Value) -> BTreeMap<String, String> {
    let named = |row: &Value| {
        let id = row.get("id")?.as_str()?;
        let name = row.get("name")?.get("zh-Hans")?.as_str()?;
        Some((id.to_owned(), name.to_owned()))
    };
    rows(list).filter_map(named).collect()
}
