//! Whoever takes the database and the files away learns nobody's number, name or words (R071).

use std::path::Path;

use kernel::Role;
use serde_json::json;

use super::world::{CHEN, CITY, HUANG, TAKEN, WHY, World};
use crate::city::City;

/// What people wrote and who they are. Each stands in the story below.
const SECRETS: &[(&str, &str)] = &[
    ("the applicant's number", CHEN),
    ("another person's number", HUANG),
    ("the applicant's name", "陈雨禾"),
    ("the applicant's mobile number", "19900000001"),
    ("the applicant's home", "榕荫街道古井路 12 号 2 座 302 室"),
    ("the place of business", "榕城市鼓台区东街 18 号一层"),
    ("why it was returned", "平面图缺少排烟口位置甲"),
    ("why it was withdrawn", "家里有人生病先不开了乙"),
    ("why the clock stands", "邻居反映楼道被占需要核查丙"),
    ("what came of it", "现场核查未发现占用丁"),
    ("an opinion in favour", "布局合理，同意戊"),
    ("an opinion against", "操作间无直通室外门己"),
    ("why it was refused", "消防通道宽度不足庚"),
    ("why it was read", WHY),
    ("a rating's comment", "等了太久"),
    ("why a licence was suspended", "后厨卫生不合格辛"),
    ("why a case was opened in need", "舆情应对需要调阅壬"),
    ("why a task was taken over", TAKEN),
];

/// Everything that a thief of this installation has.
async fn loot(city: &City) -> Vec<(String, String)> {
    let mut loot = Vec::new();
    take(city.database.folder(), &mut loot);
    let ledger = &city.installation.house.ledger;
    if ledger.engine_name() == "postgres" {
        let tables: &'static str = "SELECT table_name::text FROM information_schema.tables
                                    WHERE table_schema = current_schema()";
        for row in ledger.rows(statement(tables), &[]).await.unwrap() {
            let table = row.text(0).unwrap();
            let all = format!("SELECT row_to_json(it)::text FROM {table} it");
            for row in ledger.rows(statement(&all), &[]).await.unwrap() {
                loot.push((table.to_owned(), row.text(0).unwrap().to_owned()));
            }
        }
    }
    loot
}

fn statement(sql: &str) -> &'static ledger::Statement {
    Box::leak(Box::new(ledger::Statement::new(Box::leak(sql.to_owned().into_boxed_str()))))
}

fn take(folder: &Path, loot: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            take(&path, loot);
        } else if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            loot.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}

/// Where a text stands in clear, as text or in the hexadecimal form of PostgreSQL.
fn places(loot: &[(String, String)], secret: &str) -> Vec<String> {
    let hex: String = secret.bytes().map(|it| format!("{it:02x}")).collect();
    let clear = loot.iter().filter(|(_, text)| text.contains(secret) || text.contains(&hex));
    clear.map(|(place, _)| place.clone()).collect()
}

/// Three cases: one returned and withdrawn, one paused and refused, one granted and rated whose
/// licence was suspended; and a supervisor who reads, and who breaks the glass.
async fn lives(world: &World) {
    let owner = world.citizen("owner", CHEN).await;
    let officer = |name, role, authority| world.officer(name, role, authority, CITY);
    let examiner = officer("examiner", Role::Examiner, "market-regulation").await;
    let fire = officer("fire", Role::Examiner, "fire-rescue").await;
    let approver = officer("approver", Role::Approver, "market-regulation").await;

    let first = world.case(&owner, "first").await;
    let item = json!({ "kind": "material", "id": "layout-plan", "reason": SECRETS[6].1 });
    let returned = world.acts(&examiner, &first, "return", json!({ "items": [item] })).await;
    assert_eq!(returned.status, 200, "{returned:?}");
    let gone = world.acts(&owner, &first, "withdraw", json!({ "reason": SECRETS[7].1 })).await;
    assert_eq!(gone.status, 200, "{gone:?}");

    let second = world.case(&owner, "second").await;
    let pause = json!({ "procedure": "site-inspection", "days": 3, "reason": SECRETS[8].1 });
    let acts = [
        (&examiner, "accept", json!({})),
        (&examiner, "suspend", pause),
        (&examiner, "resume", json!({ "result": SECRETS[9].1 })),
        (&examiner, "review", json!({ "in_favour": true, "text": SECRETS[10].1 })),
        (&fire, "review", json!({ "in_favour": false, "text": SECRETS[11].1 })),
        (&approver, "refuse", json!({ "code": "layout-unfit", "text": SECRETS[12].1 })),
    ];
    for (who, act, body) in acts {
        let answer = world.acts(who, &second, act, body).await;
        assert_eq!(answer.status, 200, "{act}: {answer:?}");
    }
    world.decisions_leave().await;
    let supervisor = officer("supervisor", Role::Supervisor, "government-services").await;
    let why = world.says_why(&supervisor, &second.reference).await;
    assert_eq!(why.status, 303, "{why:?}");
    let page = world.gets(&supervisor, &format!("/staff/cases/{}", second.reference)).await;
    for shown in [SECRETS[8].1, SECRETS[9].1, SECRETS[11].1, SECRETS[12].1] {
        assert!(page.body.contains(shown), "who may read reads it: {shown} in {page:?}");
    }

    let owner = world.citizen("owner", CHEN).await;
    let third = world.granted(&owner, "third").await;
    let approver = officer("approver", Role::Approver, "market-regulation").await;
    let examiner = officer("examiner", Role::Examiner, "market-regulation").await;
    let change = json!({
        "act": "suspend", "reason_code": "inspection", "reason": SECRETS[15].1,
        "typed": third.licence_no,
    });
    let path = format!("/api/v1/licences/{}/status", third.licence_no);
    let changed = world.posts(&approver, &path, &change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let glass = json!({ "reason": SECRETS[16].1 });
    let broken = world.posts(&examiner, "/api/v1/me/elevation", &glass).await;
    assert!(broken.status < 300, "{broken:?}");
    world.city.settles().await;
}

#[tokio::test]
async fn who_takes_the_database_and_the_files_away_learns_nothing_of_anybody() {
    testkit::on_both(|db| async move {
        let world = World::on(City::with(db, "2026-03-02T10:00:00+08:00").await).await;
        lives(&world).await;
        let loot = loot(&world.city).await;
        for word in ["case.suspended", "duty.taken_over"] {
            assert!(!places(&loot, word).is_empty(), "the events are among the loot: {word}");
        }
        for (what, secret) in SECRETS {
            let found = places(&loot, secret);
            assert!(found.is_empty(), "{what} ({secret}) stands in clear in {found:?}");
        }
    })
    .await;
}
