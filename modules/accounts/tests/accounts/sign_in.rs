//! Signing in, wrong tries, and acting for a firm.

use kernel::Lang;

use crate::house::Test;

const CHEN: &str = "710000198804161226";
const LIU: &str = "71000019490511026X";

fn fields(login: &str, password: &str) -> String {
    format!("login={login}&password={password}&back=")
}

#[tokio::test]
async fn a_citizen_signs_in_and_comes_back_to_where_they_were() {
    let test = Test::demo().await;
    let entry = format!("login={CHEN}&password=onewindow&back=%2Fen%2Fapply%2F1");
    let answer = test.submit("/en/sign-in", "", &entry).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/en/apply/1"));
    let profile = test.get("/en/my/profile", &answer.cookie()).await;
    assert_eq!(profile.status, 200);
    assert!(profile.text.contains("710000********1226"), "{}", profile.text);
    assert!(!profile.text.contains(CHEN), "the number is masked");
}

#[tokio::test]
async fn a_return_address_elsewhere_is_not_followed() {
    let test = Test::demo().await;
    let evil = format!("login={CHEN}&password=onewindow&back=https%3A%2F%2Fevil.example");
    assert_eq!(test.submit("/en/sign-in", "", &evil).await.location(), "/");
    let plain = test.submit("/en/sign-in", "", &fields(CHEN, "onewindow")).await;
    assert_eq!(plain.location(), "/en/my/");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_number_get_the_same_answer() {
    let test = Test::demo().await;
    let known = test.submit("/en/sign-in", "", &fields(CHEN, "Onewindow")).await;
    let unknown = test.submit("/en/sign-in", "", &fields("71000019900101004X", "onewindow")).await;
    for answer in [&known, &unknown] {
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("The identity number or the password is wrong"));
        assert!(!answer.text.contains(r#"value="Onewindow""#), "a password is not sent back");
    }
    assert!(known.text.contains(&format!(r#"value="{CHEN}""#)), "the number stays");
    let blank = test.submit("/en/sign-in", "", &fields(CHEN, "onewindow%20")).await;
    assert_eq!(blank.status, 422, "a blank at the end belongs to the password");
    let empty = test.submit("/en/sign-in", "", "login=&password=").await;
    assert!(
        empty.text.contains(r##"href="#login""##) && empty.text.contains(r##"href="#password""##)
    );
}

#[tokio::test]
async fn five_wrong_tries_wait_ten_minutes_whether_or_not_the_account_exists() {
    let test = Test::demo().await;
    for login in [LIU, "71000019900101004X"] {
        for _ in 0..5 {
            assert_eq!(test.submit("/en/sign-in", "", &fields(login, "x")).await.status, 422);
        }
        let locked = test.submit("/en/sign-in", "", &fields(login, "onewindow")).await;
        assert_eq!(locked.status, 429, "{login}");
        assert!(locked.headers.contains_key("retry-after"));
    }
    let body = format!(r#"{{"login":"{LIU}","password":"onewindow"}}"#);
    assert_eq!(test.json("/api/v1/session", &body).await.status, 429, "no other way in");
    test.clock.advance(jiff::SignedDuration::from_mins(10));
    assert_eq!(test.submit("/en/sign-in", "", &fields(LIU, "onewindow")).await.status, 303);
    assert_eq!(test.submit("/en/sign-in", "", &fields(LIU, "x")).await.status, 422, "counted anew");
    let forget = test.house.jobs.iter().find(|it| it.name() == "accounts.forget_tries").unwrap();
    test.clock.advance(jiff::SignedDuration::from_hours(25));
    assert!(forget.run().await.unwrap() > 0);
    assert_eq!(forget.run().await.unwrap(), 0);
}

#[tokio::test]
async fn staff_sign_in_at_their_own_door_only() {
    let test = Test::demo().await;
    let staff = test.staff("Clerk-Gong").await;
    let me = test.get("/staff/me", &staff).await;
    assert_eq!(me.status, 200);
    assert!(me.text.contains("龚晴岚"), "{}", me.text);
    assert_eq!(test.get("/en/my/profile", &staff).await.status, 403);
    let wrong_door = test.submit("/staff/sign-in", "", &fields(CHEN, "onewindow")).await;
    assert_eq!(wrong_door.status, 422);
    let other_door = test.submit("/en/sign-in", "", &fields("clerk-gong", "onewindow")).await;
    assert_eq!(other_door.status, 422);
    let citizen = test.submit("/en/sign-in", "", &fields(CHEN, "onewindow")).await;
    assert_eq!(test.get("/staff/me", &citizen.cookie()).await.status, 403);
}

#[tokio::test]
async fn an_agent_acts_for_a_firm_and_for_no_other() {
    let test = Test::demo().await;
    let chen = test.submit("/en/sign-in", "", &fields(CHEN, "onewindow")).await.cookie();
    let page = test.get("/en/my/act-for", &chen).await;
    assert!(page.text.contains("榕城市榕荫小馆餐饮有限公司"), "{}", page.text);
    assert!(!page.text.contains("榕城市磐筑建设工程有限公司"), "{}", page.text);
    let firm = page.text.split(r#"name="party" value=""#).nth(2).unwrap();
    let firm = firm.split_once('"').unwrap().0.to_owned();
    let answer = test.submit("/en/my/act-for", &chen, &format!("party={firm}&back=")).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/en/my/"));
    let acting = answer.cookie();
    let profile = test.get("/en/my/profile", &acting).await;
    assert!(profile.text.contains("91980102MA98RY019R"), "{}", profile.text);
    assert_eq!(test.get("/en/my/profile", &chen).await.status, 303, "the old session is over");
    let back = test.submit("/en/my/act-for", &acting, "party=self&back=").await;
    let profile = test.get("/en/my/profile", &back.cookie()).await;
    assert!(!profile.text.contains("91980102MA98RY019R"));

    let other = test.submit("/en/sign-in", "", &fields(LIU, "onewindow")).await.cookie();
    let page = test.get("/en/my/act-for", &other).await;
    assert!(page.text.contains("There is nobody for whom you may act yet"), "{}", page.text);
    let body = format!("party={firm}&back=");
    let refused = test.fill("/en/sign-in", "/en/my/act-for", &other, &body).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn a_machine_gets_a_token_for_a_person_or_their_firm() {
    let test = Test::demo().await;
    let open = |firm: &str| {
        format!(r#"{{"login":"{CHEN}","password":"onewindow","acting_for":"{firm}"}}"#)
    };
    let answer = test.json("/api/v1/session", &open("91980102MA98RY019R")).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let token = answer.text.split(r#""token":""#).nth(1).unwrap().split('"').next().unwrap();
    let me = test.bearer("GET", "/api/v1/me", token).await;
    assert!(me.text.contains(r#""is_current":true"#), "{}", me.text);
    assert!(me.text.contains("710000********1226"), "{}", me.text);
    assert_eq!(test.bearer("POST", "/api/v1/session/end", token).await.status, 204);
    assert_eq!(test.bearer("GET", "/api/v1/me", token).await.status, 401);
    for firm in ["91980104MA98PT022M", "none"] {
        let refused = test.json("/api/v1/session", &open(firm)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("firm.no_agent"), "{}", refused.text);
    }
    let wrong = test.json("/api/v1/session", r#"{"login":"x","password":"y"}"#).await;
    assert!(wrong.text.contains("sign_in.wrong"), "{}", wrong.text);
    assert_eq!(test.json("/api/v1/session", "{").await.status, 400);
}

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let test = Test::demo().await;
    let citizen = test.submit("/en/sign-in", "", &fields(CHEN, "onewindow")).await.cookie();
    let staff = test.staff("editor-su").await;
    for lang in Lang::ALL {
        let path = lang.path();
        for (address, cookie) in [
            (format!("/{path}/sign-in"), String::new()),
            (format!("/{path}/my/act-for"), citizen.clone()),
            (format!("/{path}/my/profile"), citizen.clone()),
            (format!("/{path}/my/security"), citizen.clone()),
            (format!("/{path}/my/security/code"), citizen.clone()),
            (format!("/{path}/my/security/codes"), citizen.clone()),
            (format!("/{path}/my/security/passkey"), citizen.clone()),
            (format!("/{path}/my/security/password"), citizen.clone()),
            (format!("/{path}/my/step-up?for=accounts.change_factors"), citizen.clone()),
            ("/staff/security".to_owned(), format!("{staff}; lang={}", lang.tag())),
            ("/staff/sign-in".to_owned(), format!("lang={}", lang.tag())),
            ("/staff/me".to_owned(), format!("{staff}; lang={}", lang.tag())),
        ] {
            let page = test.get(&address, &cookie).await;
            assert_eq!(page.status, 200, "{address}");
            assert!(page.text.contains(&format!(r#"<html lang="{}""#, lang.tag())), "{address}");
            assert!(!page.text.contains("accounts-"), "a word is missing: {}", page.text);
        }
    }
}
