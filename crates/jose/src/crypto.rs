//! The cryptography seam: what symbolon needs of a cryptography library, as plain data.
//!
//! A backend is a crate that exports a [`Crypto`] value. It is passed as an argument; there is no
//! global and no default. One field can be replaced with `Crypto { random: &MINE, ..CRYPTO }`.

use std::fmt::Debug;
use std::sync::Arc;

use crate::SignatureAlgorithm;
use crate::jwk::{PrivateKey, PublicKey};
use crate::secret::Secret;

/// A cryptography backend.
#[derive(Clone, Copy, Debug)]
pub struct Crypto {
    /// The signature and MAC algorithms, one scheme each.
    pub signatures: &'static [&'static dyn SignatureScheme],
    /// The SHA-2 digests.
    pub digests: &'static dyn Digests,
    /// The source of randomness.
    pub random: &'static dyn SecureRandom,
}

impl Crypto {
    /// The signature algorithms that this backend can run, for metadata to advertise.
    pub fn signature_algorithms(&self) -> impl Iterator<Item = SignatureAlgorithm> {
        self.signatures.iter().map(|scheme| scheme.algorithm())
    }

    pub(crate) fn scheme(
        &self,
        algorithm: SignatureAlgorithm,
    ) -> Option<&'static dyn SignatureScheme> {
        self.signatures.iter().copied().find(|scheme| scheme.algorithm() == algorithm)
    }
}

/// One signature or MAC algorithm of a backend.
///
/// Keys are prepared once: whatever can be parsed or refused is parsed or refused there, and what
/// comes back is bound to the algorithm. JWK rules (sizes, `use`, `key_ops`, `alg`) have been
/// checked by the time a scheme is called; what is left to it is what takes curve arithmetic.
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

/// SHA-2 of a whole message.
pub trait Digests: Debug + Send + Sync {
    /// SHA-256.
    fn sha256(&self, message: &[u8]) -> [u8; 32];
    /// SHA-384.
    fn sha384(&self, message: &[u8]) -> [u8; 48];
    /// SHA-512.
    fn sha512(&self, message: &[u8]) -> [u8; 64];
}

/// A cryptographically secure source of randomness.
pub trait SecureRandom: Debug + Send + Sync {
    /// Fills the buffer, or fails and says so.
    ///
    /// # Errors
    /// [`RandomError`] when there is no randomness to be had.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// The backend will not work with this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend refuses this key")]
pub struct KeyRejected;

/// The signature is not one of this key over this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// The backend could not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not sign")]
pub struct SigningFailed;

/// The backend has no randomness to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no randomness to be had")]
pub struct RandomError;

impl RandomError {
    /// `"random"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "random"
    }
}
