//! Which addresses a request of ours may go to: only those of the open internet.
//!
//! Source of the table: the IANA special-purpose registries, and the advisories on servers that left a row out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// (network, prefix length)
const CLOSED_V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// (network, prefix length). The first row closes ::, ::1, the mapped and the compatible IPv4 addresses.
const CLOSED_V6: [(u128, u32); 10] = [
    (0, 80),
    (0x0064_ff9b << 96, 96),
    (0x0064_ff9b_0001 << 80, 48),
    (0x0100 << 112, 64),
    (0x2001_0000 << 96, 23),
    (0x2001_0db8 << 96, 32),
    (0x2002 << 112, 16),
    (0x3fff << 112, 20),
    (0xfc00 << 112, 7),
    (0xfe80 << 112, 9),
];

/// May we connect there? Multicast is closed too.
pub fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4_is_open(v4),
        IpAddr::V6(v6) => v6_is_open(v6),
    }
}

fn v4_is_open(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !CLOSED_V4.iter().any(|(network, prefix)| (bits ^ u32::from(Ipv4Addr::from(*network))) >> (32 - prefix) == 0)
}

fn v6_is_open(address: Ipv6Addr) -> bool {
    let bits = u128::from(address);
    !address.is_multicast() && !CLOSED_V6.iter().any(|(network, prefix)| (bits ^ network) >> (128 - prefix) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_closed_and_ordinary_ones_open() {
        let closed = "0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 \
            192.0.0.8 192.168.1.1 198.18.0.1 198.19.255.255 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 \
            ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: fc00::1 fdff::1 fe80::1 fec0::1 ff02::1";
        for address in closed.split_whitespace() {
            assert!(!is_open(address.parse().unwrap()), "{address}");
        }
        for address in
            "1.1.1.1 9.255.255.255 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 193.0.0.1 2606:4700::1111 2a00:1450::1"
                .split_whitespace()
        {
            assert!(is_open(address.parse().unwrap()), "{address}");
        }
    }
}
