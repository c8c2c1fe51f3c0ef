//! X25519 with dalek: [RFC 8037 §3.2](https://www.rfc-editor.org/rfc/rfc8037#section-3.2).

use std::sync::Arc;

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Agreement, AgreementFailed, KeyAgreement, KeyPairs, KeyRejected};
use symbolon_jose::jwk::{KeyKind, OkpCurve, OkpPrivate, OkpPublic, PrivateKey, PublicKey};
use x25519_dalek::{PublicKey as Point, StaticSecret};
use zeroize::Zeroizing;

/// Key agreement with X25519.
pub const ECDH_X25519: &dyn KeyAgreement = &X25519;
/// Creates X25519 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. The crate `x25519-dalek` computes the public key of each pair.
pub const X25519_KEY_PAIRS: &dyn KeyPairs = &X25519;

#[derive(Debug)]
struct X25519;

impl KeyAgreement for X25519 {
    fn kind(&self) -> KeyKind {
        KeyKind::X25519
    }

    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected> {
        let PublicKey::Okp(key) = key else { return Err(KeyRejected) };
        point(key).map(|_| ()).ok_or(KeyRejected)
    }

    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected> {
        let PrivateKey::Okp(key) = key else { return Err(KeyRejected) };
        let public = point(key.public()).ok_or(KeyRejected)?;
        let private = private(key.d())?;
        if Point::from(&private) == public {
            Ok(Arc::new(X25519Key(private)))
        } else {
            Err(KeyRejected)
        }
    }
}

impl KeyPairs for X25519 {
    fn kind(&self) -> KeyKind {
        KeyKind::X25519
    }

    fn from_private(&self, bytes: &Secret) -> Result<PrivateKey, KeyRejected> {
        let public = Point::from(&private(bytes)?).to_bytes().to_vec();
        let public = OkpPublic::new(OkpCurve::X25519, public).map_err(|_| KeyRejected)?;
        let pair = OkpPrivate::new(public, bytes.clone()).map_err(|_| KeyRejected)?;
        Ok(PrivateKey::Okp(pair))
    }
}

struct X25519Key(StaticSecret);

impl Agreement for X25519Key {
    fn agree(&self, peer: &PublicKey) -> Result<Secret, AgreementFailed> {
        let PublicKey::Okp(peer) = peer else { return Err(AgreementFailed) };
        let peer = point(peer).ok_or(AgreementFailed)?;
        Ok(Secret::new(self.0.diffie_hellman(&peer).as_bytes().to_vec()))
    }
}

/// Converts a public key. Any 32 bytes are a public key, and the top bit is ignored (RFC 7748 §5).
///
/// [`OkpPublic`] has refused the points of small order, with which the shared secret would be zero.
fn point(key: &OkpPublic) -> Option<Point> {
    if key.curve() != OkpCurve::X25519 {
        return None;
    }
    <[u8; 32]>::try_from(key.x()).ok().map(Point::from)
}

/// Converts a private key. Any 32 bytes are a private key (RFC 7748 §5).
fn private(bytes: &Secret) -> Result<StaticSecret, KeyRejected> {
    let bytes: Zeroizing<[u8; 32]> =
        Zeroizing::new(bytes.expose().try_into().map_err(|_| KeyRejected)?);
    Ok(StaticSecret::from(*bytes))
}
