//! SHA-1, SHA-2, HMAC and PBKDF2.

use std::num::NonZeroU32;

use ring::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};
use ring::{hmac, pbkdf2};
use symbolon_jose::crypto::{Digests, HashAlgorithm};

/// ring's implementation of the hash functions SHA-1, SHA-256, SHA-384 and SHA-512
/// ([FIPS 180-4](https://doi.org/10.6028/NIST.FIPS.180-4)), and of HMAC and PBKDF2 with SHA-256,
/// SHA-384 and SHA-512.
pub const DIGESTS: &dyn Digests = &RingDigests;

#[derive(Debug)]
struct RingDigests;

impl Digests for RingDigests {
    fn sha1(&self, message: &[u8]) -> [u8; 20] {
        array(&SHA1_FOR_LEGACY_USE_ONLY, message)
    }

    fn sha256(&self, message: &[u8]) -> [u8; 32] {
        array(&SHA256, message)
    }

    fn sha384(&self, message: &[u8]) -> [u8; 48] {
        array(&SHA384, message)
    }

    fn sha512(&self, message: &[u8]) -> [u8; 64] {
        array(&SHA512, message)
    }

    fn hmac(&self, hash: HashAlgorithm, key: &[u8], message: &[&[u8]]) -> Vec<u8> {
        let algorithm = match hash {
            HashAlgorithm::Sha256 => hmac::HMAC_SHA256,
            HashAlgorithm::Sha384 => hmac::HMAC_SHA384,
            HashAlgorithm::Sha512 => hmac::HMAC_SHA512,
        };
        let mut context = hmac::Context::with_key(&hmac::Key::new(algorithm, key));
        for part in message {
            context.update(part);
        }
        context.sign().as_ref().to_vec()
    }

    fn pbkdf2(
        &self,
        hash: HashAlgorithm,
        password: &[u8],
        salt: &[u8],
        iterations: NonZeroU32,
        output: &mut [u8],
    ) {
        let algorithm = match hash {
            HashAlgorithm::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            HashAlgorithm::Sha384 => pbkdf2::PBKDF2_HMAC_SHA384,
            HashAlgorithm::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        };
        pbkdf2::derive(algorithm, iterations, salt, password, output);
    }
}

/// Returns the digest as an array. Each caller passes the algorithm's output length as `LEN`.
fn array<const LEN: usize>(algorithm: &'static Algorithm, message: &[u8]) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    for (byte, digested) in bytes.iter_mut().zip(digest(algorithm, message).as_ref()) {
        *byte = *digested;
    }
    bytes
}
