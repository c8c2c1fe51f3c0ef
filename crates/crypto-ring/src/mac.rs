//! HMAC with SHA-2: [RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2).

use std::sync::Arc;

use ring::hmac;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};

/// HMAC with SHA-256.
pub const HS256: &dyn SignatureScheme =
    &Hmac { algorithm: SignatureAlgorithm::Hs256, hmac: &hmac::HMAC_SHA256 };
/// HMAC with SHA-384.
pub const HS384: &dyn SignatureScheme =
    &Hmac { algorithm: SignatureAlgorithm::Hs384, hmac: &hmac::HMAC_SHA384 };
/// HMAC with SHA-512.
pub const HS512: &dyn SignatureScheme =
    &Hmac { algorithm: SignatureAlgorithm::Hs512, hmac: &hmac::HMAC_SHA512 };

#[derive(Debug)]
struct Hmac {
    algorithm: SignatureAlgorithm,
    hmac: &'static hmac::Algorithm,
}

impl SignatureScheme for Hmac {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        match key {
            VerificationMaterial::Mac(secret) => self.key(secret.expose()).map(|key| key as _),
            VerificationMaterial::Public(_) => Err(KeyRejected),
        }
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        match key {
            SigningMaterial::Mac(secret) => self.key(secret.expose()).map(|key| key as _),
            SigningMaterial::Private(_) => Err(KeyRejected),
        }
    }
}

impl Hmac {
    fn key(&self, secret: &[u8]) -> Result<Arc<HmacKey>, KeyRejected> {
        // RFC 7518 §3.2: the key is at least as long as the hash. symbolon-jose has checked this,
        // but ring would accept even an empty key.
        if secret.len() < self.hmac.digest_algorithm().output_len() {
            return Err(KeyRejected);
        }
        Ok(Arc::new(HmacKey(hmac::Key::new(*self.hmac, secret))))
    }
}

/// A prepared key: the two hash states with which every HMAC starts.
struct HmacKey(hmac::Key);

impl Verifier for HmacKey {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        // RFC 7518 §3.2: ring compares in constant time.
        hmac::verify(&self.0, message, signature).map_err(|_| BadSignature)
    }
}

impl Signer for HmacKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}
