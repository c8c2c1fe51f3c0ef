use std::fmt::Debug;
use std::sync::Arc;

use super::KeyRejected;
use crate::SignatureAlgorithm;
use crate::jwk::{PrivateKey, PublicKey};
use crate::secret::Secret;

/// One signature or MAC algorithm of a backend.
///
/// Keys are prepared once: whatever can be parsed or refused is parsed or refused there, and what
/// comes back is bound to the algorithm. JWK rules (sizes, Ed25519 points of small order, `use`,
/// `key_ops`, `alg`) have been checked by the time a scheme is called; what is left to it is what
/// takes curve arithmetic.
pub trait SignatureScheme: Debug + Send + Sync {
    /// The algorithm.
    fn algorithm(&self) -> SignatureAlgorithm;

    /// Prepares a key to verify with.
    ///
    /// # Errors
    /// [`KeyRejected`] for a key of another type, off its curve, or otherwise of no use.
    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected>;

    /// Prepares a key to sign with.
    ///
    /// # Errors
    /// [`KeyRejected`] as for [`verifier`](Self::verifier), and when its halves do not match.
    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected>;
}

/// What a signature is verified with.
#[derive(Clone, Copy, Debug)]
pub enum VerificationMaterial<'a> {
    /// A public key.
    Public(&'a PublicKey),
    /// A secret shared with the signer.
    Mac(&'a Secret),
}

/// What a signature is made with.
#[derive(Clone, Copy, Debug)]
pub enum SigningMaterial<'a> {
    /// A private key.
    Private(&'a PrivateKey),
    /// A secret shared with the verifier.
    Mac(&'a Secret),
}

/// A prepared key that verifies.
pub trait Verifier: Send + Sync {
    /// Checks a signature in its JWS form (ECDSA as R and S of fixed length).
    ///
    /// # Errors
    /// [`BadSignature`], for every cause alike.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature>;
}

/// A prepared key that signs.
pub trait Signer: Send + Sync {
    /// Makes a signature in its JWS form.
    ///
    /// # Errors
    /// [`SigningFailed`] when the backend fails, which means no randomness or a faulty key.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// The signature is not one of this key over this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// The backend could not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not sign")]
pub struct SigningFailed;
