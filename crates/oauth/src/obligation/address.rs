//! Checks of addresses that another party chose, so that no request goes to this machine or to a
//! private network.
//!
//! If a server fetches a URL that another party chose, that party can make the server call services
//! that only the server can reach, such as the metadata service of a cloud at `169.254.169.254`.
//! [`check_uri`] checks the text of a URL, and [`check_ip`] checks an IP address.
//!
//! It is not enough to check the text, because a host name can resolve to any IP address. A sender
//! of requests with [`AddressFrom::Stranger`](super::AddressFrom::Stranger) or
//! [`AddressFrom::Provider`](super::AddressFrom::Provider) must:
//!
//! 1. check the URI with [`check_uri`],
//! 2. resolve the host name once, and check **every** IP address with [`check_ip`],
//! 3. connect to one of the IP addresses that were checked, and not resolve the name again, because
//!    the second answer of a DNS server can differ from the first,
//! 4. not follow redirects, and not use an HTTP proxy that resolves the name itself.
//!
//! ```
//! use symbolon_oauth::obligation::address::{check_ip, check_uri};
//!
//! assert!(check_uri(&"https://client.example/jwks".parse()?).is_ok());
//! assert!(check_uri(&"https://169.254.169.254/jwks".parse()?).is_err());
//! assert!(check_uri(&"https://2130706433/jwks".parse()?).is_err()); // 127.0.0.1 as one number
//! assert!(check_ip("93.184.215.14".parse()?).is_ok());
//! assert!(check_ip("::ffff:10.0.0.1".parse()?).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod kind;
mod name;
mod ranges;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use http::Uri;
use symbolon_jose::Excerpt;
use thiserror::Error;
use url::{Host, Url};

pub use kind::AddressKind;

/// Checks that the host of a URI can belong to a server on the public Internet.
///
/// The host is read in the same way as in a browser: `http://127.1`, `http://0x7f000001` and
/// `http://2130706433` are all `127.0.0.1`. If the host is a name, it is refused if it names this
/// machine or a local network. If the name is accepted, the caller must still check every IP
/// address to which the name resolves: see [`check_ip`].
///
/// # Errors
/// [`AddressError::Uri`] when the URI is not an absolute `https` or `http` URL.
/// [`AddressError::UserInfo`] when it contains a user name or a password.
/// [`AddressError::NotPublic`] when the host is a private address or names this machine or a local
/// network.
pub fn check_uri(uri: &Uri) -> Result<(), AddressError> {
    let url = parse(uri).ok_or(AddressError::Uri)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::UserInfo);
    }
    refuse(kind_of(&url), || url.host_str().unwrap_or_default().to_owned())
}

/// Checks that an IP address can belong to a server on the public Internet.
///
/// An address that contains an IPv4 address (IPv4-mapped, NAT64 and 6to4 addresses) is judged by
/// that IPv4 address.
///
/// # Errors
/// [`AddressError::NotPublic`] when the address belongs to a private network or to this machine, or
/// is reserved for a special purpose.
pub fn check_ip(address: IpAddr) -> Result<(), AddressError> {
    refuse(ranges::kind(address), || address.to_string())
}

/// The reason why a request must not be sent to an address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddressError {
    /// The URI is not an absolute `https` or `http` URL
    /// ([RFC 9110 §4.2](https://www.rfc-editor.org/rfc/rfc9110#section-4.2)).
    #[error("the address is not an absolute https or http URL")]
    Uri,
    /// The URI contains a user name or a password, which a reader can mistake for the host
    /// ([RFC 9110 §4.2.4](https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4)).
    #[error("the address has a user name or a password before the host; remove it")]
    UserInfo,
    /// The host is this machine, an address in a private network, or an address that no server on
    /// the public Internet has
    /// ([RFC 6890 §2](https://www.rfc-editor.org/rfc/rfc6890#section-2)).
    #[error("the host {found} is {kind}; expected the address of a server on the public Internet")]
    NotPublic {
        /// The kind of address.
        kind: AddressKind,
        /// The host that was refused. An IPv4 address is written in its usual form, such as
        /// `127.0.0.1`.
        found: Excerpt,
    },
}

impl AddressError {
    /// Returns a stable name for logs and metrics, such as `"address.not_public"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Uri => "address.uri",
            Self::UserInfo => "address.user_info",
            Self::NotPublic { .. } => "address.not_public",
        }
    }
}

/// Reads a URI in the same way as a browser. Returns `None` if it is not an `https` or `http` URL.
pub(super) fn parse(uri: &Uri) -> Option<Url> {
    uri.host()?;
    let url = Url::parse(&uri.to_string()).ok()?;
    (matches!(url.scheme(), "https" | "http") && url.has_host()).then_some(url)
}

/// Returns the kind of the host of a URL, or `None` if the host can be public.
pub(super) fn kind_of(url: &Url) -> Option<AddressKind> {
    match url.host()? {
        Host::Domain(name) => name::kind(name),
        Host::Ipv4(address) => ranges::kind(address.into()),
        Host::Ipv6(address) => ranges::kind(address.into()),
    }
}

fn refuse(kind: Option<AddressKind>, found: impl Fn() -> String) -> Result<(), AddressError> {
    match kind {
        Some(kind) => Err(AddressError::NotPublic { kind, found: Excerpt::new(&found()) }),
        None => Ok(()),
    }
}
