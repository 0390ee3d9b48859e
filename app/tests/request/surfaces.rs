//! What every answer carries, and what no route does, whoever asks.

use reqwest::{
    Client, Method, Response,
    header::{ALLOW, HeaderMap, LOCATION},
    redirect::Policy,
};

use crate::{city::City, person::Person};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// Everything that browsers ask for and nothing of which is ours.
const STRAY: [&str; 14] = [
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/.svn/entries",
    "/.DS_Store",
    "/backup.zip",
    "/index.php",
    "/index.html~",
    "/zh-hans/index.html.bak",
    "/.index.html.swp",
    "/assets/../Cargo.toml",
    "/assets/..%2f..%2fetc%2fpasswd",
    "/web.config",
    "/server-status",
];

fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

/// The paths of all routes, with something that does not exist for their parameters.
fn paths(city: &City) -> Vec<(Method, String)> {
    let routes = city.installation.house.routes.iter();
    let mut paths: Vec<_> = routes
        .map(|route| {
            let id = route.id();
            let path = id.split_once(' ').unwrap().1.replace("/{l}", "/zh-hans");
            let parts = path.split('/').map(|it| if it.starts_with('{') { "none" } else { it });
            (route.method.clone(), parts.collect::<Vec<_>>().join("/"))
        })
        .collect();
    for own in ["/", "/prefs", "/assets/icon.svg", "/assets/none.css", "/api/v1/openapi.json"] {
        paths.push((Method::GET, own.to_owned()));
    }
    paths
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |it| it.to_str().unwrap())
}

fn is_guarded(response: &Response, place: &str) {
    let headers = response.headers();
    let is = |name: &str, wanted: &str| {
        assert_eq!(text(headers, name), wanted, "{place}: {name}");
    };
    is("x-content-type-options", "nosniff");
    is("referrer-policy", "same-origin");
    is("x-frame-options", "DENY");
    is("cross-origin-opener-policy", "same-origin");
    is("cross-origin-resource-policy", "same-origin");
    let policy = text(headers, "content-security-policy");
    for part in [
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "report-uri /csp-report",
    ] {
        assert!(policy.contains(part), "{place}: {part} in {policy}");
    }
    let script = policy.split("script-src").nth(1).unwrap().split(';').next().unwrap();
    assert_eq!(script.trim(), "'self'", "{place}");
    for foreign in ["server", "x-powered-by", "via", "access-control-allow-origin"] {
        assert!(!headers.contains_key(foreign), "{place}: {foreign}");
    }
    for cookie in headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{place}: {attribute} in {cookie}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_a_guarded_site() {
    let secure = |site: &mut web::Site| site.public_url = "https://one.example.cn".to_owned();
    let city = City::whose(MORNING, secure).await;
    let client = client();
    let mut seen = std::collections::BTreeSet::new();
    for (method, path) in paths(&city) {
        let response = client.request(method.clone(), format!("{}{path}", city.base));
        let response = response.header("origin", "https://evil.example").send().await.unwrap();
        seen.insert(response.status().as_u16());
        is_guarded(&response, &format!("{method} {path}"));
        let lasting = text(response.headers(), "strict-transport-security");
        assert_eq!(lasting, "max-age=31536000; includeSubDomains", "{path}");
    }
    let broken = client.put(format!("{}/zh-hans/", city.base)).send().await.unwrap();
    is_guarded(&broken, "PUT");
    for status in [200, 303, 401, 403, 404] {
        assert!(seen.contains(&status), "{status} is among the answers: {seen:?}");
    }
}

#[tokio::test]
async fn what_somebody_signed_in_sees_is_kept_by_nobody() {
    let city = City::on(MORNING).await;
    for (page, login) in [
        ("/zh-hans/sign-in", "710000198804161226"),
        ("/staff/sign-in", "examiner-lu"),
        ("/staff/sign-in", "administrator-qin"),
    ] {
        let mut person = Person::new(login, &city.base);
        person.signs_in(page, login).await;
        for (method, path) in paths(&city) {
            let is_same = method != Method::GET || path.starts_with("/assets");
            if is_same || path.ends_with("openapi.json") {
                continue;
            }
            let response = person.asks(&path).await;
            let kept = text(response.headers(), "cache-control");
            assert_eq!(kept, "no-store", "{login}: {path} {}", response.status());
            is_guarded(&response, &path);
        }
        person.opens(if page.starts_with("/staff") { "/staff/" } else { "/zh-hans/" }).await;
        let (address, fields) = person.form("/sign-out");
        let gone = person.posts_plainly(&address, &fields).await;
        assert_eq!(text(gone.headers(), "clear-site-data"), "\"cache\", \"storage\"");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_are_there_and_head_answers_like_get() {
    let city = City::on(MORNING).await;
    let client = client();
    let all = paths(&city);
    for (method, path) in &all {
        let url = format!("{}{path}", city.base);
        for other in ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
            let other = Method::from_bytes(other.as_bytes()).unwrap();
            let response = client.request(other.clone(), &url).send().await.unwrap();
            assert_eq!(response.status().as_u16(), 405, "{other} {path}");
            let allowed = response.headers().get(ALLOW).unwrap().to_str().unwrap().to_owned();
            assert!(allowed.contains(method.as_str()), "{path} allows {allowed}");
            let has_get = all.iter().any(|(it, own)| *it == Method::GET && own == path);
            assert_eq!(allowed.contains("HEAD"), has_get, "{path} allows {allowed}");
        }
        if *method == Method::GET {
            let full = client.get(&url).send().await.unwrap().status();
            let head = client.head(&url).send().await.unwrap();
            assert_eq!(head.status(), full, "{path}");
            assert!(head.bytes().await.unwrap().is_empty(), "{path}");
        }
    }
}

#[tokio::test]
async fn stray_files_are_not_there_and_long_requests_are_refused() {
    let city = City::on(MORNING).await;
    let client = client();
    for path in STRAY {
        let url = format!("{}{path}", city.base);
        assert_eq!(client.get(&url).send().await.unwrap().status().as_u16(), 404, "{path}");
    }
    let long = format!("{}/zh-hans/search?q={}", city.base, "a".repeat(60_000));
    assert_eq!(client.get(&long).send().await.unwrap().status().as_u16(), 414);
    let many: String = (0..2_000).map(|n| format!("&p{n}=1")).collect();
    let url = format!("{}/zh-hans/search?q=a{many}", city.base);
    let status = client.get(&url).send().await.unwrap().status();
    assert!(status.is_client_error(), "{status}");
    let heavy = client.get(format!("{}/zh-hans/", city.base)).header("x-a", "a".repeat(33_000));
    assert_eq!(heavy.send().await.unwrap().status().as_u16(), 431);
}

#[tokio::test]
async fn documents_are_no_images_and_no_scripts() {
    let city = City::on(MORNING).await;
    let citizen = city.citizen("710000198804161226").await;
    for (wanted, status) in [
        ("document", 200),
        ("empty", 200),
        ("image", 403),
        ("script", 403),
        ("style", 403),
        ("iframe", 403),
        ("object", 403),
        ("worker", 403),
    ] {
        let response = citizen.asks_for(&citizen.url("/zh-hans/my/"), wanted).await;
        assert_eq!(response.status().as_u16(), status, "{wanted}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing_whatever_it_says() {
    let city = City::on(MORNING).await;
    let citizen = city.citizen("710000198804161226").await;
    let url = citizen.url("/api/v1/applications");
    let body = r#"{"service":"food-business-licence"}"#;
    for (kind, expected) in [
        ("text/plain", 415),
        ("text/plain; charset=utf-8", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/x-www-form-urlencoded", 415),
    ] {
        let response = citizen.sends_body(&url, kind, body, None).await;
        assert_eq!(response.status().as_u16(), expected, "{kind}");
    }
    for site in ["cross-site", "same-site"] {
        let response = citizen.sends_body(&url, "application/json", body, Some(site)).await;
        assert_eq!(response.status().as_u16(), 403, "{site}");
    }
}

#[tokio::test]
async fn a_name_sent_twice_is_refused() {
    let city = City::on(MORNING).await;
    let mut person = city.anonymous();
    for path in
        ["/zh-hans/track?ref=1&ref=2", "/zh-hans/search?q=a&q=b", "/api/v1/services?q=a&q=b"]
    {
        person.looks_at(path).await;
        assert_eq!(person.status, 400, "{path}");
    }
    person.opens("/zh-hans/sign-in").await;
    let (address, mut fields) = person.form("/sign-in");
    fields.insert("login".to_owned(), vec!["a".to_owned(), "b".to_owned()]);
    person.posts(&address, &fields).await;
    assert_eq!(person.status, 400);
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let city = City::on(MORNING).await;
    let client = client();
    let evil = [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%09/evil.example",
        "/\t/evil.example",
        "/%5cevil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/x\r\nset-cookie: a=b",
        "http:evil.example",
        ".evil.example",
        "@evil.example",
        "/ /evil.example",
    ];
    for back in evil {
        let query: String = form_urlencoded_pair("back", back);
        for path in ["/prefs?size=large&", "/zh-hans/sign-in?", "/staff/sign-in?"] {
            let url = format!("{}{path}{query}", city.base);
            let response = client.get(&url).send().await.unwrap();
            let goes = response.headers().get(LOCATION).map(|it| it.to_str().unwrap().to_owned());
            if let Some(goes) = &goes {
                stays(goes, back);
            }
            assert!(response.headers().get_all("set-cookie").iter().count() <= 1, "{back:?}");
        }
        // Whoever signs in with such an address stays as well.
        let mut person = Person::new("citizen", &city.base);
        person.opens(&format!("/zh-hans/sign-in?{query}")).await;
        let (address, mut fields) = person.form("/sign-in");
        fields.insert("login".to_owned(), vec!["710000198804161226".to_owned()]);
        fields.insert("password".to_owned(), vec!["onewindow".to_owned()]);
        fields.insert("back".to_owned(), vec![back.to_owned()]);
        let response = person.posts_plainly(&address, &fields).await;
        if let Some(goes) = response.headers().get(LOCATION) {
            stays(goes.to_str().unwrap(), back);
        }
    }
}

/// What a browser would make of an address on a page of ours is on this site.
fn stays(goes: &str, back: &str) {
    let own = reqwest::Url::parse("https://one.example.cn/zh-hans/").unwrap();
    let there = own.join(goes).unwrap();
    assert_eq!(there.host_str(), Some("one.example.cn"), "{back:?} leads to {goes:?}");
    assert_eq!(there.scheme(), "https", "{back:?} leads to {goes:?}");
}

fn form_urlencoded_pair(name: &str, value: &str) -> String {
    let mut url = reqwest::Url::parse("http://x/").unwrap();
    url.query_pairs_mut().append_pair(name, value);
    url.query().unwrap().to_owned()
}

#[tokio::test]
async fn browsers_may_report_and_nothing_else_is_taken_there() {
    let city = City::on(MORNING).await;
    let (client, url) = (client(), format!("{}/csp-report", city.base));
    let report = r#"{"csp-report":{"document-uri":"https://x/?q=secret","violated-directive":"script-src","blocked-uri":"inline"}}"#;
    let send = |kind: &str, body: String| client.post(&url).header("content-type", kind).body(body);
    let status = async |kind: &str, body: &str| {
        send(kind, body.to_owned()).send().await.unwrap().status().as_u16()
    };
    assert_eq!(status("application/csp-report", report).await, 204);
    assert_eq!(status("application/reports+json", r#"[{"body":{}}]"#).await, 204);
    assert_eq!(status("application/json", report).await, 415);
    assert_eq!(status("application/csp-report", "nonsense").await, 400);
    assert_eq!(status("application/csp-report", &"x".repeat(20_000)).await, 413);
}
