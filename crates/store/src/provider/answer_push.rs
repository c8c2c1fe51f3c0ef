//! Pushed authorization requests at both endpoints: the calls of the engine and of the store in their
//! order.

use core::fmt;

use http::Response;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{
    Provider, PushRefusal, PushedRequest, ReceivedRequest, RegisteredClient, RequestSource,
    StoreFailed,
};
use time::OffsetDateTime;

use super::scope::ProviderStore;
use crate::error::Error;

/// The answer to a pushed authorization request, from [`ProviderStore::answer_push_request`].
///
/// `Debug` does not print the body of the response, which contains the reference to the request.
#[non_exhaustive]
pub struct PushAnswer {
    /// The response to send.
    pub response: Response<Vec<u8>>,
    /// The stable name of the reason why the request is refused, such as `"push.request_uri"`, for
    /// logs and metrics. `None` if the response contains a reference.
    pub refused: Option<&'static str>,
    /// The error of the database if the database failed. Write it to your log: the response does not
    /// contain it.
    pub error: Option<Error>,
}

/// The reason why a request object is absent: this crate sends no requests.
struct NotFetched;

/// The reason why a request is not answered with a reference.
enum Failure {
    Refused(PushRefusal),
    Store(Error),
}

impl ProviderStore {
    /// Answers a pushed authorization request: authenticates the client, checks the request, and
    /// writes its record
    /// ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)).
    ///
    /// If the database fails, the response has the status 503 and the header `Retry-After`, and the
    /// client can send the same request again.
    ///
    /// ```
    /// use symbolon_provider::{Provider, PushedRequest};
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// async fn par(
    ///     provider: &Provider, store: &ProviderStore, request: PushedRequest, now: OffsetDateTime,
    /// ) -> http::Response<Vec<u8>> {
    ///     let answer = store.answer_push_request(provider, request, now).await;
    ///     if let Some(error) = answer.error {
    ///         eprintln!("{}: {error}", error.code());
    ///     } else if let Some(code) = answer.refused {
    ///         eprintln!("the pushed request was refused: {code}");
    ///     }
    ///     answer.response
    /// }
    /// ```
    pub async fn answer_push_request(
        &self,
        provider: &Provider,
        request: PushedRequest,
        now: OffsetDateTime,
    ) -> PushAnswer {
        match self.push(provider, request, now).await {
            Ok(response) => PushAnswer { response, refused: None, error: None },
            Err(Failure::Refused(refusal)) => PushAnswer::of(refusal, None),
            Err(Failure::Store(error)) => PushAnswer::of(StoreFailed.into(), Some(error)),
        }
    }

    /// Replaces the reference to a pushed request by the parameters of the pushed request, and removes
    /// the record from the store, so that a reference is used once
    /// ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)). Call this function at the
    /// authorization endpoint, and pass the result to [`Provider::authorize`], which refuses a
    /// reference without a record. A request that has no such reference does not change.
    ///
    /// `client` is the record under the `client_id` of the request. This function fetches no request
    /// objects: if [`RequestObjects::by_reference`](symbolon_provider::RequestObjects::by_reference)
    /// is set, call [`Provider::source`] instead. Otherwise [`Provider::authorize`] refuses each
    /// request with the URI of a request object.
    ///
    /// ```
    /// use symbolon_provider::{PendingAuthorization, Provider, ReceivedRequest, Refusal, StoreFailed};
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// async fn pending(
    ///     provider: &Provider, store: &ProviderStore, request: ReceivedRequest, now: OffsetDateTime,
    /// ) -> Result<PendingAuthorization, Refusal> {
    ///     let client = store.client(request.client_id()).await.map_err(StoreFailed::from)?;
    ///     let request = store.resolve_pushed_request(provider, request, client.as_ref()).await;
    ///     provider.authorize(request.map_err(StoreFailed::from)?, client.as_ref(), now)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn resolve_pushed_request(
        &self,
        provider: &Provider,
        request: ReceivedRequest,
        client: Option<&RegisteredClient>,
    ) -> Result<ReceivedRequest, Error> {
        Ok(match provider.source(request, client) {
            RequestSource::Complete(request) => request,
            RequestSource::Pushed(pushed) => {
                let record = self.take_pushed_request(pushed.fingerprint()).await?;
                pushed.found(record)
            }
            RequestSource::Fetch(fetch) => fetch.receive(Err::<Response<Vec<u8>>, _>(NotFetched)),
        })
    }

    async fn push(
        &self,
        provider: &Provider,
        request: PushedRequest,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, Failure> {
        self.check_issuer(provider.issuer())?;
        let client = self.known_client(provider, request.client_id(), now).await?;
        let load = |client, keys: &_| provider.load_keys_for_push(&request, client, keys);
        let client = self.with_keys(client, load, now).await;
        let client = provider.authenticate_push(&request, client.as_ref(), now)?;
        let first_use = self.first_use(client.keys()).await?;
        let client = client.accept(first_use).map_err(PushRefusal::from)?;
        let pushed = provider.push(request, client, now)?;
        let stored: Stored = self.put_pushed_request(pushed.records()).await?;
        Ok(pushed.into_response(stored))
    }
}

impl PushAnswer {
    fn of(refusal: PushRefusal, error: Option<Error>) -> Self {
        let refused = Some(refusal.code());
        Self { response: refusal.into_response(), refused, error }
    }
}

impl fmt::Debug for PushAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushAnswer")
            .field("status", &self.response.status())
            .field("refused", &self.refused)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl From<PushRefusal> for Failure {
    fn from(refusal: PushRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}
