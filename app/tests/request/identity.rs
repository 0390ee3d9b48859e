//! Signing in through identity providers, and what must be proved for what.

use std::sync::Arc;

use accounts_domain::People;
use kernel::{Clock as _, IdentityLevel};
use reqwest::{Client, header::LOCATION, redirect::Policy};
use serde_json::{Value, json};
use testkit::{
    Database, TestClock, on_both,
    provider::{CLIENT, Fault, IdentityProvider, SECRET, SigningKey},
};

use crate::{
    city::City,
    person::Person,
    story::{citizen_fills_in, nothing_differs_on_replay},
};

const CHEN: &str = "710000198804161226";
const YE: &str = "710000200307192531";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
/// A service for which one must have been checked in person.
const L3: &str = "/zh-hans/apply/driving-licence-renewal";

/// A city with identity providers: `city` checks people and is trusted, `club` knows what people
/// call themselves, `desk` knows the staff.
struct Town {
    city: City,
    trusted: IdentityProvider,
    club: IdentityProvider,
    _desk: IdentityProvider,
}

fn settings(
    id: &str,
    issuer: &str,
    secret: &std::path::Path,
    more: Value,
) -> ops::ProviderSettings {
    let mut all = json!({
        "id": id, "issuer": issuer, "client_id": CLIENT, "client_secret_file": secret,
        "inside": true, "name": {"zh-Hans": format!("{id}平台"), "zh-Hant": "", "en": ""},
    });
    for (name, value) in more.as_object().unwrap() {
        all[name] = value.clone();
    }
    serde_json::from_value(all).unwrap()
}

impl Town {
    async fn on(database: Database) -> Self {
        let clock = TestClock::at(MORNING);
        let trusted = IdentityProvider::start(clock.clone()).await;
        let club = IdentityProvider::start(clock.clone()).await;
        let desk = IdentityProvider::start(clock.clone()).await;
        let secret = database.folder().join("secret");
        std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
        let levels = json!({"sms": "L2", "face": "L3", "certificate": "L4"});
        let providers = [
            settings(
                "city",
                trusted.issuer(),
                &secret,
                json!({
                    "trusted_identity": true, "may_create": true, "acr": levels,
                    "claims": {"id_number": "id_number"},
                }),
            ),
            settings("club", club.issuer(), &secret, json!({"may_create": true})),
            settings("desk", desk.issuer(), &secret, json!({"audience": "staff"})),
        ];
        let city = City::open(database, clock, &providers).await;
        trusted.knows("1", json!({"name": "陈雨禾", "id_number": CHEN, "acr": "face"}));
        club.knows("1", json!({"name": "雨禾小馆"}));
        desk.knows("lu", json!({"name": "卢"}));
        Self { city, trusted, club, _desk: desk }
    }

    async fn new() -> Self {
        Self::on(Database::sqlite()).await
    }

    /// Somebody who presses a provider's button.
    async fn through(&self, provider: &str) -> Person {
        let mut person = self.city.anonymous();
        person.opens("/zh-hans/sign-in").await;
        person.follows(&format!("/sign-in/with/{provider}")).await;
        person
    }

    /// Somebody signed in lets a provider sign them in from now on.
    async fn binds(&self, person: &mut Person, page: &str, provider: &str) {
        person.opens(&format!("{page}/bind/{provider}")).await;
        if person.path.contains("/step-up?") {
            person.confirms().await;
        }
        person.follows(&format!("/sign-in/with/{provider}?for=bind")).await;
    }

    async fn level(&self, number: &str) -> Option<IdentityLevel> {
        let people = self.city.installation.house.ask::<dyn People>().unwrap();
        let account = people.by_id_number(number).await.unwrap()?;
        Some(people.level(account).await.unwrap())
    }
}

/// A browser whose steps the story takes one by one.
struct Browser {
    client: Client,
}

impl Browser {
    fn new() -> Self {
        let client = Client::builder().cookie_store(true).redirect(Policy::none());
        Self { client: client.build().unwrap() }
    }

    /// Opens an address; answers where it is sent.
    async fn step(&self, address: &str) -> String {
        let answer = self.client.get(address).send().await.unwrap();
        let sent = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok());
        sent.unwrap_or_default().to_owned()
    }

    /// From the button to the provider's answer, which is not delivered yet.
    async fn leaves(&self, town: &Town, provider: &IdentityProvider, id: &str) -> String {
        let base = &town.city.base;
        let there = self.step(&format!("{base}/zh-hans/sign-in/with/{id}")).await;
        provider.visit(&there)
    }

    async fn is_signed_in(&self, town: &Town) -> bool {
        let page = format!("{}/zh-hans/my/profile", town.city.base);
        self.client.get(page).send().await.unwrap().status() == 200
    }
}

#[tokio::test]
async fn whom_a_trusted_provider_asserts_is_the_person_with_that_number() {
    on_both(|database| async move {
        let town = Town::on(database).await;
        for _ in 0..2 {
            let mut chen = town.through("city").await;
            assert_eq!(chen.path, "/zh-hans/my/");
            chen.opens("/zh-hans/my/profile").await.reads("古井路 12 号");
            chen.opens("/zh-hans/my/identity").await.reads("实人认证");
        }
        assert_eq!(town.level(CHEN).await, Some(IdentityLevel::L3));
        // A provider that confuses people signs nobody in.
        town.trusted.knows("2", json!({"name": "别人", "id_number": CHEN, "acr": "face"}));
        town.through("city").await.reads("姓名或者号码和这个账号不一致");
        town.trusted.knows("1", json!({"name": "陈雨禾", "id_number": YE, "acr": "face"}));
        town.through("city").await.reads("姓名或者号码和这个账号不一致");
        town.city.settles().await;
        nothing_differs_on_replay(&town.city).await;
    })
    .await;
}

#[tokio::test]
async fn somebody_new_gets_an_account_as_sure_as_the_provider_is() {
    on_both(|database| async move {
        let town = Town::on(database).await;
        let number = "71000019900101004X";
        town.trusted.knows("9", json!({"name": "林一舟", "id_number": number, "acr": "sms"}));
        let mut lin = town.through("city").await;
        lin.opens("/zh-hans/my/profile").await.reads("林一舟");
        assert_eq!(town.level(number).await, Some(IdentityLevel::L2));
        // What is proved later counts from then on; what is proved less takes nothing away.
        town.trusted
            .knows("9", json!({"name": "林一舟", "id_number": number, "acr": "certificate"}));
        town.through("city").await.opens("/zh-hans/my/identity").await.reads("数字证书（L4）");
        town.trusted.knows("9", json!({"name": "林一舟", "id_number": number, "acr": "sms"}));
        let mut again = town.through("city").await;
        again.opens("/zh-hans/my/identity").await;
        again.reads("已经认证到 数字证书（L4） 这次登录的认证等级 实名认证");
    })
    .await;
}

#[tokio::test]
async fn the_same_subject_of_two_providers_is_two_accounts() {
    on_both(|database| async move {
        let town = Town::on(database).await;
        town.through("city").await.opens("/zh-hans/my/profile").await.reads("陈雨禾");
        // The same subject, the same e-mail address, even the same number: nobody checked it.
        let same = json!({"name": "陈雨禾", "id_number": CHEN, "email": "chen@example.cn"});
        town.club.knows("1", same);
        let mut other = town.through("club").await;
        other.opens("/zh-hans/my/profile").await;
        assert!(!other.text().contains("古井路"), "{}", other.text());
        other.opens("/zh-hans/my/identity").await.reads("联系方式已核实（L1）");
    })
    .await;
}

#[tokio::test]
async fn forged_assertions_sign_nobody_in() {
    let town = Town::new().await;
    let thief = town.trusted.with_key(|key| SigningKey::new(key.signing(), key.id.clone()));
    type Forge = Box<dyn Fn(String) -> String + Send + Sync>;
    let forgeries: [Forge; 4] = [
        // Without a signature, with and without saying so.
        Box::new(|token| format!("{}.", token.rsplit_once('.').unwrap().0)),
        Box::new(|token| {
            let payload = token.split('.').nth(1).unwrap();
            format!("eyJhbGciOiJub25lIn0.{payload}.")
        }),
        // With another key of the same name.
        Box::new(move |token| {
            let message = token.rsplit_once('.').unwrap().0;
            let signature = thief.sign(message.as_bytes());
            format!("{message}.{}", data_encoding::BASE64URL_NOPAD.encode(&signature))
        }),
        // With one letter of the payload changed.
        Box::new(|token| {
            let (head, rest) = token.split_once('.').unwrap();
            format!("{head}.{}", rest.replacen('X', "Y", 1).replacen('J', "K", 1))
        }),
    ];
    for forge in forgeries {
        town.trusted.sends(forge);
        let mut nobody = town.through("city").await;
        nobody.reads("身份平台发来的登录信息没有通过核验");
        nobody.looks_at("/zh-hans/my/profile").await;
        assert!(nobody.path.starts_with("/zh-hans/sign-in"), "{}", nobody.path);
    }
    town.trusted.is_honest();
    assert_eq!(town.through("city").await.path, "/zh-hans/my/");
}

#[tokio::test]
async fn who_comes_back_did_so_once_in_the_browser_that_left_and_in_time() {
    let town = Town::new().await;
    let base = &town.city.base;
    let no_flow = "/zh-hans/sign-in?why=no-flow";
    let (chen, thief) = (Browser::new(), Browser::new());

    // Another browser cannot use what this one brought.
    let back = chen.leaves(&town, &town.trusted, "city").await;
    assert!(thief.step(&back).await.starts_with(no_flow));
    assert!(!thief.is_signed_in(&town).await);
    // Nor can one that went there itself: its cookie belongs to another flow.
    thief.leaves(&town, &town.trusted, "city").await;
    assert!(thief.step(&back).await.starts_with(no_flow));
    assert_eq!(town.trusted.asked("/token"), 0, "the code was not even tried");
    assert_eq!(chen.step(&back).await, "/zh-hans/my/");
    assert!(chen.is_signed_in(&town).await);
    assert!(chen.step(&back).await.starts_with(no_flow), "a state is good once");
    assert_eq!(town.trusted.asked("/token"), 1);

    // A state of one provider does not fit another, and a made-up one fits none.
    let back = thief.leaves(&town, &town.trusted, "city").await;
    assert!(thief.step(&back.replace("/from/city", "/from/club")).await.contains("why=no-flow"));
    let made_up = format!("{base}/sign-in/from/city?code=1&state=1");
    assert!(thief.step(&made_up).await.starts_with(no_flow));
    // Who stays away too long begins again.
    let back = thief.leaves(&town, &town.trusted, "city").await;
    town.city.clock.advance(jiff::SignedDuration::from_mins(10));
    assert!(thief.step(&back).await.starts_with(no_flow));
}

#[tokio::test]
async fn only_our_own_pages_send_people_away_and_nobody_is_sent_elsewhere_afterwards() {
    let town = Town::new().await;
    let address = format!("{}/zh-hans/sign-in/with/city", town.city.base);
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let lured = client.get(&address).header("sec-fetch-site", "cross-site").send().await.unwrap();
    let sent = lured.headers()[LOCATION].to_str().unwrap();
    assert!(sent.starts_with("/zh-hans/sign-in?why="), "{sent}");
    for evil in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let browser = Browser::new();
        let there = browser.step(&format!("{address}?back={evil}")).await;
        let back = town.trusted.visit(&there);
        assert_eq!(browser.step(&back).await, "/", "{evil}");
    }
    assert_eq!(Browser::new().step(&address.replace("city", "nobody")).await, "");
}

#[tokio::test]
async fn a_provider_that_is_down_says_so_and_other_ways_stay() {
    let town = Town::new().await;
    town.trusted.fails(None, Fault::Broken);
    let mut chen = town.through("city").await;
    chen.reads("身份平台暂时没有回应").reads("city平台暂时不能用");
    assert!(chen.links("/sign-in/with/city").is_empty());
    assert!(!chen.links("/sign-in/with/club").is_empty());
    chen.signs_in("/zh-hans/sign-in", CHEN).await;
    town.trusted.is_honest();
    town.city.clock.advance(jiff::SignedDuration::from_secs(30));
    assert_eq!(town.through("city").await.path, "/zh-hans/my/");
}

#[tokio::test]
async fn who_has_proved_too_little_is_led_to_more_and_keeps_what_they_said() {
    on_both(|database| async move {
        let town = Town::on(database).await;
        let mut ye = town.city.citizen(YE).await;
        ye.opens("/zh-hans/services/driving-licence-renewal").await.reads("需要实人认证");
        ye.opens(L3).await.reads("要先实人认证");
        assert!(!ye.html.contains("<form method=\"post\" action=\"/zh-hans/apply"), "{}", ye.html);
        ye.follows("/my/identity?need=L3").await.reads("您要办的事需要实人认证");
        // A code on the phone is not enough, a face is.
        town.trusted.knows("7", json!({"name": "叶怀远", "id_number": YE, "acr": "sms"}));
        ye.follows("/sign-in/with/city?level=L3").await.reads("要先实人认证");
        assert_eq!(ye.path, L3);
        ye.follows("/my/identity?need=L3").await;
        town.trusted.knows("7", json!({"name": "叶怀远", "id_number": YE, "acr": "face"}));
        ye.follows("/sign-in/with/city?level=L3").await;
        assert_eq!(ye.path, L3);
        assert!(!ye.text().contains("要先实人认证"), "{}", ye.text());
        // Somebody else's face proves nothing about them.
        town.trusted.knows("1", json!({"name": "陈雨禾", "id_number": CHEN, "acr": "face"}));
        ye.opens("/zh-hans/sign-in/with/city").await.reads("不一致");
        assert!(ye.path.starts_with("/zh-hans/my/identity"), "{}", ye.path);
    })
    .await;
}

#[tokio::test]
async fn a_session_that_proves_less_hands_nothing_in_and_loses_nothing() {
    let town = Town::new().await;
    let mut chen = town.city.citizen(CHEN).await;
    let hub = citizen_fills_in(&mut chen).await;
    // She lets her club sign her in from now on. It checks nobody.
    town.binds(&mut chen, "/zh-hans/my/identity", "club").await;
    chen.reads("以后可以这样登录");
    let mut by_club = town.through("club").await;
    by_club.opens(&format!("{hub}/check")).await.reads("榕城市鼓台区东街 18 号一层");
    by_club.sends("/submit", &[]).await.reads("您要办的事需要实名认证");
    by_club.follows("/sign-in/with/city?level=L2").await;
    assert_eq!(by_club.path, format!("{hub}/check"));
    by_club.reads("榕城市鼓台区东街 18 号一层");
    // Now only what is really missing keeps her.
    by_club.sends("/submit", &[]).await;
    assert_eq!(by_club.status, 422);
    by_club.reads("营业执照");
}

#[tokio::test]
async fn a_machine_is_told_what_must_be_proved() {
    let town = Town::new().await;
    let base = &town.city.base;
    let client = Client::new();
    let entry = json!({"login": YE, "password": "onewindow"});
    let session = client.post(format!("{base}/api/v1/session")).json(&entry).send().await.unwrap();
    let token = session.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned();
    let me = client.get(format!("{base}/api/v1/me")).bearer_auth(&token).send().await.unwrap();
    let me: Value = me.json().await.unwrap();
    assert_eq!((&me["identity_level"], &me["session_level"]), (&json!("L2"), &json!("L3")));
    let wish = json!({"service": "driving-licence-renewal"});
    let begun = client.post(format!("{base}/api/v1/applications")).bearer_auth(&token).json(&wish);
    let begun = begun.send().await.unwrap();
    assert_eq!(begun.status(), 422);
    assert_eq!(begun.json::<Value>().await.unwrap()["code"], "identity.too_low");
    let list = client.get(format!("{base}/api/v1/services?q=驾驶证")).send().await.unwrap();
    let list: Value = list.json().await.unwrap();
    let items = list["items"].as_array().unwrap();
    let found = items.iter().find(|it| it["id"] == "driving-licence-renewal").unwrap();
    assert_eq!(found["assurance"], "L3");
}

#[tokio::test]
async fn a_provider_is_bound_to_one_account_and_let_go_again() {
    on_both(|database| async move {
        let town = Town::on(database).await;
        let mut chen = town.city.citizen(CHEN).await;
        town.binds(&mut chen, "/zh-hans/my/identity", "club").await;
        chen.reads("以后可以这样登录");
        // The club's same person is not somebody else's way in as well.
        let mut ye = town.city.citizen(YE).await;
        town.binds(&mut ye, "/zh-hans/my/identity", "club").await;
        ye.reads("已经关联了别的账号");
        let mut by_club = town.through("club").await;
        by_club.opens("/zh-hans/my/profile").await.reads("古井路 12 号");
        // Let go, it is nobody's, and can be hers again.
        for _ in 0..2 {
            chen.opens("/zh-hans/my/identity").await;
            chen.sends("/my/identity/unbind", &[("provider", "club")]).await;
            assert!(chen.html.contains("/my/identity/bind/club"), "{}", chen.text());
            town.binds(&mut chen, "/zh-hans/my/identity", "club").await;
            chen.reads("以后可以这样登录");
        }
    })
    .await;
}

#[tokio::test]
async fn staff_bind_their_own_provider_and_it_makes_nobody_staff() {
    let town = Town::new().await;
    let mut stranger = town.city.anonymous();
    stranger.opens("/staff/sign-in").await.follows("/staff/sign-in/with/desk").await;
    stranger.reads("还没有在本网站开通");
    // The doors are not mixed up: citizens do not come in through the desk's, nor staff elsewhere.
    stranger.looks_at("/zh-hans/sign-in/with/desk").await;
    assert_eq!(stranger.status, 404);
    let mut examiner = town.city.staff("examiner-lu").await;
    examiner.opens("/staff/me/bind/desk").await;
    assert!(examiner.path.starts_with("/staff/step-up?"), "it is confirmed: {}", examiner.path);
    examiner.confirms().await;
    assert_eq!(examiner.path, "/staff/me/bind/desk");
    examiner.follows("/staff/sign-in/with/desk?for=bind").await;
    assert_eq!(examiner.path, "/staff/me");
    // A confirmation is for two minutes: binding again is confirmed again.
    town.city.clock.advance(jiff::SignedDuration::from_secs(121));
    examiner.opens("/staff/me/bind/desk").await;
    assert!(examiner.path.starts_with("/staff/step-up?"), "and again: {}", examiner.path);
    let mut again = town.city.anonymous();
    again.opens("/staff/sign-in").await.follows("/staff/sign-in/with/desk").await;
    // It vouches for one factor; the second is asked for at every door.
    assert_eq!(again.path, "/staff/sign-in/second");
    again.gives_code("/second").await;
    assert_eq!(again.path, "/staff/cases/", "where an examiner works");
}

#[tokio::test]
async fn a_card_seen_at_the_counter_raises_a_person_and_names_the_clerk() {
    on_both(|database| async move {
        let town = Town::on(database).await;
        assert_eq!(town.level(YE).await, Some(IdentityLevel::L2));
        let mut clerk = town.city.staff("clerk-gong").await;
        clerk.opens("/staff/counter/intake?service=driving-licence-renewal").await;
        let who = [("id_number", YE), ("name", "叶怀远"), ("chosen", "driving-licence-renewal")];
        clerk.sends("/counter/intake", &who).await;
        assert_eq!(clerk.status, 422);
        clerk.reads("这件事要核验本人身份证");
        let seen = [&who[..], &[("card", "1")]].concat();
        clerk.sends("/counter/intake", &seen).await;
        assert!(clerk.path.starts_with("/staff/counter/intake/"), "{}", clerk.text());
        assert_eq!(town.level(YE).await, Some(IdentityLevel::L3));
        // From now on he needs no card for that, here or at home.
        let mut ye = town.city.citizen(YE).await;
        ye.opens(L3).await;
        assert!(!ye.text().contains("要先实人认证"), "{}", ye.text());
        town.city.settles().await;
    })
    .await;
}

#[tokio::test]
async fn a_provider_ends_the_sessions_of_whom_it_signs_out() {
    let town = Town::new().await;
    let mut chen = town.through("city").await;
    let other = town.city.citizen(YE).await;
    let address = format!("{}/sign-out/from/city", town.city.base);
    let send = async |token: String| {
        let form = [("logout_token", token)];
        Client::new().post(&address).form(&form).send().await.unwrap().status().as_u16()
    };
    // An ID token is no notice.
    let claims = Value::Object(town.trusted.claims("nonce"));
    assert_eq!(send(town.trusted.with_key(|key| key.token(&key.header(), &claims))).await, 400);
    chen.opens("/zh-hans/my/profile").await;
    let notice = town.trusted.logout_token("1", "notice-1");
    assert_eq!(send(notice.clone()).await, 200);
    chen.looks_at("/zh-hans/my/profile").await;
    assert!(chen.path.starts_with("/zh-hans/sign-in"), "{}", chen.path);
    let mut other = other;
    other.opens("/zh-hans/my/profile").await;
    // The same notice again ends no newer session.
    let mut again = town.through("city").await;
    assert_eq!(send(notice).await, 200);
    again.opens("/zh-hans/my/profile").await;
}

#[tokio::test]
async fn an_id_token_is_no_key_to_the_api() {
    let town = Town::new().await;
    let taken = Arc::new(std::sync::Mutex::new(String::new()));
    let keep = taken.clone();
    town.trusted.sends(move |token| {
        keep.lock().unwrap().clone_from(&token);
        token
    });
    town.through("city").await;
    let token = taken.lock().unwrap().clone();
    assert_eq!(token.split('.').count(), 3);
    let me = format!("{}/api/v1/me", town.city.base);
    let asked = Client::new().get(&me).bearer_auth(&token).send().await.unwrap();
    assert_eq!(asked.status(), 401);
    assert!(town.city.clock.now() > jiff::Timestamp::UNIX_EPOCH);
}
