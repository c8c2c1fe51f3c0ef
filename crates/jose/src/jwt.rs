//! JSON Web Token: [RFC 7519], verified by the rules of [RFC 8725].
//!
//! [`Expected`] verifies a token and checks its claims; [`Claims::sign`] signs one; [`encrypt`]
//! encrypts a signed token.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jwt::{Claims, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
//! use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys};
//! # let now = time::OffsetDateTime::UNIX_EPOCH;
//!
//! let secret = Secret::new(b"32 random bytes, kept in a vault".to_vec());
//! let mut claims = Claims::new();
//! claims.iss = Some("https://op.example".into());
//! claims.aud = vec!["https://api.example".into()];
//! claims.exp = Some((now + time::Duration::minutes(5)).into());
//! let signing = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
//! let token = claims.sign("at+jwt", &signing)?;
//!
//! let key = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
//! let issuer = ExpectedIssuer::Exactly("https://op.example");
//! let audience = ExpectedAudience::Contains("https://api.example");
//! let expected = Expected::new(ExpectedTyp::Exactly("at+jwt"), issuer, audience);
//! let jwt = expected.verify(&token, &VerificationKeys::new(vec![key]), now)?;
//! assert_eq!(jwt.claims().aud, ["https://api.example"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519
//! [RFC 8725]: https://www.rfc-editor.org/rfc/rfc8725

mod claims;
mod error;
mod expected;
mod nested;
mod shared_key;

pub use claims::Claims;
pub use error::Error;
pub use expected::{
    Expected, ExpectedAudience, ExpectedExpiry, ExpectedIssuer, ExpectedSubject, ExpectedTyp, Jwt,
};
pub use nested::{NestError, encrypt};
pub use shared_key::SharedKeyJwt;
