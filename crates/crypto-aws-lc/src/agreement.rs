//! ECDH and X25519: [RFC 7518 §4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6),
//! [RFC 8037 §3.2](https://www.rfc-editor.org/rfc/rfc8037#section-3.2).

use std::sync::Arc;

use aws_lc_rs::agreement::{self, ParsedPublicKey, UnparsedPublicKey, agree};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{Agreement, AgreementFailed, KeyAgreement, KeyRejected};
use symbolon_jose::jwk::{KeyKind, PrivateKey, PublicKey};

/// ECDH on P-256.
pub const ECDH_P256: &dyn KeyAgreement =
    &Ecdh { kind: KeyKind::P256, algorithm: &agreement::ECDH_P256 };
/// ECDH on P-384.
pub const ECDH_P384: &dyn KeyAgreement =
    &Ecdh { kind: KeyKind::P384, algorithm: &agreement::ECDH_P384 };
/// ECDH on P-521.
pub const ECDH_P521: &dyn KeyAgreement =
    &Ecdh { kind: KeyKind::P521, algorithm: &agreement::ECDH_P521 };
/// Key agreement with X25519.
pub const ECDH_X25519: &dyn KeyAgreement =
    &Ecdh { kind: KeyKind::X25519, algorithm: &agreement::X25519 };

#[derive(Debug)]
struct Ecdh {
    kind: KeyKind,
    algorithm: &'static agreement::Algorithm,
}

impl KeyAgreement for Ecdh {
    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected> {
        // RFC 7518 §6.2.2, SEC 1 §3.2.2.1: AWS-LC checks that the point is on the curve when it
        // parses it.
        peer(self.kind, self.algorithm, key).map(|_| ()).ok_or(KeyRejected)
    }

    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected> {
        let (public, d) = match key {
            PrivateKey::Ec(key) if key.public().curve().kind() == self.kind => {
                (key.public().uncompressed(), key.d())
            }
            PrivateKey::Okp(key) if key.public().curve().kind() == self.kind => {
                (key.public().x().to_vec(), key.d())
            }
            _ => return Err(KeyRejected),
        };
        let private = agreement::PrivateKey::from_private_key(self.algorithm, d.expose())
            .map_err(|_| KeyRejected)?;
        // Peers encrypt to the public half. If it does not match, the private half cannot decrypt.
        let computed = private.compute_public_key().map_err(|_| KeyRejected)?;
        if computed.as_ref() != public {
            return Err(KeyRejected);
        }
        Ok(Arc::new(EcdhKey { kind: self.kind, algorithm: self.algorithm, private }))
    }
}

struct EcdhKey {
    kind: KeyKind,
    algorithm: &'static agreement::Algorithm,
    private: agreement::PrivateKey,
}

impl Agreement for EcdhKey {
    fn agree(&self, key: &PublicKey) -> Result<Secret, AgreementFailed> {
        let peer = peer(self.kind, self.algorithm, key).ok_or(AgreementFailed)?;
        agree(&self.private, peer, AgreementFailed, |z| Ok(Secret::new(z.to_vec())))
    }
}

/// Converts a public key, or returns `None` if it is for another curve or its point is not on the
/// curve.
fn peer(
    kind: KeyKind,
    algorithm: &'static agreement::Algorithm,
    key: &PublicKey,
) -> Option<ParsedPublicKey> {
    let encoded = match key {
        PublicKey::Ec(key) if key.curve().kind() == kind => key.uncompressed(),
        PublicKey::Okp(key) if key.curve().kind() == kind => key.x().to_vec(),
        _ => return None,
    };
    UnparsedPublicKey::new(algorithm, encoded).try_into().ok()
}
