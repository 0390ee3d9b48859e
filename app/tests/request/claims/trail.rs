//! Each change that somebody makes leaves one record: who did what, when, in which request, and
//! which version came of it.

use std::collections::{BTreeMap, BTreeSet};

use accounts_domain::Staff;
use axum::http::Method;
use kernel::{Actor, Role, id::AccountId};
use ledger::{Row, Statement};
use serde_json::{Value, json};
use testkit::on_both;
use web::Audit;

use super::files::PDF;
use crate::{
    city::City,
    rights::world::{CHEN, CITY, HUANG, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const PAN: &str = "710000198512142824";
const MARKET: &str = "market-regulation";

static EVENTS: Statement = Statement::new(
    "SELECT e.stream, e.seq, e.word, e.at, e.actor, e.correlation, s.version
     FROM ledger_event e JOIN ledger_stream s ON s.stream = e.stream",
);
/// The commands after which a stream stood at a version.
static COMMANDS: Statement =
    Statement::new("SELECT sender, at FROM ledger_command WHERE stream = $1 AND version = $2");

/// What somebody is about to do.
struct Deed {
    /// The route.
    id: &'static str,
    path: String,
    body: Body,
    /// Of which kind the thing is that changes.
    kind: &'static str,
    /// So many events it has at most; one but where it says why.
    most: usize,
}

enum Body {
    Json(Value),
    File,
}

impl Deed {
    fn new(id: &'static str, path: impl Into<String>, kind: &'static str, body: Value) -> Self {
        Self { id, path: path.into(), body: Body::Json(body), kind, most: 1 }
    }
}

struct Trail {
    world: World,
    seen: BTreeSet<(String, i64)>,
    done: BTreeMap<&'static str, String>,
}

impl Trail {
    async fn rows(&self) -> Vec<Row> {
        self.world.city.installation.house.ledger.rows(&EVENTS, &[]).await.unwrap()
    }

    /// Everything that follows by itself happens, and is not looked at.
    async fn settles(&mut self) {
        self.world.city.settles().await;
        self.has_seen().await;
    }

    /// What has happened so far is known.
    async fn has_seen(&mut self) {
        let place = |row: &Row| (row.text(0).unwrap().to_owned(), row.int(1).unwrap());
        self.seen = self.rows().await.iter().map(place).collect();
    }

    /// Does it, and lets happen what follows; answers what was answered.
    async fn does(&mut self, who: &mut Someone, deed: Deed) -> Value {
        let answer = self.only(who, deed).await;
        self.settles().await;
        answer
    }

    /// Does it, with a confirmation where the act is one of power, and nothing follows yet.
    async fn only(&mut self, who: &mut Someone, deed: Deed) -> Value {
        let routes = &self.world.city.installation.house.routes;
        let route = routes.iter().find(|it| it.id() == deed.id);
        let route = route.unwrap_or_else(|| panic!("there is no {}", deed.id));
        assert_eq!(route.needs.audit, Audit::Event, "{}", deed.id);
        if route.needs.is_power() {
            let sessions = &self.world.city.installation.web.sessions;
            let token = who.token.as_deref().unwrap();
            let session = sessions.find(token).await.unwrap().unwrap();
            let next = sessions.step_up(&session, route.needs.action, &[web::Method::Code]).await;
            who.token = Some(next.unwrap().token().to_owned());
        }
        let request = self.world.request(who, Method::POST, &deed.path);
        let request = match deed.body {
            Body::Json(body) => request.json(&body),
            Body::File => request.body(PDF),
        };
        let response = self.world.answers(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        assert!((200..300).contains(&status), "{}: {status} {text}", deed.id);
        let request_id = headers["x-request-id"].to_str().unwrap();
        let word = self.left(who, deed.id, (deed.kind, deed.most), request_id).await;
        self.done.insert(deed.id, word);
        self.has_seen().await;
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// What the deed has left, and nothing else has; its word.
    async fn left(
        &self,
        who: &Someone,
        id: &str,
        (kind, most): (&str, usize),
        request_id: &str,
    ) -> String {
        let clock = self.world.city.installation.house.ledger.clock();
        let now = clock.now().as_microsecond();
        let mut own = Vec::new();
        for row in self.rows().await {
            let (stream, seq) = (row.text(0).unwrap(), row.int(1).unwrap());
            if self.seen.contains(&(stream.to_owned(), seq)) {
                continue;
            }
            let place = format!("{id} left {stream} {seq} {}", row.text(2).unwrap());
            // Whatever has happened in the same request says so.
            assert_eq!(row.text_or_null(5).unwrap(), Some(request_id), "{place}");
            assert_eq!(row.int(3).unwrap(), now, "{place}");
            if stream.split('/').next() == Some(kind) {
                own.push(row);
            }
        }
        assert!((1..=most).contains(&own.len()), "{id} left {own:?}");
        for row in &own {
            let by: Actor = serde_json::from_str(row.text(4).unwrap()).unwrap();
            assert_eq!(by, who.actor, "{id}: who, in which post and for whom");
        }
        let last = own.iter().max_by_key(|row| row.int(1).unwrap()).unwrap();
        let (stream, version) = (last.text(0).unwrap(), last.int(1).unwrap());
        assert_eq!(last.int(6).unwrap(), version, "{id}: what came of it");
        let ledger = &self.world.city.installation.house.ledger;
        let commands = ledger.rows(&COMMANDS, &[stream.into(), version.into()]).await.unwrap();
        let sender = who.actor.account.unwrap().to_string();
        let is_own = |it: &&Row| it.text(0) == Ok(sender.as_str()) && it.int(1) == Ok(now);
        assert!(commands.iter().any(|it| is_own(&it)), "{id}: {commands:?}");
        last.text(2).unwrap().to_owned()
    }

    async fn act(&mut self, who: &mut Someone, thing: &Thing, id: &'static str, mut body: Value) {
        let act = id.rsplit('/').next().unwrap();
        self.prepares(who, thing, act).await;
        let path = format!("/api/v1/cases/{}/{act}", thing.reference);
        body["version"] = json!(self.world.version(thing).await);
        self.does(who, Deed::new(id, path, "case", body)).await;
    }

    /// A colleague's task is taken over first, and who decides has opened the file.
    async fn prepares(&mut self, who: &Someone, thing: &Thing, act: &str) {
        self.world.takes_over(who, thing).await;
        if matches!(act, "grant" | "refuse") {
            self.world.opens_file(who, thing).await;
        }
        self.has_seen().await;
    }

    async fn hands_in(&mut self, owner: &mut Someone, thing: &Thing, requirement: &str) {
        let path = format!(
            "/api/v1/applications/{}/materials/{requirement}?name=a.pdf",
            thing.application
        );
        let id = "POST /api/v1/applications/{id}/materials/{requirement}";
        let deed = Deed { body: Body::File, ..Deed::new(id, path, "folder", Value::Null) };
        self.does(owner, deed).await;
    }
}

const ACCEPT: &str = "POST /api/v1/cases/{reference}/accept";
const REVIEW: &str = "POST /api/v1/cases/{reference}/review";
const GRANT: &str = "POST /api/v1/cases/{reference}/grant";
const WITHDRAW: &str = "POST /api/v1/cases/{reference}/withdraw";
const STATUS: &str = "POST /api/v1/licences/{no}/status";

struct Desk {
    owner: Someone,
    examiner: Someone,
    fire: Someone,
    approver: Someone,
}

impl Desk {
    async fn of(world: &World) -> Self {
        let officer = |name, role, office| world.officer(name, role, office, CITY);
        Self {
            owner: world.citizen("owner", CHEN).await,
            examiner: officer("examiner", Role::Examiner, MARKET).await,
            fire: officer("joint examiner", Role::Examiner, "fire-rescue").await,
            approver: officer("approver", Role::Approver, MARKET).await,
        }
    }
}

/// From the first word to the receipt.
async fn applies(trail: &mut Trail, owner: &mut Someone) -> Thing {
    let body = json!({
        "service": "food-business-licence",
        "situation": { "trade": "restaurant", "cold_dishes": "no" },
        "answers": {
            "credit_code": "91980102MA98RY019R", "manager": "陈雨禾",
            "address": "榕城市鼓台区东街 18 号一层", "area": "80", "seats": "24",
        },
    });
    // Begun, and the answers that came along saved.
    let begin = "POST /api/v1/applications";
    let deed = Deed { most: 2, ..Deed::new(begin, "/api/v1/applications", "application", body) };
    let begun = trail.does(owner, deed).await;
    let application = begun["id"].as_str().unwrap().to_owned();
    let mut thing = Thing { kind: "case", application, ..Thing::default() };
    trail.hands_in(owner, &thing, "business-licence").await;
    trail.hands_in(owner, &thing, "layout-plan").await;
    let id = "POST /api/v1/applications/{id}/answers";
    let path = format!("/api/v1/applications/{}/answers", thing.application);
    let answers = json!({ "answers": { "seats": "26" } });
    trail.does(owner, Deed::new(id, path, "application", answers)).await;
    let id = "POST /api/v1/applications/{id}/submit";
    let path = format!("/api/v1/applications/{}/submit", thing.application);
    let receipt = trail.does(owner, Deed::new(id, path, "case", Value::Null)).await;
    thing.reference = receipt["reference"].as_str().unwrap().to_owned();
    thing.code = receipt["query_code"].as_str().unwrap().to_owned();
    thing
}

/// Returned, corrected, stopped and gone on with, granted, undone and granted again, rated.
async fn is_granted(trail: &mut Trail, desk: &mut Desk) {
    let mut case = applies(trail, &mut desk.owner).await;
    let item = json!({ "kind": "material", "id": "layout-plan", "reason": "没有标明面积" });
    let id = "POST /api/v1/cases/{reference}/return";
    trail.act(&mut desk.examiner, &case, id, json!({ "items": [item] })).await;
    trail.world.city.clock.advance(jiff::SignedDuration::from_mins(1));
    trail.hands_in(&mut desk.owner, &case, "layout-plan").await;
    let id = "POST /api/v1/cases/{reference}/corrections";
    trail.act(&mut desk.owner, &case, id, json!({})).await;
    trail.act(&mut desk.examiner, &case, ACCEPT, json!({})).await;
    let stop = json!({ "procedure": "site-inspection", "reason": "核查", "days": 3 });
    let id = "POST /api/v1/cases/{reference}/suspend";
    trail.act(&mut desk.examiner, &case, id, stop).await;
    let id = "POST /api/v1/cases/{reference}/resume";
    trail.act(&mut desk.examiner, &case, id, json!({ "result": "合格" })).await;
    let agrees = json!({ "in_favour": true, "text": "符合要求" });
    trail.act(&mut desk.examiner, &case, REVIEW, agrees.clone()).await;
    trail.act(&mut desk.fire, &case, REVIEW, agrees).await;
    // What is granted leaves some minutes later, and can be undone until then.
    trail.prepares(&desk.approver, &case, "grant").await;
    let version = trail.world.version(&case).await;
    let path = format!("/api/v1/cases/{}/grant", case.reference);
    let grant = json!({ "text": "准予许可", "version": version });
    trail.only(&mut desk.approver, Deed::new(GRANT, path, "case", grant)).await;
    let id = "POST /api/v1/cases/{reference}/undo";
    trail.act(&mut desk.approver, &case, id, json!({})).await;
    trail.act(&mut desk.approver, &case, GRANT, json!({ "text": "准予许可" })).await;
    let path = format!("/api/v1/cases/{}", case.reference);
    let shown = trail.world.gets(&desk.owner, &path).await.json();
    case.licence_no = shown["licence_number"].as_str().unwrap().to_owned();
    let rating = json!({
        "reference": case.reference, "grade": 1, "channel": "pc", "comment": "很快",
    });
    let id = "POST /api/v1/ratings";
    trail.does(&mut desk.owner, Deed::new(id, "/api/v1/ratings", "rating", rating)).await;
    for (act, code) in [("suspend", "inspection"), ("restore", "put_right")] {
        let path = format!("/api/v1/licences/{}/status", case.licence_no);
        let body = json!({
            "act": act, "reason_code": code, "reason": "核查情况属实", "typed": case.licence_no,
        });
        trail.does(&mut desk.approver, Deed::new(STATUS, path, "licence", body)).await;
    }
}

/// What ends otherwise.
async fn ends_otherwise(trail: &mut Trail, desk: &mut Desk) {
    let case = applies(trail, &mut desk.owner).await;
    trail.act(&mut desk.owner, &case, WITHDRAW, json!({ "reason": "不开了" })).await;
    let case = applies(trail, &mut desk.owner).await;
    let id = "POST /api/v1/cases/{reference}/not-accept";
    let ruling = json!({ "code": "not_required", "text": "不需要许可" });
    trail.act(&mut desk.examiner, &case, id, ruling).await;
    let case = applies(trail, &mut desk.owner).await;
    trail.act(&mut desk.examiner, &case, ACCEPT, json!({})).await;
    let against = json!({ "in_favour": false, "text": "过道被堵" });
    trail.act(&mut desk.examiner, &case, REVIEW, against.clone()).await;
    trail.act(&mut desk.fire, &case, REVIEW, against).await;
    let id = "POST /api/v1/cases/{reference}/refuse";
    let ruling = json!({ "code": "layout-unfit", "text": "过道被堵" });
    trail.act(&mut desk.approver, &case, id, ruling).await;
}

/// Who looks without a task, who is asked why, and what people ask for about themselves.
async fn looks_and_questions(trail: &mut Trail, owner: &mut Someone) {
    let mut hasty = trail.world.officer("hasty", Role::Examiner, "health", CITY).await;
    let path = "/api/v1/me/elevation";
    let reason = json!({ "reason": "群众紧急求助，需核对其住址" });
    let deed = Deed::new("POST /api/v1/me/elevation", path, "elevation", reason);
    trail.does(&mut hasty, deed).await;
    let id = "POST /api/v1/me/elevation/end";
    let end = Deed::new(id, format!("{path}/end"), "elevation", Value::Null);
    trail.does(&mut hasty, end).await;
    let office = "government-services";
    let mut supervisor = trail.world.officer("supervisor", Role::Supervisor, office, CITY).await;
    let id = "POST /api/v1/elevations/{account}/review";
    let path = format!("/api/v1/elevations/{}/review", hasty.actor.account.unwrap());
    let body = json!({ "in_order": true, "remark": "已核对" });
    trail.does(&mut supervisor, Deed::new(id, path, "elevation", body)).await;
    let path = "/api/v1/me/interests";
    let body = json!({ "own_number": HUANG, "relatives": [] });
    let id = "POST /api/v1/me/interests";
    trail.does(&mut hasty, Deed::new(id, path, "interests", body)).await;
    let reads = trail.world.gets(owner, "/api/v1/me/reads").await.json();
    let access = reads["items"][0]["id"].as_str().expect("somebody has looked").to_owned();
    let path = format!("/api/v1/me/reads/{access}/question");
    let id = "POST /api/v1/me/reads/{access}/question";
    trail.does(owner, Deed::new(id, path, "inquiry", json!({ "text": "为什么" }))).await;
    let id = "POST /api/v1/me/copies";
    trail.does(owner, Deed::new(id, "/api/v1/me/copies", "export", json!({}))).await;
}

/// A post that is proposed, granted, and an account that is stopped.
async fn staff_changes(trail: &mut Trail) {
    let office = "government-services";
    let administrator = |name| trail.world.officer(name, Role::Administrator, office, CITY);
    let (mut one, mut two) = (administrator("one").await, administrator("two").await);
    let staff = trail.world.city.installation.house.ask::<dyn Staff>().unwrap();
    let whose: AccountId = staff.staff_of(MARKET, Role::Examiner).await.unwrap()[0];
    let path = format!("/api/v1/staff/{whose}/posts");
    let post = json!({
        "role": "approver", "authority": "health", "region": CITY, "line": "",
        "from": "2026-03-01", "until": "2026-03-31",
    });
    let id = "POST /api/v1/staff/{account}/posts";
    trail.does(&mut one, Deed::new(id, path.clone(), "staffing", post)).await;
    let id = "POST /api/v1/staff/{account}/posts/{number}/answer";
    let deed = Deed::new(id, format!("{path}/1/answer"), "staffing", json!({ "grant": true }));
    trail.does(&mut two, deed).await;
    let id = "POST /api/v1/staff/{account}/suspension";
    let body = json!({ "suspend": true, "reason": "查证" });
    let path = format!("/api/v1/staff/{whose}/suspension");
    trail.does(&mut one, Deed::new(id, path, "staffing", body)).await;
}

/// Who helps whom, who belongs to a firm, and with what somebody signs in.
async fn own_affairs(trail: &mut Trail) {
    let mut helper = trail.world.citizen("helper", CHEN).await;
    let mut principal = trail.world.citizen("principal", HUANG).await;
    let path = "/api/v1/me/mandates";
    let offer = json!({
        "as": "helper", "name": "黄德霖", "id_number": HUANG, "kind": "family",
        "acts": ["apply"], "until": "2026-06-30",
    });
    let deed = Deed::new("POST /api/v1/me/mandates", path, "mandate", offer);
    let offered = trail.does(&mut helper, deed).await;
    let path = format!("{path}/{}", offered["id"].as_str().unwrap());
    let id = "POST /api/v1/me/mandates/{id}/consent";
    let deed = Deed::new(id, format!("{path}/consent"), "mandate", json!({}));
    trail.does(&mut principal, deed).await;
    let id = "POST /api/v1/me/mandates/{id}/end";
    let deed = Deed::new(id, format!("{path}/end"), "mandate", json!({}));
    trail.does(&mut principal, deed).await;
    let id = "POST /api/v1/me/password";
    let change = json!({ "present": "onewindow", "new": "spring-in-the-hills" });
    trail.does(&mut principal, Deed::new(id, "/api/v1/me/password", "account", change)).await;
    members(trail).await;
}

async fn members(trail: &mut Trail) {
    let mut head = trail.world.citizen("head", CHEN).await;
    let mut agent = trail.world.citizen("agent", PAN).await;
    let firms = trail.world.gets(&agent, "/api/v1/me/firms").await.json();
    let mut firms = firms.as_array().unwrap().iter();
    let kitchen = firms.find(|it| it["name"].as_str().unwrap().contains("榕荫小馆")).unwrap();
    let firm = format!("/api/v1/me/firms/{}", kitchen["firm"].as_str().unwrap());
    let roll = trail.world.gets(&head, &format!("{firm}/members")).await.json();
    let of_agent = roll.as_array().unwrap().iter().find(|it| it["name"] == "潘佩筠").unwrap();
    let member = format!("{firm}/members/{}", of_agent["member"].as_str().unwrap());
    let id = "POST /api/v1/me/firms/{firm}/members/{member}/role";
    let deed = Deed::new(id, format!("{member}/role"), "firm", json!({ "role": "reader" }));
    trail.does(&mut head, deed).await;
    let id = "POST /api/v1/me/firms/{firm}/members/{member}/suspend";
    trail.does(&mut head, Deed::new(id, format!("{member}/suspend"), "firm", json!({}))).await;
    let id = "POST /api/v1/me/firms/{firm}/members/{member}/remove";
    trail.does(&mut head, Deed::new(id, format!("{member}/remove"), "firm", json!({}))).await;
    let id = "POST /api/v1/me/firms/{firm}/members";
    let invitation = json!({ "name": "潘佩筠", "id_number": PAN, "role": "agent" });
    trail.does(&mut head, Deed::new(id, format!("{firm}/members"), "firm", invitation)).await;
    let id = "POST /api/v1/me/firms/{firm}/accept";
    trail.does(&mut agent, Deed::new(id, format!("{firm}/accept"), "firm", json!({}))).await;
    let id = "POST /api/v1/me/firms/{firm}/members/{member}/confirm";
    trail.does(&mut head, Deed::new(id, format!("{member}/confirm"), "firm", json!({}))).await;
    let id = "POST /api/v1/me/firms/{firm}/leave";
    trail.does(&mut agent, Deed::new(id, format!("{firm}/leave"), "firm", json!({}))).await;
}

#[tokio::test]
async fn each_change_leaves_one_record_of_who_did_what_when_where_and_with_which_result() {
    on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let mut trail = Trail { world, seen: BTreeSet::new(), done: BTreeMap::new() };
        trail.settles().await;
        let mut desk = Desk::of(&trail.world).await;
        is_granted(&mut trail, &mut desk).await;
        // Sessions of the desk last a quarter of an hour.
        let mut desk = Desk::of(&trail.world).await;
        ends_otherwise(&mut trail, &mut desk).await;
        let mut owner = trail.world.citizen("owner", CHEN).await;
        looks_and_questions(&mut trail, &mut owner).await;
        staff_changes(&mut trail).await;
        own_affairs(&mut trail).await;
        let words: BTreeSet<_> = trail.done.values().collect();
        assert!(trail.done.len() >= 36 && words.len() >= 30, "{:#?}", trail.done);
    })
    .await;
}
