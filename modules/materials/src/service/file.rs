//! Which files are taken. What a file is, its content says; its name and its declared type are the
//! sender's words.

use catalogue_domain::definition::{FileKind as Wanted, MaterialRequirement};
use files::FileKind;
use materials_domain::check_picture;

use crate::problem::FileRefusal;

/// A file is not larger than this, in megabytes, unless its requirement says less or more.
const USUAL_MB: u64 = 10;
const MB: usize = 1024 * 1024;
/// No name is longer than this, in characters.
const NAME_LENGTH: usize = 80;

/// The greatest size of a file for a requirement, in megabytes, on a site that takes `site_mb`.
pub(crate) fn limit_mb(requirement: &MaterialRequirement, site_mb: u64) -> u64 {
    requirement.max_mb.map_or(USUAL_MB, u64::from).min(site_mb.max(1))
}

/// The kind of a file that a requirement takes.
///
/// # Errors
/// [`FileRefusal`].
pub(crate) fn check(
    requirement: &MaterialRequirement,
    bytes: &[u8],
    site_mb: u64,
) -> Result<FileKind, FileRefusal> {
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    let limit = limit_mb(requirement, site_mb);
    if bytes.len() > usize::try_from(limit).unwrap_or(usize::MAX).saturating_mul(MB) {
        return Err(FileRefusal::TooLarge(limit));
    }
    let kind = FileKind::of(bytes).ok_or(FileRefusal::Kind)?;
    let wanted = if kind.is_image() { Wanted::Image } else { Wanted::Pdf };
    if !requirement.accepts.is_empty() && !requirement.accepts.contains(&wanted) {
        return Err(if kind.is_image() { FileRefusal::OnlyPdf } else { FileRefusal::OnlyImage });
    }
    if kind.is_image() {
        check_picture(bytes).map_err(FileRefusal::Picture)?;
    } else if runs_something(bytes) {
        return Err(FileRefusal::Program);
    }
    Ok(kind)
}

/// Whether a PDF says that it runs a script or a program. What it hides in a compressed part is
/// not found here; therefore files are also served so that nothing in them runs on our pages.
fn runs_something(pdf: &[u8]) -> bool {
    let has = |word: &[u8]| pdf.windows(word.len()).any(|it| it == word);
    has(b"/JavaScript") || has(b"/Launch")
}

/// A name that can be shown and sent: without folders, control characters and marks that turn the
/// direction of writing.
pub(crate) fn safe_name(sent: &str, instead: &str, kind: FileKind) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let clean: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let stem = clean.rsplit_once('.').map_or(clean.as_str(), |(stem, _)| stem);
    let stem: String = stem.trim().trim_matches('.').chars().take(NAME_LENGTH).collect();
    let stem = if stem.is_empty() { instead } else { &stem };
    format!("{stem}.{}", kind.ending())
}

#[cfg(test)]
mod tests {
    use catalogue_domain::definition::{MaterialSource, Need};
    use kernel::LocalText;

    use super::*;

    fn requirement() -> MaterialRequirement {
        MaterialRequirement {
            id: "layout-plan".into(),
            name: LocalText::same("layout plan"),
            basis: LocalText::default(),
            hint: None,
            source: MaterialSource::Applicant,
            issuer: None,
            licence_type: None,
            data_resource: None,
            ask_again_basis: None,
            need: Need::Required,
            when: None,
            accepts: Vec::new(),
            max_mb: Some(1),
            checks: Vec::new(),
        }
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend_from_slice(&width.to_be_bytes());
        bytes.extend_from_slice(&height.to_be_bytes());
        bytes
    }

    #[test]
    fn what_is_no_document_is_refused_whatever_it_is_called() {
        let oversize = [b"%PDF-1.7 ".to_vec(), vec![b' '; MB]].concat();
        let corpus: [(&str, Vec<u8>, &str); 16] = [
            ("nothing.pdf", Vec::new(), "material.empty"),
            ("program.pdf", b"MZ\x90\0\x03\0\0\0 program".to_vec(), "material.kind"),
            ("program.jpg", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec(), "material.kind"),
            ("script.pdf", b"#!/bin/sh\nrm -rf /\n".to_vec(), "material.kind"),
            ("picture.svg", b"<svg xmlns='x' onload='alert(1)'/>".to_vec(), "material.kind"),
            ("page.html", b"<!doctype html><script>1</script>".to_vec(), "material.kind"),
            ("page.pdf", b"<html><body>%PDF-1.7</body></html>".to_vec(), "material.kind"),
            ("archive.zip", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), "material.kind"),
            ("letter.docx", b"PK\x03\x04\x14\0\x06\0\x08\0word/".to_vec(), "material.kind"),
            ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "material.kind"),
            ("moving.gif", b"GIF89a\x01\0\x01\0".to_vec(), "material.kind"),
            ("big.pdf", oversize, "material.too_large"),
            ("bomb.png", png(50_000, 50_000), "material.too_many_pixels"),
            ("cut.png", png(10, 10)[..18].to_vec(), "material.damaged"),
            ("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), "material.damaged"),
            ("runs.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >>".to_vec(), "material.program"),
        ];
        for (name, bytes, code) in corpus {
            let refused = check(&requirement(), &bytes, 20).map_err(FileRefusal::code);
            assert_eq!(refused, Err(code), "{name}");
        }
    }

    #[test]
    fn documents_and_photos_are_taken_by_content() {
        let pdf = b"%PDF-1.7 text";
        assert_eq!(check(&requirement(), pdf, 20), Ok(FileKind::Pdf));
        assert_eq!(check(&requirement(), &png(640, 480), 20), Ok(FileKind::Png));
        let photos = MaterialRequirement { accepts: vec![Wanted::Image], ..requirement() };
        assert_eq!(check(&photos, pdf, 20), Err(FileRefusal::OnlyImage));
        let papers = MaterialRequirement { accepts: vec![Wanted::Pdf], ..requirement() };
        assert_eq!(check(&papers, &png(640, 480), 20), Err(FileRefusal::OnlyPdf));
    }

    #[test]
    fn the_smaller_limit_counts() {
        assert_eq!(limit_mb(&requirement(), 20), 1);
        let usual = MaterialRequirement { max_mb: None, ..requirement() };
        assert_eq!(limit_mb(&usual, 20), 10);
        assert_eq!(limit_mb(&usual, 4), 4);
    }

    #[test]
    fn names_are_made_harmless() {
        for (sent, shown) in [
            ("布局图.jpeg", "布局图.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\files\\plan.exe", "plan.pdf"),
            ("a\u{202E}fdp.exe\r\nSet-Cookie: x", "afdp.pdf"),
            ("...", "layout-plan.pdf"),
            ("", "layout-plan.pdf"),
        ] {
            assert_eq!(safe_name(sent, "layout-plan", FileKind::Pdf), shown, "{sent:?}");
        }
        let long = safe_name(&"长".repeat(500), "x", FileKind::Png);
        assert_eq!(long.chars().count(), NAME_LENGTH + 4);
    }
}
