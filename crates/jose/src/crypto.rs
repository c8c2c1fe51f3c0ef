//! The cryptography seam: what symbolon needs of a cryptography library, as plain data.
//!
//! A backend is a crate that exports a [`Crypto`] value. It is passed as an argument; there is no
//! global and no default. One field can be replaced with `Crypto { random: &MINE, ..CRYPTO }`.
//!
//! Signatures map one to one onto calls of the library. For encryption a backend gives primitives,
//! and this crate composes them: ECDH-ES+A128KW is an agreement, Concat KDF and a key wrap.

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

/// A cryptography backend.
///
/// What is not in it cannot be run, and is an error when a key is prepared for it.
#[derive(Clone, Copy, Debug)]
pub struct Crypto {
    /// The signature and MAC algorithms, one scheme each.
    pub signatures: &'static [&'static dyn SignatureScheme],
    /// Elliptic-curve Diffie-Hellman, one for each curve.
    pub agreements: &'static [&'static dyn KeyAgreement],
    /// AES key wrap, one for each key size.
    pub key_wraps: &'static [&'static dyn KeyWrap],
    /// AES-GCM, one for each key size.
    pub aeads: &'static [&'static dyn Aead],
    /// AES-CBC, one for each key size: half of AES-CBC-HMAC, and never used without the other.
    pub block_ciphers: &'static [&'static dyn BlockCipher],
    /// RSA encryption, one for each padding.
    pub rsa: &'static [&'static dyn RsaEncryption],
    /// From private bytes to key pairs, one for each kind of key but RSA.
    pub key_pairs: &'static [&'static dyn KeyPairs],
    /// New RSA key pairs, where the backend can make them.
    pub rsa_key_pairs: Option<&'static dyn RsaKeyPairs>,
    /// Hashes, and what is made of them.
    pub digests: &'static dyn Digests,
    /// The source of randomness.
    pub random: &'static dyn SecureRandom,
}

/// The backend will not work with this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend refuses this key")]
pub struct KeyRejected;

impl Crypto {
    /// The signature algorithms that this backend can run, for metadata to advertise.
    pub fn signature_algorithms(&self) -> impl Iterator<Item = SignatureAlgorithm> {
        self.signatures.iter().map(|scheme| scheme.algorithm())
    }

    /// The key management algorithms of JWE that this backend can run, for metadata to advertise.
    /// RSA1_5 is not among them: nobody should offer it.
    pub fn key_management_algorithms(&self) -> impl Iterator<Item = KeyManagementAlgorithm> {
        let all = KeyManagementAlgorithm::ALL.iter().copied();
        all.filter(|algorithm| *algorithm != KeyManagementAlgorithm::Rsa1_5 && self.has(*algorithm))
    }

    /// The content encryption algorithms of JWE that this backend can run, for metadata to advertise.
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
