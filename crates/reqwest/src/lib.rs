#![doc = include_str!("../README.md")]

use std::time::Duration;

use http::{Request, Response};
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use thiserror::Error;

/// An HTTP client that follows no redirects. It limits the time of every request and the size of
/// every response.
///
/// A clone is cheap and shares the connections of the original.
#[derive(Clone, Debug)]
pub struct Sender {
    client: reqwest::Client,
}

/// The reason why a client cannot be built or a request got no response.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SendError {
    /// reqwest cannot build a client with the given settings, for example because TLS finds no
    /// certificates.
    #[error("the HTTP client cannot be built")]
    Client(#[source] reqwest::Error),
    /// The request could not be sent, or no complete response arrived within [`Sender::TIMEOUT`] or
    /// the timeout of the request.
    ///
    /// The error from reqwest does not contain the URL, because the query of a URL can contain
    /// codes and tokens.
    #[error("the request could not be sent, or no complete response arrived in time")]
    Exchange(#[source] reqwest::Error),
    /// The body of the response is longer than [`Sender::MAX_BODY`] or the limit of the request.
    #[error("the body of the response is longer than {limit} bytes")]
    TooLarge {
        /// The largest number of bytes that the body may have.
        limit: usize,
    },
    /// The URL was chosen by a party that you do not trust ([`AddressFrom::Stranger`]), so it could
    /// lead to a machine in your own network. This sender does not check such addresses and did not
    /// send the request.
    #[error(
        "the URL was chosen by a party that you do not trust, and this sender does not check such \
         addresses; the request was not sent"
    )]
    StrangerAddress,
}

impl Sender {
    /// The longest time for one request, from the start of the connection until the last byte of
    /// the response has arrived.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// The largest number of bytes in the body of a response. A longer body is refused.
    pub const MAX_BODY: usize = 1 << 20;

    /// Creates a sender from the settings of a reqwest client. The sender overrides two settings:
    /// redirects are never followed, and every request ends within [`TIMEOUT`](Self::TIMEOUT).
    ///
    /// # Errors
    /// [`SendError::Client`] when reqwest cannot build a client with these settings.
    ///
    /// # Panics
    /// reqwest panics when its feature `rustls-no-provider` is on and the program has not installed
    /// a cryptography provider of rustls: see the example in this crate's documentation.
    pub fn new(settings: ClientBuilder) -> Result<Self, SendError> {
        let client = settings.redirect(Policy::none()).timeout(Self::TIMEOUT).build();
        Ok(Self { client: client.map_err(SendError::Client)? })
    }

    /// Sends a request and returns its response with the whole body, even if the status of the
    /// response is an error.
    ///
    /// If the extensions of the request contain [`FetchLimits`], these limits apply where they are
    /// smaller than [`TIMEOUT`](Self::TIMEOUT) and [`MAX_BODY`](Self::MAX_BODY).
    ///
    /// # Errors
    /// [`SendError::Exchange`] when the request cannot be sent or no complete response arrives in
    /// time, [`SendError::TooLarge`] when the body is longer than the limit, and
    /// [`SendError::StrangerAddress`] when the [`FetchLimits`] of the request say that a party that
    /// you do not trust chose the URL ([`AddressFrom::Stranger`]).
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, SendError> {
        let (mut timeout, mut limit) = (Self::TIMEOUT, Self::MAX_BODY);
        if let Some(of_request) = request.extensions().get::<FetchLimits>() {
            if of_request.address != AddressFrom::Configuration {
                return Err(SendError::StrangerAddress);
            }
            timeout = timeout.min(of_request.timeout);
            limit = limit.min(of_request.max_body);
        }
        let mut request: reqwest::Request = request.try_into().map_err(no_answer)?;
        *request.timeout_mut() = Some(timeout);
        let mut answer = self.client.execute(request).await.map_err(no_answer)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(no_answer)? {
            if body.len().saturating_add(chunk.len()) > limit {
                return Err(SendError::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

fn no_answer(error: reqwest::Error) -> SendError {
    SendError::Exchange(error.without_url())
}

impl SendError {
    /// Returns the stable name of the error, such as `"send.exchange"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Client(_) => "send.client",
            Self::Exchange(_) => "send.exchange",
            Self::TooLarge { .. } => "send.too_large",
            Self::StrangerAddress => "send.stranger_address",
        }
    }
}
