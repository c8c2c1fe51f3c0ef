//! Where the parameters of an authorization request are: in the request, or behind `request_uri`.

use http::{Request, Response};
use symbolon_oauth::obligation::Fetch;
use symbolon_oauth::request_object::{RequestObjectUri, hosted};

use super::reference::Reference;
use super::{AuthorizeError, ReceivedRequest};
use crate::{Provider, RegisteredClient};

/// Where the parameters of an authorization request are. Returned by [`Provider::source`].
///
/// This enum is deliberately exhaustive, because a program must handle every source.
#[derive(Clone, Debug)]
#[must_use]
pub enum RequestSource {
    /// Nothing has to be loaded. Pass the request to [`Provider::authorize`], which can still
    /// refuse it.
    Complete(ReceivedRequest),
    /// The client hosts a request object, which your program must fetch.
    Fetch(Box<RequestFetch>),
}

/// An authorization request whose request object the client hosts at its `request_uri`.
///
/// Send [`request`](Self::request), and pass the outcome to [`receive`](Self::receive).
#[derive(Clone, Debug)]
#[must_use = "send the request, and pass the response or the failure to `receive`"]
pub struct RequestFetch {
    waiting: ReceivedRequest,
    fetch: Fetch,
}

impl RequestFetch {
    /// Returns the HTTP request for the request object. Its extensions contain the
    /// [`FetchLimits`](symbolon_oauth::obligation::FetchLimits) that the sender must obey.
    ///
    /// The client chose the address. Use a sender that checks addresses, such as `symbolon-reqwest`,
    /// and that does not follow redirects: see
    /// [`obligation::address`](symbolon_oauth::obligation::address).
    #[must_use]
    pub fn request(&self) -> Request<Vec<u8>> {
        self.fetch.clone().into_request()
    }

    /// Adds the request object to the authorization request. Pass the result to
    /// [`Provider::authorize`].
    ///
    /// `response` is the outcome of [`request`](Self::request). If it is an error or is not a
    /// request object, [`Provider::authorize`] refuses the authorization request with
    /// `invalid_request_uri`. The reason in `E` is not kept: write it to your log.
    pub fn receive<B: AsRef<[u8]>, E>(self, response: Result<Response<B>, E>) -> ReceivedRequest {
        let object = response
            .map_err(|_| AuthorizeError::RequestUriUnanswered)
            .and_then(|response| Ok(hosted::from_http(&response)?));
        match object {
            Ok(object) => self.waiting.referring(Reference::Object(object)),
            Err(reason) => self.waiting.referring(Reference::Refused(reason)),
        }
    }
}

impl Provider {
    /// Finds out whether your program has to load the parameters of an authorization request before
    /// it calls [`authorize`](Self::authorize).
    ///
    /// A client can send `request_uri`, the URI of a request object, instead of parameters
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)). The
    /// URI is used only if [`RequestObjects::by_reference`](crate::RequestObjects::by_reference) is
    /// `true` and the client has [registered](RegisteredClient::request_uris) the URI. All refusals
    /// come from [`authorize`](Self::authorize), which knows where an error may be sent.
    ///
    /// `client` is the record that your database has under [`ReceivedRequest::client_id`], or
    /// `None` if there is no record.
    ///
    /// ```
    /// use http::{Request, Response};
    /// use symbolon_provider::{
    ///     PendingAuthorization, Provider, ReceivedRequest, Refusal, RegisteredClient, RequestSource,
    /// };
    ///
    /// fn pending<E>(
    ///     provider: &Provider, request: ReceivedRequest, client: Option<&RegisteredClient>,
    ///     send: impl Fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>,
    ///     now: time::OffsetDateTime,
    /// ) -> Result<PendingAuthorization, Refusal> {
    ///     let request = match provider.source(request, client) {
    ///         RequestSource::Complete(request) => request,
    ///         RequestSource::Fetch(fetch) => {
    ///             let response = send(fetch.request());
    ///             fetch.receive(response)
    ///         }
    ///     };
    ///     provider.authorize(request, client, now)
    /// }
    /// ```
    pub fn source(
        &self,
        request: ReceivedRequest,
        client: Option<&RegisteredClient>,
    ) -> RequestSource {
        let client = client.filter(|it| it.client_id == *request.client_id());
        let by_reference = self.policy().request_objects.as_ref().is_some_and(|it| it.by_reference);
        let (Some(uri), Some(client), true) = (request.request_uri(), client, by_reference) else {
            return RequestSource::Complete(request);
        };
        match fetch_of(uri, client, &request) {
            Ok(fetch) => RequestSource::Fetch(Box::new(RequestFetch { waiting: request, fetch })),
            Err(reason) => RequestSource::Complete(request.referring(Reference::Refused(reason))),
        }
    }
}

/// Creates the request for a request object, after the checks of the reference.
fn fetch_of(
    uri: &str,
    client: &RegisteredClient,
    request: &ReceivedRequest,
) -> Result<Fetch, AuthorizeError> {
    // RFC 9101 §5: `request` and `request_uri` are not used together.
    if request.has_object() {
        return Err(AuthorizeError::RequestAndRequestUri);
    }
    // RFC 9101 §10.4.1 (a): anyone can send a browser to this endpoint, so the provider fetches only
    // URIs that the client has registered.
    let unregistered = || AuthorizeError::UnregisteredRequestUri(symbolon_jose::Excerpt::new(uri));
    if !client.request_uris.iter().any(|registered| registered.allows(uri)) {
        return Err(unregistered());
    }
    let uri = RequestObjectUri::on_loopback(uri).map_err(|_| unregistered())?;
    hosted::fetch(&uri).map_err(|_| unregistered())
}
