//! Doors of their own for people and for staff: what belongs to one is not at the other.

use reqwest::{Client, redirect::Policy};
use web::{Face, Zone};

use crate::{city::City, claims::places::address, person::Person, rights::world::Thing};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const CHEN: &str = "710000198804161226";

#[tokio::test]
async fn internal_pages_are_not_at_the_public_door_and_the_other_way_round() {
    let city = City::on(MORNING).await;
    let (public, internal) = (city.door(Zone::Public).await, city.door(Zone::Internal).await);
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let (mut hidden, mut shown) = (0, 0);
    for route in &city.installation.house.routes {
        let id = route.id();
        let path = address(route, &Thing::default(), &[]);
        let answers = async |base: &str| {
            let request = client.request(route.method.clone(), format!("{base}{path}"));
            request.send().await.unwrap().status().as_u16()
        };
        match route.face {
            Face::Staff => {
                assert_eq!(answers(&public).await, 404, "{id} at the public door");
                // Who has not signed in is asked to before it matters what a parameter names; only
                // which provider signs somebody in does, and staff have none here.
                let is_there = answers(&internal).await != 404;
                assert_eq!(is_there, !id.contains("{provider}") || id.contains("/bind/"), "{id}");
                hidden += 1;
            }
            Face::Public | Face::Root => {
                assert_eq!(answers(&internal).await, 404, "{id} at the internal door");
                shown += 1;
            }
            Face::Api => {}
        }
    }
    assert!(hidden > 30 && shown > 30, "{hidden} staff and {shown} public routes");
    for path in ["/api/v1/cases/x/accept", "/metrics", "/health/ready", "/health/live"] {
        let status = client.post(format!("{public}{path}")).send().await.unwrap().status();
        assert_eq!(status.as_u16(), 404, "{path} at the public door");
    }
    let own = client.get(format!("{internal}/")).send().await.unwrap();
    assert_eq!(own.headers()["location"], "/staff/");
    let described: serde_json::Value = client
        .get(format!("{public}/api/v1/openapi.json"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.contains_key("/api/v1/services"));
    assert!(!paths.contains_key("/api/v1/cases/{reference}/accept"));
}

#[tokio::test]
async fn a_session_of_one_door_is_nothing_at_the_other() {
    let city = City::on(MORNING).await;
    let (public, internal) = (city.door(Zone::Public).await, city.door(Zone::Internal).await);
    let mut officer = Person::new("examiner-lu", &internal);
    officer.signs_in("/staff/sign-in", "examiner-lu").await;
    officer.opens("/staff/").await;
    let mut citizen = Person::new("citizen", &public);
    citizen.signs_in("/zh-hans/sign-in", CHEN).await;
    citizen.opens("/zh-hans/my/").await;

    // Their sessions under either name of the cookie, and as a token of the API.
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let mine = officer.cookie("desk-demo");
    assert!(officer.cookies().iter().all(|it| !it.starts_with("session")));
    for name in ["session-demo", "desk-demo"] {
        let sent =
            client.get(format!("{public}/zh-hans/my/")).header("cookie", format!("{name}={mine}"));
        assert_eq!(sent.send().await.unwrap().status().as_u16(), 303, "{name}");
    }
    let bearer = client.get(format!("{public}/api/v1/me")).bearer_auth(&mine);
    assert_eq!(bearer.send().await.unwrap().status().as_u16(), 401);
    let theirs = citizen.cookie("session-demo");
    for name in ["session-demo", "desk-demo"] {
        let sent =
            client.get(format!("{internal}/staff/me")).header("cookie", format!("{name}={theirs}"));
        assert_eq!(sent.send().await.unwrap().status().as_u16(), 303, "{name}");
    }
}
