//! Handled applications from receipt to archive.
