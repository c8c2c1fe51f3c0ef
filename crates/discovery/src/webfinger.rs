//! WebFinger: the issuer of a user, found from an identifier that the user typed.
//!
//! [OpenID Connect Discovery 1.0 §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)
//! and [RFC 7033](https://www.rfc-editor.org/rfc/rfc7033). A relying party uses [`Identifier`] and
//! [`Identify`]. A provider uses [`WebFingerRequest`] and [`Jrd`].
//!
//! ```
//! use symbolon_discovery::webfinger::Identifier;
//!
//! let identifier = Identifier::new("joe@example.com")?;
//! assert_eq!(identifier.resource().as_str(), "acct:joe@example.com");
//! assert_eq!(identifier.host(), "example.com");
//! # Ok::<(), symbolon_discovery::webfinger::IdentifierError>(())
//! ```

mod error;
mod identifier;
mod identify;
mod jrd;
mod percent;
mod query;
mod redirect;
mod request;
mod request_error;
mod resource;

pub use error::WebFingerError;
pub use identifier::{Identifier, IdentifierError};
pub use identify::Identify;
pub use jrd::{Jrd, Link};
pub use request::WebFingerRequest;
pub use request_error::WebFingerRequestError;
pub use resource::{Resource, ResourceError};

/// The link relation type of the issuer of a user
/// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
pub const ISSUER_REL: &str = "http://openid.net/specs/connect/1.0/issuer";

/// The media type of a JSON Resource Descriptor
/// ([RFC 7033 §10.2](https://www.rfc-editor.org/rfc/rfc7033#section-10.2)).
pub const CONTENT_TYPE: &str = "application/jrd+json";

/// The path of the WebFinger resource of a host
/// ([RFC 7033 §4](https://www.rfc-editor.org/rfc/rfc7033#section-4)).
pub const PATH: &str = "/.well-known/webfinger";
