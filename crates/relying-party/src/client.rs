//! The relying party as a client: its identifier, its credentials and its policy.

use symbolon_discovery::quirks::Quirks;
use symbolon_jose::{DecryptionKeys, NumericDate, SignatureAlgorithm, SigningKey};
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{ClientId, ClientSecret, ResponseType};

use crate::RelyingPartyPolicy;

/// The settings of a relying party as a client of one provider: its identifier, its credentials and
/// its policy
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
///
/// ```
/// use symbolon_oauth::{ClientId, ClientSecret};
/// use symbolon_relying_party::{ClientAuthentication, ClientConfiguration};
///
/// let secret = ClientSecret::new("7Fjfp0ZBr1KtDRbnfVdmIw".to_owned());
/// let client = ClientConfiguration::new(
///     ClientId::new("s6BhdRkqt3")?,
///     ClientAuthentication::ClientSecretBasic(secret),
/// );
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientConfiguration {
    /// `client_id`: the identifier under which the client is registered at the provider.
    pub client_id: ClientId,
    /// `response_types`: the response types that the client registered at the provider.
    /// [`RelyingParty::new`](crate::RelyingParty::new) checks that the provider supports them.
    pub response_types: Vec<ResponseType>,
    /// How the client authenticates at the token endpoint.
    pub authentication: ClientAuthentication,
    /// The policy of the client: for example, which algorithms it accepts in ID Tokens.
    pub policy: RelyingPartyPolicy,
    /// The keys that decrypt authorization responses in JWTs, if the client registered
    /// `authorization_encrypted_response_alg`: see
    /// [`authorization_decryption_keys`](Self::authorization_decryption_keys).
    pub authorization_decryption_keys: Option<DecryptionKeys>,
    /// The deviations of the provider from the specifications that the client accepts.
    pub quirks: Quirks,
    /// The party that chose the issuer of the provider: see [`address_from`](Self::address_from).
    pub address: AddressFrom,
    /// `client_secret_expires_at`: the time at which the client secret expires. From then on, no
    /// login with a code begins, because the provider would refuse the secret after the user has
    /// signed in. `None` means that the secret does not expire, or that the time is not known.
    pub client_secret_expires_at: Option<NumericDate>,
}

impl ClientConfiguration {
    /// Creates the settings of a client, with the default policy and without quirks.
    #[must_use]
    pub fn new(client_id: ClientId, authentication: ClientAuthentication) -> Self {
        let policy = RelyingPartyPolicy::default();
        Self {
            client_id,
            response_types: vec![ResponseType::CODE],
            authentication,
            policy,
            authorization_decryption_keys: None,
            quirks: Quirks::default(),
            address: AddressFrom::Configuration,
            client_secret_expires_at: None,
        }
    }

    /// Sets the response types that the client registered at the provider. Without this call, the
    /// list is `code`, as in
    /// [Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata).
    ///
    /// Call this method if the client does not use `code`, and its provider either does not support
    /// `code` or has no token endpoint. Each login chooses its response type with
    /// [`LoginRequest::response_type`](crate::LoginRequest::response_type).
    #[must_use]
    pub fn response_types(mut self, response_types: Vec<ResponseType>) -> Self {
        self.response_types = response_types;
        self
    }

    /// Sets the algorithm with which ID Tokens must be signed. Pass the
    /// `id_token_signed_response_alg` that the client registered at the provider. Without this
    /// call, every signature algorithm of the provider's metadata is accepted.
    #[must_use]
    pub fn id_token_signed_response_alg(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.policy.id_token_algorithms = Some(vec![algorithm]);
        self
    }

    /// Sets the algorithm with which UserInfo responses must be signed. Pass the
    /// `userinfo_signed_response_alg` that the client registered at the provider, and use
    /// [`signed_user_info`](crate::RelyingParty::signed_user_info). Without this call, UserInfo
    /// responses are not signed.
    #[must_use]
    pub fn userinfo_signed_response_alg(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.policy.user_info_algorithms = vec![algorithm];
        self
    }

    /// Sets the algorithm with which authorization responses in JWTs must be signed, for the response
    /// modes `jwt`, `query.jwt`, `fragment.jwt` and `form_post.jwt`. Pass the
    /// `authorization_signed_response_alg` that the client registered at the provider. Without this
    /// call, every signature algorithm of the cryptography backend is accepted.
    #[must_use]
    pub fn authorization_signed_response_alg(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.policy.authorization_response_algorithms = Some(vec![algorithm]);
        self
    }

    /// Sets the keys that decrypt authorization responses in JWTs. Pass keys for the
    /// `authorization_encrypted_response_alg` and `authorization_encrypted_response_enc` that the
    /// client registered
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)). Read callbacks
    /// with [`RelyingParty::callback_from_http`](crate::RelyingParty::callback_from_http). A response
    /// in a JWT that is not encrypted is then refused.
    #[must_use]
    pub fn authorization_decryption_keys(mut self, keys: DecryptionKeys) -> Self {
        self.authorization_decryption_keys = Some(keys);
        self
    }

    /// Replaces the whole policy, including an algorithm that you set before with
    /// [`id_token_signed_response_alg`](Self::id_token_signed_response_alg).
    #[must_use]
    pub fn policy(mut self, policy: RelyingPartyPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets the deviations of the provider from the specifications that the client accepts. Start
    /// with the preset of your provider in
    /// [`quirks::presets`](symbolon_discovery::quirks::presets).
    ///
    /// [`RelyingParty::key_cache`](crate::RelyingParty::key_cache) creates a cache with the same
    /// quirks. Pass the quirks also to [`Discover`](symbolon_discovery::Discover::quirks).
    #[must_use]
    pub fn quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Sets who chose the issuer. Without this call, the relying party assumes that the issuer
    /// comes from the configuration of your program. If a customer of yours entered the issuer,
    /// pass [`AddressFrom::Stranger`] here and to
    /// [`Discover`](symbolon_discovery::Discover::address_from): the sender then checks the address
    /// of every request to the provider. Without this check, the customer could change the DNS
    /// entry of the issuer after the discovery, so that requests go to a machine in your network.
    #[must_use]
    pub fn address_from(mut self, address: AddressFrom) -> Self {
        self.address = address;
        self
    }
}

/// `token_endpoint_auth_method`: the method by which the client authenticates at the token
/// endpoint, with the credentials that the method needs
/// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
///
/// `Debug` does not show secrets. For a key, it shows only the identifier and the algorithm.
///
/// ```
/// use symbolon_oauth::ClientSecret;
/// use symbolon_relying_party::ClientAuthentication;
///
/// let secret = ClientSecret::new("7Fjfp0ZBr1KtDRbnfVdmIw".to_owned());
/// let authentication = ClientAuthentication::ClientSecretPost(secret);
/// assert!(!format!("{authentication:?}").contains("7Fjfp0"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// `none`: the client does not authenticate. Use this method for a public client, such as a
    /// native app, which cannot keep a secret.
    None,
    /// `client_secret_basic`: the secret is sent in the `Authorization` header.
    ClientSecretBasic(ClientSecret),
    /// `client_secret_post`: the secret is sent in the form body.
    ClientSecretPost(ClientSecret),
    /// `private_key_jwt`: the client sends a JWT that it signed with this key. The audience of the
    /// JWT is the provider's issuer, or the audience in
    /// [`RelyingPartyPolicy::assertion_audience`].
    PrivateKeyJwt(SigningKey),
}

impl ClientAuthentication {
    /// Returns the secret that client and provider share, if they share a secret.
    pub(crate) fn secret(&self) -> Option<&ClientSecret> {
        match self {
            Self::ClientSecretBasic(secret) | Self::ClientSecretPost(secret) => Some(secret),
            Self::None | Self::PrivateKeyJwt(_) => None,
        }
    }
}
