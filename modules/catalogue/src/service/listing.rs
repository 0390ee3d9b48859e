//! How the catalogue list changes: one approved order makes one version and touches its entries.

use approvals_domain::Authorised;
use catalogue_domain::{Elements, Entry, EntryRefusal, ListOrder, PowerList, Step};
use jiff::civil::Date;
use kernel::{Actor, Given, id::CommandId};
use ledger::{Command, derived_command};

use super::{Catalogue, Trouble};

impl Catalogue {
    /// What an order would do, entry by entry, if it can be carried out as things are.
    ///
    /// # Errors
    /// [`EntryRefusal`].
    pub fn steps(&self, order: &ListOrder) -> Result<Vec<(String, Step)>, EntryRefusal> {
        for elements in order.brings() {
            self.check_elements(elements)?;
        }
        let steps = order.steps()?;
        let (memory, today) = (self.memory(), self.today());
        let unlisted = Entry::default();
        for (code, step) in &steps {
            let entry = memory.entries.get(code).map_or(&unlisted, |kept| &kept.entry);
            entry.possible(step, order.effective_on(), today)?;
        }
        Ok(steps)
    }

    fn check_elements(&self, elements: &Elements) -> Result<(), EntryRefusal> {
        let department = self.directory().authority(&elements.department);
        let department = department.ok_or(EntryRefusal::NoDepartment)?;
        elements.check(Some(&department.number))
    }

    /// Carries an order out, as one person wishes and another approved. Asked twice under the same
    /// key, it happens once: what was begun is finished.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn change_list(
        &self,
        by: &Authorised,
        key: CommandId,
        order: &ListOrder,
    ) -> Result<(), Trouble> {
        let steps = order.steps()?;
        let approval = by.approval.to_string();
        let codes: Vec<String> = steps.iter().map(|(code, _)| code.clone()).collect();
        let (act, effective_on) = (order.word(), order.effective_on());
        let content = (&approval, order);
        let command =
            Command::new::<PowerList>(key, by.requester.clone(), PowerList::KEY, &content);
        let of = approval.clone();
        let decide =
            move |list: &PowerList, _: &Given| Ok(list.make(act, codes.clone(), effective_on, &of));
        let done = self.inner.ledger.execute::<PowerList, EntryRefusal, _>(command, decide).await?;
        let number = done.state.of(&approval).map_or(0, |it| it.number);
        for (code, step) in steps {
            self.take(by, key, (&code, step), (number, effective_on)).await?;
        }
        // What was done is done; if memory cannot follow now, the job lets it follow later.
        if let Err(error) = self.refresh().await {
            tracing::warn!(%error, "memory does not follow what was just written");
        }
        Ok(())
    }

    async fn take(
        &self,
        by: &Authorised,
        key: CommandId,
        (code, step): (&str, Step),
        at: (u32, Date),
    ) -> Result<(), Trouble> {
        let id = derived_command("catalogue.entry", format!("{key}/{code}"));
        let command = Command::new::<Entry>(id, by.requester.clone(), code, &step);
        let by = by.clone();
        let decide = move |entry: &Entry, given: &Given| {
            entry.take((&by.requester, &by.approver), step.clone(), at, given.today)
        };
        self.inner.ledger.execute::<Entry, EntryRefusal, _>(command, decide).await?;
        Ok(())
    }

    /// The first version of the list, as the product itself brings it.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn found_list(&self, codes: Vec<String>) -> Result<(), Trouble> {
        let id = derived_command("catalogue.found_list", PowerList::KEY);
        let command = Command::new::<PowerList>(id, Actor::SYSTEM, PowerList::KEY, &"found");
        let decide = move |list: &PowerList, given: &Given| match list.versions.is_empty() {
            true => Ok(list.make("found", codes.clone(), given.today, "")),
            false => Ok(Vec::new()),
        };
        self.inner.ledger.execute::<PowerList, EntryRefusal, _>(command, decide).await?;
        Ok(())
    }

    /// An entry with which the list begins. One that is listed is left alone.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn found_entry(&self, elements: Elements) -> Result<(), Trouble> {
        self.check_elements(&elements)?;
        let code = elements.code.clone();
        let id = derived_command("catalogue.found_entry", &code);
        let command = Command::new::<Entry>(id, Actor::SYSTEM, &code, &"found");
        let decide =
            move |entry: &Entry, given: &Given| Ok(entry.found(elements.clone(), given.today));
        self.inner.ledger.execute::<Entry, EntryRefusal, _>(command, decide).await?;
        Ok(())
    }
}
