//! What permission, validation and the record of reads depend on fails in the middle: then nobody is
//! let in, shown or allowed anything that they were refused before, and nothing has changed.

use accounts_domain::Staff;
use axum::http::Method;
use kernel::{Actor, Role};
use ledger::{Ledger, Statement, Value as Cell, Write};
use serde_json::{Value, json};
use testkit::on_both;

use super::described::is_discreet;
use crate::{
    city::City,
    rights::world::{CHEN, CITY, HUANG, Someone, Thing, World},
    story::nothing_differs_on_replay,
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const MARKET: &str = "market-regulation";
/// What the pages of the case would show.
const SECRET: &str = "东街 18 号";

static TABLES: Statement = Statement::new(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
     AND name <> 'ledger_migration' ORDER BY name",
);
/// On the other engine those on which permission depends.
const CHOSEN: [&str; 9] = [
    "accounts_account",
    "accounts_interest",
    "accounts_member",
    "accounts_mandate",
    "accounts_post",
    "accounts_staffing",
    "ledger_access",
    "ledger_stream",
    "web_session",
];

async fn tables(ledger: &Ledger) -> Vec<String> {
    if ledger.engine_name() != "sqlite" {
        return CHOSEN.map(str::to_owned).to_vec();
    }
    let rows = ledger.rows(&TABLES, &[]).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap().to_owned()).collect()
}

async fn run(ledger: &Ledger, sql: String) {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    let statement: &'static Statement = Box::leak(Box::new(Statement::new(sql)));
    ledger.housekeep_one(Write::new(statement, Vec::<Cell>::new())).await.unwrap();
}

/// The table is gone while `work` runs.
async fn without<F: Future>(ledger: &Ledger, table: &str, work: F) -> F::Output {
    run(ledger, format!("ALTER TABLE {table} RENAME TO gone_{table}")).await;
    let outcome = work.await;
    run(ledger, format!("ALTER TABLE gone_{table} RENAME TO {table}")).await;
    outcome
}

/// Something that somebody tries.
struct Try {
    who: Someone,
    method: Method,
    path: String,
    body: Body,
    /// Under which it is one deed, however often it is sent.
    key: String,
}

enum Body {
    Nothing,
    Json(Value),
    File(Vec<u8>),
}

impl Try {
    fn look(who: &Someone, path: String) -> Self {
        let (who, key) = (who.clone(), String::new());
        Self { who, method: Method::GET, path, body: Body::Nothing, key }
    }

    fn act(who: &Someone, path: String, body: Value) -> Self {
        let (who, key) = (who.clone(), String::new());
        Self { who, method: Method::POST, path, body: Body::Json(body), key }
    }

    fn file(who: &Someone, path: String, bytes: Vec<u8>) -> Self {
        Self { body: Body::File(bytes), ..Self::act(who, path, Value::Null) }
    }

    fn under(self, number: usize) -> Self {
        Self { key: format!("0198f000-0000-7000-8000-{number:012x}"), ..self }
    }

    fn place(&self) -> String {
        format!("{} {} by the {}", self.method, self.path, self.who.name)
    }

    async fn goes(&self, world: &World) -> (u16, String, String) {
        let mut request = world.request(&self.who, self.method.clone(), &self.path);
        if !self.key.is_empty() {
            request = request.header("idempotency-key", &self.key);
        }
        let request = match &self.body {
            Body::Nothing => request,
            Body::Json(body) => request.json(body),
            Body::File(bytes) => request.body(bytes.clone()),
        };
        let response = world.answers(request).await;
        let status = response.status().as_u16();
        let location = response.headers().get("location");
        let location = location.and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = response.bytes().await.unwrap();
        (status, location, String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Nothing was given and nothing was said.
#[track_caller]
fn is_refused((status, location, body): &(u16, String, String), place: &str) {
    let is_sent_away = *status == 303 && location.contains("sign-in");
    assert!(*status >= 400 || is_sent_away, "{place}: {status} {location} {body}");
    assert!(!body.contains(SECRET), "{place}: {body}");
    is_discreet(body, place);
}

/// A fault of ours is told as one, under a stable code.
#[track_caller]
fn is_stable((status, _, body): &(u16, String, String), place: &str) {
    if *status < 500 {
        return;
    }
    let told = ["unavailable", "internal", "overdue"];
    let is_known = match serde_json::from_str::<Value>(body) {
        Ok(problem) => told.iter().any(|it| problem["code"] == *it),
        Err(_) => told.iter().any(|it| body.contains(&format!("data-code=\"{it}\""))),
    };
    assert!(is_known, "{place}: {status} {body}");
}

struct Stage {
    owner: Someone,
    examiner: Someone,
    case: Thing,
    draft: Thing,
    tries: Vec<Try>,
}

impl Stage {
    async fn of(world: &World) -> Self {
        let owner = world.citizen("owner", CHEN).await;
        let case = world.case(&owner, "case").await;
        let draft = world.draft(&owner, "draft").await;
        let empty = json!({
            "service": "food-business-licence",
            "situation": { "trade": "restaurant", "cold_dishes": "no" },
            "answers": { "seats": "24" },
        });
        let empty = world.posts(&owner, "/api/v1/applications", &empty).await.json();
        let empty = empty["id"].as_str().unwrap().to_owned();
        let examiner = world.officer("examiner", Role::Examiner, MARKET, CITY).await;
        let mut stage = Self { owner, examiner, case, draft, tries: Vec::new() };
        stage.strangers(world).await;
        stage.tied_suspended_and_gone(world).await;
        stage.wrong(empty);
        stage
    }

    /// Whose matter it is not.
    async fn strangers(&mut self, world: &World) {
        let other = world.citizen("another citizen", HUANG).await;
        let health = world.officer("another office", Role::Examiner, "health", CITY).await;
        let (case, draft) = (&self.case, &self.draft);
        let application = format!("/api/v1/applications/{}", draft.application);
        let version = json!({ "version": 1 });
        let mut tries = Vec::new();
        for who in [&World::nobody(), &other, &health] {
            tries.push(Try::look(who, format!("/api/v1/cases/{}?code=000000", case.reference)));
            tries.push(Try::look(who, application.clone()));
            tries.push(Try::look(who, format!("{application}/materials")));
            tries.push(Try::look(who, format!("/staff/cases/{}", case.reference)));
            let file = format!("/staff/materials/{}/{}", case.application, case.material);
            tries.push(Try::look(who, file));
            let answers = json!({ "answers": { "seats": "99" } });
            tries.push(Try::act(who, format!("{application}/answers"), answers));
            tries.push(Try::act(who, format!("{application}/submit"), Value::Null));
            let accept = format!("/api/v1/cases/{}/accept", case.reference);
            tries.push(Try::act(who, accept, version.clone()));
            let withdraw = format!("/api/v1/cases/{}/withdraw", case.reference);
            tries.push(Try::act(who, withdraw, json!({ "reason": "", "version": 1 })));
        }
        self.tries.extend(tries);
    }

    /// Whose post would be good, if they were not tied to the owner, suspended, or signed out.
    async fn tied_suspended_and_gone(&mut self, world: &World) {
        let tied = world.officer("tied examiner", Role::Examiner, MARKET, CITY).await;
        let interests = json!({ "own_number": HUANG, "relatives": [CHEN] });
        let declared = world.posts(&tied, "/api/v1/me/interests", &interests).await;
        assert_eq!(declared.status, 204, "{declared:?}");
        let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
        let account = staff.staff_of(MARKET, Role::Examiner).await.unwrap()[0];
        let post = Actor::staff(Role::Examiner, account, MARKET).within(CITY);
        let suspended = world.session("suspended examiner", post).await;
        let office = "government-services";
        let administrator = world.officer("admin", Role::Administrator, office, CITY).await;
        let path = format!("/api/v1/staff/{account}/suspension");
        let body = json!({ "suspend": true, "reason": "查证" });
        assert_eq!(world.posts(&administrator, &path, &body).await.status, 204);
        let gone = world.officer("signed out", Role::Examiner, MARKET, CITY).await;
        let sessions = &world.city.installation.web.sessions;
        sessions.close(gone.token.as_deref().unwrap()).await.unwrap();
        for who in [&tied, &suspended, &gone] {
            let (reference, version) = (&self.case.reference, json!({ "version": 1 }));
            self.tries.push(Try::look(who, format!("/staff/cases/{reference}")));
            let accept = format!("/api/v1/cases/{reference}/accept");
            self.tries.push(Try::act(who, accept, version));
        }
    }

    /// What the owner sends and is not taken, because it is wrong or not whole.
    fn wrong(&mut self, empty: String) {
        let application = format!("/api/v1/applications/{}", self.draft.application);
        let answers = |name: &str, value: &str| json!({ "answers": { name: value } });
        for (name, value) in [("area", "much"), ("seats", "-5"), ("credit_code", "91980102MA98")] {
            let path = format!("{application}/answers");
            self.tries.push(Try::act(&self.owner, path, answers(name, value)));
        }
        let path = format!("/api/v1/applications/{empty}/submit");
        self.tries.push(Try::act(&self.owner, path, Value::Null));
        let path = format!("{application}/materials/layout-plan?name=a.pdf");
        self.tries.push(Try::file(&self.owner, path, b"MZ is no document".to_vec()));
        // What was seen is past.
        let accept = format!("/api/v1/cases/{}/accept", self.case.reference);
        self.tries.push(Try::act(&self.examiner, accept, json!({ "version": 77 })));
    }
}

#[tokio::test]
async fn whatever_fails_nobody_is_let_in_who_was_refused_and_nothing_changes() {
    on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let stage = Stage::of(&world).await;
        for it in &stage.tries {
            is_refused(&it.goes(&world).await, &it.place());
        }
        let before = world.events().await;
        let ledger = world.city.installation.house.ledger.clone();
        let (mut faults, tables) = (0, tables(&ledger).await);
        assert!(tables.len() >= CHOSEN.len(), "{tables:?}");
        for table in &tables {
            let answers = without(&ledger, table, async {
                let mut answers = Vec::new();
                for it in &stage.tries {
                    answers.push((it.goes(&world).await, it.place()));
                }
                answers
            })
            .await;
            for (answer, place) in &answers {
                let place = format!("without {table}: {place}");
                is_refused(answer, &place);
                is_stable(answer, &place);
                faults += usize::from(answer.0 >= 500);
            }
        }
        assert!(faults > tables.len(), "{faults} faults in {} tables", tables.len());
        assert_eq!(world.events().await, before, "nothing has happened");
        nothing_differs_on_replay(&world.city).await;
    })
    .await;
}

/// A deed either happens or does not, and where the answer was lost it is there to be asked for.
async fn happens_or_not(world: &World, table: &str, deed: &Try) -> bool {
    let ledger = &world.city.installation.house.ledger;
    let before = world.events().await;
    let answer = without(ledger, table, deed.goes(world)).await;
    let after = world.events().await;
    let place = format!("without {table}: {}", deed.place());
    is_stable(&answer, &place);
    if answer.0 < 300 {
        assert!(after > before, "{place}: {answer:?} and nothing has happened");
        return true;
    }
    if after != before {
        assert!(answer.0 >= 500, "{place}: {answer:?}, and it has happened");
        let again = deed.goes(world).await;
        assert!(again.0 < 300, "{place}: it has happened, and then: {again:?}");
        assert_eq!(world.events().await, after, "{place}: it happened twice");
    }
    false
}

#[tokio::test]
async fn whatever_fails_what_is_allowed_happens_whole_or_not_at_all() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let case = world.case(&owner, "case").await;
    let examiner = world.officer("examiner", Role::Examiner, MARKET, CITY).await;
    let ledger = world.city.installation.house.ledger.clone();
    let application = format!("/api/v1/applications/{}", draft.application);
    let (mut done, mut failed) = (0, 0);
    for (number, table) in tables(&ledger).await.iter().enumerate() {
        let answers = json!({ "answers": { "seats": (number + 30).to_string() } });
        let upload = format!("{application}/materials/layout-plan?name={number}.pdf");
        let file = format!("%PDF-1.4\n1 0 obj<<>>endobj\n% {number}\ntrailer<<>>\n%%EOF");
        let tries = [
            Try::act(&owner, format!("{application}/answers"), answers).under(2 * number),
            Try::file(&owner, upload, file.into_bytes()).under(2 * number + 1),
        ];
        for deed in &tries {
            let has_happened = happens_or_not(&world, table, deed).await;
            done += usize::from(has_happened);
            failed += usize::from(!has_happened);
        }
        // Nobody reads what cannot be noted: either it is shown and in the record, or it is not.
        let page = Try::look(&examiner, format!("/staff/cases/{}", case.reference));
        let answer = without(&ledger, table, page.goes(&world)).await;
        is_stable(&answer, &format!("without {table}: {}", page.place()));
        assert!(answer.0 == 200 || !answer.2.contains(SECRET), "without {table}: {answer:?}");
        let is_record = table == "ledger_access";
        assert!(!is_record || answer.0 >= 500, "shown without a record: {answer:?}");
    }
    assert!(done > 20 && failed > 10, "{done} were done, {failed} failed");
    nothing_differs_on_replay(&world.city).await;
}

#[tokio::test]
async fn without_sessions_the_desk_is_shut_and_public_pages_are_for_nobody_in_particular() {
    on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let owner = world.citizen("owner", CHEN).await;
        let examiner = world.officer("examiner", Role::Examiner, MARKET, CITY).await;
        let ledger = world.city.installation.house.ledger.clone();
        let answers = without(&ledger, "web_session", async {
            let mut answers = Vec::new();
            for (who, path) in [
                (&examiner, "/staff/cases/"),
                (&examiner, "/api/v1/queue"),
                (&owner, "/api/v1/me"),
                (&owner, "/zh-hans/my/"),
                (&owner, "/zh-hans/"),
            ] {
                answers.push((Try::look(who, path.to_owned()).goes(&world).await, path));
            }
            answers
        })
        .await;
        for (answer, path) in &answers {
            is_stable(answer, path);
            match *path {
                "/zh-hans/" => {
                    assert_eq!(answer.0, 200, "{path}");
                    assert!(!answer.2.contains("陈雨禾"), "{path}: {}", answer.2);
                }
                _ => assert!(answer.0 >= 500, "{path}: {answer:?}"),
            }
        }
        // And everything is there again.
        assert_eq!(world.gets(&examiner, "/api/v1/queue").await.status, 200);
    })
    .await;
}
