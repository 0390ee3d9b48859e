//! What must be shown.

use kernel::LocalText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape;
use crate::condition::Condition;

/// That a kind of material must be shown (申请材料). The piece on a case is a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaterialRequirement {
    /// Id within the service.
    pub id: String,
    /// Exact name; "other documents" does not exist.
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// The law that asks for it (依据).
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub basis: LocalText,
    /// Help for whoever has to make it.
    #[schemars(with = "Option<shape::Text>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<LocalText>,
    /// Where it comes from (来源渠道).
    pub source: MaterialSource,
    /// The authority that issued it, if government did: an id of the organisation directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The kind of licence that is taken from the licence store instead of paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_type: Option<String>,
    /// The shared data that is read instead of paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_resource: Option<String>,
    /// The legal reason why it is asked for although government holds it.
    #[schemars(with = "Option<shape::Text>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_again_basis: Option<LocalText>,
    /// How badly it is needed (材料必要性).
    pub need: Need,
    /// Needed only if this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Kinds of file that may be handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<FileKind>,
    /// Greatest size of one file, in megabytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_mb: Option<u32>,
    /// What the examiner looks at (受理标准).
    #[schemars(with = "Vec<shape::Text>")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<LocalText>,
}

impl MaterialRequirement {
    /// Whether the applicant has to hand in a file.
    pub fn is_uploaded(&self) -> bool {
        self.source == MaterialSource::Applicant
    }
}

/// Where a material comes from (来源渠道).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaterialSource {
    /// Made from the form; nothing to bring.
    Generated,
    /// Issued by government (政府部门核发); fetched, not asked for.
    Government,
    /// Brought by the applicant (申请人自备).
    Applicant,
}

/// How badly a material is needed (材料必要性).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// 必要.
    Required,
    /// 容缺后补: may follow after acceptance.
    Tolerable,
    /// 非必要.
    Optional,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// JPEG, PNG or WebP.
    Image,
}
