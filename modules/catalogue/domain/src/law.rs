//! The laws and standards that rules cite. One constant per place that is cited, so that the
//! citations can be checked in one file.

use crate::finding::{Words, words};

/// Administrative Licensing Law, art. 4: powers, scope, conditions and procedure come from law.
pub(crate) const LICENSING_4: Words = words(
    "行政许可法第四条（法无授权不可为）",
    "行政許可法第四條（法無授權不可為）",
    "Administrative Licensing Law, Article 4",
);

/// Art. 26: one window, joint handling.
pub(crate) const LICENSING_26: Words = words(
    "行政许可法第二十六条（统一受理、联合办理）",
    "行政許可法第二十六條（統一受理、聯合辦理）",
    "Administrative Licensing Law, Article 26",
);

/// Art. 30: what must be made public, among it the complete list of materials.
pub(crate) const LICENSING_30: Words = words(
    "行政许可法第三十条（公示事项、依据、条件、数量、程序、期限和全部材料目录）",
    "行政許可法第三十條（公示事項、依據、條件、數量、程序、期限和全部材料目錄）",
    "Administrative Licensing Law, Article 30",
);

/// Art. 31: nothing may be asked for that has nothing to do with the matter.
pub(crate) const LICENSING_31: Words = words(
    "行政许可法第三十一条（不得要求提交无关材料）",
    "行政許可法第三十一條（不得要求提交無關材料）",
    "Administrative Licensing Law, Article 31",
);

/// Art. 34: the examination.
pub(crate) const LICENSING_34: Words = words(
    "行政许可法第三十四条（审查）",
    "行政許可法第三十四條（審查）",
    "Administrative Licensing Law, Article 34",
);

/// Art. 38: a decision in writing; a refusal gives its reasons.
pub(crate) const LICENSING_38: Words = words(
    "行政许可法第三十八条（书面决定；不予许可应当说明理由）",
    "行政許可法第三十八條（書面決定；不予許可應當說明理由）",
    "Administrative Licensing Law, Article 38",
);

/// Art. 42 to 44: time limits for the decision and for delivery.
pub(crate) const LICENSING_42: Words = words(
    "行政许可法第四十二条至第四十四条（期限）",
    "行政許可法第四十二條至第四十四條（期限）",
    "Administrative Licensing Law, Articles 42 to 44",
);

/// Art. 45: time that does not count.
pub(crate) const LICENSING_45: Words = words(
    "行政许可法第四十五条（不计入期限的时间）",
    "行政許可法第四十五條（不計入期限的時間）",
    "Administrative Licensing Law, Article 45",
);

/// Art. 58 and 59: fees only by law and as published.
pub(crate) const LICENSING_58: Words = words(
    "行政许可法第五十八条、第五十九条（收费）",
    "行政許可法第五十八條、第五十九條（收費）",
    "Administrative Licensing Law, Articles 58 and 59",
);

/// Guide of the State Council's office for building online services, 2016.
pub(crate) const GUIDE_2016: Words = words(
    "国办函〔2016〕108号（事项清单标准化、办事指南规范化）",
    "國辦函〔2016〕108號（事項清單標準化、辦事指南規範化）",
    "Guide 2016-108 of the State Council's general office: standard items, complete guides",
);

/// The same guide: people sign in once, with proofs as strong as the matter needs.
pub(crate) const GUIDE_2016_IDENTITY: Words = words(
    "国办函〔2016〕108号（用户注册、统一身份认证）",
    "國辦函〔2016〕108號（使用者註冊、統一身分認證）",
    "Guide 2016-108 of the State Council's general office: registration and unified identity",
);

/// The same guide: examination by checklist.
pub(crate) const GUIDE_2016_EXAMINATION: Words = words(
    "国办函〔2016〕108号（审查工作细则化）",
    "國辦函〔2016〕108號（審查工作細則化）",
    "Guide 2016-108 of the State Council's general office: examination by checklist",
);

/// State Council rules on online government services: what government holds is not asked for.
pub(crate) const ONLINE_SERVICES: Words = words(
    "国务院关于在线政务服务的若干规定（数据共享、电子证照）",
    "國務院關於在線政務服務的若干規定（資料共享、電子證照）",
    "State Council rules on online government services: shared data and electronic licences",
);

/// The data standard of government-service platforms.
pub(crate) const GBT_39046: Words = words(
    "GB/T 39046-2020 政务服务平台基础数据规范",
    "GB/T 39046-2020 政務服務平台基礎數據規範",
    "GB/T 39046-2020, basic data of government-service platforms",
);

/// Punctuation.
pub(crate) const GBT_15834: Words = words(
    "GB/T 15834-2011 标点符号用法",
    "GB/T 15834-2011 標點符號用法",
    "GB/T 15834-2011, punctuation",
);

/// Quality rules for service items, as cities audit them.
pub(crate) const QUALITY: Words = words(
    "政务服务事项质量审核规则",
    "政務服務事項質量審核規則",
    "Audit rules for the quality of service items",
);

/// This product's own format.
pub(crate) const FORMAT: Words =
    words("服务定义格式第 1 版", "服務定義格式第 1 版", "Format of service definitions, version 1");

/// Regulations on the disclosure of government information, art. 14 and 17: what is not disclosed,
/// and the check before anything is.
pub(crate) const DISCLOSURE_17: Words = words(
    "政府信息公开条例第十四条、第十七条（公开前的保密审查）",
    "政府信息公開條例第十四條、第十七條（公開前的保密審查）",
    "Regulations on the disclosure of government information, Articles 14 and 17",
);

/// Personal information protection law, art. 25: no personal information is made public.
pub(crate) const PERSONAL_INFORMATION: Words = words(
    "个人信息保护法第二十五条（不得公开个人信息）",
    "個人信息保護法第二十五條（不得公開個人信息）",
    "Personal Information Protection Law, Article 25",
);
