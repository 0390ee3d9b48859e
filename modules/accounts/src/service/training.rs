//! Records of training: made by another administrator, needed for sensitive roles, and told about
//! before they end.
//!
//! Who has a sensitive role (the setting `training_required_of`) and no record that counts holds
//! no post for the time being: they are not let in, and a session that they have ends. As long as
//! nobody who could make the first record has one, administrators are let in to make it.

use ::web::Failure;
use accounts_domain::{
    Account, Course, NOTICE_DAYS, PostTerms, Training, TrainingEvent, TrainingRefusal,
};
use jiff::{ToSpan as _, civil::Date};
use kernel::{
    Actor, LocalText, Recorded, Role,
    id::{AccountId, CommandId},
};
use ledger::{
    Command, CommandError, Consumer, Delivery, Handler, Projection, Write, derived_command,
};
use module::Job;
use notify::{Message, Messages};

use super::{Accounts, RegisterError};
use crate::{policy, store};

/// Why somebody is not let in who has proved enough.
pub const MISSING: &str = "training.missing";

/// Why nothing was recorded.
#[derive(Debug)]
pub enum TrainingProblem {
    /// The rules refuse.
    Refused(TrainingRefusal),
    /// Anything else.
    Failure(Failure),
}

impl<E: Into<Failure>> From<E> for TrainingProblem {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}

impl Accounts {
    /// The posts in which somebody may work today: those that count, without those for which they
    /// lack training.
    pub(super) async fn working_posts(
        &self,
        id: AccountId,
        account: &Account,
    ) -> Result<Vec<(u32, PostTerms)>, RegisterError> {
        let mut posts = self.active_posts(id, account).await?;
        let is_sensitive = |it: &(u32, PostTerms)| self.needs_training(it.1.post.role);
        if !posts.iter().any(is_sensitive) || self.is_trained(id).await? {
            return Ok(posts);
        }
        let may_begin = posts.iter().any(|it| it.1.post.role == Role::Administrator)
            && !self.has_trained_administrator().await?;
        if may_begin {
            tracing::warn!(code = "training.none", "no administrator has a valid training record");
        }
        posts
            .retain(|it| !is_sensitive(it) || (may_begin && it.1.post.role == Role::Administrator));
        Ok(posts)
    }

    /// The day.
    pub fn today(&self) -> Date {
        self.ledger().clock().today()
    }

    /// Whether a role needs a record that counts.
    pub fn needs_training(&self, role: Role) -> bool {
        self.inner.parts.trained.contains(&role)
    }

    async fn is_trained(&self, id: AccountId) -> Result<bool, RegisterError> {
        let found = self.ledger().load::<Training>(id).await?;
        let today = self.ledger().clock().today();
        Ok(found.is_some_and(|(training, _)| training.is_valid_on(today)))
    }

    async fn has_trained_administrator(&self) -> Result<bool, RegisterError> {
        let today = self.ledger().clock().today();
        let args = [Role::Administrator.word().into(), today.into()];
        Ok(!self.ledger().rows(&store::TRAINED_IN_ROLE, &args).await?.is_empty())
    }

    /// The training of somebody in the administrator's reach, and its version.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for all others.
    pub async fn training(&self, by: &Actor, id: AccountId) -> Result<(Training, u64), Failure> {
        let account = self.reached(by, policy::READ_TRAINING, id).await?;
        if account.post.is_none() {
            return Err(Failure::NotFound);
        }
        Ok(self.ledger().load::<Training>(id).await?.unwrap_or_default())
    }

    /// Records a course of somebody else.
    ///
    /// # Errors
    /// [`TrainingProblem`].
    pub async fn record_training(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        course: Course,
    ) -> Result<(), TrainingProblem> {
        let actor = by.clone();
        let today = self.ledger().clock().today();
        self.train(by, key, whose, &course.clone(), move |state: &Training| {
            state.record(whose, course.clone(), today, &actor)
        })
        .await
    }

    /// Takes a record back that was made by mistake.
    ///
    /// # Errors
    /// [`TrainingProblem`].
    pub async fn withdraw_training(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        number: u32,
        reason: &str,
    ) -> Result<(), TrainingProblem> {
        let (actor, text) = (by.clone(), reason.to_owned());
        self.train(by, key, whose, &(number, reason), move |state: &Training| {
            state.withdraw(whose, number, &text, &actor)
        })
        .await
    }

    async fn train(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        content: &(impl serde::Serialize + Sync),
        rule: impl Fn(&Training) -> Result<Vec<TrainingEvent>, TrainingRefusal> + Send + Sync + 'static,
    ) -> Result<(), TrainingProblem> {
        let account = self.reached(by, policy::RECORD_TRAINING, whose).await?;
        if account.post.is_none() {
            return Err(TrainingProblem::Failure(Failure::NotFound));
        }
        let command =
            Command::new::<Training>(key, by.clone(), whose, content).about(whose.subject(), None);
        let done = self.ledger().execute(command, move |state: &Training, _| rule(state)).await;
        done.map(|_| ()).map_err(|error| match error {
            CommandError::Refused(refusal) => TrainingProblem::Refused(refusal),
            other => TrainingProblem::Failure(Failure::from_command(other, Failure::internal)),
        })
    }

    /// The offices whose administrators can record the training of somebody in this post.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn whom_to_ask(
        &self,
        whose: AccountId,
        authority: &str,
    ) -> Result<Vec<String>, RegisterError> {
        let today = self.ledger().clock().today();
        let args = [Role::Administrator.word().into(), today.into()];
        let mut offices = Vec::new();
        for row in &self.ledger().rows(&store::IN_ROLE, &args).await? {
            let id: AccountId = row.parsed(0)?;
            let Some((account, _)) = self.ledger().load::<Account>(id).await? else { continue };
            for (_, terms) in self.active_posts(id, &account).await? {
                let office = terms.post.authority.clone();
                let administrator = Self::in_post(id, terms);
                let is_other = id != whose && !offices.contains(&office);
                if is_other && self.reaches(&administrator, policy::RECORD_TRAINING, authority) {
                    offices.push(office);
                }
            }
        }
        Ok(offices)
    }

    /// The role and office of the first post that somebody holds and lacks training for.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn lacking(&self, id: AccountId) -> Result<Option<(Role, String)>, RegisterError> {
        let Some((account, _)) = self.ledger().load::<Account>(id).await? else { return Ok(None) };
        let posts = self.active_posts(id, &account).await?;
        let first = posts.into_iter().find(|it| self.needs_training(it.1.post.role));
        Ok(first.map(|(_, terms)| (terms.post.role, terms.post.authority)))
    }

    /// Notes which records end soon.
    async fn note_expiring(&self) -> anyhow::Result<u64> {
        let today = self.ledger().clock().today();
        let until = today.checked_add(NOTICE_DAYS.days())?;
        let rows = self.ledger().rows(&store::TRAINING_ENDING, &[until.into()]).await?;
        for row in &rows {
            let (whose, number) = (row.parsed::<AccountId>(0)?, u32::try_from(row.int(1)?)?);
            let key = derived_command("accounts.training_expiring", format!("{whose}/{number}"));
            let command = Command::new::<Training>(key, Actor::SYSTEM, whose, &number)
                .about(whose.subject(), None);
            let noted = self
                .ledger()
                .execute(command, move |state: &Training, _| {
                    Ok::<_, TrainingRefusal>(state.expire(number))
                })
                .await;
            noted.map_err(|error| anyhow::anyhow!("{error}"))?;
        }
        Ok(rows.len() as u64)
    }
}

/// The job `accounts.training`: people are told before their training ends.
pub struct ExpireTraining(pub Accounts);

#[async_trait::async_trait]
impl Job for ExpireTraining {
    fn name(&self) -> &'static str {
        "accounts.training"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        self.0.note_expiring().await
    }
}

/// Fills `accounts_training`.
pub struct Records;

impl Projection<Training> for Records {
    fn tables(&self) -> &'static [&'static str] {
        &["accounts_training"]
    }

    fn project(
        &self,
        stream: &str,
        before: &Training,
        after: &Training,
        _: &[Recorded<TrainingEvent>],
    ) -> Vec<Write> {
        let account = stream.split_once('/').map_or(stream, |(_, key)| key);
        let news = after.records.iter().filter(|it| !before.records.contains(it));
        let row = |it: &accounts_domain::TrainingRecord| {
            let args = vec![
                account.into(),
                i64::from(it.number).into(),
                it.course.held_on.into(),
                it.course.valid_until.into(),
                it.is_good().into(),
                it.is_told.into(),
            ];
            Write::new(&store::PUT_TRAINING, args)
        };
        news.map(row).collect()
    }
}

/// What people are told about their training.
pub const TELLING: Consumer =
    Consumer { name: "accounts.training", words: &["training.recorded", "training.expiring"] };

/// Tells it.
pub struct TellTraining {
    accounts: Accounts,
    messages: Messages,
}

impl TellTraining {
    pub fn new(accounts: Accounts) -> Self {
        let messages = Messages::new(accounts.ledger().clone());
        Self { accounts, messages }
    }
}

#[async_trait::async_trait]
impl Handler for TellTraining {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let whose: AccountId = delivery.key.parse().map_err(|error| format!("{error}"))?;
        let event: Recorded<TrainingEvent> = delivery.event().map_err(|it| it.to_string())?;
        let loaded = self.accounts.ledger().load::<Training>(whose).await;
        let Some((training, _)) = loaded.map_err(|it| it.to_string())? else { return Ok(()) };
        let Some((title, body)) = told(&event.event, &training) else { return Ok(()) };
        let message = Message {
            to: whose.subject(),
            title,
            body,
            link: Some("/staff/me".to_owned()),
            matter: format!("training/{whose}"),
        };
        self.messages.send(event.id, message).await.map(|_| ()).map_err(|it| it.to_string())
    }
}

/// What an event says to the person; nothing where a later record goes on beyond it.
fn told(event: &TrainingEvent, training: &Training) -> Option<(LocalText, LocalText)> {
    match event {
        TrainingEvent::Recorded { course, .. } => {
            let until = course.valid_until;
            let title =
                text("登记了您的培训记录", "登記了您的培訓記錄", "Your training was recorded");
            let body = LocalText {
                zh_hans: format!("有效期到 {until}。如果有误，请告诉本单位的系统管理员。"),
                zh_hant: format!("有效期到 {until}。如果有誤，請告訴本單位的系統管理員。"),
                en: format!(
                    "It counts until {until}. If something is wrong, tell your administrator."
                ),
            };
            Some((title, body))
        }
        TrainingEvent::Expiring { number } => {
            let record = training.records.iter().find(|it| it.number == *number)?;
            let until = record.course.valid_until;
            if training.valid_until().is_some_and(|last| last > until) {
                return None;
            }
            let title = text("您的培训快到期了", "您的培訓快到期了", "Your training ends soon");
            let body = LocalText {
                zh_hans: format!(
                    "有效期到 {until}。到期后不能登录办公，请在此前参加培训和考试，并请系统管理员登记。"
                ),
                zh_hant: format!(
                    "有效期到 {until}。到期後不能登入辦公，請在此前參加培訓和考試，並請系統管理員登記。"
                ),
                en: format!(
                    "It counts until {until}. After that you cannot sign in for work: take the \
                     course and the examination before, and have them recorded."
                ),
            };
            Some((title, body))
        }
        TrainingEvent::Withdrawn { .. } => None,
    }
}

fn text(zh_hans: &str, zh_hant: &str, en: &str) -> LocalText {
    LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
}
