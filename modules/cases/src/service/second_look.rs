//! Second looks: decisions that have left enter, lots are drawn, another approver says what they
//! found, and supervisors see what waits and what was objected to.

use accounts_domain::Power;
use cases_domain::{Case, DrawnFrom, Due, Ruled, SecondLook, SecondLookRefusal, drawn_for};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor, Aggregate as _, Role,
    calendar::TimeLimit,
    id::{CaseId, CommandId},
};
use ledger::{Command, CommandError, Read, derived_command};

use super::{Desk, Order, Trouble};
use crate::store::second_looks::{self as store, LookRow};

/// The permission to look a second time.
pub(crate) const SECOND_LOOK: &str = "cases.second_look";

/// A second look as supervisors see it.
#[derive(Debug, Clone)]
pub(crate) struct OverseenLook {
    pub row: LookRow,
    /// Whether it is late.
    pub is_late: bool,
    /// Whether nobody of the authority may do it.
    pub is_stuck: bool,
}

/// One of them, with everything about it.
#[derive(Debug, Clone)]
pub(crate) struct LookView {
    pub row: LookRow,
    pub look: SecondLook,
    /// Who decided, by name.
    pub decided_by: String,
    /// Who looked, by name.
    pub found_by: String,
}

impl Desk {
    /// Lets a decision that has left take part in the draw, with what is known of how it was made.
    pub async fn enter_second_look(
        &self,
        id: CaseId,
        seq: u64,
        granted: bool,
    ) -> Result<(), Trouble> {
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let Some((made, changed)) = case.ruling() else { return Ok(()) };
        // What the law decides by itself nobody has waved through.
        let Some(by) = made.by.account else { return Ok(()) };
        let since = changed.unwrap_or(Timestamp::UNIX_EPOCH);
        let opened = self.first_opened(&case, &made.by, since).await?;
        let ruled = Ruled {
            seq,
            authority: made.by.authority.clone().unwrap_or_else(|| case.authority.clone()),
            by,
            granted,
            opened_at: opened.filter(|at| *at <= made.at),
            decided_at: made.at,
        };
        let key = derived_command("cases.enter_second_look", id);
        let command = Command::new::<SecondLook>(key, Actor::SYSTEM, id, &seq);
        let done =
            self.ledger.execute::<SecondLook, SecondLookRefusal, _>(command, move |look, _| {
                Ok(look.enter(ruled.clone()))
            });
        done.await?;
        Ok(())
    }

    /// Draws the lot of a decision, as soon as a checkpoint covers that it has left; answers whether
    /// it was drawn.
    pub async fn draw_second_look(&self, id: CaseId) -> Result<bool, Trouble> {
        let Some((look, _)) = self.ledger.load::<SecondLook>(id).await? else { return Ok(false) };
        let Some(ruled) = look.ruled.filter(|_| look.draw.is_none()) else { return Ok(false) };
        let stream = format!("{}/{id}", Case::KIND);
        let Some(head) = self.record.covering(&stream, ruled.seq).await? else {
            return Ok(false);
        };
        let lot = record::lot(&head, &drawn_for(id, ruled.seq));
        let from = DrawnFrom { size: head.size, root: head.root.to_string() };
        let (per_mille, days) =
            (self.decisions.second_look_per_mille, self.decisions.second_look_days);
        let calendar = self.calendars.current();
        // The content names no checkpoint: of two nodes with different ones the first counts.
        let key = derived_command("cases.draw_second_look", id);
        let command = Command::new::<SecondLook>(key, Actor::SYSTEM, id, &"draw");
        let done =
            self.ledger.execute::<SecondLook, SecondLookRefusal, _>(command, move |look, given| {
                let due = Due::new(given.today, TimeLimit::working(days), &[], &calendar);
                look.draw(from.clone(), &lot, per_mille, due)
            });
        Ok(!done.await?.events.is_empty())
    }

    /// The second looks that wait for the officer: of their authority, and at no case in which they
    /// had a hand or to which they are tied. The most urgent first.
    pub async fn second_looks(&self, by: &Actor) -> Result<Vec<LookRow>, Trouble> {
        let authority = by.authority.as_deref().unwrap_or_default();
        let mut found = Vec::new();
        for row in store::waiting(&self.ledger, authority).await? {
            if self.may_look_again(by, &row).await? {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// Whether a second look waits for the officer, all considered.
    async fn may_look_again(&self, by: &Actor, row: &LookRow) -> Result<bool, Trouble> {
        let is_theirs =
            row.stage == "waiting" && by.authority.as_deref() == Some(row.authority.as_str());
        if !is_theirs || by.account.is_none() || by.account == Some(row.account) {
            return Ok(false);
        }
        let Some((case, _)) = self.ledger.load::<Case>(row.case).await? else { return Ok(false) };
        let held = self.held(&case, by).await?;
        if !self.policy.may(by, SECOND_LOOK, &held) {
            return Ok(false);
        }
        let hands = self.hands(row.case).await?;
        Ok(by.account.is_some_and(|it| !hands.contains(&it)))
    }

    /// Whether the officer opens this case because a second look waits for them.
    pub(super) async fn looks_again(&self, by: &Actor, id: CaseId) -> Result<bool, Trouble> {
        if by.role != Role::Approver {
            return Ok(false);
        }
        match store::look(&self.ledger, id).await? {
            Some(row) => self.may_look_again(by, &row).await,
            None => Ok(false),
        }
    }

    /// A second look that waits at the officer's authority. Who had a hand in the case is told so;
    /// to whom it does not belong it is not there.
    pub async fn second_look(&self, by: &Actor, id: CaseId) -> Result<LookRow, Trouble> {
        let row = self.look_of_office(by, id).await?;
        if row.stage != "waiting" {
            return Err(Trouble::NotFound);
        }
        self.without_hand(by, id).await?;
        Ok(row)
    }

    async fn without_hand(&self, by: &Actor, id: CaseId) -> Result<(), Trouble> {
        let hands = self.hands(id).await?;
        match by.account {
            Some(account) if !hands.contains(&account) => Ok(()),
            _ => Err(Trouble::SecondLook(SecondLookRefusal::HadHand)),
        }
    }

    async fn look_of_office(&self, by: &Actor, id: CaseId) -> Result<LookRow, Trouble> {
        let row = store::look(&self.ledger, id).await?.ok_or(Trouble::NotFound)?;
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let held = self.held(&case, by).await?;
        let allowed = self.policy.require(by, SECOND_LOOK, &held);
        if allowed.is_err() || by.authority.as_deref() != Some(row.authority.as_str()) {
            return Err(Trouble::NotFound);
        }
        Ok(row)
    }

    /// Notes what the officer found.
    pub async fn find_second_look(
        &self,
        by: &Actor,
        key: CommandId,
        id: CaseId,
        is_sound: bool,
        reason: &str,
    ) -> Result<(), Trouble> {
        self.look_of_office(by, id).await?;
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let order = Order { key, by, seen: None, power: Power::OWN };
        let check = async {
            let look = self.ledger.load::<SecondLook>(id).await?;
            let drawn = look.and_then(|(look, _)| look.waiting().map(|it| it.at));
            let drawn = drawn.ok_or(Trouble::NotFound)?;
            self.without_hand(by, id).await?;
            if self.first_opened(&case, by, drawn).await?.is_none() {
                return Err(Trouble::SecondLook(SecondLookRefusal::NotOpened));
            }
            Ok(())
        };
        self.unless_given(&order, check).await?;
        let subject = case.party.as_ref().ok_or(Trouble::NotFound)?.subject;
        let command = Command::new::<SecondLook>(key, by.clone(), id, &(is_sound, reason))
            .about(subject, Some(id.record()));
        let (reason, finder) = (reason.to_owned(), by.clone());
        let done =
            self.ledger.execute::<SecondLook, SecondLookRefusal, _>(command, move |look, _| {
                look.find(is_sound, &reason, &finder)
            });
        done.await?;
        Ok(())
    }

    /// The authorities in the supervisor's division or line.
    pub(super) fn overseen(&self, by: &Actor) -> Vec<String> {
        let all = self.directory.authorities().into_iter().map(|it| it.id.clone());
        all.filter(|it| self.may_oversee_office(by, it, "cases.oversee")).collect()
    }

    /// What supervisors look at: the second looks that wait in their division or line, the most
    /// urgent first, and the objections, the newest first.
    pub async fn overseen_looks(
        &self,
        by: &Actor,
    ) -> Result<(Vec<OverseenLook>, Vec<LookRow>), Trouble> {
        let today = self.ledger.clock().today();
        let (mut waiting, mut objected) = (Vec::new(), Vec::new());
        for authority in self.overseen(by) {
            for row in store::waiting(&self.ledger, &authority).await? {
                let is_stuck = self.nobody_looks(&row).await?;
                let is_late = is_late(row.due_on, today);
                waiting.push(OverseenLook { row, is_late, is_stuck });
            }
            objected.extend(store::objected(&self.ledger, &authority).await?);
        }
        waiting.sort_by_key(|it| (it.row.due_on, it.row.case));
        objected.sort_by_key(|it| std::cmp::Reverse((it.found_at, it.case)));
        Ok((waiting, objected))
    }

    /// Whether nobody of the authority may do it: everybody had a hand in the case or is tied to it.
    async fn nobody_looks(&self, row: &LookRow) -> Result<bool, Trouble> {
        let Some((case, _)) = self.ledger.load::<Case>(row.case).await? else { return Ok(false) };
        let Some(party) = case.party else { return Ok(false) };
        let hands = self.hands(row.case).await?;
        for officer in self.staff.staff_of(&row.authority, Role::Approver).await? {
            if !hands.contains(&officer) && !self.conflicts.touches(officer, &party).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A second look with its lot and what was found, for a supervisor of the place. What was found
    /// may name people, so the read is recorded for them.
    pub async fn overseen_look(&self, by: &Actor, id: CaseId) -> Result<LookView, Trouble> {
        let row = store::look(&self.ledger, id).await?.ok_or(Trouble::NotFound)?;
        if !self.may_oversee_office(by, &row.authority, "cases.oversee") {
            authz::log_refusal(by, "cases.oversee");
            return Err(Trouble::NotFound);
        }
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let party = case.party.as_ref().ok_or(Trouble::NotFound)?;
        if self.is_touched(party, by).await? {
            return Err(Trouble::NotFound);
        }
        let matter = &row.reference;
        let read = Read { subject: party.subject, by, action: "cases.oversee", matter, reason: "" };
        self.ledger.note_read(read).await?;
        let (look, _) = self.ledger.load::<SecondLook>(id).await?.ok_or(Trouble::NotFound)?;
        let finder = look.finding.as_ref().and_then(|it| it.by.account);
        let found_by = match finder {
            Some(account) => self.people.staff_name(account).await?,
            None => None,
        };
        let decided_by = self.people.staff_name(row.account).await?;
        Ok(LookView {
            look,
            decided_by: decided_by.unwrap_or_default(),
            found_by: found_by.unwrap_or_default(),
            row,
        })
    }
}

/// Whether its day has passed.
fn is_late(due: Option<Date>, today: Date) -> bool {
    due.is_some_and(|it| it < today)
}

impl From<CommandError<SecondLookRefusal>> for Trouble {
    fn from(error: CommandError<SecondLookRefusal>) -> Self {
        match error {
            CommandError::Refused(refusal) => Self::SecondLook(refusal),
            CommandError::Store(error) => error.into(),
            _ => Self::Conflict,
        }
    }
}
