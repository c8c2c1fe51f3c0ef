//! Client authentication at the token endpoint, and at the endpoint for pushed requests.

use symbolon_jose::jws::CompactJws;
use symbolon_jose::{Excerpt, jwt};
use symbolon_oauth::client::assertion::{self, VerifiedClientAssertion};
use symbolon_oauth::obligation::Unreplayed;
use symbolon_oauth::{ClientCredentials, ClientSecret, EncodedJwt, Issuer, TokenRequest};
use time::OffsetDateTime;

use super::{TokenError, TokenRefusal};
use crate::{Provider, RegisteredClient};

/// A client that authenticated by its registered method, or a public client, which has no
/// credentials.
///
/// This type intentionally has no constructor. You get the value only from
/// [`Provider::authenticate`] and [`Provider::authenticate_push`].
#[derive(Clone, Debug)]
pub struct AuthenticatedClient {
    client: RegisteredClient,
    issuer: Issuer,
}

/// The endpoint to which a client sends its credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientEndpoint {
    Token,
    PushedRequests,
}

impl AuthenticatedClient {
    /// Returns the client's record.
    #[must_use]
    pub fn client(&self) -> &RegisteredClient {
        &self.client
    }

    /// Returns the client's record, if the provider with this issuer authenticated the client.
    pub(crate) fn at(self, issuer: &Issuer) -> Result<RegisteredClient, TokenError> {
        TokenError::check_issuer(&self.issuer, issuer)?;
        Ok(self.client)
    }
}

impl Provider {
    /// Authenticates the client of a token request
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    ///
    /// `client` is the record that your database has under [`TokenRequest::client_id`], or `None`
    /// if there is no record. The result does not show the client yet: call [`Unreplayed::accept`],
    /// which returns the client if your store confirms that the client's assertion was not used
    /// before.
    ///
    /// # Errors
    /// [`TokenRefusal`] when the client is unknown, when it uses a method that is not its
    /// registered method or that the policy does not allow, or when its secret or assertion is
    /// wrong. The error code in the response is always `invalid_client`. If the client uses another
    /// method than its registered method, the response names the registered method. Write the
    /// [`reason`](TokenRefusal::reason) to your log.
    pub fn authenticate(
        &self,
        request: &TokenRequest,
        client: Option<&RegisteredClient>,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<AuthenticatedClient>, TokenRefusal> {
        let credentials = &request.credentials;
        self.check_credentials(credentials, client, ClientEndpoint::Token, now)
            .map_err(|error| TokenRefusal::of_client(error, credentials))
    }

    /// Authenticates the client of a request to one of the endpoints.
    pub(crate) fn check_credentials(
        &self,
        credentials: &ClientCredentials,
        client: Option<&RegisteredClient>,
        endpoint: ClientEndpoint,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<AuthenticatedClient>, TokenError> {
        // RFC 6749 §5.2: an unknown client is a failed authentication. The store may have returned
        // another client's record: the client counts as unknown then.
        let client = client
            .filter(|client| client.client_id == *credentials.client_id())
            .ok_or_else(|| TokenError::UnknownClient(credentials.client_id().clone()))?;
        // Core §9, Registration §2: the client uses its registered method. Discovery §3: the
        // provider advertises that method.
        let method = credentials.method();
        if client.token_endpoint_auth_method != method {
            let registered = client.token_endpoint_auth_method.clone();
            return Err(TokenError::AuthenticationMethod { found: method, registered });
        }
        if !self.policy().client_authentication_methods.contains(&method) {
            return Err(TokenError::MethodNotAllowed(method));
        }
        let authenticated =
            AuthenticatedClient { client: client.clone(), issuer: self.issuer().clone() };
        match credentials {
            ClientCredentials::None { .. } => Ok(Unreplayed::new(authenticated, Vec::new())),
            ClientCredentials::Basic { client_secret, .. }
            | ClientCredentials::Post { client_secret, .. } => {
                self.check_secret(client, client_secret, now)?;
                Ok(Unreplayed::new(authenticated, Vec::new()))
            }
            ClientCredentials::PrivateKeyJwt { assertion, .. } => {
                let verified = self.check_assertion(client, assertion, endpoint, now)?;
                Ok(verified.replace(authenticated))
            }
            _ => {
                let registered = client.token_endpoint_auth_method.clone();
                Err(TokenError::AuthenticationMethod { found: method, registered })
            }
        }
    }

    /// Compares the secret with the registered one (RFC 6749 §2.3.1), by fingerprint and in
    /// constant time.
    fn check_secret(
        &self,
        client: &RegisteredClient,
        secret: &ClientSecret,
        now: OffsetDateTime,
    ) -> Result<(), TokenError> {
        let registered = client.client_secret_fingerprint.as_ref().ok_or(TokenError::Secret)?;
        let presented = secret.fingerprint(self.crypto());
        let bytes = |text: &str| symbolon_jose::Secret::new(text.as_bytes().to_vec());
        if bytes(registered.as_str()) != bytes(presented.as_str()) {
            return Err(TokenError::Secret);
        }
        // Registration §3.2, client_secret_expires_at: the secret is not accepted from then on.
        match client.client_secret_expires.filter(|_| client.secret_has_expired(now)) {
            Some(expired) => Err(TokenError::SecretExpired { expired, now: now.into() }),
            None => Ok(()),
        }
    }

    /// Verifies the assertion (RFC 7523 §3 and rfc7523bis).
    fn check_assertion(
        &self,
        client: &RegisteredClient,
        assertion: &EncodedJwt,
        endpoint: ClientEndpoint,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<VerifiedClientAssertion>, TokenError> {
        let jwks = client.jwks.as_ref().ok_or_else(|| match &client.jwks_uri {
            Some(jwks_uri) => TokenError::KeysUnavailable(Box::new(jwks_uri.clone())),
            None => TokenError::NoKeys,
        })?;
        // The header selects among the registered keys. Nothing else in the header is used before
        // the signature is verified.
        let jws = CompactJws::parse(assertion.expose())
            .map_err(|error| TokenError::Assertion(jwt::Error::from(error).into()))?;
        // Registration §2, token_endpoint_auth_signing_alg: all assertions are signed with it.
        if let Some(expected) = client.token_endpoint_auth_signing_alg
            && expected.as_str() != jws.header().alg()
        {
            let found = Excerpt::new(jws.header().alg());
            return Err(TokenError::AssertionAlgorithm { found, expected });
        }
        let allowed = &self.policy().assertion_algorithms;
        let keys = jwks.verification_keys_for(
            jws.header().kid(),
            jws.header().alg(),
            allowed,
            self.crypto(),
        );
        let mut expected = assertion::ExpectedAssertion::new(&client.client_id, self.issuer());
        expected.limits = self.assertion_limits();
        // rfc7523bis: by default, only the issuer is accepted as the audience.
        if self.policy().assertion_audience_token_endpoint
            || client.assertion_audience_token_endpoint
        {
            expected.token_endpoint = Some(self.endpoints().token.as_str().to_owned());
            // RFC 9126 §2: the endpoint for pushed requests also accepts its own address.
            let pushed = self.endpoints().pushed_authorization_request.as_ref();
            let pushed = pushed.filter(|_| endpoint == ClientEndpoint::PushedRequests);
            expected.pushed_authorization_request_endpoint =
                pushed.map(|endpoint| endpoint.as_str().to_owned());
        }
        expected.verify(assertion, &keys, self.crypto(), now).map_err(TokenError::Assertion)
    }
}
