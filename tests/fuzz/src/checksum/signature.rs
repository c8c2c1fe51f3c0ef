//! Signatures.

use std::sync::Arc;

use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::PublicKey;

use super::{pairs, sum};

#[derive(Debug)]
pub(super) struct ChecksumScheme(pub(super) SignatureAlgorithm);

impl SignatureScheme for ChecksumScheme {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.0
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let key = match key {
            VerificationMaterial::Public(key) => {
                pairs::check_public(key)?;
                ChecksumKey::new(self.0, pairs::public_bytes(key), rsa_len(key))
            }
            VerificationMaterial::Mac(secret) => {
                ChecksumKey::new(self.0, secret.expose().to_vec(), None)
            }
        };
        Ok(Arc::new(key?))
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let key = match key {
            SigningMaterial::Private(key) => {
                pairs::check_private(key)?;
                let public = key.public().ok_or(KeyRejected)?;
                ChecksumKey::new(self.0, pairs::public_bytes(&public), rsa_len(&public))
            }
            SigningMaterial::Mac(secret) => {
                ChecksumKey::new(self.0, secret.expose().to_vec(), None)
            }
        };
        Ok(Arc::new(key?))
    }
}

/// A key that signs and verifies in the same way, with the public bytes.
struct ChecksumKey {
    algorithm: SignatureAlgorithm,
    key: Vec<u8>,
    len: usize,
}

impl ChecksumKey {
    fn new(
        algorithm: SignatureAlgorithm,
        key: Vec<u8>,
        rsa_len: Option<usize>,
    ) -> Result<Self, KeyRejected> {
        let len = algorithm.signature_len().or(rsa_len).ok_or(KeyRejected)?;
        Ok(Self { algorithm, key, len })
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        // RFC 9864 §2.2: `EdDSA` and `Ed25519` are names of one algorithm.
        let name = match self.algorithm {
            SignatureAlgorithm::EdDsa => SignatureAlgorithm::Ed25519.as_str(),
            algorithm => algorithm.as_str(),
        };
        sum::of(&[b"signature", name.as_bytes(), &self.key, message], self.len)
    }
}

impl Verifier for ChecksumKey {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        if self.signature(message) == signature { Ok(()) } else { Err(BadSignature) }
    }
}

impl Signer for ChecksumKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok(self.signature(message))
    }
}

fn rsa_len(key: &PublicKey) -> Option<usize> {
    match key {
        PublicKey::Rsa(key) => Some(key.n().len()),
        _ => None,
    }
}
