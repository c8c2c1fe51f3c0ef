#![doc = include_str!("../README.md")]

use std::time::Duration;

use http::{Request, Response};
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use thiserror::Error;

/// An HTTP client that follows no redirects and bounds the time and the size of every exchange.
///
/// Cheap to clone: clones share their connections.
#[derive(Clone, Debug)]
pub struct Sender {
    client: reqwest::Client,
}

/// Why a request got no response.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SendError {
    /// reqwest cannot build a client with these settings, such as when TLS finds no certificates.
    #[error("the HTTP client cannot be built")]
    Client(#[source] reqwest::Error),
    /// The request could not be sent, or no response came within [`Sender::TIMEOUT`].
    ///
    /// The source does not name the URL, because the query of a URL can hold codes and tokens.
    #[error("the other side does not answer")]
    Exchange(#[source] reqwest::Error),
    /// The body of the response is longer than [`Sender::MAX_BODY`].
    #[error("the body of the response is longer than {limit} bytes")]
    TooLarge {
        /// The most bytes that are read.
        limit: usize,
    },
}

impl Sender {
    /// The longest time that an exchange may take, from the first byte sent to the last received.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// The most bytes that the body of a response may have.
    pub const MAX_BODY: usize = 1 << 20;

    /// Creates a sender with these settings, except that redirects are never followed and that
    /// every exchange ends within [`TIMEOUT`](Self::TIMEOUT).
    ///
    /// # Errors
    /// [`SendError::Client`] when reqwest cannot build a client with these settings.
    ///
    /// # Panics
    /// reqwest panics when its feature `rustls-no-provider` is on and the program has installed no
    /// cryptography: see the example of this crate.
    pub fn new(settings: ClientBuilder) -> Result<Self, SendError> {
        let client = settings.redirect(Policy::none()).timeout(Self::TIMEOUT).build();
        Ok(Self { client: client.map_err(SendError::Client)? })
    }

    /// Sends a request and returns its response with the whole body, whatever its status is.
    ///
    /// # Errors
    /// [`SendError::Exchange`] when the request cannot be sent or no response comes in time,
    /// [`SendError::TooLarge`] when the body is longer than [`MAX_BODY`](Self::MAX_BODY).
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
    /// Returns a stable name of the error, for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Client(_) => "send.client",
            Self::Exchange(_) => "send.exchange",
            Self::TooLarge { .. } => "send.too_large",
        }
    }
}
