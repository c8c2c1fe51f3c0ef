//! Protected resources: the document in which an API describes itself and names its authorization
//! servers.
//!
//! [RFC 9728](https://www.rfc-editor.org/rfc/rfc9728). A client fetches the document with
//! [`DiscoverResource`], an API publishes [`ResourceMetadata`].
//!
//! ```
//! use symbolon_discovery::resource::{DiscoverResource, ResourceIdentifier};
//! use symbolon_oauth::flow::drive_blocking;
//! # use time::OffsetDateTime;
//! # let clock = || OffsetDateTime::UNIX_EPOCH;
//! # let send = |_| http::Response::builder().header("content-type", "application/json")
//! #     .body(br#"{"resource":"https://api.example/v1", "authorization_servers":["https://as.example"]}"#.to_vec());
//!
//! let resource = ResourceIdentifier::new("https://api.example/v1")?;
//! let metadata = drive_blocking(DiscoverResource::new(resource), send, clock)?;
//! assert_eq!(metadata.authorization_servers[0].as_str(), "https://as.example");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agreement;
mod discover;
mod error;
mod identifier;
mod metadata;
mod read;
mod rules;
mod signed;

pub use agreement::{Disagreement, agree};
pub use discover::DiscoverResource;
pub use error::{ResourceError, ResourceIdentifierError};
pub use identifier::ResourceIdentifier;
pub use metadata::ResourceMetadata;
pub use rules::{RULES, ResourceRule};
