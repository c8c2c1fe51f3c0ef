//! Claims about the user: the standard claims, in any number of languages.

mod address;
mod localized;
mod scopes;
mod standard;

pub use address::Address;
pub use localized::Localized;
pub use scopes::scope_claims;
pub use standard::StandardClaims;
