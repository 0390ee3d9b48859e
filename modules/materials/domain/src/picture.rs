//! What the head of a picture says, read without decoding it: a small file can claim a canvas
//! that would fill the memory of whoever opens it, and a photo can tell where somebody lives.

/// The longest side of a picture, in pixels.
pub const SIDE_LIMIT: u32 = 12_000;

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPicture {
    /// Its head cannot be read: it is cut off or damaged.
    #[error("the picture is damaged")]
    Damaged,
    /// A side is longer than [`SIDE_LIMIT`].
    #[error("the picture is too large")]
    TooLarge,
}

impl BadPicture {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "material.damaged",
            Self::TooLarge => "material.too_many_pixels",
        }
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads width and height of a PNG or JPEG picture.
///
/// # Errors
/// [`BadPicture`]; other formats count as damaged.
pub fn check_picture(bytes: &[u8]) -> Result<(u32, u32), BadPicture> {
    let found = if bytes.starts_with(PNG) { png(bytes) } else { jpeg(bytes) };
    let (width, height) = found.ok_or(BadPicture::Damaged)?;
    if width == 0 || height == 0 {
        return Err(BadPicture::Damaged);
    }
    if width > SIDE_LIMIT || height > SIDE_LIMIT {
        return Err(BadPicture::TooLarge);
    }
    Ok((width, height))
}

/// The first chunk of a PNG is IHDR: length 13, width, height.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.get(PNG.len()..PNG.len() + 16)?;
    let number = |at: usize| Some(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?));
    let is_head = number(0)? == 13 && &head[4..8] == b"IHDR";
    is_head.then_some((number(8)?, number(12)?))
}

fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let frame = segments(bytes).find(|it| is_frame(it.marker))?;
    let side = |at: usize| {
        let pair: [u8; 2] = frame.body.get(at..at + 2)?.try_into().ok()?;
        Some(u32::from(u16::from_be_bytes(pair)))
    };
    Some((side(3)?, side(1)?))
}

/// SOF0 to SOF15 without DHT, JPG and DAC.
const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

struct Segment<'a> {
    marker: u8,
    /// The whole segment with its marker and length.
    whole: &'a [u8],
    body: &'a [u8],
}

/// The segments of a JPEG up to the image data.
fn segments(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8]);
    std::iter::from_fn(move || {
        let here = rest?;
        let [0xFF, marker, high, low, ..] = *here else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let is_segment = marker >= 0xC0 && !matches!(marker, 0xD0..=0xDA | 0xFF);
        if !is_segment || length < 2 {
            return None;
        }
        let whole = here.get(..length + 2)?;
        rest = here.get(length + 2..);
        Some(Segment { marker, whole, body: &whole[4..] })
    })
}

/// A JPEG without what a camera wrote about place, time and owner; which side is up is kept.
/// Other files, and JPEGs that carry nothing of the kind, are `None`: they stay as they are.
pub fn without_location(bytes: &[u8]) -> Option<Vec<u8>> {
    // APP1 holds Exif and XMP, APP13 press data, COM anything.
    let is_told = |it: &Segment<'_>| matches!(it.marker, 0xE1 | 0xED | 0xFE);
    if !segments(bytes).any(|it| is_told(&it)) {
        return None;
    }
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(&[0xFF, 0xD8]);
    let mut taken = 2;
    let mut turned = None;
    for segment in segments(bytes) {
        taken += segment.whole.len();
        if segment.marker == 0xE1 && turned.is_none() {
            turned = orientation(segment.body);
            kept.extend(turned.filter(|it| *it > 1).map(only_orientation).unwrap_or_default());
        }
        if !is_told(&segment) {
            kept.extend_from_slice(segment.whole);
        }
    }
    kept.extend_from_slice(bytes.get(taken..)?);
    Some(kept)
}

/// Exif tag 0x0112: which side is up, 1 to 8.
fn orientation(body: &[u8]) -> Option<u8> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let is_big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
        usize::try_from(number).ok()
    };
    let table = long(4)?;
    let entries = usize::from(short(table)?);
    let entry = |index: usize| table.checked_add(2 + index * 12);
    let place = (0..entries).filter_map(entry).find(|at| short(*at) == Some(0x0112))?;
    let side = u8::try_from(short(place + 8)?).ok()?;
    (1..=8).contains(&side).then_some(side)
}

/// An Exif segment with one tag.
fn only_orientation(side: u8) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE1, 0, 34];
    segment.extend_from_slice(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    segment.extend_from_slice(&[side, 0, 0, 0, 0, 0, 0]);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = PNG.to_vec();
        bytes.extend_from_slice(&13u32.to_be_bytes());
        bytes.extend_from_slice(b"IHDR");
        bytes.extend_from_slice(&width.to_be_bytes());
        bytes.extend_from_slice(&height.to_be_bytes());
        bytes
    }

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], body].concat()
    }

    fn jpeg_of(before: &[Vec<u8>], width: u16, height: u16) -> Vec<u8> {
        let [h1, h2] = height.to_be_bytes();
        let [w1, w2] = width.to_be_bytes();
        let frame = segment(0xC0, &[8, h1, h2, w1, w2, 1, 1, 0x11, 0]);
        let scan = segment(0xDA, &[1, 1, 0, 0, 63, 0]);
        [&[0xFF, 0xD8][..], &before.concat(), &frame, &scan, &[1, 2, 3, 0xFF, 0xD9]].concat()
    }

    fn exif(side: u8) -> Vec<u8> {
        let mut body = b"Exif\0\0II\x2A\0\x08\0\0\0\x02\0".to_vec();
        body.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0");
        body.extend_from_slice(&[side, 0, 0, 0]);
        body.extend_from_slice(b"\x25\x88\x04\0\x01\0\0\0\x40\0\0\0\0\0\0\0 26N 119E");
        segment(0xE1, &body)
    }

    #[test]
    fn sides_are_read_from_the_head() {
        assert_eq!(check_picture(&png_of(640, 480)), Ok((640, 480)));
        assert_eq!(check_picture(&jpeg_of(&[exif(6)], 4000, 3000)), Ok((4000, 3000)));
        assert_eq!(check_picture(&png_of(12_001, 1)), Err(BadPicture::TooLarge));
        assert_eq!(check_picture(&jpeg_of(&[], 1, 65_535)), Err(BadPicture::TooLarge));
        assert_eq!(check_picture(&png_of(0, 1)), Err(BadPicture::Damaged));
        assert_eq!(check_picture(&png_of(640, 480)[..20]), Err(BadPicture::Damaged));
        assert_eq!(check_picture(b"\xFF\xD8\xFF\xE0\xFF\xFF"), Err(BadPicture::Damaged));
        assert_eq!(check_picture(b""), Err(BadPicture::Damaged));
    }

    #[test]
    fn a_photo_forgets_the_place_and_stays_upright() {
        let jfif = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        let note = segment(0xFE, b"taken at home");
        for before in [vec![jfif.clone(), exif(6), note.clone()], vec![exif(6), note]] {
            let photo = jpeg_of(&before, 40, 30);
            let kept = without_location(&photo).unwrap();
            assert!(!kept.windows(3).any(|it| it == b"26N"), "the place is gone");
            assert!(!kept.windows(4).any(|it| it == b"home"), "the note is gone");
            assert_eq!(check_picture(&kept), Ok((40, 30)));
            let turned = segments(&kept).find_map(|it| orientation(it.body));
            assert_eq!(turned, Some(6), "which side is up is kept");
            assert!(kept.ends_with(&[1, 2, 3, 0xFF, 0xD9]), "the image itself is untouched");
        }
        assert_eq!(without_location(&jpeg_of(&[jfif], 40, 30)), None);
        assert_eq!(without_location(&png_of(1, 1)), None);
    }

    #[test]
    fn no_cut_makes_it_panic() {
        let photo = jpeg_of(&[exif(6)], 40, 30);
        for end in 0..photo.len() {
            let _ = check_picture(&photo[..end]);
            let _ = without_location(&photo[..end]);
        }
    }
}
