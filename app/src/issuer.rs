//! `onewindow issuer`: the process that holds the issuing keys of licences, under a user of its own.
//! The program that serves asks it over a socket and never has the keys.

use std::{
    os::unix::{fs::PermissionsExt as _, net::UnixListener},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::Subcommand;
use crypto::{KeyHolder, Purpose, RemoteHolder, SoftwareHolder, SuiteId, remote};
use ops::SystemChance;

use crate::{commands::say, record::commands::stopped};

/// What it signs for; the name is part of the keys.
const LICENCES: Purpose = Purpose::named("licence-signing");

/// The issuer: a process of its own that holds the issuing keys of licences
#[derive(Debug, Subcommand)]
pub enum IssuerCommand {
    /// Sign licences. Its key file is made at the first start and is no other installation's
    Run {
        /// Its folder, which nobody else may read
        #[arg(long)]
        folder: PathBuf,
        /// Socket for the program that serves
        #[arg(long)]
        socket: PathBuf,
        /// The suite in which it signs
        #[arg(long, default_value = "international")]
        suite: SuiteId,
        /// End when the standard input does
        #[arg(long, hide = true)]
        until_input_ends: bool,
    },
}

/// Carries a command of the issuer out.
///
/// # Errors
/// When its folder or its socket cannot be used.
pub async fn issuer(command: IssuerCommand) -> anyhow::Result<ExitCode> {
    let IssuerCommand::Run { folder, socket, suite, until_input_ends } = command;
    let ring = ops::key_ring(&folder)?;
    let holder = SoftwareHolder::new(suite, ring, Arc::new(SystemChance));
    let listener = listen(&socket)?;
    say(&format!("ready: {}", socket.display()));
    let (tell, ended) = tokio::sync::oneshot::channel();
    // The thread that waits for the next question ends with the process.
    std::thread::spawn(move || tell.send(remote::serve(&listener, &holder, &LICENCES)));
    tokio::select! {
        ended = ended => ended??,
        stopped = stopped(until_input_ends) => stopped?,
    }
    let _ = std::fs::remove_file(&socket);
    Ok(ExitCode::SUCCESS)
}

/// A socket for its owner and group.
fn listen(socket: &Path) -> anyhow::Result<UnixListener> {
    // What a process that was killed left behind.
    if socket.exists() {
        std::fs::remove_file(socket).with_context(|| socket.display().to_string())?;
    }
    let listener = UnixListener::bind(socket).with_context(|| socket.display().to_string())?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

/// Whoever holds the issuing keys behind a socket.
///
/// # Errors
/// When nobody answers there.
pub fn connect(socket: &Path) -> anyhow::Result<Arc<dyn KeyHolder>> {
    Ok(Arc::new(RemoteHolder::connect(socket).context("crypto.issuer")?))
}
