//! The read tables of licences.

use jiff::civil::Date;
use kernel::{
    LocalText,
    id::{LicenceId, SubjectId},
};
use ledger::{Row, StoreError, statements};
use licences_domain::{Held, LicenceStatus};

statements! {
    /// A licence was issued.
    INSERT = "INSERT INTO licences_licence
        (licence, holder, licence_type, name, number, number_key, identifier, case_id, service,
         authority, status, issued_on, valid_from, valid_to, signing_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    /// Its status changed.
    SET_STATUS = "UPDATE licences_licence SET status = $2 WHERE licence = $1";
    /// A new edition took the place of the one before.
    SET_EDITION = "UPDATE licences_licence SET identifier = $2, edition = $3, signing_key = $4
        WHERE licence = $1";
    /// The identifier of the edition that was replaced.
    INSERT_REPLACED = "INSERT INTO licences_replaced (identifier, licence) VALUES ($1, $2)";
    /// One licence.
    BY_ID = "SELECT licence, holder, licence_type, name, number, identifier, authority, status,
        issued_on, valid_from, valid_to, edition, signing_key FROM licences_licence WHERE licence = $1";
    /// The licence with an identifier.
    BY_IDENTIFIER = "SELECT licence, holder, licence_type, name, number, identifier, authority,
        status, issued_on, valid_from, valid_to, edition, signing_key FROM licences_licence WHERE identifier = $1";
    /// The licence whose former edition had an identifier.
    OF_REPLACED = "SELECT licence FROM licences_replaced WHERE identifier = $1";
    /// Licences that stand under a key, by id.
    OF_KEY = "SELECT licence, number, status, edition FROM licences_licence
        WHERE signing_key = $1 AND ($2 = '' OR service = $2) AND issued_on >= $3
            AND issued_on <= $4 AND status IN ('valid', 'suspended')
        ORDER BY licence LIMIT $5";
    /// Licences of a service, by id.
    OF_SERVICE = "SELECT licence, number, status, edition FROM licences_licence
        WHERE service = $1 AND issued_on >= $2 AND issued_on <= $3
            AND status IN ('valid', 'suspended')
        ORDER BY licence LIMIT $4";
    /// How many licences stand under a key and count, up to a number.
    COUNT_OF_KEY = "SELECT COUNT(*) FROM (SELECT licence FROM licences_licence
        WHERE signing_key = $1 AND status IN ('valid', 'suspended') LIMIT $2) AS found";
    /// Projection: an act on many licences began.
    INSERT_BATCH = "INSERT INTO licences_batch (batch, begun_at, is_over) VALUES ($1, $2, 0)";
    /// Projection: it is over.
    END_BATCH = "UPDATE licences_batch SET is_over = 1 WHERE batch = $1";
    /// The acts on many licences that are not over, oldest first.
    OPEN_BATCHES = "SELECT batch FROM licences_batch WHERE is_over = 0
        ORDER BY begun_at, batch LIMIT $1";
    /// The newest acts on many licences.
    NEWEST_BATCHES = "SELECT batch FROM licences_batch ORDER BY begun_at DESC, batch DESC LIMIT $1";
    /// Projection: a holder made a code.
    INSERT_SHOWING = "INSERT INTO licences_showing (print, showing) VALUES ($1, $2)";
    /// The showing of a code, whichever key made its fingerprint.
    OF_PRINT = "SELECT showing FROM licences_showing
        WHERE print IN ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The licences with a number; several types may use the same.
    BY_NUMBER = "SELECT licence, holder, licence_type, name, number, identifier, authority, status,
        issued_on, valid_from, valid_to, edition, signing_key FROM licences_licence WHERE number_key = $1
        ORDER BY licence_type LIMIT 20";
    /// What somebody holds, newest first.
    BY_HOLDER = "SELECT licence, holder, licence_type, name, number, identifier, authority, status,
        issued_on, valid_from, valid_to, edition, signing_key FROM licences_licence WHERE holder = $1
        ORDER BY issued_on DESC, licence DESC LIMIT 500";
    /// Licences that ended before a day, by id.
    EXPIRED_BEFORE = "SELECT licence, holder, valid_to FROM licences_licence
        WHERE valid_to IS NOT NULL AND valid_to < $1 AND licence > $2 ORDER BY licence LIMIT $3";
    /// How many licences of a service are valid, up to a number.
    VALID_OF_SERVICE = "SELECT COUNT(*) FROM (SELECT licence FROM licences_licence
        WHERE service = $1 AND status = 'valid' LIMIT $2) AS found";
    /// The licence of a PDF that was handed out.
    DOCUMENT = "SELECT licence, edition FROM licences_document WHERE digest = $1";
    /// Remembers a PDF that is handed out.
    KEEP_DOCUMENT = "INSERT INTO licences_document (digest, licence, made_at, edition)
        VALUES ($1, $2, $3, $4) ON CONFLICT (digest) DO NOTHING";
}

/// One row of the register of licences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: LicenceId,
    /// Whose it is.
    pub holder: SubjectId,
    /// The id of its type.
    pub licence_type: String,
    /// Its name.
    pub name: LocalText,
    /// Its number; masked where it is an identity number.
    pub number: String,
    /// Its identifier.
    pub identifier: String,
    /// The issuing authority's id.
    pub authority: String,
    /// Its status, its time apart.
    pub status: LicenceStatus,
    /// When it was issued.
    pub issued_on: Date,
    /// From when it is valid.
    pub valid_from: Date,
    /// To when, inclusive.
    pub valid_to: Option<Date>,
    /// Which edition is out, from 1.
    pub edition: u64,
    /// The id of the key under which it was issued.
    pub key: Option<String>,
}

impl Record {
    /// Reads a row.
    ///
    /// # Errors
    /// [`StoreError::Contradiction`] when the row is not what the table holds.
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        let date = |index| {
            row.date_or_null(index)?
                .ok_or_else(|| StoreError::contradiction(format!("no date in column {index}")))
        };
        let status = LicenceStatus::parse(row.text(7)?)
            .ok_or_else(|| StoreError::contradiction("an unknown status"))?;
        Ok(Self {
            id: row.parsed(0)?,
            holder: row.parsed(1)?,
            licence_type: row.text(2)?.to_owned(),
            name: row.json(3)?,
            number: row.text(4)?.to_owned(),
            identifier: row.text(5)?.to_owned(),
            authority: row.text(6)?.to_owned(),
            status,
            issued_on: date(8)?,
            valid_from: date(9)?,
            valid_to: row.date_or_null(10)?,
            edition: row.count(11)?,
            key: row.text_or_null(12)?.map(str::to_owned),
        })
    }

    /// Its status on a day.
    pub fn status_on(&self, today: Date) -> LicenceStatus {
        self.status.on(self.valid_to, today)
    }

    /// What other subjects are told about it.
    pub fn held(self, today: Date) -> Held {
        let status = self.status_on(today);
        Held {
            id: self.id,
            licence_type: self.licence_type,
            name: self.name,
            number: self.number,
            authority: self.authority,
            issued_on: self.issued_on,
            valid_to: self.valid_to,
            status,
        }
    }
}
