//! Case numbers (办件编号).

use jiff::civil::Date;

use super::{CodeError, ImplementationCode, code_type, is_digits};

/// Largest serial number of one implementation on one day.
const LAST_SERIAL: u64 = 999_999;

code_type! {
    /// The official number of a case, 45 characters: implementation code (31), date of receipt
    /// (`YYYYMMDD`), serial number of that implementation and day (6, from 000001). GB/T 39046
    /// fixes only a length of at most 50.
    ///
    /// It can be guessed, so it never opens a case by itself.
    #[derive(Debug)]
    CaseNumber
}

impl CaseNumber {
    /// Puts the number together.
    ///
    /// # Errors
    /// `case_number.date` for years before 1 or after 9999, `case_number.serial` for a serial
    /// number outside 1 to 999999.
    pub fn new(
        implementation: &ImplementationCode,
        received_on: Date,
        serial: u64,
    ) -> Result<CaseNumber, CodeError> {
        if received_on.year() < 1 {
            return Err(CodeError::CaseNumberDate);
        }
        if !(1..=LAST_SERIAL).contains(&serial) {
            return Err(CodeError::CaseNumberSerial);
        }
        let day = received_on.strftime("%Y%m%d");
        Ok(CaseNumber(format!("{implementation}{day}{serial:06}")))
    }

    /// Reads 45 characters; small letters are taken for capital ones.
    ///
    /// # Errors
    /// `case_number.*`: length, implementation code, date or serial number.
    pub fn parse(text: &str) -> Result<CaseNumber, CodeError> {
        if text.chars().count() != 45 {
            return Err(CodeError::CaseNumberLength);
        }
        let wrong = CodeError::CaseNumberImplementation;
        let (implementation, rest) = text.split_at_checked(31).ok_or(wrong)?;
        let implementation = ImplementationCode::parse(implementation).map_err(|_| wrong)?;
        let (day, serial) = rest.split_at_checked(8).ok_or(CodeError::CaseNumberDate)?;
        let received_on = read_day(day).ok_or(CodeError::CaseNumberDate)?;
        let serial = if is_digits(serial) { serial.parse().unwrap_or(0) } else { 0 };
        CaseNumber::new(&implementation, received_on, serial)
    }

    /// The implementation that is applied for.
    pub fn implementation(&self) -> ImplementationCode {
        ImplementationCode(self.0[..31].to_owned())
    }

    /// The day on which the application was received.
    pub fn received_on(&self) -> Date {
        read_day(&self.0[31..39]).unwrap_or(Date::ZERO)
    }

    /// The serial number within the implementation and the day.
    pub fn serial(&self) -> u32 {
        self.0[39..].parse().unwrap_or(0)
    }
}

fn read_day(text: &str) -> Option<Date> {
    if !is_digits(text) {
        return None;
    }
    let month = text.get(4..6)?.parse().ok()?;
    let day = text.get(6..8)?.parse().ok()?;
    Date::new(text.get(..4)?.parse().ok()?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const NUMBER: &str = "11350000000000019H235011700201120260213000042";

    #[test]
    fn a_number_is_put_together_and_taken_apart() {
        let implementation = ImplementationCode::parse("11350000000000019H2350117002011").unwrap();
        let number = CaseNumber::new(&implementation, date(2026, 2, 13), 42).unwrap();
        assert_eq!(number.as_str(), NUMBER);
        assert_eq!(CaseNumber::parse(&NUMBER.to_lowercase()), Ok(number.clone()));
        assert_eq!(number.implementation(), implementation);
        assert_eq!((number.received_on(), number.serial()), (date(2026, 2, 13), 42));
        for serial in [0, 1_000_000] {
            let number = CaseNumber::new(&implementation, date(2026, 2, 13), serial);
            assert_eq!(number, Err(CodeError::CaseNumberSerial));
        }
        let number = CaseNumber::new(&implementation, Date::MIN, 1);
        assert_eq!(number, Err(CodeError::CaseNumberDate));
    }

    #[test]
    fn wrong_numbers_are_refused_with_a_reason() {
        for (text, code) in [
            ("", "case_number.length"),
            ("11350000000000019H23501170020112026021300042", "case_number.length"),
            ("11350000000000019J235011700201120260213000042", "case_number.implementation"),
            ("11350000000000019H235011700201120260230000042", "case_number.date"),
            ("11350000000000019H2350117002011202602１3000042", "case_number.date"),
            ("11350000000000019H235011700201120260213000000", "case_number.serial"),
            ("11350000000000019H235011700201120260213+00042", "case_number.serial"),
        ] {
            assert_eq!(CaseNumber::parse(text).map_err(CodeError::code), Err(code), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{45}|11350000000000019H2350117002011\\PC{14}") {
            let _ = CaseNumber::parse(&text);
        }
    }
}
