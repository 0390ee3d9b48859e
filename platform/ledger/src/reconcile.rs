//! The tables beside the events: what is known of commands, and what waits for consumers. As far as
//! they follow from the events they are compared with them, both ways.
//!
//! What does not follow is not compared: a command's id and the digest of its content (a changed
//! one is refused when it comes again). Serial numbers and the work of consumers are reckoned up
//! against the commands (`reckoning`).

use kernel::Actor;

use crate::{
    Ledger, ReplayReport, StoreError, command,
    engine::Engine,
    reckoning::{self, Owed},
    statements,
};

statements! {
    /// Commands with the last event that each has brought about.
    COMMANDS = "SELECT c.sender, c.command_id, c.stream, c.version, c.at, e.at, e.actor, c.sent
                FROM ledger_command c
                LEFT JOIN ledger_event e ON e.stream = c.stream AND e.seq = c.version
                WHERE (c.sender, c.command_id) > ($1, $2)
                ORDER BY c.sender, c.command_id LIMIT $3";
    /// Events that no known command has brought about. No index leads from a stream to its commands,
    /// so they are sorted once.
    UNCOMMANDED = "SELECT e.stream, e.seq FROM ledger_event e
                   LEFT JOIN (SELECT stream, at, MAX(version) AS version FROM ledger_command
                              GROUP BY stream, at) c
                   ON c.stream = e.stream AND c.at = e.at
                   WHERE c.version IS NULL OR c.version < e.seq
                   ORDER BY e.stream, e.seq LIMIT 100";
    /// What waits, and is no event.
    STRAY = "SELECT o.consumer, o.stream, o.seq FROM ledger_outbox o
             LEFT JOIN ledger_event e ON e.stream = o.stream AND e.seq = o.seq
             WHERE e.event_id IS NULL OR e.event_id <> o.event_id
             ORDER BY o.consumer, o.stream, o.seq LIMIT 100";
    CONSUMERS = "SELECT DISTINCT consumer FROM ledger_outbox ORDER BY consumer";
}

const PAGE: i64 = 1000;

impl Ledger {
    /// Compares commands and outbox with the events.
    pub(crate) async fn reconcile(
        &self,
        shadow: &Engine,
        report: &mut ReplayReport,
    ) -> Result<(), StoreError> {
        let (mut sender, mut id) = (String::new(), String::new());
        loop {
            let rows = self.rows(&COMMANDS, &[sender.into(), id.into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            (sender, id) = (last.text(0)?.to_owned(), last.text(1)?.to_owned());
            let mut owed = Owed::new();
            for row in &rows {
                if let Some(what) = wrong(row)? {
                    let place = format!("ledger_command {} of {}", row.text(1)?, row.text(2)?);
                    report.differ(&place, what);
                }
                reckoning::sent(&mut owed, row.text(2)?, row.text(7)?);
            }
            reckoning::owe(shadow, owed).await?;
        }
        for row in self.rows(&UNCOMMANDED, &[]).await? {
            let place = format!("{} {}", row.text(0)?, row.count(1)?);
            report.differ(&place, "the command that brought it about is not in ledger_command");
        }
        for row in self.rows(&STRAY, &[]).await? {
            let place = format!("ledger_outbox {} {}", row.text(0)?, row.text(1)?);
            report.differ(&place, "it waits for an event that there is not");
        }
        for row in self.rows(&CONSUMERS, &[]).await? {
            let name = row.text(0)?;
            if !self.inner.consumers.iter().any(|it| it.name == name) {
                report.differ(&format!("ledger_outbox {name}"), "there is no such consumer");
            }
        }
        self.reckon_serials(report).await?;
        self.reckon_work(shadow, report).await
    }
}

/// What of a command's row contradicts its event.
fn wrong(row: &crate::Row) -> Result<Option<&'static str>, StoreError> {
    let (version, at) = (row.count(3)?, row.int(4)?);
    let Some(happened) = row.int_or_null(5)? else {
        // A command that has changed nothing on a stream that there is not.
        return Ok((version > 0).then_some("its stream has no such version"));
    };
    if at < happened {
        return Ok(Some("it is older than the event that it brought about"));
    }
    // One that is younger than the event has found its stream at this version and changed nothing.
    if at == happened {
        let actor: Option<Actor> = serde_json::from_str(row.text(6)?).ok();
        if actor.is_none_or(|it| command::sender(&it) != row.text(0).unwrap_or_default()) {
            return Ok(Some("its sender is not the actor of its event"));
        }
    }
    Ok(None)
}
