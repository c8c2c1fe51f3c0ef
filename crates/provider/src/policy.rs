//! The choices that the specifications leave to a provider.

use core::time::Duration;

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::{ClientAuthenticationMethod, Scope};

use crate::ProviderInformation;

/// The choices that the specifications leave to a provider.
///
/// [`ProviderPolicy::default`] is secure. The documentation of each field states its default.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProviderPolicy {
    /// The scope values that clients are allowed to request. The default is `openid`, `profile`,
    /// `email`, `address`, `phone` and `offline_access`, which are defined in
    /// [Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims) and
    /// [§11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess).
    ///
    /// `openid` is always allowed, even if it is not in this list.
    pub scopes: Scope,
    /// Whether the provider issues and accepts refresh tokens. The default is `true`. A client
    /// receives a refresh token only if it is registered for the grant type `refresh_token` and the
    /// user consents to `offline_access`.
    pub refresh_tokens: bool,
    /// The methods by which clients are allowed to authenticate. The default is all supported
    /// methods: `client_secret_basic`, `client_secret_post`, `private_key_jwt` and `none`. A client
    /// can use only the method for which it is registered.
    pub client_authentication_methods: Vec<ClientAuthenticationMethod>,
    /// The lifetime of an authorization code. The default is one minute, which is enough for one
    /// redirect. [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) recommends
    /// at most ten minutes.
    pub code_lifetime: Duration,
    /// The lifetime of an access token. The default is ten minutes, so that a stolen token is soon
    /// worthless. A client that needs access for longer uses a refresh token.
    pub access_token_lifetime: Duration,
    /// The time from `iat` to `exp` of an ID Token. The default is ten minutes, since a client
    /// validates an ID Token as soon as it receives it.
    pub id_token_lifetime: Duration,
    /// The time for which a client can use refresh tokens, counted from the exchange of the
    /// authorization code. The default is thirty days. A refresh does not prolong this time.
    pub refresh_lifetime: Duration,
    /// Which clients must send a PKCE challenge. By default, every client must send it.
    pub pkce: Pkce,
    /// Whether a client assertion is also accepted if its audience is the token endpoint instead of
    /// the issuer. The default is `false`, because a malicious provider could name your token
    /// endpoint in its own metadata. It would then receive assertions whose audience is your token
    /// endpoint, and could use them at your provider
    /// ([RFC 7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)).
    pub assertion_audience_token_endpoint: bool,
    /// The algorithms that are accepted in client assertions. The default is RS256, RS384, RS512,
    /// PS256, PS384, PS512, ES256, ES384, EdDSA and Ed25519.
    pub assertion_algorithms: Vec<SignatureAlgorithm>,
    /// The largest accepted difference between the clock of a client and the clock of the provider.
    /// The default is one minute.
    pub leeway: Duration,
    /// The description of your pages and your user database for the metadata document. All its
    /// fields are empty by default.
    pub information: ProviderInformation,
    /// The names of the members that the metadata document leaves out, such as `claims_supported`.
    /// The default is empty. Only optional members without a default value can be hidden. If the
    /// list contains another name, [`Provider::new`](crate::Provider::new) returns an error.
    pub hidden_metadata: Vec<String>,
}

/// Which clients must send a PKCE challenge with the authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pkce {
    /// Every client must send a challenge
    /// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    Required,
    /// Public clients must send a challenge. Confidential clients are allowed to omit the
    /// challenge. Use this variant if some of your confidential clients do not support PKCE and
    /// rely on `nonce` instead.
    RequiredOfPublicClients,
}

impl Default for ProviderPolicy {
    fn default() -> Self {
        use SignatureAlgorithm as Alg;
        Self {
            scopes: default_scopes(),
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

fn default_scopes() -> Scope {
    let mut scopes = Scope::new();
    for value in ["openid", "profile", "email", "address", "phone", "offline_access"] {
        // Each of these values is a valid scope token, so this insertion succeeds.
        let _ = scopes.insert(value);
    }
    scopes
}
