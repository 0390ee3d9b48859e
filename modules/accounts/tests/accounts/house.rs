//! A house with this subject alone; departments are given, and perhaps a mail server.

use std::{ops::Deref, sync::Arc};

use accounts::MODULE;
use module::{CityData as _, yaml};
use notify::{Mailer, SmtpMailer, SmtpServer, Tls};
use organisations_domain::{Authority, Directory, ServiceCentre};
use testkit::{
    Database, MailServer,
    house::{Answer, City, TestHouse},
};

/// The directory that the earlier subject answers.
struct Departments(Vec<Arc<Authority>>);

impl Directory for Departments {
    fn authority(&self, id: &str) -> Option<Arc<Authority>> {
        self.0.iter().find(|it| it.id == id).cloned()
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        self.0.clone()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        Vec::new()
    }
}

pub struct Test {
    home: TestHouse,
}

impl Deref for Test {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

impl Test {
    /// A demonstration with its people.
    pub async fn demo() -> Self {
        let test = Self::start(true).await;
        test.seed().await;
        test
    }

    /// As [`Test::demo`], on a database.
    pub async fn furnished(database: Database) -> Self {
        let test = Self { home: Self::given(true).on(database).start().await };
        test.seed().await;
        test
    }

    /// As [`Test::furnished`], where these roles need training.
    pub async fn trained(database: Database, roles: Vec<kernel::Role>) -> Self {
        let given = Self::given(true).on(database).set(|house| house.trained = roles);
        let test = Self { home: given.start().await };
        test.seed().await;
        test
    }

    /// A demonstration with its people that sends e-mails through `server`.
    pub async fn with_mail(server: &MailServer) -> Self {
        Self::with_mail_on(Database::sqlite(), server).await
    }

    /// As [`Test::with_mail`], on a database.
    pub async fn with_mail_on(database: Database, server: &MailServer) -> Self {
        let server = SmtpServer {
            host: "127.0.0.1".into(),
            port: server.port(),
            tls: Tls::None,
            from: "no-reply@example.cn".into(),
            login: None,
        };
        let mailer = SmtpMailer::new(server).expect("a mailer");
        let given = Self::given(true).on(database).given::<dyn Mailer>(Arc::new(mailer));
        let test = Self { home: given.start().await };
        test.seed().await;
        test
    }

    /// A demonstration with its people, in which whoever is to confirm something is asked.
    pub async fn strict() -> Self {
        let test = Self { home: Self::given(true).asking_to_confirm().start().await };
        test.seed().await;
        test
    }

    /// Confirms with a password what the page at this address asks for.
    pub async fn confirms(&self, at: &str, cookie: &str, password: &str) -> Answer {
        let page = self.get(at, cookie).await;
        let (csrf, action, back) = (page.hidden("_csrf"), page.hidden("for"), page.hidden("back"));
        let fields = format!("_csrf={csrf}&for={action}&back={back}&password={password}");
        self.post("/en/my/step-up", cookie, fields).await
    }

    /// A staff member who has signed in with password and code; answers the cookie.
    pub async fn staff(&self, login: &str) -> String {
        // Nobody signs in twice with the same code.
        self.clock.advance(jiff::SignedDuration::from_secs(60));
        let fields = format!("login={login}&password=onewindow&back=");
        let begun = self.submit("/staff/sign-in", "", &fields).await.cookie();
        let page = "/staff/sign-in/second";
        let code = testkit::demo_code(&self.get(page, &begun).await.text).expect("a code");
        self.fill(page, page, &begun, &format!("code={code}")).await.cookie()
    }

    pub async fn start(is_demo: bool) -> Self {
        Self { home: Self::given(is_demo).start().await }
    }

    fn given(is_demo: bool) -> testkit::house::HouseBuilder {
        testkit::house(&MODULE)
            .site(|site| site.is_demo = is_demo)
            .given::<dyn Directory>(Arc::new(departments()))
    }

    /// Sends the fields of a form, with the token of the page it stands on.
    pub async fn submit(&self, path: &str, cookie: &str, fields: &str) -> Answer {
        self.fill(path, path, cookie, fields).await
    }

    pub async fn json(&self, path: &str, body: &str) -> Answer {
        self.post_json(path, "", body.to_owned()).await
    }

    /// A request of a machine with its token.
    pub async fn bearer(&self, method: &str, path: &str, token: &str) -> Answer {
        let method = method.parse().expect("a method");
        let request = testkit::house::asking(method, path, "")
            .header("authorization", format!("Bearer {token}"));
        self.send(request, String::new()).await
    }
}

fn departments() -> Departments {
    let text = City.text("city/departments.yaml").expect("departments");
    let list: Vec<Authority> = yaml::read(&text).expect("departments");
    Departments(list.into_iter().map(Arc::new).collect())
}
