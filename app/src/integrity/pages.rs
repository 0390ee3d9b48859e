//! The list of what is shown, and its proof, for those who look from outside.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use record::{
    PublicRecord as _, Receipt,
    manifest::{self, Listing, Manifest},
};
use web::{Failure, Outcome};

use super::LISTING;
use crate::record::Desk;

/// `GET /record/manifest`: the list in force.
pub async fn listing(State(desk): State<Desk>) -> Outcome {
    let (manifest, _) = in_force(&desk).await?;
    let text = desk.ledger.setting(LISTING).await?.ok_or(Failure::NotFound)?;
    // What is kept there is nothing without the digest that was logged.
    Listing::read(&text, &manifest.digest).ok_or(Failure::Withheld)?;
    Ok(answer("application/json", text))
}

/// `GET /record/manifest/proof`: that its digest is logged.
pub async fn proof(State(desk): State<Desk>) -> Outcome {
    let (_, version) = in_force(&desk).await?;
    match desk.record.receipt(manifest::STREAM, version).await.map_err(Failure::internal)? {
        Receipt::Proven(proof) => Ok(answer("text/plain; charset=utf-8", proof.text)),
        Receipt::Pending => Err(Failure::Unavailable),
        Receipt::Missing => Err(Failure::Withheld),
        Receipt::Unkept => Err(Failure::NotFound),
    }
}

async fn in_force(desk: &Desk) -> Result<(Manifest, u64), Failure> {
    desk.ledger.load::<Manifest>(manifest::KEY).await?.ok_or(Failure::NotFound)
}

fn answer(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
