//! Key pairs as a backend supplies them.

use std::fmt::Debug;

use super::KeyRejected;
use crate::Secret;
use crate::jwk::{KeyKind, PrivateKey, RsaPrivate};

/// A constructor of key pairs of one kind, other than RSA, from private bytes.
///
/// To generate a new key pair, this crate passes random bytes to
/// [`from_private`](Self::from_private).
pub trait KeyPairs: Debug + Send + Sync {
    /// Returns the kind of the key pairs.
    fn kind(&self) -> KeyKind;

    /// Builds the key pair whose private half is `private`.
    ///
    /// `private` is the scalar of an EC key in the curve's full length, the private key of an OKP
    /// key, or the seed of an AKP key.
    ///
    /// # Errors
    /// [`KeyRejected`] if `private` has the wrong length, or is an EC scalar that is outside the
    /// range from 1 to the order of the curve minus 1.
    #[expect(clippy::wrong_self_convention, reason = "it builds a key pair, not a value of Self")]
    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected>;
}

/// A generator of RSA key pairs.
pub trait RsaKeyPairs: Debug + Send + Sync {
    /// Generates a key pair with a modulus of `modulus_bits` bits and the public exponent 65 537.
    ///
    /// # Errors
    /// [`GenerationFailed`] if the backend does not generate keys of this size, or if the
    /// generation fails.
    fn generate(&self, modulus_bits: usize) -> Result<RsaPrivate, GenerationFailed>;
}

/// The error of a backend that could not generate an RSA key pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not generate a key")]
pub struct GenerationFailed;
