//! Client authentication by a signed JWT: `private_key_jwt`.
//! [RFC 7521](https://www.rfc-editor.org/rfc/rfc7521),
//! [RFC 7523](https://www.rfc-editor.org/rfc/rfc7523) and its revision
//! [draft-ietf-oauth-rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/).

mod peek;

pub(crate) use peek::unverified_subject;
