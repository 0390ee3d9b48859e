//! QR codes as small SVG images, the same for pages and for documents.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::RenderError;

/// Width in modules of the empty border that scanners need.
const QUIET: usize = 4;

/// A QR code as an SVG element: one path on white, a `viewBox` and no fixed size, no style. It is
/// hidden from screen readers, because the text stands beside it wherever the product shows one.
///
/// # Errors
/// [`RenderError::QrTooLong`] beyond 2,331 bytes.
pub fn qr_svg(text: &str) -> Result<String, RenderError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| RenderError::QrTooLong { bytes: text.len() })?;
    let side = code.width() + 2 * QUIET;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\" aria-hidden=\"true\" focusable=\"false\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\""
    );
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        push_runs(&mut svg, row + QUIET, modules);
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}

/// Draws each run of dark modules in a row as one rectangle, which keeps the path short.
fn push_runs(svg: &mut String, y: usize, modules: &[Color]) {
    let mut x = QUIET;
    for run in modules.chunk_by(|a, b| a == b) {
        let length = run.len();
        if run.first() == Some(&Color::Dark) {
            // Writing to a string cannot fail.
            let _ = write!(svg, "M{x} {y}h{length}v1h-{length}z");
        }
        x += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_path_with_a_view_box_and_no_style() {
        let svg = qr_svg("https://example.org/verify/TC-7K4M-92XP").unwrap();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 37 37\""));
        assert!(svg.contains("M4 4h7v1h-7z"), "the first finder pattern begins after the border");
        assert!(!svg.contains("style"));
        assert!(svg.len() < 6_000, "{} bytes", svg.len());
    }

    #[test]
    fn a_text_beyond_the_largest_code_is_refused() {
        let error = qr_svg(&"x".repeat(4_000)).unwrap_err();
        assert_eq!(error, RenderError::QrTooLong { bytes: 4_000 });
    }
}
