//! What government does, and how one authority carries it out.

use kernel::{IdentityLevel, LocalText};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape;

/// The service item (政务服务事项): the six base elements that are the same across a province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Official name (事项名称).
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// Everyday words that people search for (日常用语), in simplified Chinese.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Basic code (基本编码), 12 digits; read by [`kernel::code::BasicCode`].
    pub basic_code: String,
    /// Kind of power (事项类型), GB/T 39046 table A.1.
    pub kind: ItemKind,
    /// The laws that give the power (设定依据). Without one there is no power item.
    #[serde(default)]
    pub legal_bases: Vec<LegalBasis>,
}

/// Kind of power (事项类型), GB/T 39046 table A.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// 行政许可.
    Licence,
    /// 行政处罚.
    Penalty,
    /// 行政强制.
    Coercion,
    /// 行政征收.
    Levy,
    /// 行政给付.
    Payment,
    /// 行政检查.
    Inspection,
    /// 行政确认.
    Confirmation,
    /// 行政奖励.
    Award,
    /// 行政裁决.
    Ruling,
    /// 其他类别事项.
    Other,
    /// 公共服务事项.
    PublicService,
}

impl ItemKind {
    /// All of them, in the order of table A.1.
    pub const ALL: [ItemKind; 11] = [
        ItemKind::Licence,
        ItemKind::Penalty,
        ItemKind::Coercion,
        ItemKind::Levy,
        ItemKind::Payment,
        ItemKind::Inspection,
        ItemKind::Confirmation,
        ItemKind::Award,
        ItemKind::Ruling,
        ItemKind::Other,
        ItemKind::PublicService,
    ];

    /// The two digits of table A.1, which are also the third and fourth of the basic code.
    pub const fn code(self) -> &'static str {
        match self {
            ItemKind::Licence => "01",
            ItemKind::Penalty => "02",
            ItemKind::Coercion => "03",
            ItemKind::Levy => "04",
            ItemKind::Payment => "05",
            ItemKind::Inspection => "06",
            ItemKind::Confirmation => "07",
            ItemKind::Award => "08",
            ItemKind::Ruling => "09",
            ItemKind::Other => "10",
            ItemKind::PublicService => "20",
        }
    }
}

impl ItemKind {
    /// How sure it must be who applies, where a definition does not say: the holder of a right or
    /// a duty is a person whose name and number agree; a ruling between two parties wants more, a
    /// public service less.
    pub const fn assurance(self) -> IdentityLevel {
        match self {
            ItemKind::PublicService => IdentityLevel::L1,
            ItemKind::Ruling => IdentityLevel::L3,
            _ => IdentityLevel::L2,
        }
    }

    /// Whether it is an administrative power, done to somebody, and not a service for anybody.
    pub const fn is_power(self) -> bool {
        !matches!(self, ItemKind::PublicService)
    }
}

/// A law that the item rests on (设定依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Name of the law.
    #[schemars(with = "shape::Text")]
    pub law: LocalText,
    /// Which article.
    #[schemars(with = "shape::Text")]
    pub article: LocalText,
    /// What it says.
    #[schemars(with = "shape::Text")]
    pub text: LocalText,
}

/// The item as one authority carries it out (实施清单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Implementation {
    /// Who is competent (实施主体): an id of the organisation directory.
    pub authority: String,
    /// Exercise level (行使层级), GB/T 39046 table A.2.
    pub level: Level,
    /// The smallest thing that is filed (业务办理项).
    pub handling_item: HandlingItem,
    /// Where the power comes from (权力来源).
    pub power_source: PowerSource,
    /// Whom it serves (服务对象).
    pub audiences: Vec<Audience>,
    /// Themes under which it is found (主题).
    #[serde(default)]
    pub themes: Themes,
    /// Life events under which it is found (一件事): ids.
    #[serde(default)]
    pub life_events: Vec<String>,
    /// Ways to apply (办理形式).
    pub channels: Vec<Channel>,
    /// How often the applicant has to come (到办事现场次数).
    pub visits: Visits,
    /// Whether fees can be paid online (是否支持网上支付). Said where there are fees, and only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_online: Option<bool>,
    /// At once or after a review (审查类型).
    pub examination: Examination,
    /// How sure it must be who applies online (认证等级); without it, [`ItemKind::assurance`].
    #[schemars(with = "Option<shape::Level>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assurance: Option<IdentityLevel>,
    /// What it is for, in one sentence.
    #[schemars(with = "shape::Text")]
    pub summary: LocalText,
    /// What the applicant must fulfil (受理条件).
    #[schemars(with = "Vec<shape::Text>")]
    #[serde(default)]
    pub conditions: Vec<LocalText>,
    /// Limit on the number granted (数量限制); "none" is said in words.
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub quantity_limit: LocalText,
}

/// Exercise level (行使层级), GB/T 39046 table A.2.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 国家级.
    National,
    /// 省级.
    Province,
    /// 市级.
    City,
    /// 县级.
    County,
    /// 镇（乡、街道）级.
    Township,
    /// 村（社区）级.
    Village,
}

impl Level {
    /// All of them, from the state down.
    pub const ALL: [Level; 6] = [
        Level::National,
        Level::Province,
        Level::City,
        Level::County,
        Level::Township,
        Level::Village,
    ];

    /// The digit of table A.2, which is also part of the implementation code.
    pub const fn code(self) -> u8 {
        match self {
            Level::National => 1,
            Level::Province => 2,
            Level::City => 3,
            Level::County => 4,
            Level::Township => 5,
            Level::Village => 6,
        }
    }
}

/// What is done with the thing applied for (业务办理项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HandlingItem {
    /// 新办.
    New,
    /// 变更.
    Change,
    /// 延续.
    Renew,
    /// 补换.
    Replace,
    /// 注销.
    Cancel,
}

impl HandlingItem {
    /// The two-digit serial in the handling-item code.
    pub const fn serial(self) -> u8 {
        match self {
            HandlingItem::New => 1,
            HandlingItem::Change => 2,
            HandlingItem::Renew => 3,
            HandlingItem::Replace => 4,
            HandlingItem::Cancel => 5,
        }
    }
}

/// Where the power comes from (权力来源), national exchange codes 1 to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PowerSource {
    /// 1 法定本级行使.
    Statutory,
    /// 2 上级下放.
    HandedDown,
    /// 3 上级授权.
    Authorised,
    /// 4 同级授权.
    PeerAuthorised,
    /// 5 上级委托.
    Entrusted,
    /// 6 同级委托.
    PeerEntrusted,
}

impl PowerSource {
    /// The digit of the national exchange.
    pub const fn code(self) -> u8 {
        match self {
            PowerSource::Statutory => 1,
            PowerSource::HandedDown => 2,
            PowerSource::Authorised => 3,
            PowerSource::PeerAuthorised => 4,
            PowerSource::Entrusted => 5,
            PowerSource::PeerEntrusted => 6,
        }
    }
}

/// Whom an item serves (服务对象).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// 自然人.
    NaturalPerson,
    /// 企业法人.
    Enterprise,
    /// 事业法人.
    Institution,
    /// 社会组织法人.
    SocialOrganisation,
    /// 非法人企业.
    Unincorporated,
    /// 行政机关.
    Agency,
}

impl Audience {
    /// Whether a natural person is meant.
    pub const fn is_person(self) -> bool {
        matches!(self, Audience::NaturalPerson)
    }

    /// The digit of the national exchange (GB/T 39046 table A.4 counts 5 and 6 otherwise).
    pub const fn code(self) -> u8 {
        match self {
            Audience::NaturalPerson => 1,
            Audience::Enterprise => 2,
            Audience::Institution => 3,
            Audience::SocialOrganisation => 4,
            Audience::Unincorporated => 5,
            Audience::Agency => 6,
        }
    }
}

/// Themes under which an item is found: three-digit codes of the national portal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Themes {
    /// Themes for natural persons (面向自然人主题).
    #[serde(default)]
    pub individuals: Vec<String>,
    /// Themes for legal persons (面向法人主题).
    #[serde(default)]
    pub businesses: Vec<String>,
}

/// A way to apply (办理形式).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// 网上办理.
    Online,
    /// 窗口办理.
    Counter,
    /// 快递申请.
    Post,
    /// 自助终端.
    Kiosk,
    /// 帮办代办.
    Assisted,
}

/// How often the applicant has to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Visits {
    /// Number of visits (到办事现场次数).
    pub count: u32,
    /// Why a visit cannot be avoided (必须现场办理原因说明).
    #[schemars(with = "Option<shape::Text>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LocalText>,
}

/// Whether the answer comes at once (审查类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Examination {
    /// 即审即办; the case is 即办件.
    Instant,
    /// 前审后批; the case is 承诺件.
    Review,
}
