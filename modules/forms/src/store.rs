//! The statements of this subject and the reading of their rows.

use forms_domain::DraftSummary;
use ledger::{Row, StoreError, statements};

statements! {
    /// An application was begun.
    NEW = "INSERT INTO forms_application
           (application, account, subject, service, revision, channel, stage, started_at, saved_at,
            kept_until)
           VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $7, $8)";
    /// Answers were saved.
    SAVED = "UPDATE forms_application SET saved_at = $2 WHERE application = $1";
    /// It was thrown away.
    DISCARDED = "UPDATE forms_application SET stage = 'discarded', discarded_at = $2
                 WHERE application = $1";
    /// It was brought back.
    RESTORED = "UPDATE forms_application SET stage = 'draft', discarded_at = NULL, kept_until = $2
                WHERE application = $1";
    /// What an account threw away since an instant, newest first.
    REMOVED = "SELECT application, subject, service, revision, discarded_at FROM forms_application
               WHERE account = $1 AND stage = 'discarded' AND discarded_at > $2
               ORDER BY discarded_at DESC, application LIMIT 100";
    /// The stage changed.
    STAGE = "UPDATE forms_application SET stage = $2 WHERE application = $1";
    /// The drafts of an account, newest first.
    DRAFTS = "SELECT application, subject, service, revision, started_at, saved_at, kept_until
              FROM forms_application WHERE account = $1 AND stage = 'draft'
              ORDER BY started_at DESC LIMIT 100";
    /// All applications of a person or firm, oldest first.
    OF_SUBJECT = "SELECT application, stage FROM forms_application WHERE subject = $1
                  ORDER BY started_at, application";
    /// What was thrown away before an instant.
    DISCARDED_BEFORE = "SELECT application, subject, COALESCE(discarded_at, saved_at)
                        FROM forms_application
                        WHERE stage = 'discarded' AND COALESCE(discarded_at, saved_at) < $1
                        AND application > $2 ORDER BY application LIMIT $3";
    /// How many drafts stand on each revision of a service.
    IN_USE = "SELECT revision, COUNT(*) FROM forms_application
              WHERE service = $1 AND stage = 'draft' GROUP BY revision ORDER BY revision";
    /// Drafts whose time is over.
    TO_SWEEP = "SELECT application FROM forms_application
                WHERE stage = 'draft' AND kept_until < $1 ORDER BY kept_until LIMIT $2";
}

/// A row of [`DRAFTS`].
pub(crate) fn draft(row: &Row) -> Result<DraftSummary, StoreError> {
    let kept_until = row.date_or_null(6)?;
    Ok(DraftSummary {
        id: row.parsed(0)?,
        subject: row.parsed(1)?,
        service: row.text(2)?.to_owned(),
        revision: u32::try_from(row.count(3)?).map_err(StoreError::contradiction)?,
        started_at: row.instant(4)?,
        saved_at: row.instant(5)?,
        kept_until: kept_until.ok_or_else(|| StoreError::contradiction("a draft without end"))?,
    })
}
