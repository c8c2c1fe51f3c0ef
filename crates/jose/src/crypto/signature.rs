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
/// `key_ops`, `alg`, Ed25519 points of small order). The scheme checks what needs curve arithmetic.
pub trait SignatureScheme: Debug + Send + Sync {
    /// Returns the algorithm.
    fn algorithm(&self) -> SignatureAlgorithm;

    /// Prepares a key for verifying.
    ///
    /// # Errors
    /// [`KeyRejected`] if the key has the wrong type, is not on its curve, or is refused by the
    /// library.
    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected>;

    /// Prepares a key for signing.
    ///
    /// # Errors
    /// [`KeyRejected`] as for [`verifier`](Self::verifier), and if the public half does not match
    /// the private half.
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
    /// Verifies a signature in its JWS form. For ECDSA that is R and S, each of fixed length.
    ///
    /// # Errors
    /// [`BadSignature`] for every failure: the error does not say which check failed.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature>;
}

/// A key that is prepared for signing with one algorithm.
pub trait Signer: Send + Sync {
    /// Signs a message and returns the signature in its JWS form.
    ///
    /// # Errors
    /// [`SigningFailed`] if the backend fails, because it has no randomness or the key is faulty.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// The signature does not verify with this key over this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// The backend could not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not sign")]
pub struct SigningFailed;
