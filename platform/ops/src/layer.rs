//! One source of settings: the file, the environment or the command line. Each is read and
//! checked by itself, so that an error can name the place.

use std::{net::SocketAddr, path::PathBuf};

use kernel::{Environment, LocalText, Role};
use ledger::{DatabaseUrl, SuiteId};
use listener::Network;
use serde::{Deserialize, Serialize};

use crate::{
    LogFormat,
    clock::zone,
    decisions::Decisions,
    logs::is_level,
    quotas::Quotas,
    settings::{Filing, SettingsError, SmtpTls},
    sign_in::SignInSettings,
    staff::StaffFactor,
};

/// What the environment variables of settings begin with.
const PREFIX: &str = "ONEWINDOW_";
/// No act waits longer, in minutes.
const DAY: u32 = 24 * 60;
/// The variable that names the settings file.
pub(crate) const CONFIG: &str = "ONEWINDOW_CONFIG";
/// Variables for the project's own tests, which are no settings.
const TESTS: &str = "ONEWINDOW_TEST_";

/// The keys that can be set by environment variables, and how their text is read.
const KEYS: &[(&str, Kind)] = &[
    ("listen", Kind::Text),
    ("listen_internal", Kind::Text),
    ("listen_operations", Kind::Text),
    ("trusted_proxies", Kind::List),
    ("requests_at_once", Kind::Number),
    ("bodies_mb", Kind::Number),
    ("nodes", Kind::Number),
    ("tls.certificate", Kind::Text),
    ("tls.key", Kind::Text),
    ("quotas.drafts", Kind::Number),
    ("quotas.files", Kind::Number),
    ("quotas.visitor", Kind::Number),
    ("quotas.citizen", Kind::Number),
    ("quotas.staff", Kind::Number),
    ("quotas.service", Kind::Number),
    ("quotas.visitors", Kind::Number),
    ("decisions.second_look_per_mille", Kind::Number),
    ("decisions.second_look_days", Kind::Number),
    ("decisions.materials_opened", Kind::Flag),
    ("decisions.most_in_hour", Kind::Number),
    ("decisions.least_seconds", Kind::Number),
    ("duty", Kind::List),
    ("secrecy_words", Kind::List),
    ("data", Kind::Text),
    ("database_url", Kind::Text),
    ("public_url", Kind::Text),
    ("zone", Kind::Text),
    ("upload_mb", Kind::Number),
    ("staff_idle_minutes", Kind::Number),
    ("staff_factor", Kind::Text),
    ("training_required_of", Kind::List),
    ("step_up_seconds", Kind::Number),
    ("rate_limits", Kind::Flag),
    ("read_only", Kind::Flag),
    ("environment", Kind::Text),
    ("notice_minutes", Kind::Number),
    ("power_minutes", Kind::Number),
    ("showing_minutes", Kind::Number),
    ("restore_days", Kind::Number),
    ("recovery_hours", Kind::Number),
    ("leaked_passwords", Kind::Text),
    ("log", Kind::Text),
    ("log_level", Kind::Text),
    ("crypto.suite", Kind::Text),
    ("crypto.issuer", Kind::Text),
    ("smtp.host", Kind::Text),
    ("smtp.port", Kind::Number),
    ("smtp.tls", Kind::Text),
    ("smtp.from", Kind::Text),
    ("smtp.user", Kind::Text),
    ("smtp.password_file", Kind::Text),
    ("record.folder", Kind::Text),
    ("record.signer", Kind::Text),
    ("record.policy", Kind::Text),
    ("record.writer", Kind::Flag),
];

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Flag,
    /// Parts with commas between them.
    List,
}

/// The settings of one source; what it does not set is left to the next.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Layer {
    pub listen: Option<SocketAddr>,
    pub listen_internal: Option<SocketAddr>,
    pub listen_operations: Option<SocketAddr>,
    pub trusted_proxies: Option<Vec<String>>,
    pub requests_at_once: Option<usize>,
    pub bodies_mb: Option<u32>,
    pub nodes: Option<u32>,
    pub tls: TlsLayer,
    pub quotas: Quotas,
    pub decisions: Decisions,
    pub duty: Option<Vec<String>>,
    pub secrecy_words: Option<Vec<String>>,
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    pub public_url: Option<String>,
    pub zone: Option<String>,
    pub upload_mb: Option<u64>,
    pub staff_idle_minutes: Option<u32>,
    pub staff_factor: Option<StaffFactor>,
    pub training_required_of: Option<Vec<Role>>,
    pub step_up_seconds: Option<u32>,
    pub rate_limits: Option<bool>,
    pub read_only: Option<bool>,
    pub environment: Option<String>,
    pub notice_minutes: Option<u32>,
    pub power_minutes: Option<u32>,
    pub showing_minutes: Option<u32>,
    pub restore_days: Option<u32>,
    pub recovery_hours: Option<u32>,
    pub leaked_passwords: Option<PathBuf>,
    pub log: Option<LogFormat>,
    pub log_level: Option<String>,
    pub crypto: CryptoLayer,
    pub smtp: SmtpLayer,
    pub record: RecordLayer,
    pub sign_in: Option<SignInSettings>,
    pub identity: Option<LocalText>,
    pub filings: Option<Vec<Filing>>,
}

/// The `[crypto]` part.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CryptoLayer {
    pub suite: Option<String>,
    pub issuer: Option<PathBuf>,
}

/// The `[tls]` part.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TlsLayer {
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
}

/// The `[smtp]` part.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SmtpLayer {
    pub host: Option<String>,
    pub port: Option<u16>,
    pub tls: Option<SmtpTls>,
    pub from: Option<String>,
    pub user: Option<String>,
    pub password_file: Option<PathBuf>,
}

/// The `[record]` part.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RecordLayer {
    pub folder: Option<PathBuf>,
    pub signer: Option<PathBuf>,
    pub policy: Option<PathBuf>,
    pub writer: Option<bool>,
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
            Kind::List => {
                let parts = value.split(',').map(|it| it.trim().to_owned().into());
                toml::Value::Array(parts.collect())
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
            listen_internal: self.listen_internal.or(below.listen_internal),
            listen_operations: self.listen_operations.or(below.listen_operations),
            trusted_proxies: self.trusted_proxies.or(below.trusted_proxies),
            requests_at_once: self.requests_at_once.or(below.requests_at_once),
            bodies_mb: self.bodies_mb.or(below.bodies_mb),
            nodes: self.nodes.or(below.nodes),
            tls: TlsLayer {
                certificate: self.tls.certificate.or(below.tls.certificate),
                key: self.tls.key.or(below.tls.key),
            },
            quotas: self.quotas.over(below.quotas),
            decisions: self.decisions.over(below.decisions),
            duty: self.duty.or(below.duty),
            secrecy_words: self.secrecy_words.or(below.secrecy_words),
            data: self.data.or(below.data),
            database_url: self.database_url.or(below.database_url),
            public_url: self.public_url.or(below.public_url),
            zone: self.zone.or(below.zone),
            upload_mb: self.upload_mb.or(below.upload_mb),
            staff_idle_minutes: self.staff_idle_minutes.or(below.staff_idle_minutes),
            staff_factor: self.staff_factor.or(below.staff_factor),
            training_required_of: self.training_required_of.or(below.training_required_of),
            step_up_seconds: self.step_up_seconds.or(below.step_up_seconds),
            rate_limits: self.rate_limits.or(below.rate_limits),
            read_only: self.read_only.or(below.read_only),
            environment: self.environment.or(below.environment),
            notice_minutes: self.notice_minutes.or(below.notice_minutes),
            power_minutes: self.power_minutes.or(below.power_minutes),
            showing_minutes: self.showing_minutes.or(below.showing_minutes),
            restore_days: self.restore_days.or(below.restore_days),
            recovery_hours: self.recovery_hours.or(below.recovery_hours),
            leaked_passwords: self.leaked_passwords.or(below.leaked_passwords),
            log: self.log.or(below.log),
            log_level: self.log_level.or(below.log_level),
            crypto: CryptoLayer {
                suite: self.crypto.suite.or(below.crypto.suite),
                issuer: self.crypto.issuer.or(below.crypto.issuer),
            },
            smtp: SmtpLayer {
                host: self.smtp.host.or(below.smtp.host),
                port: self.smtp.port.or(below.smtp.port),
                tls: self.smtp.tls.or(below.smtp.tls),
                from: self.smtp.from.or(below.smtp.from),
                user: self.smtp.user.or(below.smtp.user),
                password_file: self.smtp.password_file.or(below.smtp.password_file),
            },
            record: RecordLayer {
                folder: self.record.folder.or(below.record.folder),
                signer: self.record.signer.or(below.record.signer),
                policy: self.record.policy.or(below.record.policy),
                writer: self.record.writer.or(below.record.writer),
            },
            sign_in: self.sign_in.or(below.sign_in),
            identity: self.identity.or(below.identity),
            filings: self.filings.or(below.filings),
        }
    }

    /// All that is set, as a settings file, without what is secret: passwords stand in files of
    /// their own, and that of the database's address is left out.
    pub fn without_secrets(&self) -> String {
        let mut shown = self.clone();
        shown.database_url = shown.database_url.as_deref().map(without_password);
        toml::to_string(&shown).unwrap_or_default()
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
        for proxy in self.trusted_proxies.iter().flatten() {
            if let Err(problem) = proxy.parse::<Network>() {
                let advice = "Write addresses or networks, such as 10.1.0.0/16";
                return refuse("trusted_proxies", problem, advice);
            }
        }
        let is_nothing = self.requests_at_once == Some(0) || self.bodies_mb == Some(0);
        if is_nothing || self.nodes == Some(0) || self.quotas.has_nothing() {
            let (keys, problem) = ("requests_at_once, bodies_mb, nodes or quotas", "it is 0");
            let advice = "Write how much is allowed; to allow what is usual, take the key away";
            return refuse(keys, problem.to_owned(), advice);
        }
        if self.upload_mb.is_some_and(|mb| !(1..=1024).contains(&mb)) {
            let problem = "it is not between 1 and 1024".to_owned();
            return refuse("upload_mb", problem, "Write the largest upload in megabytes");
        }
        if let Some(word) = &self.environment
            && Environment::parse(word).is_none()
        {
            let advice = "Write live, test, training or demo";
            return refuse("environment", format!("`{word}` is no environment"), advice);
        }
        if self.showing_minutes.is_some_and(|it| !(1..=60).contains(&it)) {
            let problem =
                "a code to show a licence counts for at least a minute and at most an hour";
            return refuse("showing_minutes", problem.to_owned(), "Write minutes, from 1 to 60");
        }
        if self.notice_minutes.is_some_and(|it| it > DAY)
            || self.power_minutes.is_some_and(|it| it > DAY)
        {
            let problem = "it is longer than a day".to_owned();
            return refuse("notice_minutes, power_minutes", problem, "Write minutes, at most 1440");
        }
        if self.restore_days.is_some_and(|it| !(1..=366).contains(&it)) {
            let problem = "it is not between 1 and 366".to_owned();
            return refuse("restore_days", problem, "Write days; 30 is usual");
        }
        if self.recovery_hours.is_some_and(|it| !(1..=168).contains(&it)) {
            let problem = "it is not between 1 and 168".to_owned();
            return refuse("recovery_hours", problem, "Write hours; 24 is usual");
        }
        if self.staff_idle_minutes.is_some_and(|it| !(5..=60).contains(&it)) {
            let problem = "it is not between 5 and 60".to_owned();
            return refuse("staff_idle_minutes", problem, "Write minutes; 15 is usual");
        }
        if self.step_up_seconds.is_some_and(|it| !(30..=600).contains(&it)) {
            let problem = "it is not between 30 and 600".to_owned();
            return refuse("step_up_seconds", problem, "Write seconds; 120 is usual");
        }
        if let Some(level) = &self.log_level
            && !is_level(level)
        {
            let advice = "Write error, warn, info, debug or trace, or a list such as \
                          info,ledger=debug";
            return refuse("log_level", format!("`{level}` is no level"), advice);
        }
        if let Some(name) = &self.crypto.suite
            && let Err(error) = name.parse::<SuiteId>()
        {
            return refuse("crypto.suite", error.to_string(), "Write one of these two");
        }
        if self.smtp.from.as_ref().is_some_and(|from| !from.contains('@')) {
            let problem = "it holds no address".to_owned();
            return refuse("smtp.from", problem, "Write an address, such as no-reply@example.cn");
        }
        self.decisions.check(&place)?;
        self.sign_in.as_ref().map_or(Ok(()), |it| it.check(place))
    }
}

/// An address of a database without the password: `postgres://user@host/name`.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    // A password may hold an `@` itself; the host never does.
    let place = match rest[..end].rsplit_once('@') {
        Some((who, host)) => {
            let user = who.split(':').next().unwrap_or_default();
            format!("{user}@{host}")
        }
        None => rest[..end].to_owned(),
    };
    let (path, query) = rest[end..].split_once('?').unwrap_or((&rest[end..], ""));
    let is_secret = |it: &&str| it.starts_with("password=") || it.starts_with("sslpassword=");
    let query: Vec<&str> = query.split('&').filter(|it| !it.is_empty() && !is_secret(it)).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{scheme}://{place}{path}{query}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_told_without_what_is_secret() {
        for (url, shown) in [
            ("postgres://one:se@cret@db.example/o", "postgres://one@db.example/o"),
            (
                "postgres://one@db/o?password=secret&sslmode=require",
                "postgres://one@db/o?sslmode=require",
            ),
            ("postgres://db/o", "postgres://db/o"),
            ("sqlite:data/one.db", "sqlite:data/one.db"),
        ] {
            assert_eq!(without_password(url), shown);
        }
        let text = "listen = \"127.0.0.1:1\"\ndatabase_url = \"postgres://a:secret@h/d\"\n\n\
                    [smtp]\nhost = \"mail.example.cn\"\npassword_file = \"/etc/p\"\n\n\
                    [identity]\nzh-Hans = \"一\"\n";
        let layer = Layer::from_file(std::path::Path::new("a.toml"), text).unwrap();
        let told = layer.without_secrets();
        assert!(!told.contains("secret") && told.contains("/etc/p"), "{told}");
        // What is told is a settings file again.
        let again = Layer::from_file(std::path::Path::new("b.toml"), &told).unwrap();
        assert_eq!(again.without_secrets(), told);
    }
}
