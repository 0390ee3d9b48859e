//! The read table of proposals.

use approvals_domain::ApprovalState;
use jiff::Timestamp;
use kernel::id::{AccountId, ApprovalId};
use ledger::{Row, StoreError, statements};

statements! {
    /// Projection: somebody proposed something.
    INSERT = "INSERT INTO approvals_approval
              (approval, kind, authority, matter, requester, decider, state, is_over, proposed_at,
               expires_at, due_at)
              VALUES ($1, $2, $3, $4, $5, NULL, 'waiting', 0, $6, $7, NULL)";
    /// Projection: where it stands now.
    SET = "UPDATE approvals_approval SET state = $2, is_over = $3, decider = $4, due_at = $5
           WHERE approval = $1";
    /// Those that wait for a second person or for their time, oldest first.
    OPEN = "SELECT approval, kind, authority, matter, requester, decider, state, proposed_at,
                   expires_at, due_at
            FROM approvals_approval WHERE is_over = 0 ORDER BY proposed_at, approval LIMIT $1";
    /// A page of what is over, newest first.
    OVER = "SELECT approval, kind, authority, matter, requester, decider, state, proposed_at,
                   expires_at, due_at
            FROM approvals_approval
            WHERE is_over = 1 AND (proposed_at < $1 OR (proposed_at = $1 AND approval < $2))
            ORDER BY proposed_at DESC, approval DESC LIMIT $3";
    /// What somebody proposed lately, newest first.
    OF_REQUESTER = "SELECT approval, kind, authority, matter, requester, decider, state,
                           proposed_at, expires_at, due_at
                    FROM approvals_approval WHERE requester = $1
                    ORDER BY proposed_at DESC, approval DESC LIMIT $2";
    /// What was proposed on a matter, newest first.
    OF_MATTER = "SELECT approval FROM approvals_approval WHERE matter = $1
                 ORDER BY proposed_at DESC, approval DESC LIMIT $2";
    /// What is open of a kind on a matter.
    OPEN_ON = "SELECT approval FROM approvals_approval
               WHERE matter = $1 AND kind = $2 AND is_over = 0 ORDER BY approval";
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: ApprovalId,
    /// The kind's word.
    pub kind: String,
    /// The authority whose act it is.
    pub authority: String,
    /// The thing that is touched.
    pub matter: String,
    /// Who wishes it.
    pub requester: AccountId,
    /// Who decided.
    pub decider: Option<AccountId>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Since when.
    pub proposed_at: Timestamp,
    /// Until when it can be approved.
    pub expires_at: Timestamp,
    /// When it is carried out.
    pub due_at: Option<Timestamp>,
}

impl Listed {
    /// Reads a row of the lists.
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        let state = row.text(6)?;
        let decider = row.text_or_null(5)?.map(|_| row.parsed(5)).transpose()?;
        let due_at = row.int_or_null(9)?.map(|_| row.instant(9)).transpose()?;
        Ok(Self {
            id: row.parsed(0)?,
            kind: row.text(1)?.to_owned(),
            authority: row.text(2)?.to_owned(),
            matter: row.text(3)?.to_owned(),
            requester: row.parsed(4)?,
            decider,
            state: ApprovalState::parse(state)
                .ok_or_else(|| StoreError::contradiction(format!("no state {state}")))?,
            proposed_at: row.instant(7)?,
            expires_at: row.instant(8)?,
            due_at,
        })
    }
}
