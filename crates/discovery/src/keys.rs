//! The keys that a provider or client publishes at its `jwks_uri`: fetched, kept fresh, and found
//! for a token.
//!
//! A [`KeyCache`] keeps one JWK Set. A [`KeySource`] finds the keys that can verify one token: in
//! the cache, or with one fetch if the token names a key that the cache does not have. The owner of
//! the keys is a provider whose ID Tokens, access tokens or logout tokens are verified, or a client
//! with a `jwks_uri`.
//!
//! ```
//! use symbolon_discovery::{Endpoint, KeyCache, keys::Lookup};
//! # let now = time::OffsetDateTime::UNIX_EPOCH;
//!
//! let mut cache = KeyCache::new(Endpoint::new("https://op.example/jwks")?);
//! let Lookup::Fetch { .. } = cache.keys(Some("2027-01"), now) else {
//!     unreachable!("an empty cache asks for a fetch")
//! };
//! # Ok::<(), symbolon_discovery::EndpointError>(())
//! ```

mod cache;
mod error;
mod fetch;
pub mod jwk_set;
mod policy;
mod provider_keys;
mod search;

pub use crate::fetches::Unknown;
pub use cache::{KeyCache, Lookup};
pub use error::{KeySearchError, KeysError};
pub use fetch::{FetchError, FetchTicket};
pub use policy::KeyCachePolicy;
pub use provider_keys::ProviderKeys;
pub use search::{KeySearch, KeySource, SearchStep};
