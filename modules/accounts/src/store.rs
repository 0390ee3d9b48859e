//! The statements of accounts.

use ledger::statements;

statements! {
    /// Projection: an account was opened.
    NEW_ACCOUNT = "INSERT INTO accounts_account
                   (account, login, role, authority, region, facts, opened_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Projection: facts changed.
    SET_FACTS = "UPDATE accounts_account SET facts = $2 WHERE account = $1";
    /// Projection: a firm was linked.
    NEW_FIRM = "INSERT INTO accounts_firm (firm, code, facts, linked_at) VALUES ($1, $2, $3, $4)";
    /// Projection: a person may act for a firm.
    NEW_AGENT = "INSERT INTO accounts_agent (firm, account) VALUES ($1, $2)";
    /// Projection: a person may no longer act for a firm.
    NO_AGENT = "DELETE FROM accounts_agent WHERE firm = $1 AND account = $2";
    /// The account of a fingerprint.
    BY_LOGIN = "SELECT account FROM accounts_account WHERE login = $1";
    /// The firm of a fingerprint.
    BY_CODE = "SELECT firm FROM accounts_firm WHERE code = $1";
    /// The firms for which a person may act.
    FIRMS_OF = "SELECT firm FROM accounts_agent WHERE account = $1 ORDER BY firm";
    /// Those who act in a role for an authority.
    STAFF_OF = "SELECT account FROM accounts_account WHERE authority = $1 AND role = $2
                ORDER BY account";
    /// Wrong tries of a fingerprint.
    TRIES = "SELECT wrong, last_at FROM accounts_try WHERE login = $1";
    /// One more wrong try; the count begins anew when the last one lies outside $3 to $2.
    WRONG_TRY = "INSERT INTO accounts_try (login, wrong, last_at) VALUES ($1, 1, $2)
                 ON CONFLICT (login) DO UPDATE SET
                 wrong = CASE WHEN accounts_try.last_at <= $3 OR accounts_try.last_at > $2
                         THEN 1 ELSE accounts_try.wrong + 1 END,
                 last_at = excluded.last_at";
    /// Wrong tries do not count any more.
    FORGIVE = "DELETE FROM accounts_try WHERE login = $1";
    /// Wrong tries that are long past.
    SWEEP_TRIES = "DELETE FROM accounts_try WHERE last_at < $1";
}
