//! Files as they are served: with the type that their content has, under a harmless name, and so
//! that nothing in them runs on our pages.

use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use materials_domain::FileBytes;
use web::{Failure, Outcome, Visitor};

use super::id;
use crate::{problem::Problem, service::Folders};

/// `GET /applications/{id}/files/{material}`
pub(super) async fn get(
    State(folders): State<Folders>,
    visitor: Visitor,
    Path((application, material)): Path<(String, String)>,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let (application, material) = (id(&application)?, parsed(&material)?);
    let matter = folders.own(&visitor.actor, "materials.read", application).await;
    let matter = matter.map_err(failed)?;
    Ok(served(folders.bytes(&matter.folder, material).await.map_err(failed)?))
}

/// `GET /staff/materials/{application}/{material}`
pub(super) async fn get_for_staff(
    State(folders): State<Folders>,
    visitor: Visitor,
    Path((application, material)): Path<(String, String)>,
) -> Outcome {
    let (application, material) = (id(&application)?, parsed(&material)?);
    let file = folders.bytes_for_staff(&visitor.actor, application, material).await;
    Ok(served(file.map_err(|problem| problem.failure(&visitor))?))
}

fn parsed(material: &str) -> Result<kernel::id::MaterialId, Failure> {
    material.parse().map_err(|_| Failure::NotFound)
}

/// Where a browser opens it all the same, nothing runs and nothing is fetched.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";

fn served(file: FileBytes) -> Response {
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &file.mime);
    set(header::CONTENT_DISPOSITION, &disposition(&file.name, &file.mime));
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CACHE_CONTROL, "private, no-store");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

/// Saved under the sender's name, and opened by a program that is made for it (RFC 6266, RFC 8187):
/// what others sent is no page of ours.
fn disposition(name: &str, mime: &str) -> String {
    let ending = match mime {
        "application/pdf" => "pdf",
        "image/png" => "png",
        _ => "jpg",
    };
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"material.{ending}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_the_header() {
        assert_eq!(
            disposition("布局 \"图\"\r\n.pdf", "application/pdf"),
            "attachment; filename=\"material.pdf\"; \
             filename*=UTF-8''%E5%B8%83%E5%B1%80%20%22%E5%9B%BE%22%0D%0A.pdf"
        );
    }

    #[test]
    fn files_are_served_in_a_sandbox_and_as_what_they_are() {
        for mime in ["image/png", "image/jpeg", "application/pdf"] {
            let name = "a".to_owned();
            let file = served(FileBytes { name, mime: mime.to_owned(), bytes: Vec::new() });
            assert_eq!(file.headers()[header::CONTENT_TYPE], mime);
            assert_eq!(file.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
            assert_eq!(file.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
    }
}
