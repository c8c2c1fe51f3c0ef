//! Claims about the user: the standard claims, in any number of languages.
//!
//! ```
//! use symbolon_oidc::StandardClaims;
//!
//! let mut claims = StandardClaims::default();
//! claims.email = Some("alice@example.com".to_owned());
//! claims.email_verified = Some(true);
//! ```

mod address;
mod integer;
mod localized;
mod members;
pub(crate) mod merged;
mod odd;
mod reader;
mod scopes;
mod standard;
mod variants;

pub use address::Address;
pub(crate) use integer::integer_to_text;
pub use localized::{Localized, LocalizedPage};
pub(crate) use members::MemberValue;
pub use odd::{JsonType, OddClaim};
use reader::Reader;
pub use scopes::scope_claims;
pub(crate) use scopes::{SCOPES, requested_by, scope_of};
pub use standard::StandardClaims;
pub use variants::Variants;
