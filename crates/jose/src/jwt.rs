//! JSON Web Token: [RFC 7519], checked as [RFC 8725] wants it.
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
