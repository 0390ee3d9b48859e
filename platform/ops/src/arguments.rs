//! What is set on the command line.

use std::{net::SocketAddr, path::PathBuf};

use crate::{
    LogFormat,
    layer::{Layer, SmtpLayer},
};

/// Settings on the command line. They go before environment variables, which go before the file.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Arguments {
    /// Settings file (default: onewindow.toml in the current folder, where there is one)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address and port for people (default: 127.0.0.1:8080)
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Address and port for staff (default: none, staff are answered where people are)
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen_internal: Option<SocketAddr>,
    /// Address and port for operators: health and figures (default: 127.0.0.1:9090)
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen_operations: Option<SocketAddr>,
    /// Folder for data: database, files, keys, search index (default: data)
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Database, sqlite:PATH or postgres://… (default: a file in the data folder)
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// Address under which people reach the site, such as https://one.example.cn
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Zone of legal days (default: Asia/Shanghai)
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// Form of the log
    #[arg(long, value_enum)]
    pub log: Option<LogFormat>,
    /// What is logged: a level, or a list such as info,ledger=debug
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<String>,
}

impl Arguments {
    pub(crate) fn layer(&self) -> Layer {
        let it = self.clone();
        Layer {
            listen: it.listen,
            listen_internal: it.listen_internal,
            listen_operations: it.listen_operations,
            data: it.data,
            database_url: it.database_url,
            public_url: it.public_url,
            zone: it.zone,
            log: it.log,
            log_level: it.log_level,
            smtp: SmtpLayer::default(),
            ..Layer::default()
        }
    }
}
