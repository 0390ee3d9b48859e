//! Passwords that leaked elsewhere: a file that the deployer puts beside the installation, and that
//! nobody asks over the network. Each line begins with the SHA-1 of a password in forty hexadecimal
//! digits, in their order; what follows, such as `:count`, is left unread. Such files are published
//! with hundreds of millions of lines, so it is searched by halves where it lies.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use data_encoding::HEXUPPER;

/// Digits of a hash.
const DIGITS: usize = 40;
/// No line of such a file is longer.
const LONGEST: u64 = 256;

/// The file.
#[derive(Debug, Clone)]
pub struct Leaked(PathBuf);

impl Leaked {
    /// The file at a path.
    ///
    /// # Errors
    /// When it cannot be read, or begins with no hash.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut first = String::new();
        BufReader::new(File::open(path)?).read_line(&mut first)?;
        let is_hash = first.get(..DIGITS).is_some_and(is_hexadecimal);
        if is_hash {
            return Ok(Self(path.to_owned()));
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, "its lines begin with no SHA-1"))
    }

    /// Whether a password stands in it. It reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn contains(&self, password: &str) -> io::Result<bool> {
        let algorithm = &aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY;
        let hash = aws_lc_rs::digest::digest(algorithm, password.as_bytes());
        self.find(&HEXUPPER.encode(hash.as_ref()))
    }

    fn find(&self, wanted: &str) -> io::Result<bool> {
        let mut file = BufReader::new(File::open(&self.0)?);
        let (mut from, mut to) = (0, file.seek(SeekFrom::End(0))?);
        // The wanted line begins at or after `from`, and before `to`.
        while to - from > LONGEST {
            let middle = from + (to - from) / 2;
            let (at, line) = line_after(&mut file, middle)?;
            match line {
                Some(line) if at < to && line.as_str() <= wanted => from = at,
                _ => to = middle,
            }
        }
        file.seek(SeekFrom::Start(from))?;
        for line in file.lines() {
            let line = line?.to_ascii_uppercase();
            match line.get(..DIGITS) {
                Some(hash) if hash == wanted => return Ok(true),
                Some(hash) if hash < wanted => {}
                _ => return Ok(false),
            }
        }
        Ok(false)
    }
}

/// The hash of the first line that begins after a place, and where that is.
fn line_after(file: &mut BufReader<File>, place: u64) -> io::Result<(u64, Option<String>)> {
    file.seek(SeekFrom::Start(place))?;
    let mut line = Vec::new();
    let rest = file.read_until(b'\n', &mut line)?;
    line.clear();
    file.read_until(b'\n', &mut line)?;
    let hash = line.get(..DIGITS).and_then(|it| std::str::from_utf8(it).ok());
    Ok((place + rest as u64, hash.map(str::to_ascii_uppercase)))
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with the hashes of these passwords.
    fn file_of(folder: &Path, passwords: impl Iterator<Item = String>) -> Leaked {
        let hash = |password: String| {
            let algorithm = &aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY;
            let hash = aws_lc_rs::digest::digest(algorithm, password.as_bytes());
            HEXUPPER.encode(hash.as_ref())
        };
        let mut lines: Vec<String> = passwords.map(hash).collect();
        lines.sort_unstable();
        let lines: Vec<String> =
            lines.iter().enumerate().map(|(count, it)| format!("{it}:{count}\r\n")).collect();
        let path = folder.join("leaked.txt");
        std::fs::write(&path, lines.concat()).unwrap();
        Leaked::open(&path).unwrap()
    }

    #[test]
    fn each_password_of_a_file_is_found_and_no_other() {
        let database = testkit::Database::sqlite();
        for count in [1, 2, 3, 5, 50, 3_000] {
            let leaked = file_of(database.folder(), (0..count).map(|it| format!("leaked-{it}")));
            for it in 0..count {
                assert!(leaked.contains(&format!("leaked-{it}")).unwrap(), "{it} of {count}");
                assert!(!leaked.contains(&format!("other-{it}")).unwrap(), "{it} of {count}");
            }
        }
    }

    #[test]
    fn what_is_no_such_file_is_told_at_the_start() {
        let database = testkit::Database::sqlite();
        let path = database.folder().join("words.txt");
        std::fs::write(&path, "password\n").unwrap();
        assert!(Leaked::open(&path).is_err());
        assert!(Leaked::open(&database.folder().join("nothing")).is_err());
    }
}
