//! Serial numbers and the work of consumers, reckoned up against the commands: each command says
//! which number it was given and to whom it sent its events, and no number, no work and no count of
//! either stands beside that.
//!
//! What was sent, less what was taken, less what waits, is nothing. The sums are made in the scratch
//! database of the replay, so that they need no memory and no index of their own.

use std::collections::HashMap;

use crate::{
    Ledger, ReplayReport, Row, StoreError, Value, Write, engine::Engine, statements,
    vault::DESTROYED,
};

statements! {
    /// Each counter with the numbers that commands were given.
    SERIALS = "SELECT s.scope, s.value, s.given_before, COUNT(c.serial),
                   COALESCE(MIN(c.serial), 0), COALESCE(MAX(c.serial), 0)
               FROM ledger_serial s
               LEFT JOIN ledger_command c ON c.serial_scope = s.scope AND c.serial IS NOT NULL
               WHERE s.scope > $1 AND s.scope <> $2 GROUP BY s.scope, s.value, s.given_before
               ORDER BY s.scope LIMIT $3";
    /// How many keys are gone, and how many destructions were counted.
    DESTRUCTIONS = "SELECT (SELECT COUNT(*) FROM ledger_subject_key WHERE destroyed_at IS NOT NULL)
                        + (SELECT COUNT(*) FROM ledger_record_key WHERE destroyed_at IS NOT NULL),
                        COALESCE((SELECT value FROM ledger_serial WHERE scope = $1), 0)";
    /// Numbers of counters that are gone.
    UNCOUNTED = "SELECT DISTINCT c.serial_scope FROM ledger_command c
                 WHERE c.serial IS NOT NULL AND NOT EXISTS
                     (SELECT 1 FROM ledger_serial s WHERE s.scope = c.serial_scope)
                 ORDER BY c.serial_scope LIMIT 100";
    TAKEN_OF = "SELECT stream, consumer, taken FROM ledger_taken
                WHERE (stream, consumer) > ($1, $2) ORDER BY stream, consumer LIMIT $3";
    WAITING_OF = "SELECT consumer, stream, seq FROM ledger_outbox
                  WHERE (consumer, stream, seq) > ($1, $2, $3)
                  ORDER BY consumer, stream, seq LIMIT $4";
    /// In the scratch database the table holds what is still owed.
    OWE = "INSERT INTO ledger_taken (stream, consumer, taken) VALUES ($1, $2, $3)
           ON CONFLICT (stream, consumer) DO UPDATE SET taken = ledger_taken.taken + excluded.taken";
    OWED = "SELECT DISTINCT stream FROM ledger_taken WHERE taken <> 0 AND stream > $1
            ORDER BY stream LIMIT $2";
    /// Everything about one stream as it is at one moment.
    ALL_OF = "SELECT sent, 0, 1 FROM ledger_command WHERE stream = $1 AND sent <> ''
              UNION ALL SELECT consumer, taken, 0 FROM ledger_taken WHERE stream = $1
              UNION ALL SELECT consumer, 1, 0 FROM ledger_outbox WHERE stream = $1";
}

const PAGE: i64 = 1000;

/// What is owed to consumers of streams: `(stream, consumer)` and how much.
pub(crate) type Owed = HashMap<(String, String), i64>;

/// What a command sent, by its row.
pub(crate) fn sent(owed: &mut Owed, stream: &str, sent: &str) {
    for consumer in sent.split(' ').filter(|it| !it.is_empty()) {
        *owed.entry((stream.to_owned(), consumer.to_owned())).or_default() += 1;
    }
}

/// Adds to the sums in the scratch database.
pub(crate) async fn owe(shadow: &Engine, owed: Owed) -> Result<(), StoreError> {
    let write = |((stream, consumer), count): ((String, String), i64)| {
        Write::new(&OWE, [stream.into(), consumer.into(), count.into()])
    };
    let writes: Vec<Write> = owed.into_iter().map(write).collect();
    shadow
        .transact::<(), StoreError>(Box::new(move |tx| {
            Box::pin(async move { tx.run_all(&writes).await.map(|_| ()) })
        }))
        .await
}

impl Ledger {
    /// Compares the counters with the numbers that commands were given.
    pub(crate) async fn reckon_serials(&self, report: &mut ReplayReport) -> Result<(), StoreError> {
        let mut scope = String::new();
        loop {
            let args = [scope.into(), DESTROYED.into(), PAGE.into()];
            let rows = self.rows(&SERIALS, &args).await?;
            let Some(last) = rows.last() else { break };
            scope = last.text(0)?.to_owned();
            for row in &rows {
                if let Some(what) = wrong(row)? {
                    report.differ(&format!("ledger_serial {}", row.text(0)?), what);
                }
            }
        }
        for row in self.rows(&UNCOUNTED, &[]).await? {
            let place = format!("ledger_serial {}", row.text(0)?);
            report.differ(&place, "numbers were given and there is no such counter");
        }
        // The nodes learn from this counter that they must forget keys. One that was destroyed twice
        // counts twice.
        for row in self.rows(&DESTRUCTIONS, &[DESTROYED.into()]).await? {
            if row.int(0)? > row.int(1)? {
                let place = format!("ledger_serial {DESTROYED}");
                report.differ(&place, "more keys were destroyed than it has counted");
            }
        }
        Ok(())
    }

    /// Takes what was taken and what waits off what was sent, and tells what is left.
    pub(crate) async fn reckon_work(
        &self,
        shadow: &Engine,
        report: &mut ReplayReport,
    ) -> Result<(), StoreError> {
        let (mut stream, mut consumer) = (String::new(), String::new());
        loop {
            let args = [stream.into(), consumer.into(), PAGE.into()];
            let rows = self.rows(&TAKEN_OF, &args).await?;
            let Some(last) = rows.last() else { break };
            (stream, consumer) = (last.text(0)?.to_owned(), last.text(1)?.to_owned());
            let mut less = Owed::new();
            for row in &rows {
                less.insert(pair(row, 0, 1)?, -row.int(2)?);
            }
            owe(shadow, less).await?;
        }
        let mut key: [Value; 3] = ["".into(), "".into(), 0_i64.into()];
        loop {
            let [consumer, stream, seq] = key;
            let rows = self.rows(&WAITING_OF, &[consumer, stream, seq, PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            key = [last.text(0)?.into(), last.text(1)?.into(), last.int(2)?.into()];
            let mut less = Owed::new();
            for row in &rows {
                *less.entry(pair(row, 1, 0)?).or_default() -= 1;
            }
            owe(shadow, less).await?;
        }
        let mut stream = String::new();
        loop {
            let rows = shadow.rows(&OWED, &[stream.into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            stream = last.text(0)?.to_owned();
            for row in &rows {
                self.tell_owed(row.text(0)?, report).await?;
            }
        }
        Ok(())
    }

    /// Looks at one stream again, because the installation may be at work between two pages, and
    /// tells what is owed there.
    async fn tell_owed(&self, stream: &str, report: &mut ReplayReport) -> Result<(), StoreError> {
        let mut owed = Owed::new();
        for row in self.rows(&ALL_OF, &[stream.into()]).await? {
            if row.flag(2)? {
                sent(&mut owed, stream, row.text(0)?);
            } else {
                let pair = (stream.to_owned(), row.text(0)?.to_owned());
                *owed.entry(pair).or_default() -= row.int(1)?;
            }
        }
        let mut owed: Vec<_> = owed.into_iter().filter(|(_, count)| *count != 0).collect();
        owed.sort();
        for ((_, consumer), count) in owed {
            let what = match count {
                1.. => format!("{count} events were sent that neither wait nor were taken"),
                _ => format!("{} events more wait or were taken than were sent", -count),
            };
            report.differ(&format!("ledger_outbox {consumer} {stream}"), &what);
        }
        Ok(())
    }
}

fn pair(row: &Row, stream: usize, consumer: usize) -> Result<(String, String), StoreError> {
    Ok((row.text(stream)?.to_owned(), row.text(consumer)?.to_owned()))
}

/// What of a counter contradicts the numbers that were given.
fn wrong(row: &Row) -> Result<Option<&'static str>, StoreError> {
    let (value, before, count) = (row.int(1)?, row.int(2)?, row.int(3)?);
    if value != before + count {
        return Ok(Some("it has not come as far as numbers were given"));
    }
    if count > 0 && (row.int(4)?, row.int(5)?) != (before + 1, value) {
        return Ok(Some("the numbers that were given are not those up to it"));
    }
    Ok(None)
}
