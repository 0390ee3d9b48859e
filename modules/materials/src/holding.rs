//! What applicants handed in, for themselves.

use std::sync::Arc;

use forms_domain::ApplicationList;
use kernel::id::{ApplicationId, MaterialId, SubjectId};
use materials_domain::{Folder, How};
use module::{DataField, HeldFile, Holding, Record};
use serde_json::json;

use crate::{problem::Problem, service::Folders};

/// It is kept with its case.
const FOLDER: &str = "materials.folder";

/// Folders and their files.
pub(crate) struct Held {
    pub folders: Folders,
    pub applications: Arc<dyn ApplicationList>,
}

impl Held {
    async fn record(&self, id: ApplicationId, folder: &Folder) -> anyhow::Result<Record> {
        let (mut materials, mut files) = (Vec::new(), Vec::new());
        let since = self.folders.restorable_since();
        let removed = folder.removed.iter().filter(|it| it.at > since).map(|it| &it.material);
        for it in folder.materials.iter().chain(removed) {
            let name = self.folders.file_name(&it.how).await.map_err(told)?;
            if let (How::File { .. }, Some(name)) = (&it.how, &name) {
                files.push(HeldFile { id: format!("{id}/{}", it.id), name: name.clone() });
            }
            let (how, number) = match &it.how {
                How::File { .. } => ("file", None),
                How::Licence { number, .. } => ("licence", Some(number)),
                How::Paper => ("paper", None),
                How::Later => ("later", None),
            };
            materials.push(json!({
                "id": it.id,
                "requirement": it.requirement,
                "how": how,
                "name": name,
                "licence_number": number,
                "at": it.at,
                "is_removed": folder.find(it.id).is_none(),
            }));
        }
        Ok(Record {
            kind: FOLDER,
            id: id.to_string(),
            concluded_on: None,
            data: json!({ "materials": materials, "verdicts": folder.verdicts }),
            files,
        })
    }
}

fn told(problem: Problem) -> anyhow::Error {
    anyhow::anyhow!(materials_domain::MaterialError::from(problem))
}

#[async_trait::async_trait]
impl Holding for Held {
    fn name(&self) -> &'static str {
        FOLDER
    }

    fn title(&self) -> &'static str {
        "materials-held"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[FOLDER]
    }

    fn fields(&self) -> &'static [DataField] {
        const MATERIALS: DataField = DataField {
            name: "materials",
            words: ["申请材料（含文件）", "申請材料（含檔案）", "Materials with their files"],
            source: "GB/T 33190、GB/T 36901、GB/T 36902",
            purpose: ["办理申请的事项", "辦理申請的事項", "Handling what was applied for"],
            basis: "个人信息保护法第三十四条；各事项的设定依据",
            is_sealed: true,
        };
        const VERDICTS: DataField = DataField {
            name: "verdicts",
            words: ["材料审查意见", "材料審查意見", "Verdicts on materials"],
            source: "–",
            is_sealed: false,
            ..MATERIALS
        };
        &[MATERIALS, VERDICTS]
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let ledger = self.folders.ledger();
        let mut records = Vec::new();
        for id in self.applications.of_subject(subject).await? {
            if ledger.vault().is_record_erased(subject, &id.record()).await? {
                continue;
            }
            let Some((folder, _)) = ledger.load::<Folder>(id).await? else { continue };
            records.push(self.record(id, &folder).await?);
        }
        Ok(records)
    }

    async fn file(&self, subject: SubjectId, id: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let Some((application, material)) = id.split_once('/') else { return Ok(None) };
        let application: ApplicationId = application.parse()?;
        let material: MaterialId = material.parse()?;
        if !self.applications.of_subject(subject).await?.contains(&application) {
            return Ok(None);
        }
        let found = self.folders.ledger().load::<Folder>(application).await?;
        let Some((folder, _)) = found else { return Ok(None) };
        match self.folders.bytes(&folder, material).await {
            Ok(file) => Ok(Some(file.bytes)),
            Err(Problem::Unknown | Problem::Vault(ledger::VaultError::Erased)) => Ok(None),
            Err(problem) => Err(told(problem)),
        }
    }
}
