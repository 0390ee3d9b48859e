-- Applications without their answers: for lists of drafts and for throwing old drafts away.
CREATE TABLE forms_application (
    application TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    subject TEXT NOT NULL,
    service TEXT NOT NULL,
    revision BIGINT NOT NULL,
    channel TEXT NOT NULL,
    stage TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    kept_until TEXT NOT NULL
);

CREATE INDEX forms_application_of_account ON forms_application (account, stage, started_at);
CREATE INDEX forms_application_to_sweep ON forms_application (stage, kept_until);
