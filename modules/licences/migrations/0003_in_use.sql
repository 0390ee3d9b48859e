-- The licences of a service by status: asked before a service is changed.
CREATE INDEX licences_licence_in_use ON licences_licence (service, status);
