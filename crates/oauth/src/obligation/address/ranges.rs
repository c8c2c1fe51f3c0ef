//! The ranges of IP addresses that are not public
//! ([RFC 6890](https://www.rfc-editor.org/rfc/rfc6890) and the registries that it began).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::kind::AddressKind;

/// Returns the kind of an IP address, or `None` if the address is public.
pub(super) fn kind(address: IpAddr) -> Option<AddressKind> {
    match address {
        IpAddr::V4(address) => kind_v4(address),
        IpAddr::V6(address) => kind_v6(address),
    }
}

fn kind_v4(address: Ipv4Addr) -> Option<AddressKind> {
    Some(match address.octets() {
        // RFC 1122 §3.2.1.3: these addresses mean this host on this network.
        [0, ..] => AddressKind::Unspecified,
        [127, ..] => AddressKind::Loopback,
        // RFC 1918 §3, RFC 6598 §7.
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => {
            AddressKind::Private
        }
        // The second address is that of the host of a virtual machine in Microsoft Azure, which
        // gives out configuration and keys. It is in no registry of special addresses.
        [169, 254, ..] | [168, 63, 129, 16] => AddressKind::LinkLocal,
        // RFC 5737 §3, RFC 2544 §C.2.2.
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [198, 18..=19, ..] => {
            AddressKind::Documentation
        }
        [224..=239, ..] | [255, 255, 255, 255] => AddressKind::Multicast,
        // RFC 6890 §2.2.2, RFC 7526 §6, RFC 1112 §4.
        [192, 0, 0, _] | [192, 88, 99, _] | [240..=255, ..] => AddressKind::Reserved,
        _ => return None,
    })
}

fn kind_v6(address: Ipv6Addr) -> Option<AddressKind> {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        kind_v4(Ipv4Addr::new(a, b, c, d))
    };
    Some(match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => AddressKind::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => AddressKind::Loopback,
        // RFC 4291 §2.5.5.2: IPv4-mapped. RFC 6052 §2.1: NAT64. RFC 3056 §2: 6to4. The packets go
        // to the IPv4 address.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => return embedded(high, low),
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => AddressKind::UniqueLocal,
        [0xfe80..=0xfebf, ..] => AddressKind::LinkLocal,
        [0xff00..=0xffff, ..] => AddressKind::Multicast,
        // RFC 3849 §4, RFC 9637 §3.
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => AddressKind::Documentation,
        // RFC 2928 §2: protocol assignments, with the tunnels of Teredo.
        [0x2001, 0..=0x1ff, ..] => AddressKind::Reserved,
        // RFC 4291 §2.4: the other global unicast addresses.
        [0x2000..=0x3fff, ..] => return None,
        // These addresses are not assigned or not public. Examples are the local NAT64 prefix of
        // RFC 8215 §3 and the IPv4-compatible addresses of RFC 4291 §2.5.5.1.
        _ => AddressKind::Reserved,
    })
}
