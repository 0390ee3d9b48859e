//! Pages that citizens and staff share: the same content in the frame of each, and the addresses of
//! both.

use ::web::{Outcome, Page, Visitor};
use askama::Template;
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "accounts/frame-public.html")]
struct PublicFrame {
    p: Page,
    content: String,
}

#[derive(Template)]
#[template(path = "accounts/frame-staff.html")]
struct StaffFrame {
    p: Page,
    content: String,
}

/// A page whose content was made with its frame.
pub fn framed(visitor: &Visitor, status: StatusCode, p: Page, content: String) -> Outcome {
    if is_staff(visitor) {
        return visitor.html_with(status, &StaffFrame { p, content });
    }
    visitor.html_with(status, &PublicFrame { p, content })
}

/// Whether this is a page of the desk.
pub fn is_staff(visitor: &Visitor) -> bool {
    visitor.asked().starts_with("/staff")
}

/// The address of a page of one's own account: `/staff/security`, `/zh-hans/my/security`.
pub fn own(visitor: &Visitor, path: &str) -> String {
    if is_staff(visitor) { format!("/staff{path}") } else { visitor.path_to(&format!("/my{path}")) }
}

/// The address of a step of signing in: `/staff/sign-in/second`, `/zh-hans/sign-in/second`.
pub fn door(visitor: &Visitor, path: &str, is_staff: bool) -> String {
    if is_staff {
        format!("/staff/sign-in{path}")
    } else {
        visitor.path_to(&format!("/sign-in{path}"))
    }
}

/// The frame of a page of one's own account, with the way to it.
pub fn own_page(visitor: &Visitor, title: &str) -> Page {
    let page = visitor.page(title);
    if is_staff(visitor) {
        return page.crumb("/me", visitor.t("accounts-me-title"));
    }
    page.crumb("/my/", visitor.t("web-my"))
}

/// The frame of a page below the one about signing in and security.
pub fn security_page(visitor: &Visitor, title: &str) -> Page {
    let path = if is_staff(visitor) { "/security" } else { "/my/security" };
    own_page(visitor, title).crumb(path, visitor.t("accounts-security-title"))
}
