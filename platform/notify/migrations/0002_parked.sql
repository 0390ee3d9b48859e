-- E-mails that were given up after their last try, for the operator's figures.
ALTER TABLE notify_message ADD COLUMN parked_at BIGINT;
CREATE INDEX notify_message_parked ON notify_message (parked_at) WHERE parked_at IS NOT NULL;
