//! From events to the read table.

use approvals_domain::{Approval, ApprovalEvent};
use kernel::Recorded;
use ledger::{Projection, Write};

use crate::store;

/// Fills `approvals_approval`.
pub struct Lists;

impl Projection<Approval> for Lists {
    fn tables(&self) -> &'static [&'static str] {
        &["approvals_approval"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Approval,
        after: &Approval,
        events: &[Recorded<ApprovalEvent>],
    ) -> Vec<Write> {
        let id = stream.rsplit('/').next().unwrap_or_default();
        events.iter().map(|event| write(id, after, event)).collect()
    }
}

fn write(id: &str, after: &Approval, event: &Recorded<ApprovalEvent>) -> Write {
    if let ApprovalEvent::Proposed { proposal, expires_at } = &event.event {
        let requester = event.by.account.map(|it| it.to_string()).unwrap_or_default();
        let args = vec![
            id.into(),
            (&proposal.kind).into(),
            (&proposal.authority).into(),
            (&proposal.matter).into(),
            requester.into(),
            event.at.into(),
            (*expires_at).into(),
        ];
        return Write::new(&store::INSERT, args);
    }
    let decider = after.decider.as_ref().and_then(|it| it.account).map(|it| it.to_string());
    let args = vec![
        id.into(),
        after.state.word().into(),
        after.state.is_over().into(),
        decider.into(),
        after.due_at.into(),
    ];
    Write::new(&store::SET, args)
}
