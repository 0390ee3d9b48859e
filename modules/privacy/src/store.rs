//! The statements of this subject.

use ledger::statements;

statements! {
    /// Projection: a read was questioned.
    NEW_INQUIRY = "INSERT INTO privacy_inquiry (access, subject, asked_at) VALUES ($1, $2, $3)";
    /// Projection: it was answered.
    ANSWERED = "UPDATE privacy_inquiry SET answered_at = $2 WHERE access = $1";
    /// Open questions, the oldest first, after one.
    OPEN_INQUIRIES = "SELECT access, subject, asked_at FROM privacy_inquiry
                      WHERE answered_at IS NULL AND (asked_at > $1 OR (asked_at = $1 AND access > $2))
                      ORDER BY asked_at, access LIMIT $3";
    /// Somebody's questions, oldest first.
    INQUIRIES_OF = "SELECT access FROM privacy_inquiry WHERE subject = $1
                    ORDER BY asked_at, access";
    /// Projection: somebody asked for a copy.
    NEW_EXPORT = "INSERT INTO privacy_export (export, subject, stage, asked_at)
                  VALUES ($1, $2, 'asked', $3)";
    /// Projection: a copy moved on.
    SET_EXPORT = "UPDATE privacy_export SET stage = $2, until = $3 WHERE export = $1";
    /// Copies in a stage, the oldest first.
    EXPORTS_IN = "SELECT export FROM privacy_export WHERE stage = $1
                  ORDER BY asked_at LIMIT $2";
    /// Somebody's last copies.
    EXPORTS_OF = "SELECT export, stage, asked_at, until FROM privacy_export WHERE subject = $1
                  ORDER BY asked_at DESC, export LIMIT $2";
    /// How far a copy has come.
    PROGRESS = "SELECT done, total FROM privacy_progress WHERE export = $1";
    /// It has come so far.
    SET_PROGRESS = "INSERT INTO privacy_progress (export, done, total) VALUES ($1, $2, $3)
                    ON CONFLICT (export) DO UPDATE SET done = excluded.done, total = excluded.total";
    /// It is over.
    NO_PROGRESS = "DELETE FROM privacy_progress WHERE export = $1";
    /// Projection: somebody wants facts put right.
    NEW_CORRECTION = "INSERT INTO privacy_correction (correction, subject, asked_at)
                      VALUES ($1, $2, $3)";
    /// Projection: that was decided.
    DECIDED = "UPDATE privacy_correction SET decided_at = $2 WHERE correction = $1";
    /// Open wishes, the oldest first, after one.
    OPEN_CORRECTIONS = "SELECT correction, asked_at FROM privacy_correction
                        WHERE decided_at IS NULL
                        AND (asked_at > $1 OR (asked_at = $1 AND correction > $2))
                        ORDER BY asked_at, correction LIMIT $3";
    /// Somebody's wishes, newest first.
    CORRECTIONS_OF = "SELECT correction FROM privacy_correction WHERE subject = $1
                      ORDER BY asked_at DESC, correction LIMIT 50";
    /// Projection: a hold was placed.
    NEW_HOLD = "INSERT INTO privacy_hold (hold, subject, placed_at, until, is_lifted)
                VALUES ($1, $2, $3, $4, 0)";
    /// Projection: it was lifted.
    LIFTED = "UPDATE privacy_hold SET is_lifted = 1 WHERE hold = $1";
    /// Holds on somebody that hold on a day.
    HOLDS_ON = "SELECT hold FROM privacy_hold
                WHERE subject = $1 AND is_lifted = 0 AND (until IS NULL OR until >= $2) LIMIT 1";
    /// All holds that were not lifted, the oldest first.
    HOLDS = "SELECT hold, placed_at, until FROM privacy_hold WHERE is_lifted = 0
             AND placed_at > $1 ORDER BY placed_at LIMIT $2";
    /// Projection: a purge was proposed.
    NEW_PURGE = "INSERT INTO privacy_purge (purge, proposed_at, items) VALUES ($1, $2, $3)";
    /// Projection: it was carried out.
    PURGED = "UPDATE privacy_purge SET done_at = $2, purged = $3, kept = $4 WHERE purge = $1";
    /// The last purges, newest first.
    PURGES = "SELECT purge, proposed_at, items, done_at, purged, kept FROM privacy_purge
              ORDER BY proposed_at DESC, purge LIMIT $1";
}
