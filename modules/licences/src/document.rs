//! A licence as a document, and the statement that is signed about it.
//!
//! The document is a legal one: it is set in simplified Chinese, whatever language its holder
//! reads. It depends on nothing but what was issued, so that a second render has the same bytes.

use std::collections::BTreeMap;

use crypto::CryptoError;
use data_encoding::{BASE64, HEXLOWER};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{Environment, Lang};
use licences_domain::{Licence, LicenceFacts};
use render::{
    Document, DocumentIdentity, Fact, LICENCE, LicenceData, RenderError, Seal, Signature, Verify,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::sign::Signer;

/// The PDF's document for a licence. `issuer` is the authority's full name, `address` where it can
/// be checked.
///
/// # Errors
/// [`RenderError::Data`].
pub fn document(
    licence: &Licence,
    facts: &LicenceFacts,
    issuer: &str,
    address: String,
    zone: &TimeZone,
) -> Result<Document<'static>, RenderError> {
    let issued_on = licence.issued_on.unwrap_or_default();
    let fixed = DocumentIdentity { id: licence.identifier.clone(), at: midnight(issued_on, zone) };
    Document::new(&LICENCE, &data(licence, facts, issuer, issued_on, address), Lang::ZhHans, fixed)
}

fn data(
    licence: &Licence,
    facts: &LicenceFacts,
    issuer: &str,
    issued_on: Date,
    address: String,
) -> LicenceData {
    LicenceData {
        title: licence.name.get(Lang::ZhHans).to_owned(),
        edition: None,
        numbers: vec![
            Fact::new("证照编号", &licence.number),
            Fact::new("电子证照标识", &licence.identifier),
        ],
        rows: rows(facts),
        validity: vec![Fact::new("有效期", validity(licence, issued_on))],
        issuer_label: "发证机关".to_owned(),
        issued_label: "发证日期".to_owned(),
        signature: Signature {
            agency: issuer.to_owned(),
            on: issued_on,
            seal: Some(Seal {
                name: issuer.to_owned(),
                caption: Some("电子证照专用章".to_owned()),
            }),
        },
        verify: Some(Verify { hint: "扫码核验证照真伪和状态".to_owned(), address }),
        watermark: licence.exercise.map(|it| watermark(it).to_owned()),
    }
}

/// What stands across a document that is worth nothing.
const fn watermark(exercise: Environment) -> &'static str {
    match exercise {
        Environment::Live => "",
        Environment::Test => "测试 无效",
        Environment::Training => "培训 无效",
        Environment::Demo => "演示 无效",
    }
}

/// The printed lines; the holder comes first where no line names them.
fn rows(facts: &LicenceFacts) -> Vec<Fact> {
    let is_named = facts.contents.iter().any(|line| line.value == facts.holder_name);
    let holder = (!is_named).then(|| Fact::new("持证主体", &facts.holder_name));
    let line = |it: &licences_domain::ContentLine| {
        Fact::new(it.label.get(Lang::ZhHans), civil_date(&it.value))
    };
    holder.into_iter().chain(facts.contents.iter().map(line)).collect()
}

/// Answers that are dates are stored as ISO text and printed as people write them.
fn civil_date(value: &str) -> String {
    match value.parse::<Date>() {
        Ok(date) if value.len() == 10 => web::date_text(Lang::ZhHans, date),
        _ => value.to_owned(),
    }
}

fn validity(licence: &Licence, issued_on: Date) -> String {
    let text = |date| web::date_text(Lang::ZhHans, date);
    let from = text(licence.valid_from.unwrap_or(issued_on));
    match licence.valid_to {
        Some(to) => format!("{from}至{}", text(to)),
        None => format!("自{from}起长期有效"),
    }
}

fn midnight(date: Date, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(date.at(0, 0, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// What is signed: the public facts of a licence and the digest of its PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    facts: BTreeMap<&'static str, String>,
}

impl Statement {
    /// The statement about a licence and the PDF with this digest.
    pub fn new(licence: &Licence, issuer: &str, digest: &str) -> Self {
        let date = |date: Option<Date>| date.map_or_else(String::new, |it| it.to_string());
        let facts = BTreeMap::from([
            ("identifier", licence.identifier.clone()),
            ("number", licence.number.clone()),
            ("name", licence.name.get(Lang::ZhHans).to_owned()),
            ("licence_type", licence.licence_type.clone()),
            ("issuer", issuer.to_owned()),
            ("issued_on", date(licence.issued_on)),
            ("valid_from", date(licence.valid_from)),
            ("valid_to", date(licence.valid_to)),
            ("pdf_sha256", digest.to_owned()),
        ]);
        let mut facts = facts;
        if let Some(exercise) = licence.exercise {
            facts.insert("environment", exercise.word().to_owned());
        }
        Self { facts }
    }

    /// Canonical JSON: members in alphabetical order, all values text, no white space.
    pub fn canonical(&self) -> String {
        serde_json::to_string(&self.facts).unwrap_or_default()
    }
}

/// The environment that a signature file says it comes from, whoever signed it: live where it says
/// nothing. Nothing where it is no signature file.
pub fn stated_environment(bytes: &[u8]) -> Option<Environment> {
    let file: SignatureFile = serde_json::from_slice(bytes).ok()?;
    let facts: BTreeMap<String, String> = serde_json::from_str(&file.statement).ok()?;
    match facts.get("environment") {
        None => Some(Environment::Live),
        Some(word) => Environment::parse(word),
    }
}

/// What a signature file states, signed by a key of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The identifier of the licence.
    pub identifier: String,
    /// The digest of its PDF.
    pub digest: String,
    /// Whether somebody else may have the key that signed.
    pub is_distrusted: bool,
}

/// A detached signature, as it is downloaded beside the PDF (`.sig.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignatureFile {
    /// The suite, such as `ed25519`.
    pub suite: String,
    /// The public key, base64.
    pub public_key: String,
    /// SHA-256 of the PDF, hexadecimal.
    pub digest: String,
    /// The signed bytes as text: canonical JSON, which repeats the digest as `pdf_sha256`.
    pub statement: String,
    /// The signature over the bytes of `statement`, base64.
    pub signature: String,
}

impl SignatureFile {
    /// Signs a statement.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys cannot.
    pub fn make(signer: &Signer, statement: &Statement, digest: &str) -> Result<Self, CryptoError> {
        let statement = statement.canonical();
        let signed = signer.sign(statement.as_bytes())?;
        Ok(Self {
            suite: signed.suite.to_owned(),
            public_key: BASE64.encode(&signed.public_key),
            digest: digest.to_owned(),
            signature: BASE64.encode(&signed.signature),
            statement,
        })
    }

    /// What this installation stated, if the signature is its own. The file's own public key and
    /// digest prove nothing, but a file in which they are false is none of ours.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys does not answer.
    pub fn stated(&self, signer: &Signer) -> Result<Option<Stated>, CryptoError> {
        let Ok(signature) = BASE64.decode(self.signature.as_bytes()) else { return Ok(None) };
        let maker = signer.maker(&self.suite, self.statement.as_bytes(), &signature)?;
        let Some(maker) = maker else { return Ok(None) };
        let key = BASE64.decode(self.public_key.as_bytes()).unwrap_or_default();
        if !signer.has_key(&key)? {
            return Ok(None);
        }
        let facts = serde_json::from_str::<BTreeMap<String, String>>(&self.statement);
        let stated = facts.ok().and_then(|facts| {
            let identifier = facts.get("identifier")?.clone();
            let digest = facts.get("pdf_sha256")?.clone();
            Some(Stated { identifier, digest, is_distrusted: maker.is_distrusted })
        });
        Ok(stated.filter(|it| it.digest == self.digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::LocalText;
    use ledger::SuiteId;
    use licences_domain::ContentLine;
    use render::{FontSource, Renderer};

    fn licence() -> Licence {
        Licence {
            licence_type: "food-business-licence".to_owned(),
            name: LocalText::same("食品经营许可证"),
            number: "JY2026000123".to_owned(),
            identifier: "1.2.156.3005.2.11350000000000019H001.11350000000000019H.2026000123.001.X"
                .to_owned(),
            issued_on: Some(date(2026, 3, 2)),
            valid_from: Some(date(2026, 3, 2)),
            valid_to: Some(date(2031, 3, 1)),
            ..Licence::default()
        }
    }

    fn facts() -> LicenceFacts {
        let line = |label: &str, value: &str| ContentLine {
            label: LocalText::same(label),
            value: value.to_owned(),
        };
        LicenceFacts {
            holder_name: "榕荫小馆".to_owned(),
            contents: vec![line("经营者名称", "榕荫小馆"), line("成立日期", "2021-03-15")],
        }
    }

    #[test]
    fn the_same_licence_gives_the_same_bytes() {
        let zone = TimeZone::UTC;
        let make = || {
            let address = "https://city.example/zh-hans/verify/1.2.156".to_owned();
            let document =
                document(&licence(), &facts(), "市场监督管理局", address, &zone).unwrap();
            Renderer::new(FontSource::Shipped).pdf(&document).unwrap()
        };
        let pdf = make();
        assert!(pdf.starts_with(b"%PDF"));
        assert_eq!(digest(&pdf), digest(&make()));
    }

    #[test]
    fn dates_and_holders_are_printed_as_people_expect() {
        let lines = rows(&facts());
        assert_eq!(lines[1].value, "2021年3月15日");
        assert_eq!(lines.len(), 2, "the holder is named already");
        let anonymous =
            LicenceFacts { holder_name: "陈雨禾".to_owned(), ..LicenceFacts::default() };
        assert_eq!(rows(&anonymous)[0].value, "陈雨禾");
        let open = Licence { valid_to: None, ..licence() };
        assert_eq!(validity(&open, date(2026, 3, 2)), "自2026年3月2日起长期有效");
    }

    #[test]
    fn what_a_test_issues_says_so_and_what_is_live_does_not() {
        let signer = crate::sign::tests::signer(SuiteId::International, &[7]);
        let of = |licence: &Licence| {
            let statement = Statement::new(licence, "市场监督管理局", "abc");
            let file = SignatureFile::make(&signer, &statement, "abc").unwrap();
            stated_environment(&serde_json::to_vec(&file).unwrap())
        };
        let test = Licence { exercise: Some(Environment::Test), ..licence() };
        assert_eq!((of(&licence()), of(&test)), (Some(Environment::Live), Some(Environment::Test)));
        let printed = |licence: &Licence| {
            data(licence, &facts(), "局", date(2026, 3, 2), String::new()).watermark
        };
        assert_eq!(printed(&licence()), None);
        assert_eq!(printed(&test), Some("测试 无效".to_owned()));
    }

    #[test]
    fn a_signature_file_proves_its_statement_and_no_other() {
        let signer = crate::sign::tests::signer(SuiteId::National, &[7]);
        let statement = Statement::new(&licence(), "市场监督管理局", "abc");
        let file = SignatureFile::make(&signer, &statement, "abc").unwrap();
        let stated = file.stated(&signer).unwrap().unwrap();
        let wanted = Stated {
            identifier: licence().identifier,
            digest: "abc".to_owned(),
            is_distrusted: false,
        };
        assert_eq!(stated, wanted);
        let forged = SignatureFile { statement: file.statement.replace("abc", "abd"), ..file };
        assert_eq!(forged.stated(&signer), Ok(None));
    }
}
