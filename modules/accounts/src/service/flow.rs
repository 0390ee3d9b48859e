//! What somebody has begun and not finished. A flow is known by a secret of the browser (or by the
//! session in which it was begun), is good for one kind of thing, for ten minutes and ten tries.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::SignedDuration;
use kernel::id::AccountId;
use ledger::{StoreError, Write};
use web::Method;

use super::Accounts;
use crate::store;

/// A flow lasts so long,
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// and takes so many wrong codes.
pub const TRIES: i64 = 10;

/// What a flow is good for. A code of one kind says nothing to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The second step of a sign-in.
    Second,
    /// A staff member's first second factor, before there is a session.
    Enrol,
    /// Setting up an authenticator app in a session.
    SetCode,
    /// Confirming a power act.
    StepUp,
    /// A forgotten password: the code that was sent to the contact.
    Recover,
    /// The new password after the waiting time.
    NewPassword,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Kind::Second => "second",
            Kind::Enrol => "enrol",
            Kind::SetCode => "set_code",
            Kind::StepUp => "step_up",
            Kind::Recover => "recover",
            Kind::NewPassword => "new_password",
        }
    }
}

/// A flow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Under which it is kept.
    pub(super) key: String,
    /// Whose it is; none where there is no such account and nobody may learn it.
    pub account: Option<AccountId>,
    /// What was proved already.
    pub methods: Vec<Method>,
    /// What belongs to it.
    pub data: String,
    /// Where its owner wanted to go.
    pub back: String,
}

/// What a new flow holds.
#[derive(Debug, Default)]
pub struct Beginning<'a> {
    /// Whose it is.
    pub account: Option<AccountId>,
    /// What was proved already.
    pub methods: &'a [Method],
    /// What belongs to it.
    pub data: &'a str,
    /// Where its owner wants to go.
    pub back: &'a str,
}

impl Accounts {
    /// Begins a flow that the browser knows by the answered secret.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin(&self, kind: Kind, new: Beginning<'_>) -> Result<String, StoreError> {
        let mut bytes = [0; 32];
        self.ledger().chance().fill(&mut bytes);
        let secret = BASE64URL_NOPAD.encode(&bytes);
        self.begin_as(kind, &secret, new).await?;
        Ok(secret)
    }

    /// Begins a flow that is known by `secret`, in the place of a former one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_as(
        &self,
        kind: Kind,
        secret: &str,
        new: Beginning<'_>,
    ) -> Result<(), StoreError> {
        let account = new.account.map(|it| it.to_string()).unwrap_or_default();
        let args = vec![
            key(kind, secret).into(),
            kind.word().into(),
            account.into(),
            serde_json::to_string(new.methods)?.into(),
            new.data.into(),
            new.back.into(),
            (self.ledger().clock().now() + LIFE).into(),
        ];
        self.ledger().housekeep(vec![Write::new(&store::BEGIN_FLOW, args)]).await
    }

    /// The flow of a secret, unless it is of another kind, over or tried too often.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn flow(&self, kind: Kind, secret: &str) -> Result<Option<Flow>, StoreError> {
        let key = key(kind, secret);
        let args = [(&key).into(), self.ledger().clock().now().into(), TRIES.into()];
        let rows = self.ledger().rows(&store::FLOW, &args).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let account = match row.text(0)? {
            "" => None,
            _ => Some(row.parsed(0)?),
        };
        let (data, back) = (row.text(2)?.to_owned(), row.text(3)?.to_owned());
        Ok(Some(Flow { key, account, methods: row.json(1)?, data, back }))
    }

    /// Takes one of a flow's tries; answers whether there was one. Two at once are two.
    pub(super) async fn try_flow(&self, flow: &Flow) -> Result<bool, StoreError> {
        let args = vec![(&flow.key).into(), self.ledger().clock().now().into(), TRIES.into()];
        Ok(self.ledger().housekeep_one(Write::new(&store::TRY_FLOW, args)).await? == 1)
    }

    /// Whether all tries of a flow are taken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_spent(&self, flow: &Flow) -> Result<bool, StoreError> {
        let args = [(&flow.key).into(), self.ledger().clock().now().into(), TRIES.into()];
        Ok(self.ledger().rows(&store::FLOW, &args).await?.is_empty())
    }

    /// The flow is finished; answers whether this was the first to finish it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish(&self, flow: &Flow) -> Result<bool, StoreError> {
        let args = vec![(&flow.key).into()];
        Ok(self.ledger().housekeep_one(Write::new(&store::END_FLOW, args)).await? == 1)
    }
}

/// The secret does not stand in the database, and a secret of one kind finds no flow of another.
fn key(kind: Kind, secret: &str) -> String {
    let text = format!("{}/{secret}", kind.word());
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    HEXLOWER.encode(hash.as_ref())
}
