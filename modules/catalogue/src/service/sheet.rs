//! The item list as a table: out with everything, in as proposals. Nothing is proposed while one
//! row is wrong.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::{
    Definition, Finding, LintContext,
    interchange::{
        Offer, rewrite,
        sheet::{self, Cells, SheetFault},
    },
};
use kernel::{Actor, id::CommandId};
use ledger::derived_command;

use super::{Catalogue, Trouble};
use crate::sheet::Rows;

/// What a list would do.
#[derive(Default)]
pub(crate) struct Planned {
    /// What is wrong with it, in the order of its rows.
    pub faults: Vec<SheetFault>,
    /// The services that would change.
    pub changed: Vec<Changed>,
}

/// A service that a row changes.
pub(crate) struct Changed {
    /// Where the row stands in the list, from 0.
    pub at: usize,
    /// The columns that change.
    pub columns: Vec<&'static str>,
    /// What the service says then.
    pub definition: Definition,
    /// Its text.
    pub source: String,
}

impl Catalogue {
    /// The list with its two rows of headings.
    pub fn sheet(&self) -> Rows {
        let titles = sheet::COLUMNS.iter().map(|it| it.title.to_owned()).collect();
        let ids = sheet::COLUMNS.iter().map(|it| it.id.to_owned()).collect();
        let mut rows: Rows = vec![titles, ids];
        rows.extend(self.offers().iter().map(sheet::row));
        rows
    }

    /// What a list would do. Nothing is written.
    pub fn plan_sheet(&self, rows: &Rows) -> Planned {
        let mut planned = Planned::default();
        let heads = heads(rows, &mut planned.faults);
        if !planned.faults.is_empty() {
            return planned;
        }
        let offers = self.offers();
        let offers: BTreeMap<&str, &Offer> =
            offers.iter().map(|it| (it.service.definition.id.as_str(), it)).collect();
        let context = self.lint_context(&self.lists());
        let mut seen = BTreeSet::new();
        for (at, row) in rows.iter().enumerate().skip(2) {
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let cells: Cells = heads.iter().cloned().zip(row.iter().cloned()).collect();
            let id = cells.get(sheet::KEY).map_or("", |it| it.trim());
            let number = number(at);
            let fault = match offers.get(id) {
                None => sheet::UNKNOWN.at(number, sheet::KEY, id),
                Some(_) if !seen.insert(id.to_owned()) => sheet::TWICE.at(number, sheet::KEY, id),
                Some(offer) => {
                    match self.change(offer, at, &cells, &context) {
                        Ok(changed) => planned.changed.extend(changed),
                        Err(faults) => planned.faults.extend(faults),
                    }
                    continue;
                }
            };
            planned.faults.push(fault);
        }
        planned
    }

    /// What a row makes of its service; none where it changes nothing.
    fn change(
        &self,
        offer: &Offer,
        at: usize,
        cells: &Cells,
        context: &LintContext,
    ) -> Result<Option<Changed>, Vec<SheetFault>> {
        let number = number(at);
        let changes = sheet::compare(offer, number, cells)?;
        if changes.is_empty() {
            return Ok(None);
        }
        let old = &offer.service.definition;
        let one = |rule: &sheet::SheetRule| vec![rule.at(number, "", &old.id)];
        let kept = self.kept(&old.id).ok_or_else(|| one(&sheet::UNKNOWN))?;
        // What waits, for a second person or for its day, would be lost without a word.
        if kept.item.proposed.is_some() || kept.item.newest() != offer.service.revision {
            return Err(one(&sheet::WAITS));
        }
        let source = kept.source(offer.service.revision).unwrap_or_default();
        let source = rewrite(source, old, &changes).ok_or_else(|| one(&sheet::UNWRITTEN))?;
        let checked = self.check("service.yaml", &source, context);
        let columns: Vec<_> = changes.keys().filter_map(|place| column(place)).collect();
        match checked.publishable() {
            Some(definition) => {
                let definition = definition.clone();
                Ok(Some(Changed { at, columns, definition, source }))
            }
            None => {
                let errors = checked.findings.into_iter().filter(Finding::is_error);
                Err(errors.map(|it| told(it, number, &columns)).collect())
            }
        }
    }

    /// Proposes what a list changes, service by service, as one person. The same form sent again
    /// proposes nothing twice.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn propose_sheet(
        &self,
        by: &Actor,
        key: CommandId,
        changed: Vec<Changed>,
    ) -> Result<(), Trouble> {
        for Changed { definition, source, .. } in changed {
            let command = derived_command("catalogue.sheet", format!("{key}/{}", definition.id));
            self.propose(by, command, &definition, source).await?;
        }
        Ok(())
    }
}

/// The identifiers of the columns, as the second row has them.
fn heads(rows: &Rows, faults: &mut Vec<SheetFault>) -> Vec<String> {
    let row = rows.get(1).map(Vec::as_slice).unwrap_or_default();
    let heads: Vec<String> = row.iter().map(|it| it.trim().to_owned()).collect();
    if !heads.iter().any(|it| it == sheet::KEY) {
        faults.push(sheet::HEAD.at(2, "", ""));
        return heads;
    }
    let mut seen = BTreeSet::new();
    for head in heads.iter().filter(|it| !it.is_empty()) {
        if sheet::find(head).is_none() || !seen.insert(head) {
            faults.push(sheet::COLUMN.at(2, head, ""));
        }
    }
    heads
}

/// The number of a row as spreadsheet programs count.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1)
}

/// The column that holds a place of the definition.
fn column(place: &str) -> Option<&'static str> {
    let holds = |say: sheet::Say| match say {
        sheet::Say::Text(own) | sheet::Say::Days(own) | sheet::Say::Several(own) => {
            place.starts_with(own)
        }
        sheet::Say::Owner | sheet::Say::Elsewhere => false,
    };
    sheet::COLUMNS.iter().find(|it| holds(it.say)).map(|it| it.id)
}

/// A finding of the lints, told at its row: in the column of its place or, where a list has none
/// for that, in the only column that the row changes.
fn told(finding: Finding, row: u32, changed: &[&'static str]) -> SheetFault {
    let only = if let [only] = changed { *only } else { "" };
    SheetFault {
        row,
        column: column(&finding.pointer).unwrap_or(only).to_owned(),
        code: finding.rule,
        message: finding.message,
        remedy: finding.remedy,
    }
}
