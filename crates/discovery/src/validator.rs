//! Conditional requests of a cache: the entity tag of the document that the cache has.
//!
//! [RFC 9111 §4.3](https://www.rfc-editor.org/rfc/rfc9111#section-4.3).

use http::{HeaderValue, Request, Response, StatusCode, header};

use crate::document::etag;
use crate::freshness::Freshness;

/// What a cache remembers about the response with its document.
#[derive(Clone, Debug)]
pub(crate) struct Validator {
    /// The entity tag of the response, if it had a valid tag.
    etag: Option<HeaderValue>,
    /// How long the response can be kept.
    pub(crate) freshness: Freshness,
}

impl Validator {
    /// Reads the headers of a response with a document.
    pub(crate) fn of<B>(response: &Response<B>) -> Self {
        let etag = etag::stated(response.headers()).cloned();
        Self { etag, freshness: Freshness::of(response.headers()) }
    }

    /// Makes a request conditional, and returns the condition: the server sends the document only
    /// if its tag has changed.
    pub(crate) fn apply<B>(&self, request: &mut Request<B>) -> Option<HeaderValue> {
        let etag = self.etag.clone()?;
        request.headers_mut().insert(header::IF_NONE_MATCH, etag.clone());
        Some(etag)
    }

    /// Checks whether a response says that this document is still current. `condition` is the
    /// condition of the request. If so, updates how long the document can be kept.
    ///
    /// If a later response has replaced the document in the cache, the tags differ, and the
    /// response says nothing about the newer document.
    pub(crate) fn renew<B>(
        &mut self,
        response: &Response<B>,
        condition: Option<&HeaderValue>,
    ) -> bool {
        let (Some(etag), Some(condition)) = (&self.etag, condition) else { return false };
        let headers = response.headers();
        // RFC 9111 §4.3.4: the tag of the response selects the document.
        let is_other = headers.contains_key(header::ETAG)
            && etag::stated(headers).is_none_or(|stated| !etag::is_same(stated, etag));
        if response.status() != StatusCode::NOT_MODIFIED || condition != etag || is_other {
            return false;
        }
        // RFC 9111 §4.3.4: the fields of the response replace the fields that were stored.
        if headers.contains_key(header::CACHE_CONTROL) || headers.contains_key(header::EXPIRES) {
            self.freshness = Freshness::of(headers);
        }
        true
    }
}
