//! `/api/v1/me/mandates`: who may act for whom.

use std::collections::BTreeSet;

use ::web::{Api, Failure, Outcome, Visitor};
use accounts_domain::{Act, Consent, MandateKind, Proof};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    parts::{body, id, told, unknown},
    scope::ScopeBody,
    session::SessionBody,
};
use crate::{
    service::{Accounts, Card, ForWhom, MandateView, Proposal, Side},
    web::{called, refusal},
};

/// The mandates of the caller.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MandatesBody {
    /// Those who may act for the caller, or want to.
    given: Vec<MandateBody>,
    /// Those for whom the caller may act, or wants to.
    received: Vec<MandateBody>,
    /// What is over.
    past: Vec<MandateBody>,
    /// What helpers did for the caller, newest first.
    acts: Vec<DeedBody>,
}

/// A mandate.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MandateBody {
    id: String,
    principal: String,
    helper: String,
    /// `family`, `errand`, `assistant` or `guardian`.
    kind: &'static str,
    /// `offered`, `consented`, `declined`, `revoked`, `ended` or `expired`.
    stage: &'static str,
    /// None stands for all services.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<ScopeBody>,
    /// `apply`, `correct`, `track`, `fetch`, `see_data`.
    acts: Vec<&'static str>,
    from: String,
    until: String,
    /// `online` or `counter`.
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<&'static str>,
}

/// What a helper did.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeedBody {
    at: String,
    helper: String,
    /// The event's word, such as `case.submitted`.
    what: String,
    service: String,
}

/// A proposal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalBody {
    /// `principal` if the caller is to be helped, `helper` if they are to help.
    #[serde(rename = "as")]
    #[schema(pattern = "^(principal|helper)$")]
    side: String,
    /// Of the other, as on the identity card.
    name: String,
    id_number: String,
    #[serde(flatten)]
    terms: TermsBody,
}

/// What is to be agreed upon.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct TermsBody {
    /// `family`, `errand`, `assistant` or `guardian`.
    #[schema(pattern = "^(family|errand|assistant|guardian)$")]
    kind: String,
    /// None stands for all services.
    #[serde(default)]
    scope: Option<ScopeBody>,
    /// `apply`, `correct`, `track`, `fetch`, `see_data`.
    acts: Vec<String>,
    /// The first day; today where none is said.
    #[serde(default)]
    #[schema(format = Date)]
    from: Option<String>,
    /// The last day.
    #[schema(format = Date)]
    until: String,
}

/// A person as their card says.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardBody {
    name: String,
    id_number: String,
    /// Needed only of somebody who has no account yet.
    #[serde(default)]
    mobile: String,
}

/// A mandate whose principal stands at the counter.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterBody {
    principal: CardBody,
    helper: CardBody,
    /// `identity_card`; of a guardian `household_register`, `birth_certificate` or
    /// `court_decision`.
    proof: String,
    #[serde(flatten)]
    terms: TermsBody,
}

/// The mandate that was proposed.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProposedBody {
    id: String,
}

/// For whom to go on.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActForBody {
    /// `self`, `firm:{id}` or `mandate:{id}`.
    #[schema(pattern = "^(self|(firm|mandate):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")]
    party: String,
}

impl TermsBody {
    fn proposal(self, visitor: &Visitor) -> Result<Proposal, Failure> {
        let wrong = |member: &str| unknown(visitor, member);
        let date = |text: &str, what: &str| text.parse::<Date>().map_err(|_| wrong(what));
        let acts: Option<BTreeSet<Act>> = self.acts.iter().map(|it| Act::parse(it)).collect();
        Ok(Proposal {
            kind: MandateKind::parse(&self.kind).ok_or_else(|| wrong("kind"))?,
            scope: ScopeBody::scope(self.scope),
            acts: acts.ok_or_else(|| wrong("acts"))?,
            from: self.from.map(|it| date(&it, "from")).transpose()?,
            until: date(&self.until, "until")?,
        })
    }
}

fn shown(view: MandateView) -> MandateBody {
    MandateBody {
        id: view.id.to_string(),
        principal: view.principal,
        helper: view.helper,
        kind: view.terms.kind.word(),
        stage: view.stage.word(),
        scope: ScopeBody::of(view.terms.scope),
        acts: view.terms.acts.iter().map(|it| it.word()).collect(),
        from: view.terms.from.to_string(),
        until: view.terms.until.to_string(),
        consent: view.consent.map(|it| match it {
            Consent::Online => "online",
            Consent::Counter { .. } => "counter",
        }),
    }
}

/// Who may act for the caller, for whom the caller may act, and what was done.
#[utoipa::path(get, path = "/api/v1/me/mandates", responses((status = 200, body = MandatesBody)))]
pub async fn list(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let found = accounts.mandates(&visitor.actor).await;
    let found = found.map_err(|error| refusal(&visitor, error))?;
    let deeds = accounts.deeds(&visitor.actor).await?.into_iter().map(|it| DeedBody {
        at: it.at.to_string(),
        helper: it.helper,
        what: it.word,
        service: it.service.get(visitor.lang).to_owned(),
    });
    let bodies = |views: Vec<MandateView>| views.into_iter().map(shown).collect();
    let answer = MandatesBody {
        given: bodies(found.given),
        received: bodies(found.received),
        past: bodies(found.past),
        acts: deeds.collect(),
    };
    Ok(Json(answer).into_response())
}

/// Proposes a mandate. It counts once the principal agrees.
#[utoipa::path(
    post,
    path = "/api/v1/me/mandates",
    request_body = ProposalBody,
    responses(
        (status = 201, body = ProposedBody),
        (status = 422, description = "Refused, with a stable code")
    )
)]
pub async fn offer(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<ProposalBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let Api { visitor, key } = api;
    let side = match sent.side.as_str() {
        "principal" => Side::Principal,
        "helper" => Side::Helper,
        _ => return Err(unknown(&visitor, "as")),
    };
    let (who, proposal) =
        ((sent.name.as_str(), sent.id_number.as_str()), sent.terms.proposal(&visitor)?);
    let id = accounts.offer_mandate(&visitor.actor, key, side, who, proposal).await;
    let id = id.map_err(|error| refusal(&visitor, error))?.to_string();
    Ok((StatusCode::CREATED, Json(ProposedBody { id })).into_response())
}

/// Agrees to a mandate; needs a fresh proof of who one is.
#[utoipa::path(
    post,
    path = "/api/v1/me/mandates/{id}/consent",
    params(("id" = String, Path, description = "The mandate's id")),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn consent(
    State(accounts): State<Accounts>,
    api: Api,
    Path(mandate): Path<String>,
) -> Outcome {
    let Api { visitor, key } = api;
    told(&visitor, accounts.consent(&visitor.actor, key, id(&mandate)?).await)
}

/// Declines a mandate, takes it back or gives it back.
#[utoipa::path(
    post,
    path = "/api/v1/me/mandates/{id}/end",
    params(("id" = String, Path, description = "The mandate's id")),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn end(
    State(accounts): State<Accounts>,
    api: Api,
    Path(mandate): Path<String>,
) -> Outcome {
    let Api { visitor, key } = api;
    told(&visitor, accounts.end_mandate(&visitor.actor, key, id(&mandate)?).await)
}

/// Takes a mandate in whose principal stands at the counter.
#[utoipa::path(
    post,
    path = "/api/v1/counter/mandates",
    request_body = CounterBody,
    responses(
        (status = 201, body = ProposedBody),
        (status = 422, description = "Refused, with a stable code")
    )
)]
pub async fn at_counter(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<CounterBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let Api { visitor, key } = api;
    let proof = Proof::parse(&sent.proof);
    let proof = proof.ok_or_else(|| unknown(&visitor, "proof"))?;
    let (principal, helper) = (card(sent.principal), card(sent.helper));
    let proposal = sent.terms.proposal(&visitor)?;
    let both = (&principal, &helper);
    let taken = accounts.mandate_at_counter(&visitor.actor, key, both, proof, proposal).await;
    let id = taken.map_err(|error| refusal(&visitor, error))?.to_string();
    Ok((StatusCode::CREATED, Json(ProposedBody { id })).into_response())
}

fn card(body: CardBody) -> Card {
    Card { name: body.name, id_number: body.id_number, mobile: body.mobile }
}

/// Goes on for a firm, for a person or for oneself, in a new session; the former one ends.
#[utoipa::path(
    post,
    path = "/api/v1/me/act-for",
    request_body = ActForBody,
    responses(
        (status = 201, body = SessionBody),
        (status = 422, description = "Refused, with a stable code")
    )
)]
pub async fn act_for(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<ActForBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let whom = ForWhom::parse(&sent.party);
    let whom = whom.ok_or_else(|| unknown(&visitor, "party"))?;
    let acting = accounts.act_for(&visitor.actor, whom).await;
    let (actor, name, whom) = acting.map_err(|error| refusal(&visitor, error))?;
    let name = called(&visitor, &name, whom.as_deref());
    let body = SessionBody::of(&visitor.continued(actor, &name).await?, name);
    Ok((StatusCode::CREATED, Json(body)).into_response())
}
