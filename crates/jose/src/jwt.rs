//! JSON Web Token: [RFC 7519], verified by the rules of [RFC 8725].
//!
//! [`Expected`] verifies a token and checks its claims; [`Claims::sign`] signs one; [`encrypt`]
//! encrypts a signed token.
//!
//! [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519
//! [RFC 8725]: https://www.rfc-editor.org/rfc/rfc8725

mod claims;
mod error;
mod expected;
mod nested;

pub use claims::Claims;
pub use error::Error;
pub use expected::{Expected, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp, Jwt};
pub use nested::{NestError, encrypt};
