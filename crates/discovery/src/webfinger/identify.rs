//! The search for the issuer of a user, as a flow.

use http::{Response, Uri};
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, Step};
use time::OffsetDateTime;

use super::error::MAX_REDIRECTS;
use super::{Identifier, Jrd, WebFingerError, redirect};
use crate::quirks::{MetadataQuirks, Quirks};

/// A flow that finds the issuer of a user from the identifier that the user typed.
///
/// [OpenID Connect Discovery 1.0 §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery).
/// The flow sends one WebFinger request to the host of the identifier, and follows at most three
/// redirects, to `https` URLs only. All these addresses come from strangers, so the requests have
/// [`AddressFrom::Stranger`](symbolon_oauth::obligation::AddressFrom::Stranger) in their limits.
/// A failed query is final: the flow never repeats a query over `http`.
///
/// Run the flow only when the user asks for it, because the host of the identifier learns about
/// each query ([RFC 7033 §9.3](https://www.rfc-editor.org/rfc/rfc7033#section-9.3)). Protect the
/// form in which the user types the identifier against cross-site request forgery.
///
/// A stranger chose the issuer, too. Pass it to [`Discover`](crate::Discover) with
/// `AddressFrom::Stranger`. The metadata must state the same issuer, and `Discover` checks this.
///
/// ```
/// use symbolon_discovery::webfinger::{Identifier, Identify};
/// use symbolon_oauth::flow::drive_blocking;
/// # use time::OffsetDateTime;
/// # let now = || OffsetDateTime::UNIX_EPOCH;
/// # let send = |_| http::Response::builder().header("content-type", "application/jrd+json")
/// #     .body(br#"{"subject":"acct:joe@example.com", "links":[{"href":"https://server.example.com",
/// #     "rel":"http://openid.net/specs/connect/1.0/issuer"}]}"#.to_vec());
///
/// let identify = Identify::new(Identifier::new("joe@example.com")?);
/// let issuer = drive_blocking(identify, send, now)?; // `send` is your HTTP client
/// assert_eq!(issuer.as_str(), "https://server.example.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Identify {
    identifier: Identifier,
    quirks: MetadataQuirks,
    address: Uri,
    redirects: u8,
}

impl Identify {
    /// Creates the flow for this identifier.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        let address = identifier.uri().clone();
        Self { identifier, quirks: MetadataQuirks::default(), address, redirects: 0 }
    }

    /// Sets the quirks of the host. Only
    /// [`any_content_type`](MetadataQuirks::any_content_type) concerns WebFinger: some hosts send
    /// the response as a file without a type. Without this call, no quirk is accepted.
    #[must_use]
    pub fn quirks(mut self, quirks: &Quirks) -> Self {
        self.quirks = quirks.metadata.clone();
        self
    }
}

impl Flow for Identify {
    type Output = Issuer;
    type Error = WebFingerError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<Issuer>, WebFingerError> {
        self.address = self.identifier.uri().clone();
        self.redirects = 0;
        Ok(Step::Send(self.identifier.request().into_request()))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<Issuer>, WebFingerError> {
        let is_local = self.identifier.is_local();
        // RFC 7033 §7: a host redirects queries to the service that hosts WebFinger for it.
        if redirect::is_redirect(response.status()) {
            self.redirects = self.redirects.saturating_add(1);
            if self.redirects > MAX_REDIRECTS {
                return Err(WebFingerError::TooManyRedirects);
            }
            self.address = redirect::target(response.headers(), &self.address, is_local)?;
            let request = self.identifier.request_to(self.address.clone());
            return Ok(Step::Send(request.into_request()));
        }
        let jrd = Jrd::from_http_with_quirks(&response, &self.quirks)?;
        Ok(Step::Done(if is_local { jrd.issuer_on_loopback()? } else { jrd.issuer()? }))
    }
}
