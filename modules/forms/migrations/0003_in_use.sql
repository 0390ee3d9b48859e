-- What is being filled in, by service and revision: asked before a service is changed.
CREATE INDEX forms_application_in_use ON forms_application (service, revision)
    WHERE stage = 'draft';
