-- What somebody filled in, for their own look at it; and drafts that were thrown away.
CREATE INDEX forms_application_of_subject ON forms_application (subject, started_at);
CREATE INDEX forms_application_discarded ON forms_application (application)
    WHERE stage = 'discarded';
