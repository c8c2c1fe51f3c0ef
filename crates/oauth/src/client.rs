//! Clients: their identifiers, and how they authenticate.

pub mod assertion;
mod authentication_method;
mod credentials;
mod id;

pub use authentication_method::ClientAuthenticationMethod;
pub use credentials::{ClientCredentials, ClientCredentialsError, ClientCredentialsRefusal};
pub use id::ClientId;
