//! Real objects in a running city, and everybody who may or may not touch them.

use std::{collections::HashMap, sync::Mutex};

use accounts_domain::People;
use kernel::{
    Actor, Role,
    id::{AccountId, FirmId, SubjectId},
};
use reqwest::{Client, Method, RequestBuilder, header};
use serde_json::{Value, json};
use web::{Assurance, NewSession};

use crate::city::City;

pub const CHEN: &str = "710000198804161226";
pub const HUANG: &str = "710000195509080374";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
/// The whole city, one of its districts, and a province next door.
pub const CITY: &str = "980100000000";
pub const DISTRICT: &str = "980102000000";
pub const ELSEWHERE: &str = "970100000000";

static EVENTS: ledger::Statement = ledger::Statement::new("SELECT COUNT(*) FROM ledger_event");

/// Why somebody looks at a case that is not their task.
pub const WHY: &str = "核实投诉线索癸";

/// Why the task of a colleague is taken over.
pub const TAKEN: &str = "同事请假由我接办寅";

/// Somebody with a session of their own, or nobody.
#[derive(Clone)]
pub struct Someone {
    pub name: &'static str,
    pub actor: Actor,
    pub token: Option<String>,
}

/// How a request was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

impl Answer {
    /// Whether the one who asked was let in, whatever came of it.
    pub fn is_granted(&self) -> bool {
        let is_sent_away = self.status == 303 && self.location.contains("sign-in");
        !matches!(self.status, 401 | 403 | 404) && !is_sent_away
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// One thing with everything that addresses it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thing {
    pub kind: &'static str,
    pub application: String,
    pub material: String,
    pub reference: String,
    pub code: String,
    pub licence: String,
    pub licence_no: String,
}

/// The action for which a confirmation is asked, if one is.
fn asked_to_confirm(answer: &Answer) -> Option<String> {
    if let Some((_, query)) = answer.location.split_once("/step-up?") {
        let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
        return pairs.find(|(name, _)| *name == "for").map(|(_, action)| action.to_owned());
    }
    let body: Value = serde_json::from_str(&answer.body).ok()?;
    let is_asked = answer.status == 403 && body["code"] == "step_up";
    is_asked.then(|| body["action"].as_str().unwrap_or_default().to_owned())
}

/// The city with its objects.
pub struct World {
    pub city: City,
    client: Client,
    /// Under which ids sessions go on after acts of power were confirmed.
    renewed: Mutex<HashMap<String, String>>,
}

impl World {
    pub async fn on(city: City) -> Self {
        let redirects = reqwest::redirect::Policy::none();
        let client = Client::builder().redirect(redirects).build().unwrap();
        Self { city, client, renewed: Mutex::default() }
    }

    pub fn nobody() -> Someone {
        Someone { name: "anonymous", actor: Actor::ANONYMOUS, token: None }
    }

    /// A session for an actor, as every way of signing in opens one.
    pub async fn session(&self, name: &'static str, actor: Actor) -> Someone {
        let web = &self.city.installation.web;
        let proven = [web::Method::Password, web::Method::Code];
        let assurance = Assurance::new(&proven, web.ledger.clock().now());
        let (name_of, device) = (name.to_owned(), String::new());
        let new = NewSession { actor: actor.clone(), name: name_of, assurance, device };
        let opened = web.sessions.open(new).await.unwrap();
        Someone { name, actor, token: Some(opened.token().to_owned()) }
    }

    /// An account that nobody has yet.
    pub fn account(&self) -> AccountId {
        let ledger = &self.city.installation.house.ledger;
        AccountId::new(ledger.clock().now(), ledger.chance().as_ref())
    }

    fn people(&self) -> std::sync::Arc<dyn People> {
        self.city.installation.house.ask::<dyn People>().unwrap()
    }

    /// A citizen of the demonstration.
    pub async fn citizen(&self, name: &'static str, id_number: &str) -> Someone {
        let account = self.people().by_id_number(id_number).await.unwrap().unwrap();
        self.session(name, Actor::citizen(account)).await
    }

    /// The same citizen, acting for the firm with this credit code.
    pub async fn agent(&self, name: &'static str, id_number: &str, code: &str) -> Someone {
        let people = self.people();
        let account = people.by_id_number(id_number).await.unwrap().unwrap();
        let firm: FirmId = people.by_credit_code(code).await.unwrap().unwrap();
        let subject: SubjectId = firm.subject();
        let actor = Actor { acting_for: Some(subject), ..Actor::citizen(account) };
        self.session(name, actor).await
    }

    /// Somebody with a post that was made for this test.
    pub async fn officer(
        &self,
        name: &'static str,
        role: Role,
        authority: &str,
        region: &str,
    ) -> Someone {
        let actor = Actor::staff(role, self.account(), authority).within(region);
        self.session(name, actor).await
    }

    pub fn request(&self, who: &Someone, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.city.base));
        let request = request.header(header::ORIGIN, self.city.base.clone());
        match &who.token {
            Some(token) => {
                let token = self.renewed(token);
                request.header(header::COOKIE, format!("{}={token}", self.cookie()))
            }
            None => request,
        }
    }

    /// The name of the cookie that carries a session here.
    fn cookie(&self) -> String {
        self.city.installation.web.cookie_name().to_string()
    }

    fn renewed(&self, token: &str) -> String {
        let renewed = self.renewed.lock().unwrap();
        let mut token = token.to_owned();
        while let Some(next) = renewed.get(&token) {
            token.clone_from(next);
        }
        token
    }

    /// Sends a request; whoever is asked to confirm an act of power does, and sends it again.
    pub async fn sends(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let again = request.try_clone();
        let answer = self.once(request).await;
        let (Some(action), Some(mut again)) = (asked_to_confirm(&answer), again) else {
            return answer;
        };
        let cookie = again.headers()[header::COOKIE].to_str().unwrap().to_owned();
        let token = cookie.split_once('=').map_or("", |(_, token)| token);
        let sessions = &self.city.installation.web.sessions;
        let session = sessions.find(token).await.unwrap().unwrap();
        let next = sessions.step_up(&session, &action, &[web::Method::Code]).await.unwrap();
        let next = next.token().to_owned();
        let cookie = format!("{}={next}", self.cookie()).parse().unwrap();
        again.headers_mut().insert(header::COOKIE, cookie);
        self.renewed.lock().unwrap().insert(token.to_owned(), next);
        self.once(again).await
    }

    /// The bare answer to a request, whatever it asks to confirm.
    pub async fn answers(&self, request: RequestBuilder) -> reqwest::Response {
        self.executes(request.build().unwrap()).await
    }

    /// The bare answer to a request that is ready.
    pub async fn executes(&self, request: reqwest::Request) -> reqwest::Response {
        self.client.execute(request).await.unwrap()
    }

    /// How many events there are.
    pub async fn events(&self) -> u64 {
        let rows = self.city.installation.house.ledger.rows(&EVENTS, &[]).await.unwrap();
        rows[0].count(0).unwrap()
    }

    async fn once(&self, request: reqwest::Request) -> Answer {
        let response = self.executes(request).await;
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION);
        let location = location.and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
        let body = response.bytes().await.unwrap();
        Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub async fn gets(&self, who: &Someone, path: &str) -> Answer {
        self.sends(self.request(who, Method::GET, path)).await
    }

    pub async fn posts(&self, who: &Someone, path: &str, body: &Value) -> Answer {
        self.sends(self.request(who, Method::POST, path).json(body)).await
    }

    /// A case as a program is answered that knows its query code and nothing else.
    pub async fn knows_code(&self, thing: &Thing) -> Answer {
        let path = format!("/api/v1/cases/{}", thing.reference);
        let request = self.request(&Self::nobody(), Method::GET, &path);
        self.sends(request.header("query-code", &thing.code)).await
    }

    /// Shows the query code of a thing in the form that asks for it; answers the cookie with which
    /// its pages are open, empty where they are not.
    pub async fn opens(&self, who: &Someone, thing: &Thing) -> String {
        let csrf = self.csrf(who).await;
        let fields = [("_csrf", csrf.as_str()), ("ref", &thing.reference), ("code", &thing.code)];
        let request = self.request(who, Method::POST, "/zh-hans/track").form(&fields);
        let response = self.answers(request).await;
        let cookie = response.headers().get(header::SET_COOKIE).and_then(|it| it.to_str().ok());
        cookie.and_then(|it| it.split(';').next()).unwrap_or_default().to_owned()
    }

    /// Says why they read a case that is not their task; the reason stands for the next pages.
    pub async fn says_why(&self, who: &Someone, reference: &str) -> Answer {
        let csrf = self.csrf(who).await;
        let key = self.account().to_string();
        let fields = [("_csrf", csrf.as_str()), ("_key", key.as_str()), ("reason", WHY)];
        let path = format!("/staff/cases/{reference}/why");
        self.sends(self.request(who, Method::POST, &path).form(&fields)).await
    }

    /// A fresh token for the forms of this session.
    pub async fn csrf(&self, who: &Someone) -> String {
        let page = self.gets(who, "/zh-hans/verify").await.body;
        let mark = "name=\"_csrf\" value=\"";
        let (_, rest) = page.split_once(mark).expect("a form with a token");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// The seal of what a page shows, for its first form that binds.
    pub async fn shown(&self, who: &Someone, path: &str) -> String {
        let page = self.gets(who, path).await.body;
        let (_, rest) = page.split_once("name=\"_shown\" value=\"").expect("a form that binds");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    fn ok(answer: Answer) -> Value {
        assert!((200..300).contains(&answer.status), "{answer:?}");
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    /// A draft of a food-business licence with its two documents.
    pub async fn draft(&self, who: &Someone, kind: &'static str) -> Thing {
        let body = json!({
            "service": "food-business-licence",
            "situation": { "trade": "restaurant", "cold_dishes": "no" },
            "answers": {
                "credit_code": "91980102MA98RY019R", "manager": "陈雨禾",
                "address": "榕城市鼓台区东街 18 号一层", "area": "80", "seats": "24",
            },
        });
        let begun = Self::ok(self.posts(who, "/api/v1/applications", &body).await);
        let application = begun["id"].as_str().unwrap().to_owned();
        let mut material = String::new();
        for requirement in ["business-licence", "layout-plan"] {
            let path =
                format!("/api/v1/applications/{application}/materials/{requirement}?name=a.pdf");
            let sent = self.request(who, Method::POST, &path).body(PDF);
            let taken = Self::ok(self.sends(sent).await);
            material = taken["id"].as_str().unwrap().to_owned();
        }
        Thing { kind, application, material, ..Thing::default() }
    }

    /// An application that was just begun, some of whose documents its owner holds already.
    pub async fn begun(&self, who: &Someone, kind: &'static str) -> Thing {
        let body = json!({ "service": "driving-licence-renewal" });
        let begun = Self::ok(self.posts(who, "/api/v1/applications", &body).await);
        let application = begun["id"].as_str().unwrap().to_owned();
        Thing { kind, application, ..Thing::default() }
    }

    /// A case that was just handed in.
    pub async fn case(&self, who: &Someone, kind: &'static str) -> Thing {
        let draft = self.draft(who, kind).await;
        let path = format!("/api/v1/applications/{}/submit", draft.application);
        let receipt = Self::ok(self.posts(who, &path, &Value::Null).await);
        self.city.settles().await;
        // Who acts for a firm is shown no code.
        let text = |name: &str| receipt[name].as_str().unwrap_or_default().to_owned();
        Thing { reference: text("reference"), code: text("query_code"), ..draft }
    }

    /// Takes over the task that waits for somebody's post, where it is a colleague's.
    pub async fn takes_over(&self, who: &Someone, thing: &Thing) {
        let id: kernel::id::CaseId = thing.application.parse().unwrap();
        let ledger = &self.city.installation.house.ledger;
        let (case, version) = ledger.load::<cases_domain::Case>(id).await.unwrap().unwrap();
        let duty = ledger.load::<cases_domain::Duty>(id).await.unwrap();
        let duty = duty.map(|(duty, _)| duty).unwrap_or_default();
        let holder = case.task_of(&who.actor).and_then(|task| duty.officer_of(&task.key()));
        if holder.is_some_and(|it| Some(it) != who.actor.account) {
            let path = format!("/api/v1/cases/{}/take-over", thing.reference);
            self.posts(who, &path, &json!({ "version": version, "reason": TAKEN })).await;
        }
    }

    /// Does something with a case as it stands; a colleague's task is taken over first.
    pub async fn acts(&self, who: &Someone, thing: &Thing, act: &str, mut body: Value) -> Answer {
        self.takes_over(who, thing).await;
        if matches!(act, "grant" | "refuse") {
            self.opens_file(who, thing).await;
        }
        body["version"] = json!(self.version(thing).await);
        let path = format!("/api/v1/cases/{}/{act}", thing.reference);
        let answer = self.posts(who, &path, &body).await;
        self.city.settles().await;
        answer
    }

    /// Opens the file, as whoever decides has to; the read is recorded.
    pub async fn opens_file(&self, who: &Someone, thing: &Thing) -> Answer {
        self.gets(who, &format!("/api/v1/cases/{}/file", thing.reference)).await
    }

    /// What was decided leaves: its maker can no longer undo it.
    pub async fn decisions_leave(&self) {
        self.city.clock.advance(jiff::SignedDuration::from_mins(11));
        self.city.settles().await;
    }

    pub async fn version(&self, thing: &Thing) -> u64 {
        let id: kernel::id::CaseId = thing.application.parse().unwrap();
        let ledger = &self.city.installation.house.ledger;
        ledger.load::<cases_domain::Case>(id).await.unwrap().unwrap().1
    }

    /// A case that was granted, with its licence, and rated with one star.
    pub async fn granted(&self, owner: &Someone, kind: &'static str) -> Thing {
        let mut thing = self.case(owner, kind).await;
        let examiner = self.officer("e", Role::Examiner, "market-regulation", CITY).await;
        let fire = self.officer("f", Role::Examiner, "fire-rescue", CITY).await;
        let approver = self.officer("a", Role::Approver, "market-regulation", CITY).await;
        let agrees = json!({ "in_favour": true, "text": "符合要求" });
        Self::ok(self.acts(&examiner, &thing, "accept", json!({})).await);
        Self::ok(self.acts(&examiner, &thing, "review", agrees.clone()).await);
        Self::ok(self.acts(&fire, &thing, "review", agrees).await);
        Self::ok(self.acts(&approver, &thing, "grant", json!({ "text": "准予许可" })).await);
        self.decisions_leave().await;
        let list = Self::ok(self.gets(owner, "/api/v1/licences").await);
        let case = Self::ok(self.knows_code(&thing).await);
        let number = case["licence_number"].as_str().unwrap().to_owned();
        let all = list.as_array().unwrap();
        let own = all.iter().find(|it| it["number"] == number.as_str()).unwrap();
        thing.licence = own["id"].as_str().unwrap().to_owned();
        thing.licence_no = number;
        let rating = json!({
            "reference": thing.reference, "grade": 5, "channel": "pc", "comment": "等了太久",
        });
        Self::ok(self.posts(owner, "/api/v1/ratings", &rating).await);
        self.city.settles().await;
        thing
    }

    /// An address that leads to nothing, of the same form as a thing's.
    pub fn nothing(&self) -> Thing {
        let id = self.account().to_string();
        Thing {
            kind: "nothing",
            application: id.clone(),
            material: id.clone(),
            reference: kernel::code::CaseRef::from_random("RC", [9; 8]).unwrap().to_string(),
            code: "999999".to_owned(),
            licence: id,
            licence_no: "JY00000000000001".to_owned(),
        }
    }
}
