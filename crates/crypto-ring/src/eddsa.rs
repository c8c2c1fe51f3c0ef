//! EdDSA on Ed25519: [RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037#section-3.1).

use std::sync::Arc;

use ring::signature;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::{OkpCurve, OkpPublic, PrivateKey, PublicKey};

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
        let x = <[u8; 32]>::try_from(ed25519(key)?).map_err(|_| KeyRejected)?;
        Ok(Arc::new(EdDsaVerifier(signature::UnparsedPublicKey::new(&signature::ED25519, x))))
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Okp(key)) = key else { return Err(KeyRejected) };
        // Signing with a public key that does not belong to the seed reveals the seed. ring
        // computes the public key from the seed and compares it.
        signature::Ed25519KeyPair::from_seed_and_public_key(
            key.d().expose(),
            ed25519(key.public())?,
        )
        .map(|pair| Arc::new(EdDsaSigner(pair)) as _)
        .map_err(|_| KeyRejected)
    }
}

struct EdDsaVerifier(signature::UnparsedPublicKey<[u8; 32]>);

impl Verifier for EdDsaVerifier {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verify(message, signature).map_err(|_| BadSignature)
    }
}

struct EdDsaSigner(signature::Ed25519KeyPair);

impl Signer for EdDsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

/// Returns the encoded point of an Ed25519 key. [`OkpPublic`] has checked that the encoding is
/// canonical and that the point is not of small order.
///
/// ring has no function that only decodes a point. A `y` that belongs to no point is accepted here,
/// and verification with this key always fails.
fn ed25519(key: &OkpPublic) -> Result<&[u8], KeyRejected> {
    if key.curve() == OkpCurve::Ed25519 { Ok(key.x()) } else { Err(KeyRejected) }
}
