//! How the materials of a guide are shown.

use catalogue_domain::{
    Definition, Facts,
    condition::Scope,
    definition::{FileKind, MaterialRequirement, MaterialSource, Need},
};
use kernel::LocalText;
use organisations_domain::Directory;
use web::Visitor;

/// A row of the table of materials.
pub(super) struct MaterialRow {
    pub name: LocalText,
    pub hint: Option<LocalText>,
    pub tag_kind: &'static str,
    pub tag: String,
    /// Why it is asked for although government holds it.
    pub again: Option<LocalText>,
    /// In which case it is needed.
    pub when: Option<String>,
    /// Kinds and size of the file.
    pub file: Option<String>,
    pub basis: LocalText,
}

/// Makes rows for one reader.
pub(super) struct Rows<'a> {
    pub visitor: &'a Visitor,
    pub directory: &'a dyn Directory,
    pub definition: &'a Definition,
    /// Whether the rows are for one case, so that conditions have been decided.
    pub is_personal: bool,
}

impl Rows<'_> {
    /// The row of a material.
    pub fn row(&self, material: &MaterialRequirement) -> MaterialRow {
        let (tag_kind, tag) = self.tag(material);
        let when = material.when.as_ref().filter(|_| !self.is_personal);
        MaterialRow {
            name: material.name.clone(),
            hint: material.hint.clone(),
            tag_kind,
            tag,
            again: material.ask_again_basis.clone(),
            when: when.map(|_| self.when(material)),
            file: self.file(material),
            basis: material.basis.clone(),
        }
    }

    fn tag(&self, material: &MaterialRequirement) -> (&'static str, String) {
        let t = |key: &str| self.visitor.t(key).to_owned();
        match (material.source, material.need) {
            (MaterialSource::Generated, _) => ("good", t("catalogue-material-generated")),
            (MaterialSource::Government, _) => ("good", self.waived(material)),
            (MaterialSource::Applicant, Need::Required) => ("warn", t("catalogue-material-needed")),
            (MaterialSource::Applicant, Need::Tolerable) => {
                ("info", t("catalogue-material-tolerable"))
            }
            (MaterialSource::Applicant, Need::Optional) => {
                ("plain", t("catalogue-material-optional"))
            }
        }
    }

    fn waived(&self, material: &MaterialRequirement) -> String {
        let issuer = material.issuer.as_deref().and_then(|id| self.directory.authority(id));
        match issuer {
            Some(issuer) => {
                let name = issuer.short.get(self.visitor.lang);
                self.visitor.tr("catalogue-material-waived-from", &[("name", &name)])
            }
            None => self.visitor.t("catalogue-material-waived").to_owned(),
        }
    }

    /// The answers for which it is needed, if one question decides; else that it depends.
    fn when(&self, material: &MaterialRequirement) -> String {
        match self.deciding(material) {
            Some(labels) if !labels.is_empty() => {
                let answers = labels.join(self.visitor.t("catalogue-or"));
                self.visitor.tr("catalogue-material-when", &[("answers", &answers)])
            }
            _ => self.visitor.t("catalogue-material-depends").to_owned(),
        }
    }

    fn deciding(&self, material: &MaterialRequirement) -> Option<Vec<&str>> {
        let condition = material.when.as_ref()?;
        let first = condition.references().first()?;
        let is_one = condition
            .references()
            .iter()
            .all(|it| it.scope == Scope::Situation && it.id == first.id);
        let situations = &self.definition.situations;
        let situation = situations.iter().find(|it| it.id == first.id).filter(|_| is_one)?;
        let holds = |value: &str| {
            let mut facts = Facts::default();
            facts.situation.insert(situation.id.clone(), value.to_owned());
            condition.holds(&facts)
        };
        let options = situation.options.iter().filter(|option| holds(&option.value));
        Some(options.map(|option| option.label.get(self.visitor.lang)).collect())
    }

    fn file(&self, material: &MaterialRequirement) -> Option<String> {
        if !material.is_uploaded() || material.accepts.is_empty() {
            return None;
        }
        let kind = |kind: &FileKind| match kind {
            FileKind::Pdf => "PDF",
            FileKind::Image => self.visitor.t("catalogue-file-image"),
        };
        let kinds: Vec<_> = material.accepts.iter().map(kind).collect();
        let kinds = kinds.join(self.visitor.t("catalogue-or"));
        Some(match material.max_mb {
            Some(mb) => self.visitor.tr("catalogue-file-limit", &[("kinds", &kinds), ("mb", &mb)]),
            None => kinds,
        })
    }
}
