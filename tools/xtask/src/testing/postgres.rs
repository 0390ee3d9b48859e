//! A PostgreSQL server of our own, on a free port of the loopback address, gone at the end.
//!
//! A small shell script starts the server and waits until our end of its standard input is
//! closed. That happens however this process ends, also by Ctrl-C or a kill; then the script
//! stops the server and removes its files.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, bail};

use super::packages;

const SCRIPT: &str = include_str!("postgres.sh");

/// A running server.
pub struct Server {
    keeper: Child,
    url: String,
}

impl Server {
    /// Starts a server with its files below `target/test-postgres`, or in the temporary folder
    /// where the server's user cannot go there.
    pub fn start(root: &Path) -> anyhow::Result<Self> {
        let programs = packages::postgres_programs().context("PostgreSQL is not installed")?;
        let folder = root.join("target/test-postgres");
        std::fs::create_dir_all(&folder)?;
        let port = free_port()?;
        let mut command = as_ordinary_user(&folder)?;
        command.args(["-c", SCRIPT, "postgres.sh"]);
        command.arg(&programs).arg(&folder).arg(port.to_string());
        // A process group of its own, so that Ctrl-C reaches us and not the server.
        command.current_dir("/").process_group(0);
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut word = String::new();
        if let Some(output) = keeper.stdout.take() {
            BufReader::new(output).read_line(&mut word)?;
        }
        if word.trim() != "ready" {
            keeper.wait()?;
            bail!("the PostgreSQL server of the tests did not start");
        }
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        println!("PostgreSQL of the tests: {url}");
        Ok(Self { keeper, url })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Whatever it says now, the tests are over.
        let _ = self.keeper.wait();
    }
}

/// PostgreSQL refuses to run as administrator; Debian's package has made a user for it.
fn as_ordinary_user(folder: &Path) -> anyhow::Result<Command> {
    if !packages::is_root() {
        return Ok(Command::new("sh"));
    }
    let owned = Command::new("chown").arg("postgres:").arg(folder).status()?;
    if !owned.success() {
        bail!("there is no user postgres to run the server");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh"]);
    Ok(command)
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
