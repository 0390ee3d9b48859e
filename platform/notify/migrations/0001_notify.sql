-- Messages to people. The body is sealed under the recipient's own key. A recipient gets one
-- message of an event, however often the event is delivered.
CREATE TABLE notify_message (
    recipient TEXT NOT NULL,
    event TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    matter TEXT NOT NULL,
    body TEXT NOT NULL,
    read_at BIGINT,
    email_due_at BIGINT,
    emailed_at BIGINT,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (recipient, event)
);
CREATE INDEX notify_message_box ON notify_message (recipient, sent_at, event);
CREATE INDEX notify_message_unread ON notify_message (recipient) WHERE read_at IS NULL;
CREATE INDEX notify_message_due ON notify_message (email_due_at) WHERE email_due_at IS NOT NULL;
