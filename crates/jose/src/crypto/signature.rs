//! Signatures as a backend supplies them.

use std::fmt::Debug;
use std::sync::Arc;

use super::KeyRejected;
use crate::SignatureAlgorithm;
use crate::jwk::{PrivateKey, PublicKey};
use crate::secret::Secret;

/// A backend's implementation of one signature or MAC algorithm.
///
/// The implementation prepares a key once, and the prepared key then verifies or signs with this
/// algorithm only. Before this crate passes a key to the implementation, it checks the size of the
/// key, the JWK members `use`, `key_ops` and `alg`, and whether an Ed25519 key is a point of small
/// order. The implementation must check that the point of an EC key is on its curve.
pub trait SignatureScheme: Debug + Send + Sync {
    /// Returns the algorithm that this type implements.
    fn algorithm(&self) -> SignatureAlgorithm;

    /// Prepares a key for verifying.
    ///
    /// # Errors
    /// [`KeyRejected`] if the key has the wrong type, if its point is not on its curve, or if the
    /// cryptography library refuses it.
    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected>;

    /// Prepares a key for signing.
    ///
    /// # Errors
    /// [`KeyRejected`] for the reasons that [`verifier`](Self::verifier) lists, and if the public
    /// half of the key does not match its private half.
    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected>;
}

/// The key that a signature or MAC is verified with. This enum is deliberately exhaustive, because
/// a backend has to decide about each kind of key.
#[derive(Clone, Copy, Debug)]
pub enum VerificationMaterial<'a> {
    /// The signer's public key.
    Public(&'a PublicKey),
    /// A secret that the verifier shares with the signer.
    Mac(&'a Secret),
}

/// The key that a signature or MAC is made with. This enum is deliberately exhaustive, because a
/// backend has to decide about each kind of key.
#[derive(Clone, Copy, Debug)]
pub enum SigningMaterial<'a> {
    /// The signer's private key.
    Private(&'a PrivateKey),
    /// A secret that the signer shares with the verifier.
    Mac(&'a Secret),
}

/// A key that is prepared for verifying with one algorithm.
pub trait Verifier: Send + Sync {
    /// Verifies that `signature` is a signature of `message` in the form that a JWS contains. For
    /// ECDSA, the signature is the two numbers R and S, one after the other, each with the full
    /// length of the curve ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).
    ///
    /// # Errors
    /// [`BadSignature`] for every failure: the error does not say which check failed.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature>;
}

/// A key that is prepared for signing with one algorithm.
pub trait Signer: Send + Sync {
    /// Signs a message and returns the signature in the form that a JWS contains.
    ///
    /// # Errors
    /// [`SigningFailed`] if the backend fails, for example because its source of randomness fails.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// The error for a signature that is not valid for the message and the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// The error when the backend could not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not sign")]
pub struct SigningFailed;
