//! Signatures as a backend supplies them.

use std::fmt::Debug;
use std::sync::Arc;

use super::KeyRejected;
use crate::SignatureAlgorithm;
use crate::jwk::{PrivateKey, PublicKey};
use crate::secret::Secret;

/// One signature or MAC algorithm of a backend.
///
/// A key is parsed and checked once, when it is prepared, and the prepared key is bound to the
/// algorithm. Before it calls a scheme, this crate checks the rules of JWK (key size, `use`,
/// `key_ops`, `alg`, Ed25519 points of small order). The scheme makes the checks that need curve
/// arithmetic.
pub trait SignatureScheme: Debug + Send + Sync {
    /// Returns the algorithm that this scheme implements.
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

/// The key that a signature or MAC is verified with.
#[derive(Clone, Copy, Debug)]
pub enum VerificationMaterial<'a> {
    /// The signer's public key.
    Public(&'a PublicKey),
    /// A secret that the verifier shares with the signer.
    Mac(&'a Secret),
}

/// The key that a signature or MAC is made with.
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
    /// ECDSA, this form is R and S, each with a fixed length.
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
    /// [`SigningFailed`] if the backend fails, for example because it has no randomness or the key
    /// is faulty.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// The error for a signature that is not valid for the message and the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// The error of a backend that could not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not sign")]
pub struct SigningFailed;
