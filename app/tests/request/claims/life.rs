//! One whole life of applications in which somebody types the same hostile text wherever anything
//! may be typed.

use axum::http::Method;
use kernel::Role;
use serde_json::{Value, json};

use super::places::encoded;
use crate::rights::world::{CITY, HUANG, Someone, Thing, World};

/// What ends an attribute, a title and a text box, begins an element of its own, and means
/// something to templates, to documents and to SQL.
pub const EVIL: &str = "\"'></title></textarea><xss-t onx=1>{{7*7}}#panic()";
/// What would do something where it became the address of a link.
pub const LINKS: [&str; 3] = ["javascript:alert(1)", "data:,x", "//evil.example/"];

/// The hostile text of a field, which can be told from that of all others.
pub fn evil(field: u8) -> String {
    format!("h{field:02}-{EVIL}")
}

/// What was lived through.
pub struct Life {
    pub owner: Someone,
    pub granted: Thing,
    pub refused: Thing,
    pub not_accepted: Thing,
    pub withdrawn: Thing,
    pub draft: Thing,
    /// A look at the owner's data, about which a question was asked.
    pub access: String,
}

/// The fields of [`Life`] that are shown to somebody again.
pub const FIELDS: std::ops::RangeInclusive<u8> = 1..=17;

fn good(answer: &crate::rights::world::Answer) {
    assert!((200..400).contains(&answer.status), "{answer:?}");
}

struct Desk {
    examiner: Someone,
    fire: Someone,
    approver: Someone,
}

impl Desk {
    async fn of(world: &World) -> Self {
        let officer = |name, role, office| world.officer(name, role, office, CITY);
        Self {
            examiner: officer("examiner", Role::Examiner, "market-regulation").await,
            fire: officer("joint examiner", Role::Examiner, "fire-rescue").await,
            approver: officer("approver", Role::Approver, "market-regulation").await,
        }
    }
}

async fn acts(world: &World, who: &Someone, thing: &Thing, act: &str, body: Value) {
    let answer = world.acts(who, thing, act, body).await;
    assert_eq!(answer.status, 200, "{act}: {answer:?}");
}

/// A draft all of whose answers are hostile.
async fn draft(world: &World, owner: &Someone, kind: &'static str) -> Thing {
    let draft = world.draft(owner, kind).await;
    let answers = json!({ "answers": {
        "operator_name": evil(1), "shop_name": evil(2), "address": evil(3), "manager": evil(4),
    } });
    let path = format!("/api/v1/applications/{}/answers", draft.application);
    good(&world.posts(owner, &path, &answers).await);
    hands_in(world, owner, &draft).await;
    draft
}

async fn hands_in(world: &World, owner: &Someone, draft: &Thing) {
    // A name ends at its last stroke.
    let name = format!("{}.pdf", evil(5).replace('/', ""));
    let path = format!("/api/v1/applications/{}/materials/layout-plan", draft.application);
    let path = format!("{path}?name={}", encoded(&name));
    let request = world.request(owner, Method::POST, &path).body(super::files::PDF);
    good(&world.sends(request).await);
}

async fn submitted(world: &World, owner: &Someone, draft: Thing) -> Thing {
    let path = format!("/api/v1/applications/{}/submit", draft.application);
    let receipt = world.posts(owner, &path, &Value::Null).await;
    good(&receipt);
    world.city.settles().await;
    let text = |name: &str| receipt.json()[name].as_str().unwrap_or_default().to_owned();
    Thing { reference: text("reference"), code: text("query_code"), ..draft }
}

/// Returned, corrected, accepted, stopped, gone on with, granted and rated.
async fn granted(world: &World, owner: &Someone, desk: &Desk) -> Thing {
    let mut thing = submitted(world, owner, draft(world, owner, "granted").await).await;
    let item = json!({ "kind": "material", "id": "layout-plan", "reason": evil(6) });
    acts(world, &desk.examiner, &thing, "return", json!({ "items": [item] })).await;
    world.city.clock.advance(jiff::SignedDuration::from_mins(1));
    hands_in(world, owner, &thing).await;
    acts(world, owner, &thing, "corrections", json!({})).await;
    acts(world, &desk.examiner, &thing, "accept", json!({})).await;
    let stop = json!({ "procedure": "site-inspection", "reason": evil(7), "days": 3 });
    acts(world, &desk.examiner, &thing, "suspend", stop).await;
    acts(world, &desk.examiner, &thing, "resume", json!({ "result": evil(8) })).await;
    let review = |text: String| json!({ "in_favour": true, "text": text });
    acts(world, &desk.examiner, &thing, "review", review(evil(9))).await;
    acts(world, &desk.fire, &thing, "review", review(evil(10))).await;
    acts(world, &desk.approver, &thing, "grant", json!({ "text": evil(11) })).await;
    world.decisions_leave().await;
    let case = world.knows_code(&thing).await.json();
    thing.licence_no = case["licence_number"].as_str().unwrap().to_owned();
    let list = world.gets(owner, "/api/v1/licences").await.json();
    let own = list.as_array().unwrap().iter().find(|it| it["number"] == *thing.licence_no);
    thing.licence = own.unwrap()["id"].as_str().unwrap().to_owned();
    let rating = json!({
        "reference": thing.reference, "grade": 5, "channel": "pc", "comment": evil(12),
    });
    good(&world.posts(owner, "/api/v1/ratings", &rating).await);
    thing
}

/// Everything that ends otherwise, with links instead of text where a text says why.
async fn others(world: &World, owner: &Someone, desk: &Desk) -> [Thing; 3] {
    let why = |number: usize| format!("h{:02}-{}{EVIL}", number + 13, LINKS[number]);
    let refused = submitted(world, owner, draft(world, owner, "refused").await).await;
    acts(world, &desk.examiner, &refused, "accept", json!({})).await;
    let agrees = json!({ "in_favour": false, "text": LINKS[0] });
    acts(world, &desk.examiner, &refused, "review", agrees.clone()).await;
    acts(world, &desk.fire, &refused, "review", agrees).await;
    let ruling = json!({ "code": "layout-unfit", "text": why(0) });
    acts(world, &desk.approver, &refused, "refuse", ruling).await;
    let not_accepted = submitted(world, owner, draft(world, owner, "not accepted").await).await;
    let ruling = json!({ "code": "not_required", "text": why(1) });
    acts(world, &desk.examiner, &not_accepted, "not-accept", ruling).await;
    let withdrawn = submitted(world, owner, draft(world, owner, "withdrawn").await).await;
    acts(world, owner, &withdrawn, "withdraw", json!({ "reason": why(2) })).await;
    world.decisions_leave().await;
    [refused, not_accepted, withdrawn]
}

/// What anybody tells the editors, and what a person asks and has put right about themselves.
async fn words_besides(world: &World, owner: &Someone) -> String {
    let nobody = World::nobody();
    let report = [("_csrf", world.csrf(&nobody).await), ("text", evil(16))];
    let path = "/zh-hans/services/food-business-licence/wrong";
    let sent = world.sends(world.request(&nobody, Method::POST, path).form(&report)).await;
    assert_eq!(sent.status, 303, "{sent:?}");
    let reads = world.gets(owner, "/api/v1/me/reads").await.json();
    let access = reads["items"][0]["id"].as_str().expect("somebody has looked").to_owned();
    let path = format!("/api/v1/me/reads/{access}/question");
    good(&world.posts(owner, &path, &json!({ "text": evil(17) })).await);
    // Another one, whose name the other pages do not show.
    let other = world.citizen("other", HUANG).await;
    let path = "/zh-hans/my/data/correct";
    let seal = world.shown(&other, path).await;
    let csrf = world.csrf(&other).await;
    let mut wish = vec![("_csrf", csrf), ("_shown", seal), ("reason", evil(18))];
    wish.extend(["name", "mobile", "address"].map(|fact| (fact, evil(19))));
    let sent = world.sends(world.request(&other, Method::POST, path).form(&wish)).await;
    assert_eq!(sent.status, 303, "{sent:?}");
    access
}

/// Lives it.
pub async fn lived(world: &World, id_number: &str) -> Life {
    let owner = world.citizen("owner", id_number).await;
    let desk = Desk::of(world).await;
    let granted = granted(world, &owner, &desk).await;
    let owner = world.citizen("owner", id_number).await;
    let desk = Desk::of(world).await;
    // Somebody whose task it is not looks at it and says why.
    let office = "government-services";
    let supervisor = world.officer("supervisor", Role::Supervisor, office, CITY).await;
    assert_eq!(world.says_why(&supervisor, &granted.reference).await.status, 303);
    let [refused, not_accepted, withdrawn] = others(world, &owner, &desk).await;
    let owner = world.citizen("owner", id_number).await;
    let draft = draft(world, &owner, "draft").await;
    let access = words_besides(world, &owner).await;
    world.city.settles().await;
    Life { owner, granted, refused, not_accepted, withdrawn, draft, access }
}
