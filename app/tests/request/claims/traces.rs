//! What is left behind where nobody should find it: in addresses, in pages, in the log and in the
//! clear columns of the database.

use axum::http::Method;
use scraper::{Html, Selector};
use testkit::{Database, log::Log};

use super::{
    life::lived,
    places::{address, everybody, routes, says_why},
};
use crate::{
    city::City,
    person::Person,
    rights::world::{CHEN, Someone, World},
    story::{citizen_hands_in, officer_acts},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const NAME: &str = "陈雨禾";
const MOBILE: &str = "19900000001";
const HOME: &str = "榕荫街道古井路";

/// The words that no address may hold, also with their letters as numbers.
fn personal(more: &[String]) -> Vec<String> {
    let percent = |text: &str| text.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
    let mut all = vec![CHEN.to_owned(), MOBILE.to_owned(), NAME.to_owned(), HOME.to_owned()];
    all.extend(more.iter().filter(|it| !it.is_empty()).cloned());
    let numbered: Vec<_> = all.iter().map(|it| percent(it)).collect();
    all.extend(numbered);
    all
}

/// The addresses to which a page leads, and the fields that its forms would put into one.
fn addresses(html: &str) -> (Vec<String>, Vec<String>) {
    let page = Html::parse_document(html);
    let leading = Selector::parse("[href], [action], [src]").unwrap();
    let attrs = ["href", "action", "src"];
    let all = page.select(&leading);
    let hrefs = all.flat_map(|it| attrs.into_iter().filter_map(move |name| it.attr(name)));
    let asking = Selector::parse("form[method=get] input[name], form:not([method]) input[name]");
    let asking = asking.unwrap();
    let fields = page.select(&asking).filter_map(|it| it.attr("name"));
    (hrefs.map(str::to_owned).collect(), fields.map(str::to_owned).collect())
}

/// What may be typed into a form whose fields stand in the address afterwards: words of a search,
/// numbers of things, days.
const ASKED: [&str; 31] = [
    "q",
    "sent",
    "area",
    "kind",
    "level",
    "ref",
    "reference",
    "no",
    "reason",
    "from",
    "to",
    "start",
    "days",
    "unit",
    "view",
    "year",
    "via",
    "region",
    "lang",
    "status",
    "service",
    "sort",
    "filter",
    "type",
    "theme",
    "department",
    "after",
    "becomes",
    // The public name of an issuing key, and what is to be done with its licences.
    "key",
    "act",
    "name",
];

#[tokio::test]
async fn no_address_holds_who_somebody_is_or_what_lets_them_in() {
    let world = World::on(City::on(MORNING).await).await;
    let life = lived(&world, CHEN).await;
    let all = everybody(&world, &life.owner).await;
    let tokens: Vec<_> = all.iter().filter_map(|it| it.token.clone()).collect();
    let secrets: Vec<_> = tokens.into_iter().chain([life.granted.code.clone()]).collect();
    let words = personal(&secrets);
    let mut seen = 0;
    for who in &all {
        let csrf = world.csrf(who).await;
        says_why(&world, who, &[&life.granted]).await;
        for route in routes(&world, who, &Method::GET) {
            for thing in [&life.granted, &life.draft] {
                let path = address(route, thing, &[("{access}", &life.access)]);
                let answer = world.gets(who, &path).await;
                let (mut hrefs, fields) = addresses(&answer.body);
                hrefs.push(answer.location);
                for href in hrefs {
                    // A number to call, and a secret for an app on the same device, are no
                    // addresses that anybody is asked for.
                    let is_call = href.starts_with("tel:") || href.starts_with("otpauth:");
                    for word in words.iter().chain([&csrf]) {
                        assert!(is_call || !href.contains(word), "{} leads to {href}", route.id());
                    }
                    seen += 1;
                }
                for field in fields {
                    let is_situation = path.contains("/services/");
                    // A day is typed into three boxes.
                    let name = field.split('-').next().unwrap_or_default();
                    let is_known = ASKED.contains(&name) || is_situation;
                    assert!(is_known, "{} asks for {field} in its address", route.id());
                }
            }
        }
    }
    assert!(seen > 5_000, "{seen}");
}

#[tokio::test]
async fn a_journey_leaves_no_name_number_or_secret_in_an_address() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    city.settles().await;
    let mut paths = vec![citizen.path.clone()];
    for page in ["my/", "my/profile", "my/messages", "my/security", "my/data", "my/mandates"] {
        citizen.opens(&format!("/zh-hans/{page}")).await;
        paths.push(citizen.path.clone());
    }
    officer_acts(&city, "examiner-lu", &receipt.reference, "accept", &[("outcome", "accept")])
        .await;
    let mut officer = city.staff("examiner-lu").await;
    officer.opens(&format!("/staff/cases/{}", receipt.reference)).await;
    paths.push(officer.path.clone());
    // Whoever has the receipt: from the form to the letter, as the page leads them.
    let mut holder = city.anonymous();
    holder.looks_up(&receipt.reference, &receipt.code).await;
    assert!(holder.path.contains(&receipt.reference), "{}", holder.path);
    paths.push(holder.path.clone());
    paths.extend(holder.links("/"));
    let mut secrets = secrets(&[&citizen, &officer, &holder]);
    secrets.push(format!("={}", receipt.code));
    secrets.push(format!("/{}", receipt.code));
    for path in paths {
        for word in personal(&secrets) {
            assert!(!path.contains(&word), "{word} in {path}");
        }
    }
}

fn secrets(people: &[&Person]) -> Vec<String> {
    let cookies = people.iter().flat_map(|it| it.cookies());
    let values = cookies.filter_map(|it| it.split_once('=').map(|(_, it)| it.to_owned()));
    values.filter(|it| it.len() >= 20).collect()
}

/// Where somebody sees their own telephone number, because a form asks whether it is still right.
const OWN_NUMBER: [&str; 2] = ["/applications/", "/my/data/correct"];

#[tokio::test]
async fn numbers_of_people_are_masked_on_every_page_and_in_every_answer() {
    // The demonstration shows the numbers of its invented people where they sign in.
    let quiet = |site: &mut web::Site| site.is_demo = false;
    let world = World::on(City::whose(MORNING, quiet).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let owner = world.citizen("owner", CHEN).await;
    let (case, draft) = (world.case(&owner, "case").await, world.draft(&owner, "draft").await);
    let mut masked = 0;
    for who in everybody(&world, &owner).await {
        says_why(&world, &who, &[&granted, &case]).await;
        for route in routes(&world, &who, &Method::GET) {
            for thing in [&granted, &case, &draft] {
                let path = address(route, thing, &[]);
                let body = world.gets(&who, &path).await.body;
                let place = format!("{path} for the {}", who.name);
                assert!(!body.contains(CHEN), "{place}: the whole identity number");
                let is_own = is_owner(&who) && OWN_NUMBER.iter().any(|it| path.contains(it));
                // Whoever handles a case may call its applicant.
                let is_at_work = path.starts_with("/staff/cases/") || path.ends_with("/file");
                if !is_own && !is_at_work {
                    assert!(!body.contains(MOBILE), "{place}: the whole telephone number");
                }
                masked += usize::from(body.contains("710000********1226"));
                masked += usize::from(body.contains("199****0001"));
            }
        }
    }
    assert!(masked > 5, "{masked} masked numbers were seen");
}

fn is_owner(who: &Someone) -> bool {
    who.name == "owner"
}

/// All bytes that the database has written.
fn bytes_of(database: &Database) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(database.folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() && name.contains(".db") {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    assert!(all.len() > 100_000, "{} bytes", all.len());
    all
}

#[tokio::test]
async fn no_secret_and_no_number_of_a_person_reaches_the_log_or_a_clear_column() {
    let (log, _listening) = Log::listen();
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    officer_acts(&city, "examiner-lu", &receipt.reference, "accept", &[("outcome", "accept")])
        .await;
    // What people type where it does not belong.
    let mut stranger = city.anonymous();
    for typed in [CHEN, MOBILE, NAME, "canary-password", "canary-token"] {
        // What finds nothing is kept for the editors when several visitors typed it.
        stranger.looks_at(&format!("/zh-hans/search?q={typed}")).await;
        stranger.looks_at(&format!("/zh-hans/track?ref={typed}&code={typed}")).await;
        stranger.looks_up(typed, typed).await;
        stranger.looks_at(&format!("/zh-hans/verify/{typed}")).await;
        stranger.looks_at(&format!("/zh-hans/{typed}")).await;
    }
    stranger.opens("/zh-hans/sign-in").await;
    let (address, mut fields) = stranger.form("/sign-in");
    fields.insert("login".to_owned(), vec![CHEN.to_owned()]);
    fields.insert("password".to_owned(), vec!["canary-password".to_owned()]);
    stranger.posts(&address, &fields).await;
    let client = reqwest::Client::new();
    let me = client.get(format!("{}/api/v1/me", city.base)).bearer_auth("canary-token");
    assert_eq!(me.send().await.unwrap().status().as_u16(), 401);
    let world = World::on(city).await;
    let draft = world.draft(&world.citizen("owner", CHEN).await, "draft").await;
    assert!(!draft.application.is_empty());
    world.city.settles().await;

    let mut canaries = secrets(&[&citizen]);
    canaries
        .extend([CHEN, MOBILE, NAME, HOME, "canary-password", "canary-token"].map(str::to_owned));
    let lines = log.lines();
    assert!(!lines.is_empty());
    for line in &lines {
        for canary in &canaries {
            assert!(!line.contains(canary.as_str()), "{canary} in the log: {line}");
        }
        assert!(!line.contains(&format!("{} ", receipt.code)), "the query code: {line}");
    }
    let stored = bytes_of(&world.city.database);
    for canary in &canaries {
        let at = stored.windows(canary.len()).position(|it| it == canary.as_bytes());
        let near = at.map(|at| &stored[at.saturating_sub(80)..stored.len().min(at + 20)]);
        let near = near.map(String::from_utf8_lossy);
        assert_eq!(near, None, "{canary} stands in the database in clear");
    }
}
