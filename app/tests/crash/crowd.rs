//! The citizens of the demonstration city, who all apply at once, over the API.

use std::sync::{
    Arc,
    atomic::{AtomicU32, AtomicUsize, Ordering},
};

use module::CityData as _;
use onewindow::city::Shipped;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::process::Server;

/// The password of every demonstration account.
pub const PASSWORD: &str = "onewindow";
/// A service that asks for no documents.
const SERVICE: &str = "remote-treatment-filing";

/// Everybody who has an account, signed in. Tokens stay good when the program is killed.
pub struct Crowd {
    client: Client,
    tokens: Vec<String>,
    keys: AtomicU32,
}

/// An application that is ready to be handed in.
#[derive(Clone)]
pub struct Draft {
    token: String,
    id: String,
    /// The idempotency key with which it is handed in, the first time and again.
    key: String,
}

/// What handing in answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receipt {
    /// The reference, as people know it.
    pub reference: String,
    /// The case number.
    pub number: String,
    /// The code with which anybody may look the case up.
    pub query_code: String,
}

impl Crowd {
    /// Signs everybody in.
    pub async fn signed_in(server: &Server) -> Self {
        let people = Shipped.text("city/people.yaml").expect("the city has people");
        let numbers = people.lines().filter_map(|it| it.trim().strip_prefix("id_number: "));
        let client = Client::new();
        let mut tokens = Vec::new();
        for number in numbers {
            let entry = json!({ "login": number.trim_matches('"'), "password": PASSWORD });
            let sent = client.post(format!("{}/api/v1/session", server.base)).json(&entry).send();
            let session = done(sent.await.unwrap()).await;
            tokens.push(session["token"].as_str().unwrap().to_owned());
        }
        Self { client, tokens, keys: AtomicU32::new(1) }
    }

    /// Fills in so many applications, everybody about as many.
    pub async fn fills_in(&self, server: &Server, count: usize) -> Vec<Draft> {
        let mut drafts = JoinSet::new();
        for token in self.tokens.iter().cycle().take(count).cloned() {
            let (begin, key) = (self.new_key(), self.new_key());
            let request = self
                .client
                .post(format!("{}/api/v1/applications", server.base))
                .bearer_auth(&token)
                .header("Idempotency-Key", begin)
                .json(&answers());
            drafts.spawn(async move {
                let application = done(request.send().await.unwrap()).await;
                Draft { token, id: application["id"].as_str().unwrap().to_owned(), key }
            });
        }
        drafts.join_all().await
    }

    /// Hands all of them in at once and answers their receipts in the same order, `None` where no
    /// answer came. `kill_after`: the program is killed as soon as so many answers have come.
    pub async fn hands_in(
        &self,
        server: &Arc<Server>,
        drafts: &[Draft],
        kill_after: Option<usize>,
    ) -> Vec<Option<Receipt>> {
        let answered = Arc::new(AtomicUsize::new(0));
        let mut all = JoinSet::new();
        for (index, draft) in drafts.iter().enumerate() {
            let (server, answered) = (server.clone(), answered.clone());
            let request = self.hand_in(&server, draft);
            all.spawn(async move {
                let receipt = match request.send().await {
                    Ok(response) => receipt(response).await,
                    Err(_) => None,
                };
                let is_answered = receipt.is_some();
                if is_answered && Some(answered.fetch_add(1, Ordering::SeqCst) + 1) == kill_after {
                    server.kill();
                }
                (index, receipt)
            });
        }
        let mut receipts = all.join_all().await;
        receipts.sort_by_key(|(index, _)| *index);
        receipts.into_iter().map(|(_, receipt)| receipt).collect()
    }

    /// The request that hands an application in.
    pub fn hand_in(&self, server: &Server, draft: &Draft) -> RequestBuilder {
        let path = format!("{}/api/v1/applications/{}/submit", server.base, draft.id);
        let request = self.client.post(path).bearer_auth(&draft.token);
        request.header("Idempotency-Key", &draft.key)
    }

    /// The tokens of everybody.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// The case number under which a case can be looked up with its code alone.
    pub async fn looks_up(&self, server: &Server, receipt: &Receipt) -> String {
        let Receipt { reference, query_code, .. } = receipt;
        let asked = self.client.get(format!("{}/api/v1/cases/{reference}", server.base));
        let case = done(asked.header("query-code", query_code).send().await.unwrap()).await;
        case["number"].as_str().unwrap().to_owned()
    }

    /// The references of everybody's cases.
    pub async fn cases(&self, server: &Server) -> Vec<String> {
        let mut references = Vec::new();
        for token in &self.tokens {
            let mut next = Some(String::new());
            while let Some(asked) = next {
                let url = format!("{}/api/v1/cases{asked}", server.base);
                let sent = self.client.get(url).bearer_auth(token).send().await;
                let page = done(sent.unwrap()).await;
                let cases = page["cases"].as_array().unwrap().iter();
                references.extend(cases.map(|it| it["reference"].as_str().unwrap().to_owned()));
                next = page["next"].as_str().map(|before| format!("?before={before}"));
            }
        }
        references
    }

    fn new_key(&self) -> String {
        format!("00000000-0000-4000-8000-{:012}", self.keys.fetch_add(1, Ordering::SeqCst))
    }
}

fn answers() -> Value {
    json!({
        "service": SERVICE,
        "situation": { "reason": "settled", "pledge": "yes" },
        "answers": {
            "region": "福建省", "start_on": "2026-02-01", "hospital": "第一医院",
            "living_address": "榕城市鼓台区东街 18 号"
        }
    })
}

/// The body of an answer that must be good.
pub async fn done(response: Response) -> Value {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// The receipt, when all of it has come. An answer that came must be good.
async fn receipt(response: Response) -> Option<Receipt> {
    let status = response.status();
    let text = response.text().await.ok()?;
    assert!(status.is_success(), "{status}: {text}");
    let body: Value = serde_json::from_str(&text).ok()?;
    let word = |value: &Value| value.as_str().map(str::to_owned);
    Some(Receipt {
        reference: word(&body["reference"])?,
        number: word(&body["case"]["number"])?,
        query_code: word(&body["query_code"])?,
    })
}
