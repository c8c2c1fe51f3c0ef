//! The answer to a pushed authorization request.

use symbolon_jose::NumericDate;
use symbolon_oauth::obligation::{Unreplayed, Unstored};
use symbolon_oauth::pushed::{PushedAuthorizationResponse, RequestUri};
use symbolon_oauth::{ErrorCode, ErrorResponse};
use time::OffsetDateTime;

use super::{PushError, PushRefusal, PushedRequest};
use crate::token::ClientEndpoint;
use crate::{AuthenticatedClient, Provider, PushedRequestRecord, RegisteredClient, TokenError};

impl Provider {
    /// Authenticates the client of a pushed authorization request, by the same rules as
    /// [`authenticate`](Self::authenticate) at the token endpoint
    /// ([RFC 9126 §2.1 (1)](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    ///
    /// The audience of an assertion must be the issuer. If
    /// [`assertion_audience_token_endpoint`](crate::ProviderPolicy::assertion_audience_token_endpoint)
    /// is set, the audience may also be the URL of the token endpoint or of the endpoint for pushed
    /// requests.
    ///
    /// `client` is the record that your database has under [`PushedRequest::client_id`], or `None`
    /// if there is no record. The result does not show the client yet: call [`Unreplayed::accept`],
    /// which returns the client if your store confirms that the client's assertion was not used
    /// before.
    ///
    /// # Errors
    /// [`PushRefusal`] when the client is unknown, when it uses a method that is not its registered
    /// method or that the policy does not allow, or when its secret or assertion is wrong.
    pub fn authenticate_push(
        &self,
        request: &PushedRequest,
        client: Option<&RegisteredClient>,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<AuthenticatedClient>, PushRefusal> {
        let credentials = &request.credentials;
        self.check_credentials(credentials, client, ClientEndpoint::PushedRequests, now)
            .map_err(|error| PushRefusal::of_client(error, credentials))
    }

    /// Checks a pushed request against all [`AUTHORIZATION_RULES`](crate::AUTHORIZATION_RULES), and
    /// creates a reference to the request
    /// ([RFC 9126 §2.1 (3)](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    ///
    /// `client` must be the client that [`authenticate_push`](Self::authenticate_push) returned for
    /// this request. Write the record to your store, then send the response that
    /// [`Unstored::into_response`] returns: it has the status 201, the reference and its lifetime.
    ///
    /// # Errors
    /// [`PushRefusal`] with [`PushError::Authorization`] when [`authorize`](Self::authorize) would
    /// refuse the request, with [`PushError::Client`] when another client or a provider with another
    /// issuer was authenticated, and with [`PushError::Random`] when the source of randomness fails.
    pub fn push(
        &self,
        request: PushedRequest,
        client: AuthenticatedClient,
        now: OffsetDateTime,
    ) -> Result<Unstored<PushedRequestRecord>, PushRefusal> {
        let client = client.at(self.issuer()).map_err(PushError::Client)?;
        // RFC 9126 §2.2: the reference is bound to the client that posted the request.
        if *request.client_id() != client.client_id {
            let unknown = TokenError::UnknownClient(request.client_id().clone());
            return Err(PushError::Client(unknown).into());
        }
        let opened = self.open_pushed(request.parameters, &client, now);
        let (parameters, is_signed) = opened.map_err(PushError::Authorization)?;
        let request_uri = RequestUri::random(self.crypto()).map_err(PushError::Random)?;
        // RFC 9126 §2.2: `expires_in` is a positive integer.
        let lifetime = self.policy().pushed_request_lifetime.as_secs().max(1);
        let record = PushedRequestRecord {
            fingerprint: request_uri.fingerprint(self.crypto()),
            issuer: self.issuer().clone(),
            client_id: client.client_id.clone(),
            parameters,
            is_signed,
            expires: NumericDate::from(now).after(core::time::Duration::from_secs(lifetime)),
        };
        self.check_pushed(&record, &client, now).map_err(PushError::Authorization)?;
        let response = PushedAuthorizationResponse::new(request_uri, lifetime).into_http();
        // A store does not revoke a pushed request.
        let revoked = ErrorResponse::new(ErrorCode::SERVER_ERROR);
        let revoked = revoked.into_http(http::StatusCode::INTERNAL_SERVER_ERROR);
        Ok(Unstored::new(record, response, revoked))
    }
}
