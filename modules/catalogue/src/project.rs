//! The read tables that follow from the events.

use catalogue_domain::{Entry, EntryEvent, PowerList, PowerListEvent, ServiceEvent, ServiceItem};
use kernel::{Aggregate, Recorded};
use ledger::{Projection, Write};

use crate::{
    lists::{Lists, ListsEvent},
    report::{GuideReport, GuideReportEvent},
    store,
};

/// The key of a stream: what stands after its kind.
fn key<A: Aggregate>(stream: &str) -> &str {
    stream.strip_prefix(A::KIND).and_then(|rest| rest.strip_prefix('/')).unwrap_or(stream)
}

/// Fills `catalogue_service`.
pub(crate) struct ServiceTable;

impl Projection<ServiceItem> for ServiceTable {
    fn tables(&self) -> &'static [&'static str] {
        &["catalogue_service"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &ServiceItem,
        after: &ServiceItem,
        events: &[Recorded<ServiceEvent>],
    ) -> Vec<Write> {
        let Some(last) = events.last() else { return Vec::new() };
        let proposed_at = after.proposed.as_ref().map(|_| last.at);
        let args = vec![
            key::<ServiceItem>(stream).into(),
            last.seq.into(),
            after.newest().into(),
            after.withdrawn.is_some().into(),
            proposed_at.into(),
        ];
        vec![Write::new(&store::KEEP_SERVICE, args)]
    }
}

/// Fills `catalogue_lists`.
pub(crate) struct ListsTable;

impl Projection<Lists> for ListsTable {
    fn tables(&self) -> &'static [&'static str] {
        &["catalogue_lists"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Lists,
        _after: &Lists,
        events: &[Recorded<ListsEvent>],
    ) -> Vec<Write> {
        let keep = |last: &Recorded<ListsEvent>| {
            Write::new(&store::KEEP_LISTS, vec![key::<Lists>(stream).into(), last.seq.into()])
        };
        events.last().map(keep).into_iter().collect()
    }
}

/// Fills `catalogue_entry`.
pub(crate) struct EntryTable;

impl Projection<Entry> for EntryTable {
    fn tables(&self) -> &'static [&'static str] {
        &["catalogue_entry"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Entry,
        _after: &Entry,
        events: &[Recorded<EntryEvent>],
    ) -> Vec<Write> {
        let keep = |last: &Recorded<EntryEvent>| {
            Write::new(&store::KEEP_ENTRY, vec![key::<Entry>(stream).into(), last.seq.into()])
        };
        events.last().map(keep).into_iter().collect()
    }
}

/// Fills `catalogue_power_list`.
pub(crate) struct PowerListTable;

impl Projection<PowerList> for PowerListTable {
    fn tables(&self) -> &'static [&'static str] {
        &["catalogue_power_list"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &PowerList,
        _after: &PowerList,
        events: &[Recorded<PowerListEvent>],
    ) -> Vec<Write> {
        let keep = |last: &Recorded<PowerListEvent>| {
            let args = vec![key::<PowerList>(stream).into(), last.seq.into()];
            Write::new(&store::KEEP_POWER_LIST, args)
        };
        events.last().map(keep).into_iter().collect()
    }
}

/// Fills `catalogue_report`.
pub(crate) struct ReportTable;

impl Projection<GuideReport> for ReportTable {
    fn tables(&self) -> &'static [&'static str] {
        &["catalogue_report"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &GuideReport,
        _after: &GuideReport,
        events: &[Recorded<GuideReportEvent>],
    ) -> Vec<Write> {
        let id = key::<GuideReport>(stream);
        let write = |it: &Recorded<GuideReportEvent>| match &it.event {
            GuideReportEvent::Reported { service, revision, text } => {
                let args =
                    vec![id.into(), service.into(), (*revision).into(), it.at.into(), text.into()];
                Write::new(&store::KEEP_REPORT, args)
            }
            GuideReportEvent::Settled { outcome } => {
                Write::new(&store::SETTLE_REPORT, vec![id.into(), it.at.into(), outcome.into()])
            }
        };
        events.iter().map(write).collect()
    }
}
