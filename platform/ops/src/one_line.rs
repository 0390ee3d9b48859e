//! One happening, one line: what could end a line, move a terminal's cursor or turn text around is
//! written as its number. A JSON line stays JSON and reads back as it was.

use std::io::{self, Write};

/// A writer of whole events, each of which ends with the one line feed that is meant.
pub(crate) struct OneLine<W>(pub W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        self.0.write_all(tamed(&text).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn tamed(event: &str) -> String {
    let (text, end) = match event.strip_suffix('\n') {
        Some(text) => (text, "\n"),
        None => (event, ""),
    };
    let mut tamed = String::with_capacity(event.len());
    for letter in text.chars() {
        if is_wild(letter) {
            tamed.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            tamed.push(letter);
        }
    }
    tamed + end
}

/// Controls (also of C1), line and paragraph separators, and marks that turn the direction.
fn is_wild(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::{fmt, fmt::MakeWriter};

    use super::*;

    const WILD: &str = "a\r\nINFO forged\u{1b}[2J\u{2028}b\u{2029}c\u{202e}d\u{85}e\0f\"\\";

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = OneLine<Self>;

        fn make_writer(&'a self) -> Self::Writer {
            OneLine(self.clone())
        }
    }

    impl Kept {
        fn lines(&self) -> Vec<String> {
            let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
            assert!(text.ends_with('\n'));
            text.split('\n').filter(|it| !it.is_empty()).map(str::to_owned).collect()
        }
    }

    fn logs(subscriber: impl tracing::Subscriber + Send + Sync + 'static) {
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(value = WILD, shown = %WILD, asked = ?WILD, "{WILD}");
            tracing::info!("second");
        });
    }

    #[test]
    fn whatever_is_logged_one_event_is_one_line_of_text() {
        let kept = Kept::default();
        logs(fmt().with_ansi(false).with_writer(kept.clone()).finish());
        let lines = kept.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().all(|line| !line.chars().any(is_wild)), "{lines:?}");
    }

    #[test]
    fn a_line_of_json_reads_back_as_it_was() {
        let kept = Kept::default();
        logs(fmt().json().flatten_event(true).with_writer(kept.clone()).finish());
        let lines = kept.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let event: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        assert_eq!((event["value"].as_str(), event["message"].as_str()), (Some(WILD), Some(WILD)));
        let at = event["timestamp"].as_str().unwrap();
        assert!(
            at.ends_with('Z') && at.parse::<jiff::Timestamp>().is_ok(),
            "{at} is UTC, RFC 3339"
        );
    }
}
