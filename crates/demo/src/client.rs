//! The HTTP client: it sends what a flow or a browser wants sent, and does nothing of its own.

use std::time::Duration;

use http::{Request, Response};
use reqwest::redirect;
use symbolon::oauth::Issuer;
use thiserror::Error;

use crate::transcript::Wire;

/// How long an exchange may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many bytes a body may have.
const LONGEST: usize = 1 << 20;

/// Sends messages, and shows them on their way when somebody watches the wire.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: reqwest::Client,
    wire: Option<Wire>,
}

#[derive(Debug, Error)]
pub(crate) enum HttpError {
    #[error("no answer from the other side")]
    Exchange(#[from] reqwest::Error),
    #[error("the answer is too long")]
    TooLong,
}

impl Http {
    /// A client that speaks to this issuer. Redirects are answers like others: a client that
    /// followed them would carry codes and credentials to addresses that nobody checked.
    pub(crate) fn new(issuer: &Issuer) -> Result<Self, HttpError> {
        // The cryptography of TLS is ring's as well. A second installation changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(PATIENCE)
            .no_proxy();
        if !issuer.is_https() {
            // There are no certificates to check, and maybe none installed to check with.
            client = client.tls_certs_only([]);
        }
        Ok(Self { client: client.build()?, wire: None })
    }

    /// The same, with somebody watching.
    pub(crate) fn watched(&self, wire: Wire) -> Self {
        Self { client: self.client.clone(), wire: Some(wire) }
    }

    pub(crate) async fn send(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, HttpError> {
        let answered = self.wire.as_ref().map(|wire| wire.request(&request));
        let mut answer = self.client.execute(request.try_into()?).await?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len().saturating_add(chunk.len()) > LONGEST {
                return Err(HttpError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        if let Some(answered) = answered {
            answered.response(&response);
        }
        Ok(response)
    }
}
