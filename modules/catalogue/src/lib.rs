//! Service definitions, lints, guides and finding.
