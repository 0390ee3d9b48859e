//! Sessions: a random id in a cookie (or a bearer token of the API), its hash in the database.

use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Sealed, id::AccountId};
use ledger::{Ledger, Write, statements};
use sha2::{Digest, Sha256};

use crate::Failure;

/// A staff session ends after so long without a request.
const STAFF_IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A citizen's session ends after so long without a request.
const CITIZEN_IDLE: SignedDuration = SignedDuration::from_mins(60);
/// No session lasts longer than this, in hours.
const TOTAL: SignedDuration = SignedDuration::from_hours(12);
/// How exactly the last request is remembered.
const SEEN_STEP: SignedDuration = SignedDuration::from_secs(60);

statements! {
    OPEN = "INSERT INTO web_session (session, account, actor, name, opened_at, seen_at)
            VALUES ($1, $2, $3, $4, $5, $5)";
    FIND = "SELECT actor, name, opened_at, seen_at FROM web_session WHERE session = $1";
    SEEN = "UPDATE web_session SET seen_at = $2 WHERE session = $1";
    CLOSE = "DELETE FROM web_session WHERE session = $1";
    CLOSE_ALL = "DELETE FROM web_session WHERE account = $1";
    SWEEP = "DELETE FROM web_session WHERE opened_at < $1";
}

/// A signed-in visit.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// How they are called on pages.
    pub name: String,
    /// The secret id.
    pub(crate) token: String,
    /// When it ends if nothing is asked for.
    pub ends_at: Timestamp,
}

impl Session {
    /// The token with which the API continues this session.
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// The sessions of an installation.
#[derive(Clone)]
pub struct Sessions {
    ledger: Ledger,
}

impl Sessions {
    /// Sessions kept in `ledger`'s database.
    pub fn new(ledger: Ledger) -> Self {
        Self { ledger }
    }

    /// Opens a session with a new id for `actor`; its name is sealed.
    ///
    /// # Errors
    /// [`Failure`] when the store fails or the actor has no account.
    pub async fn open(&self, actor: Actor, name: &str) -> Result<Session, Failure> {
        let account = actor.account.ok_or(Failure::Forbidden)?;
        let mut id = [0u8; 32];
        self.ledger.chance().fill(&mut id);
        let token = BASE64URL_NOPAD.encode(&id);
        let now = self.ledger.clock().now();
        let sealed = self.ledger.vault().seal(account.subject(), &name.to_owned()).await?;
        let args = vec![
            hash(&token).into(),
            account.to_string().into(),
            serde_json::to_string(&actor).map_err(Failure::internal)?.into(),
            serde_json::to_string(&sealed).map_err(Failure::internal)?.into(),
            now.into(),
        ];
        self.ledger.housekeep(vec![Write::new(&OPEN, args)]).await?;
        let ends_at = now + idle(&actor);
        Ok(Session { actor, name: name.to_owned(), token, ends_at })
    }

    /// The session of a token, unless it is unknown or over.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn find(&self, token: &str) -> Result<Option<Session>, Failure> {
        let rows = self.ledger.rows(&FIND, &[hash(token).into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let actor: Actor = row.json(0)?;
        let sealed: Sealed = row.json(1)?;
        let (opened, seen) = (row.instant(2)?, row.instant(3)?);
        let now = self.ledger.clock().now();
        // The demonstration's clock may be moved back: only time that passed forward counts.
        if now > opened + TOTAL || now > seen + idle(&actor) {
            return Ok(None);
        }
        if now > seen + SEEN_STEP {
            let args = vec![hash(token).into(), now.into()];
            self.ledger.housekeep(vec![Write::new(&SEEN, args)]).await?;
        }
        let name = self.ledger.vault().open(&sealed).await?;
        let ends_at = (now + idle(&actor)).min(opened + TOTAL);
        Ok(Some(Session { actor, name, token: token.to_owned(), ends_at }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn close(&self, token: &str) -> Result<(), Failure> {
        let args = vec![hash(token).into()];
        Ok(self.ledger.housekeep(vec![Write::new(&CLOSE, args)]).await?)
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn close_all(&self, account: AccountId) -> Result<(), Failure> {
        let args = vec![account.to_string().into()];
        Ok(self.ledger.housekeep(vec![Write::new(&CLOSE_ALL, args)]).await?)
    }

    /// Forgets sessions that are long over; a job calls this.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let before = self.ledger.clock().now() - TOTAL - TOTAL;
        Ok(self.ledger.housekeep(vec![Write::new(&SWEEP, vec![before.into()])]).await?)
    }
}

fn idle(actor: &Actor) -> SignedDuration {
    if actor.role.is_staff() { STAFF_IDLE } else { CITIZEN_IDLE }
}

fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// The cookie that carries the session.
pub(crate) fn cookie(name: &str, token: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

/// The cookie that takes the session away.
pub(crate) fn no_cookie(name: &str, secure: bool) -> String {
    let age = Duration::ZERO.as_secs();
    format!("{}; Max-Age={age}", cookie(name, "", secure))
}
