//! Request objects: authorization requests in a signed JWT (JWT-Secured Authorization Request, JAR).
//!
//! A client signs the parameters of its request with [`RequestObject`], and sends the JWT as the
//! parameter `request`. A server reads it with [`UnverifiedRequestObject`], and computes the
//! parameters that count with [`RequestObjectRule::assemble`]:
//!
//! ```
//! use symbolon_jose::VerificationKeys;
//! use symbolon_oauth::request_object::{
//!     ExpectedRequestObject, RequestObjectError, RequestObjectRule, UnverifiedRequestObject,
//! };
//! use symbolon_oauth::{ClientId, Issuer, Parameters};
//!
//! # fn f(now: time::OffsetDateTime, keys: &VerificationKeys, issuer: &Issuer, client_id: &ClientId,
//! #      query: Parameters, request: &str) -> Result<Parameters, RequestObjectError> {
//! let expected = ExpectedRequestObject::new(client_id, issuer);
//! let object = UnverifiedRequestObject::parse(request)?.verify(keys, &expected, now)?;
//! let parameters = RequestObjectRule::ObjectOnly.assemble(query, object)?;
//! # Ok(parameters) }
//! ```

mod assemble;
mod error;
mod expected;
pub mod hosted;
mod members;
mod rules;
mod sign;
mod unverified;
mod uri;

pub use assemble::RequestObjectRule;
pub use error::RequestObjectError;
pub use expected::ExpectedRequestObject;
pub use hosted::HostedObjectError;
pub use rules::{RULES, RequestObjectCheck, RequestObjectRequirement};
pub use sign::{RequestObject, SignRequestObjectError};
pub use unverified::UnverifiedRequestObject;
pub use uri::{RequestObjectUri, RequestObjectUriError};

/// The value of the header parameter `typ` of a request object
/// ([RFC 9101 §10.8](https://www.rfc-editor.org/rfc/rfc9101#section-10.8)).
pub const TYP: &str = "oauth-authz-req+jwt";
