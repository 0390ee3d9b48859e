//! One source of settings: the file, the environment or the command line. Each is read and
//! checked by itself, so that an error can name the place.

use std::{net::SocketAddr, path::PathBuf};

use kernel::LocalText;
use ledger::DatabaseUrl;
use serde::Deserialize;

use crate::{
    LogFormat,
    clock::zone,
    logs::is_level,
    settings::{Filing, SettingsError, SmtpTls},
};

/// What the environment variables of settings begin with.
const PREFIX: &str = "ONEWINDOW_";
/// The variable that names the settings file.
pub(crate) const CONFIG: &str = "ONEWINDOW_CONFIG";
/// Variables for the project's own tests, which are no settings.
const TESTS: &str = "ONEWINDOW_TEST_";

/// The keys that can be set by environment variables, and how their text is read.
const KEYS: &[(&str, Kind)] = &[
    ("listen", Kind::Text),
    ("internal_listen", Kind::Text),
    ("data", Kind::Text),
    ("database_url", Kind::Text),
    ("public_url", Kind::Text),
    ("zone", Kind::Text),
    ("upload_mb", Kind::Number),
    ("rate_limits", Kind::Flag),
    ("log", Kind::Text),
    ("log_level", Kind::Text),
    ("smtp.host", Kind::Text),
    ("smtp.port", Kind::Number),
    ("smtp.tls", Kind::Text),
    ("smtp.from", Kind::Text),
    ("smtp.user", Kind::Text),
    ("smtp.password_file", Kind::Text),
];

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Flag,
}

/// The settings of one source; what it does not set is left to the next.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Layer {
    pub listen: Option<SocketAddr>,
    pub internal_listen: Option<SocketAddr>,
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    pub public_url: Option<String>,
    pub zone: Option<String>,
    pub upload_mb: Option<u64>,
    pub rate_limits: Option<bool>,
    pub log: Option<LogFormat>,
    pub log_level: Option<String>,
    pub smtp: SmtpLayer,
    pub identity: Option<LocalText>,
    pub filings: Option<Vec<Filing>>,
}

/// The `[smtp]` part.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SmtpLayer {
    pub host: Option<String>,
    pub port: Option<u16>,
    pub tls: Option<SmtpTls>,
    pub from: Option<String>,
    pub user: Option<String>,
    pub password_file: Option<PathBuf>,
}

impl Layer {
    /// Reads a settings file. Lines are named by number and key only: they may hold a password.
    pub fn from_file(path: &std::path::Path, text: &str) -> Result<Self, SettingsError> {
        let file = path.display();
        let layer: Layer = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).map_or(1, |before| before.lines().count().max(1));
            let key = text.lines().nth(line - 1).and_then(|it| it.split('=').next());
            let key = key.unwrap_or_default().trim();
            SettingsError::new(
                format!("{file}, line {line} (`{key}`)"),
                error.message().to_owned(),
                "Correct this line",
            )
        })?;
        layer.check(|key| format!("{file}, key `{key}`"))?;
        Ok(layer)
    }

    /// Reads the environment variables that begin with `ONEWINDOW_`.
    pub fn from_environment(
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let mut whole = Layer::default();
        for (name, value) in variables {
            let is_ours = name.starts_with(PREFIX) && !name.starts_with(TESTS) && name != CONFIG;
            if is_ours {
                whole = Self::from_variable(&name, value)?.over(whole);
            }
        }
        Ok(whole)
    }

    fn from_variable(name: &str, value: String) -> Result<Self, SettingsError> {
        let place = format!("environment variable {name}");
        let Some((key, kind)) = KEYS.iter().find(|(key, _)| variable(key) == name) else {
            let known: Vec<String> = KEYS.iter().map(|(key, _)| variable(key)).collect();
            let advice = format!("Take it away, or use one of {}", known.join(", "));
            return Err(SettingsError::new(place, "it is no setting", advice));
        };
        let wrong = |wanted: &str| {
            SettingsError::new(&place, format!("it is not {wanted}"), "Correct the value")
        };
        let value = match kind {
            Kind::Text => toml::Value::String(value),
            Kind::Number => {
                value.parse().map(toml::Value::Integer).map_err(|_| wrong("a number"))?
            }
            Kind::Flag => {
                value.parse().map(toml::Value::Boolean).map_err(|_| wrong("true or false"))?
            }
        };
        let nested = key.rsplit('.').fold(value, |inner, part| {
            toml::Value::Table(toml::Table::from_iter([(part.to_owned(), inner)]))
        });
        let layer: Layer = nested.try_into().map_err(|error: toml::de::Error| {
            SettingsError::new(&place, error.message().to_owned(), "Correct the value")
        })?;
        layer.check(|_| place.clone())?;
        Ok(layer)
    }

    /// This source before another.
    #[must_use]
    pub fn over(self, below: Layer) -> Self {
        Layer {
            listen: self.listen.or(below.listen),
            internal_listen: self.internal_listen.or(below.internal_listen),
            data: self.data.or(below.data),
            database_url: self.database_url.or(below.database_url),
            public_url: self.public_url.or(below.public_url),
            zone: self.zone.or(below.zone),
            upload_mb: self.upload_mb.or(below.upload_mb),
            rate_limits: self.rate_limits.or(below.rate_limits),
            log: self.log.or(below.log),
            log_level: self.log_level.or(below.log_level),
            smtp: SmtpLayer {
                host: self.smtp.host.or(below.smtp.host),
                port: self.smtp.port.or(below.smtp.port),
                tls: self.smtp.tls.or(below.smtp.tls),
                from: self.smtp.from.or(below.smtp.from),
                user: self.smtp.user.or(below.smtp.user),
                password_file: self.smtp.password_file.or(below.smtp.password_file),
            },
            identity: self.identity.or(below.identity),
            filings: self.filings.or(below.filings),
        }
    }

    /// Refuses values that no start could work with; `place` says where a key was set.
    pub fn check(&self, place: impl Fn(&str) -> String) -> Result<(), SettingsError> {
        let refuse = |key: &str, problem: String, advice: &str| {
            Err(SettingsError::new(place(key), problem, advice))
        };
        if let Some(name) = &self.zone
            && zone(name).is_none()
        {
            let advice = "Write a name of the time zone database, such as Asia/Shanghai, and see \
                          that the system has that database (package tzdata)";
            return refuse("zone", format!("`{name}` is no known time zone"), advice);
        }
        if let Some(url) = &self.database_url
            && let Err(error) = url.parse::<DatabaseUrl>()
        {
            return refuse("database_url", error.to_string(), "Correct the address");
        }
        if let Some(url) = &self.public_url
            && !is_site(url)
        {
            let advice = "Write scheme, host and port only, such as https://one.example.cn";
            return refuse("public_url", format!("`{url}` is not the address of a site"), advice);
        }
        if self.upload_mb.is_some_and(|mb| !(1..=1024).contains(&mb)) {
            let problem = "it is not between 1 and 1024".to_owned();
            return refuse("upload_mb", problem, "Write the largest upload in megabytes");
        }
        if let Some(level) = &self.log_level
            && !is_level(level)
        {
            let advice = "Write error, warn, info, debug or trace, or a list such as \
                          info,ledger=debug";
            return refuse("log_level", format!("`{level}` is no level"), advice);
        }
        if self.smtp.from.as_ref().is_some_and(|from| !from.contains('@')) {
            let problem = "it holds no address".to_owned();
            return refuse("smtp.from", problem, "Write an address, such as no-reply@example.cn");
        }
        Ok(())
    }
}

/// The environment variable of a key.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

fn is_site(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "-.:[]".contains(it);
        !host.is_empty() && host.chars().all(is_plain)
    })
}
