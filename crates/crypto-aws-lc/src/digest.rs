//! SHA-1, SHA-2, HMAC and PBKDF2.

use std::num::NonZeroU32;

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};
use aws_lc_rs::{hmac, pbkdf2};
use symbolon_jose::crypto::{Digests, HashAlgorithm};

/// AWS-LC's implementation of the hash functions SHA-1, SHA-256, SHA-384 and SHA-512
/// ([FIPS 180-4](https://doi.org/10.6028/NIST.FIPS.180-4)), and of HMAC and PBKDF2 with SHA-256,
/// SHA-384 and SHA-512.
pub const DIGESTS: &dyn Digests = &AwsLcDigests;

#[derive(Debug)]
struct AwsLcDigests;

impl Digests for AwsLcDigests {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The example message "abc" of FIPS 180-4.
    #[test]
    fn fips_180_4_digests_of_abc() {
        assert_eq!(
            hex(&DIGESTS.sha256(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex(&DIGESTS.sha384(b"abc")),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
             8086072ba1e7cc2358baeca134c825a7"
        );
        assert_eq!(
            hex(&DIGESTS.sha512(b"abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        );
    }
}
