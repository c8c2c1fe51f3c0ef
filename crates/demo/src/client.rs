//! The HTTP client of the relying party, of the provider and of the browser, whose messages the transcript can show.

use http::{Request, Response};
use symbolon::oauth::Issuer;
use symbolon_reqwest::{SendError, Sender};

use crate::transcript::Wire;

/// An HTTP client. With a wire, it shows its messages on the transcript.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    sender: Sender,
    wire: Option<Wire>,
}

impl Http {
    /// Creates a client that speaks to this issuer.
    pub(crate) fn new(issuer: &Issuer) -> Result<Self, SendError> {
        Self::with(issuer, |sender| sender)
    }

    /// Creates the HTTP client with which the provider fetches addresses that OAuth clients chose. If
    /// the issuer is an `http` URL, addresses on this machine are allowed.
    pub(crate) fn for_strangers(issuer: &Issuer) -> Result<Self, SendError> {
        Self::with(issuer, |sender| match issuer.is_https() {
            true => sender,
            false => sender.trust_host("127.0.0.1").trust_host("localhost"),
        })
    }

    /// Creates the HTTP client with which the app reaches the providers that users name. If
    /// `is_local`, addresses on this machine are allowed.
    pub(crate) fn for_named_providers(is_local: bool) -> Result<Self, SendError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = || reqwest::Client::builder().no_proxy();
        // If no root certificate is installed, only `http` URLs can be reached.
        let sender =
            Sender::new(client).or_else(|_| Sender::new(|| client().tls_certs_only([])))?;
        let sender = match is_local {
            true => sender.trust_host("127.0.0.1").trust_host("localhost"),
            false => sender,
        };
        Ok(Self { sender, wire: None })
    }

    fn with(issuer: &Issuer, trust: impl FnOnce(Sender) -> Sender) -> Result<Self, SendError> {
        // TLS uses ring, as the crates do. Installing it a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let is_https = issuer.is_https();
        let sender = Sender::new(|| match reqwest::Client::builder().no_proxy() {
            client if is_https => client,
            // Without https no certificate is checked, and perhaps no root certificate is
            // installed, which would be an error.
            client => client.tls_certs_only([]),
        })?;
        Ok(Self { sender: trust(sender), wire: None })
    }

    /// Returns a client that shows its messages on this wire.
    pub(crate) fn watched(&self, wire: Wire) -> Self {
        Self { sender: self.sender.clone(), wire: Some(wire) }
    }

    /// Sends a request and returns the response.
    pub(crate) async fn send(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let answered = self.wire.as_ref().map(|wire| wire.request(&request));
        let response = self.sender.send(request).await?;
        if let Some(answered) = answered {
            answered.response(&response);
        }
        Ok(response)
    }
}
