//! The pages, as staff see them.

use super::*;

#[tokio::test]
async fn the_requester_sees_no_button_and_is_refused_if_they_post_anyway() {
    let world = World::new().await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    let path = format!("/staff/approvals/{proposal}");
    // The same person in another role is the same person.
    for role in [Role::Administrator, Role::Supervisor] {
        let one = world.sign_in(staff(1, role)).await;
        let page = world.get(&path, &one).await;
        assert!(!page.text.contains("/approve\""), "{}", page.text);
        let digest = digest(&world, proposal).await;
        let answer =
            world.fill(&path, &format!("{path}/approve"), &one, &format!("digest={digest}")).await;
        // The page gave no seal, so nothing was shown to be approved.
        assert_eq!(answer.status.as_u16(), 409);
        let api = format!("/api/v1/approvals/{proposal}/approve");
        let body = json!({ "digest": digest }).to_string();
        assert_eq!(world.post_json(&api, &one, body).await.json()["code"], "approval.own");
    }
    assert_eq!(world.pulled(), (0, 0));
}

#[tokio::test]
async fn a_second_person_sees_what_will_happen_and_approves_it() {
    let world = World::new().await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    let two = world.sign_in(staff(2, Role::Administrator)).await;
    let list = world.get("/staff/approvals", &two).await;
    assert!(list.text.contains("拉动手柄") && list.text.contains("秦维序"), "{}", list.text);
    let path = format!("/staff/approvals/{proposal}");
    let page = world.get(&path, &two).await;
    for shown in ["拉动", "<dt>到</dt><dd>5</dd>", "秦维序"] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    let digest = page.hidden("digest");
    let fields = format!("digest={digest}&_shown={}", page.hidden("_shown"));
    let answer = world.fill(&path, &format!("{path}/approve"), &two, &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, path.as_str()));
    world.settle().await;
    assert_eq!(world.pulled(), (1, 5));
    let history = world.get("/staff/approvals/history", &two).await;
    assert!(history.text.contains("拉动手柄"), "{}", history.text);
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_the_requester_reads_it() {
    let world = World::new().await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    let two = world.sign_in(staff(2, Role::Administrator)).await;
    let path = format!("/staff/approvals/{proposal}");
    let to = format!("{path}/refuse");
    let unseen = world.fill(&path, &to, &two, "reason=x").await;
    assert_eq!(unseen.status.as_u16(), 409, "nothing was shown");
    let page = world.get(&path, &two).await;
    let shown = format!("digest={}&_shown={}", page.hidden("digest"), page.hidden("_shown"));
    let empty = world.fill(&path, &to, &two, &format!("{shown}&reason=")).await;
    assert_eq!(empty.status.as_u16(), 422);
    let reason = "reason=%E4%BB%8A%E5%A4%A9%E4%B8%8D%E8%A1%8C";
    let refused = world.fill(&path, &to, &two, &format!("{shown}&{reason}")).await;
    assert_eq!(refused.status.as_u16(), 303);
    let one = world.sign_in(staff(1, Role::Administrator)).await;
    assert!(world.get(&path, &one).await.text.contains("今天不行"));
}

#[tokio::test]
async fn who_has_nothing_to_do_with_it_does_not_learn_that_it_exists() {
    let world = World::new().await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    let path = format!("/staff/approvals/{proposal}");
    let citizen = world.sign_in(Actor::citizen(id(0x30))).await;
    assert_eq!(world.get(&path, &citizen).await.status.as_u16(), 403);
    let two = world.sign_in(staff(2, Role::Administrator)).await;
    let unknown = world.get("/staff/approvals/01900000-0000-7000-8000-0000000000ee", &two).await;
    assert_eq!(unknown.status.as_u16(), 404);
}

async fn digest(world: &World, proposal: ApprovalId) -> String {
    world.port().find(proposal).await.unwrap().unwrap().proposal.unwrap().digest
}
