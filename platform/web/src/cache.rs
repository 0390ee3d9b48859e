//! Finished pages, kept while nothing has changed.
//!
//! A page that every visitor without cookies sees alike is made and compressed once. It is kept
//! until this node writes anything, and never for longer than [`KEPT`], because another node may
//! have written. Only routes that say so ([`crate::Needs::shared`]) are kept.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use http_body_util::BodyExt;

use crate::Web;

/// For at most so many seconds.
const KEPT: i64 = 5;
/// So many pages; then all are forgotten.
const PAGES: usize = 512;
/// Longer addresses are typed by nobody.
const ADDRESS: usize = 300;

/// The gate's mark on a response that all visitors without cookies share.
#[derive(Clone)]
pub(crate) struct Shared;

#[derive(Clone)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

/// What must not have changed: the count of this node's changes, and the moment.
type Stamp = (u64, i64);

#[derive(Default)]
pub(crate) struct Pages(RwLock<(Stamp, HashMap<String, Arc<Kept>>)>);

impl Pages {
    fn find(&self, stamp: Stamp, address: &str) -> Option<Arc<Kept>> {
        let pages = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if pages.0 == stamp { pages.1.get(address).cloned() } else { None }
    }

    /// Forgets all of them.
    pub fn forget(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).1.clear();
    }

    fn keep(&self, stamp: Stamp, address: String, page: Kept) {
        let mut pages = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if pages.0 != stamp || pages.1.len() >= PAGES {
            *pages = (stamp, HashMap::new());
        }
        pages.1.insert(address, Arc::new(page));
    }
}

/// Answers from what is kept, or keeps what is answered.
pub(crate) async fn pass(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let Some(address) = shared_address(&request) else { return next.run(request).await };
    let stamp = (web.ledger.changes(), web.ledger.clock().now().as_second() / KEPT);
    if let Some(page) = web.pages.find(stamp, &address) {
        return answer(&page);
    }
    let response = next.run(request).await;
    let is_page = response.extensions().get::<Shared>().is_some()
        && response.status() == StatusCode::OK
        && response.headers().contains_key(header::CONTENT_ENCODING)
        && !response.headers().contains_key(header::SET_COOKIE);
    if !is_page {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return Response::from_parts(parts, Body::empty());
    };
    web.pages.keep(stamp, address, Kept { headers: parts.headers.clone(), body: body.clone() });
    Response::from_parts(parts, Body::from(body))
}

/// The address of a request whose answer may be shared: nothing in it tells its visitor apart.
fn shared_address(request: &Request) -> Option<String> {
    let headers = request.headers();
    let is_plain = request.method() == Method::GET
        && !headers.contains_key(header::COOKIE)
        && !headers.contains_key(header::AUTHORIZATION);
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let takes_brotli = accepted.is_some_and(|it| it.split(',').any(|it| it.trim() == "br"));
    let address = request.uri().path_and_query()?.as_str();
    (is_plain && takes_brotli && address.len() <= ADDRESS).then(|| address.to_owned())
}

fn answer(page: &Kept) -> Response {
    let mut response = Response::new(Body::from(page.body.clone()));
    *response.headers_mut() = page.headers.clone();
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &'static str) -> Kept {
        Kept { headers: HeaderMap::new(), body: Bytes::from_static(text.as_bytes()) }
    }

    fn asks(headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::builder().uri("/en/services/?after=x");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        shared_address(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_page_is_kept_until_anything_changes() {
        let pages = Pages::default();
        pages.keep((1, 0), "/en/".to_owned(), page("one"));
        assert_eq!(pages.find((1, 0), "/en/").unwrap().body, "one");
        assert!(pages.find((2, 0), "/en/").is_none(), "somebody wrote");
        assert!(pages.find((1, 1), "/en/").is_none(), "time has passed");
        pages.keep((2, 0), "/en/a".to_owned(), page("two"));
        assert!(pages.find((2, 0), "/en/").is_none(), "what was kept before is forgotten");
    }

    #[test]
    fn who_can_be_told_apart_gets_a_page_of_their_own() {
        let brotli = ("accept-encoding", "gzip, br");
        assert_eq!(asks(&[brotli]).as_deref(), Some("/en/services/?after=x"));
        assert_eq!(asks(&[("accept-encoding", "gzip")]), None);
        assert_eq!(asks(&[brotli, ("cookie", "session=x")]), None);
        assert_eq!(asks(&[brotli, ("authorization", "Bearer x")]), None);
    }
}
