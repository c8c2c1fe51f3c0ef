//! AES key wrap: [RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4).

use super::{Received, exact_len, key_wrap};
use crate::crypto::{CipherFailed, KeyWrap};
use crate::jwe::Error;
use crate::{Crypto, KeyManagementAlgorithm, Secret, key};

/// The bytes that wrapping adds to a key (RFC 3394 §2.2).
const BLOCK: usize = 8;

/// A shared secret that is prepared for AES key wrap.
pub(crate) struct AesKw {
    wrap: &'static dyn KeyWrap,
    key: Secret,
}

impl AesKw {
    pub(super) fn new(
        algorithm: KeyManagementAlgorithm,
        secret: &Secret,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let wrap = key_wrap(algorithm, crypto)?;
        exact_len(secret, wrap.key_size().len())?;
        Ok(Self { wrap, key: secret.clone() })
    }

    pub(super) fn wrap(&self, content_key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        self.wrap.wrap_key(&self.key, content_key)
    }

    pub(super) fn unwrap(
        &self,
        token: &Received<'_>,
    ) -> Result<Result<Secret, CipherFailed>, Error> {
        check(token)?;
        Ok(self.wrap.unwrap_key(&self.key, token.encrypted_key))
    }
}

/// Checks the length of an encrypted key that was made with AES key wrap.
pub(super) fn check(token: &Received<'_>) -> Result<(), Error> {
    token.encrypted_key_longer_by(BLOCK)
}
