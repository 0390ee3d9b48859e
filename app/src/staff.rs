//! What staff need before they work, from the settings.

use kernel::Environment;
use ops::Settings;
use web::StaffFactor;

/// With what staff prove who they are in this environment.
pub fn factor(settings: &Settings, environment: Environment) -> StaffFactor {
    let factor = match settings.staff.factor(environment) {
        ops::StaffFactor::Passkey => StaffFactor::Passkey,
        ops::StaffFactor::Code => StaffFactor::Code,
    };
    if factor == StaffFactor::Passkey && !keeps_passkeys(&settings.public_url) {
        tracing::warn!(
            code = "staff_factor",
            public_url = settings.public_url,
            "staff work with passkeys, and browsers keep none for this address: set public_url to \
             https:// with a name, or staff_factor to \"code\""
        );
    }
    factor
}

/// Whether browsers keep passkeys for this address: one with a name, secure or on this machine.
fn keeps_passkeys(public_url: &str) -> bool {
    let Ok(url) = url::Url::parse(public_url) else { return false };
    match url.domain() {
        Some("localhost") => true,
        Some(_) => url.scheme() == "https",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_a_secure_line() {
        for (address, keeps) in [
            ("https://one.example.cn", true),
            ("http://localhost:8080", true),
            ("http://one.example.cn", false),
            ("https://10.1.0.5:8443", false),
            ("http://[::1]:8080", false),
        ] {
            assert_eq!(keeps_passkeys(address), keeps, "{address}");
        }
    }
}
