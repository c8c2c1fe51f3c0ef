//! ECDSA with ring: [RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4).

use std::sync::Arc;

use ring::rand::SystemRandom;
use ring::{agreement, signature};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::{EcCurve, EcPublic, PrivateKey, PublicKey};

/// ECDSA on P-256 with SHA-256.
pub const ES256: &dyn SignatureScheme = &Ecdsa {
    algorithm: SignatureAlgorithm::Es256,
    curve: EcCurve::P256,
    verification: &signature::ECDSA_P256_SHA256_FIXED,
    signing: &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
    agreement: &agreement::ECDH_P256,
};
/// ECDSA on P-384 with SHA-384.
pub const ES384: &dyn SignatureScheme = &Ecdsa {
    algorithm: SignatureAlgorithm::Es384,
    curve: EcCurve::P384,
    verification: &signature::ECDSA_P384_SHA384_FIXED,
    signing: &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
    agreement: &agreement::ECDH_P384,
};

#[derive(Debug)]
struct Ecdsa {
    algorithm: SignatureAlgorithm,
    curve: EcCurve,
    verification: &'static signature::EcdsaVerificationAlgorithm,
    signing: &'static signature::EcdsaSigningAlgorithm,
    agreement: &'static agreement::Algorithm,
}

impl SignatureScheme for Ecdsa {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Ec(key)) = key else { return Err(KeyRejected) };
        let point = self.point(key)?;
        self.check_point(&point)?;
        Ok(Arc::new(EcdsaVerifier(signature::UnparsedPublicKey::new(self.verification, point))))
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Ec(key)) = key else { return Err(KeyRejected) };
        // ring computes the point from `d` and compares it. No specification requires this, but
        // signatures made with a key whose halves do not match never verify.
        signature::EcdsaKeyPair::from_private_key_and_public_key(
            self.signing,
            key.d().expose(),
            &self.point(key.public())?,
            &SystemRandom::new(),
        )
        .map(|pair| Arc::new(EcdsaSigner(pair)) as _)
        .map_err(|_| KeyRejected)
    }
}

impl Ecdsa {
    fn point(&self, key: &EcPublic) -> Result<Vec<u8>, KeyRejected> {
        if key.curve() == self.curve { Ok(key.uncompressed()) } else { Err(KeyRejected) }
    }

    /// Checks that the coordinates are smaller than p and satisfy the curve's equation (RFC 7518
    /// §6.2.2, SEC 1 §3.2.2.1).
    ///
    /// ring has no function for this check, but its key agreement refuses every other point. So the
    /// key agrees once with a temporary key.
    fn check_point(&self, point: &[u8]) -> Result<(), KeyRejected> {
        let temporary =
            agreement::EphemeralPrivateKey::generate(self.agreement, &SystemRandom::new())
                .map_err(|_| KeyRejected)?;
        let peer = agreement::UnparsedPublicKey::new(self.agreement, point);
        agreement::agree_ephemeral(temporary, &peer, |_| ()).map_err(|_| KeyRejected)
    }
}

/// A prepared public key. ring has no parsed form, so it reads the point for every signature.
struct EcdsaVerifier(signature::UnparsedPublicKey<Vec<u8>>);

impl Verifier for EcdsaVerifier {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verify(message, signature).map_err(|_| BadSignature)
    }
}

struct EcdsaSigner(signature::EcdsaKeyPair);

impl Signer for EcdsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let signature = self.0.sign(&SystemRandom::new(), message).map_err(|_| SigningFailed)?;
        Ok(signature.as_ref().to_vec())
    }
}
