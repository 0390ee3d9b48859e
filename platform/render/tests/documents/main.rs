//! Whole documents: the two general templates in three languages, the limits, the errors. The
//! PDFs are left in the test's folder below `target/tmp` for whoever wants to look at them.

#[cfg(test)]
mod samples;

use std::fs;
use std::path::Path;

use render::{
    Document, DocumentIdentity, FontSource, MAX_DATA_BYTES, RenderError, Renderer, Template,
};
use serde_json::{Value, json};

static PLAIN: Template = Template {
    name: "plain",
    source: "#import \"base.typ\": *\n#let data = json(\"data.json\")\n\
             #show: sheet.with(title: data.title)\n#heading-line(data.title)\n",
};

fn renderer() -> Renderer {
    Renderer::new(FontSource::Shipped)
}

fn plain(template: &'static Template, data: Value) -> Document<'static> {
    let fixed = DocumentIdentity { id: "plain".into(), at: jiff::Timestamp::UNIX_EPOCH };
    Document { template, data, lang: kernel::Lang::ZhHans, fixed }
}

fn contains(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn every_sample_becomes_an_archivable_tagged_pdf_and_the_same_bytes_again() {
    let samples = [
        ("licence", samples::licence()),
        ("licence-en", samples::licence_english()),
        ("letter", samples::letter()),
        ("letter-zh-hant", samples::letter_traditional()),
        ("letter-en", samples::letter_english()),
    ];
    let first = renderer();
    for (name, document) in samples {
        let pdf = first.pdf(&document).unwrap();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
        fs::write(file, &pdf).unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{name}");
        assert!(contains(&pdf, "<pdfaid:part>2</pdfaid:part>"), "{name} is PDF/A-2");
        assert!(contains(&pdf, "<pdfuaid:part>1</pdfuaid:part>"), "{name} is PDF/UA-1");
        assert!(contains(&pdf, "/StructTreeRoot"), "{name} is tagged");
        assert!(pdf.len() < 300_000, "{name} has {} bytes", pdf.len());
        assert!(pdf == renderer().pdf(&document).unwrap(), "{name} differs the second time");
    }
}

#[test]
fn documents_made_at_the_same_time_do_not_disturb_each_other() {
    let renderer = renderer();
    let alone = renderer.pdf(&samples::licence()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            let other = renderer.clone();
            scope.spawn(move || other.pdf(&samples::letter()).unwrap());
        }
        for _ in 0..3 {
            assert!(renderer.pdf(&samples::licence()).unwrap() == alone);
        }
    });
}

#[test]
fn identity_and_data_change_the_bytes() {
    let renderer = renderer();
    let data = json!({ "title": "收件凭证" });
    let first = renderer.pdf(&plain(&PLAIN, data.clone())).unwrap();
    let mut other = plain(&PLAIN, data);
    other.fixed.id = "another".into();
    assert_ne!(first, renderer.pdf(&other).unwrap());
    assert_ne!(first, renderer.pdf(&plain(&PLAIN, json!({ "title": "受理通知书" }))).unwrap());
}

#[test]
fn a_character_without_a_glyph_is_an_error_and_never_a_box() {
    let mut data = samples::licence_data();
    data.rows[0].value = "老渡口🍜面馆".to_owned();
    let document = samples::as_licence(&data);
    assert_eq!(renderer().pdf(&document), Err(RenderError::MissingGlyph('🍜')));
}

#[test]
fn rare_but_shipped_characters_are_set_also_in_headings() {
    // 亓 and 翀 are not in the bold face; 㛃 and 𬭎 are name characters outside GB 2312.
    for name in ["亓翀", "㛃𬭎", "歐陽龢", "Lǚ Òu"] {
        let rendered = renderer().pdf(&plain(&PLAIN, json!({ "title": name })));
        assert!(rendered.is_ok(), "{name}: {:?}", rendered.err());
    }
}

#[test]
fn what_cannot_be_set_is_named() {
    let cases = [
        ("龘靐", '龘'),
        ("张\u{301}", '\u{301}'),
        ("王\u{1}五", '\u{1}'),
        ("王\u{202e}五", '\u{202e}'),
        ("王\u{feff}五", '\u{feff}'),
        ("\u{e000}", '\u{e000}'),
    ];
    for (title, culprit) in cases {
        let error = renderer().pdf(&plain(&PLAIN, json!({ "title": title }))).unwrap_err();
        assert_eq!(error, RenderError::MissingGlyph(culprit), "{title:?}");
    }
}

#[test]
fn markup_in_data_is_only_text() {
    let title = "#panic(\"no\") *bold* $x$ \\ <label> @ref // comment";
    assert!(renderer().pdf(&plain(&PLAIN, json!({ "title": title }))).is_ok());
}

#[test]
fn too_much_data_is_refused_before_it_is_laid_out() {
    let long = "长".repeat(MAX_DATA_BYTES / 3 + 1);
    let error = renderer().pdf(&plain(&PLAIN, json!({ "title": long }))).unwrap_err();
    assert!(matches!(error, RenderError::TooLarge { limit: MAX_DATA_BYTES, .. }));
    let lines = "行\n".repeat(MAX_DATA_BYTES / 80);
    let error = renderer().pdf(&plain(&PLAIN, json!({ "title": lines }))).unwrap_err();
    assert_eq!(error.code(), "render.too_large");
}

#[test]
fn a_document_may_not_grow_without_end() {
    static ENDLESS: Template = Template {
        name: "endless",
        source: "#set document(title: \"x\")\n#for _ in range(101) { pagebreak(weak: false) }",
    };
    let error = renderer().pdf(&plain(&ENDLESS, json!({}))).unwrap_err();
    assert_eq!(error, RenderError::TooManyPages { pages: 102, limit: 100 });
}

#[test]
fn a_template_error_names_file_and_line() {
    static BROKEN: Template =
        Template { name: "broken", source: "#let data = json(\"data.json\")\n#data.missing" };
    let RenderError::Template { name, message } =
        renderer().pdf(&plain(&BROKEN, json!({}))).unwrap_err()
    else {
        panic!("another error")
    };
    assert_eq!(name, "broken");
    assert!(message.starts_with("main.typ:2: "), "{message}");
}

#[test]
fn a_template_sees_no_other_files_and_no_packages() {
    static FILE: Template = Template { name: "file", source: "#read(\"/etc/hostname\")" };
    static PACKAGE: Template =
        Template { name: "package", source: "#import \"@preview/example:0.1.0\": *" };
    for template in [&FILE, &PACKAGE] {
        let error = renderer().pdf(&plain(template, json!({}))).unwrap_err();
        assert_eq!(error.code(), "render.template", "{error}");
    }
}

#[test]
fn text_that_would_run_off_the_page_is_an_error() {
    static WIDE: Template = Template {
        name: "wide",
        source: "#set document(title: \"x\")\n#box(width: 900pt, align(right)[lost])",
    };
    let error = renderer().pdf(&plain(&WIDE, json!({}))).unwrap_err();
    assert_eq!(error, RenderError::OffPage { name: "wide", page: 1 });
}

#[test]
fn a_long_run_breaks_inside_its_column() {
    let mut data = samples::licence_data();
    data.rows[0].value = "0123456789abcdef".repeat(12);
    assert!(renderer().pdf(&samples::as_licence(&data)).is_ok());
}

#[test]
fn an_address_too_long_for_a_code_is_an_error() {
    let data = json!({ "title": "x", "verify": { "address": "a".repeat(3_000) } });
    let error = renderer().pdf(&plain(&PLAIN, data)).unwrap_err();
    assert_eq!(error, RenderError::QrTooLong { bytes: 3_000 });
}

#[test]
fn a_font_folder_comes_first_and_a_wrong_one_is_told() {
    let nowhere = Renderer::new(FontSource::Directory("no/such/folder".into()));
    assert_eq!(nowhere.check().unwrap_err().code(), "render.fonts");
    let empty =
        Renderer::new(FontSource::Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/src").into()));
    assert_eq!(empty.check().unwrap_err().code(), "render.fonts");
    let folder =
        Renderer::new(FontSource::Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts").into()));
    assert_eq!(folder.pdf(&samples::licence()), renderer().pdf(&samples::licence()));
}
