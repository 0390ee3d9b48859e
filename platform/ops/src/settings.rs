//! The settings of an installation, read once at the start: a file, before it environment
//! variables, before them the command line.
//!
//! ```toml
//! listen = "0.0.0.0:8080"
//! listen_internal = "10.1.0.5:8443"
//! listen_operations = "127.0.0.1:9090"
//! trusted_proxies = ["10.1.0.2"]
//! data = "/var/lib/onewindow"
//! database_url = "postgres://onewindow@localhost/onewindow"
//! public_url = "https://one.example.cn"
//! zone = "Asia/Shanghai"
//! duty = ["data-bureau/administrator"]
//! secrecy_words = ["内部使用"]
//! nodes = 1
//! upload_mb = 20
//! staff_idle_minutes = 15
//! staff_factor = "passkey"
//! training_required_of = ["administrator", "approver", "supervisor"]
//! step_up_seconds = 120
//! rate_limits = true
//! read_only = false
//! environment = "live"
//! notice_minutes = 10
//! power_minutes = 60
//! restore_days = 30
//! recovery_hours = 24
//! leaked_passwords = "/srv/onewindow/leaked.txt"
//! log = "json"
//! log_level = "info"
//!
//! [crypto]
//! suite = "international"
//! issuer = "/run/onewindow/issuer.sock"
//!
//! [smtp]
//! host = "mail.example.cn"
//! port = 587
//! tls = "starttls"
//! from = "no-reply@example.cn"
//! user = "no-reply"
//! password_file = "/etc/onewindow/smtp-password"
//!
//! [tls]
//! certificate = "/etc/onewindow/site.pem"
//! key = "/etc/onewindow/site.key"
//!
//! [quotas]
//! drafts = 20
//! files = 60
//!
//! [decisions]
//! second_look_per_mille = 20
//! second_look_days = 5
//! materials_opened = false
//! most_in_hour = 20
//! least_seconds = 60
//!
//! [record]
//! folder = "/var/lib/onewindow/record"
//! signer = "/run/onewindow/signer.sock"
//! policy = "/etc/onewindow/record.policy"
//! writer = true
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
//! Every key but `identity`, `filings` and `sign_in` has an environment variable: `ONEWINDOW_` and the key in
//! capital letters, the parts joined by `_` (`ONEWINDOW_SMTP_HOST`).

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use kernel::{Environment, LocalText};
use ledger::{DatabaseUrl, SuiteId};
use listener::Network;
use serde::{Deserialize, Serialize};

use crate::{
    Arguments, LogFormat,
    clock::zone,
    decisions::Decisions,
    layer::{CONFIG, Layer, RecordLayer, SmtpLayer, TlsLayer},
    quotas::Quotas,
    sign_in::SignInSettings,
    staff::StaffSettings,
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Its text.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
}

/// How the line to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
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

/// How the verifiable record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSettings {
    /// Where its tiles lie.
    pub folder: PathBuf,
    /// Socket of the signer and file of the policy; without them nothing is proven.
    pub signing: Option<(PathBuf, PathBuf)>,
    /// Whether this process may write it.
    pub is_writer: bool,
}

/// The settings of an installation.
#[derive(Clone)]
pub struct Settings {
    /// Where people are answered.
    pub listen: SocketAddr,
    /// Where staff are answered; none: where people are.
    pub listen_internal: Option<SocketAddr>,
    /// Where operators are answered: health and figures; none: on this machine only, if the usual
    /// port is free.
    pub listen_operations: Option<SocketAddr>,
    /// The proxies whose word about a client's address counts.
    pub trusted_proxies: Vec<Network>,
    /// How many requests are at work at once.
    pub requests_at_once: Option<usize>,
    /// How many megabytes the bodies of all requests at work hold together.
    pub bodies_mb: Option<u32>,
    /// So many processes with the same database share the visitors.
    pub nodes: u32,
    /// The files of certificate and key, where the program speaks TLS itself.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// How much one person may have, and how many may be looked up.
    pub quotas: Quotas,
    /// How decisions are watched, as far as it is set.
    pub decisions: Decisions,
    /// The posts on duty, who are told of alarms: `authority/role`.
    pub duty: Vec<String>,
    /// Words that do not become public without a review.
    pub secrecy_words: Vec<String>,
    /// The folder of database, files, keys and search index.
    pub data: PathBuf,
    /// The database. It may hold a password and is not shown.
    pub database: DatabaseUrl,
    /// Scheme and host under which people reach the site, without a slash at the end.
    pub public_url: String,
    /// The zone of legal days.
    pub zone: TimeZone,
    /// The suite of algorithms in which new things are made.
    pub suite: SuiteId,
    /// The socket of whoever holds the issuing keys of licences; none: this process does.
    pub issuer: Option<PathBuf>,
    /// How e-mails leave; `None`: not at all.
    pub smtp: Option<Smtp>,
    /// How the verifiable record is kept.
    pub record: RecordSettings,
    /// Identity providers, and what each way of signing in proves.
    pub sign_in: SignInSettings,
    /// The largest upload, in megabytes.
    pub upload_mb: u64,
    /// A staff session ends after so many minutes without a request.
    pub staff_idle_minutes: u32,
    /// What staff need before they work.
    pub staff: StaffSettings,
    /// So many seconds a confirmation counts for the act of power it was given for.
    pub step_up_seconds: u32,
    /// Whether rate limits are in force.
    pub rate_limits: bool,
    /// What the installation is for; where it is not set, live, and demo for the demonstration.
    pub environment: Option<Environment>,
    /// So long a decision waits before its notice leaves, in minutes, where it is set.
    pub notice_minutes: Option<u32>,
    /// So long a revocation or a mass act waits after its approval, in minutes, where it is set.
    pub power_minutes: Option<u32>,
    /// So long a code to show a licence counts, in minutes, where it is set.
    pub showing_minutes: Option<u32>,
    /// So long what an applicant removed can be restored, in days, where it is set.
    pub restore_days: Option<u32>,
    /// So long a new password in the place of a forgotten one waits, in hours, where it is set.
    pub recovery_hours: Option<u32>,
    /// A file of passwords that leaked elsewhere, as SHA-1 in order.
    pub leaked_passwords: Option<PathBuf>,
    /// Form of the log.
    pub log: LogFormat,
    /// What is logged.
    pub log_level: String,
    /// The identity strip above every page.
    pub identity: Option<LocalText>,
    /// Filings and marks in the footer.
    pub filings: Vec<Filing>,
    /// Whether everything is shown and nothing changed.
    pub read_only: bool,
    /// Everything that is set, as a settings file, without what is secret.
    pub without_secrets: String,
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
        let without_secrets = layer.without_secrets();
        let listen = layer.listen.unwrap_or((Ipv4Addr::LOCALHOST, 8080).into());
        let proxies = layer.trusted_proxies.unwrap_or_default();
        // Checked before.
        let proxies = proxies.iter().filter_map(|it| it.parse().ok()).collect();
        let tls = tls(layer.tls)?;
        let staff = StaffSettings {
            factor: layer.staff_factor,
            training_required_of: layer.training_required_of,
        };
        staff.check()?;
        let data = layer.data.unwrap_or_else(|| "data".into());
        let database = match &layer.database_url {
            // Checked before; what remains is the default.
            Some(url) => url.parse().ok(),
            None => None,
        };
        Ok(Self {
            listen_internal: layer.listen_internal,
            listen_operations: layer.listen_operations,
            trusted_proxies: proxies,
            requests_at_once: layer.requests_at_once,
            bodies_mb: layer.bodies_mb,
            nodes: layer.nodes.unwrap_or(1),
            tls: tls.clone(),
            quotas: layer.quotas,
            decisions: layer.decisions,
            duty: layer.duty.unwrap_or_default(),
            secrecy_words: layer.secrecy_words.unwrap_or_default(),
            database: database.unwrap_or_else(|| DatabaseUrl::Sqlite(data.join("onewindow.db"))),
            public_url: layer.public_url.unwrap_or_else(|| local_url(listen, tls.is_some())),
            zone: zone(layer.zone.as_deref().unwrap_or("Asia/Shanghai")).unwrap_or(TimeZone::UTC),
            // Checked before; what remains is the default.
            issuer: layer.crypto.issuer,
            suite: layer.crypto.suite.and_then(|it| it.parse().ok()).unwrap_or_default(),
            smtp: smtp(layer.smtp)?,
            record: record(layer.record, &data)?,
            sign_in: layer.sign_in.unwrap_or_default(),
            upload_mb: layer.upload_mb.unwrap_or(20),
            staff_idle_minutes: layer.staff_idle_minutes.unwrap_or(15),
            staff,
            step_up_seconds: layer.step_up_seconds.unwrap_or(120),
            rate_limits: layer.rate_limits.unwrap_or(true),
            environment: layer.environment.as_deref().and_then(Environment::parse),
            notice_minutes: layer.notice_minutes,
            power_minutes: layer.power_minutes,
            showing_minutes: layer.showing_minutes,
            restore_days: layer.restore_days,
            recovery_hours: layer.recovery_hours,
            leaked_passwords: layer.leaked_passwords,
            log: layer.log.unwrap_or_default(),
            log_level: layer.log_level.unwrap_or_else(|| "info".to_owned()),
            identity: layer.identity,
            filings: layer.filings.unwrap_or_default(),
            read_only: layer.read_only.unwrap_or(false),
            without_secrets,
            listen,
            data,
        })
    }
}

fn tls(layer: TlsLayer) -> Result<Option<(PathBuf, PathBuf)>, SettingsError> {
    match (layer.certificate, layer.key) {
        (Some(certificate), Some(key)) => Ok(Some((certificate, key))),
        (None, None) => Ok(None),
        _ => {
            let problem = "one of `tls.certificate` and `tls.key` is set without the other";
            Err(SettingsError::new("keys of `tls`", problem, "Set both or neither"))
        }
    }
}

fn record(layer: RecordLayer, data: &Path) -> Result<RecordSettings, SettingsError> {
    let signing = match (layer.signer, layer.policy) {
        (Some(signer), Some(policy)) => Some((signer, policy)),
        (None, None) => None,
        _ => {
            let problem = "one of `record.signer` and `record.policy` is set without the other";
            return Err(SettingsError::new("keys of `record`", problem, "Set both or neither"));
        }
    };
    let folder = layer.folder.unwrap_or_else(|| data.join("record"));
    Ok(RecordSettings { folder, signing, is_writer: layer.writer.unwrap_or(true) })
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
fn local_url(listen: SocketAddr, has_tls: bool) -> String {
    let scheme = if has_tls { "https" } else { "http" };
    match listen.ip() {
        ip if ip.is_unspecified() || ip == IpAddr::V4(Ipv4Addr::LOCALHOST) => {
            format!("{scheme}://localhost:{}", listen.port())
        }
        _ => format!("{scheme}://{listen}"),
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
