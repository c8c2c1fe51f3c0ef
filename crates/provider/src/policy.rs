use core::time::Duration;

use symbolon_jose::SignatureAlgorithm;

/// The choices that are a provider's own. [`Policy::default`] is secure; every field says what
/// changing it means.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Policy {
    /// How long a code may take to come back. One minute: it travels through one redirect
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) allows ten).
    pub code_lifetime: Duration,
    /// How long an access token is good for. Ten minutes: a stolen one is soon worthless, and
    /// whoever needs longer has a refresh token.
    pub access_token_lifetime: Duration,
    /// How long an ID Token may be accepted. Ten minutes: it is read at once.
    pub id_token_lifetime: Duration,
    /// How long after the user's consent its last refresh token is good for. Thirty days, which
    /// rotation does not prolong.
    pub refresh_lifetime: Duration,
    /// Who has to send a PKCE challenge. Everybody.
    pub pkce: Pkce,
    /// Accept client assertions whose audience is the token endpoint instead of the issuer. No:
    /// an assertion made for one server's URL can be sent to another by a provider that lies about
    /// its endpoints ([RFC 7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)).
    pub assertion_audience_token_endpoint: bool,
    /// With which algorithms client assertions may be signed. All that need no shared secret.
    pub assertion_algorithms: Vec<SignatureAlgorithm>,
    /// How far a client's clock may be off. One minute.
    pub leeway: Duration,
}

/// Who has to send a PKCE challenge with the authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pkce {
    /// Every client ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    Required,
    /// Clients without credentials. Others may leave it out and rely on `nonce`, as clients older
    /// than RFC 7636 do.
    RequiredOfPublicClients,
}

impl Default for Policy {
    fn default() -> Self {
        use SignatureAlgorithm as Alg;
        Self {
            code_lifetime: Duration::from_secs(60),
            access_token_lifetime: Duration::from_secs(600),
            id_token_lifetime: Duration::from_secs(600),
            refresh_lifetime: Duration::from_secs(30 * 24 * 3600),
            pkce: Pkce::Required,
            assertion_audience_token_endpoint: false,
            assertion_algorithms: vec![
                Alg::Rs256,
                Alg::Rs384,
                Alg::Rs512,
                Alg::Ps256,
                Alg::Ps384,
                Alg::Ps512,
                Alg::Es256,
                Alg::Es384,
                Alg::EdDsa,
                Alg::Ed25519,
            ],
            leeway: Duration::from_secs(60),
        }
    }
}
