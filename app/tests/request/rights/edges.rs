//! Each command in each state of a case, for everybody: what the state does not allow is refused
//! and leaves the case as it was; so is what is said about a version that is past.

use kernel::{Role, id::CaseId};
use serde_json::{Value, json};

use super::world::{CHEN, CITY, HUANG, Someone, Thing, World};
use crate::city::City;

/// Everything that can be sent to a case, with all that it takes.
fn commands() -> Vec<(&'static str, Value)> {
    let item = json!({ "kind": "material", "id": "layout-plan", "reason": "没有标明面积" });
    vec![
        ("accept", json!({})),
        ("return", json!({ "items": [item] })),
        ("not-accept", json!({ "code": "not_required", "text": "不需要许可" })),
        ("review", json!({ "in_favour": true, "text": "符合要求" })),
        ("suspend", json!({ "procedure": "site-inspection", "reason": "核查", "days": 3 })),
        ("resume", json!({ "result": "合格" })),
        ("grant", json!({ "text": "准予许可" })),
        ("refuse", json!({ "code": "layout-unfit", "text": "过道被堵" })),
        ("withdraw", json!({ "reason": "不开了" })),
        ("corrections", json!({})),
    ]
}

/// Who may send what in which state. Everything else is refused.
const LEGAL: &[(&str, &str, &str)] = &[
    ("submitted", "examiner", "accept"),
    ("submitted", "examiner", "return"),
    ("submitted", "examiner", "not-accept"),
    ("submitted", "owner", "withdraw"),
    ("returned", "owner", "withdraw"),
    ("consulting", "examiner", "review"),
    ("consulting", "examiner", "suspend"),
    ("consulting", "joint examiner", "review"),
    ("consulting", "joint examiner", "suspend"),
    ("consulting", "owner", "withdraw"),
    ("in_review", "approver", "suspend"),
    ("in_review", "approver", "grant"),
    ("in_review", "approver", "refuse"),
    ("in_review", "owner", "withdraw"),
    ("paused", "examiner", "resume"),
    ("paused", "approver", "resume"),
    ("paused", "owner", "withdraw"),
];

struct Everybody {
    owner: Someone,
    examiner: Someone,
    joint: Someone,
    approver: Someone,
    others: Vec<Someone>,
}

impl Everybody {
    async fn of(world: &World) -> Self {
        let officer = |name, role, office| world.officer(name, role, office, CITY);
        let market = "market-regulation";
        Self {
            owner: world.citizen("owner", CHEN).await,
            examiner: officer("examiner", Role::Examiner, market).await,
            joint: officer("joint examiner", Role::Examiner, "fire-rescue").await,
            approver: officer("approver", Role::Approver, market).await,
            others: vec![
                World::nobody(),
                world.citizen("another citizen", HUANG).await,
                officer("clerk", Role::Clerk, "government-services").await,
                officer("supervisor", Role::Supervisor, "government-services").await,
                officer("editor", Role::Editor, market).await,
                officer("administrator", Role::Administrator, market).await,
                officer("another approver", Role::Approver, "health").await,
                officer("another examiner", Role::Examiner, "health").await,
            ],
        }
    }

    fn all(&self) -> impl Iterator<Item = &Someone> {
        [&self.owner, &self.examiner, &self.joint, &self.approver].into_iter().chain(&self.others)
    }
}

/// A case in this state.
async fn stands_at(world: &World, all: &Everybody, state: &'static str) -> Thing {
    if state == "issued" {
        return world.granted(&all.owner, state).await;
    }
    let case = world.case(&all.owner, state).await;
    // What was handed in before the return is no correction.
    world.city.clock.advance(jiff::SignedDuration::from_mins(1));
    let by_name = |name: &str| commands().into_iter().find(|it| it.0 == name).unwrap().1;
    let agrees = by_name("review");
    let route: &[(&Someone, &str)] = match state {
        "returned" => &[(&all.examiner, "return")],
        "consulting" => &[(&all.examiner, "accept")],
        "in_review" => {
            &[(&all.examiner, "accept"), (&all.examiner, "review"), (&all.joint, "review")]
        }
        "paused" => &[(&all.examiner, "accept"), (&all.examiner, "suspend")],
        "refused" => &[
            (&all.examiner, "accept"),
            (&all.examiner, "review"),
            (&all.joint, "review"),
            (&all.approver, "refuse"),
        ],
        "not_accepted" => &[(&all.examiner, "not-accept")],
        "withdrawn" => &[(&all.owner, "withdraw")],
        _ => &[],
    };
    for (who, act) in route {
        let body = if *act == "review" { agrees.clone() } else { by_name(act) };
        let answer = world.acts(who, &case, act, body).await;
        assert_eq!(answer.status, 200, "{state}: {act}: {answer:?}");
    }
    if state == "refused" {
        world.decisions_leave().await;
    }
    case
}

/// The whole state of a case and its version, as they are stored.
async fn digest(world: &World, thing: &Thing) -> (String, u64) {
    let id: CaseId = thing.application.parse().unwrap();
    let ledger = &world.city.installation.house.ledger;
    let (case, version) = ledger.load::<cases_domain::Case>(id).await.unwrap().unwrap();
    (serde_json::to_string(&case).unwrap(), version)
}

#[tokio::test]
async fn what_a_state_does_not_allow_is_refused_to_everybody_and_changes_nothing() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let states = [
        "submitted",
        "returned",
        "consulting",
        "in_review",
        "paused",
        "issued",
        "refused",
        "not_accepted",
        "withdrawn",
    ];
    let (mut illegal, mut stale) = (0, 0);
    for state in states {
        // New sessions: the clock goes on from state to state.
        let all = Everybody::of(&world).await;
        let thing = stands_at(&world, &all, state).await;
        let before = digest(&world, &thing).await;
        for who in all.all() {
            for (command, body) in commands() {
                let path = format!("/api/v1/cases/{}/{command}", thing.reference);
                let is_legal = LEGAL.contains(&(state, who.name, command));
                let versions = [Some(before.1 - 1), (!is_legal).then_some(before.1)];
                for version in versions.into_iter().flatten() {
                    let mut body = body.clone();
                    body["version"] = json!(version);
                    let answer = world.posts(who, &path, &body).await;
                    let place = format!("{state}: {command} by the {}: {answer:?}", who.name);
                    assert!((400..500).contains(&answer.status), "{place}");
                    if is_legal {
                        assert_eq!(answer.status, 409, "{place}");
                        stale += 1;
                    } else {
                        illegal += 1;
                    }
                    assert_eq!(digest(&world, &thing).await, before, "{place}");
                }
            }
        }
    }
    assert_eq!(stale, LEGAL.len());
    assert!(illegal > 1_500, "only {illegal}");
}
