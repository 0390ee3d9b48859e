//! Tables as files: XLSX and CSV, out and in, within limits. What the cells mean is another
//! matter: `catalogue_domain::interchange::sheet`.

use std::io::{Cursor, Read as _, copy, sink};

use calamine::{DataRef, Reader as _, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::Workbook;
use web::Csv;

/// The greatest file, in bytes.
pub(crate) const MAX_BYTES: usize = 5 * 1024 * 1024;
/// The most rows.
const MAX_ROWS: usize = 20_000;
/// The most columns.
const MAX_COLUMNS: usize = 60;
/// The most that a packed file may hold, in bytes.
const MAX_UNPACKED: u64 = 50 * 1024 * 1024;
/// The most parts that a packed file may have.
const MAX_PARTS: usize = 200;
/// What tells spreadsheet programs that a text is UTF-8.
const MARK: &str = "\u{FEFF}";

/// Rows of cells.
pub(crate) type Rows = Vec<Vec<String>>;

/// Why a file cannot be read as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is neither XLSX nor CSV, or it is broken.
    Form,
    /// It is not UTF-8.
    Encoding,
    /// It is too large, packed or unpacked, or has too many rows or columns.
    Size,
}

/// Writes a workbook of one sheet, with two rows of headings.
///
/// # Errors
/// When a cell is too long for the format.
pub(crate) fn xlsx(rows: &Rows) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("事项清单")?;
    sheet.set_freeze_panes(2, 2)?;
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell.as_str())?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// Writes a CSV file that no spreadsheet program takes for formulas.
pub(crate) fn csv(rows: &Rows) -> Vec<u8> {
    let mut rows = rows.iter();
    let mut list = Csv::new(rows.next().map_or(&[][..], Vec::as_slice));
    for cells in rows {
        list.row(cells);
    }
    list.into_bytes()
}

/// Reads the first sheet of a workbook, or a CSV file.
///
/// # Errors
/// [`Unreadable`].
pub(crate) fn read(bytes: &[u8]) -> Result<Rows, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::Size);
    }
    if bytes.starts_with(b"PK\x03\x04") { read_xlsx(bytes) } else { read_csv(bytes) }
}

fn read_csv(bytes: &[u8]) -> Result<Rows, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::Encoding)?;
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Rows::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Form)?;
        if rows.len() >= MAX_ROWS || record.len() > MAX_COLUMNS {
            return Err(Unreadable::Size);
        }
        rows.push(record.iter().map(|cell| Csv::plain(cell).to_owned()).collect());
    }
    Ok(rows)
}

/// Cell by cell: a sheet with one cell in the last corner would fill the memory as a whole.
fn read_xlsx(bytes: &[u8]) -> Result<Rows, Unreadable> {
    refuse_bomb(bytes)?;
    let mut book: Xlsx<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| Unreadable::Form)?;
    let name = book.sheet_names().first().cloned().ok_or(Unreadable::Form)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Unreadable::Form)?;
    let mut rows = Rows::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Form)? {
        let Some(text) = text(cell.get_value()) else { continue };
        let (row, column) = cell.get_position();
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Unreadable::Size);
        }
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if let Some(line) = rows.get_mut(row) {
            if line.len() <= column {
                line.resize(column + 1, String::new());
            }
            if let Some(place) = line.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(rows)
}

/// What a cell says; none where it is empty. No column holds a date, so one is only shown.
fn text(value: &DataRef<'_>) -> Option<String> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Some(text.clone())
        }
        DataRef::SharedString(text) => Some((*text).to_owned()),
        DataRef::Int(number) => Some(number.to_string()),
        DataRef::Float(number) => Some(number.to_string()),
        DataRef::Bool(truth) => Some(truth.to_string()),
        DataRef::DateTime(_) | DataRef::Error(_) => Some("#".to_owned()),
    }
}

/// Unpacks everything once to nowhere, because what a packed file says of its size may be a lie.
fn refuse_bomb(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Form)?;
    if archive.len() > MAX_PARTS {
        return Err(Unreadable::Size);
    }
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unreadable::Form)?;
        let read = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| Unreadable::Form)?;
        left = left.checked_sub(read).ok_or(Unreadable::Size)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        vec![row(["服务标识", "说明", "天数"]), row(["a", "两,\"字\"\n一行", "=1+1"])]
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(read(&xlsx(&rows()).unwrap()), Ok(rows()));
        assert_eq!(read(&csv(&rows())), Ok(rows()));
    }

    #[test]
    fn no_cell_of_a_text_file_is_a_formula() {
        let text = String::from_utf8(csv(&rows())).unwrap();
        assert!(text.contains("'=1+1") && !text.contains(",=1+1"), "{text}");
    }

    #[test]
    fn files_that_are_too_large_are_refused() {
        assert_eq!(read(&vec![b'a'; MAX_BYTES + 1]), Err(Unreadable::Size));
        assert_eq!(read("a\n".repeat(MAX_ROWS + 1).as_bytes()), Err(Unreadable::Size));
        assert_eq!(read(&b"a,".repeat(MAX_COLUMNS + 1)), Err(Unreadable::Size));
        let mut book = Workbook::new();
        book.add_worksheet().write_string(1_048_575, 16_383, "bomb").unwrap();
        assert_eq!(read(&book.save_to_buffer().unwrap()), Err(Unreadable::Size));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read(b"PK\x03\x04 and nothing more"), Err(Unreadable::Form));
        assert_eq!(read(b"\xB7\xFE\xCE\xF1"), Err(Unreadable::Encoding));
    }
}
