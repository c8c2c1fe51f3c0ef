//! Key management: how sender and recipient obtain the content encryption key
//! ([RFC 7518 §4](https://www.rfc-editor.org/rfc/rfc7518#section-4)).

mod aes_kw;
mod concat_kdf;
mod decrypter;
mod ecdh;
mod encrypter;
mod external_checks;
mod gcm_kw;
mod parameters;
mod pbes2;
mod rsa;
mod substitute;

pub(crate) use concat_kdf::Parties;
pub(crate) use decrypter::{DecryptionMaterial, KeyDecrypter};
pub(crate) use encrypter::{Direct, EncryptionMaterial, KeyEncrypter, Wrapped};
pub(crate) use external_checks::check;
pub(crate) use substitute::unwrapped_or;

use crate::crypto::{AesKeySize, KeyWrap, RandomError};
use crate::jwe::{Error, Part};
use crate::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Limits, Object, Secret, key,
};

/// What a received JWE contains for one recipient.
#[derive(Clone, Copy)]
pub(crate) struct Received<'a> {
    /// The header parameters of the algorithm, taken from all three headers.
    pub(crate) parameters: &'a Object,
    pub(crate) encrypted_key: &'a [u8],
    pub(crate) content: ContentEncryptionAlgorithm,
    pub(crate) limits: &'a Limits,
}

impl Received<'_> {
    /// Checks that there is no encrypted key, for algorithms that agree on the key or share it
    /// (RFC 7516 §5.2 (10)).
    fn without_encrypted_key(&self) -> Result<(), Error> {
        if self.encrypted_key.is_empty() { Ok(()) } else { Err(Error::EncryptedKey) }
    }

    /// Checks that the encrypted key is `more` bytes longer than a content encryption key.
    fn encrypted_key_longer_by(&self, more: usize) -> Result<(), Error> {
        self.some_encrypted_key()?;
        let expected = self.content.key_len().saturating_add(more);
        let found = self.encrypted_key.len();
        if found == expected {
            Ok(())
        } else {
            Err(Error::Length { part: Part::EncryptedKey, expected, found })
        }
    }

    /// Checks that there is an encrypted key (RFC 7516 §7.2.1).
    fn some_encrypted_key(&self) -> Result<(), Error> {
        if self.encrypted_key.is_empty() { Err(Error::Missing(Part::EncryptedKey)) } else { Ok(()) }
    }
}

/// Generates a content encryption key of `len` bytes.
pub(crate) fn random_key(len: usize, crypto: &Crypto) -> Result<Secret, RandomError> {
    let mut bytes = vec![0; len];
    crypto.random.fill(&mut bytes)?;
    Ok(Secret::new(bytes))
}

/// Returns the AES key size of an algorithm that wraps or encrypts keys with AES.
const fn aes_size(algorithm: KeyManagementAlgorithm) -> Option<AesKeySize> {
    use KeyManagementAlgorithm as Alg;
    match algorithm {
        Alg::A128Kw | Alg::EcdhEsA128Kw | Alg::A128GcmKw | Alg::Pbes2Hs256A128Kw => {
            Some(AesKeySize::Aes128)
        }
        Alg::A192Kw | Alg::EcdhEsA192Kw | Alg::A192GcmKw | Alg::Pbes2Hs384A192Kw => {
            Some(AesKeySize::Aes192)
        }
        Alg::A256Kw | Alg::EcdhEsA256Kw | Alg::A256GcmKw | Alg::Pbes2Hs512A256Kw => {
            Some(AesKeySize::Aes256)
        }
        Alg::Rsa1_5
        | Alg::RsaOaep
        | Alg::RsaOaep256
        | Alg::RsaOaep384
        | Alg::RsaOaep512
        | Alg::Dir
        | Alg::EcdhEs => None,
    }
}

fn key_wrap(
    algorithm: KeyManagementAlgorithm,
    crypto: &Crypto,
) -> Result<&'static dyn KeyWrap, key::Error> {
    aes_size(algorithm)
        .and_then(|size| crypto.key_wrap(size))
        .ok_or(key::Error::Unsupported(algorithm.into()))
}

/// Checks that a secret has the length that the algorithm requires (RFC 7518 §4.4, §4.5, §4.7).
fn exact_len(secret: &Secret, needed: usize) -> Result<(), key::Error> {
    let found = secret.expose().len();
    if found == needed { Ok(()) } else { Err(key::Error::KeyLength { needed, found }) }
}
