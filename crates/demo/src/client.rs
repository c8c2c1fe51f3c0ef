//! The HTTP clients of the relying party, of the provider and of the browser, whose messages the
//! transcript can show.

use std::sync::{Arc, OnceLock};

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

    /// Creates a client for `https` URLs. If no root certificate is installed, the client reaches no
    /// server, and still says which addresses it refuses.
    fn over_https() -> Result<Self, SendError> {
        Self::build(true, |sender| sender).or_else(|_| Self::build(false, |sender| sender))
    }

    fn with(issuer: &Issuer, trust: impl FnOnce(Sender) -> Sender) -> Result<Self, SendError> {
        Self::build(issuer.is_https(), trust)
    }

    fn build(is_https: bool, trust: impl FnOnce(Sender) -> Sender) -> Result<Self, SendError> {
        // TLS uses ring, as the crates do. Installing it a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
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

/// The HTTP clients for the providers that users name: for `https` URLs, and for `http` URLs on
/// this machine. The client for `https` refuses addresses in the network of the app, because the
/// limits of such a request say that a stranger chose its address.
#[derive(Clone, Debug)]
pub(crate) struct AnyHttp {
    http: Http,
    /// Created before the first `https` request, because it needs root certificates, which may not be
    /// installed on a developer's machine.
    https: Arc<OnceLock<Http>>,
    wire: Option<Wire>,
}

impl AnyHttp {
    /// Creates the clients. `http` sends the requests to `http` URLs.
    pub(crate) fn new(http: Http) -> Self {
        Self { http, https: Arc::default(), wire: None }
    }

    /// Returns clients that show their messages on this wire.
    pub(crate) fn watched(&self, wire: Wire) -> Self {
        Self { wire: Some(wire), ..self.clone() }
    }

    /// Returns the client for the endpoints of this issuer.
    pub(crate) fn of(&self, issuer: &Issuer) -> Result<Http, SendError> {
        self.client(issuer.is_https())
    }

    /// Sends a request and returns the response.
    pub(crate) async fn send(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let is_https = request.uri().scheme_str() != Some("http");
        self.client(is_https)?.send(request).await
    }

    fn client(&self, is_https: bool) -> Result<Http, SendError> {
        let http = match (is_https, self.https.get()) {
            (false, _) => &self.http,
            (true, Some(https)) => https,
            (true, None) => {
                let https = Http::over_https()?;
                self.https.get_or_init(|| https)
            }
        };
        let wire = self.wire.clone().or_else(|| http.wire.clone());
        Ok(Http { sender: http.sender.clone(), wire })
    }
}
