//! Looks at the laid-out pages before they are written: characters that no font could show, marks
//! that would falsify what is shown, text that runs off the page.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// The first character that was set as a box or must not be set, in reading order.
pub(crate) fn first_missing(document: &PagedDocument) -> Option<char> {
    document.pages().iter().find_map(|page| in_frame(&page.frame))
}

fn in_frame(frame: &Frame) -> Option<char> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Group(group) => in_frame(&group.frame),
        FrameItem::Text(text) => in_text(text),
        _ => None,
    })
}

/// Glyph 0 is a font's sign for "I do not have this".
fn in_text(text: &TextItem) -> Option<char> {
    let unwanted = text.text.chars().find(|c| is_unwanted(*c));
    unwanted.or_else(|| {
        let glyph = text.glyphs.iter().find(|glyph| glyph.id == 0)?;
        // A combining mark shares its glyph's place with the character before it, so look on.
        let rest = text.text.get(glyph.range().start..).unwrap_or_default();
        let absent = rest.chars().find(|c| text.font.ttf().glyph_index(*c).is_none());
        absent.or(rest.chars().next()).or(Some(char::REPLACEMENT_CHARACTER))
    })
}

/// Invisible marks: those that change the direction of text, and the byte order mark, which
/// archivable PDF forbids.
fn is_unwanted(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The number of the first page on which text begins or ends outside the paper.
pub(crate) fn first_overfull(document: &PagedDocument) -> Option<usize> {
    let pages = document.pages().iter();
    let found = pages
        .zip(1..)
        .find(|(page, _)| runs_off(&page.frame, Transform::identity(), page.frame.size()));
    found.map(|(_, number)| number)
}

fn runs_off(frame: &Frame, placed: Transform, paper: Size) -> bool {
    frame.items().any(|(at, item)| match item {
        FrameItem::Group(group) => {
            let moved = placed.pre_concat(Transform::translate(at.x, at.y));
            runs_off(&group.frame, moved.pre_concat(group.transform), paper)
        }
        FrameItem::Text(text) => {
            let end = *at + Point::with_x(text.width());
            [*at, end].into_iter().any(|point| !is_on(paper, point.transform(placed)))
        }
        _ => false,
    })
}

fn is_on(paper: Size, point: Point) -> bool {
    let within = |place: Abs, room: Abs| place >= Abs::zero() && place <= room;
    within(point.x, paper.x) && within(point.y, paper.y)
}
