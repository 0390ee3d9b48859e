//! A person's own program: a token, JSON, and a form token for what only pages do.

use std::sync::{Arc, Mutex};

use reqwest::{Client, Method, redirect::Policy};
use serde_json::{Value, json};

use crate::city::City;

/// The password of every demonstration account.
const PASSWORD: &str = "onewindow";

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub location: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// The stable code of a refusal.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn good(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text);
        self.json()
    }
}

/// Somebody with a token.
#[derive(Clone)]
pub struct Machine {
    base: String,
    client: Client,
    token: Arc<Mutex<String>>,
}

impl City {
    /// A person's token, for themselves.
    pub async fn machine(&self, login: &str) -> Machine {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        let machine = Machine { base: self.base.clone(), client, token: Arc::default() };
        let entry = json!({ "login": login, "password": PASSWORD });
        let opened = machine.post("/api/v1/session", entry).await.good();
        *machine.token.lock().unwrap() = opened["token"].as_str().unwrap().to_owned();
        machine
    }
}

impl Machine {
    fn token(&self) -> String {
        self.token.lock().unwrap().clone()
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        let token = self.token();
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.answer(request).await
    }

    pub async fn answer(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.header("accept-language", "zh-CN").send().await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get("location");
        let location = location.and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
        let text = String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned();
        Answer { status, text, location }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Posts JSON; acts of power are confirmed with the password.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let answer = self.send(Method::POST, path, Some(body.clone())).await;
        if answer.code() != "step_up" {
            return answer;
        }
        let confirmed = json!({ "action": answer.json()["action"], "password": PASSWORD });
        let session = self.send(Method::POST, "/api/v1/session/step-up", Some(confirmed)).await;
        let token = session.good()["token"].as_str().unwrap().to_owned();
        *self.token.lock().unwrap() = token;
        self.send(Method::POST, path, Some(body)).await
    }

    /// Posts the fields of a page's form with this session's form token.
    pub async fn fill(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get("/zh-hans/my/act-for").await.text;
        let csrf = page.split(r#"name="_csrf" value=""#).nth(1);
        let csrf = csrf.and_then(|it| it.split('"').next()).unwrap_or_default();
        let own = [("_csrf", csrf)];
        let fields: Vec<_> = own.iter().chain(fields).collect();
        let request = self.client.post(format!("{}{path}", self.base)).bearer_auth(self.token());
        self.answer(request.form(&fields)).await
    }

    /// Hands in a file.
    pub async fn hands_in(&self, path: &str, bytes: &[u8]) -> Answer {
        let request = self.client.post(format!("{}{path}", self.base)).bearer_auth(self.token());
        self.answer(request.body(bytes.to_vec())).await
    }

    /// The same person acting for somebody; this one's token goes on standing for itself.
    pub async fn acting_for(&self, login: &str, city: &City, party: &str) -> Machine {
        let other = city.machine(login).await;
        let opened = other.post("/api/v1/me/act-for", json!({ "party": party })).await.good();
        *other.token.lock().unwrap() = opened["token"].as_str().unwrap().to_owned();
        other
    }
}
