//! What was shown is what is done.
//!
//! A page before a binding act carries a **seal**: the digest of exactly what it shows, with a keyed
//! hash over the session and the action. The form brings it back; the handler computes what it
//! would show now and opens the form with it. When the two differ, nothing is done and the page is
//! shown anew. A handler that takes [`Bound`] instead of [`Posted`] cannot forget this: without a
//! seal of this session and action it is not called, and without comparing it gets no form.

use axum::extract::{FromRequest, Request};
use ledger::content_digest;
use serde::Serialize;

use crate::{Failure, Posted, Visitor};

/// So many characters of the digest stand in a seal.
const DIGEST: usize = 40;

impl Visitor {
    /// The seal of what a page shows before `action`, for the hidden field of the form.
    pub fn seal(&self, action: &str, summary: &impl Serialize) -> String {
        let digest = short(summary);
        format!("{digest}.{}", self.web.seals.token(&self.sealed(action, &digest)))
    }

    fn sealed(&self, action: &str, digest: &str) -> String {
        format!("{}\0{action}\0{digest}", self.csrf_binding())
    }
}

fn short(summary: &impl Serialize) -> String {
    content_digest(summary).chars().take(DIGEST).collect()
}

/// A form that binds to what was shown.
#[derive(Debug, Clone)]
pub struct Bound {
    posted: Posted,
    digest: String,
    /// The same form was carried out before: it is answered the same way.
    is_repeated: bool,
}

impl Bound {
    /// What was typed, to compute what would be shown for it now. Not to act on.
    pub fn typed(&self) -> &Posted {
        &self.posted
    }

    /// Whether this very form was carried out before. It is answered the same way, so who sent it
    /// is not asked whether they might do it now.
    pub const fn is_repeated(&self) -> bool {
        self.is_repeated
    }

    /// The form, if its page showed this thing at this version.
    ///
    /// # Errors
    /// [`Changed`].
    pub fn open_at(self, matter: &str, version: u64) -> Result<Posted, Changed> {
        self.open(&(matter, version))
    }

    /// The form, if `summary` is what was shown.
    ///
    /// # Errors
    /// [`Changed`], with what was typed, so that nothing is lost.
    pub fn open(self, summary: &impl Serialize) -> Result<Posted, Changed> {
        if self.is_repeated || self.digest == short(summary) {
            return Ok(self.posted);
        }
        Err(Changed(self.posted))
    }
}

/// What would be done is not what was shown.
#[derive(Debug, Clone)]
pub struct Changed(pub Posted);

impl From<Changed> for Failure {
    fn from(_: Changed) -> Self {
        Failure::Conflict("shown.changed")
    }
}

impl<S: Send + Sync> FromRequest<S> for Bound {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Failure::internal("a form outside the gate"))?;
        let posted = Posted::from_request(request, state).await?;
        let missing = Failure::Conflict("shown.missing");
        let (digest, token) = posted.get("_shown").split_once('.').ok_or(missing.clone())?;
        if !visitor.web.seals.fits(&visitor.sealed(visitor.action, digest), token) {
            return Err(missing);
        }
        let digest = digest.to_owned();
        let is_repeated = visitor.web.ledger.was_run(&visitor.actor, posted.key).await?;
        Ok(Self { posted, digest, is_repeated })
    }
}
