#![doc = include_str!("../README.md")]

pub mod cache;
pub mod diff;
mod discover;
mod document;
mod endpoint;
mod fetches;
mod fresh_for;
mod freshness;
mod held;
pub mod keys;
pub mod lint;
pub mod metadata;
pub mod quirks;
pub mod resource;
mod validator;
pub mod webfinger;
mod well_known;

pub use cache::{MetadataCache, MetadataCachePolicy, MetadataLookup, MetadataTicket};
pub use discover::Discover;
pub use document::{DocumentError, PreparedDocument};
pub use endpoint::{Endpoint, EndpointError};
pub use fresh_for::fresh_for;
pub use keys::{
    FetchTicket, KeyCache, KeyCachePolicy, KeysError, Lookup, ProviderKeys, Unknown, jwk_set,
};
pub use metadata::{
    DiscoverVerifier, MetadataError, ProviderMetadata, SignedMetadataError, VerifierMetadata,
};
pub use resource::{DiscoverResource, ResourceIdentifier, ResourceMetadata};
pub use webfinger::{
    Identifier, IdentifierError, Identify, Jrd, WebFingerError, WebFingerRequest,
    WebFingerRequestError,
};
pub use well_known::{DiscoveryError, WellKnown, request, request_with_quirks};
