//! Showing a licence to one verifier: its holder makes a code that counts once and for some
//! minutes; the verifier sees what the holder agreed to, and the holder sees that they looked.

use jiff::Timestamp;
use kernel::{
    Actor, Lang, LocalText,
    code::CreditCode,
    id::{CommandId, FirmId, LicenceId},
};
use ledger::{Command, Read, derived_command};
use licences_domain::{LicenceStatus, Showing, ShowingOffer, ShowingRefusal, Verifier};
use web::Failure;

use super::{Licensing, Shown};
use crate::store::{self, Record};

/// The name under which codes are fingerprinted.
const PRINT: &str = "licences.showing";
/// How many digits a code has.
const DIGITS: usize = 10;
/// As many as there are codes.
const CODES: u64 = 10_000_000_000;

/// Why a licence is not shown.
#[derive(Debug)]
pub enum NotShown {
    /// The rules refuse.
    Refused(ShowingRefusal),
    /// Nobody has the credit code that was given for the verifier.
    NoVerifier,
    /// Anything else.
    Failure(Failure),
}

impl<E: Into<Failure>> From<E> for NotShown {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}

/// What a holder agrees to show.
#[derive(Debug, Clone, Default)]
pub struct Agreed<'a> {
    /// What is shown in clear: `holder`, and the places of printed lines from 0.
    pub fields: Vec<String>,
    /// The credit code of the only verifier; empty for whoever has the code.
    pub verifier: &'a str,
    /// What for; may be empty.
    pub purpose: &'a str,
}

/// A licence that can be shown, for its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferView {
    /// The licence.
    pub record: Record,
    /// The labels of the printed lines, by their places.
    pub labels: Vec<LocalText>,
}

/// A code that a holder made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenLine {
    /// Its id.
    pub id: String,
    /// Its digits; none where the licence was erased.
    pub code: Option<String>,
    /// Until when it counts.
    pub until: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// By whom, as they say.
    pub used_by: String,
    /// Whether it can still be used.
    pub is_open: bool,
}

/// What a verifier sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownToOne {
    /// What anybody may know; the holder's name as they agreed.
    pub shown: Shown,
    /// The printed lines, each as the holder agreed.
    pub lines: Vec<(LocalText, String)>,
    /// What the holder said it is for.
    pub purpose: String,
}

impl Licensing {
    /// The actor's own licence with the lines that can be shown.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for another's, [`Failure::Gone`] where it is worth nothing.
    pub async fn showable(&self, actor: &Actor, id: LicenceId) -> Result<OfferView, Failure> {
        let record = self.own_record(actor, id).await?;
        if matches!(record.status, LicenceStatus::Revoked | LicenceStatus::Cancelled) {
            return Err(Failure::Gone(None));
        }
        let licence = self.licence(id).await?.ok_or(Failure::NotFound)?;
        let facts = self.opened(&licence).await?.ok_or(Failure::Gone(None))?;
        let labels = facts.contents.into_iter().map(|it| it.label).collect();
        Ok(OfferView { record, labels })
    }

    /// Makes a code for the actor's own licence; answers the showing's id. The same form sent
    /// again is answered by the same code.
    ///
    /// # Errors
    /// [`NotShown`].
    pub async fn offer(
        &self,
        key: CommandId,
        actor: &Actor,
        id: LicenceId,
        agreed: Agreed<'_>,
    ) -> Result<String, NotShown> {
        let view = self.showable(actor, id).await?;
        let account = actor.account.ok_or(Failure::SignIn)?;
        let showing = derived_command(PRINT, format!("{account}/{key}")).to_string();
        if self.ledger().load::<Showing>(&showing).await?.is_some() {
            return Ok(showing);
        }
        let known = |field: &String| {
            let is_line = field.parse::<usize>().is_ok_and(|at| at < view.labels.len());
            is_line || field == Showing::HOLDER
        };
        let fields: Vec<String> = agreed.fields.into_iter().filter(known).collect();
        let verifier = self.verifier(agreed.verifier).await?;
        let (holder, code) = (view.record.holder, self.draw_code());
        let offer = ShowingOffer {
            licence: id,
            holder,
            print: self.ledger().vault().blind(PRINT, &code),
            code: self.ledger().vault().seal_in(holder, &id.record(), &code).await?,
            fields,
            verifier,
            purpose: agreed.purpose.trim().into(),
        };
        let content = (id, &offer.fields, &offer.verifier, agreed.purpose);
        let command = Command::new::<Showing>(key, actor.clone(), &showing, &content)
            .about(holder, Some(id.record()));
        let lasts = self.inner.showing;
        let done = self
            .ledger()
            .execute::<Showing, ShowingRefusal, _>(command, move |it, given| {
                it.offer(offer.clone(), lasts, given)
            })
            .await;
        done.map(|_| showing).map_err(not_shown)
    }

    /// A code that the actor made.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for another's.
    pub async fn own_showing(
        &self,
        actor: &Actor,
        id: LicenceId,
        showing: &str,
    ) -> Result<(Record, SeenLine), Failure> {
        let record = self.own_record(actor, id).await?;
        let found = self.ledger().load::<Showing>(showing).await?;
        let (found, _) = found.ok_or(Failure::NotFound)?;
        let offer = found.offer.as_ref().filter(|it| it.licence == id).ok_or(Failure::NotFound)?;
        let code = match self.ledger().vault().open::<String>(&offer.code).await {
            Ok(code) => Some(code),
            Err(ledger::VaultError::Erased) => None,
            Err(error) => return Err(error.into()),
        };
        let now = self.ledger().clock().now();
        let seen = SeenLine {
            id: showing.to_owned(),
            code,
            until: found.until.unwrap_or_default(),
            used_at: found.used_at,
            used_by: found.used_by.as_ref().map(|it| it.to_string()).unwrap_or_default(),
            is_open: found.used_at.is_none() && !found.is_over(now),
        };
        Ok((record, seen))
    }

    /// Where a verifier uses a code, for the picture of it.
    pub fn showing_address(&self, lang: Lang, code: &str) -> String {
        format!("{}/{}/verify/shown/{code}", self.inner.public_url, lang.path())
    }

    /// Uses a code once. The look is recorded for the holder before anything is shown.
    ///
    /// # Errors
    /// [`NotShown`].
    pub async fn see(
        &self,
        key: CommandId,
        actor: &Actor,
        code: &str,
        verifier: &str,
    ) -> Result<ShownToOne, NotShown> {
        let code = digits(code);
        let vault = self.ledger().vault();
        let prints = vault.blinds(PRINT, &code);
        let rows = vault.rows_of(&store::OF_PRINT, &prints).await?;
        let showing = rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()?;
        let showing = showing.ok_or(NotShown::Refused(ShowingRefusal::Unknown))?;
        let (found, _) = self.ledger().load::<Showing>(&showing).await?.ok_or(Failure::NotFound)?;
        let offer = found.offer.clone().ok_or(Failure::NotFound)?;
        let record = self.record(offer.licence).await?.ok_or(Failure::NotFound)?;
        let stands_for = self.stands_for(actor).await?;
        let command = Command::new::<Showing>(key, actor.clone(), &showing, &verifier)
            .about(offer.holder, Some(offer.licence.record()));
        let name = verifier.to_owned();
        let done = self
            .ledger()
            .execute::<Showing, ShowingRefusal, _>(command, move |it, given| {
                it.use_by(&name, &stands_for, given)
            })
            .await
            .map_err(not_shown)?;
        // The same form sent again is the same use, but not when its time is over.
        if done.replayed && found.is_over(self.ledger().clock().now()) {
            return Err(NotShown::Refused(ShowingRefusal::Expired));
        }
        self.seen_by(actor, record, &found, verifier).await
    }

    async fn seen_by(
        &self,
        actor: &Actor,
        record: Record,
        showing: &Showing,
        verifier: &str,
    ) -> Result<ShownToOne, NotShown> {
        let offer = showing.offer.as_ref().ok_or(Failure::NotFound)?;
        let licence = self.licence(record.id).await?.ok_or(Failure::NotFound)?;
        let facts = self.opened(&licence).await?.ok_or(Failure::Gone(None))?;
        let purpose = offer.purpose.to_string();
        let said: Vec<&str> =
            [verifier.trim(), purpose.as_str()].into_iter().filter(|it| !it.is_empty()).collect();
        let read = Read {
            subject: record.holder,
            by: actor,
            action: "licences.verify",
            matter: &record.identifier,
            reason: &said.join("："),
        };
        self.ledger().note_read(read).await?;
        let lines = facts.contents.iter().enumerate().map(|(at, line)| {
            let is_clear = showing.shows(&at.to_string());
            let masked = || authz::Form::Text.masked(&line.value);
            (line.label.clone(), if is_clear { line.value.clone() } else { masked() })
        });
        let lines = lines.collect();
        let mut shown = self.shown(record).await?;
        if showing.shows(Showing::HOLDER) {
            shown.holder = Some(facts.holder_name);
        }
        Ok(ShownToOne { shown, lines, purpose })
    }

    /// The verifiers for whom somebody may speak, as it is now.
    async fn stands_for(&self, actor: &Actor) -> Result<Vec<Verifier>, Failure> {
        if actor.role.is_staff() {
            return Ok(Showing::of_actor(actor));
        }
        if actor.account.is_none() {
            return Ok(Vec::new());
        }
        match self.subjects(actor, Lang::default()).await {
            Ok(subjects) => Ok(subjects.into_iter().map(Verifier::Firm).collect()),
            Err(Failure::Forbidden | Failure::Refused { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Who has a credit code: a firm or an authority; none where none was given.
    async fn verifier(&self, code: &str) -> Result<Option<Verifier>, NotShown> {
        let code = code.trim();
        if code.is_empty() {
            return Ok(None);
        }
        let code = CreditCode::parse(code).map_err(|_| NotShown::NoVerifier)?;
        let offices = self.inner.directory.authorities();
        if let Some(office) = offices.iter().find(|it| it.credit_code == code) {
            return Ok(Some(Verifier::Authority(office.id.clone())));
        }
        let firm = self.inner.people.by_credit_code(code.as_str()).await;
        let firm: Option<FirmId> = firm.map_err(Failure::internal)?;
        firm.map(|it| Some(Verifier::Firm(it.subject()))).ok_or(NotShown::NoVerifier)
    }

    fn draw_code(&self) -> String {
        let mut bytes = [0; 8];
        self.ledger().chance().fill(&mut bytes);
        format!("{:0width$}", u64::from_le_bytes(bytes) % CODES, width = DIGITS)
    }
}

/// The digits of a code, however it was typed.
pub fn digits(typed: &str) -> String {
    licences_domain::folded_number(typed).chars().filter(char::is_ascii_digit).collect()
}

fn not_shown(error: ledger::CommandError<ShowingRefusal>) -> NotShown {
    match error {
        ledger::CommandError::Refused(refusal) => NotShown::Refused(refusal),
        other => NotShown::Failure(Failure::from_command(other, Failure::internal)),
    }
}
