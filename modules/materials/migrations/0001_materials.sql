-- Uploads, for the limit on how much one account may send in a day. What was taken back counts.
CREATE TABLE materials_upload (
    application TEXT NOT NULL,
    material TEXT NOT NULL,
    account TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (application, material)
);

CREATE INDEX materials_upload_of_account ON materials_upload (account, added_at);
