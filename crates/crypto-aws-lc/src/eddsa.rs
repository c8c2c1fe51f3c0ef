//! EdDSA on Ed25519: [RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037#section-3.1).

use std::sync::Arc;

use aws_lc_rs::signature::{ED25519 as VERIFICATION, Ed25519KeyPair};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial, VerificationMaterial,
    Verifier,
};
use symbolon_jose::jwk::{OkpCurve, OkpPublic, PrivateKey, PublicKey};

use crate::parsed;

/// EdDSA on Ed25519. The `alg` value is `EdDSA`, which does not state the curve.
pub const EDDSA: &dyn SignatureScheme = &EdDsa { algorithm: SignatureAlgorithm::EdDsa };
/// EdDSA on Ed25519. The `alg` value is `Ed25519`, which states the curve
/// ([RFC 9864 §2.2](https://www.rfc-editor.org/rfc/rfc9864#section-2.2)).
pub const ED25519: &dyn SignatureScheme = &EdDsa { algorithm: SignatureAlgorithm::Ed25519 };

#[derive(Debug)]
struct EdDsa {
    algorithm: SignatureAlgorithm,
}

impl SignatureScheme for EdDsa {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Okp(key)) = key else {
            return Err(KeyRejected);
        };
        parsed::verifier(&VERIFICATION, ed25519(key)?)
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Okp(key)) = key else { return Err(KeyRejected) };
        // Signing with a public key that does not belong to the seed reveals the seed. AWS-LC
        // computes the public key from the seed and compares it.
        Ed25519KeyPair::from_seed_and_public_key(key.d().expose(), ed25519(key.public())?)
            .map(|pair| Arc::new(EdDsaSigner(pair)) as _)
            .map_err(|_| KeyRejected)
    }
}

struct EdDsaSigner(Ed25519KeyPair);

impl Signer for EdDsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let signature = self.0.try_sign(message).map_err(|_| SigningFailed)?;
        Ok(signature.as_ref().to_vec())
    }
}

/// Returns the encoded point of an Ed25519 key. [`OkpPublic`] has checked that the encoding is
/// canonical and that the point is not of small order.
///
/// aws-lc-rs has no function that only decodes a point. A `y` that belongs to no point is accepted
/// here, and verification with this key always fails.
fn ed25519(key: &OkpPublic) -> Result<&[u8], KeyRejected> {
    if key.curve() == OkpCurve::Ed25519 { Ok(key.x()) } else { Err(KeyRejected) }
}
