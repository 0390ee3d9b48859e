//! Questions about single reads, and their answers.

use authz::Relation;
use jiff::Timestamp;
use kernel::{
    Actor,
    id::{CommandId, EventId, SubjectId},
};
use ledger::{Command, Read};
use organisations_domain::Standing;
use privacy_domain::{Inquiry, Question};
use web::Failure;

use super::{Privacy, Problem, refused};
use crate::{policy, store};

/// Most characters of a question or an answer.
pub const TEXT_LIMIT: usize = 500;

/// A question as the person who asked sees it.
#[derive(Debug, Clone)]
pub struct InquiryView {
    /// The question; none where it was erased.
    pub text: Option<String>,
    /// The answer: whether the read was right, why, and when it was given.
    pub answer: Option<(bool, Option<String>, Timestamp)>,
}

/// A question that waits, for supervisors.
#[derive(Debug, Clone)]
pub struct OpenInquiry {
    /// The id of the read.
    pub access: EventId,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the data was read.
    pub read_at: Timestamp,
    /// Who read it.
    pub reader: Actor,
    /// The reader's name.
    pub reader_name: String,
    /// The permission used.
    pub action: String,
    /// In which matter.
    pub matter: String,
    /// Whether it may be answered by the one who looks.
    pub is_own_read: bool,
    /// The question, the reason of the read and its fields; only where one question is opened.
    pub opened: Option<Opened>,
}

/// What only the page of one question shows.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The question; none where it was erased.
    pub text: Option<String>,
    /// Why the reader read, in their words.
    pub reason: Option<String>,
    /// The fields that were shown in clear.
    pub fields: Vec<String>,
    /// What was answered.
    pub answer: Option<(bool, Option<String>, Timestamp)>,
}

impl Privacy {
    /// What was asked about a read.
    pub(super) async fn inquiry(&self, access: EventId) -> Result<Option<InquiryView>, Failure> {
        let Some((inquiry, _)) = self.ledger.load::<Inquiry>(access).await? else {
            return Ok(None);
        };
        let Some(question) = &inquiry.question else { return Ok(None) };
        let text = self.opened(&question.text).await?;
        Ok(Some(InquiryView { text, answer: self.answer_of(&inquiry).await? }))
    }

    async fn answer_of(
        &self,
        inquiry: &Inquiry,
    ) -> Result<Option<(bool, Option<String>, Timestamp)>, Failure> {
        let Some(answer) = &inquiry.answer else { return Ok(None) };
        let text = self.opened(&answer.text).await?;
        Ok(Some((answer.is_justified, text, answer.at)))
    }

    /// Questions a read of the actor's own data.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn question(
        &self,
        key: CommandId,
        actor: &Actor,
        access: EventId,
        text: &str,
    ) -> Result<(), Problem> {
        let whose = self.whose(actor, policy::ASK).await?;
        let read = self.ledger.access(whose.subject, access).await?.ok_or(Failure::NotFound)?;
        let content = self.print(text);
        let question = Question {
            subject: whose.subject,
            account: whose.account,
            read_at: read.at,
            reader: read.by,
            action: read.action,
            matter: read.matter,
            text: self.ledger.vault().seal(whose.subject, &text).await?,
        };
        let command = Command::new::<Inquiry>(key, actor.clone(), access, &content);
        let decide = move |state: &Inquiry, _: &kernel::Given| state.ask(question.clone());
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(())
    }

    /// The open questions after an instant and id, the oldest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn open_inquiries(
        &self,
        actor: &Actor,
        after: (i64, &str),
        limit: usize,
    ) -> Result<Vec<OpenInquiry>, Failure> {
        let wanted = limit + 1;
        let (mut asked_at, mut last) = (after.0, after.1.to_owned());
        let mut found = Vec::new();
        loop {
            let args = [asked_at.into(), (&last).into(), wanted.into()];
            let rows = self.ledger.rows(&store::OPEN_INQUIRIES, &args).await?;
            for row in &rows {
                (asked_at, last) = (row.int(2)?, row.text(0)?.to_owned());
                let access = row.parsed(0)?;
                let Some((inquiry, _)) = self.ledger.load::<Inquiry>(access).await? else {
                    continue;
                };
                if self.policy.may(actor, policy::ANSWER, &self.oversees(actor, &inquiry)) {
                    found.extend(self.open_inquiry(actor, access, &inquiry).await?);
                }
            }
            if rows.len() < wanted || found.len() >= wanted {
                found.truncate(wanted);
                return Ok(found);
            }
        }
    }

    /// How a supervisor's post stands to the office whose officer has read. What no office of this
    /// house has read lies in everybody's division, so that somebody answers.
    fn oversees(&self, actor: &Actor, inquiry: &Inquiry) -> Vec<Relation> {
        let reader = inquiry.question.as_ref().map(|it| &it.reader);
        let office = reader.and_then(|it| it.authority.as_deref());
        match office.filter(|it| self.directory.authority(it).is_some()) {
            Some(office) => {
                let it = Standing::of(self.directory.as_ref(), actor, office);
                authz::post_relations(it.is_own, it.is_in_division, it.is_in_line)
            }
            None => vec![Relation::Division],
        }
    }

    /// A question that this supervisor may answer; for others there is none.
    async fn inquiry_for(&self, actor: &Actor, access: EventId) -> Result<Inquiry, Failure> {
        let (inquiry, _) = self.ledger.load::<Inquiry>(access).await?.ok_or(Failure::NotFound)?;
        let held = self.oversees(actor, &inquiry);
        self.policy.require(actor, policy::ANSWER, &held).map_err(|_| Failure::NotFound)?;
        Ok(inquiry)
    }

    async fn open_inquiry(
        &self,
        actor: &Actor,
        access: EventId,
        inquiry: &Inquiry,
    ) -> Result<Option<OpenInquiry>, Failure> {
        let (Some(question), Some(asked_at)) = (&inquiry.question, inquiry.asked_at) else {
            return Ok(None);
        };
        let name = match question.reader.account {
            Some(account) => self.people.staff_name(account).await.map_err(Failure::internal)?,
            None => None,
        };
        Ok(Some(OpenInquiry {
            access,
            asked_at,
            read_at: question.read_at,
            is_own_read: question.reader.is_same_person(actor),
            reader: question.reader.clone(),
            reader_name: name.unwrap_or_default(),
            action: question.action.clone(),
            matter: question.matter.clone(),
            opened: None,
        }))
    }

    /// One question with its words. The look is recorded.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn open_one(&self, actor: &Actor, access: EventId) -> Result<OpenInquiry, Failure> {
        let inquiry = self.inquiry_for(actor, access).await?;
        let question = inquiry.question.as_ref().ok_or(Failure::NotFound)?;
        let subject = question.subject;
        let read = Read {
            subject,
            by: actor,
            action: policy::ANSWER,
            matter: &question.matter,
            reason: "",
        };
        self.ledger.note_read(read).await?;
        self.as_shown(actor, access).await
    }

    /// One question as its page shows it, to compare with what was shown. Nothing of it is told to
    /// anybody.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn as_shown(&self, actor: &Actor, access: EventId) -> Result<OpenInquiry, Failure> {
        let inquiry = self.inquiry_for(actor, access).await?;
        let question = inquiry.question.as_ref().ok_or(Failure::NotFound)?;
        let about = self.ledger.access(question.subject, access).await?;
        let mut view =
            self.open_inquiry(actor, access, &inquiry).await?.ok_or(Failure::NotFound)?;
        view.opened = Some(Opened {
            text: self.opened(&question.text).await?,
            reason: about.as_ref().and_then(|it| it.reason.clone()),
            fields: about.map(|it| it.fields).unwrap_or_default(),
            answer: self.answer_of(&inquiry).await?,
        });
        Ok(view)
    }

    /// Answers a question.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn answer(
        &self,
        key: CommandId,
        actor: &Actor,
        access: EventId,
        is_justified: bool,
        text: &str,
    ) -> Result<(), Problem> {
        let inquiry = self.inquiry_for(actor, access).await?;
        let subject: SubjectId = inquiry.question.ok_or(Failure::NotFound)?.subject;
        let sealed = self.ledger.vault().seal(subject, &text).await?;
        let content = (is_justified, self.print(text));
        let command = Command::new::<Inquiry>(key, actor.clone(), access, &content);
        let by = actor.clone();
        let decide = move |state: &Inquiry, _: &kernel::Given| {
            state.answer(&by, is_justified, sealed.clone())
        };
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(())
    }
}
