//! A house with this subject alone.

use std::{ops::Deref, sync::Arc};

use accounts_domain::{Conflicts, Powers};
use axum::http::{Request, header};
use catalogue_domain::Services;
use forms_domain::{ApplicationList, Applications};
use kernel::{Actor, Role, id::AccountId};
use ledger::Statement;
use licences_domain::Licences;
use materials::MODULE;
use materials_domain::Materials;
use organisations_domain::Directory;
use testkit::house::{Answer, TestHouse};

use crate::given::{
    Departments, Filings, NoConflicts, OneLicence, OneService, OwnMatters, application, person,
};

pub struct Test {
    pub filings: Arc<Filings>,
    home: TestHouse,
}

impl Deref for Test {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

/// A file of a form: field, name, bytes.
pub type Part<'a> = (&'a str, &'a str, &'a [u8]);

impl Test {
    pub async fn new() -> Self {
        let filings = Filings::begun();
        let home = testkit::house(&MODULE)
            .site(|site| site.upload_mb = 12)
            .given::<dyn Applications>(filings.clone())
            .given::<dyn ApplicationList>(filings.clone())
            .given::<dyn Services>(OneService::read())
            .given::<dyn Licences>(Arc::new(OneLicence))
            .given::<dyn Conflicts>(Arc::new(NoConflicts))
            .given::<dyn Powers>(Arc::new(OwnMatters))
            .given::<dyn Directory>(Arc::new(Departments::read()));
        Self { filings, home: home.start().await }
    }

    pub fn port(&self) -> Arc<dyn Materials> {
        self.house.ask::<dyn Materials>().expect("the port")
    }

    pub async fn citizen(&self, number: u64) -> String {
        self.sign_in(Actor::citizen(person(number))).await
    }

    pub async fn staff(&self, role: Role, authority: &str) -> String {
        self.sign_in(Actor::staff(role, person(9), authority).within("980100000000")).await
    }

    /// The permissions that were used to read about somebody.
    pub async fn reads_about(&self, account: AccountId) -> Vec<String> {
        static READS: Statement =
            Statement::new("SELECT action FROM ledger_access WHERE subject = $1");
        let subject = account.subject().to_string();
        let rows = self.house.ledger.rows(&READS, &[subject.into()]).await.expect("rows");
        rows.iter().map(|it| it.text(0).expect("an action").to_owned()).collect()
    }

    /// The address of the documents page of a person's application.
    pub fn documents(number: u64) -> String {
        format!("/zh-hans/applications/{}/documents", application(number))
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.home.get(path, cookie).await
    }

    /// Opens a person's documents page and posts its form with these fields and files.
    pub async fn hand_in(
        &self,
        cookie: &str,
        number: u64,
        fields: &[(&str, &str)],
        files: &[Part<'_>],
    ) -> Answer {
        let page = self.get(cookie, &Self::documents(number)).await;
        let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
        let own = [("_csrf", csrf.as_str()), ("_key", key.as_str())];
        self.upload(cookie, number, &[&own, fields].concat(), files).await
    }

    /// Posts the form of a documents page.
    pub async fn upload(
        &self,
        cookie: &str,
        number: u64,
        fields: &[(&str, &str)],
        files: &[Part<'_>],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/pdf\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let request = Request::post(Self::documents(number))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.send(request, body).await
    }

    /// Posts the form of a removal.
    pub async fn remove(&self, cookie: &str, number: u64, material: &str) -> Answer {
        self.changes(cookie, number, "remove", material).await
    }

    /// Posts the form that brings something back.
    pub async fn bring_back(&self, cookie: &str, number: u64, material: &str) -> Answer {
        self.changes(cookie, number, "restore", material).await
    }

    async fn changes(&self, cookie: &str, number: u64, act: &str, material: &str) -> Answer {
        let page = self.get(cookie, &Self::documents(number)).await;
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("_csrf", &page.hidden("_csrf")).append_pair("material", material);
        let request = Request::post(format!("{}/{act}", Self::documents(number)))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.finish().into_bytes()).await
    }

    /// Posts bytes to the API.
    pub async fn post_bytes(&self, cookie: &str, path: &str, key: &str, bytes: &[u8]) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "text/html");
        self.send(request, bytes.to_vec()).await
    }
}
