use std::fmt::Debug;
use std::sync::Arc;

use super::KeyRejected;
use crate::Secret;
use crate::jwk::{KeyKind, PrivateKey, PublicKey};

/// Diffie-Hellman on one curve: [RFC 7518 §4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6),
/// [RFC 8037 §3.2](https://www.rfc-editor.org/rfc/rfc8037#section-3.2).
pub trait KeyAgreement: Debug + Send + Sync {
    /// The curve.
    fn kind(&self) -> KeyKind;

    /// Checks that a public key is a point of the curve that one may agree with.
    ///
    /// # Errors
    /// [`KeyRejected`] for another curve's key, and for a point off this one.
    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected>;

    /// Prepares a private key.
    ///
    /// # Errors
    /// [`KeyRejected`] for another curve's key, and when its halves do not match.
    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected>;
}

/// A prepared private key.
pub trait Agreement: Send + Sync {
    /// The shared secret Z: the x coordinate of the agreed point, of the curve's full length.
    ///
    /// # Errors
    /// [`AgreementFailed`] for another curve's key, and for a point off this one. On X25519 no peer
    /// leaves zeros for a secret: such a key is no [`OkpPublic`](crate::jwk::OkpPublic).
    fn agree(&self, peer: &PublicKey) -> Result<Secret, AgreementFailed>;
}

/// There is nothing to agree upon with this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key can be agreed upon")]
pub struct AgreementFailed;
