use serde::{Deserialize, Serialize};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Crypto, Fingerprint, Object, SignatureAlgorithm};
use symbolon_oauth::{
    ClientAuthenticationMethod, ClientId, ClientSecret, GrantType, RedirectUri, ResponseType, Scope,
};

/// What a provider knows of a client: a record for its database, under `client_id`.
///
/// Field names are those of client metadata
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)),
/// but for the secret, of which only the [`Fingerprint`] is kept.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_oauth::{ClientId, ClientSecret, RedirectUri};
/// use symbolon_provider::Client;
///
/// let secret = ClientSecret::random(&CRYPTO)?; // shown to the client's owner once
/// let client = Client::new(
///     ClientId::new("wiki")?,
///     vec![RedirectUri::new("https://wiki.example/callback")?],
/// )
/// .secret(&secret, &CRYPTO);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Client {
    /// `client_id`.
    pub client_id: ClientId,
    /// `client_name`: what the consent page calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// `redirect_uris`: where responses may go, each an exact string.
    pub redirect_uris: Vec<RedirectUri>,
    /// `response_types`: `code` unless said otherwise.
    #[serde(default = "code_only")]
    pub response_types: Vec<ResponseType>,
    /// `grant_types`: `authorization_code` unless said otherwise.
    #[serde(default = "authorization_code_only")]
    pub grant_types: Vec<GrantType>,
    /// `token_endpoint_auth_method`: the one way it authenticates; `client_secret_basic` unless
    /// said otherwise.
    #[serde(default = "client_secret_basic")]
    pub token_endpoint_auth_method: ClientAuthenticationMethod,
    /// The fingerprint of its secret. Enough for a secret of 128 random bits and more, such as
    /// [`ClientSecret::random`] makes; a password that a person thought of does not belong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_fingerprint: Option<Fingerprint>,
    /// `jwks`: the public keys that its assertions are signed with.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "jwks")]
    pub jwks: Option<PublicJwkSet>,
    /// `id_token_signed_response_alg`: `RS256` unless said otherwise.
    #[serde(default = "rs256")]
    pub id_token_signed_response_alg: SignatureAlgorithm,
    /// `scope`: what it may ask for; everything the provider has, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Whatever else the database keeps with it.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub extra: Object,
}

impl Client {
    /// A client of the authorization code flow that is to authenticate by `client_secret_basic`.
    #[must_use]
    pub fn new(client_id: ClientId, redirect_uris: Vec<RedirectUri>) -> Self {
        Self {
            client_id,
            client_name: None,
            redirect_uris,
            response_types: code_only(),
            grant_types: authorization_code_only(),
            token_endpoint_auth_method: client_secret_basic(),
            client_secret_fingerprint: None,
            jwks: None,
            id_token_signed_response_alg: rs256(),
            scope: None,
            extra: Object::new(),
        }
    }

    /// The client's name for people.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.client_name = Some(name.to_owned());
        self
    }

    /// This secret. The method stays `client_secret_basic`, unless it is changed to
    /// `client_secret_post`.
    #[must_use]
    pub fn secret(mut self, secret: &ClientSecret, crypto: &Crypto) -> Self {
        self.client_secret_fingerprint = Some(secret.fingerprint(crypto));
        self
    }

    /// Authentication by `private_key_jwt` with these keys.
    #[must_use]
    pub fn private_key_jwt(mut self, jwks: PublicJwkSet) -> Self {
        self.token_endpoint_auth_method = ClientAuthenticationMethod::PRIVATE_KEY_JWT;
        self.jwks = Some(jwks);
        self
    }

    /// No authentication: an app on somebody's own device
    /// ([RFC 6749 §2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1)).
    #[must_use]
    pub fn public(mut self) -> Self {
        self.token_endpoint_auth_method = ClientAuthenticationMethod::NONE;
        self
    }

    /// Refresh tokens too, when the user consents to `offline_access`.
    #[must_use]
    pub fn refresh_tokens(mut self) -> Self {
        if !self.grant_types.contains(&GrantType::REFRESH_TOKEN) {
            self.grant_types.push(GrantType::REFRESH_TOKEN);
        }
        self
    }

    /// Whether it has no credentials.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == ClientAuthenticationMethod::NONE
    }
}

fn code_only() -> Vec<ResponseType> {
    vec![ResponseType::CODE]
}

fn authorization_code_only() -> Vec<GrantType> {
    vec![GrantType::AUTHORIZATION_CODE]
}

fn client_secret_basic() -> ClientAuthenticationMethod {
    ClientAuthenticationMethod::CLIENT_SECRET_BASIC
}

fn rs256() -> SignatureAlgorithm {
    SignatureAlgorithm::Rs256
}

/// A key set in a record is a JWK Set.
mod jwks {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
    use symbolon_jose::Object;
    use symbolon_jose::jwk::PublicJwkSet;

    pub(super) fn serialize<S: Serializer>(
        jwks: &Option<PublicJwkSet>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        jwks.as_ref().map(PublicJwkSet::to_object).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<PublicJwkSet>, D::Error> {
        Option::<Object>::deserialize(deserializer)?
            .map(PublicJwkSet::from_object)
            .transpose()
            .map_err(de::Error::custom)
    }
}
