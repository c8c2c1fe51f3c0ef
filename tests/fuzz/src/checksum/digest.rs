//! Digests, HMAC and PBKDF2.

use std::num::NonZeroU32;

use symbolon_jose::crypto::{Digests, HashAlgorithm};

use super::sum;

#[derive(Debug)]
pub(super) struct ChecksumDigests;

impl Digests for ChecksumDigests {
    fn sha1(&self, message: &[u8]) -> [u8; 20] {
        array(&[b"sha1", message])
    }

    fn sha256(&self, message: &[u8]) -> [u8; 32] {
        array(&[b"sha256", message])
    }

    fn sha384(&self, message: &[u8]) -> [u8; 48] {
        array(&[b"sha384", message])
    }

    fn sha512(&self, message: &[u8]) -> [u8; 64] {
        array(&[b"sha512", message])
    }

    fn hmac(&self, hash: HashAlgorithm, key: &[u8], message: &[&[u8]]) -> Vec<u8> {
        // The parts are one text, as in HMAC: where they are split does not matter.
        sum::of(&[b"hmac", key, &message.concat()], hash.output_len())
    }

    fn pbkdf2(
        &self,
        hash: HashAlgorithm,
        password: &[u8],
        salt: &[u8],
        iterations: NonZeroU32,
        output: &mut [u8],
    ) {
        // The number of iterations changes the result, but takes no time.
        let hash = [u8::try_from(hash.output_len()).unwrap_or(u8::MAX)];
        let iterations = iterations.get().to_be_bytes();
        sum::fill(&[b"pbkdf2", &hash, password, salt, &iterations], output);
    }
}

fn array<const LEN: usize>(parts: &[&[u8]]) -> [u8; LEN] {
    let mut output = [0; LEN];
    sum::fill(parts, &mut output);
    output
}
