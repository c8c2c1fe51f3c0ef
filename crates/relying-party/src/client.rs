//! What a provider registered the relying party as.

use symbolon_jose::SigningKey;
use symbolon_oauth::{ClientId, ClientSecret};

use crate::Policy;

/// The relying party as one provider knows it, and what it decided for itself
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Client {
    /// `client_id`.
    pub client_id: ClientId,
    /// How the client proves at the token endpoint who it is.
    pub authentication: ClientAuthentication,
    /// What the specifications leave to the client.
    pub policy: Policy,
}

impl Client {
    /// A client under the default [`Policy`].
    #[must_use]
    pub fn new(client_id: ClientId, authentication: ClientAuthentication) -> Self {
        Self { client_id, authentication, policy: Policy::default() }
    }

    /// Under this policy instead.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }
}

/// `token_endpoint_auth_method`, with what it takes
/// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
///
/// `Debug` shows no secret, and of a key its identifier and algorithm.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// `none`: a public client, such as a native app, which could keep no secret.
    None,
    /// `client_secret_basic`: the secret in the `Authorization` field.
    ClientSecretBasic(ClientSecret),
    /// `client_secret_post`: the secret in the body.
    ClientSecretPost(ClientSecret),
    /// `private_key_jwt`: an assertion signed by this key, for the issuer alone.
    PrivateKeyJwt(SigningKey),
}

impl ClientAuthentication {
    /// The secret that both sides know, if there is one.
    pub(crate) fn secret(&self) -> Option<&ClientSecret> {
        match self {
            Self::ClientSecretBasic(secret) | Self::ClientSecretPost(secret) => Some(secret),
            Self::None | Self::PrivateKeyJwt(_) => None,
        }
    }
}
