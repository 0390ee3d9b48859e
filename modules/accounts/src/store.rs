//! The statements of accounts.

use ledger::statements;

statements! {
    /// Projection: an account was opened.
    NEW_ACCOUNT = "INSERT INTO accounts_account
                   (account, login, role, authority, region, facts, opened_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Projection: facts changed.
    SET_FACTS = "UPDATE accounts_account SET facts = $2 WHERE account = $1";
    /// Projection: whether an account is closed for everybody.
    SET_BLOCKED = "UPDATE accounts_account SET blocked = $2 WHERE account = $1";
    /// Projection: a passkey was taken in.
    NEW_PASSKEY = "INSERT INTO accounts_passkey (print, account) VALUES ($1, $2)
                   ON CONFLICT (print) DO UPDATE SET account = excluded.account";
    /// Projection: a passkey was taken away.
    NO_PASSKEY = "DELETE FROM accounts_passkey WHERE account = $1 AND print = $2";
    /// Projection: all passkeys were taken away.
    NO_PASSKEYS = "DELETE FROM accounts_passkey WHERE account = $1";
    /// Whose passkey it is.
    BY_PASSKEY = "SELECT account FROM accounts_passkey WHERE print = $1";
    /// Projection: a firm was linked.
    NEW_FIRM = "INSERT INTO accounts_firm (firm, code, facts, linked_at) VALUES ($1, $2, $3, $4)";
    /// Projection: a person belongs to a firm, or is asked to.
    SET_MEMBER = "INSERT INTO accounts_member (firm, account, stage) VALUES ($1, $2, $3)
                  ON CONFLICT (firm, account) DO UPDATE SET stage = excluded.stage";
    /// Projection: a person does not belong to a firm any more.
    NO_MEMBER = "DELETE FROM accounts_member WHERE firm = $1 AND account = $2";
    /// Projection: a mandate was proposed.
    NEW_MANDATE = "INSERT INTO accounts_mandate (mandate, principal, helper, kind, stage, until_on)
                   VALUES ($1, $2, $3, $4, $5, $6)";
    /// Projection: a mandate stands elsewhere.
    SET_MANDATE = "UPDATE accounts_mandate SET stage = $2 WHERE mandate = $1";
    /// Projection: a mandate takes a place among those of its helper.
    TAKE_SLOT = "INSERT INTO accounts_helping (helper, kind, slot, mandate) VALUES ($1, $2, $3, $4)";
    /// Projection: a mandate's place is free again.
    FREE_SLOT = "DELETE FROM accounts_helping WHERE mandate = $1";
    /// The account of a fingerprint.
    BY_LOGIN = "SELECT account FROM accounts_account
                WHERE login IN ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The firm of a fingerprint.
    BY_CODE = "SELECT firm FROM accounts_firm WHERE code IN ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Projection: a fingerprint was made anew.
    SET_LOGIN = "UPDATE accounts_account SET login = $2 WHERE account = $1";
    /// Projection: a fingerprint was made anew.
    SET_CODE = "UPDATE accounts_firm SET code = $2 WHERE firm = $1";
    /// Projection: an account was closed.
    CLOSED = "UPDATE accounts_account SET closed_at = $2 WHERE account = $1";
    /// Accounts that were closed before an instant.
    CLOSED_BEFORE = "SELECT account, closed_at FROM accounts_account
                     WHERE closed_at < $1 AND account > $2 ORDER BY account LIMIT $3";
    /// A page of accounts, to make their fingerprints anew.
    ACCOUNTS_AFTER = "SELECT account FROM accounts_account WHERE account > $1
                      ORDER BY account LIMIT $2";
    /// A page of firms, to make their fingerprints anew.
    FIRMS_AFTER = "SELECT firm FROM accounts_firm WHERE firm > $1 ORDER BY firm LIMIT $2";
    /// The firms of which a person is a confirmed member.
    FIRMS_OF = "SELECT firm FROM accounts_member WHERE account = $1 AND stage = 'confirmed'
                ORDER BY firm";
    /// All firms to which a person belongs or is asked to.
    MEMBERSHIPS = "SELECT firm FROM accounts_member WHERE account = $1 ORDER BY firm";
    /// The mandates that a helper has or had from a principal, those in force first.
    MANDATES_BETWEEN = "SELECT mandate FROM accounts_mandate
                        WHERE principal = $1 AND helper = $2 AND stage IN ('consented', 'expired')
                        ORDER BY stage, mandate DESC LIMIT 20";
    /// What a person gave or is asked for: what is open, newest first.
    MANDATES_GIVEN = "SELECT mandate FROM accounts_mandate
                      WHERE principal = $1 AND stage IN ('offered', 'consented')
                      ORDER BY mandate DESC LIMIT 300";
    /// What a person was given or asked for: what is open, newest first.
    MANDATES_RECEIVED = "SELECT mandate FROM accounts_mandate
                         WHERE helper = $1 AND stage IN ('offered', 'consented')
                         ORDER BY mandate DESC LIMIT 300";
    /// What a person gave, or was given, that is over; the newest.
    MANDATES_PAST = "SELECT mandate FROM accounts_mandate
                     WHERE (principal = $1 OR helper = $1)
                     AND stage IN ('declined', 'revoked', 'ended', 'expired')
                     ORDER BY mandate DESC LIMIT 20";
    /// What a person gave or was given, in the order of ids.
    MANDATES_OF = "SELECT mandate FROM accounts_mandate
                   WHERE (principal = $1 OR helper = $1) AND mandate > $2
                   ORDER BY mandate LIMIT 200";
    /// How many proposals of a helper wait.
    OFFERS_OF = "SELECT COUNT(*) FROM accounts_mandate WHERE helper = $1 AND stage = 'offered'";
    /// The places that are taken among a helper's mandates of a kind.
    SLOTS = "SELECT slot FROM accounts_helping WHERE helper = $1 AND kind = $2 ORDER BY slot";
    /// Mandates and proposals whose time is over.
    MANDATES_DUE = "SELECT mandate FROM accounts_mandate
                    WHERE stage IN ('offered', 'consented') AND until_on < $1
                    ORDER BY until_on LIMIT 500";
    /// A helper did something.
    KEEP_DEED = "INSERT INTO accounts_deed (principal, at, event, helper, word, matter, service)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (principal, at, event) DO NOTHING";
    /// What helpers did for somebody, newest first. What an event does not say, another of the
    /// same matter does, whichever came first.
    DEEDS = "SELECT d.at, d.event, d.helper, d.word, d.matter,
             CASE WHEN d.service <> '' THEN d.service ELSE COALESCE((
                 SELECT MAX(o.service) FROM accounts_deed o WHERE o.matter = d.matter), '') END
             FROM accounts_deed d
             WHERE d.principal = $1 AND d.at < $2 ORDER BY d.at DESC, d.event DESC LIMIT $3";
    /// The service that a matter is about.
    SERVICE_OF = "SELECT service FROM accounts_deed WHERE matter = $1 AND service <> '' LIMIT 1";
    /// Those who act in a role for an authority.
    STAFF_OF = "SELECT a.account AS account FROM accounts_account a
                LEFT JOIN accounts_staffing s ON s.account = a.account
                WHERE a.authority = $1 AND a.role = $2 AND COALESCE(s.is_first_over, 0) = 0
                AND COALESCE(s.is_suspended, 0) = 0
                UNION SELECT p.account AS account FROM accounts_post p
                LEFT JOIN accounts_staffing s ON s.account = p.account
                WHERE p.authority = $1 AND p.role = $2 AND p.stage = 'granted'
                AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
                AND COALESCE(s.is_suspended, 0) = 0 ORDER BY account";
    /// Those who act in a role anywhere.
    IN_ROLE = "SELECT a.account AS account FROM accounts_account a
               LEFT JOIN accounts_staffing s ON s.account = a.account
               WHERE a.role = $1 AND COALESCE(s.is_first_over, 0) = 0
               AND COALESCE(s.is_suspended, 0) = 0
               UNION SELECT p.account AS account FROM accounts_post p
               LEFT JOIN accounts_staffing s ON s.account = p.account
               WHERE p.role = $1 AND p.stage = 'granted'
               AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
               AND COALESCE(s.is_suspended, 0) = 0 ORDER BY account LIMIT 3";
    /// Those who have, had or may get a post in an office.
    MEMBERS = "SELECT account FROM accounts_account WHERE authority = $1
               UNION SELECT account FROM accounts_post WHERE authority = $1
               ORDER BY account LIMIT 500";
    /// Granted posts whose last day has passed.
    LAPSED_POSTS = "SELECT account, number FROM accounts_post
                    WHERE stage = 'granted' AND until_on < $1 ORDER BY account, number LIMIT 100";
    /// Projection: a post stands so.
    PUT_POST = "INSERT INTO accounts_post
                (account, number, role, authority, region, line, from_on, until_on, stage)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (account, number) DO UPDATE SET stage = excluded.stage";
    /// Projection: whether posts count.
    PUT_STAFFING = "INSERT INTO accounts_staffing (account, is_first_over, is_suspended)
                    VALUES ($1, $2, $3) ON CONFLICT (account) DO UPDATE SET
                    is_first_over = excluded.is_first_over,
                    is_suspended = excluded.is_suspended";
    /// Projection: a record of training stands so.
    PUT_TRAINING = "INSERT INTO accounts_training
                    (account, number, held_on, valid_until, is_good, is_told)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (account, number) DO UPDATE SET
                    is_good = excluded.is_good, is_told = excluded.is_told";
    /// Records that end by a day and whose person was not told.
    TRAINING_ENDING = "SELECT account, number FROM accounts_training
                       WHERE is_good = 1 AND is_told = 0 AND valid_until <= $1
                       ORDER BY account, number LIMIT 100";
    /// Those who act in a role anywhere and have training that counts on a day.
    TRAINED_IN_ROLE = "SELECT t.account AS account FROM accounts_training t
                       JOIN accounts_account a ON a.account = t.account
                       LEFT JOIN accounts_staffing s ON s.account = t.account
                       WHERE a.role = $1 AND a.blocked = 0 AND t.is_good = 1
                       AND t.held_on <= $2 AND t.valid_until >= $2
                       AND COALESCE(s.is_first_over, 0) = 0 AND COALESCE(s.is_suspended, 0) = 0
                       UNION SELECT t.account AS account FROM accounts_training t
                       JOIN accounts_account a ON a.account = t.account
                       JOIN accounts_post p ON p.account = t.account
                       LEFT JOIN accounts_staffing s ON s.account = t.account
                       WHERE p.role = $1 AND p.stage = 'granted' AND a.blocked = 0
                       AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
                       AND t.is_good = 1 AND t.held_on <= $2 AND t.valid_until >= $2
                       AND COALESCE(s.is_suspended, 0) = 0 ORDER BY account LIMIT 1";
    /// Projection: what an officer declared before is replaced.
    NO_INTERESTS = "DELETE FROM accounts_interest WHERE account = $1";
    /// Projection: an officer is tied to somebody.
    NEW_INTEREST = "INSERT INTO accounts_interest (account, print) VALUES ($1, $2)";
    /// A page of the officers who declared something.
    DECLARED_AFTER = "SELECT DISTINCT account FROM accounts_interest WHERE account > $1
                      ORDER BY account LIMIT $2";
    /// Whether an officer declared anything.
    HAS_INTERESTS = "SELECT 1 FROM accounts_interest WHERE account = $1 LIMIT 1";
    /// Whether an officer ($1) is tied to a person ($2), a firm ($3) or anybody who acts for it.
    TOUCHED = "SELECT 1 FROM accounts_interest i WHERE i.account = $1 AND i.print IN (
                   SELECT login FROM accounts_account WHERE account = $2
                   UNION SELECT code FROM accounts_firm WHERE firm = $3
                   UNION SELECT a.login FROM accounts_member g
                         JOIN accounts_account a ON a.account = g.account
                         WHERE g.firm = $3 AND g.stage = 'confirmed')
               LIMIT 1";
    /// Tries that a budget counts, and since when.
    TRIES = "SELECT tries, since FROM accounts_try WHERE budget = $1";
    /// One more try, unless all $4 are taken since $3. The count begins anew when it began before
    /// $3, or after now ($2).
    TAKE_TRY = "INSERT INTO accounts_try (budget, tries, since) VALUES ($1, 1, $2)
                ON CONFLICT (budget) DO UPDATE SET
                tries = CASE WHEN accounts_try.since <= $3 OR accounts_try.since > $2
                        THEN 1 ELSE accounts_try.tries + 1 END,
                since = CASE WHEN accounts_try.since <= $3 OR accounts_try.since > $2
                        THEN excluded.since ELSE accounts_try.since END
                WHERE accounts_try.tries < $4 OR accounts_try.since <= $3
                      OR accounts_try.since > $2";
    /// A try was right: it does not count.
    GIVE_BACK = "UPDATE accounts_try SET tries = tries - 1 WHERE budget = $1 AND tries > 0";
    /// The tries of a budget do not count any more.
    FORGIVE = "DELETE FROM accounts_try WHERE budget = $1";
    /// Tries that are long past.
    SWEEP_TRIES = "DELETE FROM accounts_try WHERE since < $1";
    /// A code of this step ($2) is used, if none of it or of a later one was. A step after $3 was
    /// used before the demonstration's clock was moved back.
    USE_STEP = "INSERT INTO accounts_code_step (account, step) VALUES ($1, $2)
                ON CONFLICT (account) DO UPDATE SET step = excluded.step
                WHERE accounts_code_step.step < excluded.step OR accounts_code_step.step > $3";
    /// The last step whose code was used.
    USED_STEP = "SELECT step FROM accounts_code_step WHERE account = $1";
    /// A passkey was used for the $2nd time. A count that does not grow is refused, but where the
    /// device never counts (0).
    USE_PASSKEY = "INSERT INTO accounts_passkey_use (print, uses, used_at) VALUES ($1, $2, $3)
                   ON CONFLICT (print) DO UPDATE SET uses = excluded.uses, used_at = excluded.used_at
                   WHERE accounts_passkey_use.uses < excluded.uses
                         OR accounts_passkey_use.uses = 0 AND excluded.uses = 0";
    /// A challenge was answered, if it was not before.
    USE_CHALLENGE = "INSERT INTO accounts_challenge (print, expires_at) VALUES ($1, $2)
                     ON CONFLICT (print) DO NOTHING";
    /// Challenges that nobody can answer any more.
    SWEEP_CHALLENGES = "DELETE FROM accounts_challenge WHERE expires_at < $1";
    /// A new flow, in the place of a former one of the same secret.
    BEGIN_FLOW = "INSERT INTO accounts_flow
                  (flow, kind, account, methods, data, back, tries, expires_at)
                  VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
                  ON CONFLICT (flow) DO UPDATE SET account = excluded.account,
                  methods = excluded.methods, data = excluded.data, back = excluded.back,
                  tries = 0, expires_at = excluded.expires_at";
    /// A flow that is neither over nor tried too often.
    FLOW = "SELECT account, methods, data, back FROM accounts_flow
            WHERE flow = $1 AND expires_at >= $2 AND tries < $3";
    /// One of the tries of a flow.
    TRY_FLOW = "UPDATE accounts_flow SET tries = tries + 1
                WHERE flow = $1 AND expires_at >= $2 AND tries < $3";
    /// A flow is finished.
    END_FLOW = "DELETE FROM accounts_flow WHERE flow = $1";
    /// Recoveries whose code has not been sent.
    UNSENT_CODES = "SELECT flow, account FROM accounts_flow
                    WHERE kind = 'recover' AND data = '' AND expires_at >= $1
                    ORDER BY expires_at LIMIT 50";
    /// The code of a recovery ($3 is its fingerprint), if it stands there as it was ($2).
    SET_FLOW_DATA = "UPDATE accounts_flow SET data = $3 WHERE flow = $1 AND data = $2";
    /// Projection: a recovery can be prevented.
    NEW_RECOVERY = "INSERT INTO accounts_recovery (print, account) VALUES ($1, $2)";
    /// Projection: there is nothing more to prevent.
    NO_RECOVERY = "DELETE FROM accounts_recovery WHERE account = $1";
    /// Whose recovery it is.
    BY_RECOVERY = "SELECT account FROM accounts_recovery WHERE print = $1";
    /// Flows that are over.
    SWEEP_FLOWS = "DELETE FROM accounts_flow WHERE expires_at < $1";
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
    /// Somebody goes to an identity provider.
    NEW_ERRAND = "INSERT INTO accounts_errand
                (flow, tie, provider, errand, account, back, lang, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The way of somebody who comes back in the same browser.
    ERRAND = "SELECT errand, account, back, lang, expires_at FROM accounts_errand
            WHERE flow = $1 AND tie = $2 AND provider = $3";
    /// Nobody comes back twice.
    END_ERRAND = "DELETE FROM accounts_errand WHERE flow = $1";
    /// A notice of a provider is acted upon once.
    NEW_NOTICE = "INSERT INTO accounts_errand
                  (flow, tie, provider, errand, account, back, lang, expires_at)
                  VALUES ($1, '', $2, 'notice', NULL, '', '', $3) ON CONFLICT (flow) DO NOTHING";
    /// Ways and notices that are over.
    SWEEP_ERRANDS = "DELETE FROM accounts_errand WHERE expires_at < $1";
    /// Projection: an identity provider's person is this account.
    NEW_BINDING = "INSERT INTO accounts_binding (print, account, provider, bound_at)
                   VALUES ($1, $2, $3, $4)";
    /// Projection: they are no more.
    NO_BINDING = "DELETE FROM accounts_binding WHERE print = $1";
    /// The account of an identity provider's person.
    BY_BINDING = "SELECT account FROM accounts_binding
                  WHERE print IN ($1, $2, $3, $4, $5, $6, $7, $8)";
}
