//! What the two general templates say, as types. All words come from the caller, in the language
//! of the document; the templates hold none.

use jiff::civil::Date;
use serde::Serialize;

use crate::Template;

/// A letter of an authority: receipt, notice or decision (通知书、告知书、决定书). Data:
/// [`LetterData`].
pub const LETTER: Template =
    Template { name: "letter", source: include_str!("../templates/letter.typ") };

/// A licence or certificate (证照), one landscape page. Data: [`LicenceData`].
pub const LICENCE: Template =
    Template { name: "licence", source: include_str!("../templates/licence.typ") };

/// A label and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Left, without a colon.
    pub label: String,
    /// Right; may have several lines.
    pub value: String,
}

impl Fact {
    /// A fact of two texts.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// The round seal: a picture for the eye. What proves a document is the register behind
/// [`Verify::address`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seal {
    /// Set along the arc: the full legal name of the authority.
    pub name: String,
    /// Set below the star, such as 行政审批专用章.
    pub caption: Option<String>,
}

/// Where a reader can check the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verify {
    /// What to do, such as "Scan the code to check this document".
    pub hint: String,
    /// Full address; printed, linked, and the text of the QR code.
    pub address: String,
}

/// Who signs, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Name of the authority.
    pub agency: String,
    /// Date of the act; set as 2025年3月7日 or 7 March 2025.
    pub on: Date,
    /// Drawn behind name and date.
    pub seal: Option<Seal>,
}

/// One numbered item of a letter, such as a material to be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterItem {
    /// What it is about.
    pub text: String,
    /// Lines below it, such as reason and legal basis.
    pub notes: Vec<Fact>,
}

/// A heading with numbered items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterItems {
    /// The heading.
    pub title: String,
    /// At least one.
    pub items: Vec<LetterItem>,
}

/// How a date was reached, day by day or span by span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Derivation {
    /// The heading.
    pub title: String,
    /// Heads of the columns, at least one.
    pub columns: Vec<String>,
    /// Cells of each row; a missing cell is empty.
    pub rows: Vec<Vec<String>>,
    /// One sentence below the table, such as the result.
    pub result: Option<String>,
}

/// A heading with paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterSection {
    /// The heading.
    pub title: String,
    /// At least one.
    pub paragraphs: Vec<String>,
}

/// Data of [`LETTER`], in the order in which it is set. Empty lists and `None` leave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterData {
    /// Letterhead: the authority's name.
    pub agency: String,
    /// Number of the document, such as 澄市监受〔2025〕118号.
    pub number: String,
    /// Name of the document, such as 行政许可受理通知书.
    pub title: String,
    /// To whom; set with a colon.
    pub addressee: String,
    /// Paragraphs before the facts.
    pub paragraphs: Vec<String>,
    /// The facts table.
    pub facts: Vec<Fact>,
    /// Numbered items.
    pub items: Option<LetterItems>,
    /// How a deadline was counted.
    pub derivation: Option<Derivation>,
    /// Paragraphs after facts, items and derivation.
    pub closing: Vec<String>,
    /// Reconsideration and litigation (救济途径).
    pub remedies: Option<LetterSection>,
    /// Who signs.
    pub signature: Signature,
    /// Check address with QR code.
    pub verify: Option<Verify>,
    /// A word across the page, such as 样本.
    pub watermark: Option<String>,
}

/// Data of [`LICENCE`]. `None` leaves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LicenceData {
    /// Name of the licence, such as 食品经营许可证.
    pub title: String,
    /// Original or copy (正本、副本).
    pub edition: Option<String>,
    /// Number and identifier, set at the top: 证照编号, 电子证照标识.
    pub numbers: Vec<Fact>,
    /// The contents.
    pub rows: Vec<Fact>,
    /// Validity: 有效期自, 有效期至, or one fact with both.
    pub validity: Vec<Fact>,
    /// Label before the issuer's name, such as 发证机关.
    pub issuer_label: String,
    /// Label before the date of issue, such as 发证日期.
    pub issued_label: String,
    /// Issuer, date of issue and seal.
    pub signature: Signature,
    /// Check address with QR code.
    pub verify: Option<Verify>,
    /// A word across the page, such as 样本.
    pub watermark: Option<String>,
}
