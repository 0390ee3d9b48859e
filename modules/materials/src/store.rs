//! The statements of this subject.

use ledger::statements;

statements! {
    /// A file was uploaded.
    UPLOADED = "INSERT INTO materials_upload (application, material, account, size_bytes, added_at)
                VALUES ($1, $2, $3, $4, $5)";
    /// Applications for which files were uploaded, after one, in the order of their ids.
    UPLOADED_TO = "SELECT DISTINCT application FROM materials_upload WHERE application > $1
                   ORDER BY application LIMIT $2";
    /// How many files and bytes an account has sent since an instant.
    SENT_SINCE = "SELECT COUNT(*), CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT)
                  FROM materials_upload WHERE account = $1 AND added_at >= $2";
}
