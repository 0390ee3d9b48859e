//! Every route is refused to those whom the policy does not let in.

use kernel::Role;
use web::Face;

use crate::city::City;

/// An address of a route with its parameters filled in by something that does not exist.
fn address(id: &str) -> String {
    let path = id.split_once(' ').map_or("", |(_, path)| path).replace("/{l}", "/zh-hans");
    let parts = path.split('/').map(|part| if part.starts_with('{') { "none" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn anonymous_visitors_pass_no_route_that_the_policy_keeps_from_them() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut refused = 0;
    for route in &city.installation.house.routes {
        let (id, action) = (route.id(), route.needs.action);
        assert!(city.installation.web.policy.knows(action), "{id}: no policy row for {action}");
        if city.installation.web.policy.may_ever(Role::Anonymous, action) {
            continue;
        }
        let url = format!("{}{}", city.base, address(&id));
        let request = client.request(route.method.clone(), url);
        let status = request.send().await.unwrap().status().as_u16();
        let expected: &[u16] = if route.face == Face::Api { &[401] } else { &[303, 401] };
        assert!(expected.contains(&status), "{id} answers {status} to a visitor");
        refused += 1;
    }
    assert!(refused > 40, "only {refused} routes are closed to visitors");
}

#[tokio::test]
async fn a_role_without_a_grant_is_refused_at_the_gate() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let logins = [
        (Role::Clerk, "clerk-gong"),
        (Role::Examiner, "examiner-lu"),
        (Role::Approver, "approver-jiang"),
        (Role::Supervisor, "supervisor-fang"),
        (Role::Editor, "editor-su"),
        (Role::Administrator, "administrator-qin"),
    ];
    for (role, login) in logins {
        let mut person = city.staff(login).await;
        for route in &city.installation.house.routes {
            let may = city.installation.web.policy.may_ever(role, route.needs.action);
            if may || route.method != "GET" {
                continue;
            }
            person.looks_at(&address(&route.id())).await;
            assert_eq!(person.status, 403, "{login} opens {}", route.id());
        }
    }
}

#[tokio::test]
async fn forms_from_elsewhere_or_without_a_token_change_nothing() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let client = reqwest::Client::new();
    let url = format!("{}/zh-hans/sign-in", city.base);
    let fields = [("login", "710000198804161226"), ("password", "onewindow")];
    let foreign = client.post(&url).header("origin", "https://evil.example").form(&fields);
    assert_eq!(foreign.send().await.unwrap().status().as_u16(), 403);
    let bare = client.post(&url).form(&fields);
    assert_eq!(bare.send().await.unwrap().status().as_u16(), 409);
}
