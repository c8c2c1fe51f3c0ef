//! The registration endpoint and the client configuration endpoint: the calls of the engine and of
//! the store in their order.

use core::fmt;

use http::{Request, Response};
use symbolon_oauth::flow::drive;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{
    Configured, Provider, RegistrationError, RegistrationRefusal, StoreFailed,
};
use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
use time::OffsetDateTime;

use super::scope::ProviderStore;
use crate::error::Error;

/// The answer to a request about a registration, from [`ProviderStore::answer_registration`] or
/// [`ProviderStore::answer_configuration`].
///
/// `Debug` does not print the body of the response, which contains the secret and the token of the
/// client.
#[non_exhaustive]
pub struct RegistrationAnswer {
    /// The response to send.
    pub response: Response<Vec<u8>>,
    /// The stable name of the reason why the request is refused, such as
    /// `"registration.unknown_initial_access_token"`, for logs and metrics. `None` if the response
    /// reports success.
    pub refused: Option<&'static str>,
    /// The error of the database if the database failed. Write it to your log: the response does not
    /// contain it.
    pub error: Option<Error>,
}

/// The reason why a request is refused before anything is written.
enum Failure {
    Refused(RegistrationRefusal),
    Store(Error),
}

impl ProviderStore {
    /// Answers a request to the registration endpoint: finds the initial access token, checks the
    /// metadata, and writes the client with its registration
    /// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    ///
    /// `send` fetches the documents that the metadata names and the provider checks, such as
    /// `sector_identifier_uri`. The client chose each address, so `send` must obey the
    /// [`FetchLimits`](symbolon_oauth::obligation::FetchLimits) of a request, as `symbolon-reqwest`
    /// does, and must not follow redirects. If `send` fails, write the error to your log: the
    /// registration is refused.
    ///
    /// If the database fails, the response has the status 503 and the header `Retry-After`, and the
    /// client can send the same request again. The store does not limit how many clients are
    /// registered: put a rate limit in front of the endpoint.
    ///
    /// ```
    /// use http::{Request, Response};
    /// use symbolon_provider::Provider;
    /// use symbolon_registration::RegistrationRequest;
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// # async fn send(_: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, std::io::Error> {
    /// #     Err(std::io::ErrorKind::TimedOut.into())
    /// # }
    /// async fn register(
    ///     provider: &Provider, store: &ProviderStore, request: &Request<Vec<u8>>, now: OffsetDateTime,
    /// ) -> Response<Vec<u8>> {
    ///     let request = match RegistrationRequest::from_http(request) {
    ///         Ok(request) => request,
    ///         Err(error) => return error.to_http(),
    ///     };
    ///     let answer = store.answer_registration(provider, request, send, now).await;
    ///     if let Some(error) = answer.error {
    ///         eprintln!("{}: {error}", error.code());
    ///     } else if let Some(code) = answer.refused {
    ///         eprintln!("the registration was refused: {code}");
    ///     }
    ///     answer.response
    /// }
    /// ```
    pub async fn answer_registration<S, F, E>(
        &self,
        provider: &Provider,
        request: RegistrationRequest,
        send: S,
        now: OffsetDateTime,
    ) -> RegistrationAnswer
    where
        S: FnMut(Request<Vec<u8>>) -> F,
        F: Future<Output = Result<Response<Vec<u8>>, E>>,
    {
        self.register(provider, request, send, now).await.unwrap_or_else(RegistrationAnswer::of)
    }

    /// Answers a request to the client configuration endpoint: authenticates the client, and reads,
    /// replaces or deletes its registration
    /// ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)). `send` and the response to
    /// a failure of the database are as in [`answer_registration`](Self::answer_registration).
    ///
    /// A deletion ends the grants of the client. Of two requests with the same registration access
    /// token that change the registration at the same time, the second can be refused with the status
    /// 401, because the first has replaced the token.
    ///
    /// ```
    /// use http::{Request, Response};
    /// use symbolon_provider::Provider;
    /// use symbolon_registration::ConfigurationRequest;
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// # async fn send(_: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, std::io::Error> {
    /// #     Err(std::io::ErrorKind::TimedOut.into())
    /// # }
    /// async fn configure(
    ///     provider: &Provider, store: &ProviderStore, request: &Request<Vec<u8>>, now: OffsetDateTime,
    /// ) -> Response<Vec<u8>> {
    ///     match ConfigurationRequest::from_http(request) {
    ///         Ok(request) => store.answer_configuration(provider, request, send, now).await.response,
    ///         Err(error) => error.to_http(),
    ///     }
    /// }
    /// ```
    pub async fn answer_configuration<S, F, E>(
        &self,
        provider: &Provider,
        request: ConfigurationRequest,
        send: S,
        now: OffsetDateTime,
    ) -> RegistrationAnswer
    where
        S: FnMut(Request<Vec<u8>>) -> F,
        F: Future<Output = Result<Response<Vec<u8>>, E>>,
    {
        self.configure(provider, request, send, now).await.unwrap_or_else(RegistrationAnswer::of)
    }

    async fn register<S, F, E>(
        &self,
        provider: &Provider,
        request: RegistrationRequest,
        send: S,
        now: OffsetDateTime,
    ) -> Result<RegistrationAnswer, Failure>
    where
        S: FnMut(Request<Vec<u8>>) -> F,
        F: Future<Output = Result<Response<Vec<u8>>, E>>,
    {
        self.check_issuer(provider.issuer())?;
        let token = match &request.initial_access_token {
            Some(token) => self.initial_access_token(&token.fingerprint(provider.crypto())).await?,
            None => None,
        };
        let flow = provider.register(request, token, now)?;
        let new = drive(flow, send, || now).await.map_err(RegistrationRefusal::from)?;
        let written = self.put_registration(new.records()).await;
        let void = RegistrationError::UsedInitialAccessToken;
        Ok(RegistrationAnswer::new(written, void, |stored| new.into_response(stored)))
    }

    async fn configure<S, F, E>(
        &self,
        provider: &Provider,
        request: ConfigurationRequest,
        send: S,
        now: OffsetDateTime,
    ) -> Result<RegistrationAnswer, Failure>
    where
        S: FnMut(Request<Vec<u8>>) -> F,
        F: Future<Output = Result<Response<Vec<u8>>, E>>,
    {
        self.check_issuer(provider.issuer())?;
        let found = self.registration(&request.client_id).await?;
        let void = RegistrationError::UnknownRegistration;
        Ok(match provider.configure(request, found, now)? {
            Configured::Read(response) => {
                RegistrationAnswer { response, refused: None, error: None }
            }
            Configured::Update(flow) => {
                let new = drive(*flow, send, || now).await.map_err(RegistrationRefusal::from)?;
                let written = self.replace_registration(new.records()).await;
                RegistrationAnswer::new(written, void, |stored| new.into_response(stored))
            }
            Configured::Delete(end) => {
                let written = self.delete_registration(end.records()).await;
                RegistrationAnswer::new(written, void, |stored| end.into_response(stored))
            }
        })
    }
}

impl RegistrationAnswer {
    /// Builds the answer to a request after the attempt to write its records. `void` is the reason
    /// if the token of the request was used up or replaced in the meantime.
    fn new(
        written: Result<Stored, Error>,
        void: RegistrationError,
        respond: impl FnOnce(Stored) -> Response<Vec<u8>>,
    ) -> Self {
        let (stored, error) = match written {
            Ok(stored) => (stored, None),
            Err(error) => (Stored::Failed, Some(error)),
        };
        let refused = match stored {
            Stored::Confirmed => None,
            Stored::GrantRevoked => Some(void.code()),
            Stored::Failed => Some(RegistrationRefusal::from(StoreFailed).code()),
        };
        Self { response: respond(stored), refused, error }
    }

    /// Builds the answer to a request that is refused before anything is written.
    fn of(failure: Failure) -> Self {
        let (refusal, error) = match failure {
            Failure::Refused(refusal) => (refusal, None),
            Failure::Store(error) => (StoreFailed.into(), Some(error)),
        };
        let refused = Some(refusal.code());
        Self { response: refusal.into_response(), refused, error }
    }
}

impl fmt::Debug for RegistrationAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationAnswer")
            .field("status", &self.response.status())
            .field("refused", &self.refused)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl From<RegistrationRefusal> for Failure {
    fn from(refusal: RegistrationRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}
