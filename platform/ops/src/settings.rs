//! The settings of an installation, read once at the start: a file, before it environment
//! variables, before them the command line.
//!
//! ```toml
//! listen = "0.0.0.0:8080"
//! internal_listen = "127.0.0.1:9090"
//! data = "/var/lib/onewindow"
//! database_url = "postgres://onewindow@localhost/onewindow"
//! public_url = "https://one.example.cn"
//! zone = "Asia/Shanghai"
//! upload_mb = 20
//! rate_limits = true
//! log = "json"
//! log_level = "info"
//!
//! [smtp]
//! host = "mail.example.cn"
//! port = 587
//! tls = "starttls"
//! from = "no-reply@example.cn"
//! user = "no-reply"
//! password_file = "/etc/onewindow/smtp-password"
//!
//! [identity]
//! zh-Hans = "榕城市人民政府网站"
//! zh-Hant = "榕城市人民政府網站"
//! en = "A website of the Rongcheng Municipal Government"
//!
//! [[filings]]
//! text = "ICP 00000000"
//! href = "https://beian.example.cn/"
//! ```
//!
//! Every key but `identity` and `filings` has an environment variable: `ONEWINDOW_` and the key in
//! capital letters, the parts joined by `_` (`ONEWINDOW_SMTP_HOST`).

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use kernel::LocalText;
use ledger::DatabaseUrl;
use serde::Deserialize;

use crate::{
    Arguments, LogFormat,
    clock::zone,
    layer::{CONFIG, Layer, SmtpLayer},
};

/// The settings file that is read where none is named.
const FILE: &str = "onewindow.toml";
/// On this port mail servers speak TLS from the start.
const SUBMISSIONS: u16 = 465;

/// A setting that cannot be worked with: where it stands, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}. {advice}.")]
pub struct SettingsError {
    place: String,
    problem: String,
    advice: String,
}

impl SettingsError {
    pub(crate) fn new(
        place: impl Into<String>,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { place: place.into(), problem: problem.into(), advice: advice.into() }
    }
}

/// A filing or mark in the footer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Its text.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
}

/// How the line to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// TLS from the start.
    Tls,
    /// TLS after `STARTTLS`.
    Starttls,
    /// In clear; only with a server on this machine.
    None,
}

/// How e-mails leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether and when TLS is spoken: where it is not set, from the start on port 465 and after
    /// STARTTLS on others.
    pub tls: SmtpTls,
    /// Whose name the e-mails bear.
    pub from: String,
    /// The name to sign in with, if any.
    pub user: Option<String>,
    /// The file that holds the password.
    pub password_file: Option<PathBuf>,
}

impl Smtp {
    /// The password, read from its file; `None` where no file is set.
    ///
    /// # Errors
    /// [`SettingsError`] when the file cannot be read.
    pub fn password(&self) -> Result<Option<String>, SettingsError> {
        let Some(path) = &self.password_file else { return Ok(None) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            SettingsError::new(
                format!("key `smtp.password_file`, file {}", path.display()),
                error.to_string(),
                "Name a file that this process may read",
            )
        })?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// The settings of an installation.
#[derive(Clone)]
pub struct Settings {
    /// Where people are answered.
    pub listen: SocketAddr,
    /// Where operators are answered: health and figures.
    pub internal_listen: Option<SocketAddr>,
    /// The folder of database, files, keys and search index.
    pub data: PathBuf,
    /// The database. It may hold a password and is not shown.
    pub database: DatabaseUrl,
    /// Scheme and host under which people reach the site, without a slash at the end.
    pub public_url: String,
    /// The zone of legal days.
    pub zone: TimeZone,
    /// How e-mails leave; `None`: not at all.
    pub smtp: Option<Smtp>,
    /// The largest upload, in megabytes.
    pub upload_mb: u64,
    /// Whether rate limits are in force.
    pub rate_limits: bool,
    /// Form of the log.
    pub log: LogFormat,
    /// What is logged.
    pub log_level: String,
    /// The identity strip above every page.
    pub identity: Option<LocalText>,
    /// Filings and marks in the footer.
    pub filings: Vec<Filing>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("listen", &self.listen)
            .field("data", &self.data)
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads the settings: the file that `arguments` or `ONEWINDOW_CONFIG` name (or
    /// `onewindow.toml`, where there is one), the environment, the arguments.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn load(arguments: &Arguments) -> Result<Self, SettingsError> {
        let variables: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let named =
            variables.iter().find(|(name, _)| name == CONFIG).map(|(_, value)| value.into());
        let file = match arguments.config.clone().or(named) {
            Some(path) => Some((path.clone(), read(&path)?)),
            None if Path::new(FILE).exists() => Some((FILE.into(), read(Path::new(FILE))?)),
            None => None,
        };
        let file = file.as_ref().map(|(path, text)| (path.as_path(), text.as_str()));
        Self::from_parts(file, variables.into_iter(), arguments)
    }

    /// The settings of a file's text, of environment variables and of the command line.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn from_parts(
        file: Option<(&Path, &str)>,
        environment: impl Iterator<Item = (String, String)>,
        arguments: &Arguments,
    ) -> Result<Self, SettingsError> {
        let file =
            file.map_or(Ok(Layer::default()), |(path, text)| Layer::from_file(path, text))?;
        let environment = Layer::from_environment(environment)?;
        let arguments = arguments.layer();
        arguments.check(|key| format!("command line, --{}", key.replace('_', "-")))?;
        Self::complete(arguments.over(environment).over(file))
    }

    fn complete(layer: Layer) -> Result<Self, SettingsError> {
        let listen = layer.listen.unwrap_or((Ipv4Addr::LOCALHOST, 8080).into());
        let data = layer.data.unwrap_or_else(|| "data".into());
        let database = match &layer.database_url {
            // Checked before; what remains is the default.
            Some(url) => url.parse().ok(),
            None => None,
        };
        Ok(Self {
            internal_listen: layer.internal_listen,
            database: database.unwrap_or_else(|| DatabaseUrl::Sqlite(data.join("onewindow.db"))),
            public_url: layer.public_url.unwrap_or_else(|| local_url(listen)),
            zone: zone(layer.zone.as_deref().unwrap_or("Asia/Shanghai")).unwrap_or(TimeZone::UTC),
            smtp: smtp(layer.smtp)?,
            upload_mb: layer.upload_mb.unwrap_or(20),
            rate_limits: layer.rate_limits.unwrap_or(true),
            log: layer.log.unwrap_or_default(),
            log_level: layer.log_level.unwrap_or_else(|| "info".to_owned()),
            identity: layer.identity,
            filings: layer.filings.unwrap_or_default(),
            listen,
            data,
        })
    }
}

fn smtp(layer: SmtpLayer) -> Result<Option<Smtp>, SettingsError> {
    let SmtpLayer { host, port, tls, from, user, password_file } = layer;
    let Some(host) = host else {
        let has_more = from.is_some() || user.is_some() || password_file.is_some();
        if has_more || port.is_some() || tls.is_some() {
            let problem = "it is missing, but other keys of `smtp` are set";
            let advice = "Name the mail server, or take the other keys away";
            return Err(SettingsError::new("key `smtp.host`", problem, advice));
        }
        return Ok(None);
    };
    let Some(from) = from else {
        let advice = "Write the address from which e-mails come, such as no-reply@example.cn";
        return Err(SettingsError::new("key `smtp.from`", "it is missing", advice));
    };
    if user.is_some() != password_file.is_some() {
        let problem = "one of `smtp.user` and `smtp.password_file` is set without the other";
        return Err(SettingsError::new("keys of `smtp`", problem, "Set both or neither"));
    }
    let port = port.unwrap_or(587);
    let usual = if port == SUBMISSIONS { SmtpTls::Tls } else { SmtpTls::Starttls };
    let tls = tls.unwrap_or(usual);
    if tls == SmtpTls::None && !matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") {
        let problem = format!("`none` is for a server on this machine, and `{host}` is not");
        return Err(SettingsError::new("key `smtp.tls`", problem, "Write tls or starttls"));
    }
    Ok(Some(Smtp { host, port, tls, from, user, password_file }))
}

/// The address of a site that only this machine can reach.
fn local_url(listen: SocketAddr) -> String {
    match listen.ip() {
        ip if ip.is_unspecified() || ip == IpAddr::V4(Ipv4Addr::LOCALHOST) => {
            format!("http://localhost:{}", listen.port())
        }
        _ => format!("http://{listen}"),
    }
}

fn read(path: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(path).map_err(|error| {
        SettingsError::new(
            format!("settings file {}", path.display()),
            error.to_string(),
            "Name a file that this process may read (--config)",
        )
    })
}
