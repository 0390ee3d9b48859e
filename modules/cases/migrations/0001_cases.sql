-- One row for each case, for lists and look-ups. Personal data stays in the sealed stream.
CREATE TABLE cases_case (
    case_id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,
    number TEXT NOT NULL,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    authority TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    channel TEXT NOT NULL,
    stage TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    notice_on TEXT,
    promised_on TEXT,
    statutory_on TEXT,
    is_open BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_case_reference ON cases_case (reference);
CREATE UNIQUE INDEX cases_case_number ON cases_case (number);
CREATE INDEX cases_case_subject ON cases_case (subject, submitted_at);
CREATE INDEX cases_case_account ON cases_case (account, submitted_at);
CREATE INDEX cases_case_notice ON cases_case (notice_on, case_id);
CREATE INDEX cases_case_open ON cases_case (is_open, case_id);

-- Work that waits: who must do it and until when.
CREATE TABLE cases_task (
    case_id TEXT NOT NULL,
    step TEXT NOT NULL,
    member TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    due_on TEXT NOT NULL,
    silent_on TEXT,
    PRIMARY KEY (case_id, step, member)
);
CREATE INDEX cases_task_queue ON cases_task (unit, role, due_on, case_id);
CREATE INDEX cases_task_silent ON cases_task (silent_on, case_id);
