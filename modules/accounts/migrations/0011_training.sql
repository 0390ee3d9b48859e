-- Records of training: until when each counts, and whether its person was told that it ends.
CREATE TABLE accounts_training (
    account TEXT NOT NULL,
    number BIGINT NOT NULL,
    held_on TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    is_good BIGINT NOT NULL,
    is_told BIGINT NOT NULL,
    PRIMARY KEY (account, number)
);
CREATE INDEX accounts_training_until ON accounts_training (is_good, is_told, valid_until);
