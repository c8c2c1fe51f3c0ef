//! Content encryption: [RFC 7518 §5](https://www.rfc-editor.org/rfc/rfc7518#section-5).

mod cbc_hmac;
mod key;

pub use key::{ContentKey, Sealed};

use crate::crypto::{Aead, AesKeySize, CipherFailed};
use crate::key::Error;
use crate::{ContentEncryptionAlgorithm, Crypto, Secret};
use cbc_hmac::CbcHmac;

/// A content encryption algorithm on a backend, without a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContentCipher {
    algorithm: ContentEncryptionAlgorithm,
    primitive: Primitive,
}

#[derive(Clone, Copy, Debug)]
enum Primitive {
    Gcm(&'static dyn Aead),
    CbcHmac(CbcHmac),
}

impl ContentCipher {
    pub(crate) fn new(
        algorithm: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        use ContentEncryptionAlgorithm as Enc;
        let gcm = |size| crypto.aead(size).map(Primitive::Gcm);
        let primitive = match algorithm {
            Enc::A128Gcm => gcm(AesKeySize::Aes128),
            Enc::A192Gcm => gcm(AesKeySize::Aes192),
            Enc::A256Gcm => gcm(AesKeySize::Aes256),
            Enc::A128CbcHs256 | Enc::A192CbcHs384 | Enc::A256CbcHs512 => {
                CbcHmac::new(algorithm, crypto).map(Primitive::CbcHmac)
            }
        };
        let primitive = primitive.ok_or(Error::Unsupported(algorithm.into()))?;
        Ok(Self { algorithm, primitive })
    }

    pub(crate) fn algorithm(&self) -> ContentEncryptionAlgorithm {
        self.algorithm
    }

    /// Encrypts and authenticates. Returns the ciphertext and the tag.
    pub(crate) fn seal(
        &self,
        key: &Secret,
        iv: &[u8],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, Vec<u8>), CipherFailed> {
        match &self.primitive {
            Primitive::Gcm(aead) => {
                let (ciphertext, tag) = aead.seal(key, exactly(iv)?, aad, plaintext)?;
                Ok((ciphertext, tag.to_vec()))
            }
            Primitive::CbcHmac(cipher) => cipher.seal(key, exactly(iv)?, aad, plaintext),
        }
    }

    /// Checks the tag and returns the plaintext.
    pub(crate) fn open(
        &self,
        key: &Secret,
        iv: &[u8],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8],
    ) -> Result<Secret, CipherFailed> {
        match &self.primitive {
            // RFC 7518 §5.3: the IV has 96 bits, the tag 128.
            Primitive::Gcm(aead) => {
                aead.open(key, exactly(iv)?, aad, ciphertext, exactly(tag)?).map(Secret::new)
            }
            Primitive::CbcHmac(cipher) => {
                cipher.open(key, exactly(iv)?, aad, ciphertext, tag).map(Secret::new)
            }
        }
    }
}

fn exactly<const N: usize>(bytes: &[u8]) -> Result<&[u8; N], CipherFailed> {
    bytes.try_into().map_err(|_| CipherFailed)
}
