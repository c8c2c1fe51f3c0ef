//! The parties and the values that they send each other, as the specifications print them.

use symbolon_oauth::{ClientId, ClientSecret, Issuer, RedirectUri};

/// The issuer identifier of the provider.
pub const ISSUER: &str = "https://op.example";

/// The `client_id` of the relying party.
pub const CLIENT_ID: &str = "s6BhdRkqt3";

/// The client secret of the relying party: 32 characters, enough for HS256.
pub const CLIENT_SECRET: &str = "7Fjfp0ZBr1KtDRbnfVdmIwLz8nQeYc2o";

/// The redirect URI of the relying party.
pub const REDIRECT_URI: &str = "https://client.example/cb";

/// A `nonce`.
pub const NONCE: &str = "n-0S6_WzA2Mj";

/// A `state`.
pub const STATE: &str = "af0ifjsldkj";

/// The code verifier of [RFC 7636 §B](https://www.rfc-editor.org/rfc/rfc7636#appendix-B).
pub const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The `S256` code challenge of [`CODE_VERIFIER`].
pub const CODE_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Returns [`ISSUER`].
#[must_use]
pub fn issuer() -> Issuer {
    Issuer::new(ISSUER).unwrap()
}

/// Returns [`CLIENT_ID`].
#[must_use]
pub fn client_id() -> ClientId {
    ClientId::new(CLIENT_ID).unwrap()
}

/// Returns [`CLIENT_SECRET`].
#[must_use]
pub fn client_secret() -> ClientSecret {
    ClientSecret::new(CLIENT_SECRET.to_owned())
}

/// Returns [`REDIRECT_URI`].
#[must_use]
pub fn redirect_uri() -> RedirectUri {
    RedirectUri::new(REDIRECT_URI).unwrap()
}
