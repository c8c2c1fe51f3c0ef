#![doc = include_str!("../README.md")]

mod discover;
mod document;
mod endpoint;
mod freshness;
pub mod jwk_set;
pub mod key_cache;
pub mod metadata;
mod page_url;
mod well_known;

pub use discover::Discover;
pub use document::DocumentError;
pub use endpoint::{Endpoint, EndpointError};
pub use key_cache::{Fetch, FetchTicket, KeyCache, KeyCachePolicy, Lookup, Unknown};
pub use metadata::{MetadataError, ProviderMetadata};
pub use page_url::{PageUrl, PageUrlError};
pub use well_known::{DiscoveryError, request};
