//! The buttons of identity providers, and what is said when one led nowhere.

use ::web::Visitor;
use kernel::{IdentityLevel, Lang};
use oidc::Audience;

use crate::service::{Accounts, Way};

/// A button.
pub struct WayView {
    /// Its word in addresses.
    pub id: String,
    /// What stands on it.
    pub text: String,
    /// Where it leads; nowhere while the provider does not answer.
    pub href: Option<String>,
}

impl WayView {
    /// To sign in.
    fn to_enter(visitor: &Visitor, way: &Way, page: &str, back: &str) -> Self {
        let href = format!("{page}/with/{}?back={}", way.id, encoded(back));
        Self::of(visitor, way, "accounts-way-enter", href)
    }

    /// To prove more.
    pub fn to_raise(visitor: &Visitor, way: &Way, level: IdentityLevel, back: &str) -> Self {
        let (level, back) = (level.word(), encoded(back));
        let href = visitor.path_to(&format!("/sign-in/with/{}?level={level}&back={back}", way.id));
        Self::of(visitor, way, "accounts-way-raise", href)
    }

    /// To sign in that way from now on.
    pub fn to_bind(visitor: &Visitor, way: &Way) -> Self {
        let href = match visitor.actor.role.is_staff() {
            true => format!("/staff/me/bind/{}", way.id),
            false => visitor.path_to(&format!("/my/identity/bind/{}", way.id)),
        };
        Self::of(visitor, way, "accounts-way-bind", href)
    }

    /// To the provider, once that is confirmed.
    pub fn to_bound(visitor: &Visitor, way: &Way) -> Self {
        let page = match visitor.actor.role.is_staff() {
            true => "/staff/sign-in".to_owned(),
            false => visitor.path_to("/sign-in"),
        };
        Self::of(visitor, way, "accounts-way-bind", format!("{page}/with/{}?for=bind", way.id))
    }

    /// To sign in that way no more.
    pub fn to_unbind(visitor: &Visitor, way: &Way) -> Self {
        let text = visitor.tr("accounts-way-unbind", &[("name", &way.name)]);
        Self { id: way.id.clone(), text, href: None }
    }

    fn of(visitor: &Visitor, way: &Way, key: &str, href: String) -> Self {
        let key = if way.is_up { key } else { "accounts-way-down" };
        let text = visitor.tr(key, &[("name", &way.name)]);
        Self { id: way.id.clone(), text, href: way.is_up.then_some(href) }
    }
}

/// The buttons under a form to sign in.
pub fn to_enter(
    accounts: &Accounts,
    visitor: &Visitor,
    audience: Audience,
    back: &str,
) -> Vec<WayView> {
    let page = match audience {
        Audience::Citizens => visitor.path_to("/sign-in"),
        Audience::Staff => "/staff/sign-in".to_owned(),
    };
    let lang: Lang = visitor.lang;
    let ways = accounts.ways(audience, lang);
    ways.iter().map(|it| WayView::to_enter(visitor, it, &page, back)).collect()
}

/// Why somebody came back without having signed in; nothing for words that are none of ours.
pub fn why_text(visitor: &Visitor, why: &str) -> Option<String> {
    let key = match why {
        "no-flow" => "accounts-why-no-flow",
        "down" => "accounts-why-down",
        "cancelled" => "accounts-why-cancelled",
        "unbelievable" => "accounts-why-unbelievable",
        "no-account" => "accounts-why-no-account",
        "mismatch" => "accounts-why-mismatch",
        "taken" => "accounts-why-taken",
        _ => return None,
    };
    Some(visitor.t(key).to_owned())
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
