//! From where a request comes: the other end of the connection, or what a trusted proxy says.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The header in which proxies say for whom they ask.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// So many addresses of it are read.
const HOPS: usize = 16;

/// A network of trusted proxies: an address, or a network such as `10.1.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// Whether an address is of it.
    pub fn has(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let whole = text.parse::<IpAddr>().map(|it| IpNet::from(it.to_canonical()));
        let network = whole.or_else(|_| text.parse::<IpNet>());
        network.map(Self).map_err(|_| format!("`{text}` is no address and no network"))
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The client's address. `X-Forwarded-For` counts only where the connection comes from a trusted
/// proxy, and then from its right end: the last address that no trusted proxy has. What a client
/// writes there itself stands further left and is not read.
pub fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| proxies.iter().any(|it| it.has(address));
    let mut found = peer.to_canonical();
    if !is_trusted(found) {
        return found;
    }
    let lines: Vec<&str> =
        headers.get_all(FORWARDED_FOR).iter().filter_map(|it| it.to_str().ok()).collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
    for hop in hops.take(HOPS) {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { return found };
        found = address.to_canonical();
        if !is_trusted(found) {
            return found;
        }
    }
    found
}

/// What is counted as one client: an IPv4 address, or an IPv6 network of /64, of which one
/// household has more addresses than anybody can count.
pub fn key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(network))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        headers.append("x-real-ip", "9.9.9.9".parse().unwrap());
        headers.append("forwarded", "for=9.9.9.9".parse().unwrap());
        let proxies: Vec<Network> = proxies.iter().map(|it| it.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn what_a_client_says_about_itself_does_not_count() {
        assert_eq!(seen("1.2.3.4", &["5.6.7.8"], &[]), "1.2.3.4");
        assert_eq!(seen("1.2.3.4", &["5.6.7.8"], &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(seen("10.0.0.1", &["9.9.9.9, 5.6.7.8"], &["10.0.0.0/8"]), "5.6.7.8");
        assert_eq!(seen("10.0.0.1", &["9.9.9.9", "5.6.7.8"], &["10.0.0.0/8"]), "5.6.7.8");
        assert_eq!(seen("10.0.0.1", &["5.6.7.8, 10.0.0.2"], &["10.0.0.0/8"]), "5.6.7.8");
        assert_eq!(seen("10.0.0.1", &["nonsense"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[], &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(seen("::ffff:10.0.0.1", &["2400::1"], &["10.0.0.1"]), "2400::1");
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let of = |text: &str| key(text.parse().unwrap()).to_string();
        assert_eq!(of("2400:3200:1:2:aaaa::1"), of("2400:3200:1:2:bbbb::9"));
        assert_ne!(of("2400:3200:1:2::1"), of("2400:3200:1:3::1"));
        assert_eq!(of("::ffff:1.2.3.4"), "1.2.3.4");
        assert!("10.0.0.0/40".parse::<Network>().is_err() && "proxy".parse::<Network>().is_err());
    }
}
