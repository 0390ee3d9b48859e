//! What the tests need from the system, by the name of its Debian package.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

use super::Ring;

/// One need: a package, the rings that need it, and whether it is there.
struct Need {
    package: &'static str,
    rings: &'static [Ring],
    is_there: fn() -> bool,
}

const OUTER: &[Ring] = &[Ring::Service, Ring::Request, Ring::Browser];
const BROWSER: &[Ring] = &[Ring::Browser];

const SERVICE: &[Ring] = &[Ring::Service];
const REQUEST: &[Ring] = &[Ring::Request];
const CERTIFICATES: &[Ring] = &[Ring::Service, Ring::Browser];

const NEEDS: [Need; 13] = [
    Need { package: "postgresql", rings: OUTER, is_there: || postgres_programs().is_some() },
    // Programs that are not ours check signatures and the record's tree.
    Need { package: "openssl", rings: CERTIFICATES, is_there: || is_program("openssl") },
    Need { package: "python3", rings: SERVICE, is_there: || is_program("python3") },
    Need { package: "golang-go", rings: SERVICE, is_there: || is_program("go") },
    Need {
        package: "golang-golang-x-mod-dev",
        rings: SERVICE,
        is_there: || Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir(),
    },
    // It notes to whom the program turns, and how many files a process may open is set.
    Need { package: "strace", rings: REQUEST, is_there: || is_program("strace") },
    Need { package: "util-linux", rings: REQUEST, is_there: || is_program("prlimit") },
    // A real proxy before the program.
    Need { package: "haproxy", rings: REQUEST, is_there: has_haproxy },
    Need { package: "chromium", rings: BROWSER, is_there: || is_program("chromium") },
    Need { package: "chromium-driver", rings: BROWSER, is_there: || is_program("chromedriver") },
    Need { package: "fonts-noto-cjk", rings: BROWSER, is_there: has_chinese_font },
    Need { package: "brotli", rings: BROWSER, is_there: || is_program("brotli") },
    Need { package: "npm", rings: BROWSER, is_there: || is_program("npm") },
];

/// Makes sure that everything is there, and installs it where that is allowed and possible.
pub fn ensure(rings: &[Ring], may_install: bool) -> anyhow::Result<()> {
    let missing = missing(rings);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {list}");
    let before = match administrator() {
        Some(before) if may_install => before,
        _ => bail!("the tests need {list}; as administrator, run: {by_hand}"),
    };
    println!("Installing {list}");
    let apt = |arguments: &[&str]| -> anyhow::Result<bool> {
        let words: Vec<&str> = before.iter().copied().chain(arguments.iter().copied()).collect();
        let (program, arguments) = words.split_first().context("a command")?;
        let mut command = Command::new(program);
        Ok(command.args(arguments).stdin(Stdio::null()).status()?.success())
    };
    let environment = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    let install = ["install", "--yes", "--no-install-recommends"];
    let is_done = apt(&[&environment[..], &["update"]].concat())?
        && apt(&[&environment[..], &install, &missing].concat())?;
    if !is_done {
        bail!("apt-get could not install {list}");
    }
    match self::missing(rings) {
        rest if rest.is_empty() => Ok(()),
        rest => bail!("still missing after installing: {}", rest.join(" ")),
    }
}

fn missing(rings: &[Ring]) -> Vec<&'static str> {
    let is_needed = |it: &&Need| it.rings.iter().any(|ring| rings.contains(ring));
    let missing = NEEDS.iter().filter(is_needed).filter(|it| !(it.is_there)());
    missing.map(|it| it.package).collect()
}

/// What stands before a command that an administrator runs; none when we are not allowed to.
fn administrator() -> Option<&'static [&'static str]> {
    if !is_program("apt-get") {
        return None;
    }
    if is_root() {
        return Some(&[]);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["--non-interactive", "true"]).stdout(Stdio::null()).stderr(Stdio::null());
    let is_allowed = sudo.status().is_ok_and(|it| it.success());
    is_allowed.then_some(&["sudo", "--non-interactive"])
}

/// Whether this process belongs to the administrator.
pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|it| it.stdout.trim_ascii() == b"0")
}

/// The folder of PostgreSQL's server programs: the newest that Debian keeps, or where `initdb`
/// is on the path.
pub fn postgres_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions
        .map(|it| it.path())
        .filter(|it| it.join("bin/initdb").is_file() && it.join("bin/postgres").is_file())
        .max_by_key(number);
    newest.map(|it| it.join("bin")).or_else(|| Some(on_path("initdb")?.parent()?.to_owned()))
}

fn is_program(name: &str) -> bool {
    on_path(name).is_some()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|it| it.join(name)).find(|it| it.is_file())
}

/// It lies where programs for administrators do, which are not on everybody's path.
fn has_haproxy() -> bool {
    is_program("haproxy") || Path::new("/usr/sbin/haproxy").is_file()
}

fn has_chinese_font() -> bool {
    Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
        || Command::new("fc-list").arg(":lang=zh-cn").output().is_ok_and(|it| !it.stdout.is_empty())
}
