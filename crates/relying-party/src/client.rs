//! The relying party as a client: its identifier, its credentials and its policy.

use symbolon_jose::{SignatureAlgorithm, SigningKey};
use symbolon_oauth::{ClientId, ClientSecret};

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
    /// How the client authenticates at the token endpoint.
    pub authentication: ClientAuthentication,
    /// The policy of the client: for example, which algorithms it accepts in ID Tokens.
    pub policy: RelyingPartyPolicy,
}

impl ClientConfiguration {
    /// Creates the settings of a client, with the default policy.
    #[must_use]
    pub fn new(client_id: ClientId, authentication: ClientAuthentication) -> Self {
        Self { client_id, authentication, policy: RelyingPartyPolicy::default() }
    }

    /// Sets the algorithm with which ID Tokens must be signed. Pass the
    /// `id_token_signed_response_alg` that the client registered at the provider. The default is
    /// `RS256`.
    #[must_use]
    pub fn id_token_signed_response_alg(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.policy.id_token_algorithms = vec![algorithm];
        self
    }

    /// Replaces the whole policy, including an algorithm that you set before with
    /// [`id_token_signed_response_alg`](Self::id_token_signed_response_alg).
    #[must_use]
    pub fn policy(mut self, policy: RelyingPartyPolicy) -> Self {
        self.policy = policy;
        self
    }
}

/// `token_endpoint_auth_method`: the method by which the client authenticates at the token
/// endpoint, with the credentials that the method needs
/// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
///
/// `Debug` does not show secrets. For a key, it shows only the identifier and the algorithm.
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
    /// JWT is the provider's issuer.
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
