//! The request object behind a `request_uri`: it is fetched, or found in a cache.

use core::time::Duration;

use http::{Request, Response};
use symbolon_jose::{Crypto, Fingerprint, NumericDate};
use symbolon_oauth::obligation::Fetch;
use symbolon_oauth::request_object::{RequestObjectUri, hosted};
use symbolon_oauth::{EncodedJwt, Issuer};
use time::OffsetDateTime;

use super::reference::Reference;
use super::{AuthorizeError, ReceivedRequest};
use crate::{FetchedRequestObject, Provider};

/// The number of characters of a SHA-256 hash in base64url.
const HASH_LENGTH: usize = 43;

/// An authorization request whose request object the client hosts at its `request_uri`.
///
/// Send [`request`](Self::request), and pass the outcome to [`receive`](Self::receive).
///
/// If the fragment of the `request_uri` is the hash of the object, you can keep the object and use
/// it for later requests with the same URI
/// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)): look up
/// the record under [`cache_key`](Self::cache_key) and pass it to [`cached`](Self::cached). If the
/// result is `None`, send the request, and write the record that [`to_cache`](Self::to_cache)
/// returns.
///
/// ```
/// use http::{Request, Response};
/// use symbolon_jose::Fingerprint;
/// use symbolon_provider::{FetchedRequestObject, ReceivedRequest, RequestFetch};
///
/// fn receive<E>(
///     fetch: RequestFetch,
///     find: impl Fn(&Fingerprint) -> Option<FetchedRequestObject>,
///     put: impl Fn(FetchedRequestObject),
///     send: impl Fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>,
///     now: time::OffsetDateTime,
/// ) -> ReceivedRequest {
///     let found = fetch.cache_key().and_then(find);
///     if let Some(request) = fetch.cached(found, now) {
///         return request;
///     }
///     let response = send(fetch.request());
///     if let Some(record) = response.as_ref().ok().and_then(|it| fetch.to_cache(it, now)) {
///         put(record);
///     }
///     fetch.receive(response)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "send the request, and pass the response or the failure to `receive`"]
pub struct RequestFetch {
    waiting: ReceivedRequest,
    fetch: Fetch,
    uri: RequestObjectUri,
    /// `None` if the object must not be kept.
    cache: Option<Cache>,
}

/// How the request object is kept.
#[derive(Clone, Debug)]
struct Cache {
    key: Fingerprint,
    issuer: Issuer,
    lifetime: Duration,
    crypto: Crypto,
}

impl RequestFetch {
    pub(super) fn new(
        provider: &Provider,
        waiting: ReceivedRequest,
        uri: RequestObjectUri,
        fetch: Fetch,
    ) -> Self {
        let settings = provider.policy().request_objects.as_ref();
        let lifetime = settings.map(|it| it.cache_lifetime).filter(|it| it.as_secs() > 0);
        let lifetime = lifetime.filter(|_| uri.fragment().is_some_and(is_hash));
        let cache = lifetime.map(|lifetime| Cache {
            key: Fingerprint::of(uri.as_str().as_bytes(), provider.crypto()),
            issuer: provider.issuer().clone(),
            lifetime,
            crypto: *provider.crypto(),
        });
        Self { waiting, fetch, uri, cache }
    }

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

    /// Returns the fingerprint of the `request_uri`, under which your store may have the record of
    /// the request object.
    ///
    /// Returns `None` if the object must not be kept: the fragment of the URI does not have the form
    /// of a hash (43 characters of base64url), or
    /// [`RequestObjects::cache_lifetime`](crate::RequestObjects::cache_lifetime) is zero.
    #[must_use]
    pub fn cache_key(&self) -> Option<&Fingerprint> {
        self.cache.as_ref().map(|cache| &cache.key)
    }

    /// Adds the request object of a record to the authorization request. Pass the result to
    /// [`Provider::authorize`], which verifies the object as if it had been fetched now.
    ///
    /// `record` is the record that your store has under [`cache_key`](Self::cache_key), or `None` if
    /// it has no record. Returns `None` if there is no record, or if the record has expired, belongs
    /// to another issuer, client or URI, or does not have the hash in the fragment. Then send
    /// [`request`](Self::request).
    #[must_use]
    pub fn cached(
        &self,
        record: Option<FetchedRequestObject>,
        now: OffsetDateTime,
    ) -> Option<ReceivedRequest> {
        let (cache, record) = (self.cache.as_ref()?, record?);
        // Core §6.2: the hash says that the content is that of this URI.
        let is_usable = record.fingerprint == cache.key
            && record.issuer == cache.issuer
            && record.client_id == *self.waiting.client_id()
            && record.request_uri == self.uri
            && record.expires > now.into()
            && self.has_hash_of(record.content.expose().as_bytes(), cache);
        let object = EncodedJwt::new(record.content.expose().trim_ascii().to_owned());
        is_usable.then(|| self.waiting.clone().referring(Reference::Object(object)))
    }

    /// Returns the record of the request object in this response, for later requests with the same
    /// `request_uri`. Write it to your store, and replace a record with the same fingerprint.
    ///
    /// Returns `None` if the fragment of the URI is not the hash of the content, if
    /// [`cache_key`](Self::cache_key) returns `None`, or if the response is not a request object. A
    /// missing or wrong hash is not an error: the object is fetched for each request
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    #[must_use]
    pub fn to_cache<B: AsRef<[u8]>>(
        &self,
        response: &Response<B>,
        now: OffsetDateTime,
    ) -> Option<FetchedRequestObject> {
        let cache = self.cache.as_ref()?;
        hosted::from_http(response).ok()?;
        let content = str::from_utf8(response.body().as_ref()).ok()?;
        self.has_hash_of(content.as_bytes(), cache).then(|| FetchedRequestObject {
            fingerprint: cache.key.clone(),
            issuer: cache.issuer.clone(),
            client_id: self.waiting.client_id().clone(),
            request_uri: self.uri.clone(),
            content: EncodedJwt::new(content.to_owned()),
            expires: NumericDate::from(now).after(cache.lifetime),
        })
    }

    /// Returns whether the fragment of the URI is the hash of this content.
    fn has_hash_of(&self, content: &[u8], cache: &Cache) -> bool {
        let hash = Fingerprint::of(content, &cache.crypto);
        self.uri.fragment() == Some(hash.as_str())
    }
}

/// Returns whether a fragment has the form of a SHA-256 hash in base64url.
fn is_hash(fragment: &str) -> bool {
    let is_base64url = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    fragment.len() == HASH_LENGTH && fragment.bytes().all(is_base64url)
}
