//! A firm's members: in every state of membership but one, no route does anything for the firm.

use kernel::Role;
use ledger::Statement;
use reqwest::Method;
use serde_json::{Value, json};
use web::{Audit, Face};

use crate::{
    city::City,
    machine::{Answer, Machine},
};

const CHEN: &str = "710000198804161226";
const PAN: &str = "710000198512142824";
const KITCHEN: &str = "91980102MA98RY019R";
const MANAGER: &str = "石敢当";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";

/// The kitchen with a draft and a case of its own.
struct Kitchen {
    city: City,
    /// The legal representative, for themselves.
    head: Machine,
    firm: String,
    draft: String,
    reference: String,
    number: String,
}

fn application() -> Value {
    json!({
        "service": "food-business-licence",
        "situation": { "trade": "restaurant", "cold_dishes": "no" },
        "answers": {
            "manager": MANAGER, "address": "榕城市鼓台区东街 18 号一层", "area": "80",
            "seats": "24", "credit_code": KITCHEN
        }
    })
}

async fn begins(machine: &Machine) -> String {
    let begun = machine.post("/api/v1/applications", application()).await.good();
    begun["id"].as_str().unwrap().to_owned()
}

/// The id under which the firm stands in a person's memberships.
async fn firm_of(machine: &Machine, name: &str) -> String {
    let firms = machine.get("/api/v1/me/firms").await.good();
    let firms = firms.as_array().unwrap();
    let firm = firms.iter().find(|it| it["name"].as_str().unwrap().contains(name)).unwrap();
    firm["firm"].as_str().unwrap().to_owned()
}

impl Kitchen {
    async fn new() -> Self {
        let city = City::on("2026-03-02T10:00:00+08:00").await;
        let head = city.machine(CHEN).await;
        let firm = firm_of(&head, "榕荫小馆").await;
        let agent = head.acting_for(PAN, &city, &format!("firm:{firm}")).await;
        let id = begins(&agent).await;
        for requirement in ["business-licence", "layout-plan"] {
            let path = format!("/api/v1/applications/{id}/materials/{requirement}");
            agent.hands_in(&path, PDF).await;
        }
        let receipt =
            agent.post(&format!("/api/v1/applications/{id}/submit"), json!({})).await.good();
        assert!(receipt.get("query_code").is_none(), "the code would outlive the membership");
        let reference = receipt["reference"].as_str().unwrap().to_owned();
        let number = receipt["case"]["number"].as_str().unwrap().to_owned();
        let draft = begins(&agent).await;
        city.settles().await;
        Self { city, head, firm, draft, reference, number }
    }

    /// The agent, acting for the kitchen while they may.
    async fn agent(&self) -> Machine {
        self.head.acting_for(PAN, &self.city, &format!("firm:{}", self.firm)).await
    }

    async fn head_does(&self, what: &str) {
        let members = self.head.get(&format!("/api/v1/me/firms/{}/members", self.firm)).await;
        let members = members.good();
        let pan = members.as_array().unwrap().iter().find(|it| it["name"] == "潘佩筠");
        let member = pan.unwrap()["member"].as_str().unwrap();
        let path = format!("/api/v1/me/firms/{}/members/{member}/{what}", self.firm);
        self.head.post(&path, json!({})).await.good();
    }

    async fn invites(&self) {
        let invitation = json!({ "name": "潘佩筠", "id_number": PAN, "role": "agent" });
        let path = format!("/api/v1/me/firms/{}/members", self.firm);
        self.head.post(&path, invitation).await.good();
    }

    async fn pan_does(&self, what: &str) {
        let pan = self.city.machine(PAN).await;
        let path = format!("/api/v1/me/firms/{}/{what}", self.firm);
        pan.post(&path, json!({})).await.good();
    }

    /// Brings the agent's membership there from confirmed.
    async fn membership_is(&self, state: &str) {
        match state {
            "suspended" => self.head_does("suspend").await,
            "left" => self.pan_does("leave").await,
            "removed" => self.head_does("remove").await,
            "invited" => {
                self.head_does("remove").await;
                self.invites().await;
            }
            "accepted" => {
                self.head_does("remove").await;
                self.invites().await;
                self.pan_does("accept").await;
            }
            _ => {}
        }
    }

    /// An address with the kitchen's own draft and case in it.
    fn address(&self, id: &str) -> String {
        let path = id.split_once(' ').map_or("", |(_, path)| path).replace("/{l}", "/zh-hans");
        let application = if path.contains("submitted") { &self.number } else { &self.draft };
        path.replace("{id}", application)
            .replace("{reference}", &self.reference)
            .replace("{code}", "food-business-licence")
            .replace("{topic}", "operator")
            .replace("{requirement}", "layout-plan")
            .replace("{material}", "none")
            .replace("{seq}", "1")
            .replace("{firm}", &self.firm)
            .replace("{member}", "none")
    }

    async fn events(&self) -> u64 {
        static COUNT: Statement = Statement::new("SELECT COUNT(*) FROM ledger_event");
        let ledger = &self.city.installation.house.ledger;
        ledger.rows(&COUNT, &[]).await.unwrap()[0].count(0).unwrap()
    }

    /// Whether an answer says something that only the kitchen's own people may know.
    fn tells(&self, answer: &Answer) -> bool {
        let known = [MANAGER, KITCHEN, self.number.as_str()];
        answer.status < 300 && known.iter().any(|it| answer.text.contains(it))
    }

    /// Asks every route that a citizen may ever use about the kitchen's matters; answers how many
    /// told something, and how many changed something.
    async fn tries_everything(&self, agent: &Machine, state: &str) -> (usize, usize) {
        let (mut told, mut changed) = (0, 0);
        for route in &self.city.installation.house.routes {
            let (id, policy) = (route.id(), &self.city.installation.web.policy);
            let is_personal = PERSONAL.iter().any(|it| id.contains(it))
                || state == ELSEWHERE && OF_THE_SESSION.contains(&id.as_str());
            let is_own = matches!(route.needs.audit, Audit::Own | Audit::Event);
            if !policy.may_ever(Role::Citizen, route.needs.action) || is_personal || !is_own {
                continue;
            }
            let (path, before) = (self.address(&id), self.events().await);
            let answer = match (route.face, route.method.as_str()) {
                (_, "GET") => agent.send(Method::GET, &path, None).await,
                (Face::Api, _) if path.contains("/materials/") => agent.hands_in(&path, PDF).await,
                (Face::Api, _) => agent.post(&path, body(&path)).await,
                _ => agent.fill(&path, &[("manager", MANAGER), ("situation-trade", "shop")]).await,
            };
            assert!(answer.status < 500, "{state}: {id} answers {}", answer.status);
            let (tells, changes) = (self.tells(&answer), self.events().await > before);
            if state != "confirmed" {
                assert!(!tells, "{state}: {id} tells {}", answer.text);
                assert!(!changes, "{state}: {id} changes something ({})", answer.status);
            }
            told += usize::from(tells);
            changed += usize::from(changes);
        }
        (told, changed)
    }
}

/// What a session does for the person and not for the firm: signing in and out, choosing for whom
/// one acts, one's own memberships, mandates and profile.
const PERSONAL: [&str; 11] = [
    "/sign-",
    "/session",
    "/recovery",
    "/activation",
    "/act-for",
    "/my/firm",
    "/me/firms",
    "/mandates",
    "/my/profile",
    "/me/password",
    "/me/factors",
];

/// A session that acts for another firm.
const ELSEWHERE: &str = "acting for another firm";
/// What names no firm: it begins something for whom the session acts for, or lists for whom the
/// person may act.
const OF_THE_SESSION: [&str; 4] = [
    "GET /api/v1/me",
    "POST /api/v1/me/copies",
    "POST /api/v1/applications",
    "POST /{l}/apply/{code}",
];

fn body(path: &str) -> Value {
    match path {
        _ if path.ends_with("/applications") => application(),
        _ if path.ends_with("/answers") => {
            json!({ "situation": {}, "answers": { "manager": MANAGER } })
        }
        _ if path.ends_with("/email") => json!({ "email": "pan@example.cn", "lang": "en" }),
        _ if path.ends_with("/confirm") => json!({ "code": "000000" }),
        _ => json!({}),
    }
}

#[tokio::test]
async fn in_every_state_but_confirmed_no_route_does_anything_for_the_firm() {
    let kitchen = Kitchen::new().await;
    let agent = kitchen.agent().await;
    for state in ["invited", "accepted", "suspended", "left", "removed"] {
        // Nobody signs in as often as this test does in a few minutes.
        kitchen.city.clock.advance(jiff::SignedDuration::from_mins(11));
        kitchen.membership_is(state).await;
        kitchen.tries_everything(&agent, state).await;
        let begins = agent.post("/api/v1/applications", application()).await;
        let expected = match state {
            "invited" | "accepted" => "power.unconfirmed",
            "suspended" => "power.suspended",
            _ => "power.none",
        };
        assert_eq!(begins.code(), expected, "{state}: {}", begins.text);
        let act_for = json!({ "party": format!("firm:{}", kitchen.firm) });
        let pan = kitchen.city.machine(PAN).await;
        let chosen = pan.post("/api/v1/me/act-for", act_for).await;
        assert_eq!(chosen.code(), "firm.no_agent", "{state}: {}", chosen.text);
        // Back to where it began.
        kitchen.city.clock.advance(jiff::SignedDuration::from_mins(11));
        match state {
            "suspended" => kitchen.head_does("confirm").await,
            _ => {
                if state == "accepted" || state == "invited" {
                    kitchen.head_does("remove").await;
                }
                kitchen.invites().await;
                kitchen.pan_does("accept").await;
                kitchen.head_does("confirm").await;
            }
        }
    }
    let (told, changed) = kitchen.tries_everything(&agent, "confirmed").await;
    assert!(told >= 5, "the same routes tell a confirmed agent something: {told}");
    assert!(changed >= 4, "and change something: {changed}");
}

#[tokio::test]
async fn a_session_of_one_firm_has_nothing_to_say_in_another() {
    let kitchen = Kitchen::new().await;
    let pan = kitchen.city.machine(PAN).await;
    let builder = firm_of(&pan, "磐筑").await;
    let elsewhere = pan.acting_for(PAN, &kitchen.city, &format!("firm:{builder}")).await;
    kitchen.tries_everything(&elsewhere, ELSEWHERE).await;
    let case = format!("/api/v1/cases/{}", kitchen.reference);
    assert_eq!(elsewhere.get(&case).await.status, 404, "it does not exist for that firm");
    let members = format!("/api/v1/me/firms/{}/members", kitchen.firm);
    assert_eq!(elsewhere.get(&members).await.code(), "firm.no_agent");
    assert_eq!(pan.get(&case).await.status, 404, "nor for the person themselves");
    let agent = kitchen.agent().await;
    assert_eq!(agent.get(&case).await.status, 200);
}

#[tokio::test]
async fn who_leaves_between_the_page_and_the_post_is_refused() {
    let kitchen = Kitchen::new().await;
    let agent = kitchen.agent().await;
    let topic = format!("/zh-hans/applications/{}/operator", kitchen.draft);
    assert_eq!(agent.get(&topic).await.status, 200);
    kitchen.pan_does("leave").await;
    let before = kitchen.events().await;
    let late = agent.fill(&topic, &[("manager", "冒名顶替")]).await;
    assert_eq!(late.status, 422, "{}", late.text);
    assert!(late.text.contains("您现在不能替对方办这件事"), "{}", late.text);
    assert_eq!(kitchen.events().await, before);
}

#[tokio::test]
async fn an_agent_for_some_services_does_nothing_in_others() {
    let kitchen = Kitchen::new().await;
    let agent = kitchen.agent().await;
    let members = format!("/api/v1/me/firms/{}/members", kitchen.firm);
    let all = kitchen.head.get(&members).await.good();
    let pan = all.as_array().unwrap().iter().find(|it| it["name"] == "潘佩筠").unwrap();
    let role = format!("{members}/{}/role", pan["member"].as_str().unwrap());
    let scope = json!({ "services": ["dog-registration"] });
    let narrow = json!({ "role": "agent", "scope": scope });
    kitchen.head.post(&role, narrow).await.good();
    let refused = agent.post("/api/v1/applications", application()).await;
    assert_eq!(refused.code(), "power.service", "{}", refused.text);
    assert!(refused.text.contains("不在委托的范围里"), "{}", refused.text);
    let listed = agent.get("/api/v1/cases").await.good();
    assert_eq!(listed["cases"].as_array().unwrap().len(), 0, "other services are not listed");
    kitchen.head.post(&role, json!({ "role": "reader" })).await.good();
    let case = format!("/api/v1/cases/{}", kitchen.reference);
    assert_eq!(agent.get(&case).await.status, 200, "a reader looks");
    let withdrawn = agent.post(&format!("{case}/withdraw"), json!({})).await;
    assert_eq!(withdrawn.code(), "power.act", "and does nothing: {}", withdrawn.text);
    let administrator = agent.post(&role, json!({ "role": "administrator" })).await;
    assert_eq!(administrator.code(), "firm.not_head", "{}", administrator.text);
}

#[tokio::test]
async fn pages_lead_from_the_invitation_to_acting_for_the_firm() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let mut head = city.citizen(CHEN).await;
    head.opens("/zh-hans/my/firm").await.reads("法定代表人");
    head.follows("/my/firm/").await.reads("潘佩筠");
    head.follows("/invite").await;
    let wrong = [("name", "黄德林"), ("id_number", "710000195509080374"), ("role", "reader")];
    head.sends("/invite", &wrong).await;
    assert_eq!(head.status, 422, "{}", head.text());
    head.reads("姓名和号码对不上");
    let right = [("name", "黄德霖"), ("id_number", "710000195509080374"), ("role", "reader")];
    head.sends("/invite", &right).await;
    head.reads("已经发出邀请").reads("等对方同意");
    city.settles().await;

    let mut guest = city.citizen("710000195509080374").await;
    guest.opens("/zh-hans/my/messages").await.reads("有企业请您加入");
    guest.opens("/zh-hans/my/act-for").await;
    assert!(!guest.html.contains("榕荫小馆"), "an invitation is no power");
    guest.opens("/zh-hans/my/firm").await.sends("/accept", &[]).await;
    guest.reads("等企业确认");
    guest.opens("/zh-hans/my/act-for").await;
    assert!(!guest.html.contains("榕荫小馆"), "nor is an answer to it");
    city.settles().await;

    head.opens("/zh-hans/my/messages").await.reads("有人同意加入");
    head.opens("/zh-hans/my/firm").await.follows("/my/firm/").await;
    head.reads("黄德霖");
    let page = head.html.clone();
    let waiting = page.split("等企业确认").next().unwrap();
    let link = waiting.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    head.opens(&link).await.sends("/confirm", &[]).await;
    head.reads("对方可以替企业办事了");
    guest.opens("/zh-hans/my/act-for").await;
    assert!(guest.html.contains("榕荫小馆"), "{}", guest.text());
}
