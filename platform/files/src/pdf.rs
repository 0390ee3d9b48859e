//! PDF documents that do something, or carry something. Names are read with their escapes, and
//! objects inside compressed streams are looked at as well, within limits.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::Unclean;

/// What a paper does not need.
const WORDS: [&[u8]; 10] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
];
/// Bytes of one unpacked stream that are looked at, and of all together.
const STREAM: u64 = 8 * 1024 * 1024;
const STREAMS: usize = 64 * 1024 * 1024;
/// After the end of a document there is next to nothing.
const TAIL: usize = 1024;

pub(crate) fn check(pdf: &[u8]) -> Result<(), Unclean> {
    if has_word(pdf) {
        return Err(Unclean::Active);
    }
    if is_two_in_one(pdf) {
        return Err(Unclean::TwoInOne);
    }
    let mut unpacked = 0;
    for stream in object_streams(pdf) {
        let mut bytes = Vec::new();
        let mut packed = ZlibDecoder::new(stream).take(STREAM + 1);
        // What cannot be unpacked cannot be read by a viewer either; what came out is looked at.
        let _ = packed.read_to_end(&mut bytes);
        unpacked += bytes.len();
        if bytes.len() as u64 > STREAM || unpacked > STREAMS {
            return Err(Unclean::TooManyPixels);
        }
        if has_word(&bytes) {
            return Err(Unclean::Active);
        }
    }
    Ok(())
}

/// Whether one of the names stands there, also as `/J#61vaScript`.
fn has_word(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|it| *it == b'/') {
        rest = &rest[at + 1..];
        if WORDS.contains(&&name(rest)[..]) {
            return true;
        }
    }
    false
}

/// The name at the beginning, without escapes; longer ones are none of ours.
fn name(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(16);
    let mut rest = bytes;
    while name.len() <= 14 {
        match rest {
            [b'#', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |it: u8| (it as char).to_digit(16).unwrap_or(0) as u8;
                name.push(digit(*high) * 16 + digit(*low));
                rest = &rest[3..];
            }
            [letter, ..] if letter.is_ascii_alphanumeric() => {
                name.push(*letter);
                rest = &rest[1..];
            }
            _ => break,
        }
    }
    name
}

/// Whether it is an archive or a page as well, for those who read it from the other end.
fn is_two_in_one(pdf: &[u8]) -> bool {
    let has = |word: &[u8]| pdf.windows(word.len()).any(|it| it == word);
    if has(b"PK\x05\x06") || has(b"PK\x03\x04") {
        return true;
    }
    let end = pdf.windows(5).rposition(|it| it == b"%%EOF").map(|at| at + 5);
    let tail = end.and_then(|at| pdf.get(at..)).unwrap_or_default();
    let is_text = |it: &u8| !it.is_ascii_whitespace() && *it != 0;
    tail.len() > TAIL || tail.iter().any(is_text)
}

/// The packed streams that hold objects.
fn object_streams(pdf: &[u8]) -> impl Iterator<Item = &[u8]> {
    const HEAD: usize = 600;
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let found = pdf.get(from..)?.windows(6).position(|it| it == b"stream")? + from;
            from = found + 6;
            let head = &pdf[found.saturating_sub(HEAD)..found];
            let dictionary = match head.windows(4).rposition(|it| it == b" obj") {
                Some(at) => &head[at..],
                None => head,
            };
            let has = |word: &[u8]| dictionary.windows(word.len()).any(|it| it == word);
            if has(b"ObjStm") {
                let body = pdf.get(from..)?;
                let skipped = body.iter().take(2).take_while(|it| matches!(**it, b'\r' | b'\n'));
                return body.get(skipped.count()..);
            }
        }
    })
}
