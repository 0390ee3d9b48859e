-- Concluded cases, whose time of keeping runs.
CREATE INDEX cases_case_over ON cases_case (case_id) WHERE is_open = 0;
