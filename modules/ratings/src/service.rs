//! The service behind pages and API.

use std::sync::Arc;

use accounts_domain::{Act, Power, Powers};
use authz::{Policy, Relation};
use cases_domain::{CaseSummary, Cases};
use catalogue_domain::Services;
use jiff::civil::Date;
use kernel::{Actor, LocalText, id::CommandId};
use ledger::{Command, CommandError, Ledger, Read};
use module::House;
use organisations_domain::{Directory, Standing};
use ratings_domain::{
    Channel, FOLLOW_UP_DAYS, FollowUpRule, Grade, Rater, Rating, RatingRefusal, Ratings,
    RatingsDown, Submission, Tag, Totals, rating_key,
};
use regions_domain::Calendars;
use serde::Serialize;
use web::Failure;

use crate::store::{self, OpenFollowUp};

/// The setting with the working days of a follow-up.
const DAYS_SETTING: &str = "ratings.follow_up_days";
/// Services on one page of the public totals.
pub const SERVICES_ON_PAGE: usize = 50;
/// Follow-ups on one page.
pub const FOLLOW_UPS_ON_PAGE: usize = 50;

/// Takes and shows ratings. Cheap to clone.
#[derive(Clone)]
pub struct RatingService {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    policy: Arc<Policy>,
    cases: Arc<dyn Cases>,
    calendars: Arc<dyn Calendars>,
    services: Arc<dyn Services>,
    directory: Arc<dyn Directory>,
    powers: Arc<dyn Powers>,
}

/// Why a rating was not taken.
#[derive(Debug)]
pub enum Problem {
    /// The rules refuse.
    Refused(RatingRefusal),
    /// Anything else.
    Failure(Failure),
}

impl<F: Into<Failure>> From<F> for Problem {
    fn from(failure: F) -> Self {
        Self::Failure(failure.into())
    }
}

/// A case that the asker may rate, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rateable {
    /// The case.
    pub case: CaseSummary,
    /// As whom.
    pub rater: Rater,
    /// In which right.
    pub power: Power,
}

/// What somebody without a right of their own shows for a case.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// The query code of the receipt.
    Code(&'a str),
    /// That they showed the code a short while ago: the references of what they opened.
    Opened(&'a [String]),
}

/// What somebody says about a case. There is no default grade.
#[derive(Debug, Clone, Serialize)]
pub struct Opinion {
    /// The grade.
    pub grade: Grade,
    /// What was good or bad.
    pub tags: Vec<Tag>,
    /// In their own words; may be empty.
    pub comment: String,
    /// Where it is given.
    pub channel: Channel,
}

/// An opinion that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The grade.
    pub grade: Grade,
    /// What was good or bad.
    pub tags: Vec<Tag>,
    /// In their own words; none where there are none or they were erased.
    pub comment: Option<String>,
    /// When it was given.
    pub rated_at: jiff::Timestamp,
    /// By when it will be put right, if it was bad.
    pub due_on: Option<Date>,
}

impl RatingService {
    /// The service of a house.
    ///
    /// # Errors
    /// When an earlier subject does not provide its port.
    pub fn of(house: &House) -> anyhow::Result<Self> {
        Ok(Self {
            inner: Arc::new(Inner {
                ledger: house.ledger.clone(),
                policy: house.policy.clone(),
                cases: house.ask::<dyn Cases>()?,
                calendars: house.ask::<dyn Calendars>()?,
                services: house.ask::<dyn Services>()?,
                directory: house.ask::<dyn Directory>()?,
                powers: house.ask::<dyn Powers>()?,
            }),
        })
    }

    /// The case of a reference, if the actor may rate it: as the one whose matter it is, or with
    /// the query code of the receipt. A case that exists and one that does not are told apart by
    /// nobody else.
    ///
    /// # Errors
    /// [`Failure`] when a store fails.
    pub async fn rateable(
        &self,
        actor: &Actor,
        reference: &str,
        proof: Proof<'_>,
    ) -> Result<Option<Rateable>, Failure> {
        let found = self.inner.cases.find(reference).await.map_err(Failure::internal)?;
        let Some(case) = found else { return Ok(None) };
        let policy = &self.inner.policy;
        let service = Some(case.service.as_str());
        let power = self.inner.powers.power(actor, case.subject, Act::Track, service).await;
        if let Ok(power) = power
            && policy.may(actor, "ratings.rate", &[Relation::Own])
        {
            return Ok(Some(Rateable { case, rater: Rater::Owner, power }));
        }
        let fits = match proof {
            Proof::Code("") => false,
            Proof::Code(code) => {
                self.inner.cases.code_fits(case.id, code).await.map_err(Failure::internal)?
            }
            Proof::Opened(opened) => opened.contains(&case.reference),
        };
        let held: &[Relation] = if fits { &[Relation::Code] } else { &[] };
        let power = Power::OWN;
        Ok(policy.require(actor, "ratings.rate", held).is_ok().then_some(Rateable {
            case,
            rater: Rater::CodeHolder,
            power,
        }))
    }

    /// What was said about a case already.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn given(&self, rateable: &Rateable) -> Result<Option<Given>, Failure> {
        let key = rating_key(rateable.case.id);
        let Some((rating, _)) = self.inner.ledger.load::<Rating>(key).await? else {
            return Ok(None);
        };
        let (Some(grade), Some(rated_at)) = (rating.grade, rating.rated_at) else {
            return Ok(None);
        };
        let due_on = rating.follow_up.as_ref().map(|it| it.due_on);
        let comment = self.comment(&rating).await?;
        Ok(Some(Given { grade, tags: rating.tags, comment, rated_at, due_on }))
    }

    async fn comment(&self, rating: &Rating) -> Result<Option<String>, Failure> {
        let Some(sealed) = &rating.comment else { return Ok(None) };
        match self.inner.ledger.vault().open(sealed).await {
            Ok(text) => Ok(Some(text)),
            Err(ledger::VaultError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes an opinion. A bad one opens its follow-up in the same transaction.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn rate(
        &self,
        key: CommandId,
        actor: &Actor,
        rateable: Rateable,
        opinion: Opinion,
    ) -> Result<(), Problem> {
        Rating::check_comment(&opinion.comment).map_err(Problem::Refused)?;
        let Rateable { case, rater, power } = rateable;
        let comment = match opinion.comment.trim() {
            "" => None,
            text => {
                let vault = self.inner.ledger.vault();
                Some(vault.seal_in(case.subject, &case.id.record(), &text.to_owned()).await?)
            }
        };
        let days = self.follow_up_days().await?;
        let calendar = self.inner.calendars.current();
        let command = Command::new::<Rating>(key, actor.clone(), rating_key(case.id), &opinion)
            .under(power.firm)
            .under(power.mandate);
        let submission = Submission {
            case: case.id,
            reference: case.reference,
            service: case.service,
            authority: case.authority,
            is_concluded: case.is_concluded,
            grade: opinion.grade,
            tags: opinion.tags,
            comment,
            channel: opinion.channel,
            rater,
        };
        self.inner
            .ledger
            .execute::<Rating, RatingRefusal, _>(command, move |rating, given| {
                let rule = FollowUpRule { days, calendar: &calendar };
                rating.rate(submission.clone(), given.today, rule)
            })
            .await
            .map_err(|error| match error {
                CommandError::Refused(refusal) => Problem::Refused(refusal),
                other => Problem::Failure(Failure::from_command(other, Failure::internal)),
            })?;
        Ok(())
    }

    async fn follow_up_days(&self) -> Result<u32, Failure> {
        let set = self.inner.ledger.setting(DAYS_SETTING).await?;
        Ok(set.and_then(|text| text.parse().ok()).unwrap_or(FOLLOW_UP_DAYS))
    }

    /// The counts of one service.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn totals_of(&self, service: &str) -> Result<Totals, Failure> {
        let rows = self.inner.ledger.rows(&store::TOTALS_OF, &[service.into()]).await?;
        let found = store::totals(&rows)?;
        Ok(found.first().map(|(_, totals)| *totals).unwrap_or_default())
    }

    /// The counts of the services after `after`; one more than a page holds if there are more.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn all_totals(&self, after: &str) -> Result<Vec<(String, Totals)>, Failure> {
        let args = [after.into(), (SERVICES_ON_PAGE + 1).into()];
        let rows = self.inner.ledger.rows(&store::TOTALS, &args).await?;
        Ok(store::totals(&rows)?)
    }

    /// The open follow-ups after a due date and key; one more than a page holds if there are more.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn follow_ups(
        &self,
        actor: &Actor,
        after: (&str, &str),
    ) -> Result<Vec<OpenFollowUp>, Failure> {
        let wanted = FOLLOW_UPS_ON_PAGE + 1;
        let (mut due_on, mut key) = (after.0.to_owned(), after.1.to_owned());
        let mut found = Vec::new();
        loop {
            let args = [(&due_on).into(), (&key).into(), wanted.into()];
            let rows = self.inner.ledger.rows(&store::FOLLOW_UPS, &args).await?;
            let page = rows.iter().map(OpenFollowUp::read).collect::<Result<Vec<_>, _>>()?;
            let is_last = page.len() < wanted;
            if let Some(end) = page.last() {
                (due_on, key) = (end.due_on.to_string(), end.rating.clone());
            }
            found.extend(page.into_iter().filter(|it| self.may_oversee(actor, &it.authority)));
            if is_last || found.len() >= wanted {
                found.truncate(wanted);
                return Ok(found);
            }
        }
    }

    fn may_oversee(&self, actor: &Actor, authority: &str) -> bool {
        self.inner.policy.may(actor, "ratings.oversee", &self.oversees(actor, authority))
    }

    /// How the actor's post stands to what an authority did.
    fn oversees(&self, actor: &Actor, authority: &str) -> Vec<Relation> {
        let standing = Standing::of(self.inner.directory.as_ref(), actor, authority);
        authz::post_relations(standing.is_own, standing.is_in_division, standing.is_in_line)
    }

    /// One follow-up with the rater's own words; the read is recorded.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn follow_up(
        &self,
        actor: &Actor,
        reference: &str,
    ) -> Result<(OpenFollowUp, Option<String>), Failure> {
        let case = self.inner.cases.find(reference).await.map_err(Failure::internal)?;
        let case = case.ok_or(Failure::NotFound)?;
        let holds = self.oversees(actor, &case.authority);
        let allowed = self.inner.policy.require(actor, "ratings.oversee", &holds);
        // What lies elsewhere is answered as if there were nothing.
        allowed.map_err(|_| Failure::NotFound)?;
        let key = rating_key(case.id);
        let rows = self.inner.ledger.rows(&store::FOLLOW_UP, &[(&key).into()]).await?;
        let row = rows.first().ok_or(Failure::NotFound)?;
        let follow_up = OpenFollowUp::read(row)?;
        let read = Read {
            subject: case.subject,
            by: actor,
            action: "ratings.oversee",
            matter: &case.reference,
            reason: "",
        };
        self.inner.ledger.note_read(read).await?;
        let rating = self.inner.ledger.load::<Rating>(key).await?;
        let comment = match rating {
            Some((rating, _)) => self.comment(&rating).await?,
            None => None,
        };
        let shown = |it: String| self.inner.policy.shown(actor, "rating.comment", &holds, &it);
        Ok((follow_up, comment.and_then(shown)))
    }

    /// Working days until the end of a day: 0 on the day itself, negative when it is over.
    pub fn days_left(&self, due_on: Date) -> i64 {
        let today = self.inner.ledger.clock().today();
        self.inner.calendars.current().working_days_left(today, due_on)
    }

    /// A service's name; its id where it was withdrawn.
    pub fn service_name(&self, id: &str) -> LocalText {
        let published = self.inner.services.current(id);
        published.map_or_else(|| LocalText::same(id), |it| it.definition.item.name.clone())
    }
}

#[async_trait::async_trait]
impl Ratings for RatingService {
    async fn totals(&self, service: &str) -> Result<Totals, RatingsDown> {
        self.totals_of(service).await.map_err(|failure| RatingsDown(failure.code().to_owned()))
    }
}
