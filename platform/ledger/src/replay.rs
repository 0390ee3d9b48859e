//! Rebuilding every snapshot and projection from the events, and comparing.
//!
//! The events are replayed into a fresh SQLite file beside the real database, whichever engine
//! that is; then each row is compared as common values.

use crate::{
    DatabaseUrl, Ledger, Row, Statement, StoreError, Value, Write, engine::Engine, migrate,
    statements, unhurried,
};

statements! {
    STREAMS = "SELECT stream, kind, version, snapshot, form FROM ledger_stream
               WHERE stream > $1 ORDER BY stream LIMIT $2";
    EVENTS_OF = "SELECT event_id, seq, at, actor, body FROM ledger_event
                 WHERE stream = $1 ORDER BY seq";
    LONELY = "SELECT DISTINCT stream FROM ledger_event
              WHERE stream NOT IN (SELECT stream FROM ledger_stream) LIMIT 100";
}

const PAGE: i64 = 500;
/// So many rows of a table are named that differ.
const NAMED: usize = 5;

/// Something that does not follow from the events.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The stream or table.
    pub place: String,
    /// What differs; personal data stays sealed.
    pub what: String,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct ReplayReport {
    /// How many streams were folded again.
    pub streams: u64,
    /// How many events.
    pub events: u64,
    /// How many tables were compared.
    pub tables: u64,
    /// What differs.
    pub differences: Vec<Difference>,
}

impl Ledger {
    /// Folds every stream again in a scratch database at `scratch` and compares snapshots and
    /// projections. `progress` is told the number of streams done.
    ///
    /// # Errors
    /// [`StoreError`] when either database fails; differences are no error.
    pub async fn replay(
        &self,
        scratch: &std::path::Path,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<ReplayReport, StoreError> {
        unhurried(self.replayed(scratch, progress)).await
    }

    async fn replayed(
        &self,
        scratch: &std::path::Path,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<ReplayReport, StoreError> {
        let shadow = Engine::open(&DatabaseUrl::Sqlite(scratch.to_owned())).await?;
        migrate::run(&shadow, &self.inner.migrations, self.inner.clock.as_ref()).await?;
        let mut report = ReplayReport::default();
        let mut last = String::new();
        loop {
            let streams = self.rows(&STREAMS, &[(&last).into(), PAGE.into()]).await?;
            let Some(end) = streams.last() else { break };
            last = end.text(0)?.to_owned();
            for row in &streams {
                self.replay_stream(&shadow, row, &mut report).await?;
            }
            progress(report.streams);
        }
        for row in self.rows(&LONELY, &[]).await? {
            report.differ(row.text(0)?, "has events but no snapshot");
        }
        let tables: Vec<_> = self.inner.projections.all().flat_map(|it| it.tables()).collect();
        for table in tables {
            self.compare_table(&shadow, table, &mut report).await?;
        }
        self.reconcile(&shadow, &mut report).await?;
        Ok(report)
    }

    async fn replay_stream(
        &self,
        shadow: &Engine,
        row: &Row,
        report: &mut ReplayReport,
    ) -> Result<(), StoreError> {
        let (stream, kind) = (row.text(0)?, row.text(1)?);
        let events = self.rows(&EVENTS_OF, &[stream.into()]).await?;
        report.streams += 1;
        report.events += events.len() as u64;
        if events.len() as u64 != row.count(2)? {
            report.differ(stream, "its version is not the number of its events");
        }
        let of_kind = self.inner.projections.all().find(|it| it.kind() == kind);
        let is_of_kind = stream.split_once('/').is_some_and(|(first, _)| first == kind);
        let Some(projections) = of_kind.filter(|_| is_of_kind) else {
            report.differ(stream, "its kind is not one that this program knows");
            return Ok(());
        };
        let (snapshot, writes) = match projections.refold(stream, &events) {
            Ok(folded) => folded,
            Err(error) => {
                report.differ(stream, &format!("its events cannot be read: {error}"));
                return Ok(());
            }
        };
        match i64::from(projections.form()) - row.int(4)? {
            0 if row.text(3)? != snapshot => {
                report.differ(stream, "its snapshot is not the fold of its events");
            }
            0 => {}
            // A snapshot of an older form is folded again before it is used.
            older if older > 0 && row.int(4)? > 0 => {}
            _ => report.differ(stream, "its snapshot has a form that this program never writes"),
        }
        if let Err(error) = write_all(shadow, writes).await {
            report.differ(stream, &format!("its read rows cannot be made: {error}"));
        }
        Ok(())
    }

    async fn compare_table(
        &self,
        shadow: &Engine,
        table: &str,
        report: &mut ReplayReport,
    ) -> Result<(), StoreError> {
        report.tables += 1;
        // The only statement made at run time; the name comes from a projection, not from input.
        let sql: &'static str = Box::leak(format!("SELECT * FROM {table}").into_boxed_str());
        let all = Statement::new(sql);
        let mut stored = normal(self.rows(&all, &[]).await?);
        let mut rebuilt = normal(shadow.rows(&all, &[]).await?);
        stored.sort();
        rebuilt.sort();
        let missing = beyond(&rebuilt, &stored);
        let surplus = beyond(&stored, &rebuilt);
        if !missing.is_empty() {
            let (count, names) = (missing.len(), named(&missing));
            let what = format!("{count} rows that the events demand are not there: {names}");
            report.differ(table, &what);
        }
        if !surplus.is_empty() {
            let (count, names) = (surplus.len(), named(&surplus));
            report.differ(table, &format!("{count} rows do not follow from the events: {names}"));
        }
        if missing.is_empty() && surplus.is_empty() && stored.len() != rebuilt.len() {
            report.differ(table, "rows stand more than once");
        }
        Ok(())
    }
}

impl ReplayReport {
    pub(crate) fn differ(&mut self, place: &str, what: &str) {
        self.differences.push(Difference { place: place.to_owned(), what: what.to_owned() });
    }
}

/// The rows that the others, which are sorted, do not have.
fn beyond<'a>(rows: &'a [Row], others: &[Row]) -> Vec<&'a Row> {
    rows.iter().filter(|row| others.binary_search(row).is_err()).collect()
}

/// The first rows by the columns that their key begins with; read tables hold ids there.
fn named(rows: &[&Row]) -> String {
    let value = |value: &Value| match value {
        Value::Int(Some(number)) => number.to_string(),
        Value::Text(Some(text)) => text.chars().take(80).collect(),
        _ => "–".to_owned(),
    };
    let name = |row: &&Row| row.0.iter().take(2).map(value).collect::<Vec<_>>().join(" ");
    let mut names: Vec<_> = rows.iter().take(NAMED).map(name).collect();
    if rows.len() > NAMED {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// The engines tell NULLs of different types apart; the comparison does not.
fn normal(rows: Vec<Row>) -> Vec<Row> {
    let plain = |value| match value {
        Value::Int(None) | Value::Bytes(None) => Value::Text(None),
        other => other,
    };
    rows.into_iter().map(|Row(values)| Row(values.into_iter().map(plain).collect())).collect()
}

async fn write_all(shadow: &Engine, writes: Vec<Write>) -> Result<(), StoreError> {
    shadow
        .transact::<(), StoreError>(Box::new(move |tx| {
            Box::pin(async move { tx.run_all(&writes).await.map(|_| ()) })
        }))
        .await
}
