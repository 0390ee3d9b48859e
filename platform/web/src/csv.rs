//! Lists as comma-separated values (RFC 4180). Every cell is quoted. A cell that a spreadsheet would
//! take for a formula is neutralised (OWASP ASVS 5.0, 1.2.10).

/// What begins a formula: in ASCII, as a control character, or in full width.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A list, row by row.
#[derive(Debug, Clone)]
pub struct Csv(String);

impl Csv {
    /// A list with these columns. The mark at the beginning tells spreadsheets that it is UTF-8.
    pub fn new<T: AsRef<str>>(columns: &[T]) -> Self {
        let mut list = Self("\u{feff}".to_owned());
        list.row(columns);
        list
    }

    /// One more row.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, text: &str) {
        self.0.push('"');
        if text.starts_with(FORMULA) {
            self.0.push('\'');
        }
        for c in text.chars() {
            if c == '"' {
                self.0.push('"');
            }
            self.0.push(c);
        }
        self.0.push('"');
    }

    /// What a cell said before [`Csv::row`] kept it from being a formula, for lists that come back.
    pub fn plain(cell: &str) -> &str {
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
    }

    /// The file, as `text/csv; charset=utf-8`.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a file as a spreadsheet does.
    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').unwrap();
        let (mut rows, mut row, mut cell, mut is_quoted) = (vec![], vec![], String::new(), false);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match (c, is_quoted) {
                ('"', true) if chars.peek() == Some(&'"') => cell.extend(chars.next()),
                ('"', _) => is_quoted = !is_quoted,
                (',', false) => row.push(std::mem::take(&mut cell)),
                ('\r', false) => assert_eq!(chars.peek(), Some(&'\n'), "a row ends with CR LF"),
                ('\n', false) => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                (c, _) => cell.push(c),
            }
        }
        assert!(row.is_empty() && cell.is_empty() && !is_quoted, "the last row is whole");
        rows
    }

    #[test]
    fn no_cell_is_a_formula_whatever_it_begins_with() {
        let wicked = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1",
            "=HYPERLINK(\"http://x\",\"a\")",
            "=cmd|' /C calc'!A0",
        ];
        let mut list = Csv::new(&["reference"]);
        for cell in wicked {
            list.row(&[cell]);
        }
        let rows = read(&list.into_bytes());
        assert_eq!(rows.len(), wicked.len() + 1);
        for (row, cell) in rows.iter().skip(1).zip(wicked) {
            assert_eq!(row, &[format!("'{cell}")]);
        }
    }

    #[test]
    fn everything_else_reads_back_as_it_was() {
        let cells =
            ["", "食品经营许可", "a,b", "say \"yes\"", "two\nlines", "1-2", "a=b", "'x", ","];
        let mut list = Csv::new(&cells);
        list.row(&cells);
        assert_eq!(read(&list.into_bytes()), [cells, cells]);
    }
}
