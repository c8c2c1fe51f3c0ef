//! ECDSA: [RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4),
//! [RFC 8812 §3.2](https://www.rfc-editor.org/rfc/rfc8812#section-3.2).

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED,
    ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    EcdsaVerificationAlgorithm,
};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial, VerificationMaterial,
    Verifier,
};
use symbolon_jose::jwk::{EcCurve, EcPublic, PrivateKey, PublicKey};

use crate::parsed;

/// ECDSA on P-256 with SHA-256.
pub const ES256: &dyn SignatureScheme = &Ecdsa {
    algorithm: SignatureAlgorithm::Es256,
    curve: EcCurve::P256,
    verification: &ECDSA_P256_SHA256_FIXED,
    signing: &ECDSA_P256_SHA256_FIXED_SIGNING,
};
/// ECDSA on P-384 with SHA-384.
pub const ES384: &dyn SignatureScheme = &Ecdsa {
    algorithm: SignatureAlgorithm::Es384,
    curve: EcCurve::P384,
    verification: &ECDSA_P384_SHA384_FIXED,
    signing: &ECDSA_P384_SHA384_FIXED_SIGNING,
};
/// ECDSA on P-521 with SHA-512.
pub const ES512: &dyn SignatureScheme = &Ecdsa {
    algorithm: SignatureAlgorithm::Es512,
    curve: EcCurve::P521,
    verification: &ECDSA_P521_SHA512_FIXED,
    signing: &ECDSA_P521_SHA512_FIXED_SIGNING,
};
/// ECDSA on secp256k1 with SHA-256.
pub const ES256K: &dyn SignatureScheme = &Ecdsa {
    algorithm: SignatureAlgorithm::Es256k,
    curve: EcCurve::Secp256k1,
    verification: &ECDSA_P256K1_SHA256_FIXED,
    signing: &ECDSA_P256K1_SHA256_FIXED_SIGNING,
};

#[derive(Debug)]
struct Ecdsa {
    algorithm: SignatureAlgorithm,
    curve: EcCurve,
    verification: &'static EcdsaVerificationAlgorithm,
    signing: &'static EcdsaSigningAlgorithm,
}

impl SignatureScheme for Ecdsa {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Ec(key)) = key else { return Err(KeyRejected) };
        // RFC 7518 §6.2.2, SEC 1 §3.2.2.1: the coordinates are smaller than p and satisfy the
        // curve's equation. AWS-LC checks this when it parses the point.
        parsed::verifier(self.verification, &self.point(key)?)
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Ec(key)) = key else { return Err(KeyRejected) };
        // AWS-LC computes the point from `d` and compares it. No specification requires this, but
        // signatures made with a key whose halves do not match never verify.
        EcdsaKeyPair::from_private_key_and_public_key(
            self.signing,
            key.d().expose(),
            &self.point(key.public())?,
        )
        .map(|pair| Arc::new(EcdsaSigner(pair)) as _)
        .map_err(|_| KeyRejected)
    }
}

impl Ecdsa {
    fn point(&self, key: &EcPublic) -> Result<Vec<u8>, KeyRejected> {
        if key.curve() == self.curve { Ok(key.uncompressed()) } else { Err(KeyRejected) }
    }
}

struct EcdsaSigner(EcdsaKeyPair);

impl Signer for EcdsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let signature = self.0.sign(&SystemRandom::new(), message).map_err(|_| SigningFailed)?;
        Ok(signature.as_ref().to_vec())
    }
}
