-- Whose a task is, also when it is done; where there is no row it is the office's.
CREATE TABLE cases_duty (
    case_id TEXT NOT NULL,
    step TEXT NOT NULL,
    member TEXT NOT NULL,
    officer TEXT NOT NULL,
    PRIMARY KEY (case_id, step, member)
);
CREATE INDEX cases_duty_officer ON cases_duty (officer, case_id);

-- Tasks taken over from another officer, and done out of turn. Why stands in the sealed stream.
CREATE TABLE cases_override (
    case_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    authority TEXT NOT NULL,
    officer TEXT NOT NULL,
    was TEXT NOT NULL,
    ahead BIGINT NOT NULL,
    PRIMARY KEY (case_id, seq)
);
CREATE INDEX cases_override_at ON cases_override (at, case_id, seq);
