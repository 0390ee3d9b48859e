//! Pages: bytes, requests a second and for each second of processor time, beside an axum server
//! that says hello.

use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::{
    Plan,
    figures::{Figures, count, rate},
    http::{Connection, request},
    load::{self, Client, Load, Times},
    process::Running,
    product::{Database, Tokens},
};

const CONNECTIONS: usize = 32;
const BROTLI: &str = "accept-encoding: br\r\n";
/// Home, a guide, a search for 开餐馆.
const PAGES: [(&str, &str); 3] = [
    ("home", "/zh-hans/"),
    ("guide", "/zh-hans/services/food-business-licence"),
    ("search", "/zh-hans/search?q=%E5%BC%80%E9%A4%90%E9%A6%86"),
];

/// A reader who asks for the same page again and again, or in a rhythm.
struct Reader {
    connection: Connection,
    request: Vec<u8>,
    pause: Option<Duration>,
    next: Instant,
}

impl Client for Reader {
    async fn work(&mut self, times: &mut Times) -> anyhow::Result<()> {
        if let Some(pause) = self.pause {
            tokio::time::sleep_until(self.next.into()).await;
            self.next += pause;
        }
        let asked = Instant::now();
        let answer = self.connection.send(&self.request).await?;
        ensure!(answer.status == 200, "a page is answered with {}", answer.status);
        times.note(asked);
        Ok(())
    }
}

/// `per_second` spreads the requests evenly; without it readers ask as fast as they are answered.
async fn read(
    running: &Running,
    (path, headers): (&str, &str),
    readers: usize,
    per_second: Option<f64>,
    length: Duration,
) -> anyhow::Result<Load> {
    let mut clients = Vec::new();
    let pause = per_second.map(|it| Duration::from_secs_f64(count(readers) / it.max(1.0)));
    for index in 0..readers {
        let connection = Connection::open(running.address).await?;
        let share = count(index) / count(readers);
        let next = Instant::now() + pause.unwrap_or_default().mul_f64(share);
        let request = request("GET", path, headers, b"");
        clients.push(Reader { connection, request, pause, next });
    }
    Ok(load::run(clients, length).await?.0)
}

/// Measures a page at capacity; answers its requests a second.
async fn at_capacity(
    figures: &mut Figures,
    running: &Running,
    group: &str,
    page: (&str, &str),
    length: Duration,
) -> anyhow::Result<f64> {
    let before = running.cpu_ms()?;
    let load = read(running, page, CONNECTIONS, None, length).await?;
    let cpu = running.cpu_ms()? - before;
    let done = count(usize::try_from(load.done)?);
    let each = rate(load.done, load.took);
    figures.note(group, "requests", "/s", each);
    figures.note(group, "per CPU second", "/s", done * 1000.0 / cpu.max(1.0));
    figures.note(group, "CPU", "ms", cpu / done.max(1.0));
    figures.note(group, "p50", "ms", load.times.share(0.5));
    figures.note(group, "p99", "ms", load.times.share(0.99));
    Ok(each)
}

/// Measures the server that says hello.
pub async fn hello(
    figures: &mut Figures,
    running: &Running,
    length: Duration,
) -> anyhow::Result<()> {
    at_capacity(figures, running, "hello, 32 connections", ("/", ""), length).await?;
    Ok(())
}

/// Measures the pages in turns.
pub async fn run(figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
    let mut greeter = plan.serve("hello", None)?;
    greeter.answers("/", Duration::from_secs(10)).await?;
    let house = plan.house("pages", Database::Sqlite);
    let running = house.open().await?;
    let tokens = Tokens::sign_in(&running, 256).await?;
    for (name, path) in PAGES {
        bytes(figures, &running, name, path).await?;
    }
    for turn in 1..=plan.turns {
        figures.say(&format!("pages, turn {turn} of {}", plan.turns));
        hello(figures, &greeter, plan.length).await?;
        let mut capacity = 0.0;
        for (name, path) in PAGES {
            let group = format!("{name}, 32 connections");
            let each = at_capacity(figures, &running, &group, (path, ""), plan.length).await?;
            capacity = if name == "guide" { each } else { capacity };
            let group = format!("{name}, 32 connections, brotli");
            at_capacity(figures, &running, &group, (path, BROTLI), plan.length).await?;
        }
        let guide = (PAGES[1].1, "");
        let half = Some(capacity / 2.0);
        let load = read(&running, guide, CONNECTIONS, half, plan.length).await?;
        figures.note("guide, half load", "p99", "ms", load.times.share(0.99));
        let people = tokens.clients(&running, 8).await?;
        let writing = tokio::spawn(load::run(people, plan.length));
        let load = read(&running, guide, 8, None, plan.length).await?;
        writing.await??;
        figures.note("guide, writer full", "p99", "ms", load.times.share(0.99));
        crate::product::settle(&running, plan.length * 10).await?;
    }
    running.stop()
}

/// The bytes of a page and of everything that its first view needs.
async fn bytes(
    figures: &mut Figures,
    running: &Running,
    name: &str,
    path: &str,
) -> anyhow::Result<()> {
    let mut connection = Connection::open(running.address).await?;
    let group = format!("{name}, bytes");
    let html = {
        let answer = connection.send(&request("GET", path, "", b"")).await?;
        ensure!(answer.status == 200, "{path}: {}", answer.status);
        answer.text().to_owned()
    };
    figures.note(&group, "HTML", "B", count(html.len()));
    let mut sizes = Vec::new();
    let parts = resources(&html);
    for part in std::iter::once(path).chain(parts.iter().map(String::as_str)) {
        let answer = connection.send(&request("GET", part, BROTLI, b"")).await?;
        if answer.status != 200 {
            let status = answer.status;
            figures.remark(format!("{name} asks for {part}, which is answered with {status}."));
        }
        sizes.push(answer.body.len());
    }
    figures.note(&group, "HTML, brotli", "B", count(sizes.first().copied().unwrap_or(0)));
    figures.note(&group, "first view, brotli", "B", count(sizes.iter().sum()));
    figures.note(&group, "first view", "requests", count(sizes.len()));
    Ok(())
}

/// The addresses of stylesheets, scripts and pictures of a page, each once.
fn resources(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in html.split('<').filter_map(|it| it.split('>').next()) {
        let attribute = match tag.split_whitespace().next().unwrap_or_default() {
            "link" if tag.contains("stylesheet") || tag.contains("icon") => "href=\"",
            "script" | "img" => "src=\"",
            _ => continue,
        };
        let address = tag.split_once(attribute).and_then(|(_, it)| it.split('"').next());
        if let Some(address) = address.filter(|it| it.starts_with('/'))
            && !found.iter().any(|it| it == address)
        {
            found.push(address.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_first_view_needs_is_found_once() {
        let html = "<link rel=\"stylesheet\" href=\"/assets/a.css\"><script src=\"/assets/a.js\" \
            defer></script><img src=\"data:x\"><link rel=\"alternate\" href=\"/en/\">\
            <img src=\"/assets/a.js\">";
        assert_eq!(resources(html), ["/assets/a.css", "/assets/a.js"]);
    }
}
