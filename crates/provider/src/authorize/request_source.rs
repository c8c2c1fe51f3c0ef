//! Where the parameters of an authorization request are: in the request, or behind `request_uri`.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::Fetch;
use symbolon_oauth::pushed::RequestUri;
use symbolon_oauth::request_object::{RequestObjectUri, hosted};

use super::reference::Reference;
use super::request_fetch::RequestFetch;
use super::{AuthorizeError, ReceivedRequest};
use crate::{Provider, PushedRequestRecord, RegisteredClient};

/// Where the parameters of an authorization request are. Returned by [`Provider::source`].
///
/// This enum is deliberately exhaustive, because a program must handle every source.
#[derive(Clone, Debug)]
#[must_use]
pub enum RequestSource {
    /// Nothing has to be loaded. Pass the request to [`Provider::authorize`], which can still
    /// refuse it.
    Complete(ReceivedRequest),
    /// The client has pushed the parameters. Your store must take the record of the pushed request.
    Pushed(Box<PushedReference>),
    /// The client hosts a request object, which your program must fetch, or find in its cache.
    Fetch(Box<RequestFetch>),
}

/// An authorization request that refers to a request that the client has pushed
/// ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)).
///
/// Take the record with this [`fingerprint`](Self::fingerprint) out of your store, and pass the
/// record to [`found`](Self::found).
#[derive(Clone, Debug)]
#[must_use = "take the record out of the store, and pass it to `found`"]
pub struct PushedReference {
    waiting: ReceivedRequest,
    fingerprint: Fingerprint,
}

impl PushedReference {
    /// Returns the fingerprint of `request_uri`, under which your store has the record.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// Replaces the parameters of the authorization request by those of the pushed request. Pass the
    /// result to [`Provider::authorize`].
    ///
    /// `record` is the record that your store has taken, or `None` if it has no record. Without a
    /// record, or if the record has expired or belongs to another client, [`Provider::authorize`]
    /// refuses the authorization request. The user then sees a page: a `request_uri` is used once, so
    /// this also happens when the user loads the page again.
    #[must_use]
    pub fn found(self, record: Option<PushedRequestRecord>) -> ReceivedRequest {
        self.waiting.referring(match record {
            // The store may have returned another record: the request counts as unknown then.
            Some(record) if record.fingerprint == self.fingerprint => {
                Reference::Pushed(Box::new(record))
            }
            _ => Reference::Refused(AuthorizeError::UnknownPushedRequest),
        })
    }
}

impl Provider {
    /// Finds out whether your program has to load the parameters of an authorization request before
    /// it calls [`authorize`](Self::authorize).
    ///
    /// There are two kinds of `request_uri`: a reference that your provider returned for a pushed
    /// request, and the URI of a request object that the client hosts.
    ///
    /// A client can push its parameters, and send the `request_uri` that it received
    /// ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)). Such a request is accepted
    /// only if [`ProviderEndpoints::pushed_authorization_request`](crate::ProviderEndpoints::pushed_authorization_request)
    /// is set. Its other parameters, except `client_id`, have no effect.
    ///
    /// A client can also send the URI of a request object instead of parameters
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
    /// use symbolon_jose::Fingerprint;
    /// use symbolon_provider::{
    ///     PendingAuthorization, Provider, PushedRequestRecord, ReceivedRequest, Refusal,
    ///     RegisteredClient, RequestSource, StoreFailed,
    /// };
    ///
    /// fn pending<E>(
    ///     provider: &Provider, request: ReceivedRequest, client: Option<&RegisteredClient>,
    ///     take: impl Fn(&Fingerprint) -> Result<Option<PushedRequestRecord>, StoreFailed>,
    ///     send: impl Fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>,
    ///     now: time::OffsetDateTime,
    /// ) -> Result<PendingAuthorization, Refusal> {
    ///     let request = match provider.source(request, client) {
    ///         RequestSource::Complete(request) => request,
    ///         RequestSource::Pushed(pushed) => {
    ///             let record = take(pushed.fingerprint())?;
    ///             pushed.found(record)
    ///         }
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
        if let Some(uri) = request.request_uri().filter(|uri| self.may_be_pushed(uri)) {
            return match pushed(uri, &request, self) {
                Ok(fingerprint) => {
                    let reference = PushedReference { waiting: request, fingerprint };
                    RequestSource::Pushed(Box::new(reference))
                }
                Err(reason) => {
                    RequestSource::Complete(request.referring(Reference::Refused(reason)))
                }
            };
        }
        let by_reference = self.policy().request_objects.as_ref().is_some_and(|it| it.by_reference);
        let (Some(uri), Some(client), true) = (request.request_uri(), client, by_reference) else {
            return RequestSource::Complete(request);
        };
        match fetch_of(uri, client, &request) {
            Ok((uri, fetch)) => {
                RequestSource::Fetch(Box::new(RequestFetch::new(self, request, uri, fetch)))
            }
            Err(reason) => RequestSource::Complete(request.referring(Reference::Refused(reason))),
        }
    }

    /// Returns whether a `request_uri` is a reference of the kind that [`push`](Self::push) creates.
    fn may_be_pushed(&self, uri: &str) -> bool {
        let is_supported = self.endpoints().pushed_authorization_request.is_some();
        is_supported && uri.starts_with(RequestUri::PREFIX)
    }
}

/// Returns the fingerprint of a reference to a pushed request.
fn pushed(
    uri: &str,
    request: &ReceivedRequest,
    provider: &Provider,
) -> Result<Fingerprint, AuthorizeError> {
    // RFC 9101 §5: `request` and `request_uri` are not used together.
    if request.has_object() {
        return Err(AuthorizeError::RequestAndRequestUri);
    }
    // The provider has not created a URI of another form.
    let uri = RequestUri::parse_own(uri).ok_or(AuthorizeError::UnknownPushedRequest)?;
    Ok(uri.fingerprint(provider.crypto()))
}

/// Creates the request for a request object, after the checks of the reference.
fn fetch_of(
    uri: &str,
    client: &RegisteredClient,
    request: &ReceivedRequest,
) -> Result<(RequestObjectUri, Fetch), AuthorizeError> {
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
    let fetch = hosted::fetch(&uri).map_err(|_| unregistered())?;
    Ok((uri, fetch))
}
