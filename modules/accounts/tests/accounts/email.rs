//! Where e-mails go: nothing before the code, nothing after the end.

use jiff::SignedDuration;
use kernel::{Lang, id::SubjectId};
use notify::AddressBook;
use testkit::MailServer;

use crate::house::Test;

const CHEN: &str = "710000198804161226";
const PAGE: &str = "/en/my/email";

impl Test {
    async fn chen(&self) -> String {
        let fields = format!("login={CHEN}&password=onewindow&back=");
        self.submit("/en/sign-in", "", &fields).await.cookie()
    }

    /// Asks for a code for an address.
    async fn asks(&self, cookie: &str, email: &str) -> testkit::house::Answer {
        self.submit(PAGE, cookie, &format!("email={email}&lang=zh-Hant")).await
    }

    async fn types(&self, cookie: &str, code: &str) -> testkit::house::Answer {
        let to = "/en/my/email/confirm";
        self.fill(PAGE, to, cookie, &format!("code={code}")).await
    }

    async fn address(&self, subject: SubjectId) -> Option<String> {
        let book = self.house.ask::<dyn AddressBook>().unwrap();
        book.contact(subject).await.unwrap().map(|it| format!("{} {}", it.email, it.lang.tag()))
    }

    async fn subject(&self) -> SubjectId {
        let people = self.house.ask::<dyn accounts_domain::People>().unwrap();
        people.by_id_number(CHEN).await.unwrap().unwrap().subject()
    }
}

/// The code of the last letter.
fn code(server: &MailServer) -> String {
    let letters = server.letters();
    let text = &letters.last().expect("a letter").text;
    let digits = text.chars().skip_while(|it| !it.is_ascii_digit());
    digits.take_while(char::is_ascii_digit).collect()
}

#[tokio::test]
async fn an_address_counts_when_the_code_was_typed_in_and_until_it_is_removed() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let (chen, subject) = (test.chen().await, test.subject().await);
    assert_eq!(test.asks(&chen, "chen%40example.cn").await.location(), PAGE);
    let letter = &server.letters()[0];
    assert_eq!(
        (letter.to.as_str(), letter.subject.as_str()),
        ("chen@example.cn", "一窗：確認您的郵箱")
    );
    assert!(letter.text.contains("驗證碼") && !letter.raw.contains("陈雨禾"), "{letter:?}");
    assert!(!letter.raw.contains(CHEN) && !letter.raw.contains(&subject.to_string()));
    assert_eq!(test.address(subject).await, None, "not before it is confirmed");
    let page = test.get(PAGE, &chen).await;
    assert!(page.text.contains("chen@example.cn") && !page.text.contains("/email/remove"));
    let wrong = test.types(&chen, "nothing").await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert!(wrong.text.contains("The code is wrong"), "{}", wrong.text);
    let form = test.get(PAGE, &chen).await;
    let fields = format!(
        "_csrf={}&_key={}&code={}",
        form.hidden("_csrf"),
        form.hidden("_key"),
        code(&server)
    );
    for _ in 0..2 {
        let done = test.post("/en/my/email/confirm", &chen, fields.clone()).await;
        assert_eq!(done.location(), "/en/my/email?done=confirmed", "{}", done.text);
    }
    assert_eq!(test.address(subject).await.as_deref(), Some("chen@example.cn zh-Hant"));
    assert_eq!(server.letters().len(), 1);
    let blind = test.fill(PAGE, "/en/my/email/remove", &chen, "").await;
    assert_eq!(blind.status, 409, "nothing was shown");
    let removed = test.sends(PAGE, "/en/my/email/remove", &chen, "").await;
    assert_eq!(removed.location(), "/en/my/email?done=removed");
    assert_eq!(test.address(subject).await, None);
    test.replay_agrees().await;
}

#[tokio::test]
async fn a_code_ends_after_a_quarter_of_an_hour_or_five_tries() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let (chen, subject) = (test.chen().await, test.subject().await);
    test.asks(&chen, "chen%40example.cn").await;
    let first = code(&server);
    test.clock.advance(SignedDuration::from_mins(15));
    let page = test.get(PAGE, &chen).await;
    assert!(!page.text.contains("name=\"code\""), "it is not asked for any more");
    let late = test.types(&chen, &first).await;
    assert!(late.text.contains("not valid any more"), "{}", late.text);
    test.asks(&chen, "chen%40example.cn").await;
    for _ in 0..5 {
        assert_eq!(test.types(&chen, "x").await.status, 422);
    }
    assert_eq!(test.types(&chen, &code(&server)).await.status, 422, "the sixth try");
    assert_eq!(test.address(subject).await, None);
}

#[tokio::test]
async fn nobody_is_sent_more_than_five_codes_an_hour() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.chen().await;
    for _ in 0..5 {
        assert_eq!(test.asks(&chen, "other%40example.cn").await.status, 303);
    }
    assert_eq!(test.asks(&chen, "other%40example.cn").await.status, 429);
    assert_eq!(server.letters().len(), 5);
    test.clock.advance(SignedDuration::from_mins(61));
    test.work().await;
    let chen = test.chen().await;
    assert_eq!(test.asks(&chen, "chen%40example.cn").await.status, 303);
}

#[tokio::test]
async fn the_address_of_a_firm_is_its_own() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.chen().await;
    let people = test.house.ask::<dyn accounts_domain::People>().unwrap();
    let firm = people.by_credit_code("91980102MA98RY019R").await.unwrap().unwrap();
    let acting = test.submit("/en/my/act-for", &chen, &format!("party={firm}&back=")).await;
    let acting = acting.cookie();
    let page = test.get(PAGE, &acting).await;
    assert!(page.text.contains("榕城市榕荫小馆餐饮有限公司"), "{}", page.text);
    test.asks(&acting, "kitchen%40example.cn").await;
    let done = test.types(&acting, &code(&server)).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let address = test.address(firm.subject()).await;
    assert_eq!(address.as_deref(), Some("kitchen@example.cn zh-Hant"));
    assert_eq!(test.address(test.subject().await).await, None);
    test.replay_agrees().await;
}

#[tokio::test]
async fn what_is_no_address_is_not_sent_to() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.chen().await;
    for bad in ["", "chen", "a%40example.cn%0D%0ABcc%3A+b%40example.cn"] {
        assert_eq!(test.asks(&chen, bad).await.status, 422, "{bad}");
    }
    server.refuse(Some("550 unknown"));
    let refused = test.asks(&chen, "chen%40example.cn").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("does not take this address"), "{}", refused.text);
    server.refuse(Some("451 later"));
    let later = test.asks(&chen, "chen%40example.cn").await;
    assert!(later.text.contains("cannot be sent at present"), "{}", later.text);
    assert!(server.letters().is_empty());
}

#[tokio::test]
async fn the_page_is_whole_in_three_languages_with_and_without_a_mail_server() {
    let server = MailServer::start().await;
    for test in [Test::with_mail(&server).await, Test::demo().await] {
        let chen = test.chen().await;
        for lang in Lang::ALL {
            let page = test.get(&format!("/{}/my/email", lang.path()), &chen).await;
            assert_eq!(page.status, 200);
            assert!(!page.text.contains("accounts-"), "a word is missing: {}", page.text);
            let profile = test.get(&format!("/{}/my/profile", lang.path()), &chen).await;
            assert!(profile.text.contains("/my/email"));
        }
    }
}

#[tokio::test]
async fn machines_do_the_same() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.chen().await;
    let at = "/api/v1/me/email";
    let refused = test.post_json(at, &chen, r#"{"email":"chen","lang":"en"}"#).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].as_str()),
        (422, Some("contact.not_an_address"))
    );
    let asked = test.post_json(at, &chen, r#"{"email":"chen@example.cn","lang":"en"}"#).await;
    assert_eq!(asked.status, 204, "{}", asked.text);
    assert!(server.letters()[0].text.starts_with("Code: "));
    let wrong = test.post_json(&format!("{at}/confirm"), &chen, r#"{"code":"x"}"#).await;
    assert_eq!(wrong.json()["code"], "contact.code_wrong");
    let body = format!(r#"{{"code":"{}"}}"#, code(&server));
    assert_eq!(test.post_json(&format!("{at}/confirm"), &chen, body).await.status, 204);
    assert_eq!(test.get(at, &chen).await.json()["current"]["email"], "chen@example.cn");
    assert_eq!(test.post_json(&format!("{at}/remove"), &chen, "").await.status, 204);
    assert!(test.get(at, &chen).await.json().get("current").is_none());
}
