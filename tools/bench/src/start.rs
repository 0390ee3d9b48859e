//! The process itself: how fast it starts, what it takes at rest, what a crash costs, and how its
//! work grows with what is stored.

use std::time::{Duration, Instant};

use crate::{
    Plan,
    figures::{Figures, count},
    load::{self, Client as _, Times},
    process::Running,
    product::{self, Applicant, Database, House, Tokens},
};

const FIRST_PAGE: &str = "/zh-hans/";
const PATIENCE: Duration = Duration::from_secs(120);
const REST: Duration = Duration::from_secs(5);
/// Starts are quick, so there are always so many.
const STARTS: usize = 5;
/// Clients of the load that is crashed, and of growth.
const CLIENTS: usize = 8;
/// Citizens who sign in; growth needs more, because each may hand in so many files a day.
const CITIZENS: u32 = 249;

/// Measures starts, memory at rest and a crash.
pub async fn run(figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
    let house = plan.house("start", Database::Sqlite);
    let running = house.open().await?;
    let tokens = Tokens::sign_in(&running, CITIZENS).await?;
    load::run(tokens.clients(&running, CLIENTS).await?, plan.length).await?;
    product::settle(&running, PATIENCE).await?;
    running.stop()?;
    for _ in 0..STARTS {
        let (running, took) = first_page(&house).await?;
        figures.note("start", "start to first page", "ms", took);
        figures.note("start", "memory after the first page", "MB", running.pss_mb()?);
        tokio::time::sleep(REST).await;
        figures.note("start", "memory at rest", "MB", running.pss_mb()?);
        running.stop()?;
    }
    for _ in 0..plan.turns {
        crash(figures, &house, &tokens, plan.length).await?;
    }
    let (is_well, said) = house.replay()?;
    figures.remark(format!("After the crashes: replay: {said}."));
    anyhow::ensure!(is_well, "the replay after the crashes finds differences");
    Ok(())
}

/// From the start of the process to the whole first page, in milliseconds.
async fn first_page(house: &House) -> anyhow::Result<(Running, f64)> {
    let began = Instant::now();
    let mut running = house.start()?;
    running.answers(FIRST_PAGE, PATIENCE).await?;
    Ok((running, began.elapsed().as_secs_f64() * 1000.0))
}

/// Ends the program without warning while clients work, and looks what is left of what it
/// acknowledged.
async fn crash(
    figures: &mut Figures,
    house: &House,
    tokens: &Tokens,
    length: Duration,
) -> anyhow::Result<()> {
    let running = house.open().await?;
    let mut tasks = Vec::new();
    for mut person in tokens.clients(&running, CLIENTS).await? {
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            while person.work(&mut times).await.is_ok() {}
            person
        }));
    }
    tokio::time::sleep(length.min(Duration::from_secs(3))).await;
    running.kill()?;
    let mut people: Vec<Applicant> = Vec::new();
    for task in tasks {
        people.push(task.await?);
    }
    let (running, took) = first_page(house).await?;
    figures.note("start", "after a crash", "ms", took);
    let mut lost = 0;
    for person in &people {
        lost += usize::from(!person.is_kept(&running).await?);
    }
    figures.note("start", "acknowledged and lost", "changes", count(lost));
    product::settle(&running, PATIENCE).await?;
    running.stop()
}

/// Measures the processor time of a state change with few cases and with ten times as many.
pub async fn growth(figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
    let house = plan.house("growth", Database::Sqlite);
    let running = house.open().await?;
    let tokens = Tokens::sign_in(&running, CITIZENS * 4).await?;
    fill(&house, &running, &tokens, plan.cases).await?;
    change(figures, &running, &tokens, plan, "CPU at first").await?;
    let stored = house.events("case.issued").await?;
    figures.note("growth", "cases at first", "cases", count(usize::try_from(stored)?));
    fill(&house, &running, &tokens, stored * 10).await?;
    change(figures, &running, &tokens, plan, "CPU at ten times").await?;
    let stored = house.events("case.issued").await?;
    figures.note("growth", "cases at the end", "cases", count(usize::try_from(stored)?));
    running.stop()
}

async fn fill(
    house: &House,
    running: &Running,
    tokens: &Tokens,
    wanted: u64,
) -> anyhow::Result<()> {
    while house.events("case.issued").await? < wanted {
        let people = tokens.clients(running, CLIENTS).await?;
        load::run(people, Duration::from_secs(2)).await?;
        product::settle(running, PATIENCE).await?;
    }
    Ok(())
}

async fn change(
    figures: &mut Figures,
    running: &Running,
    tokens: &Tokens,
    plan: &Plan,
    name: &str,
) -> anyhow::Result<()> {
    for _ in 0..plan.turns {
        let people = tokens.clients(running, CLIENTS).await?;
        let before = running.cpu_ms()?;
        let (load, _) = load::run(people, plan.length).await?;
        product::settle(running, PATIENCE).await?;
        let cpu = (running.cpu_ms()? - before) / count(load.times.len().max(1));
        figures.note("growth", name, "ms/change", cpu);
    }
    Ok(())
}
