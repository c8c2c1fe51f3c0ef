//! The result of verifying a JSON form.

use std::sync::Arc;

use super::super::error::Error;
use super::super::header::Header;
use crate::{Object, SignatureAlgorithm};

/// A JWS in a JSON form. At least one of its signatures has been verified. Returned only by
/// [`JsonJws::verify_any`](super::JsonJws::verify_any) and
/// [`JsonJws::verify_all`](super::JsonJws::verify_all).
///
/// `Debug` does not show the payload.
#[derive(Clone)]
pub struct VerifiedJsonJws {
    payload: Vec<u8>,
    signatures: Vec<VerifiedSignature>,
    refused: Vec<RefusedSignature>,
}

impl VerifiedJsonJws {
    pub(super) fn new(
        payload: Vec<u8>,
        signatures: Vec<VerifiedSignature>,
        refused: Vec<RefusedSignature>,
    ) -> Self {
        Self { payload, signatures, refused }
    }

    /// Returns the payload, which all verified signatures cover.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Returns the valid signatures in the order in which the JSON text lists them. There is at
    /// least one.
    #[must_use]
    pub fn signatures(&self) -> &[VerifiedSignature] {
        &self.signatures
    }

    /// Returns the refused signatures, each with the reason.
    ///
    /// The list is always empty after [`JsonJws::verify_all`](super::JsonJws::verify_all).
    #[must_use]
    pub fn refused(&self) -> &[RefusedSignature] {
        &self.refused
    }
}

impl std::fmt::Debug for VerifiedJsonJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifiedJsonJws")
            .field("signatures", &self.signatures)
            .field("refused", &self.refused)
            .finish_non_exhaustive()
    }
}

/// A valid signature of a JWS, with its headers. [`key`](Self::key) and
/// [`algorithm`](Self::algorithm) say which key verified the signature.
#[derive(Clone, Debug)]
pub struct VerifiedSignature {
    index: usize,
    header: Header,
    unprotected: Object,
    key: KeyUsed,
}

/// The algorithm and `kid` of the key that verified a signature.
#[derive(Clone, Debug)]
pub(super) struct KeyUsed {
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) kid: Option<Arc<str>>,
}

impl VerifiedSignature {
    pub(super) fn new(index: usize, header: Header, unprotected: Object, key: KeyUsed) -> Self {
        Self { index, header, unprotected, key }
    }

    /// Returns the position of this signature among all signatures of the JWS, counted from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the `kid` of the key that verified the signature, or `None` if the key has no `kid`.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.kid.as_deref()
    }

    /// Returns the algorithm of the key that verified the signature.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.key.algorithm
    }

    /// Returns the protected header, which the signature covers. If `alg` or `kid` is in the
    /// unprotected header, the result contains it too, although the signature does not cover it.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the unprotected header, which is **not verified**: the signature does not cover it.
    #[must_use]
    pub fn unprotected(&self) -> &Object {
        &self.unprotected
    }
}

/// A signature of a JWS, refused because it is not valid or could not be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedSignature {
    /// The position of this signature among all signatures of the JWS, counted from 0.
    pub index: usize,
    /// The reason why the signature was refused.
    pub error: Error,
}
