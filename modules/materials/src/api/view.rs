//! A folder as the API shows it.

use materials_domain::{How, Material, missing};
use serde::Serialize;

use crate::service::Matter;

/// All materials of an application, and what is missing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FolderView {
    /// The application.
    application: String,
    /// What is there, in the order in which it came.
    materials: Vec<MaterialView>,
    /// The requirements that are still to be met before it can be handed in.
    missing: Vec<String>,
    /// The requirements that may follow after acceptance.
    may_follow: Vec<String>,
}

/// One material.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MaterialView {
    /// Its id.
    id: String,
    /// The requirement that it is for.
    requirement: String,
    /// `file`, `licence`, `paper` or `later`.
    how: &'static str,
    /// How far it can be trusted, `a` to `d`.
    trust: &'static str,
    /// MIME type of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    mime: Option<String>,
    /// Size of a file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    size_bytes: Option<u64>,
    /// Number of a licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence_number: Option<String>,
    /// When it came.
    at: String,
}

impl FolderView {
    pub fn of(matter: &Matter) -> Self {
        let requirements = matter.requirements();
        let ids = |tolerable: bool| -> Vec<String> {
            let found = missing(&matter.folder, &requirements, tolerable);
            found.into_iter().map(|it| it.id.clone()).collect()
        };
        let missing = ids(false);
        let may_follow = ids(true).into_iter().filter(|it| !missing.contains(it)).collect();
        Self {
            application: matter.id.to_string(),
            materials: matter.folder.materials.iter().map(MaterialView::of).collect(),
            missing,
            may_follow,
        }
    }
}

impl MaterialView {
    pub fn of(material: &Material) -> Self {
        use materials_domain::Trust;
        let mut view = Self {
            id: material.id.to_string(),
            requirement: material.requirement.clone(),
            how: "file",
            trust: match material.trust {
                Trust::A => "a",
                Trust::B => "b",
                Trust::C => "c",
                Trust::D => "d",
            },
            mime: None,
            size_bytes: None,
            licence_number: None,
            at: material.at.to_string(),
        };
        match &material.how {
            How::File { mime, size_bytes, .. } => {
                view.mime = Some(mime.clone());
                view.size_bytes = Some(*size_bytes);
            }
            How::Licence { number, .. } => {
                view.how = "licence";
                view.licence_number = Some(number.clone());
            }
            How::Paper => view.how = "paper",
            How::Later => view.how = "later",
        }
        view
    }
}
