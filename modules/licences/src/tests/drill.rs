//! The drill: an issuing key was stolen. It is declared so by two people, three hundred licences are
//! replaced or revoked, and what the thief signs is believed nowhere.

use crypto::Keys;
use jiff::{SignedDuration, Timestamp};
use kernel::id::{ApprovalId, LicenceId};
use ledger::{Statement, Write};
use licences_domain::{Issuer, LicenceStatus, Licences as _};
use serde_json::{Value, json};

use super::*;
use crate::{
    document::{self, SignatureFile, Statement as Stated},
    service::{FileVerdict, Problem},
    sign::Signer,
};

const FOOD: &str = "food-business-licence";
const HOTEL: &str = "hotel-special-trade-licence";

/// A row that somebody with the database writes, under the stolen key.
static FORGE: Statement = Statement::new(
    "INSERT INTO licences_licence (licence, holder, licence_type, name, number, number_key,
        identifier, case_id, service, authority, status, issued_on, valid_from, valid_to, edition,
        signing_key)
     SELECT '00000000-0000-4000-8000-000000000001', holder, licence_type, name, 'JY2026999999',
        'JY2026999999', '1.2.156.FORGED', case_id, service, authority, 'valid', issued_on,
        valid_from, valid_to, 1, $1
     FROM licences_licence WHERE number_key = 'JY2026000001'",
);

fn administrator() -> Actor {
    Actor::staff(Role::Administrator, id(0x26), "data-bureau").within("980100000000")
}

/// The licences of a service, one for each case from `first` on.
async fn issues(world: &World, service: &str, first: u16, count: u16) -> Vec<Issued> {
    let mut issued = Vec::new();
    for number in first..first + count {
        let case: CaseId = format!("01900000-0000-7000-8000-00000001{number:04x}").parse().unwrap();
        let order = IssueOrder { case, service: service.to_owned(), ..order(1) };
        let key = CommandId::from_uuid(case.uuid());
        issued.push(world.service().issue(key, order, &Actor::SYSTEM).await.unwrap());
    }
    issued
}

async fn says(world: &World, actor: Actor, path: &str, body: Value) -> (u16, Value) {
    let cookie = world.sign_in(actor).await;
    let answer = world.post_json(path, &cookie, body.to_string()).await;
    (answer.status.as_u16(), answer.json())
}

/// The key that signs now.
async fn current(world: &World) -> String {
    let issuer = world.service().issuer_keys().await.unwrap();
    issuer.current().unwrap().noted.id.clone()
}

/// The administrator declares the key stolen since an instant; the supervisor approves it.
async fn declares_stolen(world: &World, key: &str, from: Timestamp) {
    let path = format!("/api/v1/licences/keys/{key}/trust");
    let mut body = json!({ "from": from, "reason": "备份介质丢失", "typed": "0000" });
    let (status, answer) = says(world, administrator(), &path, body.clone()).await;
    assert_eq!((status, &answer["errors"][0]["code"]), (422, &json!("typed.wrong")));
    body["typed"] = key.into();
    let (status, answer) = says(world, administrator(), &path, body).await;
    assert_eq!(status, 202, "{answer}");
    world.approve_as(supervisor()).await;
}

/// Proposes an act on the licences of a key and service over the API; answers the proposal.
async fn proposes(world: &World, act: &str, key: &str, service: &str, count: u64) -> ApprovalId {
    let path = "/api/v1/licences/many";
    let mut body = json!({ "act": act, "key": key, "service": service, "dry_run": true });
    let (status, dry) = says(world, administrator(), path, body.clone()).await;
    assert_eq!((status, &dry["count"]), (200, &json!(count)), "{dry}");
    assert_eq!(dry["sample"].as_array().unwrap().len(), 5);
    let more = json!({
        "dry_run": false, "digest": dry["digest"], "reason_code": "key_stolen",
        "reason": "签发密钥失窃", "typed": (count - 1).to_string(),
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let (status, answer) = says(world, administrator(), path, body.clone()).await;
    assert_eq!((status, &answer["errors"][0]["code"]), (422, &json!("typed.wrong")));
    body["typed"] = count.to_string().into();
    let (status, answer) = says(world, administrator(), path, body).await;
    assert_eq!(status, 202, "{answer}");
    answer["approval"].as_str().unwrap().parse().unwrap()
}

async fn stands(world: &World, all: &[Issued], status: LicenceStatus, edition: u64) {
    for it in all {
        let record = world.service().record(it.id).await.unwrap().unwrap();
        assert_eq!((record.status, record.edition), (status, edition), "{}", it.number);
    }
}

async fn runs(world: &World, name: &str) {
    let job = world.house.jobs.iter().find(|it| it.name() == name).unwrap();
    job.run().await.unwrap();
}

/// What the thief of the first key signs about a licence and a file.
fn forged(world: &World, identifier: &str, pdf: &[u8]) -> Vec<u8> {
    let ledger = &world.house.ledger;
    let chance = testkit::TestChance::seeded(9);
    let keys = Keys::in_software(ledger.keys().suite(), ledger.keys().ring().clone(), chance);
    let thief = Signer::new(keys.shared_holder(), &Issuer::default());
    let licence = licences_domain::Licence {
        identifier: identifier.to_owned(),
        number: "JY2026888888".to_owned(),
        ..licences_domain::Licence::default()
    };
    let digest = document::digest(pdf);
    let statement = Stated::new(&licence, "榕城市市场监督管理局", &digest);
    serde_json::to_vec(&SignatureFile::make(&thief, &statement, &digest).unwrap()).unwrap()
}

#[tokio::test]
async fn three_hundred_licences_of_a_stolen_key_are_replaced_or_revoked_within_the_drill() {
    testkit::on_both(|database| async move {
        let world = World::on(database).await;
        let service = world.service();
        let food = issues(&world, FOOD, 0, 200).await;
        let hotels = issues(&world, HOTEL, 0x100, 100).await;
        let old = service.own_pdf(&citizen(), food[0].id).await.unwrap().bytes;
        let begin = world.house.ledger.clock().now();
        let stolen = current(&world).await;
        declares_stolen(&world, &stolen, begin).await;
        let next = current(&world).await;
        assert_ne!(next, stolen, "the next key took its place in the same step");
        let reissue = proposes(&world, "reissue", &stolen, FOOD, 200).await;
        world.approve_as(supervisor()).await;
        let revoke = proposes(&world, "revoke", &stolen, HOTEL, 100).await;
        world.approve_as(supervisor()).await;

        // It waits for an hour and can be taken back; until then nothing has changed.
        world.clock.advance(SignedDuration::from_mins(59));
        world.work().await;
        stands(&world, &food[..3], LicenceStatus::Valid, 1).await;
        world.clock.advance(SignedDuration::from_mins(1));
        runs(&world, "approvals.due").await;

        // A step, then the worker is killed in the middle of the next one.
        assert_eq!(service.step_batch(reissue).await.unwrap(), 25);
        let cookie = world.sign_in(supervisor()).await;
        let page = world.get(&format!("/staff/licences/many/{reissue}"), None).await;
        assert_eq!(page.0, 303, "only for those who may");
        let api = format!("/api/v1/licences/many/{reissue}");
        let shown = world.home.get(&api, &cookie).await.json();
        assert_eq!((&shown["done"], &shown["total"]), (&json!(25), &json!(200)));
        let batch = service.batch(&supervisor(), reissue).await.unwrap().batch;
        for licence in batch.next(10) {
            let begun = batch.begun.as_ref().unwrap();
            assert_eq!(service.one_of_batch(reissue, begun, licence).await.unwrap(), None);
        }
        world.work().await;
        for id in [reissue, revoke] {
            let view = service.batch(&administrator(), id).await.unwrap();
            assert!(view.batch.finished_at.is_some() && view.left.is_empty(), "{view:?}");
        }
        let took = world.house.ledger.clock().now().duration_since(begin);
        assert!(took <= SignedDuration::from_mins(70), "{took:?}");
        stands(&world, &food, LicenceStatus::Valid, 2).await;
        stands(&world, &hotels, LicenceStatus::Revoked, 1).await;
        for it in food.iter().chain(&hotels) {
            let id: LicenceId = it.id;
            let history = world.house.ledger.history::<licences_domain::Licence>(id).await;
            assert_eq!(history.unwrap().len(), 2, "{}: nothing happened twice", it.number);
        }

        are_told_and_shown(&world, &food[0], &hotels[0], &old).await;
        world.replay_agrees().await;
    })
    .await;
}

/// What the pages say afterwards, and what the holder was told.
async fn are_told_and_shown(world: &World, replaced: &Issued, revoked: &Issued, old: &[u8]) {
    let shows = async |number: &str, words: &str| {
        let (_, page) = world.get(&format!("/en/verify/{number}"), None).await;
        assert!(page.contains(words), "{page}");
    };
    shows(&replaced.number, "This licence is valid").await;
    shows(&replaced.identifier, "This edition was replaced by a newer one").await;
    shows(&revoked.number, "This licence was revoked").await;
    let service = world.service();
    let verdict = service.check_file("", old, None).await.unwrap();
    assert!(matches!(verdict, FileVerdict::Replaced(_)), "{verdict:?}");
    let new = service.own_pdf(&citizen(), replaced.id).await.unwrap().bytes;
    let verdict = service.check_file("", &new, None).await.unwrap();
    assert!(matches!(verdict, FileVerdict::Genuine(_)), "{verdict:?}");
    world.house.ledger.settle().await.unwrap();
    let messages = notify::Messages::new(world.house.ledger.clone());
    let mut told = messages.list(id(0x10), None, 100).await.unwrap();
    while let Some(last) = told.last().map(notify::Received::cursor) {
        let page = messages.list(id(0x10), Some(&last), 100).await.unwrap();
        if page.is_empty() {
            break;
        }
        told.extend(page);
    }
    assert_eq!(told.len(), 300);
    assert!(told.iter().any(|it| it.title.en.contains("issued anew")));
    assert!(told.iter().any(|it| it.title.en.contains("was revoked")));
}

#[tokio::test]
async fn what_the_thief_signs_or_writes_is_not_believed_and_what_the_record_holds_stays() {
    testkit::on_both(|database| async move {
        let world = World::on(database).await;
        let service = world.service();
        let genuine = issues(&world, FOOD, 0, 1).await.remove(0);
        let pdf = service.own_pdf(&citizen(), genuine.id).await.unwrap().bytes;
        let signature = service.own_signature(&citizen(), genuine.id).await.unwrap().bytes;
        let false_pdf = b"%PDF-1.7 another";
        let invented = "1.2.156.3005.2.11350000000000019H001.11350000000000019H.X.001.X";
        let of_nothing = forged(&world, invented, false_pdf);
        let of_genuine = forged(&world, &genuine.identifier, false_pdf);
        // Before anybody knows of the theft the thief's signature passes for a licence that exists.
        let believed = service.check_file("", false_pdf, Some(&of_genuine)).await.unwrap();
        assert!(matches!(believed, FileVerdict::Genuine(_)), "{believed:?}");

        let stolen = current(&world).await;
        declares_stolen(&world, &stolen, world.house.ledger.clock().now()).await;
        for forged in [&of_nothing, &of_genuine] {
            let verdict = service.check_file("", false_pdf, Some(forged)).await.unwrap();
            assert_eq!(verdict, FileVerdict::StolenKey);
        }
        // What was issued here is still the original, whoever has the key now.
        let verdict = service.check_file("", &pdf, Some(&signature)).await.unwrap();
        assert!(matches!(verdict, FileVerdict::Genuine(_)), "{verdict:?}");
        let (_, page) = world.get(&format!("/en/verify/{}", genuine.number), None).await;
        assert!(page.contains("This licence is valid"), "{page}");

        // A row under the stolen key that no event stands behind.
        let forge = Write::new(&FORGE, vec![stolen.into()]);
        world.house.ledger.housekeep(vec![forge]).await.unwrap();
        let (_, page) = world.get("/en/verify/JY2026999999", None).await;
        assert!(page.contains("its key was stolen: do not accept"), "{page}");
        let (_, json) = world.get("/api/v1/verify/JY2026999999", None).await;
        assert!(json.contains(r#""status":"stolen_key""#), "{json}");

        // New licences go out under the next key, and their signatures count.
        let after = issues(&world, FOOD, 1, 1).await.remove(0);
        let signature = service.own_signature(&citizen(), after.id).await.unwrap().bytes;
        let pdf = service.own_pdf(&citizen(), after.id).await.unwrap().bytes;
        let verdict = service.check_file("", &pdf, Some(&signature)).await.unwrap();
        assert!(matches!(verdict, FileVerdict::Genuine(_)), "{verdict:?}");
    })
    .await;
}

#[tokio::test]
async fn the_desk_of_keys_is_for_those_who_run_the_house_and_an_act_on_many_is_bound_to_its_list() {
    let world = World::new().await;
    issues(&world, FOOD, 0, 25).await;
    let stolen = current(&world).await;
    let service = world.service();
    service.rotate_key(&administrator()).await.unwrap();
    assert_ne!(current(&world).await, stolen);
    let find = format!("/staff/licences/many?key={stolen}&act=revoke");
    for (actor, wanted) in [(approver(), 403), (supervisor(), 200), (administrator(), 200)] {
        let token = world.token(actor.clone()).await;
        for path in ["/staff/licences/keys", &format!("/staff/licences/keys/{stolen}"), &find] {
            let (status, page) = world.get(path, Some(&token)).await;
            assert_eq!(status, wanted, "{path} {actor:?}");
            has_all_words(&page);
        }
    }
    let token = world.token(administrator()).await;
    let token = Some(token.as_str());
    let (_, page) = world.get(&find, token).await;
    let seal = between(&page, "name=\"_shown\" value=\"", "\"").to_owned();
    let fields = |typed: &str| {
        format!("_shown={seal}&key={stolen}&act=revoke&code=key_stolen&reason=stolen&typed={typed}")
    };
    let many = "/staff/licences/many";
    let (status, page, _) = world.post(&find, many, token, &fields("24")).await;
    assert_eq!(status, 422, "{page}");
    // One of them is suspended meanwhile: it is another list.
    let no = "JY2026000001";
    let change = deed(LicenceAct::Suspend, no, "检查发现问题");
    service.change(key(0x61), &approver(), no, change).await.unwrap();
    let (status, ..) = world.post(&find, many, token, &fields("25")).await;
    assert_eq!(status, 409);
    let (_, page) = world.get(&find, token).await;
    let seal = between(&page, "name=\"_shown\" value=\"", "\"").to_owned();
    let fields =
        format!("_shown={seal}&key={stolen}&act=revoke&code=key_stolen&reason=stolen&typed=25");
    let (status, page, location) = world.post(&find, many, token, &fields).await;
    assert_eq!(status, 303, "{page}");
    assert!(location.starts_with("/staff/approvals/"), "{location}");
    // Who proposed it takes it back while it waits; nothing is done.
    world.approve_as(supervisor()).await;
    let id = location.rsplit('/').next().unwrap();
    let withdraw = format!("/api/v1/approvals/{id}/withdraw");
    let (status, answer) = says(&world, administrator(), &withdraw, json!({})).await;
    assert_eq!(status, 200, "{answer}");
    world.clock.advance(SignedDuration::from_hours(2));
    world.work().await;
    assert_eq!(service.batches(&supervisor()).await.unwrap().len(), 0);
    let alone = deed(LicenceAct::Reissue, no, "x");
    let refused = service.change(key(0x62), &approver(), no, alone).await;
    assert!(matches!(refused, Err(Problem::NeedsSecondPerson)), "{refused:?}");
}

/// A key that has no words shows itself.
fn has_all_words(page: &str) {
    let text = page.replace("/licences/", "").replace("-business-licence", "");
    for part in text.split("licences-").skip(1) {
        let is_key = part.starts_with(|c: char| c.is_ascii_lowercase());
        assert!(!is_key, "a key without words: licences-{}", &part[..part.len().min(40)]);
    }
}
