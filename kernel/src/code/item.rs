//! Codes of service items (政务服务事项), GB/T 39046: basic code (基本编码), implementation code
//! (实施编码) and handling-item code (业务办理项编码). None has a check digit of its own; the two
//! longer ones contain a credit code, which has one.

use super::{CodeError, CreditCode, code_type, is_digits};

code_type! {
    /// The basic code of a service item, 12 digits: list (2, 00 for the national one, else the
    /// province), kind (2), department (2), main item (3), sub-item (3, 000 for none).
    #[derive(Debug)]
    BasicCode
}

impl BasicCode {
    /// Reads 12 digits.
    ///
    /// # Errors
    /// `basic_code.length`, `basic_code.character`.
    pub fn parse(text: &str) -> Result<BasicCode, CodeError> {
        if text.chars().count() != 12 {
            return Err(CodeError::BasicCodeLength);
        }
        if !is_digits(text) {
            return Err(CodeError::BasicCodeCharacter);
        }
        Ok(BasicCode(text.to_owned()))
    }

    /// The list it comes from: 00 for the national one, else the province part of GB/T 2260.
    pub fn list(&self) -> &str {
        &self.0[..2]
    }

    /// Whether it comes from the national list.
    pub fn is_national(&self) -> bool {
        self.list() == "00"
    }

    /// Kind of the item (事项类型), GB/T 39046 table A.1: 01 licence, 20 public service, …
    pub fn kind(&self) -> &str {
        &self.0[2..4]
    }

    /// The competent department within the list.
    pub fn department(&self) -> &str {
        &self.0[4..6]
    }

    /// Number of the main item (主项).
    pub fn main_item(&self) -> &str {
        &self.0[6..9]
    }

    /// Number of the sub-item (子项), if it is one.
    pub fn sub_item(&self) -> Option<&str> {
        Some(&self.0[9..]).filter(|serial| *serial != "000")
    }
}

code_type! {
    /// The code of a service item as one authority carries it out, 31 characters: credit code of
    /// the authority (18), exercise level (1), basic code (12).
    #[derive(Debug)]
    ImplementationCode
}

impl ImplementationCode {
    /// Puts the code together.
    ///
    /// # Errors
    /// `implementation_code.level` for a level outside 1 to 7.
    pub fn new(
        organisation: &CreditCode,
        level: u8,
        basic: &BasicCode,
    ) -> Result<ImplementationCode, CodeError> {
        if (1..=7).contains(&level) {
            Ok(ImplementationCode(format!("{organisation}{level}{basic}")))
        } else {
            Err(CodeError::ImplementationCodeLevel)
        }
    }

    /// Reads 31 characters; small letters are taken for capital ones.
    ///
    /// # Errors
    /// `implementation_code.*`: length, organisation, level or basic code.
    pub fn parse(text: &str) -> Result<ImplementationCode, CodeError> {
        if text.chars().count() != 31 {
            return Err(CodeError::ImplementationCodeLength);
        }
        let (organisation, rest) =
            text.split_at_checked(18).ok_or(CodeError::ImplementationCodeOrganisation)?;
        let organisation = CreditCode::parse(organisation)
            .map_err(|_| CodeError::ImplementationCodeOrganisation)?;
        let (level, basic) = rest.split_at_checked(1).ok_or(CodeError::ImplementationCodeLevel)?;
        let level = if is_digits(level) { level.parse().unwrap_or(0) } else { 0 };
        let basic = BasicCode::parse(basic).map_err(|_| CodeError::ImplementationCodeBasic)?;
        ImplementationCode::new(&organisation, level, &basic)
    }

    /// The authority (实施主体).
    pub fn organisation(&self) -> CreditCode {
        CreditCode(self.0[..18].to_owned())
    }

    /// The exercise level (行使层级), GB/T 39046 table A.2: 1 state, 2 province, 3 city, 4 county,
    /// 5 township, 6 village, 7 managed on several levels.
    pub fn level(&self) -> u8 {
        self.0.as_bytes()[18] - b'0'
    }

    /// The basic code of the service item.
    pub fn basic(&self) -> BasicCode {
        BasicCode(self.0[19..].to_owned())
    }
}

code_type! {
    /// The code of the smallest thing that can be filed, 33 characters: implementation code (31)
    /// and serial number (2, from 01).
    #[derive(Debug)]
    HandlingItemCode
}

impl HandlingItemCode {
    /// Puts the code together.
    ///
    /// # Errors
    /// `handling_item_code.serial` for a serial number outside 1 to 99.
    pub fn new(
        implementation: &ImplementationCode,
        serial: u8,
    ) -> Result<HandlingItemCode, CodeError> {
        if (1..=99).contains(&serial) {
            Ok(HandlingItemCode(format!("{implementation}{serial:02}")))
        } else {
            Err(CodeError::HandlingItemCodeSerial)
        }
    }

    /// Reads 33 characters; small letters are taken for capital ones.
    ///
    /// # Errors
    /// `handling_item_code.*`: length, implementation code or serial number.
    pub fn parse(text: &str) -> Result<HandlingItemCode, CodeError> {
        if text.chars().count() != 33 {
            return Err(CodeError::HandlingItemCodeLength);
        }
        let wrong = CodeError::HandlingItemCodeImplementation;
        let (implementation, serial) = text.split_at_checked(31).ok_or(wrong)?;
        let implementation = ImplementationCode::parse(implementation).map_err(|_| wrong)?;
        let serial = if is_digits(serial) { serial.parse().unwrap_or(0) } else { 0 };
        HandlingItemCode::new(&implementation, serial)
    }

    /// The implementation that it belongs to.
    pub fn implementation(&self) -> ImplementationCode {
        ImplementationCode(self.0[..31].to_owned())
    }

    /// The serial number within the implementation, from 1.
    pub fn serial(&self) -> u8 {
        self.0[31..].parse().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BASIC: &str = "350117002011";
    const IMPLEMENTATION: &str = "11350000000000019H2350117002011";
    const HANDLING_ITEM: &str = "11350000000000019H235011700201101";

    #[test]
    fn the_three_codes_contain_each_other() {
        let item = HandlingItemCode::parse(HANDLING_ITEM).unwrap();
        assert_eq!((item.implementation().as_str(), item.serial()), (IMPLEMENTATION, 1));
        let implementation = ImplementationCode::parse(IMPLEMENTATION).unwrap();
        assert_eq!(implementation.organisation().as_str(), "11350000000000019H");
        assert_eq!((implementation.level(), implementation.basic().as_str()), (2, BASIC));
        let organisation = implementation.organisation();
        let again = ImplementationCode::new(&organisation, 2, &implementation.basic()).unwrap();
        assert_eq!(again, implementation);
        assert_eq!(HandlingItemCode::new(&again, 1), Ok(item));
        assert_eq!(HandlingItemCode::new(&again, 100), Err(CodeError::HandlingItemCodeSerial));
        assert_eq!(
            ImplementationCode::new(&organisation, 8, &again.basic()),
            Err(CodeError::ImplementationCodeLevel)
        );
    }

    #[test]
    fn a_basic_code_tells_its_parts() {
        let code = BasicCode::parse(BASIC).unwrap();
        let parts = (code.list(), code.kind(), code.department(), code.main_item());
        assert_eq!(parts, ("35", "01", "17", "002"));
        assert_eq!((code.sub_item(), code.is_national()), (Some("011"), false));
        let national =
            ImplementationCode::parse("11350000000000019H2000117112000").unwrap().basic();
        assert_eq!((national.sub_item(), national.is_national()), (None, true));
    }

    #[test]
    fn small_letters_are_taken_for_capital_ones() {
        let code = ImplementationCode::parse(&IMPLEMENTATION.to_lowercase()).unwrap();
        assert_eq!(code.as_str(), IMPLEMENTATION);
        let code = HandlingItemCode::parse(&HANDLING_ITEM.to_lowercase()).unwrap();
        assert_eq!(code.as_str(), HANDLING_ITEM);
    }

    #[test]
    fn wrong_codes_are_refused_with_a_reason() {
        let code = |text: &str| match text.chars().count() {
            12 | 13 => BasicCode::parse(text).err(),
            30 | 31 => ImplementationCode::parse(text).err(),
            _ => HandlingItemCode::parse(text).err(),
        };
        for (text, expected) in [
            ("3501170020111", "basic_code.length"),
            ("35011700201A", "basic_code.character"),
            ("35011700201１", "basic_code.character"),
            ("11350000000000019H235011700201", "implementation_code.length"),
            ("11350000000000019J2350117002011", "implementation_code.organisation"),
            ("1135000000000001９H2350117002011", "implementation_code.organisation"),
            ("11350000000000019H8350117002011", "implementation_code.level"),
            ("11350000000000019H0350117002011", "implementation_code.level"),
            ("11350000000000019H一350117002011", "implementation_code.level"),
            ("11350000000000019H235011700201A", "implementation_code.basic"),
            ("11350000000000019H23501170020110", "handling_item_code.length"),
            ("11350000000000019H835011700201101", "handling_item_code.implementation"),
            ("11350000000000019H235011700201100", "handling_item_code.serial"),
            ("11350000000000019H2350117002011+1", "handling_item_code.serial"),
        ] {
            assert_eq!(code(text).map(CodeError::code), Some(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{12}|\\PC{31}|\\PC{33}") {
            let _ = BasicCode::parse(&text);
            let _ = ImplementationCode::parse(&text);
            let _ = HandlingItemCode::parse(&text);
        }
    }
}
