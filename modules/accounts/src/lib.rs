//! People, firms, staff and mandates.
