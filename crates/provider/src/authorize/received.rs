//! An authorization request as it arrived, and the checks that turn it into a pending
//! authorization.

use core::time::Duration;

use http::Request;
use symbolon_oauth::{ClientId, Parameters, ResponseMode, ReturnAddress, ReturnPath};
use symbolon_oidc::{AuthenticationRequest, AuthenticationRequestError};
use time::OffsetDateTime;

use super::address_rules::Addressed;
use super::pending::{Answer, ClientTraits};
use super::reference::Reference;
use super::request_rules::Asked;
use super::response_jwt::ResponseJwtTraits;
use super::source::Source;
use super::{
    AuthorizeError, ClientPages, PendingAuthorization, Refusal, RefusalToClient, RefusalToUser,
    hint, return_path, rules, scope, source,
};
use crate::{Provider, PushedRequestRecord, RegisteredClient};

/// An authorization request that was received and is not checked yet. Look up the client's record
/// by [`client_id`](Self::client_id), then call [`Provider::authorize`].
///
/// ```
/// use symbolon_provider::ReceivedRequest;
///
/// let request = http::Request::get("/authorize?response_type=code&client_id=wiki&scope=openid")
///     .body("")?;
/// let request = ReceivedRequest::from_http(&request).map_err(|refusal| refusal.sentence())?;
/// assert_eq!(request.client_id().as_str(), "wiki");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReceivedRequest {
    parameters: Parameters,
    address: ReturnAddress,
    /// What [`Provider::source`] found out about `request_uri`.
    reference: Option<Reference>,
    /// Whether the client has pushed the parameters.
    was_pushed: bool,
}

impl ReceivedRequest {
    /// Reads the query of a GET request or the form of a POST request
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    ///
    /// # Errors
    /// [`RefusalToUser`] when a parameter is malformed or repeated, when `client_id` is missing or
    /// malformed, or when `redirect_uri` is malformed.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, RefusalToUser> {
        let parameters = Parameters::from_http(request)
            .map_err(|error| RefusalToUser::new(AuthorizeError::Parameters(error)))?;
        // RFC 6749 §4.1.2.1: a missing or invalid client or redirect URI is told to the user alone.
        Self::new(parameters).map_err(RefusalToUser::new)
    }

    fn new(parameters: Parameters) -> Result<Self, AuthorizeError> {
        let address = ReturnAddress::of(&parameters)
            .map_err(AuthenticationRequestError::Authorization)
            .map_err(AuthorizeError::Request)?;
        Ok(Self { parameters, address, reference: None, was_pushed: false })
    }

    /// Returns the `client_id` of the request. Look up the client's record by this identifier.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.address.client_id
    }

    /// Returns the `request_uri` of the request, if it has a `request_uri`.
    pub(super) fn request_uri(&self) -> Option<&str> {
        self.parameters.get("request_uri")
    }

    /// Returns whether the request contains a request object.
    pub(super) fn has_object(&self) -> bool {
        self.parameters.contains("request")
    }

    /// Returns the text of the request object, which the request contains or refers to.
    pub(crate) fn object(&self) -> Option<&str> {
        match &self.reference {
            Some(Reference::Object(object)) => Some(object.expose()),
            Some(Reference::Pushed(_) | Reference::Refused(_)) => None,
            None => self.parameters.get("request"),
        }
    }

    /// Adds what is known about the `request_uri` of the request.
    pub(super) fn referring(self, reference: Reference) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// Replaces the parameters by the parameters that count, if the request has a request object.
    /// If the request object is refused, the result contains the reason.
    fn opened(
        self,
        provider: &Provider,
        client: Option<&RegisteredClient>,
        now: OffsetDateTime,
    ) -> (Self, Option<AuthorizeError>) {
        // An unknown client has no keys. The store may have returned another client's record.
        let Some(client) = client.filter(|it| it.client_id == *self.client_id()) else {
            return (self, None);
        };
        let mut address = self.address;
        let (parameters, reference) = (self.parameters, self.reference);
        let Source { parameters, refused, was_pushed, .. } =
            source::of(provider, client, parameters, reference, now);
        let opened =
            |parameters, address| Self { parameters, address, reference: None, was_pushed };
        match ReturnAddress::of(&parameters) {
            Ok(address) => (opened(parameters, address), refused),
            // The redirect URI in the request object cannot be read, so the error is not sent to
            // the client.
            Err(error) => {
                let error = AuthenticationRequestError::Authorization(error);
                let reason = refused.unwrap_or(AuthorizeError::Request(error));
                address.redirect_uri = None;
                (opened(parameters, address), Some(reason))
            }
        }
    }
}

impl Provider {
    /// Returns the parameters of a request that `client` pushes, and whether the client has signed
    /// them in a request object.
    pub(crate) fn open_pushed(
        &self,
        parameters: Parameters,
        client: &RegisteredClient,
        now: OffsetDateTime,
    ) -> Result<(Parameters, bool), AuthorizeError> {
        let opened = source::of(self, client, parameters, None, now);
        match opened.refused {
            None => Ok((opened.parameters, opened.is_signed)),
            Some(reason) => Err(reason),
        }
    }

    /// Checks a pushed request as [`authorize`](Self::authorize) checks it when the browser arrives.
    pub(crate) fn check_pushed(
        &self,
        record: &PushedRequestRecord,
        client: &RegisteredClient,
        now: OffsetDateTime,
    ) -> Result<(), AuthorizeError> {
        let request = ReceivedRequest::new(record.parameters.clone())?
            .referring(Reference::Pushed(Box::new(record.clone())));
        match self.authorize(request, Some(client), now) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(refusal.reason().clone()),
        }
    }

    /// Checks an authorization request against all
    /// [`AUTHORIZATION_RULES`](crate::AUTHORIZATION_RULES).
    ///
    /// `client` is the record that your database has under [`ReceivedRequest::client_id`], or
    /// `None` if there is no record. If clients of your provider can send `request_uri`, call
    /// [`source`](Self::source) before: without it, such a request is refused with
    /// `request_uri_not_supported`.
    ///
    /// # Errors
    /// - [`Refusal::ToUser`] when the client is unknown or its redirect URI is not registered. Show
    ///   the user an error page.
    /// - [`Refusal::AfterPage`] for every other error when the client registered itself, also if
    ///   the request has `prompt=none`. Show the user a page with a link to the client.
    /// - [`Refusal::ToClient`] for every other error of all other clients. Send the response that
    ///   [`into_response`](RefusalToClient::into_response) builds.
    pub fn authorize(
        &self,
        request: ReceivedRequest,
        client: Option<&RegisteredClient>,
        now: OffsetDateTime,
    ) -> Result<PendingAuthorization, Refusal> {
        let to_user = |reason| Refusal::ToUser(RefusalToUser::new(reason));
        let (request, refused) = request.opened(self, client, now);
        let ReceivedRequest { parameters, address, was_pushed, .. } = request;
        let addressed = Addressed { address: &address, client };
        // An error about the address is often a consequence of a request object that was refused.
        let first = |reason| to_user(refused.clone().unwrap_or(reason));
        rules::check_address(&addressed).map_err(first)?;
        let client = addressed.client().map_err(to_user)?;
        let redirect_uri = addressed.redirect_uri().map_err(to_user)?;
        let jwt_for = |path: &ReturnPath| ResponseJwtTraits::for_path(path, client, self);
        let may_use = |mode: &ResponseMode, path: &ReturnPath| {
            client.may_use(mode, self.policy()) && jwt_for(path).is_ok()
        };
        let path = return_path::of(&parameters, redirect_uri, may_use);
        let path = return_path::complete(path, address.state.clone(), self.issuer());
        // `may_use` has found the keys for the path, so these two calls do not fail.
        let traits = jwt_for(&path).map(|jwt| ClientTraits::new(client, self.policy(), jwt));
        let mut traits = traits.map_err(AuthorizeError::ResponseJwt).map_err(to_user)?;
        let error_path = traits.path(self, &path, &client.client_id, now).map_err(to_user)?;
        // RFC 9700 §4.11.2 (1): an erroneous request must not send the browser to an untrusted
        // address before the user has seen a page. The exception for silent authentication is for
        // valid requests only.
        let refuse = |reason| {
            let refusal =
                RefusalToClient::new(reason, error_path.clone(), client.client_id.clone());
            Refusal::by_trust(refusal, traits.is_trusted)
        };

        refused.map_or(Ok(()), |reason| Err(refuse(reason)))?;
        rules::check_parameters(&parameters).map_err(refuse)?;
        let mut request = AuthenticationRequest::from_parameters(parameters)
            .map_err(|error| refuse(AuthorizeError::Request(error)))?;
        let asked = Asked { provider: self, client, request: &request, was_pushed };
        rules::check_request(&asked).map_err(refuse)?;
        let scope = scope::allowed(&asked);
        // Only the subject of the hint is kept. The token itself does not belong in a session
        // store.
        let hint = request.id_token_hint.take();
        let hinted =
            hint.map(|hint| hint::subject(&hint, self, client, now).map_err(refuse)).transpose()?;
        complete(&mut request, &mut traits, client);
        let answer = Answer { issuer: self.issuer().clone(), path };
        Ok(PendingAuthorization::new(request, answer, scope, traits, hinted, now))
    }
}

/// Adds the values that the client has registered for requests without a value of their own, and the
/// pages of the client in the language of the request.
fn complete(
    request: &mut AuthenticationRequest,
    traits: &mut ClientTraits,
    client: &RegisteredClient,
) {
    traits.pages = ClientPages::new(client, &request.ui_locales);
    // Registration §2, default_max_age: `max_age` of the request overrides it.
    request.max_age = request.max_age.or(client.default_max_age.map(Duration::from_secs));
    // Registration §2, default_acr_values: `acr_values` of the request and a request for the claim
    // `acr` override them.
    let asks_for_acr =
        request.claims.as_ref().is_some_and(|claims| claims.id_token.contains_key("acr"));
    if request.acr_values.is_empty() && !asks_for_acr {
        request.acr_values.clone_from(&client.default_acr_values);
    }
}
