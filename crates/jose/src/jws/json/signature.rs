//! One signature of a JSON form, before it is verified.

use super::super::error::{CriticalError, Error, Part};
use super::super::header::{Header, Protected};
use super::super::reader::Reader;
use super::verified::{KeyUsed, VerifiedSignature};
use crate::Object;

/// A signature of a [`JsonJws`](super::JsonJws), together with its headers. The signature has **not
/// been verified** yet.
///
/// `Debug` shows only the headers.
#[derive(Clone)]
pub struct JsonSignature {
    header: Header,
    unprotected: Object,
    protected: String,
    bytes: Vec<u8>,
    understood: Result<(), CriticalError>,
}

impl JsonSignature {
    /// Reads the members `protected`, `header` and `signature`, and ignores all other members
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    pub(super) fn read(mut entry: Object, reader: &Reader<'_>) -> Result<Self, Error> {
        let text = entry.take_string("protected").map_err(Error::Member)?;
        // RFC 7515 §7.2.1: an empty header is left out.
        let empty = Error::Empty(Part::Header);
        let protected = match &text {
            None => Protected::from(Object::new()),
            Some(text) if text.is_empty() => return Err(empty),
            Some(text) => reader.protected(text, &mut Vec::new(), 0)?,
        };
        let unprotected = entry.take_object("header").map_err(Error::Member)?;
        if (text.is_some() && protected.is_empty())
            || unprotected.as_ref().is_some_and(Object::is_empty)
        {
            return Err(empty);
        }
        let unprotected = unprotected.unwrap_or_default();
        if unprotected.to_json().len() > reader.limits.header {
            return Err(Error::HeaderTooLarge);
        }
        // RFC 7515 §10.7: an attacker can replace an unprotected `alg`.
        if unprotected.contains("alg") && !reader.unprotected_algorithm {
            return Err(Error::UnprotectedAlgorithm);
        }
        let header = Header::union(protected, &unprotected)?;
        Ok(Self {
            bytes: signature(&mut entry, reader)?,
            // Not an error yet: the other signatures can still be verified.
            understood: reader.understands(&header),
            header,
            unprotected,
            protected: text.unwrap_or_default(),
        })
    }

    /// Returns the protected header. If `alg` or `kid` is in the unprotected header, the result
    /// contains it too.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the unprotected header, which the signature does not cover: an attacker can change
    /// it.
    #[must_use]
    pub fn unprotected(&self) -> &Object {
        &self.unprotected
    }

    pub(super) fn protected(&self) -> &str {
        &self.protected
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn understood(&self) -> Result<(), CriticalError> {
        self.understood
    }

    pub(super) fn verified(self, index: usize, key: KeyUsed) -> VerifiedSignature {
        VerifiedSignature::new(index, self.header, self.unprotected, key)
    }
}

fn signature(entry: &mut Object, reader: &Reader<'_>) -> Result<Vec<u8>, Error> {
    let text = entry.take_string("signature").map_err(Error::Member)?;
    let text = text.ok_or(Error::Missing("signature"))?;
    // An empty signature is what a token with `none` has.
    if text.is_empty() {
        return Err(Error::Empty(Part::Signature));
    }
    let mut bytes = Vec::new();
    reader.decode(Part::Signature, &text, &mut bytes)?;
    Ok(bytes)
}

impl std::fmt::Debug for JsonSignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonSignature")
            .field("header", &self.header)
            .field("unprotected", &self.unprotected)
            .finish_non_exhaustive()
    }
}
