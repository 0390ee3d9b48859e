//! Whom the program may ask.

use url::{Host, Url};

/// A destination that cannot be put on the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DestinationError {
    /// It is no address of a site.
    #[error("`{0}` is not scheme and host only, such as https://id.example.cn")]
    NoSite(String),
    /// It is asked in clear over a network that others use.
    #[error("`{0}` is asked in clear. Write https, or mark it as standing inside")]
    Clear(String),
}

/// A site that may be asked: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    scheme: String,
    host: Host,
    port: u16,
    pub(crate) is_inside: bool,
}

impl Destination {
    /// A site of the public network, such as `https://id.example.cn`.
    ///
    /// # Errors
    /// [`DestinationError`].
    pub fn outside(site: &str) -> Result<Self, DestinationError> {
        Self::read(site, false)
    }

    /// A site inside: its addresses may be private ones or this machine's, and it may be asked in
    /// clear.
    ///
    /// # Errors
    /// [`DestinationError`].
    pub fn inside(site: &str) -> Result<Self, DestinationError> {
        Self::read(site, true)
    }

    fn read(site: &str, is_inside: bool) -> Result<Self, DestinationError> {
        let wrong = || DestinationError::NoSite(site.to_owned());
        let url = Url::parse(site).map_err(|_| wrong())?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !is_bare || !url.username().is_empty() || url.password().is_some() {
            return Err(wrong());
        }
        let found = Self::of(&url, is_inside).ok_or_else(wrong)?;
        if found.scheme == "http" && !is_inside {
            return Err(DestinationError::Clear(site.to_owned()));
        }
        Ok(found)
    }

    /// The site of an address.
    pub(crate) fn of(url: &Url, is_inside: bool) -> Option<Self> {
        let scheme = url.scheme();
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let port = url.port_or_known_default()?;
        Some(Self { scheme: scheme.to_owned(), host: url.host()?.to_owned(), port, is_inside })
    }

    /// Whether both are the same site.
    pub(crate) fn is_site_of(&self, other: &Self) -> bool {
        (&self.scheme, &self.host, self.port) == (&other.scheme, &other.host, other.port)
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.scheme == "https"
    }

    /// The host as it is asked for by name servers and certificates: without brackets.
    pub(crate) fn host(&self) -> String {
        match &self.host {
            Host::Domain(name) => name.clone(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_a_site_and_nothing_more() {
        assert!(Destination::outside("https://id.example.cn").is_ok());
        assert!(Destination::inside("http://127.0.0.1:8443").is_ok());
        let clear = Destination::outside("http://id.example.cn");
        assert!(matches!(clear, Err(DestinationError::Clear(_))));
        for wrong in [
            "id.example.cn",
            "https://a@id.example.cn",
            "https://id.example.cn/path",
            "https://id.example.cn/?q",
            "ftp://id.example.cn",
            "file:///etc/passwd",
            "https://",
        ] {
            let read = Destination::outside(wrong);
            assert!(matches!(read, Err(DestinationError::NoSite(_))), "{wrong}");
        }
    }
}
