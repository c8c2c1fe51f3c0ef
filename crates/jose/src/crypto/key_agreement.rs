//! Key agreement as a backend supplies it.

use std::fmt::Debug;
use std::sync::Arc;

use super::KeyRejected;
use crate::Secret;
use crate::jwk::{KeyKind, PrivateKey, PublicKey};

/// An implementation of elliptic-curve Diffie-Hellman on one curve
/// ([RFC 7518 §4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6),
/// [RFC 8037 §3.2](https://www.rfc-editor.org/rfc/rfc8037#section-3.2)).
pub trait KeyAgreement: Debug + Send + Sync {
    /// Returns the kind of key that this implementation accepts, which determines the curve.
    fn kind(&self) -> KeyKind;

    /// Checks that the other party's public key is a valid point on the curve that this
    /// implementation supports.
    ///
    /// # Errors
    /// [`KeyRejected`] if the key is for a different curve or its point is not on the curve.
    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected>;

    /// Prepares a private key for key agreement.
    ///
    /// # Errors
    /// [`KeyRejected`] if the key is for a different curve, or its public half does not match its
    /// private half.
    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected>;
}

/// A private key that is prepared for key agreement.
pub trait Agreement: Send + Sync {
    /// Computes the secret that this private key and the other party's public key, `peer`, have in
    /// common. It is the x coordinate of the computed point, in full length with its leading zeros.
    ///
    /// For X25519, the secret is never all zeros: [`OkpPublic`](crate::jwk::OkpPublic) refuses the
    /// public keys that lead to it.
    ///
    /// # Errors
    /// [`AgreementFailed`] if `peer` is for a different curve than this private key, or its point
    /// is not on the curve.
    fn agree(&self, peer: &PublicKey) -> Result<Secret, AgreementFailed>;
}

/// The error when no shared secret can be computed with the other party's public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no shared secret can be computed with the peer's public key")]
pub struct AgreementFailed;
