//! The interface between symbolon and a cryptography library, as plain data.
//!
//! A backend is a crate that exports a [`Crypto`] value. Pass that value as an argument: there is
//! no global backend and no default backend. To replace one part of a backend, write
//! `Crypto { random: &MINE, ..CRYPTO }`.
//!
//! For a signature algorithm, this crate makes one call into the backend. For encryption the
//! backend supplies primitives and this crate combines them: ECDH-ES+A128KW is a key agreement, the
//! Concat KDF and a key wrap.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::{KeyManagementAlgorithm, SignatureAlgorithm};
//!
//! // A program can ask the backend, before a token arrives, which algorithms it supports.
//! assert!(CRYPTO.signature_algorithms().any(|it| it == SignatureAlgorithm::Es256));
//! assert!(CRYPTO.key_management_algorithms().any(|it| it == KeyManagementAlgorithm::EcdhEs));
//! ```

mod cipher;
mod digest;
mod key_agreement;
mod key_pair;
mod random;
mod rsa;
mod signature;

pub use cipher::{Aead, AesKeySize, BlockCipher, CipherFailed, KeyWrap};
pub use digest::{Digests, HashAlgorithm};
pub use key_agreement::{Agreement, AgreementFailed, KeyAgreement};
pub use key_pair::{GenerationFailed, KeyPairs, RsaKeyPairs};
pub use random::{RandomError, SecureRandom};
pub use rsa::{RsaDecrypter, RsaEncrypter, RsaEncryption};
pub use signature::{
    BadSignature, SignatureScheme, Signer, SigningFailed, SigningMaterial, VerificationMaterial,
    Verifier,
};

use crate::algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm};
use crate::jwk::KeyKind;

/// A cryptography backend: the algorithms that it can run, its hash functions, and its source of
/// randomness.
///
/// Preparing a key for an algorithm that the backend does not have fails with
/// [`key::Error::Unsupported`](crate::key::Error::Unsupported).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::Crypto;
///
/// // Keep the value in your settings. Replace a field to replace a part of the backend.
/// let crypto = Crypto { key_wraps: &[], ..CRYPTO };
/// assert!(crypto.key_wraps.is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Crypto {
    /// The signature and MAC algorithms, with one entry for each algorithm.
    pub signatures: &'static [&'static dyn SignatureScheme],
    /// The implementations of elliptic-curve Diffie-Hellman, with one entry for each curve.
    pub agreements: &'static [&'static dyn KeyAgreement],
    /// The implementations of AES key wrap, with one entry for each key size.
    pub key_wraps: &'static [&'static dyn KeyWrap],
    /// The implementations of AES-GCM, with one entry for each key size.
    pub aeads: &'static [&'static dyn Aead],
    /// The implementations of AES-CBC, with one entry for each key size. This crate uses AES-CBC
    /// only together with HMAC.
    pub block_ciphers: &'static [&'static dyn BlockCipher],
    /// The implementations of RSA encryption, with one entry for each padding.
    pub rsa: &'static [&'static dyn RsaEncryption],
    /// The constructors of key pairs from private bytes, with one entry for each kind of key except
    /// RSA.
    pub key_pairs: &'static [&'static dyn KeyPairs],
    /// The generator of RSA key pairs, or `None` if the backend cannot generate them.
    pub rsa_key_pairs: Option<&'static dyn RsaKeyPairs>,
    /// The implementation of the hash functions SHA-1 and SHA-2, and of HMAC and PBKDF2.
    pub digests: &'static dyn Digests,
    /// The source of randomness for new keys, secrets and initialization vectors.
    pub random: &'static dyn SecureRandom,
}

/// The error for a key that the cryptography backend refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend refuses this key")]
pub struct KeyRejected;

impl Crypto {
    /// Returns the signature algorithms that this backend can run, so that metadata can list them.
    pub fn signature_algorithms(&self) -> impl Iterator<Item = SignatureAlgorithm> {
        self.signatures.iter().map(|scheme| scheme.algorithm())
    }

    /// Returns the key management algorithms that this backend can run, so that metadata can list
    /// them.
    ///
    /// The result does not contain RSA1_5, even if the backend supports RSA1_5, because metadata
    /// must not offer RSA1_5 to peers.
    pub fn key_management_algorithms(&self) -> impl Iterator<Item = KeyManagementAlgorithm> {
        let all = KeyManagementAlgorithm::ALL.iter().copied();
        all.filter(|algorithm| *algorithm != KeyManagementAlgorithm::Rsa1_5 && self.has(*algorithm))
    }

    /// Returns the content encryption algorithms that this backend can run, so that metadata can
    /// list them.
    pub fn content_encryption_algorithms(
        &self,
    ) -> impl Iterator<Item = ContentEncryptionAlgorithm> {
        let all = ContentEncryptionAlgorithm::ALL.iter().copied();
        all.filter(|algorithm| self.has_content(*algorithm))
    }

    pub(crate) fn has(&self, algorithm: KeyManagementAlgorithm) -> bool {
        use KeyManagementAlgorithm as Alg;
        let agrees = !self.agreements.is_empty();
        match algorithm {
            Alg::Rsa1_5 | Alg::RsaOaep | Alg::RsaOaep256 | Alg::RsaOaep384 | Alg::RsaOaep512 => {
                self.rsa_encryption(algorithm).is_some()
            }
            Alg::Dir => true,
            Alg::EcdhEs => agrees,
            Alg::EcdhEsA128Kw => agrees && self.key_wrap(AesKeySize::Aes128).is_some(),
            Alg::EcdhEsA192Kw => agrees && self.key_wrap(AesKeySize::Aes192).is_some(),
            Alg::EcdhEsA256Kw => agrees && self.key_wrap(AesKeySize::Aes256).is_some(),
            Alg::A128Kw | Alg::Pbes2Hs256A128Kw => self.key_wrap(AesKeySize::Aes128).is_some(),
            Alg::A192Kw | Alg::Pbes2Hs384A192Kw => self.key_wrap(AesKeySize::Aes192).is_some(),
            Alg::A256Kw | Alg::Pbes2Hs512A256Kw => self.key_wrap(AesKeySize::Aes256).is_some(),
            Alg::A128GcmKw => self.aead(AesKeySize::Aes128).is_some(),
            Alg::A192GcmKw => self.aead(AesKeySize::Aes192).is_some(),
            Alg::A256GcmKw => self.aead(AesKeySize::Aes256).is_some(),
        }
    }

    pub(crate) fn has_content(&self, algorithm: ContentEncryptionAlgorithm) -> bool {
        use ContentEncryptionAlgorithm as Enc;
        match algorithm {
            Enc::A128CbcHs256 => self.block_cipher(AesKeySize::Aes128).is_some(),
            Enc::A192CbcHs384 => self.block_cipher(AesKeySize::Aes192).is_some(),
            Enc::A256CbcHs512 => self.block_cipher(AesKeySize::Aes256).is_some(),
            Enc::A128Gcm => self.aead(AesKeySize::Aes128).is_some(),
            Enc::A192Gcm => self.aead(AesKeySize::Aes192).is_some(),
            Enc::A256Gcm => self.aead(AesKeySize::Aes256).is_some(),
        }
    }

    pub(crate) fn scheme(
        &self,
        algorithm: SignatureAlgorithm,
    ) -> Option<&'static dyn SignatureScheme> {
        self.signatures.iter().copied().find(|scheme| scheme.algorithm() == algorithm)
    }

    pub(crate) fn agreement(&self, kind: KeyKind) -> Option<&'static dyn KeyAgreement> {
        self.agreements.iter().copied().find(|agreement| agreement.kind() == kind)
    }

    pub(crate) fn key_wrap(&self, size: AesKeySize) -> Option<&'static dyn KeyWrap> {
        self.key_wraps.iter().copied().find(|wrap| wrap.key_size() == size)
    }

    pub(crate) fn aead(&self, size: AesKeySize) -> Option<&'static dyn Aead> {
        self.aeads.iter().copied().find(|aead| aead.key_size() == size)
    }

    pub(crate) fn block_cipher(&self, size: AesKeySize) -> Option<&'static dyn BlockCipher> {
        self.block_ciphers.iter().copied().find(|cipher| cipher.key_size() == size)
    }

    pub(crate) fn key_pairs(&self, kind: KeyKind) -> Option<&'static dyn KeyPairs> {
        self.key_pairs.iter().copied().find(|pairs| pairs.kind() == kind)
    }

    pub(crate) fn rsa_encryption(
        &self,
        algorithm: KeyManagementAlgorithm,
    ) -> Option<&'static dyn RsaEncryption> {
        self.rsa.iter().copied().find(|rsa| rsa.algorithm() == algorithm)
    }
}
