//! Pictures are decoded within limits and written anew: what stood beside the pixels (place, time,
//! owner, another file hidden behind) is gone, and what cannot be decoded is not kept.

use std::io::Cursor;

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
};

use crate::{FileKind, Unclean};

/// The longest side, in pixels.
const SIDE: u32 = 12_000;
/// A picture takes no more memory than this while it is decoded: 36 megapixels in colour.
const MEMORY: u64 = 112 * 1024 * 1024;
/// As good as phones write them.
const QUALITY: u8 = 88;

pub(crate) fn rewritten(bytes: &[u8], kind: FileKind) -> Result<Bytes, Unclean> {
    let format = if kind == FileKind::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unclean)?;
    let (width, height) = decoder.dimensions();
    if width > SIDE || height > SIDE || decoder.total_bytes() > MEMORY {
        return Err(Unclean::TooManyPixels);
    }
    let turned = decoder.orientation().map_err(unclean)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unclean)?;
    picture.apply_orientation(turned);
    let mut out = Vec::new();
    let written = match format {
        ImageFormat::Png => picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png),
        _ => JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.to_rgb8()),
    };
    written.map_err(unclean)?;
    Ok(out.into())
}

fn unclean(error: image::ImageError) -> Unclean {
    match error {
        image::ImageError::Limits(_) => Unclean::TooManyPixels,
        _ => Unclean::Damaged,
    }
}
