use std::fmt::Debug;

use super::KeyRejected;
use crate::Secret;
use crate::jwk::{KeyKind, PrivateKey, RsaPrivate};

/// The key pairs of one kind, RSA apart.
pub trait KeyPairs: Debug + Send + Sync {
    /// The kind.
    fn kind(&self) -> KeyKind;

    /// The whole pair that belongs to private bytes: the scalar of an EC key in the curve's full
    /// length, the private key of an OKP key, the seed of an AKP key.
    ///
    /// # Errors
    /// [`KeyRejected`] for bytes that are no private key: a length that is not the kind's, a scalar
    /// of zero or not below the order of the curve.
    #[expect(clippy::wrong_self_convention, reason = "it makes a pair, and not itself")]
    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected>;
}

/// New RSA key pairs.
pub trait RsaKeyPairs: Debug + Send + Sync {
    /// Makes a pair with the public exponent 65 537 and a modulus of this many bits.
    ///
    /// # Errors
    /// [`GenerationFailed`] for a size the backend does not make, or when it fails.
    fn generate(&self, modulus_bits: usize) -> Result<RsaPrivate, GenerationFailed>;
}

/// The backend could not make a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not make a key")]
pub struct GenerationFailed;
