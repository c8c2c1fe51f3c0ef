//! Clients: their identifiers, and how they authenticate.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_oauth::{ClientCredentials, ClientId, ClientSecret};
//!
//! let (client_id, client_secret) = (ClientId::new("s6BhdRkqt3")?, ClientSecret::random(&CRYPTO)?);
//! let credentials = ClientCredentials::Basic { client_id, client_secret };
//! assert_eq!(credentials.client_id().as_str(), "s6BhdRkqt3");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod assertion;
mod assertion_audience;
mod authentication_method;
mod credentials;
mod id;

pub use assertion_audience::AssertionAudience;
pub use authentication_method::ClientAuthenticationMethod;
pub use credentials::{ClientCredentials, ClientCredentialsError, ClientCredentialsRefusal};
pub use id::ClientId;
