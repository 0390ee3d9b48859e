//! The statements of messages.

use ledger::statements;

statements! {
    KEEP = "INSERT INTO notify_message
            (recipient, event, sent_at, matter, body, email_due_at, attempts)
            VALUES ($1, $2, $3, $4, $5, $3, 0) ON CONFLICT (recipient, event) DO NOTHING";
    BOX = "SELECT event, sent_at, matter, body, read_at FROM notify_message
           WHERE recipient = $1 AND (sent_at < $2 OR (sent_at = $2 AND event < $3))
           ORDER BY sent_at DESC, event DESC LIMIT $4";
    ONE = "SELECT event, sent_at, matter, body, read_at FROM notify_message
           WHERE recipient = $1 AND event = $2";
    UNREAD = "SELECT COUNT(*) FROM notify_message WHERE recipient = $1 AND read_at IS NULL";
    READ_ONE = "UPDATE notify_message SET read_at = $3
                WHERE recipient = $1 AND event = $2 AND read_at IS NULL";
    READ_ALL = "UPDATE notify_message SET read_at = $2 WHERE recipient = $1 AND read_at IS NULL";
    FORGET = "DELETE FROM notify_message WHERE recipient = $1";
    FORGET_ONE = "DELETE FROM notify_message WHERE recipient = $1 AND event = $2";
    SENT_BEFORE = "SELECT recipient, event, sent_at FROM notify_message
                   WHERE sent_at < $1 AND (recipient, event) > ($2, $3)
                   ORDER BY recipient, event LIMIT $4";
    DUE = "SELECT recipient, event, sent_at, body, attempts, email_due_at FROM notify_message
           WHERE email_due_at <= $1 ORDER BY email_due_at LIMIT $2";
    /// Only one of several nodes gets the row: it moves on from the instant that all of them saw.
    CLAIM = "UPDATE notify_message SET email_due_at = $4, attempts = attempts + 1
             WHERE recipient = $1 AND event = $2 AND email_due_at = $3";
    EMAILED = "UPDATE notify_message SET emailed_at = $3, email_due_at = NULL
               WHERE recipient = $1 AND event = $2";
    PARK = "UPDATE notify_message SET parked_at = $3, email_due_at = NULL
            WHERE recipient = $1 AND event = $2";
    PARKED = "SELECT COUNT(*) FROM notify_message WHERE parked_at >= $1";
    /// Nobody carries e-mails: what waits does not wait any longer.
    DROP_ALL = "UPDATE notify_message SET email_due_at = NULL WHERE email_due_at <= $1";
    DROP_EMAIL = "UPDATE notify_message SET email_due_at = NULL
                  WHERE recipient = $1 AND event = $2";
}
