use std::sync::Arc;

use super::super::error::Error;
use super::super::header::Header;
use crate::{Object, SignatureAlgorithm};

/// A JWS in a JSON form of which signatures have been verified, one at least. There is no other way
/// to one.
///
/// `Debug` leaves the payload out.
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

    /// The payload: what each of the verified signatures is over.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The signatures that hold, in the order of the text, and never none.
    #[must_use]
    pub fn signatures(&self) -> &[VerifiedSignature] {
        &self.signatures
    }

    /// The signatures that do not hold, and why.
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

/// A signature that holds, and the key it was verified with.
#[derive(Clone, Debug)]
pub struct VerifiedSignature {
    index: usize,
    header: Header,
    unprotected: Object,
    key: KeyUsed,
}

/// What there is to say about the key that verified.
#[derive(Clone, Debug)]
pub(super) struct KeyUsed {
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) kid: Option<Arc<str>>,
}

impl VerifiedSignature {
    pub(super) fn new(index: usize, header: Header, unprotected: Object, key: KeyUsed) -> Self {
        Self { index, header, unprotected, key }
    }

    /// Its place among the signatures, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The `kid` of the key that verified.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.kid.as_deref()
    }

    /// The algorithm of the key that verified.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.key.algorithm
    }

    /// The protected header; its `kid` wherever it stood.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The unprotected header: **not verified**, the signature says nothing about it.
    #[must_use]
    pub fn unprotected(&self) -> &Object {
        &self.unprotected
    }
}

/// A signature that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedSignature {
    /// Its place among the signatures, from 0.
    pub index: usize,
    /// Why it does not hold.
    pub error: Error,
}
