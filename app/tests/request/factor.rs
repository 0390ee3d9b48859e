//! Officers work with a passkey where the deployer asks for it: with a code they get as far as the
//! page on which they set one up.

use kernel::{Actor, Role};
use web::{Assurance, Method, NewSession, Site, StaffFactor};

use crate::{
    city::City,
    rights::world::{CHEN, CITY, Someone, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const NEEDED: &str = "data-code=\"sign_in.passkey_needed\"";

fn strict(site: &mut Site) {
    site.staff_factor = StaffFactor::Passkey;
}

/// An officer with a session that was proved in these ways.
async fn officer(world: &World, methods: &[Method]) -> Someone {
    let web = &world.city.installation.web;
    let actor = Actor::staff(Role::Administrator, world.account(), "market-regulation");
    let actor = actor.within(CITY);
    let assurance = Assurance::new(methods, web.ledger.clock().now());
    let (name, device) = ("officer".to_owned(), String::new());
    let new = NewSession { actor: actor.clone(), name, assurance, device };
    let opened = web.sessions.open(new).await.unwrap();
    Someone { name: "officer", actor, token: Some(opened.token().to_owned()) }
}

#[tokio::test]
async fn with_a_code_an_officer_gets_to_the_passkey_and_no_further() {
    let city = City::whose(MORNING, strict).await;
    let mut officer = crate::person::Person::new("examiner-lu", &city.base);
    officer.signs_in("/staff/sign-in", "examiner-lu").await;
    assert_eq!(officer.status, 403, "{}", officer.text());
    assert!(officer.html.contains(NEEDED), "{}", officer.html);
    for page in ["/staff/", "/staff/cases/", "/staff/me", "/staff/security/code"] {
        officer.looks_at(page).await;
        assert!(officer.status == 403 && officer.html.contains(NEEDED), "{page}");
    }
    // The page leads to where a passkey is set up, once the officer has confirmed who they are.
    let link = officer.links("/staff/security/passkey").first().cloned().expect("the way on");
    officer.opens(&link).await;
    officer.confirms().await;
    assert_eq!((officer.status, officer.path.as_str()), (200, "/staff/security/passkey"));
    // What everybody may see they see, too; and they can go.
    officer.opens("/zh-hans/").await;
    officer.opens("/staff/security").await;
    officer.sends("/sign-out", &[]).await;
    officer.looks_at("/staff/me").await;
    assert!(officer.path.contains("/staff/sign-in"), "{}", officer.path);
}

#[tokio::test]
async fn every_page_and_answer_of_the_desk_waits_for_the_passkey() {
    let world = World::on(City::whose(MORNING, strict).await).await;
    let mut weak = officer(&world, &[Method::Password, Method::Code]).await;
    let strong = officer(&world, &[Method::Passkey]).await;
    let policy = &world.city.installation.web.policy;
    let is_own = |action: &str| {
        let open = ["accounts.see_security", "accounts.change_factors", "accounts.step_up"];
        open.contains(&action) || action == "accounts.sign_out"
    };
    let (mut refused, mut open) = (0, Vec::new());
    for route in &world.city.installation.house.routes {
        let (id, action) = (route.id(), route.needs.action);
        let is_for_staff = policy.may_ever(Role::Administrator, action)
            && !policy.may_ever(Role::Anonymous, action);
        if !is_for_staff || id.contains("{provider}") {
            continue;
        }
        let path = crate::refusal::address(&id);
        let request = world.request(&weak, route.method.clone(), &path);
        let answer = world.answers(request).await;
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        if status == 403 && text.contains("sign_in.passkey_needed") {
            refused += 1;
        } else {
            assert!(is_own(action), "{id} is open before the passkey: {status} {text}");
            open.push(id);
            // It may have been the way out.
            weak = officer(&world, &[Method::Password, Method::Code]).await;
        }
    }
    assert!(refused > 60, "{refused}");
    assert!(open.iter().any(|it| it == "GET /staff/security/passkey"), "{open:?}");
    for path in ["/staff/protection", "/api/v1/record"] {
        assert_eq!(world.gets(&strong, path).await.status, 200, "{path} with a passkey");
    }
    // Citizens choose for themselves.
    let citizen = world.citizen("citizen", CHEN).await;
    assert_eq!(world.gets(&citizen, "/zh-hans/my/").await.status, 200);
}

#[tokio::test]
async fn where_codes_are_enough_the_plan_of_protection_says_so() {
    for (set, state) in [(StaffFactor::Passkey, "有效"), (StaffFactor::Code, "未启用或有问题")]
    {
        let world =
            World::on(City::whose(MORNING, move |site| site.staff_factor = set).await).await;
        let strong = officer(&world, &[Method::Passkey]).await;
        let page = world.gets(&strong, "/staff/protection").await.body;
        let (_, row) = page.split_once("工作人员通行密钥").expect("a row");
        let (row, _) = row.split_once("</tr>").expect("a row");
        assert!(row.contains(state), "{row}");
    }
}
