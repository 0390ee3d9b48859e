//! Identifiers of electronic licences (电子证照标识), GB/T 36904.

use super::{CodeError, CreditCode, check, code_type};

/// The root of all licence identifiers.
const ROOT: &str = "1.2.156.3005.2.";

/// Longest serial number that is read.
const LONGEST_SERIAL: usize = 40;

code_type! {
    /// The type of a licence (证照类型代码), GB/T 36904, 21 characters: credit code of the body
    /// that defines the type (18) and a serial number of digits and capitals (3).
    #[derive(Debug)]
    LicenceTypeCode
}

impl LicenceTypeCode {
    /// Puts the code together.
    ///
    /// # Errors
    /// `licence_identifier.type` if the serial number is not three digits and capitals.
    pub fn new(definer: &CreditCode, serial: &str) -> Result<LicenceTypeCode, CodeError> {
        if serial.len() == 3 && is_alphanumeric(serial) {
            Ok(LicenceTypeCode(format!("{definer}{serial}")))
        } else {
            Err(CodeError::LicenceIdentifierType)
        }
    }

    /// Reads 21 characters; small letters are taken for capital ones.
    ///
    /// # Errors
    /// `licence_identifier.type`.
    pub fn parse(text: &str) -> Result<LicenceTypeCode, CodeError> {
        let text = text.to_ascii_uppercase();
        let wrong = CodeError::LicenceIdentifierType;
        let (definer, serial) = text.split_at_checked(18).ok_or(wrong)?;
        LicenceTypeCode::new(&CreditCode::parse(definer).map_err(|_| wrong)?, serial)
    }

    /// The body that defines the type.
    pub fn definer(&self) -> CreditCode {
        CreditCode(self.0[..18].to_owned())
    }
}

code_type! {
    /// The identifier of one version of one licence, GB/T 36904: the root `1.2.156.3005.2`, then
    /// type, issuing body, serial number, version and check character, divided by dots. The check
    /// is ISO 7064 MOD 37,36 over the four parts in the middle, without dots and root.
    #[derive(Debug)]
    LicenceIdentifier
}

impl LicenceIdentifier {
    /// Puts the identifier together.
    ///
    /// # Errors
    /// `licence_identifier.serial` if the serial number is not made of 1 to 40 digits and
    /// capitals, `licence_identifier.version` if the version is not one of 1 to 999.
    pub fn new(
        licence_type: &LicenceTypeCode,
        issuer: &CreditCode,
        serial: &str,
        version: u16,
    ) -> Result<LicenceIdentifier, CodeError> {
        if !(1..=LONGEST_SERIAL).contains(&serial.len()) || !is_alphanumeric(serial) {
            return Err(CodeError::LicenceIdentifierSerial);
        }
        if !(1..=999).contains(&version) {
            return Err(CodeError::LicenceIdentifierVersion);
        }
        let body = format!("{licence_type}{issuer}{serial}{version:03}");
        let check = check::mod_37_36(&body).ok_or(CodeError::LicenceIdentifierFormat)?;
        let parts = format!("{licence_type}.{issuer}.{serial}.{version:03}.{check}");
        Ok(LicenceIdentifier(format!("{ROOT}{parts}")))
    }

    /// Reads an identifier; small letters are taken for capital ones.
    ///
    /// # Errors
    /// `licence_identifier.*`: format, type, issuer, serial number, version or check character.
    pub fn parse(text: &str) -> Result<LicenceIdentifier, CodeError> {
        let text = text.to_ascii_uppercase();
        let rest = text.strip_prefix(ROOT).ok_or(CodeError::LicenceIdentifierFormat)?;
        let parts: Vec<&str> = rest.split('.').collect();
        let [licence_type, issuer, serial, version, _check] = parts[..] else {
            return Err(CodeError::LicenceIdentifierFormat);
        };
        let licence_type = LicenceTypeCode::parse(licence_type)?;
        let issuer = CreditCode::parse(issuer).map_err(|_| CodeError::LicenceIdentifierIssuer)?;
        let version = read_version(version).ok_or(CodeError::LicenceIdentifierVersion)?;
        let identifier = LicenceIdentifier::new(&licence_type, &issuer, serial, version)?;
        if identifier.0 == text {
            Ok(identifier)
        } else {
            Err(CodeError::LicenceIdentifierCheckDigit)
        }
    }

    /// The type of the licence.
    pub fn licence_type(&self) -> LicenceTypeCode {
        LicenceTypeCode(self.part(0).to_owned())
    }

    /// The body that issued it.
    pub fn issuer(&self) -> CreditCode {
        CreditCode(self.part(1).to_owned())
    }

    /// Its serial number with the issuer.
    pub fn serial(&self) -> &str {
        self.part(2)
    }

    /// Its version, from 1; a change or renewal has the next one.
    pub fn version(&self) -> u16 {
        self.part(3).parse().unwrap_or(0)
    }

    /// The identifier of the version after this one.
    ///
    /// # Errors
    /// `licence_identifier.version` after version 999.
    pub fn next_version(&self) -> Result<LicenceIdentifier, CodeError> {
        let next = self.version() + 1;
        LicenceIdentifier::new(&self.licence_type(), &self.issuer(), self.serial(), next)
    }

    fn part(&self, number: usize) -> &str {
        self.0[ROOT.len()..].split('.').nth(number).unwrap_or_default()
    }
}

fn read_version(text: &str) -> Option<u16> {
    let is_number = text.len() == 3 && super::is_digits(text);
    if is_number { text.parse().ok() } else { None }
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::sample::{credit_code, replace};
    use proptest::prelude::*;

    const IDENTIFIERS: [&str; 3] = [
        "1.2.156.3005.2.11350000000000019H001.11350000000000019H.20260000001.001.I",
        "1.2.156.3005.2.11350000000000019H002.91350100MAXYW1232A.2F4C8A1D0B7E.001.I",
        "1.2.156.3005.2.11350000000000019H003.521100005001000249.000000000000000000000042.002.A",
    ];

    #[test]
    fn identifiers_are_read_and_put_together() {
        for text in IDENTIFIERS {
            let identifier = LicenceIdentifier::parse(text).unwrap();
            assert_eq!(identifier.as_str(), text);
            let again = LicenceIdentifier::new(
                &identifier.licence_type(),
                &identifier.issuer(),
                identifier.serial(),
                identifier.version(),
            );
            assert_eq!(again, Ok(identifier));
        }
        assert_eq!(
            LicenceIdentifier::parse(&IDENTIFIERS[1].to_lowercase()).unwrap().as_str(),
            IDENTIFIERS[1]
        );
    }

    #[test]
    fn an_identifier_tells_its_parts_and_its_successor() {
        let identifier = LicenceIdentifier::parse(IDENTIFIERS[1]).unwrap();
        assert_eq!(identifier.licence_type().definer().as_str(), "11350000000000019H");
        assert_eq!(identifier.issuer().as_str(), "91350100MAXYW1232A");
        assert_eq!((identifier.serial(), identifier.version()), ("2F4C8A1D0B7E", 1));
        let next = identifier.next_version().unwrap();
        assert_eq!((next.serial(), next.version()), ("2F4C8A1D0B7E", 2));
        assert!(LicenceIdentifier::parse(next.as_str()).is_ok());
        let (kind, issuer) = (next.licence_type(), next.issuer());
        let last = LicenceIdentifier::new(&kind, &issuer, "1", 999).unwrap();
        assert_eq!(last.next_version(), Err(CodeError::LicenceIdentifierVersion));
    }

    #[test]
    fn wrong_identifiers_are_refused_with_a_reason() {
        let (definer, issuer) = ("11350000000000019H001", "11350000000000019H");
        let long = "A".repeat(41);
        for (text, code) in [
            ("".to_owned(), "licence_identifier.format"),
            (
                format!("1.2.156.3005.3.{definer}.{issuer}.20260000001.001.I"),
                "licence_identifier.format",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000001.001"),
                "licence_identifier.format",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000001.001.I.X"),
                "licence_identifier.format",
            ),
            (
                format!("1.2.156.3005.2.{definer}1.{issuer}.20260000001.001.I"),
                "licence_identifier.type",
            ),
            (
                format!("1.2.156.3005.2.11350000000000019J001.{issuer}.1.001.I"),
                "licence_identifier.type",
            ),
            (
                format!("1.2.156.3005.2.{definer}.350000.20260000001.001.I"),
                "licence_identifier.issuer",
            ),
            (format!("1.2.156.3005.2.{definer}.{issuer}..001.I"), "licence_identifier.serial"),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.{long}.001.I"),
                "licence_identifier.serial",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.2026-0001.001.I"),
                "licence_identifier.serial",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000001.000.I"),
                "licence_identifier.version",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000001.1.I"),
                "licence_identifier.version",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000001.001.J"),
                "licence_identifier.check_digit",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000001.001."),
                "licence_identifier.check_digit",
            ),
            (
                format!("1.2.156.3005.2.{definer}.{issuer}.20260000002.001.I"),
                "licence_identifier.check_digit",
            ),
        ] {
            assert_eq!(
                LicenceIdentifier::parse(&text).map_err(CodeError::code),
                Err(code),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_refused(
            definer in credit_code(),
            issuer in credit_code(),
            serial in "[0-9A-Z]{1,40}",
            version in 1u16..=999,
            place in any::<prop::sample::Index>(),
            new in "[0-9A-Z.]",
        ) {
            let definer = CreditCode::parse(&definer).unwrap();
            let licence_type = LicenceTypeCode::new(&definer, "001").unwrap();
            let issuer = CreditCode::parse(&issuer).unwrap();
            let identifier = LicenceIdentifier::new(&licence_type, &issuer, &serial, version).unwrap();
            prop_assert_eq!(LicenceIdentifier::parse(identifier.as_str()), Ok(identifier.clone()));
            let wrong = replace(identifier.as_str(), place.index(identifier.as_str().len()), &new);
            prop_assume!(wrong != identifier.as_str());
            prop_assert!(LicenceIdentifier::parse(&wrong).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "(1\\.2\\.156\\.3005\\.2\\.)?[\\PC.]{0,60}") {
            let _ = LicenceIdentifier::parse(&text);
            let _ = LicenceTypeCode::parse(&text);
        }
    }
}
