//! EdDSA on Ed25519: [RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037#section-3.1).

use std::sync::Arc;

use ring::signature;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::{OkpCurve, OkpPublic, PrivateKey, PublicKey};

/// EdDSA, by the name that leaves the curve to the key.
pub const EDDSA: &dyn SignatureScheme = &EdDsa { algorithm: SignatureAlgorithm::EdDsa };
/// EdDSA on Ed25519, by the name that says so
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
        // Signing under a public key that is not the seed's own gives the seed away: ring computes
        // it and compares.
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

/// The encoded point, which [`OkpPublic`] has seen is canonical and not of small order.
///
/// ring has no call to decode a point alone: a `y` that belongs to no point passes here and fails
/// every signature.
fn ed25519(key: &OkpPublic) -> Result<&[u8], KeyRejected> {
    if key.curve() == OkpCurve::Ed25519 { Ok(key.x()) } else { Err(KeyRejected) }
}
