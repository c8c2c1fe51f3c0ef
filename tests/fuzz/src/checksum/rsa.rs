//! RSA encryption and key generation.

use std::sync::Arc;

use symbolon_jose::crypto::{
    CipherFailed, GenerationFailed, KeyRejected, RsaDecrypter, RsaEncrypter, RsaEncryption,
    RsaKeyPairs, SecureRandom as _,
};
use symbolon_jose::jwk::{PrivateKey, RsaPrivate, RsaPrivateNumbers, RsaPublic};
use symbolon_jose::{KeyManagementAlgorithm, Secret};

use super::random::Counter;
use super::{pairs, sum};

/// RSA encryption: the length in a byte, the key and zeros, exclusive or a checksum of the modulus.
#[derive(Debug)]
pub(super) struct ChecksumRsa(pub(super) KeyManagementAlgorithm);

impl RsaEncryption for ChecksumRsa {
    fn algorithm(&self) -> KeyManagementAlgorithm {
        self.0
    }

    fn encrypter(&self, key: &RsaPublic) -> Result<Arc<dyn RsaEncrypter>, KeyRejected> {
        Ok(Arc::new(Prepared { algorithm: self.0, n: key.n().to_vec() }))
    }

    fn decrypter(&self, key: &RsaPrivate) -> Result<Arc<dyn RsaDecrypter>, KeyRejected> {
        pairs::check_private(&PrivateKey::Rsa(key.clone()))?;
        Ok(Arc::new(Prepared { algorithm: self.0, n: key.public().n().to_vec() }))
    }
}

struct Prepared {
    algorithm: KeyManagementAlgorithm,
    n: Vec<u8>,
}

impl Prepared {
    fn lay_over(&self, block: &[u8]) -> Vec<u8> {
        sum::lay_over(&[b"rsa", self.algorithm.as_str().as_bytes(), &self.n], block)
    }
}

impl RsaEncrypter for Prepared {
    fn encrypt(&self, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let len = u8::try_from(key.expose().len()).map_err(|_| CipherFailed)?;
        let mut block = [&[len], key.expose()].concat();
        if block.len() > self.n.len() {
            return Err(CipherFailed);
        }
        block.resize(self.n.len(), 0);
        Ok(self.lay_over(&block))
    }
}

impl RsaDecrypter for Prepared {
    fn decrypt(&self, encrypted: &[u8]) -> Result<Secret, CipherFailed> {
        let block = self.lay_over(encrypted);
        let (len, rest) = block.split_first().ok_or(CipherFailed)?;
        let (key, zeros) = rest.split_at_checked(usize::from(*len)).ok_or(CipherFailed)?;
        let fits = block.len() == self.n.len() && zeros.iter().all(|byte| *byte == 0);
        if fits { Ok(Secret::new(key.to_vec())) } else { Err(CipherFailed) }
    }
}

/// A generator of keys whose private exponent is the modulus.
#[derive(Debug)]
pub(super) struct ChecksumRsaPairs;

impl RsaKeyPairs for ChecksumRsaPairs {
    fn generate(&self, modulus_bits: usize) -> Result<RsaPrivate, GenerationFailed> {
        let mut seed = [0; 8];
        Counter.fill(&mut seed).map_err(|_| GenerationFailed)?;
        rsa_pair(&seed, modulus_bits).ok_or(GenerationFailed)
    }
}

/// Returns the key pair of a seed. `None` if a JWK may not have this size, or if the primes would not
/// be whole bytes.
#[must_use]
pub fn rsa_pair(seed: &[u8], modulus_bits: usize) -> Option<RsaPrivate> {
    if !modulus_bits.is_multiple_of(16) {
        return None;
    }
    let n = odd_number(&[b"modulus", seed], modulus_bits / 8);
    let number = |name: &[u8]| Secret::new(odd_number(&[name, seed], modulus_bits / 16));
    let numbers = RsaPrivateNumbers {
        d: Secret::new(n.clone()),
        p: number(b"p"),
        q: number(b"q"),
        dp: number(b"dp"),
        dq: number(b"dq"),
        qi: number(b"qi"),
    };
    RsaPrivate::new(RsaPublic::new(n, vec![1, 0, 1]).ok()?, numbers).ok()
}

/// Returns an odd number of exactly this many bytes, with the highest bit set.
fn odd_number(parts: &[&[u8]], len: usize) -> Vec<u8> {
    let mut bytes = sum::of(parts, len);
    if let Some(first) = bytes.first_mut() {
        *first |= 0x80;
    }
    if let Some(last) = bytes.last_mut() {
        *last |= 1;
    }
    bytes
}
