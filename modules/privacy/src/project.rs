//! From events to the read tables.

use kernel::{Aggregate, Recorded};
use ledger::{Projection, Write};
use privacy_domain::{
    Closure, ClosureEvent, Correction, CorrectionEvent, Export, ExportEvent, Hold, HoldEvent,
    Inquiry, InquiryEvent, Purge, PurgeEvent, Schedule,
};

use crate::store;

fn key(stream: &str) -> &str {
    stream.split_once('/').map_or(stream, |(_, key)| key)
}

fn each<A: Aggregate>(
    stream: &str,
    events: &[Recorded<A::Event>],
    write: impl Fn(&str, &Recorded<A::Event>) -> Option<Write>,
) -> Vec<Write> {
    events.iter().filter_map(|event| write(key(stream), event)).collect()
}

/// Fills `privacy_inquiry`.
pub struct Inquiries;

impl Projection<Inquiry> for Inquiries {
    fn tables(&self) -> &'static [&'static str] {
        &["privacy_inquiry"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Inquiry,
        _after: &Inquiry,
        events: &[Recorded<InquiryEvent>],
    ) -> Vec<Write> {
        each::<Inquiry>(stream, events, |key, event| {
            Some(match &event.event {
                InquiryEvent::Asked { question } => {
                    let subject = question.subject.to_string();
                    let args = vec![key.into(), subject.into(), event.at.into()];
                    Write::new(&store::NEW_INQUIRY, args)
                }
                InquiryEvent::Answered { .. } => {
                    Write::new(&store::ANSWERED, vec![key.into(), event.at.into()])
                }
            })
        })
    }
}

/// Fills `privacy_export`.
pub struct Exports;

impl Projection<Export> for Exports {
    fn tables(&self) -> &'static [&'static str] {
        &["privacy_export"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Export,
        _after: &Export,
        events: &[Recorded<ExportEvent>],
    ) -> Vec<Write> {
        each::<Export>(stream, events, |key, event| {
            Some(match &event.event {
                ExportEvent::Asked { subject, .. } => {
                    let args = vec![key.into(), subject.to_string().into(), event.at.into()];
                    Write::new(&store::NEW_EXPORT, args)
                }
                ExportEvent::Prepared { copy } => {
                    let args = vec![key.into(), "ready".into(), Some(copy.until).into()];
                    Write::new(&store::SET_EXPORT, args)
                }
                ExportEvent::Fetched => return None,
                ExportEvent::Expired => {
                    let none: Option<jiff::Timestamp> = None;
                    Write::new(&store::SET_EXPORT, vec![key.into(), "over".into(), none.into()])
                }
            })
        })
    }
}

/// Fills `privacy_correction`.
pub struct Corrections;

impl Projection<Correction> for Corrections {
    fn tables(&self) -> &'static [&'static str] {
        &["privacy_correction"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Correction,
        _after: &Correction,
        events: &[Recorded<CorrectionEvent>],
    ) -> Vec<Write> {
        each::<Correction>(stream, events, |key, event| {
            Some(match &event.event {
                CorrectionEvent::Asked { subject, .. } => {
                    let args = vec![key.into(), subject.to_string().into(), event.at.into()];
                    Write::new(&store::NEW_CORRECTION, args)
                }
                CorrectionEvent::Decided { .. } => {
                    Write::new(&store::DECIDED, vec![key.into(), event.at.into()])
                }
            })
        })
    }
}

/// Fills `privacy_hold`.
pub struct Holds;

impl Projection<Hold> for Holds {
    fn tables(&self) -> &'static [&'static str] {
        &["privacy_hold"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Hold,
        _after: &Hold,
        events: &[Recorded<HoldEvent>],
    ) -> Vec<Write> {
        each::<Hold>(stream, events, |key, event| {
            Some(match &event.event {
                HoldEvent::Placed { subject, until, .. } => {
                    let subject = subject.to_string();
                    let args = vec![key.into(), subject.into(), event.at.into(), (*until).into()];
                    Write::new(&store::NEW_HOLD, args)
                }
                HoldEvent::Lifted { .. } => Write::new(&store::LIFTED, vec![key.into()]),
            })
        })
    }
}

/// Fills `privacy_purge`.
pub struct Purges;

impl Projection<Purge> for Purges {
    fn tables(&self) -> &'static [&'static str] {
        &["privacy_purge"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Purge,
        _after: &Purge,
        events: &[Recorded<PurgeEvent>],
    ) -> Vec<Write> {
        each::<Purge>(stream, events, |key, event| {
            Some(match &event.event {
                PurgeEvent::Proposed { items } => {
                    let args = vec![key.into(), event.at.into(), items.len().into()];
                    Write::new(&store::NEW_PURGE, args)
                }
                PurgeEvent::Done { purged, kept } => {
                    let args = vec![key.into(), event.at.into(), (*purged).into(), (*kept).into()];
                    Write::new(&store::PURGED, args)
                }
            })
        })
    }
}

/// The closures of accounts have no table of their own, but their streams are folded again.
pub struct Closures;

impl Projection<Closure> for Closures {
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    fn project(
        &self,
        _: &str,
        _: &Closure,
        _: &Closure,
        _: &[Recorded<ClosureEvent>],
    ) -> Vec<Write> {
        Vec::new()
    }
}

/// The schedule has no table of its own.
pub struct Schedules;

impl Projection<Schedule> for Schedules {
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    fn project(
        &self,
        _: &str,
        _: &Schedule,
        _: &Schedule,
        _: &[Recorded<privacy_domain::ScheduleEvent>],
    ) -> Vec<Write> {
        Vec::new()
    }
}
