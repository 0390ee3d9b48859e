//! Cookies, headers and methods: at every address, for everybody, also where it is refused.

use std::collections::BTreeSet;

use axum::http::Method;
use reqwest::{
    Response, Url,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, ORIGIN, SET_COOKIE},
};
use scraper::{Html, Selector};
use web::Face;

use super::places::{address, everybody, routes, says_why};
use crate::{
    city::City,
    person::Person,
    rights::world::{CHEN, Someone, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |it| it.to_str().unwrap())
}

/// The bare answer to somebody.
async fn asks(world: &World, who: &Someone, method: Method, path: &str) -> Response {
    world.answers(world.request(who, method, path)).await
}

#[tokio::test]
async fn every_cookie_is_bound_to_the_host_and_to_https() {
    let secure = |site: &mut web::Site| site.public_url = "https://one.example.cn".to_owned();
    let city = City::whose(MORNING, secure).await;
    let mut person = Person::new("citizen", &city.base);
    person.opens("/zh-hans/sign-in").await;
    let (address, mut fields) = person.form("/sign-in");
    fields.insert("login".to_owned(), vec![CHEN.to_owned()]);
    fields.insert("password".to_owned(), vec!["onewindow".to_owned()]);
    let entered = person.posts_plainly(&address, &fields).await;
    let mut cookies = cookies(&entered);
    assert!(!cookies.is_empty(), "a session");
    let chosen = "/prefs?size=large&theme=dark&keys=off&lang=en";
    cookies.extend(self::cookies(&person.asks(chosen).await));
    person.opens("/staff/sign-in").await;
    let (address, mut fields) = person.form("/sign-in");
    fields.insert("login".to_owned(), vec!["examiner-lu".to_owned()]);
    fields.insert("password".to_owned(), vec!["onewindow".to_owned()]);
    cookies.extend(self::cookies(&person.posts_plainly(&address, &fields).await));
    cookies.extend(self::cookies(&person.asks("/zh-hans/sign-in/with/demo").await));
    assert!(cookies.len() >= 6, "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        let parts: BTreeSet<_> = cookie.split("; ").skip(1).collect();
        for wanted in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(wanted), "{wanted} in {cookie}");
        }
        assert!(!parts.iter().any(|it| it.starts_with("Domain")), "{cookie}");
    }
}

fn cookies(response: &Response) -> Vec<String> {
    let all = response.headers().get_all(SET_COOKIE).iter();
    all.map(|it| it.to_str().unwrap().to_owned()).collect()
}

/// The media types of what is served, each of which says its characters where it is text.
const KINDS: [&str; 13] = [
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "application/json",
    "application/problem+json",
    "application/pdf",
    "application/zip",
    "application/octet-stream",
    "image/png",
    "image/jpeg",
    "text/calendar; charset=utf-8",
    "text/csv; charset=utf-8",
    "application/ld+json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

/// The values of attributes that lead elsewhere.
fn foreign(html: &str, own: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let all = Selector::parse("[src], [href], [action], [formaction], [poster], [srcset]").unwrap();
    let base = Url::parse(own).unwrap();
    let mut found = Vec::new();
    for element in page.select(&all) {
        let is_link = element.value().name() == "a";
        for (name, value) in element.value().attrs() {
            if !matches!(name, "src" | "href" | "action" | "formaction" | "poster" | "srcset") {
                continue;
            }
            let there = base.join(value).unwrap();
            let is_own = there.origin() == base.origin();
            // What is followed by hand may lead to another site or a telephone.
            let goes = is_link && matches!(there.scheme(), "https" | "http" | "tel" | "mailto");
            if !is_own && !goes {
                found.push(value.to_owned());
            }
        }
    }
    found
}

#[tokio::test]
async fn everybodys_answers_have_their_type_and_are_kept_by_nobody_and_name_no_session() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let base = world.city.base.clone();
    let (mut pages, mut files) = (0, 0);
    for who in everybody(&world, &owner).await {
        says_why(&world, &who, &[&granted, &case]).await;
        let secret = who.token.clone().unwrap_or_else(|| "no session at all".to_owned());
        for route in &world.city.installation.house.routes {
            let id = route.id();
            // At another's provider one signs in anew.
            if route.method != Method::GET || id.contains("{provider}") || id.contains("/demo/") {
                continue;
            }
            let thing = if id.contains("licences") { &granted } else { &case };
            let path = address(route, thing, &[]);
            let response = asks(&world, &who, Method::GET, &path).await;
            let (status, place) = (response.status(), format!("{id} for the {}", who.name));
            assert!(status.as_u16() < 500, "{place}: {status}");
            let headers = response.headers().clone();
            if who.token.is_some() {
                assert_eq!(text(&headers, "cache-control"), "no-store", "{place}");
            } else {
                assert!(headers.contains_key(CACHE_CONTROL), "{place}: who may keep it");
            }
            assert_eq!(text(&headers, "x-content-type-options"), "nosniff", "{place}");
            let kind = text(&headers, "content-type").to_owned();
            let bytes = response.bytes().await.unwrap();
            let body = String::from_utf8_lossy(&bytes);
            assert!(!body.contains(&secret), "{place}: the session's secret stands in the answer");
            if bytes.is_empty() {
                continue;
            }
            assert!(KINDS.contains(&kind.as_str()), "{place}: {kind}");
            if kind.starts_with("text/html") {
                assert_eq!(foreign(&body, &base), [] as [&str; 0], "{place}");
                pages += 1;
            } else if route.face == Face::Api {
                let policy = text(&headers, "content-security-policy");
                assert!(policy.ends_with("; sandbox"), "{place}: {policy}");
                files += 1;
            }
        }
    }
    assert!(pages > 300 && files > 50, "{pages} pages, {files} answers for programs");
    // Where there is nothing, and where something else is wanted.
    for (method, path, status) in [
        (Method::GET, "/zh-hans/none-such", 404),
        (Method::GET, "/staff/none/such", 404),
        (Method::GET, "/api/v1/none", 404),
        (Method::PUT, "/zh-hans/my/", 405),
        (Method::DELETE, "/api/v1/me", 405),
        (Method::GET, "/zh-hans/search?q=a&q=b", 400),
        (Method::POST, "/sign-out", 409),
    ] {
        let sent = world.request(&owner, method.clone(), path).form(&[("_csrf", "")]);
        let response = world.answers(sent).await;
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert_eq!(text(response.headers(), "cache-control"), "no-store", "{method} {path}");
    }
}

#[tokio::test]
async fn every_change_that_another_site_sends_is_refused_with_and_without_a_token() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.draft(&owner, "draft").await;
    let events = world.events().await;
    let mut tried = 0;
    for who in everybody(&world, &owner).await {
        let csrf = world.csrf(&who).await;
        for route in routes(&world, &who, &Method::POST) {
            let id = route.id();
            if id.contains("/demo/") {
                continue;
            }
            let path = address(route, &thing, &[]);
            let place = format!("{id} by the {}", who.name);
            let bare = || world.request(&who, Method::POST, &path);
            // As a browser marks them: by the place, or by the origin alone.
            let marked = [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")];
            for (name, value) in marked {
                for form in [vec![("_csrf", csrf.as_str())], vec![]] {
                    let sent = bare().header(name, value).form(&form);
                    assert_eq!(
                        world.answers(sent).await.status().as_u16(),
                        403,
                        "{place}: {value}"
                    );
                }
            }
            let mut sent = bare().form(&[("_csrf", csrf.as_str())]).build().unwrap();
            sent.headers_mut().insert(ORIGIN, "https://evil.example".parse().unwrap());
            assert_eq!(world.executes(sent).await.status().as_u16(), 403, "{place}: origin");
            if route.face == Face::Api {
                let sent = bare().header(CONTENT_TYPE, "text/plain").body("{}");
                assert_eq!(world.answers(sent).await.status().as_u16(), 415, "{place}");
            }
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried}");
    assert_eq!(world.events().await, events, "nothing has happened");
}

#[tokio::test]
async fn whoever_only_looks_changes_nothing() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let draft = world.draft(&owner, "draft").await;
    // What they hold already, and so need not bring, is only shown there.
    let holding = world.begun(&owner, "draft").await;
    world.city.settles().await;
    let list = format!("/api/v1/applications/{}/materials", holding.application);
    let list = world.gets(&owner, &list).await.json();
    assert_eq!(list["materials"][0]["how"], "licence", "{list}");
    let before = world.events().await;
    let mut looked = 0;
    for who in everybody(&world, &owner).await {
        says_why(&world, &who, &[&granted, &case]).await;
        for route in routes(&world, &who, &Method::GET) {
            for thing in [&granted, &case, &draft, &holding] {
                let path = address(route, thing, &[]);
                for method in [Method::HEAD, Method::GET] {
                    asks(&world, &who, method.clone(), &path).await;
                    let now = world.events().await;
                    assert_eq!(now, before, "{method} {} by the {}", route.id(), who.name);
                    looked += 1;
                }
            }
        }
    }
    assert!(looked > 2_000, "only {looked}");
}

#[tokio::test]
async fn pages_are_no_pictures_and_no_part_of_other_pages() {
    let city = City::on(MORNING).await;
    let citizen = city.citizen(CHEN).await;
    let parts =
        ["image", "script", "style", "iframe", "embed", "object", "worker", "font", "video"];
    for path in ["/zh-hans/my/", "/zh-hans/my/profile", "/api/v1/me"] {
        for wanted in parts {
            let response = citizen.asks_for(&citizen.url(path), wanted).await;
            assert_eq!(response.status().as_u16(), 403, "{path} as {wanted}");
        }
        for wanted in ["document", "empty"] {
            let response = citizen.asks_for(&citizen.url(path), wanted).await;
            assert_eq!(response.status().as_u16(), 200, "{path} as {wanted}");
        }
    }
}

#[tokio::test]
async fn the_methods_that_are_allowed_are_exactly_those_that_are_there() {
    let city = City::on(MORNING).await;
    let client = reqwest::Client::new();
    let routes = &city.installation.house.routes;
    let thing = crate::rights::world::Thing::default();
    let mut paths = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    for route in routes {
        let there = paths.entry(address(route, &thing, &[])).or_default();
        there.insert(route.method.to_string());
        if route.method == Method::GET {
            there.insert("HEAD".to_owned());
        }
    }
    for (path, there) in paths {
        let response = client.delete(format!("{}{path}", city.base)).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 405, "{path}");
        let allowed = response.headers()[ALLOW].to_str().unwrap();
        let allowed: BTreeSet<_> = allowed.split(',').map(|it| it.trim().to_owned()).collect();
        assert_eq!(allowed, there, "{path}");
    }
}
