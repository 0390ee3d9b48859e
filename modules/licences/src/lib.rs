//! Issued licences and their verification.
