//! The registration endpoint and the client configuration endpoint:
//! [Registration §3, §4](https://openid.net/specs/openid-connect-registration-1_0.html),
//! [RFC 7591](https://www.rfc-editor.org/rfc/rfc7591),
//! [RFC 7592](https://www.rfc-editor.org/rfc/rfc7592).

mod initial_token;
