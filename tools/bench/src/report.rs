//! The report: a table on the terminal, JSON for machines, and the table of `docs/performance.md`.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::{
    figures::{Figures, shown},
    goals::goals,
};

const BEGIN: &str = "<!-- figures: begin; written by `cargo xtask bench --write` -->";
const END: &str = "<!-- figures: end -->";

/// The figures and goals as Markdown.
pub fn markdown(figures: &Figures) -> String {
    let mut text = String::new();
    for remark in &figures.remarks {
        text.push_str(&format!("- {remark}\n"));
    }
    text.push_str("\n### Goals\n\n| # | what | goal | measured | |\n|---|---|---|---|---|\n");
    for goal in goals(figures) {
        let (wanted, measured) = (goal.wanted(), goal.measured());
        text.push_str(&format!(
            "| {} | {} | {wanted} | {measured} | {} |\n",
            goal.id,
            goal.text,
            goal.verdict()
        ));
    }
    text.push_str("\n### Figures\n\n| what | | median [spread] | unit |\n|---|---|---|---|\n");
    for it in figures.all() {
        let values = shown(&it.values);
        text.push_str(&format!("| {} | {} | {values} | {} |\n", it.group, it.name, it.unit));
    }
    text
}

/// The same for a terminal: columns of one width.
pub fn plain(figures: &Figures) -> String {
    let text = markdown(figures);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('|').collect()).collect();
    let mut widths = [0; 6];
    for row in rows.iter().filter(|row| row.len() > 2) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width).min(70);
        }
    }
    let mut out = String::new();
    for row in &rows {
        match row.as_slice() {
            [line] => out.push_str(line),
            cells if cells.get(1).is_some_and(|it| it.starts_with("---")) => continue,
            cells => {
                for (cell, width) in cells.iter().zip(widths) {
                    out.push_str(&format!("{cell:<width$} "));
                }
            }
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

/// The same as JSON.
pub fn json(figures: &Figures) -> String {
    let all: Vec<_> = figures
        .all()
        .iter()
        .map(|it| {
            serde_json::json!({
                "group": it.group, "name": it.name, "unit": it.unit, "values": it.values,
            })
        })
        .collect();
    let goals: Vec<_> = goals(figures)
        .iter()
        .map(|it| {
            serde_json::json!({
                "id": it.id, "text": it.text, "goal": it.wanted(), "measured": it.measured(),
                "is_met": it.is_met(),
            })
        })
        .collect();
    let report = serde_json::json!({ "remarks": figures.remarks, "goals": goals, "figures": all });
    serde_json::to_string_pretty(&report).unwrap_or_default()
}

/// Puts the tables between the marks of a document.
///
/// # Errors
/// When the document cannot be read or written or has no marks.
pub fn write(figures: &Figures, document: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(document)?;
    let (before, rest) = text.split_once(BEGIN).context("no mark where the figures begin")?;
    let (_, after) = rest.split_once(END).context("no mark where the figures end")?;
    fs::write(document, format!("{before}{BEGIN}\n\n{}\n{END}{after}", markdown(figures)))?;
    Ok(())
}
