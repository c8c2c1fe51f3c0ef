//! The functions that set the fields of a client.

use symbolon_discovery::Endpoint;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, SignatureAlgorithm, key,
};
use symbolon_oauth::{ClientAuthenticationMethod, ClientSecret, GrantType, ResponseType};

use super::{RegisteredBy, RegisteredClient, SharedSecret};
use crate::Pkce;

impl RegisteredClient {
    /// Sets `client_name`: the name to show on the consent page. Translations of the name stay.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.client_name.default = Some(name.to_owned());
        self
    }

    /// Sets the fingerprint of the client secret, and leaves the authentication method unchanged.
    /// This method does not add the text of the secret to the record. If the record contains the text
    /// of another secret, the text is removed, so that the old secret signs no more messages.
    #[must_use]
    pub fn secret(mut self, secret: &ClientSecret, crypto: &Crypto) -> Self {
        self.client_secret = self.client_secret.filter(|shared| shared.is(secret));
        self.client_secret_fingerprint = Some(secret.fingerprint(crypto));
        self
    }

    /// Sets the client secret and its fingerprint, and leaves the authentication method unchanged.
    /// The record then contains the text of the secret: see [`SharedSecret`]. Use it for a client
    /// whose messages have a MAC of this algorithm, for example because its
    /// [`request_object_signing_alg`](Self::request_object_signing_alg) is `HS256`.
    ///
    /// # Errors
    /// [`key::Error::ShortSecret`] when the secret is shorter than the output of the algorithm's hash
    /// function ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)), and other
    /// values of [`key::Error`] when the algorithm is not HMAC, when the secret is a key in PEM or
    /// JSON format, or when the backend does not support the algorithm.
    pub fn shared_secret(
        mut self,
        secret: &ClientSecret,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        self.client_secret = Some(SharedSecret::new(secret, algorithm, crypto)?);
        Ok(self.secret(secret, crypto))
    }

    /// Sets the authentication method `private_key_jwt`, and the public keys that verify the
    /// client's assertions.
    #[must_use]
    pub fn private_key_jwt(mut self, jwks: PublicJwkSet) -> Self {
        self.token_endpoint_auth_method = ClientAuthenticationMethod::PRIVATE_KEY_JWT;
        self.jwks = Some(jwks);
        self
    }

    /// Sets the authentication method `none`, for a client that cannot keep a secret, such as a
    /// native app ([RFC 6749 §2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1)).
    #[must_use]
    pub fn public(mut self) -> Self {
        self.token_endpoint_auth_method = ClientAuthenticationMethod::NONE;
        self
    }

    /// Sets the algorithm with which the client's ID Tokens are signed. The provider must have a
    /// key for the algorithm
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[must_use]
    pub fn id_token_signed_response_alg(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.id_token_signed_response_alg = Some(algorithm);
        self
    }

    /// Sets the algorithm with which the client's authorization responses are signed, in the response
    /// modes that send the response in a JWT. The provider must have a key for the algorithm
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[must_use]
    pub fn authorization_signed_response_alg(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.authorization_signed_response_alg = Some(algorithm);
        self
    }

    /// Sets the algorithms with which the client's authorization responses are encrypted, in the
    /// response modes that send the response in a JWT. [`jwks`](Self::jwks) must contain a public
    /// key for `alg` ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[must_use]
    pub fn authorization_encrypted_response(
        mut self,
        alg: KeyManagementAlgorithm,
        enc: ContentEncryptionAlgorithm,
    ) -> Self {
        self.authorization_encrypted_response_alg = Some(alg);
        self.authorization_encrypted_response_enc = Some(enc);
        self
    }

    /// Sets `jwks`: the client's public keys, and leaves the authentication method unchanged.
    #[must_use]
    pub fn jwks(mut self, jwks: PublicJwkSet) -> Self {
        self.jwks = Some(jwks);
        self
    }

    /// Sets `initiate_login_uri`: the address at which the client starts a login when a third party asks
    /// for it. [`Provider::third_party_login_url`](crate::Provider::third_party_login_url) builds links
    /// to it.
    #[must_use]
    pub fn initiate_login_uri(mut self, uri: Endpoint) -> Self {
        self.initiate_login_uri = Some(uri);
        self
    }

    /// Allows the client to use refresh tokens. The client receives a refresh token when the user
    /// consents to `offline_access`.
    #[must_use]
    pub fn refresh_tokens(mut self) -> Self {
        if !self.grant_types.contains(&GrantType::REFRESH_TOKEN) {
            self.grant_types.push(GrantType::REFRESH_TOKEN);
        }
        self
    }

    /// Sets the protection against injected authorization codes that the provider requires of this
    /// client, instead of [`ProviderPolicy::pkce`](crate::ProviderPolicy::pkce).
    #[must_use]
    pub fn pkce(mut self, pkce: Pkce) -> Self {
        self.pkce = Some(pkce);
        self
    }

    /// Records that the client registered itself, so that the provider does not trust its redirect
    /// URIs ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)).
    #[must_use]
    pub fn self_registered(mut self) -> Self {
        self.registered_by = RegisteredBy::Itself;
        self
    }

    /// Allows assertions of this client whose audience is the token endpoint. See the field
    /// [`assertion_audience_token_endpoint`](Self::assertion_audience_token_endpoint).
    #[must_use]
    pub fn assertion_audience_token_endpoint(mut self) -> Self {
        self.assertion_audience_token_endpoint = true;
        self
    }

    /// Sets the response types that the client is allowed to request, and adds the grant types that
    /// they need. The provider accepts a response type only if its policy lists the response type too:
    /// see [`ProviderPolicy::response_types`](crate::ProviderPolicy::response_types).
    ///
    /// ```
    /// use symbolon_oauth::{ClientId, GrantType, RedirectUri, ResponseType};
    /// use symbolon_provider::RegisteredClient;
    ///
    /// let redirect_uri = RedirectUri::new("https://wiki.example/callback")?;
    /// let client = RegisteredClient::new(ClientId::new("wiki")?, vec![redirect_uri])
    ///     .response_types(vec![ResponseType::CODE, ResponseType::CODE_ID_TOKEN]);
    /// assert!(client.grant_types.contains(&GrantType::IMPLICIT));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn response_types(mut self, response_types: Vec<ResponseType>) -> Self {
        for grant_type in response_types.iter().flat_map(ResponseType::grant_types) {
            if !self.grant_types.contains(&grant_type) {
                self.grant_types.push(grant_type);
            }
        }
        self.response_types = response_types;
        self
    }
}
