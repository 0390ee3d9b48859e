//! The issuing key of licences in another process: the city never has it, and issues all the same.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use crypto::{KeyHolder, Purpose, RemoteHolder};
use serde_json::Value;
use testkit::Database;

use crate::{
    city::City,
    rights::world::{CHEN, World},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_onewindow");
const LICENCES: Purpose = Purpose::named("licence-signing");

/// `onewindow issuer run`, which ends with this value.
struct Issuer(Child);

impl Issuer {
    fn start(folder: &Path, socket: &Path) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["issuer", "run", "--until-input-ends", "--folder"]).arg(folder);
        command.arg("--socket").arg(socket).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let output = child.stdout.as_mut().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).unwrap();
        assert!(line.starts_with("ready: "), "{line}");
        Self(child)
    }

    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn licences_are_issued_under_a_key_that_only_another_process_has() {
    let database = Database::sqlite();
    let socket = database.folder().join("issuer.sock");
    let mut issuer = Issuer::start(&database.folder().join("issuer"), &socket);
    let holder = Arc::new(RemoteHolder::connect(&socket).unwrap());
    let key = holder.public_key(&LICENCES).unwrap();
    let city = City::issuing(database, "2026-03-02T10:00:00+08:00", holder).await;
    let own = city.installation.house.ledger.keys().holder().public_keys(&LICENCES).unwrap();
    assert!(own.iter().all(|it| it.id() != key.id()), "the city has another key of its own");

    let world = World::on(city).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.granted(&owner, "granted").await;
    let path = format!("/api/v1/licences/{}/signature", thing.licence);
    let file: Value = world.gets(&owner, &path).await.json();
    let bytes =
        |name: &str| data_encoding::BASE64.decode(file[name].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(bytes("public_key"), key.as_bytes());
    let statement = file["statement"].as_str().unwrap();
    assert_eq!(key.verify_standard(statement.as_bytes(), &bytes("signature")), Ok(()));
    let checked = format!("/api/v1/verify/{}", thing.licence_no);
    assert!(world.gets(&World::nobody(), &checked).await.body.contains(r#""status":"valid""#));

    // The issuer is away: nothing else signs in its place, and checking goes on.
    issuer.kill();
    assert_eq!(world.gets(&owner, &path).await.status, 503);
    assert!(world.gets(&World::nobody(), &checked).await.body.contains(r#""status":"valid""#));
    let (folder, socket) = {
        let folder = world.city.database.folder();
        (folder.join("issuer"), folder.join("issuer.sock"))
    };
    let _again = Issuer::start(&folder, &socket);
    let file: Value = world.gets(&owner, &path).await.json();
    assert_eq!(file["public_key"], data_encoding::BASE64.encode(key.as_bytes()).as_str());
}
