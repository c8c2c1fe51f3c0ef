//! The requests to addresses in the metadata, one after the other.

use core::time::Duration;
use std::collections::VecDeque;

use http::{Request, Response, Uri, header};
use symbolon_oauth::flow::OutOfTurn;
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_registration::{ClientMetadata, SectorDocument};

use super::RegistrationError;
use super::documents::{Fetched, KEYS, LOGO, MAX_KEYS, MAX_LOGO, SECTOR};
use super::rules::check_document;
use crate::RegistrationPolicy;

/// The longest time for one request.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The requests that are still to be sent.
#[derive(Clone, Debug)]
pub(super) struct Fetches {
    metadata: ClientMetadata,
    waiting: VecDeque<(&'static str, Fetch)>,
    sent: Option<&'static str>,
}

impl Fetches {
    /// Returns the requests for the documents that the policy checks: at most three.
    pub(super) fn new(metadata: ClientMetadata, policy: &RegistrationPolicy) -> Self {
        let mut waiting = VecDeque::new();
        // Registration §5: the document is always checked.
        if let Some(uri) = &metadata.sector_identifier_uri {
            waiting.push_back((SECTOR, SectorDocument::request(uri)));
        }
        if let Some(uri) = metadata.jwks_uri.as_ref().filter(|_| policy.checks_jwks_uri) {
            let request = symbolon_discovery::jwk_set::request(uri);
            waiting.push_back((KEYS, Fetch::new(request, AddressFrom::Stranger)));
        }
        let logo = metadata.logo_uri.default.as_ref().filter(|_| policy.checks_logo);
        if let Some(uri) = logo.and_then(|url| url.as_str().parse::<Uri>().ok()) {
            let mut request = Request::new(Vec::new());
            *request.uri_mut() = uri;
            let image = header::HeaderValue::from_static("image/*");
            request.headers_mut().insert(header::ACCEPT, image);
            waiting.push_back((LOGO, Fetch::new(request, AddressFrom::Stranger)));
        }
        for (member, fetch) in &mut waiting {
            fetch.timeout = TIMEOUT;
            fetch.max_body = if *member == LOGO { MAX_LOGO } else { MAX_KEYS };
        }
        Self { metadata, waiting, sent: None }
    }

    /// Returns the next request, or `None` if no request is left.
    pub(super) fn next(&mut self) -> Result<Option<Request<Vec<u8>>>, RegistrationError> {
        if self.sent.is_some() {
            return Err(OutOfTurn.into());
        }
        let Some((member, fetch)) = self.waiting.pop_front() else { return Ok(None) };
        self.sent = Some(member);
        Ok(Some(fetch.into_request()))
    }

    /// Checks the response to the last request.
    pub(super) fn receive(
        &mut self,
        response: &Response<Vec<u8>>,
    ) -> Result<(), RegistrationError> {
        let member = self.sent.take().ok_or(OutOfTurn)?;
        check_document(&Fetched { member, response, metadata: &self.metadata })
    }

    /// Returns the error of a request that got no response.
    pub(super) fn unanswered(&mut self) -> RegistrationError {
        match self.sent.take() {
            Some(member) => RegistrationError::Unanswered(member),
            None => OutOfTurn.into(),
        }
    }
}
