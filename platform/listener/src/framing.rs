//! Requests that a proxy before us may read in another way than we do.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, Version, header},
    response::{IntoResponse as _, Response},
};

/// How a request is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// There is one way to read it.
    Plain,
    /// Where it ends, its chunks say. A length may have stood beside the coding, of which nothing is
    /// seen any more; what follows on this connection is not read (RFC 9112, section 6.3).
    Last,
    /// It says two things about its host.
    Ambiguous,
}

impl Framing {
    /// That of a request.
    pub fn of<T>(request: &Request<T>) -> Self {
        let headers = request.headers();
        let is_chunked = headers.contains_key(header::TRANSFER_ENCODING);
        if has_two_hosts(request) {
            return Self::Ambiguous;
        }
        let has_requests_in_a_row = request.version() <= Version::HTTP_11;
        if is_chunked && has_requests_in_a_row { Self::Last } else { Self::Plain }
    }

    /// The answer, with what has to follow from the framing.
    pub fn end(self, mut response: Response) -> Response {
        if self == Self::Last {
            close(response.headers_mut());
        }
        response
    }
}

fn has_two_hosts<T>(request: &Request<T>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|it| it.to_str().ok());
    let other = request.uri().authority().map(axum::http::uri::Authority::as_str);
    let differs = |(host, other): (&str, &str)| !host.eq_ignore_ascii_case(other);
    hosts.next().is_some() || host.zip(other).is_some_and(differs)
}

fn close(headers: &mut HeaderMap) {
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
}

/// The one answer to an ambiguous request.
pub(crate) fn refusal() -> Response {
    let text = Body::from("The request says two things about its host.");
    let mut response = (StatusCode::BAD_REQUEST, text).into_response();
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    close(response.headers_mut());
    response
}
