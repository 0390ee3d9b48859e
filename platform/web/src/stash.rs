//! What somebody typed before they were asked to confirm who they are. It is kept sealed for some
//! minutes, so that nothing typed is lost.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use kernel::{Sealed, id::AccountId};
use ledger::{Ledger, Write, statements};

use crate::{Failure, session::hash};

/// So long what was typed is kept.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

statements! {
    KEEP = "INSERT INTO web_stash (stash, account, action, path, fields, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT action, path, fields FROM web_stash
            WHERE stash = $1 AND account = $2 AND expires_at > $3";
    SWEEP = "DELETE FROM web_stash WHERE expires_at <= $1";
}

/// The fields of a form.
pub(crate) type Fields = BTreeMap<String, Vec<String>>;

/// A form that waits.
pub(crate) struct Stashed {
    pub action: String,
    pub path: String,
    pub fields: Fields,
}

/// Keeps the fields that `account` sent to `path`; answers the secret name under which they lie.
pub(crate) async fn keep(
    ledger: &Ledger,
    account: AccountId,
    stashed: Stashed,
) -> Result<String, Failure> {
    let mut bytes = [0u8; 32];
    ledger.chance().fill(&mut bytes);
    let name = data_encoding::BASE64URL_NOPAD.encode(&bytes);
    let sealed = ledger.vault().seal(account.subject(), &stashed.fields).await?;
    let args = vec![
        hash(&name).into(),
        account.to_string().into(),
        stashed.action.into(),
        stashed.path.into(),
        serde_json::to_string(&sealed).map_err(Failure::internal)?.into(),
        (ledger.clock().now() + KEPT).into(),
    ];
    ledger.housekeep(vec![Write::new(&KEEP, args)]).await?;
    Ok(name)
}

/// What `account` sent, as long as it is kept. It stays until then: the form has a key of its own,
/// so that it counts once however often it is sent.
pub(crate) async fn find(
    ledger: &Ledger,
    account: AccountId,
    name: &str,
) -> Result<Option<Stashed>, Failure> {
    let args = [hash(name).into(), account.to_string().into(), ledger.clock().now().into()];
    let rows = ledger.rows(&FIND, &args).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let sealed: Sealed = row.json(2)?;
    Ok(Some(Stashed {
        action: row.text(0)?.to_owned(),
        path: row.text(1)?.to_owned(),
        fields: ledger.vault().open(&sealed).await?,
    }))
}

/// Forgets what is not kept any longer.
pub(crate) async fn sweep(ledger: &Ledger) -> Result<(), Failure> {
    let now = ledger.clock().now();
    Ok(ledger.housekeep(vec![Write::new(&SWEEP, vec![now.into()])]).await?)
}
