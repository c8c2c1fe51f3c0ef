#![doc = include_str!("../README.md")]

use std::time::Duration;

use http::{Request, Response};
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use thiserror::Error;

/// An HTTP client that follows no redirects and limits the time of every exchange and the size of
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
    /// The request could not be sent, or no complete response arrived within [`Sender::TIMEOUT`].
    ///
    /// The error from reqwest does not contain the URL, because the query of a URL can contain
    /// codes and tokens.
    #[error("the request could not be sent, or no complete response arrived in time")]
    Exchange(#[source] reqwest::Error),
    /// The body of the response is longer than [`Sender::MAX_BODY`].
    #[error("the body of the response is longer than {limit} bytes")]
    TooLarge {
        /// The largest number of bytes that is read.
        limit: usize,
    },
}

impl Sender {
    /// The longest time for an exchange: from the start of the connection until the last byte of
    /// the response has arrived.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// The largest number of bytes in the body of a response. A longer body is refused.
    pub const MAX_BODY: usize = 1 << 20;

    /// Creates a sender from the settings of a reqwest client. The sender overrides two settings:
    /// redirects are never followed, and every exchange ends within [`TIMEOUT`](Self::TIMEOUT).
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

    /// Sends a request and returns its response with the whole body, whatever the status of the
    /// response is.
    ///
    /// # Errors
    /// [`SendError::Exchange`] when the request cannot be sent or no complete response arrives in
    /// time, [`SendError::TooLarge`] when the body is longer than [`MAX_BODY`](Self::MAX_BODY).
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, SendError> {
        let request = request.try_into().map_err(no_answer)?;
        let mut answer = self.client.execute(request).await.map_err(no_answer)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(no_answer)? {
            if body.len().saturating_add(chunk.len()) > Self::MAX_BODY {
                return Err(SendError::TooLarge { limit: Self::MAX_BODY });
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
        }
    }
}
