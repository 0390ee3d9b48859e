-- What is being filled in, by service and revision: asked before a service is changed.
CREATE INDEX forms_application_in_use ON forms_application (service, revision)
    WHERE stage = 'draft';
-- When a draft was thrown away: from then it can be brought back for a while, and then it goes.
-- NULL where it was not, or was before this column.
ALTER TABLE forms_application ADD COLUMN discarded_at BIGINT;
