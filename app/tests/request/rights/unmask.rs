//! A whole number is shown for a reason, to who deals with the case, and the person reads of it.

use kernel::Role;
use reqwest::Method;

use super::world::{Answer, CHEN, CITY, Someone, Thing, WHY, World};
use crate::city::City;

const MASKED: &str = "710000********1226";

async fn asks(world: &World, who: &Someone, thing: &Thing, reason: &str) -> Answer {
    let path = format!("/staff/cases/{}/applicant", thing.reference);
    loop {
        let (csrf, key) = (world.csrf(who).await, world.account().to_string());
        let fields = [("_csrf", csrf), ("_key", key), ("reason", reason.to_owned())];
        let answer = world.sends(world.request(who, Method::POST, &path).form(&fields)).await;
        // After it was confirmed the session goes on under a new id: its form is new.
        if answer.status != 409 {
            return answer;
        }
    }
}

#[tokio::test]
async fn a_whole_number_is_shown_for_a_reason_that_its_owner_reads() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let officer = |name, role, authority| world.officer(name, role, authority, CITY);
    let examiner = officer("examiner", Role::Examiner, "market-regulation").await;
    let approver = officer("approver", Role::Approver, "market-regulation").await;
    let supervisor = officer("supervisor", Role::Supervisor, "government-services").await;

    let page = world.gets(&examiner, &format!("/staff/cases/{}/applicant", case.reference)).await;
    assert!(page.status == 200 && page.body.contains(MASKED), "{page:?}");
    assert!(!page.body.contains(CHEN), "{page:?}");

    for reason in ["", "  ", &"长".repeat(501)] {
        let refused = asks(&world, &examiner, &case, reason).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        assert!(!refused.body.contains(CHEN), "{refused:?}");
    }
    for who in [&approver, &supervisor, &owner] {
        let refused = asks(&world, who, &case, "好奇").await;
        assert!(matches!(refused.status, 403 | 404), "{}: {refused:?}", who.name);
        assert!(!refused.body.contains(CHEN), "{refused:?}");
    }

    let shown = asks(&world, &examiner, &case, "与公安机关核对身份").await;
    assert!(shown.status == 200 && shown.body.contains(CHEN), "{shown:?}");
    let reads = world.gets(&owner, "/api/v1/me/reads").await.json();
    let reads = reads["items"].as_array().unwrap();
    let unmasked: Vec<_> = reads.iter().filter(|it| it["action"] == "cases.unmask").collect();
    assert_eq!(unmasked.len(), 1, "{reads:?}");
    assert_eq!(unmasked[0]["reason"], "与公安机关核对身份");
    assert_eq!(unmasked[0]["fields"], serde_json::json!(["id_number", "mobile", "address"]));
    let page = world.gets(&owner, "/zh-hans/my/data/reads").await.body;
    assert!(page.contains("显示被遮盖的信息") && page.contains("身份证号"), "{page}");
}

#[tokio::test]
async fn a_file_that_is_not_ones_task_opens_for_a_reason_which_stands_for_half_an_hour() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let file = format!("/staff/cases/{}", case.reference);
    let name = "陈雨禾";
    let supervisor =
        world.officer("supervisor", Role::Supervisor, "government-services", CITY).await;
    let other = world.officer("other", Role::Supervisor, "government-services", CITY).await;

    let asked = world.gets(&supervisor, &file).await;
    assert!(asked.status == 200 && !asked.body.contains(name), "{asked:?}");
    let letter = world.gets(&supervisor, &format!("{file}/documents/1")).await;
    assert!(letter.status == 303 && letter.location.ends_with(&file), "{letter:?}");
    let reads = world.gets(&owner, "/api/v1/me/reads").await.json();
    assert_eq!(reads["items"].as_array().unwrap().len(), 0, "nothing was read: {reads}");

    assert_eq!(world.says_why(&supervisor, &case.reference).await.status, 303);
    assert!(world.gets(&supervisor, &file).await.body.contains(name), "it opens");
    assert!(!world.gets(&other, &file).await.body.contains(name), "for them only");
    let reads = world.gets(&owner, "/api/v1/me/reads").await.json();
    let reads = reads["items"].as_array().unwrap();
    assert_eq!(reads.len(), 2, "each look is there: {reads:?}");
    assert!(reads.iter().all(|it| it["reason"] == WHY), "with the reason: {reads:?}");

    // Each page keeps the session awake; the reason is that of the last look.
    for _ in 0..3 {
        world.city.clock.advance(jiff::SignedDuration::from_mins(12));
        assert!(world.gets(&supervisor, &file).await.body.contains(name), "it stands");
    }
    world.city.clock.advance(jiff::SignedDuration::from_mins(31));
    let late = world.session("supervisor", supervisor.actor.clone()).await;
    assert!(!world.gets(&late, &file).await.body.contains(name), "it is asked for anew");
}
