//! What people and firms rated, for themselves.

use std::sync::Arc;

use cases_domain::CaseList;
use kernel::id::SubjectId;
use ledger::Ledger;
use module::{DataField, Holding, Record};
use ratings_domain::{Rating, rating_key};
use serde_json::json;

/// It is kept with its case.
const RATING: &str = "ratings.rating";

/// Ratings of a person's cases.
pub struct Held {
    /// Where ratings are.
    pub ledger: Ledger,
    /// Whose cases they are of.
    pub cases: Arc<dyn CaseList>,
}

#[async_trait::async_trait]
impl Holding for Held {
    fn name(&self) -> &'static str {
        RATING
    }

    fn title(&self) -> &'static str {
        "ratings-held"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[RATING]
    }

    fn fields(&self) -> &'static [DataField] {
        const fn field(name: &'static str, words: [&'static str; 3], is_sealed: bool) -> DataField {
            DataField {
                name,
                words,
                source: "GB/T 39735",
                purpose: ["政务服务“好差评”", "政務服務「好差評」", "Rating of services"],
                basis: "优化营商环境条例第四十九条",
                is_sealed,
            }
        }
        const FIELDS: &[DataField] = &[
            field("grade", ["评价等级", "評價等級", "Grade"], false),
            field("tags", ["评价指标", "評價指標", "Tags"], false),
            field("comment", ["评价内容", "評價內容", "Comment"], true),
            field("channel", ["评价渠道", "評價管道", "Channel"], false),
            field("rated_at", ["评价时间", "評價時間", "Rated at"], false),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let mut records = Vec::new();
        for case in self.cases.of_subject(subject).await? {
            let key = rating_key(case);
            let Some((rating, _)) = self.ledger.load::<Rating>(&key).await? else { continue };
            let comment: Option<String> = match &rating.comment {
                None => None,
                Some(sealed) => match self.ledger.vault().open(sealed).await {
                    Err(ledger::VaultError::Erased) => continue,
                    other => Some(other?),
                },
            };
            records.push(Record {
                kind: RATING,
                id: key,
                concluded_on: None,
                data: json!({
                    "grade": rating.grade.map(|it| it.number()),
                    "tags": rating.tags,
                    "comment": comment,
                    "channel": rating.channel.map(|it| it.word()),
                    "rated_at": rating.rated_at,
                }),
                files: Vec::new(),
            });
        }
        Ok(records)
    }
}
