//! The check of addresses that other parties chose, before a connection is opened.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use symbolon_oauth::obligation::address::{self, AddressError};
use thiserror::Error;

/// The rule for IP addresses.
pub(crate) type Rule = fn(IpAddr) -> Result<(), AddressError>;

/// A DNS resolver that leaves out forbidden addresses.
///
/// reqwest connects to the addresses that its resolver returns, and does not resolve the name
/// again. Therefore, it connects only to addresses that were checked, even if the owner of the name
/// gives another address in the next DNS answer (DNS rebinding).
pub(crate) struct Guard {
    resolver: Arc<dyn Resolve>,
    rule: Rule,
}

/// The resolver of the operating system.
pub(crate) struct SystemResolver;

/// The error of a name whose addresses are all forbidden.
#[derive(Debug, Error)]
#[error("all addresses of the name are forbidden: {0}")]
pub(crate) struct ForbiddenName(#[source] pub(crate) AddressError);

impl Guard {
    pub(crate) fn new(resolver: Arc<dyn Resolve>, rule: Rule) -> Self {
        Self { resolver, rule }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolving, rule) = (self.resolver.resolve(name), self.rule);
        Box::pin(async move {
            let mut allowed: Vec<SocketAddr> = Vec::new();
            let mut forbidden = None;
            for address in resolving.await? {
                match rule(address.ip()) {
                    Ok(()) => allowed.push(address),
                    Err(error) => forbidden = Some(error),
                }
            }
            match forbidden {
                Some(error) if allowed.is_empty() => Err(ForbiddenName(error).into()),
                _ => Ok(Box::new(allowed.into_iter()) as Addrs),
            }
        })
    }
}

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // reqwest replaces the port 0 by the port of the URL.
            let addresses: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Checks the host of a URL in the form in which reqwest reads it: `http://0x7f.1/` is already
/// `127.0.0.1` here.
///
/// If the host is an IP address, the rule decides. If the host is a name, only names of this
/// machine or of a local network are refused here. The resolver checks the addresses of all other
/// names.
pub(crate) fn check_url(url: &Url, rule: Rule) -> Result<(), AddressError> {
    use url::Host;
    match url.host() {
        Some(Host::Ipv4(ip)) => rule(ip.into()),
        Some(Host::Ipv6(ip)) => rule(ip.into()),
        Some(Host::Domain(_)) | None => {
            address::check_uri(&url.as_str().parse().map_err(|_| AddressError::Uri)?)
        }
    }
}
