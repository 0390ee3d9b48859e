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
    /// A new code takes the place of the former one; none when $7 were sent since $6. The count
    /// begins anew when it began before $6, or after now ($5).
    NEW_CODE = "INSERT INTO accounts_contact_code
                (subject, account, contact, code, tries, sent, began_at, expires_at)
                VALUES ($1, $2, $3, $4, 0, 1, $5, $8)
                ON CONFLICT (subject, account) DO UPDATE SET
                contact = excluded.contact, code = excluded.code, tries = 0,
                expires_at = excluded.expires_at,
                sent = CASE WHEN accounts_contact_code.began_at <= $6
                                 OR accounts_contact_code.began_at > $5
                       THEN 1 ELSE accounts_contact_code.sent + 1 END,
                began_at = CASE WHEN accounts_contact_code.began_at <= $6
                                     OR accounts_contact_code.began_at > $5
                           THEN excluded.began_at ELSE accounts_contact_code.began_at END
                WHERE accounts_contact_code.sent < $7 OR accounts_contact_code.began_at <= $6
                      OR accounts_contact_code.began_at > $5";
    /// One of the $4 tries that a code has until it expires. Two tries at once are two.
    TRY_CODE = "UPDATE accounts_contact_code SET tries = tries + 1
                WHERE subject = $1 AND account = $2 AND expires_at > $3 AND tries < $4";
    /// The code that somebody asked for.
    CODE = "SELECT contact, code, tries, expires_at FROM accounts_contact_code
            WHERE subject = $1 AND account = $2";
    /// A code is over: used ($3 is its fingerprint, so that the same form sent twice is known), or
    /// given up ($3 is empty). Its row goes on counting.
    END_CODE = "UPDATE accounts_contact_code SET contact = '', code = $3, expires_at = 0
                WHERE subject = $1 AND account = $2";
    /// Codes that are long past.
    SWEEP_CODES = "DELETE FROM accounts_contact_code WHERE expires_at < $1 AND began_at < $2";
    /// Wrong tries that are long past.
    SWEEP_TRIES = "DELETE FROM accounts_try WHERE last_at < $1";
}
