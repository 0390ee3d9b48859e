//! Authorities, lines and service centres.
