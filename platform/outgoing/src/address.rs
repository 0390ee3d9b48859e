//! Which addresses are of the public network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is of the public network: not of this machine, not private, not set aside.
/// An IPv6 address that carries an IPv4 address is judged by what it carries.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match carried(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_set_aside = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _) // this network, private, this machine, multicast and reserved
            | (100, 64..=127, _)     // between provider and customer
            | (169, 254, _)          // link
            | (172, 16..=31, _) | (192, 168, _)
            | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18..=19, _) | (198, 51, 100) | (203, 0, 113)
    );
    !is_set_aside
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is given out at all; in it stand documentation and benchmarks.
    let is_given_out = (0x2000..0x4000).contains(&a);
    let is_set_aside = a == 0x3fff || (a == 0x2001 && (b < 0x0200 || b == 0x0db8));
    is_given_out && !is_set_aside
}

/// The IPv4 address that an IPv6 address stands for: mapped, compatible, translated (NAT64), 6to4.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let of = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => Some(of(high, low)),
        [0, 0, 0, 0, 0xffff, 0, high, low] => Some(of(high, low)),
        [0x64, 0xff9b, _, _, _, _, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_inside_is_not_public_in_any_form() {
        let inside = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:192.168.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for text in inside {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_anybody_can_reach_is_public() {
        for text in [
            "1.1.1.1",
            "172.32.0.1",
            "192.1.1.1",
            "223.5.5.5",
            "::ffff:223.5.5.5",
            "2400:3200::1",
            "2002:df05:505::1",
            "64:ff9b::df05:505",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
