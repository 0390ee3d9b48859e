//! Lists as comma-separated values (RFC 4180). Every cell is quoted; one that a spreadsheet would
//! take for a formula is neutralised.

/// What begins a formula: in ASCII, as a control character, or in full width.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A list of rows. The mark at the beginning tells spreadsheets that it is UTF-8.
pub(crate) fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = "\u{feff}".to_owned();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|it| cell(it)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_text() {
        let row = vec!["=1+1".to_owned(), "a \"b\", c".to_owned()];
        assert_eq!(csv([row]), "\u{feff}\"'=1+1\",\"a \"\"b\"\", c\"\r\n");
    }
}
