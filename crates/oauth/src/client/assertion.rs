//! `private_key_jwt`: client authentication with a signed JWT.
//!
//! [RFC 7521 §4.2](https://www.rfc-editor.org/rfc/rfc7521#section-4.2);
//! [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) with the stricter rules of its
//! revision, rfc7523bis
//! ([draft-ietf-oauth-rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/));
//! and
//! [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication),
//! which requires `jti`.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::SigningKey;
//! use symbolon_oauth::client::assertion::{ClientAssertion, SignClientAssertionError};
//! use symbolon_oauth::{ClientId, EncodedJwt, Issuer};
//!
//! fn assertion(
//!     client: &ClientId, provider: &Issuer, key: &SigningKey, now: time::OffsetDateTime,
//! ) -> Result<EncodedJwt, SignClientAssertionError> {
//!     ClientAssertion::new(client, provider).sign(key, &CRYPTO, now)
//! }
//! ```

mod error;
mod expected;
mod limits;
mod peek;
mod rules;
mod sign;
mod verify;

pub use error::ClientAssertionError;
pub use expected::ExpectedAssertion;
pub use limits::{AssertionLimitError, AssertionLimits};
pub(crate) use peek::unverified_subject;
pub use rules::{ClientAssertionCheck, ClientAssertionRule, RULES};
pub use sign::{ClientAssertion, SignClientAssertionError};
pub use verify::VerifiedClientAssertion;

/// The value of the header parameter `typ` of a client assertion
/// ([rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)).
pub const TYP: &str = "client-authentication+jwt";
