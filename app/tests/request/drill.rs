//! The drill: a backup is made while the city lives, and restored on an empty place, where the
//! story goes on; on either database, and from one to the other.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use kernel::Clock as _;
use ledger::{Blueprint, Keys, SuiteId};
use onewindow::{
    backup::{
        Progress,
        manifest::Manifest,
        restore::{Place, Plan, look},
        take::{Source, take},
    },
    open::blueprint,
};
use record::check::check;
use testkit::{Database, Notary, TestChance, TestClock};
use web::Site;

use crate::{
    city::{City, setup_of},
    story::{CHEN, citizen_hands_in, nothing_differs_on_replay, officer_acts},
};

const HOST: &str = "one.example.cn";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
const SETTINGS: &str = "public_url = \"https://one.example.cn\"\n";

fn quiet() -> Progress {
    Arc::new(|_: &str, _, _| {})
}

fn keys() -> Keys {
    Keys::in_software(SuiteId::default(), testkit::KEY.into(), TestChance::seeded(3))
}

/// A backup of the city in a folder beside its database.
async fn backed_up(city: &City, name: &str) -> (PathBuf, Manifest) {
    let to = city.database.folder().join(name);
    let source = Source {
        database: city.database.url(),
        files: &city.database.folder().join("files"),
        record: &city.database.folder().join("record"),
        host: HOST,
        settings: SETTINGS,
        keys: &keys(),
        now: city.clock.now(),
    };
    let manifest = take(&source, &to, &quiet()).await.unwrap();
    assert_eq!(manifest.damaged, Vec::<String>::new());
    (to, manifest)
}

/// An empty place on a database.
fn place(database: &Database, notary: &Notary) -> Place {
    Place {
        database: database.url().clone(),
        files: database.folder().join("files"),
        record: database.folder().join("record"),
        signing: notary.plan(&database.folder().join("record")).signing,
        host: HOST.to_owned(),
        keys: keys(),
    }
}

fn plan_of(database: &Database, clock: &Arc<TestClock>, notary: &Notary) -> Blueprint {
    blueprint(&setup_of(database, clock.clone(), notary, Site::default()))
}

async fn looked<'a>(
    from: &'a Path,
    place: &'a Place,
    database: &Database,
    city: &City,
) -> anyhow::Result<Plan<'a>> {
    let blueprint = plan_of(database, &city.clock, &city.notary);
    look(from, place, blueprint, &quiet()).await
}

/// Why a backup cannot be restored there.
async fn refused(from: &Path, place: &Place, database: &Database, city: &City) -> String {
    match looked(from, place, database, city).await {
        Ok(_) => panic!("it was not refused"),
        Err(error) => format!("{error:#}"),
    }
}

/// The story before the backup, the restore on the other database, and the story after it.
async fn drill(before: Database, after: Database) {
    let city = City::with(before, MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    let reference = receipt.reference.as_str();
    officer_acts(&city, "examiner-lu", reference, "accept", &[("outcome", "accept")]).await;
    city.settles().await;
    let (from, manifest) = backed_up(&city, "backup").await;
    let size = city.installation.record.state().size;
    assert_eq!((manifest.record.size, manifest.record.witnessed), (size, size));
    holds_nothing_in_clear(&from);

    let place = place(&after, &city.notary);
    let plan = looked(&from, &place, &after, &city).await.unwrap();
    let told = plan.lines().join("\n");
    for expected in ["ledger_event", "cases_case", "the signer remembers", "witness w1 remembers"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert_eq!(plan.lost(), 0, "{told}");
    plan.accept(None).unwrap();
    plan.carry_out(&quiet()).await.unwrap();

    // The old place is gone, but for the machines of signer and witnesses.
    let (clock, notary) = (city.clock.clone(), city.notary.clone());
    let restored = City::restored(after, clock, notary).await;
    let restored_state = restored.installation.record.state();
    assert!(!restored_state.is_rollback, "{restored_state:?}");
    goes_on(&restored, reference).await;
}

/// Nothing personal can be read in the backup, and no key is in it.
fn holds_nothing_in_clear(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds_nothing_in_clear(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["陈雨禾", CHEN, "BEGIN PRIVATE KEY", "0707070707070707"] {
            assert!(!text.contains(secret), "{secret} stands in {}", path.display());
        }
    }
}

async fn goes_on(city: &City, reference: &str) {
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await;
    let pdf = citizen.downloads(&format!("/zh-hans/track/{reference}/documents/1")).await;
    assert!(pdf.starts_with(b"%PDF"), "the receipt can be made again");
    let agrees = [("outcome", "for"), ("text", "符合要求")];
    officer_acts(city, "examiner-lu", reference, "review", &agrees).await;
    officer_acts(city, "examiner-lei", reference, "review", &agrees).await;
    let grants = [("outcome", "grant"), ("text", "准予许可")];
    officer_acts(city, "approver-jiang", reference, "decide", &grants).await;
    city.settles().await;
    nothing_differs_on_replay(city).await;
    let state = city.installation.record.state();
    assert_eq!(state.witnessed, state.size, "the witnesses go on with it");
    let ledger = &city.installation.house.ledger;
    let folder = city.database.folder().join("record");
    let policy = audit::Policy::parse(&city.notary.policy_text).unwrap();
    let progress = Arc::new(|_, _, _| {});
    let report = check(ledger, &folder, Some(&policy), Vec::new(), progress).await.unwrap();
    assert_eq!(report.findings, []);
    assert!(report.rows > 100 && report.waiting == 0, "{report:?}");
}

#[tokio::test]
async fn on_an_empty_place_the_story_goes_on_sqlite() {
    drill(Database::sqlite(), Database::sqlite()).await;
}

#[tokio::test]
async fn on_an_empty_place_the_story_goes_on_postgres() {
    drill(Database::postgres().await, Database::postgres().await).await;
}

#[tokio::test]
async fn a_county_moves_from_the_small_database_to_the_large_one() {
    drill(Database::sqlite(), Database::postgres().await).await;
}

#[tokio::test]
async fn and_back_to_the_small_one() {
    drill(Database::postgres().await, Database::sqlite()).await;
}

#[tokio::test]
async fn a_backup_that_is_not_whole_is_refused_and_the_file_is_named() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    citizen_hands_in(&mut citizen).await;
    city.settles().await;
    let (from, manifest) = backed_up(&city, "backup").await;
    let empty = Database::sqlite();
    let place = place(&empty, &city.notary);
    let of = |beginning: &str| {
        let found = manifest.files.iter().find(|it| it.path.starts_with(beginning));
        found.unwrap_or_else(|| panic!("nothing in {beginning}")).path.clone()
    };
    for path in [of("database/ledger_event"), of("files/"), of("record/tile/entries")] {
        let whole = std::fs::read(from.join(&path)).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        std::fs::write(from.join(&path), changed).unwrap();
        let why = refused(&from, &place, &empty, &city).await;
        assert!(why.contains(&path) && why.contains("changed"), "{why}");
        std::fs::remove_file(from.join(&path)).unwrap();
        let why = refused(&from, &place, &empty, &city).await;
        assert!(why.contains(&path) && why.contains("missing"), "{why}");
        std::fs::write(from.join(&path), whole).unwrap();
    }
    // Whoever changes a file and the manifest has no key to sign it with.
    let manifest = from.join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replacen("\"rows\": 1", "\"rows\": 2", 1)).unwrap();
    let why = refused(&from, &place, &empty, &city).await;
    assert!(why.contains("manifest.json was changed"), "{why}");
    std::fs::write(&manifest, &text).unwrap();

    let other = Place { host: "two.example.cn".to_owned(), ..self::place(&empty, &city.notary) };
    let why = refused(&from, &other, &empty, &city).await;
    assert!(why.contains("a backup of one.example.cn"), "{why}");
    let ring = ledger::DeploymentKey::new([8; 32]).into();
    let stranger = Keys::in_software(SuiteId::default(), ring, TestChance::seeded(3));
    let other = Place { keys: stranger, ..self::place(&empty, &city.notary) };
    let why = refused(&from, &other, &empty, &city).await;
    assert!(why.contains("no key of this installation has signed it"), "{why}");
    assert!(looked(&from, &place, &empty, &city).await.is_ok(), "unchanged, it is good again");
}

#[tokio::test]
async fn only_an_empty_place_takes_a_backup() {
    let city = City::on(MORNING).await;
    city.settles().await;
    let (from, _) = backed_up(&city, "backup").await;
    let own = place(&city.database, &city.notary);
    let why = refused(&from, &own, &city.database, &city).await;
    assert!(why.contains("holds an installation"), "{why}");
    let empty = Database::sqlite();
    let place = place(&empty, &city.notary);
    std::fs::create_dir_all(place.files.join("aa")).unwrap();
    let why = refused(&from, &place, &empty, &city).await;
    assert!(why.contains("is not empty"), "{why}");
}

#[tokio::test]
async fn a_restore_that_is_cut_off_leaves_nothing_that_starts_and_is_begun_again() {
    testkit::on_both(|database| async move {
        let city = City::on(MORNING).await;
        let mut citizen = city.citizen(CHEN).await;
        let receipt = citizen_hands_in(&mut citizen).await;
        city.settles().await;
        let (from, manifest) = backed_up(&city, "backup").await;
        let place = place(&database, &city.notary);
        let plan = looked(&from, &place, &database, &city).await.unwrap();
        // The rows are there already when a stored file cannot be read any more.
        let stored = manifest.files.iter().find(|it| it.path.starts_with("files/")).unwrap();
        let (away, path) = (from.join("away"), from.join(&stored.path));
        std::fs::rename(&path, &away).unwrap();
        plan.carry_out(&quiet()).await.unwrap_err();
        let setup = setup_of(&database, city.clock.clone(), &city.notary, Site::default());
        let Err(closed) = onewindow::open::ledger(&setup).await else { panic!("it starts") };
        assert!(format!("{closed:#}").contains("is not whole"), "{closed:#}");

        // Another backup is not poured into what is half there.
        city.clock.advance(jiff::SignedDuration::from_mins(1));
        let (other, _) = backed_up(&city, "other").await;
        let why = refused(&other, &place, &database, &city).await;
        assert!(why.contains("another backup was being restored"), "{why}");

        std::fs::rename(&away, &path).unwrap();
        let plan = looked(&from, &place, &database, &city).await.unwrap();
        assert!(plan.lines().join("\n").contains("cut off"));
        plan.carry_out(&quiet()).await.unwrap();
        let (clock, notary) = (city.clock.clone(), city.notary.clone());
        let restored = City::restored(database, clock, notary).await;
        let mut citizen = restored.citizen(CHEN).await;
        citizen.opens(&format!("/zh-hans/track/{}", receipt.reference)).await;
        nothing_differs_on_replay(&restored).await;
    })
    .await;
}

#[tokio::test]
async fn an_older_backup_is_no_way_to_hide_what_was_witnessed() {
    let city = City::on(MORNING).await;
    city.settles().await;
    let (from, manifest) = backed_up(&city, "backup").await;
    let mut citizen = city.citizen(CHEN).await;
    citizen_hands_in(&mut citizen).await;
    city.settles().await;
    let empty = Database::sqlite();
    let place = place(&empty, &city.notary);
    let plan = looked(&from, &place, &empty, &city).await.unwrap();
    let lost = city.installation.record.state().size - manifest.record.size;
    assert!(lost > 0 && plan.lost() == lost, "{} of {lost}", plan.lost());
    for typed in [None, Some("yes"), Some("two.example.cn")] {
        let why = plan.accept(typed).unwrap_err().to_string();
        assert!(why.starts_with("rollback") && why.contains(&lost.to_string()), "{why}");
    }
    // Without the signer the witnesses still say so.
    city.notary.stop_signer().await;
    let by_witnesses = looked(&from, &place, &empty, &city).await.unwrap();
    assert!(by_witnesses.lines().join("\n").contains("the signer does not answer"));
    assert_eq!(by_witnesses.lost(), lost);
    city.notary.start_signer().await;

    // Who accepts the loss has the data, and a record that refuses to go on.
    plan.accept(Some(HOST)).unwrap();
    plan.carry_out(&quiet()).await.unwrap();
    let setup = setup_of(&empty, city.clock.clone(), &city.notary, Site::default());
    let ledger = onewindow::open::ledger(&setup).await.unwrap();
    let restored = record::Record::of(&ledger, setup.record).unwrap();
    assert!(restored.start().await.unwrap_err().is_rollback());
}
