//! What a reader says is wrong in a guide, and what an editor made of it.

use kernel::{Aggregate, Recorded};
use serde::{Deserialize, Serialize};

/// The longest report, in characters.
pub(crate) const LONGEST: usize = 500;

/// A report through its history.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct GuideReport {
    /// Id of the service.
    pub service: String,
    /// Whether an editor is done with it.
    pub is_settled: bool,
}

/// What can happen to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum GuideReportEvent {
    /// A reader wrote it. The form asks for no personal data, and numbers of people are refused.
    Reported {
        /// Id of the service.
        service: String,
        /// The revision that was read.
        revision: u32,
        /// What is wrong.
        text: String,
    },
    /// An editor is done with it.
    Settled {
        /// What was done.
        outcome: String,
    },
}

/// Why a report is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReportRefusal {
    /// Nothing was written.
    #[error("nothing was written")]
    Empty,
    /// Longer than [`LONGEST`].
    #[error("longer than {LONGEST} characters")]
    TooLong,
    /// It holds what looks like somebody's number.
    #[error("it holds what looks like a person's number")]
    PersonalNumber,
    /// There is no such report, or it is settled.
    #[error("there is no such open report")]
    NotOpen,
}

impl ReportRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            ReportRefusal::Empty => "guide_report.empty",
            ReportRefusal::TooLong => "guide_report.too_long",
            ReportRefusal::PersonalNumber => "guide_report.personal_number",
            ReportRefusal::NotOpen => "guide_report.not_open",
        }
    }
}

impl GuideReport {
    /// Writes a report.
    ///
    /// # Errors
    /// [`ReportRefusal`]: nothing written, too long, or somebody's number in it.
    pub fn report(
        &self,
        service: &str,
        revision: u32,
        text: &str,
    ) -> Result<Vec<GuideReportEvent>, ReportRefusal> {
        let text = checked(text)?;
        Ok(vec![GuideReportEvent::Reported { service: service.to_owned(), revision, text }])
    }

    /// Is done with the report.
    ///
    /// # Errors
    /// [`ReportRefusal`]: no open report, or a wrong outcome.
    pub fn settle(&self, outcome: &str) -> Result<Vec<GuideReportEvent>, ReportRefusal> {
        if self.service.is_empty() || self.is_settled {
            return Err(ReportRefusal::NotOpen);
        }
        Ok(vec![GuideReportEvent::Settled { outcome: checked(outcome)? }])
    }
}

fn checked(text: &str) -> Result<String, ReportRefusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ReportRefusal::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(ReportRefusal::TooLong);
    }
    if has_personal_number(text) {
        return Err(ReportRefusal::PersonalNumber);
    }
    Ok(text.to_owned())
}

/// Whether a mobile number (11 digits from 1) or an identity number (17 digits and more) stands in
/// the text. Codes of services have 12 digits and may stay.
fn has_personal_number(text: &str) -> bool {
    let plain: String = text.chars().filter(|it| !matches!(it, ' ' | '-')).collect();
    plain
        .split(|it: char| !it.is_ascii_digit())
        .any(|run| run.len() >= 17 || (run.len() == 11 && run.starts_with('1')))
}

impl Aggregate for GuideReport {
    type Event = GuideReportEvent;
    const KIND: &'static str = "guide_report";

    fn word(event: &GuideReportEvent) -> &'static str {
        match event {
            GuideReportEvent::Reported { .. } => "guide_report.reported",
            GuideReportEvent::Settled { .. } => "guide_report.settled",
        }
    }

    fn apply(&mut self, event: &Recorded<GuideReportEvent>) {
        match &event.event {
            GuideReportEvent::Reported { service, .. } => self.service.clone_from(service),
            GuideReportEvent::Settled { .. } => self.is_settled = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_something_and_nobodys_number() {
        let report = GuideReport::default();
        for (text, refusal) in [
            ("  ", ReportRefusal::Empty),
            (&*"错".repeat(501), ReportRefusal::TooLong),
            ("我的手机是 138 0000 0000", ReportRefusal::PersonalNumber),
            ("身份证710000199001011237", ReportRefusal::PersonalNumber),
        ] {
            assert_eq!(report.report("dog-registration", 1, text), Err(refusal), "{text}");
        }
        let fine = "编码 982014043000 写错了，电话 0598-98001401 打不通";
        assert!(report.report("dog-registration", 1, fine).is_ok());
    }

    #[test]
    fn a_report_is_settled_once() {
        let open = GuideReport { service: "dog-registration".into(), is_settled: false };
        assert!(open.settle("已改").is_ok());
        let settled = GuideReport { is_settled: true, ..open };
        assert_eq!(settled.settle("已改"), Err(ReportRefusal::NotOpen));
        assert_eq!(GuideReport::default().settle("已改"), Err(ReportRefusal::NotOpen));
    }
}
