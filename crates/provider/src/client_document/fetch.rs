//! The request for a client's metadata, and the record from its response.

use core::time::Duration;

use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use symbolon_discovery::{ProviderMetadata, fresh_for};
use symbolon_jose::{Excerpt, NumericDate};
use symbolon_oauth::obligation::Fetch;
use symbolon_registration::client_document::{self, ClientIdUrl};
use symbolon_registration::{ClientMetadata, ClientMetadataError};
use time::OffsetDateTime;
use url::Url;

use super::UnresolvedClient;
use crate::{ClientDocumentRecord, ClientDocuments, Provider, RegisteredClient};

/// The longest `ETag` that is kept, in bytes.
const LONGEST_ETAG: usize = 256;

/// A client whose metadata must be fetched from the URL that is its `client_id`.
///
/// Send [`request`](Self::request), and pass the outcome to [`receive`](Self::receive).
#[derive(Clone, Debug)]
#[must_use = "send the request, and pass the response or the failure to `receive`"]
pub struct ClientDocumentFetch {
    fetch: Fetch,
    url: ClientIdUrl,
    settings: ClientDocuments,
    /// What the provider offers.
    offer: Box<ProviderMetadata>,
    /// The record that is no longer fresh.
    stale: Option<Box<ClientDocumentRecord>>,
}

impl ClientDocumentFetch {
    pub(super) fn new(
        provider: &Provider,
        settings: ClientDocuments,
        url: ClientIdUrl,
        stale: Option<ClientDocumentRecord>,
    ) -> Self {
        let mut fetch = client_document::fetch(&url, settings.max_bytes);
        let etag = stale.as_ref().and_then(|record| record.etag.as_deref());
        // RFC 9110 §13.1.2: the server answers 304 if the document is still the same.
        if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
            fetch.request.headers_mut().insert(header::IF_NONE_MATCH, etag);
        }
        let offer = Box::new(provider.metadata().clone());
        Self { fetch, url, settings, offer, stale: stale.map(Box::new) }
    }

    /// Returns the HTTP request for the document. Its extensions contain the
    /// [`FetchLimits`](symbolon_oauth::obligation::FetchLimits) that the sender must obey.
    ///
    /// A stranger chose the address. Use a sender that checks addresses, such as `symbolon-reqwest`,
    /// and that does not follow redirects: see
    /// [`obligation::address`](symbolon_oauth::obligation::address).
    #[must_use]
    pub fn request(&self) -> Request<Vec<u8>> {
        self.fetch.clone().into_request()
    }

    /// Checks the document, and returns the record of the client. Write the record to your store under
    /// its `client_id`, and replace the old record.
    ///
    /// `response` is the outcome of [`request`](Self::request). The reason in `E` is not kept:
    /// write it to your log. Do not keep an error either: only a valid document may be cached.
    ///
    /// # Errors
    /// [`UnresolvedClient::Unanswered`] when there is no response, [`UnresolvedClient::Document`] when
    /// the response is not the document of this client, [`UnresolvedClient::Metadata`] when the
    /// metadata breaks a rule of registration, contains `sector_identifier_uri`, or asks for something
    /// that this provider does not offer, and
    /// [`UnresolvedClient::RedirectOrigin`] when the policy refuses a redirect URI.
    pub fn receive<B: AsRef<[u8]>, E>(
        &self,
        response: Result<Response<B>, E>,
        now: OffsetDateTime,
    ) -> Result<ClientDocumentRecord, UnresolvedClient> {
        let client_id = self.url.client_id();
        let unanswered = |_| UnresolvedClient::Unanswered(Excerpt::new(client_id.as_str()));
        let response = response.map_err(unanswered)?;
        if let Some(record) = self.unchanged(&response, now) {
            // The policy and the offer of the provider may have changed since the document was read.
            let metadata = record.client.metadata();
            metadata.check_offer(&self.offer)?;
            check_sector(&metadata)?;
            self.check_redirect_uris(&metadata)?;
            return Ok(record);
        }
        let max_bytes = self.settings.max_bytes;
        let mut metadata = client_document::from_http(&response, &self.url, max_bytes)?;
        // The same steps as at a registration.
        metadata.choose(&self.offer)?;
        metadata.fill_defaults();
        metadata.validate()?;
        metadata.fit(&self.offer)?;
        check_sector(&metadata)?;
        self.check_redirect_uris(&metadata)?;
        let client = RegisteredClient::from_metadata(client_id.clone(), metadata)?;
        Ok(ClientDocumentRecord {
            client,
            fetched: now.into(),
            fresh_until: self.fresh_until(response.headers(), now),
            etag: etag(response.headers()),
        })
    }

    /// Returns whether the client changed so much that the consents of users to it must end. This
    /// is the case if the record has a redirect URI that the record in your store did not have, or
    /// another authentication method, or, if [`ClientDocuments::new_keys_end_consents`] is set,
    /// other keys. If the result is `true`, delete the consents and revoke the grants of the
    /// client, because the users agreed to the earlier client
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/),
    /// "Changes in Client Metadata"). The result is `false` if your store had no record.
    #[must_use]
    pub fn ends_consents(&self, record: &ClientDocumentRecord) -> bool {
        let Some(stale) = &self.stale else { return false };
        let (was, is) = (&stale.client, &record.client);
        is.adds_redirect_uris(was)
            || was.token_endpoint_auth_method != is.token_endpoint_auth_method
            || (self.settings.new_keys_end_consents
                && (was.jwks != is.jwks || was.jwks_uri != is.jwks_uri))
    }

    /// Renews the old record if the response says that the document is still the same.
    fn unchanged<B>(
        &self,
        response: &Response<B>,
        now: OffsetDateTime,
    ) -> Option<ClientDocumentRecord> {
        let record = self.stale.as_ref().filter(|record| record.etag.is_some())?;
        let is_unchanged = response.status() == StatusCode::NOT_MODIFIED;
        is_unchanged.then(|| ClientDocumentRecord {
            fetched: now.into(),
            fresh_until: self.fresh_until(response.headers(), now),
            ..(**record).clone()
        })
    }

    fn check_redirect_uris(&self, metadata: &ClientMetadata) -> Result<(), UnresolvedClient> {
        if !self.settings.same_origin_redirects {
            return Ok(());
        }
        let origin = |text: &str| Url::parse(text).ok().map(|url| url.origin());
        let client_id = self.url.client_id().as_str();
        let expected = origin(client_id);
        let uris = &metadata.redirect_uris;
        match uris.iter().find(|uri| origin(uri.as_str()) != expected) {
            Some(uri) => Err(UnresolvedClient::RedirectOrigin {
                found: Excerpt::new(uri.as_str()),
                expected: Excerpt::new(client_id),
            }),
            None => Ok(()),
        }
    }

    /// Returns the time until which the record is used. The headers decide within the bounds of the
    /// policy.
    fn fresh_until(&self, headers: &HeaderMap, now: OffsetDateTime) -> NumericDate {
        let ClientDocuments { longest, shortest, .. } = self.settings;
        let stated = fresh_for(headers).unwrap_or(Duration::ZERO);
        NumericDate::from(now).after(stated.min(longest).max(shortest))
    }
}

/// Refuses a sector that is not the host of the redirect URIs. The document at
/// `sector_identifier_uri` would have to confirm the sector (Registration §5), and the provider
/// fetches only the document of the client. Otherwise every client could choose the sector of
/// another client, and learn its pairwise subject identifiers.
fn check_sector(metadata: &ClientMetadata) -> Result<(), ClientMetadataError> {
    match &metadata.sector_identifier_uri {
        None => Ok(()),
        Some(uri) => Err(ClientMetadataError::Refused {
            member: "sector_identifier_uri",
            found: Excerpt::new(uri.as_str()),
            expected: "no value, because the provider does not fetch this document for a client \
                       whose identifier is a URL",
        }),
    }
}

/// Returns the `ETag` of a response.
fn etag(headers: &HeaderMap) -> Option<String> {
    let etag = headers.get(header::ETAG)?.to_str().ok()?;
    (etag.len() <= LONGEST_ETAG).then(|| etag.to_owned())
}
