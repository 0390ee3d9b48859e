-- Proposals and where they stand. What they say stays in the stream, sealed where it is personal.
CREATE TABLE approvals_approval (
    approval TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    authority TEXT NOT NULL,
    matter TEXT NOT NULL,
    requester TEXT NOT NULL,
    decider TEXT,
    state TEXT NOT NULL,
    is_over BIGINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    due_at BIGINT
);
CREATE INDEX approvals_approval_over ON approvals_approval (is_over, proposed_at, approval);
CREATE INDEX approvals_approval_requester ON approvals_approval (requester, proposed_at, approval);
CREATE INDEX approvals_approval_matter ON approvals_approval (matter, kind);
