//! Key encryption with a password:
//! [RFC 7518 §4.8](https://www.rfc-editor.org/rfc/rfc7518#section-4.8).

use std::num::NonZeroU32;

use super::parameters::{self, MAX_PARTY};
use super::{Received, aes_kw, key_wrap};
use crate::crypto::{CipherFailed, Digests, HashAlgorithm, KeyWrap};
use crate::jwe::{EncryptError, Error};
use crate::{Crypto, KeyManagementAlgorithm, MemberError, Object, Secret, base64url, key};

/// The number of iterations with which this crate encrypts: 600 000, which OWASP recommends for
/// PBKDF2 with HMAC SHA-256. For longer hashes OWASP recommends fewer.
const ITERATIONS: NonZeroU32 = NonZeroU32::MIN.saturating_add(599_999);
/// The number of bytes of a salt that this crate generates. 16 random bytes practically never
/// repeat.
const SALT: usize = 16;
/// The smallest number of bytes of a salt that this crate accepts (RFC 7518 §4.8.1.1).
const LEAST_SALT: usize = 8;

/// A password that is prepared for PBES2.
pub(crate) struct Pbes2 {
    algorithm: KeyManagementAlgorithm,
    hash: HashAlgorithm,
    wrap: &'static dyn KeyWrap,
    digests: &'static dyn Digests,
    password: Secret,
}

impl Pbes2 {
    pub(super) fn new(
        algorithm: KeyManagementAlgorithm,
        password: &Secret,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        use KeyManagementAlgorithm as Alg;
        let hash = match algorithm {
            Alg::Pbes2Hs256A128Kw => HashAlgorithm::Sha256,
            Alg::Pbes2Hs384A192Kw => HashAlgorithm::Sha384,
            Alg::Pbes2Hs512A256Kw => HashAlgorithm::Sha512,
            _ => return Err(key::Error::Password(algorithm)),
        };
        let wrap = key_wrap(algorithm, crypto)?;
        // RFC 7518 §8.8: an attacker must have to guess the password.
        if password.expose().is_empty() {
            return Err(key::Error::ShortSecret { needed: 1, found: 0 });
        }
        let password = password.clone();
        Ok(Self { algorithm, hash, wrap, digests: crypto.digests, password })
    }

    /// Wraps a content encryption key. Returns the header parameters `p2s` and `p2c`, and the
    /// wrapped key.
    pub(super) fn wrap(
        &self,
        content_key: &Secret,
        crypto: &Crypto,
    ) -> Result<(Object, Vec<u8>), EncryptError> {
        let mut salt = [0; SALT];
        crypto.random.fill(&mut salt)?;
        let wrapped = self.wrap.wrap_key(&self.derive(&salt, ITERATIONS), content_key)?;
        let mut parameters = Object::new();
        parameters.insert("p2s", base64url::encode(&salt));
        parameters.insert("p2c", ITERATIONS.get());
        Ok((parameters, wrapped))
    }

    /// Unwraps the key. The outer error is about the token; the inner error depends on the
    /// password.
    pub(super) fn unwrap(
        &self,
        token: &Received<'_>,
    ) -> Result<Result<Secret, CipherFailed>, Error> {
        let (salt, iterations) = check(token)?;
        Ok(self.wrap.unwrap_key(&self.derive(&salt, iterations), token.encrypted_key))
    }

    fn derive(&self, salt: &[u8], iterations: NonZeroU32) -> Secret {
        // RFC 7518 §4.8.1.1: the salt is UTF8(Alg) || 0x00 || Salt Input.
        let salt = [self.algorithm.as_str().as_bytes(), &[0], salt].concat();
        let mut key = vec![0; self.wrap.key_size().len()];
        self.digests.pbkdf2(self.hash, self.password.expose(), &salt, iterations, &mut key);
        Secret::new(key)
    }
}

/// Returns the salt and the iterations after checking them and the length of the wrapped key.
pub(super) fn check(token: &Received<'_>) -> Result<(Vec<u8>, NonZeroU32), Error> {
    // RFC 7518 §4.8.1.1: the salt has at least 8 bytes.
    let salt = parameters::required(token.parameters, "p2s", LEAST_SALT, MAX_PARTY)?;
    let iterations = iterations(token)?;
    aes_kw::check(token)?;
    Ok((salt, iterations))
}

/// Returns the iterations, if they are within the limits (RFC 7518 §4.8.1.2).
///
/// Without an upper limit, the sender of a token could keep its recipient busy for as long as it
/// likes.
fn iterations(token: &Received<'_>) -> Result<NonZeroU32, Error> {
    let count = token.parameters.get("p2c").ok_or(Error::MissingParameter("p2c"))?;
    let expected = "a whole number from 0";
    let found = count.as_u64().ok_or(MemberError { name: "p2c", expected })?;
    let least = token.limits.pbes2_iterations_least;
    let most = token.limits.pbes2_iterations_most;
    u32::try_from(found)
        .ok()
        .filter(|n| (least..=most).contains(n))
        .and_then(NonZeroU32::new)
        .ok_or(Error::Iterations { least, most, found })
}
