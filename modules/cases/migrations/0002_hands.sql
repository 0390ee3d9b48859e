-- Who had a hand in a case. Each person stands there once, and whoever decides is put there
-- without a second look: who stands there already does not decide, whatever post they hold.
CREATE TABLE cases_hand (
    case_id TEXT NOT NULL,
    account TEXT NOT NULL,
    decides BIGINT NOT NULL,
    PRIMARY KEY (case_id, account)
);

-- The most urgent tasks of all offices, for their supervisors.
CREATE INDEX cases_task_due ON cases_task (due_on, case_id);
