//! Reading and writing the document of a protected resource.

use http::Response;
use symbolon_jose::{Excerpt, Object};

use super::metadata::RESOURCE;
use super::{ResourceError, ResourceIdentifier, ResourceMetadata};
use crate::metadata::read::remove_absent;
use crate::quirks::MetadataQuirks;
use crate::{MetadataError, PreparedDocument, document};

pub(super) const CONTENT_TYPE: &str = "application/json";

impl ResourceMetadata {
    /// Reads metadata from JSON text. `resource` is the resource for which the metadata was
    /// requested.
    ///
    /// # Errors
    /// [`ResourceError::Metadata`] when the text is not a JSON object, and the errors of
    /// [`from_object`](Self::from_object).
    pub fn parse(json: &[u8], resource: &ResourceIdentifier) -> Result<Self, ResourceError> {
        Self::from_object(Object::parse(document::without_byte_order_mark(json))?, resource)
    }

    /// Reads metadata from a JSON object. `resource` is the resource for which the metadata was
    /// requested.
    ///
    /// A member that is `null` or `""` counts as absent. If an optional member cannot be read, this
    /// method leaves the member out, and [`left_out`](Self::left_out) lists it. An address with the
    /// scheme `http` is left out too, unless the resource itself is on this machine.
    ///
    /// # Errors
    /// [`ResourceError::ResourceMismatch`] when the object is the metadata of another resource,
    /// [`ResourceError::Metadata`] when `resource` is absent or is not a string.
    pub fn from_object(
        mut object: Object,
        resource: &ResourceIdentifier,
    ) -> Result<Self, ResourceError> {
        let stated = object.take_string(RESOURCE.name()).map_err(MetadataError::from)?;
        let stated = stated.ok_or(MetadataError::Missing(RESOURCE.name()))?;
        // RFC 9728 §3.3: the resource is identical to the resource of the request. §6: the
        // comparison is code point by code point.
        if stated != resource.as_str() {
            let (expected, found) = (Excerpt::new(resource.as_str()), Excerpt::new(&stated));
            return Err(ResourceError::ResourceMismatch { expected, found });
        }
        Ok(Self::from_members(object, resource)?)
    }

    /// Reads the members of a document whose resource was compared.
    pub(super) fn from_members(
        mut object: Object,
        resource: &ResourceIdentifier,
    ) -> Result<Self, MetadataError> {
        remove_absent(&mut object, Self::MEMBERS);
        Ok(Self::read_readable(resource.clone(), object)?.leave_out_unprotected())
    }

    /// Reads the metadata from an HTTP response. `resource` is the resource for which the metadata
    /// was requested. See
    /// [RFC 9728 §3.2](https://www.rfc-editor.org/rfc/rfc9728#section-3.2) and
    /// [§3.3](https://www.rfc-editor.org/rfc/rfc9728#section-3.3).
    ///
    /// # Errors
    /// [`ResourceError::Document`] when the status, the content type or the size of the response is
    /// not accepted, and the errors of [`parse`](Self::parse).
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
        resource: &ResourceIdentifier,
    ) -> Result<Self, ResourceError> {
        let body = document::body(response, &[CONTENT_TYPE], &MetadataQuirks::default())?;
        Self::parse(body, resource)
    }

    /// Creates the response that the resource sends at its
    /// [well-known URL](ResourceIdentifier::well_known_uri). Caches are allowed to keep the
    /// response for `max_age` seconds.
    ///
    /// # Errors
    /// The errors of [`validate`](Self::validate).
    pub fn to_http(&self, max_age: u32) -> Result<Response<Vec<u8>>, ResourceError> {
        Ok(self.prepare()?.to_http(max_age))
    }

    /// Checks and writes the metadata once, so that a server can send it many times.
    ///
    /// # Errors
    /// The errors of [`validate`](Self::validate).
    pub fn prepare(&self) -> Result<PreparedDocument, ResourceError> {
        self.validate()?;
        Ok(PreparedDocument::new(CONTENT_TYPE, self.to_object().to_json()))
    }
}
