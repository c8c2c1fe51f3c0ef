//! Client authentication by a signed JWT: `private_key_jwt`.
//!
//! [RFC 7521 §4.2](https://www.rfc-editor.org/rfc/rfc7521#section-4.2),
//! [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) as its revision tightens it
//! ([draft-ietf-oauth-rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)),
//! and [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication),
//! which requires `jti`.

mod peek;
mod sign;
mod verify;

pub(crate) use peek::unverified_subject;
pub use sign::{ClientAssertion, SignClientAssertionError};
pub use verify::{ClientAssertionError, ExpectedAssertion, VerifiedClientAssertion};

/// The `typ` of a client assertion:
/// [rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/).
pub const TYP: &str = "client-authentication+jwt";
