//! Before a file is kept: its name and its content say the same, and it carries nothing but
//! itself.

use bytes::Bytes;

use crate::{FileKind, pdf, picture};

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unclean {
    /// Its name promises something else.
    #[error("name and content do not agree")]
    Name,
    /// It cannot be decoded.
    #[error("it is damaged")]
    Damaged,
    /// It would need too much memory.
    #[error("it is too large when it is unpacked")]
    TooManyPixels,
    /// It runs, sends or carries something.
    #[error("it does more than show a document")]
    Active,
    /// It is another file as well.
    #[error("it is two files in one")]
    TwoInOne,
}

impl FileKind {
    /// Whether a name's ending is one of this kind's. A name without an ending says nothing.
    /// Phones mix up the endings of pictures; pictures are written anew under their own.
    pub fn agrees_with(self, name: &str) -> bool {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let Some((stem, ending)) = last.trim().rsplit_once('.') else { return true };
        let is_said = !stem.is_empty() && !ending.is_empty();
        let ending = ending.to_lowercase();
        match self {
            _ if !is_said => true,
            Self::Pdf => ending == "pdf",
            Self::Jpeg | Self::Png => {
                matches!(ending.as_str(), "jpg" | "jpeg" | "jpe" | "jfif" | "png")
            }
        }
    }
}

/// The bytes to keep of a file that was sent under `name`: pictures are written anew, documents
/// stay as they are. It takes time and memory: call it where that may be.
///
/// # Errors
/// [`Unclean`].
pub fn cleaned(bytes: Bytes, kind: FileKind, name: &str) -> Result<Bytes, Unclean> {
    if !kind.agrees_with(name) {
        return Err(Unclean::Name);
    }
    if kind.is_image() {
        return picture::rewritten(&bytes, kind);
    }
    pdf::check(&bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::DynamicImage::new_rgb8(width, height);
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    }

    fn clean(bytes: &[u8], name: &str) -> Result<Bytes, Unclean> {
        let kind = FileKind::of(bytes).unwrap();
        cleaned(Bytes::copy_from_slice(bytes), kind, name)
    }

    #[test]
    fn what_hides_behind_a_picture_does_not_survive() {
        let with_page = [png(20, 10), b"<script>alert(1)</script>PK\x03\x04".to_vec()].concat();
        let kept = clean(&with_page, "a.png").unwrap();
        assert!(!kept.windows(7).any(|it| it == b"<script"));
        let again = image::load_from_memory(&kept).unwrap();
        assert_eq!((again.width(), again.height()), (20, 10));
    }

    #[test]
    fn a_picture_that_is_cut_or_claims_too_much_is_refused() {
        let whole = png(300, 300);
        assert_eq!(clean(&whole[..whole.len() / 2], "a.png"), Err(Unclean::Damaged));
        let mut huge = whole;
        huge[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        let refused = clean(&huge, "a.png");
        let is_refused = matches!(refused, Err(Unclean::TooManyPixels | Unclean::Damaged));
        assert!(is_refused, "{refused:?}");
    }

    #[test]
    fn documents_that_do_something_are_found_also_when_they_hide_it() {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>").unwrap();
        let packed = packed.finish().unwrap();
        let hidden = [
            &b"%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode /Length 50 >> stream\r\n"[..],
            &packed,
            b"\nendstream endobj\n%%EOF\n",
        ]
        .concat();
        assert_eq!(clean(&hidden, "a.pdf"), Err(Unclean::Active));
        for active in ["/JavaScript", "/J#61vaScript", "/#4aS", "/Launch", "/EmbeddedFiles", "/XFA"]
        {
            let pdf = format!("%PDF-1.7\n1 0 obj << {active} 2 0 R >> endobj\n%%EOF\n");
            assert_eq!(clean(pdf.as_bytes(), "a.pdf"), Err(Unclean::Active), "{active}");
        }
        let archive = b"%PDF-1.7\n%%EOF\nPK\x03\x04\x14\0\0\0";
        assert_eq!(clean(archive, "a.pdf"), Err(Unclean::TwoInOne));
        let page = b"%PDF-1.7\n%%EOF\n<html><script>1</script></html>";
        assert_eq!(clean(page, "a.pdf"), Err(Unclean::TwoInOne));
        assert!(clean(b"%PDF-1.7\n1 0 obj << /JSomething 1 >> endobj\n%%EOF\n", "a.pdf").is_ok());
    }

    #[test]
    fn a_packed_bomb_is_not_unpacked_to_its_end() {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            packed.write_all(&[b' '; 1024 * 1024]).unwrap();
        }
        let bomb = [
            &b"%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n"[..],
            &packed.finish().unwrap(),
            b"\nendstream endobj\n%%EOF\n",
        ]
        .concat();
        assert!(bomb.len() < 200_000);
        assert_eq!(clean(&bomb, "a.pdf"), Err(Unclean::TooManyPixels));
    }

    #[test]
    fn name_and_content_say_the_same() {
        for (name, agrees) in [
            ("a.pdf", true),
            ("A.PDF", true),
            ("a", true),
            ("a.exe", false),
            ("a.pdf.exe", false),
            ("a.html", false),
            ("a.jpg", false),
            ("folder.exe/a.pdf", true),
            ("a.\u{202e}fdp", false),
        ] {
            assert_eq!(FileKind::Pdf.agrees_with(name), agrees, "{name}");
        }
        assert!(FileKind::Jpeg.agrees_with("photo.png") && !FileKind::Png.agrees_with("a.svg"));
    }
}
