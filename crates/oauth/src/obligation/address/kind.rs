//! The kinds of addresses that are not public.

use std::fmt;

/// A kind of address that is not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AddressKind {
    /// An address of this machine: `127.0.0.0/8`, `::1`, the name `localhost`, or a name below
    /// `localhost`.
    Loopback,
    /// A private address: `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, or the shared addresses
    /// `100.64.0.0/10` of a carrier or a cloud.
    Private,
    /// A link-local address: `169.254.0.0/16`, where clouds have their metadata service,
    /// `168.63.129.16`, where Microsoft Azure has one, or `fe80::/10`.
    LinkLocal,
    /// A unique local IPv6 address, `fc00::/7`, or a site-local address, `fec0::/10`.
    UniqueLocal,
    /// A multicast or broadcast address.
    Multicast,
    /// An unspecified address: `0.0.0.0/8` or `::`. On many systems it reaches this machine.
    Unspecified,
    /// An address for documentation or benchmarks.
    Documentation,
    /// An address that is reserved for a special purpose, or that is not assigned.
    Reserved,
    /// A name of a local network: a name without a period, or a name below `local`, `internal`,
    /// `home.arpa` or a similar ending.
    LocalName,
}

/// Prints a short description of the kind for error messages.
impl fmt::Display for AddressKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "this machine",
            Self::Private => "a private address",
            Self::LinkLocal => "a link-local address",
            Self::UniqueLocal => "a unique local address",
            Self::Multicast => "a multicast address",
            Self::Unspecified => "an unspecified address",
            Self::Documentation => "an address for documentation",
            Self::Reserved => "a reserved address",
            Self::LocalName => "a name of a local network",
        })
    }
}
