//! The reasons why a request got no response.

use std::error::Error;

use symbolon_oauth::obligation::address::AddressError;
use thiserror::Error;

use crate::guard::ForbiddenName;

/// The reason why a client cannot be built or a request got no response.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SendError {
    /// reqwest cannot build a client with the given settings, for example because TLS finds no
    /// certificates.
    #[error("the HTTP client cannot be built")]
    Client(#[source] reqwest::Error),
    /// The request could not be sent, or no complete response arrived within
    /// [`Sender::TIMEOUT`](crate::Sender::TIMEOUT) or the timeout of the request.
    ///
    /// The error from reqwest does not contain the URL, because the query of a URL can contain
    /// codes and tokens.
    #[error("the request could not be sent, or no complete response arrived in time")]
    Exchange(#[source] reqwest::Error),
    /// The body of the response is longer than [`Sender::MAX_BODY`](crate::Sender::MAX_BODY) or the
    /// limit of the request.
    #[error("the body of the response is longer than {limit} bytes")]
    TooLarge {
        /// The largest number of bytes that the body may have.
        limit: usize,
    },
    /// Another party chose the URL, and the URL leads to an address that other parties must not
    /// choose, such as an address in your own network. The URL contains the address, or contains a
    /// name that resolves to the address. If other parties are allowed to name this host, call
    /// [`Sender::trust_host`](crate::Sender::trust_host).
    #[error("another party chose the URL, which leads to a forbidden address: {0}")]
    ForbiddenAddress(#[source] AddressError),
}

impl SendError {
    /// Returns the stable name of the error, such as `"send.exchange"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Client(_) => "send.client",
            Self::Exchange(_) => "send.exchange",
            Self::TooLarge { .. } => "send.too_large",
            Self::ForbiddenAddress(_) => "send.stranger_address",
        }
    }

    /// Converts an error of reqwest. If all addresses of a name are forbidden, the resolver returns
    /// [`ForbiddenName`], and reqwest wraps that error.
    pub(crate) fn of_exchange(error: reqwest::Error) -> Self {
        let mut source: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(inner) = source {
            if let Some(ForbiddenName(reason)) = inner.downcast_ref() {
                return Self::ForbiddenAddress(reason.clone());
            }
            source = inner.source();
        }
        Self::Exchange(error.without_url())
    }
}
