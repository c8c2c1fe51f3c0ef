//! A table of hosts in every spelling, with the kind of address of each host.

use super::AddressKind::{
    Documentation, LinkLocal, LocalName, Loopback, Multicast, Private, Reserved, UniqueLocal,
    Unspecified,
};
use super::*;

/// A host as a URI can contain it, and its kind. `None` means that the host can be public.
const HOSTS: &[(&str, Option<AddressKind>)] = &[
    // IPv4 addresses in their usual form, and the public addresses beside each range.
    ("0.0.0.0", Some(Unspecified)),
    ("0.255.255.255", Some(Unspecified)),
    ("1.0.0.0", None),
    ("9.255.255.255", None),
    ("10.0.0.0", Some(Private)),
    ("10.255.255.255", Some(Private)),
    ("11.0.0.0", None),
    ("100.63.255.255", None),
    ("100.64.0.0", Some(Private)),
    ("100.127.255.255", Some(Private)),
    ("100.128.0.0", None),
    ("126.255.255.255", None),
    ("127.0.0.1", Some(Loopback)),
    ("127.255.255.254", Some(Loopback)),
    ("128.0.0.0", None),
    ("169.253.255.255", None),
    ("169.254.169.254", Some(LinkLocal)),
    ("169.255.0.0", None),
    ("168.63.129.15", None),
    ("168.63.129.16", Some(LinkLocal)),
    ("168.63.129.17", None),
    ("2822734096", Some(LinkLocal)),
    ("[::ffff:168.63.129.16]", Some(LinkLocal)),
    ("[64:ff9b::a83f:8110]", Some(LinkLocal)),
    ("172.15.255.255", None),
    ("172.16.0.1", Some(Private)),
    ("172.31.255.255", Some(Private)),
    ("172.32.0.0", None),
    ("192.0.0.170", Some(Reserved)),
    ("192.0.1.0", None),
    ("192.0.2.1", Some(Documentation)),
    ("192.88.99.1", Some(Reserved)),
    ("192.167.255.255", None),
    ("192.168.0.1", Some(Private)),
    ("192.169.0.0", None),
    ("198.17.255.255", None),
    ("198.18.0.1", Some(Documentation)),
    ("198.19.255.255", Some(Documentation)),
    ("198.51.100.7", Some(Documentation)),
    ("203.0.113.7", Some(Documentation)),
    ("223.255.255.255", None),
    ("224.0.0.1", Some(Multicast)),
    ("239.255.255.255", Some(Multicast)),
    ("240.0.0.1", Some(Reserved)),
    ("255.255.255.255", Some(Multicast)),
    // Decimal, hexadecimal, octal and short spellings of an IPv4 address.
    ("2130706433", Some(Loopback)),
    ("017700000001", Some(Loopback)),
    ("0x7f000001", Some(Loopback)),
    ("0X7F.0.0.1", Some(Loopback)),
    ("0177.0.0.1", Some(Loopback)),
    ("127.1", Some(Loopback)),
    ("127.0.1", Some(Loopback)),
    ("0", Some(Unspecified)),
    ("0x0", Some(Unspecified)),
    ("2852039166", Some(LinkLocal)),
    ("0xa9fea9fe", Some(LinkLocal)),
    ("0xa9.0xfe.0xa9.0xfe", Some(LinkLocal)),
    ("0251.0376.0251.0376", Some(LinkLocal)),
    ("0xa.0.0.1", Some(Private)),
    ("012.0.0.1", Some(Private)),
    ("10.1", Some(Private)),
    ("3232235521", Some(Private)),
    ("8.8.2056", None),
    ("134744072", None),
    // A period at the end.
    ("127.0.0.1.", Some(Loopback)),
    ("0x7f.1.", Some(Loopback)),
    ("localhost.", Some(Loopback)),
    ("localhost..", Some(Loopback)),
    ("metadata.google.internal..", Some(LocalName)),
    ("op.example.", None),
    ("printer.local.", Some(LocalName)),
    // IPv6.
    ("[::]", Some(Unspecified)),
    ("[::1]", Some(Loopback)),
    ("[0:0:0:0:0:0:0:1]", Some(Loopback)),
    ("[0000:0000:0000:0000:0000:0000:0000:0001]", Some(Loopback)),
    ("[::2]", Some(Reserved)),
    ("[fe80::1]", Some(LinkLocal)),
    ("[febf::1]", Some(LinkLocal)),
    ("[fec0::1]", Some(UniqueLocal)),
    ("[fc00::1]", Some(UniqueLocal)),
    ("[fd12:3456:789a::1]", Some(UniqueLocal)),
    ("[ff02::1]", Some(Multicast)),
    ("[2001:db8::1]", Some(Documentation)),
    ("[3fff:fff::1]", Some(Documentation)),
    ("[3fff:1000::1]", None),
    ("[2001:0:4136:e378:8000:63bf:3fff:fdd2]", Some(Reserved)),
    ("[2001:4860:4860::8888]", None),
    ("[2a00:1450::1]", None),
    ("[4000::1]", Some(Reserved)),
    ("[100::1]", Some(Reserved)),
    // IPv4 inside IPv6.
    ("[::ffff:127.0.0.1]", Some(Loopback)),
    ("[::ffff:7f00:1]", Some(Loopback)),
    ("[0:0:0:0:0:ffff:a9fe:a9fe]", Some(LinkLocal)),
    ("[::ffff:8.8.8.8]", None),
    ("[::127.0.0.1]", Some(Reserved)),
    ("[64:ff9b::10.0.0.1]", Some(Private)),
    ("[64:ff9b::a9fe:a9fe]", Some(LinkLocal)),
    ("[64:ff9b::8.8.8.8]", None),
    ("[64:ff9b:1::10.0.0.1]", Some(Reserved)),
    ("[2002:7f00:1::]", Some(Loopback)),
    ("[2002:a00:1::1]", Some(Private)),
    ("[2002:808:808::1]", None),
    // Names for this machine and for local networks.
    ("localhost", Some(Loopback)),
    ("LOCALHOST", Some(Loopback)),
    ("app.localhost", Some(Loopback)),
    ("localhost.localdomain", Some(Loopback)),
    ("ip6-localhost", Some(LocalName)),
    ("keycloak", Some(LocalName)),
    ("redis", Some(LocalName)),
    ("printer.local", Some(LocalName)),
    ("metadata.google.internal", Some(LocalName)),
    ("vault.default.svc", Some(LocalName)),
    ("vault.default.svc.cluster.local", Some(LocalName)),
    ("nas.home.arpa", Some(LocalName)),
    ("home.arpa", Some(LocalName)),
    ("git.corp", Some(LocalName)),
    ("router.lan", Some(LocalName)),
    // Public names that look similar. A name in front of a public domain can resolve to every
    // address, so the check of the resolved address has to follow.
    ("localhost.op.example", None),
    ("notlocalhost.example", None),
    ("internal.op.example", None),
    ("127.0.0.1.nip.example", None),
    ("xn--bcher-kva.example", None),
];

fn judge(uri: &str) -> Result<(), AddressError> {
    check_uri(&uri.parse().unwrap())
}

#[test]
fn attack_105_every_spelling_of_a_private_host_is_refused() {
    for (host, expected) in HOSTS {
        for uri in [format!("https://{host}/jwks"), format!("http://{host}:8080")] {
            let found = match judge(&uri) {
                Ok(()) => None,
                Err(AddressError::NotPublic { kind, .. }) => Some(kind),
                Err(other) => panic!("{uri}: {other}"),
            };
            assert_eq!(found, *expected, "{uri}");
        }
    }
}

/// The result is the same for an IP address in a URI and for that IP address after a name resolved
/// to it.
#[test]
fn attack_105_a_resolved_address_is_judged_like_a_literal_address() {
    for (host, expected) in HOSTS {
        let literal = host.trim_matches(['[', ']']);
        let Ok(address) = literal.parse::<IpAddr>() else { continue };
        let found = match check_ip(address) {
            Err(AddressError::NotPublic { kind, .. }) => Some(kind),
            _ => None,
        };
        assert_eq!(found, *expected, "{host}");
    }
}

#[test]
fn attack_105_user_information_and_other_schemes_are_refused() {
    for uri in ["https://op.example@127.0.0.1/", "https://127.0.0.1:80@op.example/"] {
        assert_eq!(judge(uri), Err(AddressError::UserInfo), "{uri}");
    }
    for uri in ["ftp://op.example/", "/jwks", "op.example", "op.example:443"] {
        assert_eq!(judge(uri), Err(AddressError::Uri), "{uri}");
    }
}

#[test]
fn an_error_says_which_host_was_found() {
    let error = judge("https://0x7f.1/jwks").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the host \"127.0.0.1\" is this machine; expected the address of a server on the public \
         Internet"
    );
    assert_eq!(error.code(), "address.not_public");
}
