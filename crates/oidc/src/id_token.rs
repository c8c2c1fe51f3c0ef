//! The ID Token: its claims, its rules, and how it is issued, validated and explained.
//!
//! A provider fills in [`IdTokenClaims`] and signs them. A relying party gets an [`IdToken`] only
//! from [`IdTokenValidator::validate`]. All rules are in one table, [`rules::RULES`], which is used
//! to validate, to explain and to issue ID Tokens.
//!
//! ```
//! use symbolon_jose::VerificationKeys;
//! use symbolon_oauth::EncodedJwt;
//! use symbolon_oidc::{
//!     ExpectedIdToken, IdToken, IdTokenError, IdTokenValidator, Nonce, NonceExpectation,
//! };
//!
//! fn read(
//!     validator: &IdTokenValidator, token: &EncodedJwt, nonce: &Nonce, keys: &VerificationKeys,
//!     now: time::OffsetDateTime,
//! ) -> Result<IdToken, IdTokenError> {
//!     let expected = ExpectedIdToken::login(NonceExpectation::Sent(nonce));
//!     validator.validate(token, keys, &expected, &symbolon_crypto_ring::CRYPTO, now)
//! }
//! ```

mod claims;
mod error;
mod expected;
mod explain;
pub mod hash;
mod issue;
mod members;
mod original;
mod policy;
mod presented;
mod quirks;
pub mod rules;
mod validator;

pub use claims::IdTokenClaims;
pub use error::{ChangedClaim, IdTokenError};
pub use expected::{ExpectedIdToken, NonceExpectation, ReceivedFrom};
pub use explain::{Explanation, Finding};
pub use issue::IssueError;
pub use original::OriginalAuthentication;
pub use policy::{IdTokenPolicy, PolicyError, TrustedParties};
pub use quirks::{AcceptedIssuers, IdTokenQuirks, IssuerTemplate, IssuerTemplateError};
pub use symbolon_jose::rule::Outcome;
pub use validator::{IdToken, IdTokenValidator};
