//! Sessions: a random id in a cookie (or a bearer token of the API), its hash in the database.
//!
//! The id changes at sign-in and whenever the person confirms who they are; the old one is dead
//! from then on. What is shown of a session on pages is its public name, which opens nothing.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Sealed, id::AccountId};
use ledger::{Ledger, Row, Value, Write, statements};
use sha2::{Digest, Sha256};

use crate::{Assurance, Failure, Method, StepUp};

/// How exactly the last request is remembered.
const SEEN_STEP: SignedDuration = SignedDuration::from_secs(60);

statements! {
    OPEN = "INSERT INTO web_session (session, public, account, actor, name, device, methods,
            proven_at, step_action, step_at, opened_at, seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, $9, $10)";
    FIND = "SELECT public, actor, name, device, methods, proven_at, step_action, step_at,
            opened_at, seen_at FROM web_session WHERE session = $1";
    SEEN = "UPDATE web_session SET seen_at = $2 WHERE session = $1";
    STEP_UP = "UPDATE web_session SET session = $2, methods = $3, proven_at = $4, step_action = $5,
               step_at = $4, seen_at = $4 WHERE session = $1";
    CLOSE = "DELETE FROM web_session WHERE session = $1";
    CLOSE_ONE = "DELETE FROM web_session WHERE account = $1 AND public = $2";
    CLOSE_OTHERS = "DELETE FROM web_session WHERE account = $1 AND public <> $2";
    OF_ACCOUNT = "SELECT public, actor, device, opened_at, seen_at FROM web_session
                  WHERE account = $1 ORDER BY seen_at DESC, public LIMIT 100";
    SWEEP = "DELETE FROM web_session WHERE opened_at < $1";
}

/// How long sessions last. A deployer may change them within what the standards allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// A citizen's session ends after so long without a request.
    pub citizen_idle: SignedDuration,
    /// A citizen's session never lasts longer.
    pub citizen_total: SignedDuration,
    /// A staff session ends after so long without a request.
    pub staff_idle: SignedDuration,
    /// A staff session never lasts longer.
    pub staff_total: SignedDuration,
    /// So long a confirmation counts for the action it was given for.
    pub step_up: SignedDuration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            citizen_idle: SignedDuration::from_mins(60),
            citizen_total: SignedDuration::from_hours(24),
            staff_idle: SignedDuration::from_mins(15),
            staff_total: SignedDuration::from_hours(12),
            step_up: SignedDuration::from_secs(120),
        }
    }
}

impl SessionLimits {
    fn idle(&self, actor: &Actor) -> SignedDuration {
        if actor.role.is_staff() { self.staff_idle } else { self.citizen_idle }
    }

    fn total(&self, actor: &Actor) -> SignedDuration {
        if actor.role.is_staff() { self.staff_total } else { self.citizen_total }
    }
}

/// A signed-in visit.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its name on pages; it opens nothing, and stays when the secret id changes.
    pub id: String,
    /// Who acts.
    pub actor: Actor,
    /// How they are called on pages.
    pub name: String,
    /// What their device is called.
    pub device: String,
    /// How and when they proved who they are.
    pub assurance: Assurance,
    /// What they last confirmed again.
    pub step_up: Option<StepUp>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ends if nothing is asked for.
    pub ends_at: Timestamp,
    /// The secret id.
    pub(crate) token: String,
}

impl Session {
    /// The token with which the API continues this session.
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Who acts.
    pub actor: Actor,
    /// How they are called on pages.
    pub name: String,
    /// How and when they proved who they are.
    pub assurance: Assurance,
    /// What their device is called.
    pub device: String,
}

/// A session as its owner sees it in the list of theirs.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// Its name.
    pub id: String,
    /// In which role and for whom it acts.
    pub actor: Actor,
    /// What the device is called; empty where it is not known.
    pub device: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
}

/// The sessions of an installation.
#[derive(Clone)]
pub struct Sessions {
    ledger: Ledger,
    limits: SessionLimits,
}

impl Sessions {
    /// Sessions kept in `ledger`'s database.
    pub fn new(ledger: Ledger, limits: SessionLimits) -> Self {
        Self { ledger, limits }
    }

    /// How long sessions last.
    pub fn limits(&self) -> &SessionLimits {
        &self.limits
    }

    /// Opens a session with a new id; its name is sealed.
    ///
    /// # Errors
    /// [`Failure`] when the store fails or the actor has no account.
    pub async fn open(&self, new: NewSession) -> Result<Session, Failure> {
        self.open_since(new, self.ledger.clock().now()).await
    }

    /// As [`Sessions::open`], but it goes on from one that began at `opened_at`.
    pub(crate) async fn open_since(
        &self,
        new: NewSession,
        opened_at: Timestamp,
    ) -> Result<Session, Failure> {
        let NewSession { actor, name, assurance, device } = new;
        let account = actor.account.ok_or(Failure::Forbidden)?;
        let (token, id) = (self.draw::<32>(), self.draw::<16>());
        let now = self.ledger.clock().now();
        let sealed = self.ledger.vault().seal(account.subject(), &name).await?;
        let args = vec![
            hash(&token).into(),
            (&id).into(),
            account.to_string().into(),
            json(&actor)?,
            json(&sealed)?,
            (&device).into(),
            json(&assurance.methods)?,
            assurance.proven_at.into(),
            opened_at.into(),
            now.into(),
        ];
        self.ledger.housekeep(vec![Write::new(&OPEN, args)]).await?;
        let ends_at = self.ends_at(&actor, opened_at, now);
        Ok(Session { id, actor, name, device, assurance, step_up: None, opened_at, ends_at, token })
    }

    /// The session of a token, unless it is unknown or over.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn find(&self, token: &str) -> Result<Option<Session>, Failure> {
        let rows = self.ledger.rows(&FIND, &[hash(token).into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let actor: Actor = row.json(1)?;
        let sealed: Sealed = row.json(2)?;
        let (opened_at, seen) = (row.instant(8)?, row.instant(9)?);
        let now = self.ledger.clock().now();
        // The demonstration's clock may be moved back: only time that passed forward counts.
        let is_over =
            now > opened_at + self.limits.total(&actor) || now > seen + self.limits.idle(&actor);
        if is_over {
            return Ok(None);
        }
        if now > seen + SEEN_STEP {
            let args = vec![hash(token).into(), now.into()];
            // One that cannot be prolonged ends earlier; whoever only reads is not sent away.
            if let Err(error) = self.ledger.housekeep(vec![Write::new(&SEEN, args)]).await {
                tracing::warn!(%error, "a session cannot be prolonged");
            }
        }
        Ok(Some(Session {
            id: row.text(0)?.to_owned(),
            name: self.ledger.vault().open(&sealed).await?,
            device: row.text(3)?.to_owned(),
            assurance: Assurance { methods: row.json(4)?, proven_at: row.instant(5)? },
            step_up: step_up(row)?,
            opened_at,
            ends_at: self.ends_at(&actor, opened_at, now),
            actor,
            token: token.to_owned(),
        }))
    }

    fn ends_at(&self, actor: &Actor, opened_at: Timestamp, now: Timestamp) -> Timestamp {
        (now + self.limits.idle(actor)).min(opened_at + self.limits.total(actor))
    }

    /// The person confirmed in these ways that they want to do `action`: the session goes on
    /// under a new secret id, and the old one is dead.
    ///
    /// # Errors
    /// [`Failure::SignIn`] when the session is over; [`Failure`] when the store fails.
    pub async fn step_up(
        &self,
        session: &Session,
        action: &str,
        methods: &[Method],
    ) -> Result<Session, Failure> {
        let now = self.ledger.clock().now();
        let token = self.draw::<32>();
        let all = [session.assurance.methods.as_slice(), methods].concat();
        let assurance = Assurance::new(&all, now);
        let args = vec![
            hash(&session.token).into(),
            hash(&token).into(),
            json(&assurance.methods)?,
            now.into(),
            action.into(),
        ];
        if self.ledger.housekeep_one(Write::new(&STEP_UP, args)).await? == 0 {
            return Err(Failure::SignIn);
        }
        let step_up = Some(StepUp { action: action.to_owned(), at: now });
        Ok(Session { assurance, step_up, token, ..session.clone() })
    }

    /// Whether the person of a session confirmed `action` just now.
    pub fn is_confirmed(&self, session: &Session, action: &str) -> bool {
        let now = self.ledger.clock().now();
        session.step_up.as_ref().is_some_and(|it| {
            it.action == action && it.at <= now && now <= it.at + self.limits.step_up
        })
    }

    /// The sessions of an account that are not over, the last used first.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn of(&self, account: AccountId) -> Result<Vec<SessionView>, Failure> {
        let now = self.ledger.clock().now();
        let rows = self.ledger.rows(&OF_ACCOUNT, &[account.to_string().into()]).await?;
        let mut views = Vec::with_capacity(rows.len());
        for row in &rows {
            let view = SessionView {
                id: row.text(0)?.to_owned(),
                actor: row.json(1)?,
                device: row.text(2)?.to_owned(),
                opened_at: row.instant(3)?,
                seen_at: row.instant(4)?,
            };
            let ends = (view.seen_at + self.limits.idle(&view.actor))
                .min(view.opened_at + self.limits.total(&view.actor));
            if now <= ends {
                views.push(view);
            }
        }
        Ok(views)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn close(&self, token: &str) -> Result<(), Failure> {
        let args = vec![hash(token).into()];
        Ok(self.ledger.housekeep(vec![Write::new(&CLOSE, args)]).await?)
    }

    /// Ends one session of an account by its name; answers whether there was one.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn close_one(&self, account: AccountId, id: &str) -> Result<bool, Failure> {
        let args = vec![account.to_string().into(), id.into()];
        Ok(self.ledger.housekeep_one(Write::new(&CLOSE_ONE, args)).await? == 1)
    }

    /// Ends all sessions of an account but the one named `keep`; answers how many.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn close_others(&self, account: AccountId, keep: &str) -> Result<u64, Failure> {
        let args = vec![account.to_string().into(), keep.into()];
        Ok(self.ledger.housekeep_one(Write::new(&CLOSE_OTHERS, args)).await?)
    }

    /// Ends all sessions of an account; answers how many.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn close_all(&self, account: AccountId) -> Result<u64, Failure> {
        self.close_others(account, "").await
    }

    /// Forgets sessions that are long over; a job calls this.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let longest = self.limits.citizen_total.max(self.limits.staff_total);
        let before = self.ledger.clock().now() - longest - longest;
        Ok(self.ledger.housekeep(vec![Write::new(&SWEEP, vec![before.into()])]).await?)
    }

    fn draw<const N: usize>(&self) -> String {
        let mut bytes = [0u8; N];
        self.ledger.chance().fill(&mut bytes);
        BASE64URL_NOPAD.encode(&bytes)
    }
}

fn step_up(row: &Row) -> Result<Option<StepUp>, Failure> {
    let action = row.text(6)?;
    Ok(if action.is_empty() {
        None
    } else {
        Some(StepUp { action: action.to_owned(), at: row.instant(7)? })
    })
}

fn json(value: &impl serde::Serialize) -> Result<Value, Failure> {
    Ok(serde_json::to_string(value).map_err(Failure::internal)?.into())
}

pub(crate) fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// A cookie that scripts cannot read. It ends with the browser, or after `seconds`.
pub(crate) fn cookie(name: &str, value: &str, is_secure: bool, seconds: Option<i64>) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    let age = seconds.map_or_else(String::new, |it| format!("; Max-Age={it}"));
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}
