//! The page and the addresses at which somebody shows that they let their browser compute, or have
//! waited.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    Failure, Outcome, Page, Posted, Visitor, Web,
    prefs::is_local_path,
    proof::{self, BITS, Unproven, WAIT},
};

/// The cookie and the header that hold a pass.
pub(crate) const COOKIE: &str = "proof";
pub(crate) const HEADER: &str = "x-proof";

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage {
    p: Page,
    code: &'static str,
    heading: String,
    lead: String,
    challenge: String,
    bits: u32,
    wait: i64,
    back: String,
}

impl Visitor {
    /// Whether they have shown in the last ten minutes that they are patient.
    pub(crate) fn has_proof(&self) -> bool {
        let pass = if self.proof.is_empty() { self.cookie(COOKIE) } else { Some(&*self.proof) };
        let now = self.web.ledger.clock().now();
        pass.is_some_and(|it| self.web.proofs.admits(it, &self.client_key(), now))
    }
}

/// The page that asks for it, and comes back to what was asked for.
pub(crate) fn page(visitor: &Visitor, failure: &Failure) -> Response {
    let back = match visitor.query.as_str() {
        "" => visitor.path.clone(),
        query => format!("{}?{query}", visitor.path),
    };
    shown(visitor, failure, challenge(visitor), WAIT.as_secs(), back)
}

fn shown(
    visitor: &Visitor,
    failure: &Failure,
    challenge: String,
    wait: i64,
    back: String,
) -> Response {
    let heading = visitor.t("web-proof-heading").to_owned();
    let page = ProofPage {
        p: visitor.page(heading.clone()),
        code: failure.code(),
        heading,
        lead: visitor.t("web-proof-lead").to_owned(),
        challenge,
        bits: BITS,
        wait,
        back,
    };
    match page.render() {
        Ok(html) => (failure.status(), Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// How a machine shows it, as a member of the refusal.
pub(crate) fn offer(visitor: &Visitor) -> serde_json::Value {
    serde_json::json!({
        "challenge": challenge(visitor),
        "bits": BITS,
        "wait_seconds": WAIT.as_secs(),
        "send_to": "/api/v1/proof",
    })
}

fn challenge(visitor: &Visitor) -> String {
    visitor.web.proofs.challenge(&visitor.web.ledger, &visitor.client_key())
}

/// The pass for a challenge that is fulfilled, and for how many seconds it counts.
async fn passed(
    web: &Web,
    visitor: &Visitor,
    challenge: &str,
    nonce: &str,
) -> Result<Result<(String, i64), Unproven>, Failure> {
    let (client, now) = (visitor.client_key(), web.ledger.clock().now());
    if let Err(unproven) = web.proofs.check(challenge, nonce, &client, now) {
        return Ok(Err(unproven));
    }
    let is_first = proof::is_first(&web.ledger, challenge).await?;
    let pass = || web.proofs.pass(&web.ledger, &client);
    Ok(if is_first { Ok(pass()) } else { Err(Unproven::Used) })
}

/// `POST /prove`: back to what was asked for, with a pass. Without one, another challenge waits
/// there; whoever was too early goes on waiting for the same one.
pub(crate) async fn prove(
    State(web): State<Arc<Web>>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let (challenge, nonce) = (posted.get("challenge"), posted.get("nonce"));
    let back = Some(posted.get("back")).filter(|it| is_local_path(it)).unwrap_or("/");
    match passed(&web, &visitor, challenge, nonce).await? {
        Ok((pass, seconds)) => {
            Ok(visitor.set_cookie(visitor.go(back), COOKIE, &pass, Some(seconds)))
        }
        Err(Unproven::Early(left)) => {
            let (challenge, left) = (challenge.to_owned(), i64::try_from(left).unwrap_or(0));
            let failure = Failure::Proof(None);
            Ok(shown(&visitor, &failure, challenge, left, back.to_owned()))
        }
        Err(_) => Ok(visitor.go(back)),
    }
}

/// What a machine sends: the challenge, and a solution unless it has waited.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofBody {
    challenge: String,
    #[serde(default)]
    nonce: String,
}

/// `POST /api/v1/proof`: the pass, to be sent as `X-Proof`.
pub(crate) async fn prove_by_machine(
    State(web): State<Arc<Web>>,
    visitor: Visitor,
    sent: Result<Json<ProofBody>, JsonRejection>,
) -> Outcome {
    let Json(body) = sent.map_err(Failure::from)?;
    let refused = |code, key: &str| Err(Failure::refused(code, visitor.t(key)));
    match passed(&web, &visitor, &body.challenge, &body.nonce).await? {
        Ok((proof, seconds)) => {
            Ok(Json(serde_json::json!({ "proof": proof, "seconds": seconds })).into_response())
        }
        Err(Unproven::Early(left)) => Err(Failure::TooMany(left)),
        Err(Unproven::Foreign) => refused("proof.over", "web-proof-over"),
        Err(Unproven::Wrong) => refused("proof.wrong", "web-proof-wrong"),
        Err(Unproven::Used) => refused("proof.used", "web-proof-used"),
    }
}
