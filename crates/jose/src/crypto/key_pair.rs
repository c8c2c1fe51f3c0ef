//! Key pairs as a backend supplies them.

use std::fmt::Debug;

use super::KeyRejected;
use crate::Secret;
use crate::jwk::{KeyKind, PrivateKey, RsaPrivate};

/// An implementation that builds key pairs of one kind from their private keys. For RSA, implement
/// [`RsaKeyPairs`] instead.
///
/// To generate a new key pair, this crate passes random bytes to
/// [`from_private`](Self::from_private).
pub trait KeyPairs: Debug + Send + Sync {
    /// Returns the kind of key pair that this implementation builds.
    fn kind(&self) -> KeyKind;

    /// Builds the key pair whose private half is `private`.
    ///
    /// `private` depends on the key type. For an EC key it is the scalar, with leading zeros up to
    /// the length of the curve. For an OKP key it is the private key itself. For an AKP key
    /// (ML-DSA) it is the seed.
    ///
    /// # Errors
    /// [`KeyRejected`] if `private` has the wrong length, or if it is an EC scalar that is zero, or
    /// not smaller than the order of the curve.
    #[expect(clippy::wrong_self_convention, reason = "it builds a key pair, not a value of Self")]
    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected>;
}

/// A generator of RSA key pairs.
pub trait RsaKeyPairs: Debug + Send + Sync {
    /// Generates a key pair with a modulus of `modulus_bits` bits and the public exponent 65537.
    ///
    /// # Errors
    /// [`GenerationFailed`] if the backend does not support this size, or cannot generate a key
    /// pair.
    fn generate(&self, modulus_bits: usize) -> Result<RsaPrivate, GenerationFailed>;
}

/// The error when the backend could not generate an RSA key pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend could not generate a key")]
pub struct GenerationFailed;
