//! The verifiable record: what it costs complete cases, how fast it grows beside them, and how long
//! a submission takes until its receipt is witnessed.

use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::{
    Plan,
    case::new_database,
    figures::{Figures, rate},
    http::{Connection, request},
    load::{self, Times},
    process::Running,
    product::{self, Applicant, Database, House, Tokens},
};

const CLIENTS: [usize; 2] = [8, 64];
const CITIZENS: u32 = 512;
/// How long reactions and the record may take after a load, in lengths of the load.
const PATIENCE: u32 = 20;
/// Submissions whose receipts are waited for, for each turn.
const RECEIPTS: usize = 50;
const ENTRIES: &str = "onewindow_record_entries_total";

/// The program with and without its record, on one database each.
struct Pair {
    name: &'static str,
    with: Side,
    without: Side,
}

struct Side {
    house: House,
    running: Running,
    tokens: Tokens,
}

/// Measures all of it.
pub async fn run(figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
    let mut pairs = vec![Pair::open(plan, "SQLite").await?];
    if plan.postgres.is_some() {
        pairs.push(Pair::open(plan, "PostgreSQL").await?);
    }
    for turn in 1..=plan.turns {
        figures.say(&format!("record, turn {turn} of {}", plan.turns));
        for pair in &pairs {
            for clients in CLIENTS {
                pair.load(figures, clients, plan.length, turn.is_multiple_of(2)).await?;
            }
            pair.receipts(figures).await?;
        }
    }
    for Pair { name, with, without } in pairs {
        with.running.stop()?;
        without.catches_up(figures, name, plan.length).await?;
    }
    Ok(())
}

impl Pair {
    async fn open(plan: &Plan, name: &'static str) -> anyhow::Result<Self> {
        let with = Side::open(plan, name, true).await?;
        let without = Side::open(plan, name, false).await?;
        Ok(Self { name, with, without })
    }

    /// The same load on both, in turns.
    async fn load(
        &self,
        figures: &mut Figures,
        clients: usize,
        length: Duration,
        is_reversed: bool,
    ) -> anyhow::Result<()> {
        let group = format!("{}, {clients} clients", self.name);
        let mut sides = [(&self.with, "with its record"), (&self.without, "without")];
        if is_reversed {
            sides.reverse();
        }
        for (side, word) in sides {
            let people = side.tokens.clients(&side.running, clients).await?;
            let issued = side.house.events("case.issued").await?;
            let entries = side.entries().await?;
            let cpu = side.running.cpu_ms()?;
            let began = Instant::now();
            load::run(people, length).await?;
            product::settle(&side.running, length * PATIENCE).await?;
            let took = began.elapsed();
            let issued = side.house.events("case.issued").await? - issued;
            figures.note(&group, &format!("issued, {word}"), "cases/s", rate(issued, took));
            let logged = side.caught_up(length * PATIENCE).await?;
            let until = began.elapsed();
            let cpu = (side.running.cpu_ms()? - cpu) / rate(issued.max(1), Duration::from_secs(1));
            figures.note(&group, &format!("server CPU, {word}"), "ms/case", cpu);
            if side.house.is_recorded {
                let logged = (logged - entries).max(0.0);
                figures.note(&group, "entries logged", "/s", logged / until.as_secs_f64());
                let lag = (until - took).as_secs_f64();
                figures.note(&group, "logged after the last reaction", "s", lag);
            }
        }
        Ok(())
    }

    /// From the press of the button until the proof can be downloaded.
    async fn receipts(&self, figures: &mut Figures) -> anyhow::Result<()> {
        let mut people = self.with.tokens.clients(&self.with.running, 1).await?;
        let mut times = Times::default();
        for turn in 0..RECEIPTS {
            let place = turn % people.len().max(1);
            if let Some(person) = people.get_mut(place) {
                self.receipt(person, &mut times).await?;
            }
        }
        times.sort();
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            let group = format!("{}, receipt", self.name);
            figures.note(&group, name, "s", times.share(share) / 1000.0);
        }
        Ok(())
    }

    async fn receipt(&self, person: &mut Applicant, times: &mut Times) -> anyhow::Result<()> {
        let case = person.submit(&mut Times::default()).await?;
        let asked = Instant::now();
        let mut connection = Connection::open(self.with.running.address).await?;
        let path = format!("/api/v1/cases/{}/proofs/{}", case.reference, case.version);
        let headers = format!("authorization: Bearer {}\r\n", case.token());
        let whole = request("GET", &path, &headers, b"");
        while connection.send(&whole).await?.status != 200 {
            ensure!(asked.elapsed() < Duration::from_secs(60), "{path}: no receipt");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        times.note(asked);
        Ok(())
    }
}

impl Side {
    async fn open(plan: &Plan, name: &str, is_recorded: bool) -> anyhow::Result<Self> {
        let word = if is_recorded { "recorded" } else { "unrecorded" };
        let database = match (&plan.postgres, name) {
            (Some(url), "PostgreSQL") => Database::Postgres(new_database(url, word).await?),
            _ => Database::Sqlite,
        };
        let name = format!("{}-{word}", name.to_lowercase());
        let house = House { is_recorded, ..plan.house(&name, database) };
        let running = house.open().await?;
        let tokens = Tokens::sign_in(&running, CITIZENS).await?;
        Ok(Self { house, running, tokens })
    }

    /// What was never logged waits by the tens of thousands: how fast the record grows beside cases
    /// when it, and not the cases, decides.
    async fn catches_up(
        self,
        figures: &mut Figures,
        name: &str,
        length: Duration,
    ) -> anyhow::Result<()> {
        self.running.stop()?;
        let house = House { is_recorded: true, ..self.house };
        let running = house.open().await?;
        let side = Self { house, running, tokens: self.tokens };
        let people = side.tokens.clients(&side.running, CLIENTS[0]).await?;
        let issued = side.house.events("case.issued").await?;
        let (entries, began) = (side.entries().await?, Instant::now());
        load::run(people, length).await?;
        let (logged, took) = (side.entries().await? - entries, began.elapsed());
        let issued = side.house.events("case.issued").await? - issued;
        let group = format!("{name}, catching up beside {} clients", CLIENTS[0]);
        figures.note(&group, "entries logged", "/s", logged / took.as_secs_f64());
        figures.note(&group, "issued", "cases/s", rate(issued, took));
        side.running.stop()
    }

    async fn entries(&self) -> anyhow::Result<f64> {
        Ok(product::figure(&self.running, ENTRIES).await?.unwrap_or(0.0))
    }

    /// Waits until nothing is logged any more; answers how many entries there are.
    async fn caught_up(&self, patience: Duration) -> anyhow::Result<f64> {
        let began = Instant::now();
        let mut seen = self.entries().await?;
        while self.house.is_recorded && began.elapsed() < patience {
            tokio::time::sleep(Duration::from_millis(1200)).await;
            let now = self.entries().await?;
            if now <= seen {
                break;
            }
            seen = now;
        }
        Ok(seen)
    }
}
