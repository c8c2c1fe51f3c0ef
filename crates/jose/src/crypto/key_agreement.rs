//! Key agreement as a backend supplies it.

use std::fmt::Debug;
use std::sync::Arc;

use super::KeyRejected;
use crate::Secret;
use crate::jwk::{KeyKind, PrivateKey, PublicKey};

/// Elliptic-curve Diffie-Hellman on one curve
/// ([RFC 7518 §4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6),
/// [RFC 8037 §3.2](https://www.rfc-editor.org/rfc/rfc8037#section-3.2)).
pub trait KeyAgreement: Debug + Send + Sync {
    /// Returns the kind of the keys on this curve.
    fn kind(&self) -> KeyKind;

    /// Checks that a peer's public key is a usable point on the curve.
    ///
    /// # Errors
    /// [`KeyRejected`] if the key is for a different curve or its point is not on this curve.
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
    /// Computes the shared secret Z: the x coordinate of the agreed point, with leading zeros kept.
    ///
    /// On X25519 an all-zero secret cannot occur: [`OkpPublic`](crate::jwk::OkpPublic) refuses the
    /// public keys that lead to it.
    ///
    /// # Errors
    /// [`AgreementFailed`] if the peer's key is for a different curve than this private key, or if
    /// its point is not on the curve.
    fn agree(&self, peer: &PublicKey) -> Result<Secret, AgreementFailed>;
}

/// The error for a peer's public key with which no shared secret can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no secret can be agreed on with the peer's key")]
pub struct AgreementFailed;
