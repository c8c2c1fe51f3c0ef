//! The choices that the specifications leave to a provider.

use core::time::Duration;

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::ClientAuthenticationMethod;

use crate::ProviderInformation;

/// The choices that the specifications leave to a provider.
///
/// [`ProviderPolicy::default`] is secure. Every field says its default, and the reason for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProviderPolicy {
    /// The scope values that clients may ask for. The default is `openid`, `profile`, `email`,
    /// `address`, `phone` and `offline_access`: those of
    /// [Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims) and
    /// [§11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess).
    pub scopes: Vec<String>,
    /// Whether refresh tokens are issued and accepted. The default is yes, for clients that are
    /// registered for them and users who consent to `offline_access`.
    pub refresh_tokens: bool,
    /// How clients may authenticate. The default is every method that the engine has. A client uses
    /// only the method for which it is registered.
    pub client_authentication_methods: Vec<ClientAuthenticationMethod>,
    /// The lifetime of an authorization code. The default is one minute, since a code travels
    /// through one redirect.
    /// [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) recommends at most
    /// ten.
    pub code_lifetime: Duration,
    /// The lifetime of an access token. The default is ten minutes, so that a stolen token is soon
    /// worthless. A client that needs access for longer uses a refresh token.
    pub access_token_lifetime: Duration,
    /// The time for which an ID Token is accepted. The default is ten minutes, since a client reads
    /// it at once.
    pub id_token_lifetime: Duration,
    /// The time after consent for which refresh tokens are accepted. The default is thirty days.
    /// Rotation does not prolong it.
    pub refresh_lifetime: Duration,
    /// Which clients must send a PKCE challenge. The default is every client.
    pub pkce: Pkce,
    /// Whether the audience of a client assertion may be the token endpoint instead of the issuer.
    /// The default is no: a malicious provider could name another provider's token endpoint as its
    /// own, and use the assertions that it receives there
    /// ([RFC 7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)).
    pub assertion_audience_token_endpoint: bool,
    /// The algorithms with which client assertions may be signed. The default is every algorithm
    /// that needs no shared secret.
    pub assertion_algorithms: Vec<SignatureAlgorithm>,
    /// The largest difference between the clocks of client and provider that is tolerated. The
    /// default is one minute.
    pub leeway: Duration,
    /// What the caller's pages and data offer. The default is nothing.
    pub information: ProviderInformation,
    /// Names of members that the metadata document leaves out, such as `claims_supported`. By
    /// default it leaves out no member. Members that relying parties need, or whose absence has a
    /// meaning, cannot be hidden.
    pub hidden_metadata: Vec<String>,
}

/// Which clients must send a PKCE challenge with the authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pkce {
    /// Every client ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    Required,
    /// Public clients. Confidential clients may omit the challenge and rely on `nonce`, as clients
    /// do that are older than RFC 7636.
    RequiredOfPublicClients,
}

impl Default for ProviderPolicy {
    fn default() -> Self {
        use SignatureAlgorithm as Alg;
        let scopes = ["openid", "profile", "email", "address", "phone", "offline_access"];
        Self {
            scopes: scopes.map(str::to_owned).to_vec(),
            refresh_tokens: true,
            client_authentication_methods: vec![
                ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod::CLIENT_SECRET_POST,
                ClientAuthenticationMethod::PRIVATE_KEY_JWT,
                ClientAuthenticationMethod::NONE,
            ],
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
            information: ProviderInformation::default(),
            hidden_metadata: Vec::new(),
        }
    }
}
