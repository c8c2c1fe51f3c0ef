//! Reading metadata that was requested for a known issuer.

use std::convert::Infallible;

use symbolon_jose::json::document::ReadError;
use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::{Issuer, PageUrlError, SyntaxError};

use super::{MetadataError, ProviderMetadata, members};
use crate::quirks::MetadataQuirks;
use crate::{EndpointError, document};

impl ProviderMetadata {
    /// Reads metadata from JSON text. `issuer` is the issuer for which the metadata was requested.
    ///
    /// # Errors
    /// [`MetadataError::Json`] when the text is not a JSON object, and the errors of
    /// [`from_object`](Self::from_object) when the object is not valid metadata of `issuer`.
    pub fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::parse_with_quirks(json, issuer, &MetadataQuirks::default())
    }

    /// Reads the metadata of a provider with quirks from JSON text, as [`parse`](Self::parse) does.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_with_quirks(
        json: &[u8],
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, MetadataError> {
        let object = Object::parse(document::without_byte_order_mark(json))?;
        Self::from_object_with_quirks(object, issuer, quirks)
    }

    /// Reads metadata from a JSON object. `issuer` is the issuer for which the metadata was
    /// requested.
    ///
    /// If a provider is known to publish faulty metadata, correct the object before you call this
    /// method.
    ///
    /// # Errors
    /// [`MetadataError::IssuerMismatch`] when the issuer in the object is not `issuer`,
    /// [`MetadataError::Missing`], [`MetadataError::Member`], [`MetadataError::Endpoint`],
    /// [`MetadataError::Page`] and [`MetadataError::Value`] when a member cannot be read, and the
    /// errors of [`validate`](Self::validate) when the metadata breaks one of the rules.
    pub fn from_object(object: Object, issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::from_object_with_quirks(object, issuer, &MetadataQuirks::default())
    }

    /// Reads the metadata of a provider with quirks from a JSON object, as
    /// [`from_object`](Self::from_object) does.
    ///
    /// # Errors
    /// As [`from_object`](Self::from_object).
    pub fn from_object_with_quirks(
        mut object: Object,
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, MetadataError> {
        let name = members::issuer.name();
        let stated = object.take_string(name)?.ok_or(MetadataError::Missing(name))?;
        // Discovery §4.3: the issuer is identical to the one in the URL of the request. §5: the
        // comparison is code point by code point, without normalization.
        let required = quirks.stated_issuer.as_deref().unwrap_or(issuer.as_str());
        if stated != required {
            let (expected, found) = (issuer.clone(), Excerpt::new(&stated));
            return Err(MetadataError::IssuerMismatch { expected, found });
        }
        let metadata = Self::read(issuer.clone(), object)?;
        metadata.validate()?;
        Ok(metadata)
    }
}

impl MetadataError {
    /// Converts the error of a member. `refused` takes the member's name, its value, and why the
    /// value is refused.
    fn of_member<E>(
        error: ReadError<E>,
        refused: impl FnOnce(&'static str, Excerpt, E) -> Self,
    ) -> Self {
        match error {
            ReadError::Missing(member) => Self::Missing(member),
            ReadError::Type(error) => Self::Member(error),
            ReadError::Value { member, found, error } => refused(member, found, error),
        }
    }
}

impl From<ReadError<Infallible>> for MetadataError {
    fn from(error: ReadError<Infallible>) -> Self {
        Self::of_member(error, |_, _, never| match never {})
    }
}

impl From<ReadError<EndpointError>> for MetadataError {
    fn from(error: ReadError<EndpointError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Endpoint { member, found, error })
    }
}

impl From<ReadError<PageUrlError>> for MetadataError {
    fn from(error: ReadError<PageUrlError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Page { member, found, error })
    }
}

impl From<ReadError<SyntaxError>> for MetadataError {
    fn from(error: ReadError<SyntaxError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Value { member, found, error })
    }
}
