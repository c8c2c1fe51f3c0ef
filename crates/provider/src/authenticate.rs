use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt;
use symbolon_oauth::client::assertion::{self, VerifiedClientAssertion};
use symbolon_oauth::obligation::Unreplayed;
use symbolon_oauth::{ClientCredentials, ClientSecret, EncodedJwt, TokenRequest};
use time::OffsetDateTime;

use crate::{Client, Provider, TokenError, TokenRefusal};

/// A client that proved who it is by the method it is registered with, or is public and has nothing
/// to prove it by.
///
/// Intentionally without a constructor: see [`Provider::authenticate`].
#[derive(Clone, Debug)]
pub struct AuthenticatedClient {
    client: Client,
}

impl AuthenticatedClient {
    /// The client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Provider {
    /// Authenticates the client of a token request, which is what the database has under
    /// [`TokenRequest::client_id`]
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    ///
    /// # Errors
    /// [`TokenRefusal`], always `invalid_client`: which of client, method and secret is wrong is
    /// for the provider's log.
    pub fn authenticate(
        &self,
        request: &TokenRequest,
        client: Option<&Client>,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<AuthenticatedClient>, TokenRefusal> {
        let credentials = &request.credentials;
        self.check(credentials, client, now)
            .map_err(|error| TokenRefusal::of_client(error, credentials))
    }

    fn check(
        &self,
        credentials: &ClientCredentials,
        client: Option<&Client>,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<AuthenticatedClient>, TokenError> {
        // RFC 6749 §5.2: an unknown client is a failed authentication. A record of another client
        // is none.
        let client = client
            .filter(|client| client.client_id == *credentials.client_id())
            .ok_or(TokenError::UnknownClient)?;
        // Core §9, Registration §2: the registered method, and no other. Discovery §3: and one that
        // this provider says it takes.
        let method = credentials.method();
        if client.token_endpoint_auth_method != method
            || !self.metadata.supports_token_endpoint_auth_method(&method)
        {
            return Err(TokenError::AuthenticationMethod);
        }
        let authenticated = AuthenticatedClient { client: client.clone() };
        match credentials {
            ClientCredentials::None { .. } => Ok(Unreplayed::new(authenticated, Vec::new())),
            ClientCredentials::Basic { client_secret, .. }
            | ClientCredentials::Post { client_secret, .. } => {
                self.check_secret(client, client_secret)?;
                Ok(Unreplayed::new(authenticated, Vec::new()))
            }
            ClientCredentials::PrivateKeyJwt { assertion, .. } => {
                Ok(self.check_assertion(client, assertion, now)?.replace(authenticated))
            }
            _ => Err(TokenError::AuthenticationMethod),
        }
    }

    /// RFC 6749 §2.3.1. Fingerprints are compared: how far two hashes agree tells nothing of the
    /// secret, and a constant-time comparison tells not even that.
    fn check_secret(&self, client: &Client, secret: &ClientSecret) -> Result<(), TokenError> {
        let registered = client.client_secret_fingerprint.as_ref().ok_or(TokenError::Secret)?;
        let presented = secret.fingerprint(&self.crypto);
        let bytes = |text: &str| symbolon_jose::Secret::new(text.as_bytes().to_vec());
        if bytes(registered.as_str()) == bytes(presented.as_str()) {
            Ok(())
        } else {
            Err(TokenError::Secret)
        }
    }

    /// RFC 7523 §3 and rfc7523bis.
    fn check_assertion(
        &self,
        client: &Client,
        assertion: &EncodedJwt,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<VerifiedClientAssertion>, TokenError> {
        let jwks = client.jwks.as_ref().ok_or(TokenError::NoKeys)?;
        // What the header says chooses among the registered keys, and nothing else.
        let jws = CompactJws::parse(assertion.expose())
            .map_err(|error| TokenError::Assertion(jwt::Error::from(error).into()))?;
        let allowed = &self.policy.assertion_algorithms;
        let keys = jwks.verification_keys_for(
            jws.header().kid(),
            jws.header().alg(),
            allowed,
            &self.crypto,
        );
        let mut expected = assertion::ExpectedAssertion::new(&client.client_id, self.issuer());
        expected.leeway = self.policy.leeway;
        if self.policy.assertion_audience_token_endpoint {
            expected.token_endpoint =
                self.metadata.token_endpoint.as_ref().map(|url| url.as_str().to_owned());
        }
        expected.verify(assertion, &keys, &self.crypto, now).map_err(TokenError::Assertion)
    }
}
