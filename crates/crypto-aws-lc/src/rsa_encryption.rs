//! RSAES-OAEP and RSAES-PKCS1-v1_5: [RFC 7518
//! §4.3](https://www.rfc-editor.org/rfc/rfc7518#section-4.3),
//! [§4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2).

use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepAlgorithm, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, Pkcs1PrivateDecryptingKey,
    Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use symbolon_jose::crypto::{CipherFailed, KeyRejected, RsaDecrypter, RsaEncrypter, RsaEncryption};
use symbolon_jose::jwk::{RsaPrivate, RsaPublic};
use symbolon_jose::{KeyManagementAlgorithm, Secret};
use zeroize::Zeroizing;

use crate::rsa_pair;

/// RSAES-OAEP with SHA-1 and MGF1 with SHA-1. These hash functions are the defaults of
/// [RFC 8017 §A.2.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.2.1).
pub const RSA_OAEP: &dyn RsaEncryption =
    &Oaep { algorithm: KeyManagementAlgorithm::RsaOaep, oaep: &OAEP_SHA1_MGF1SHA1 };
/// RSAES-OAEP with SHA-256 and MGF1 with SHA-256.
pub const RSA_OAEP_256: &dyn RsaEncryption =
    &Oaep { algorithm: KeyManagementAlgorithm::RsaOaep256, oaep: &OAEP_SHA256_MGF1SHA256 };
/// RSAES-OAEP with SHA-384 and MGF1 with SHA-384.
pub const RSA_OAEP_384: &dyn RsaEncryption =
    &Oaep { algorithm: KeyManagementAlgorithm::RsaOaep384, oaep: &OAEP_SHA384_MGF1SHA384 };
/// RSAES-OAEP with SHA-512 and MGF1 with SHA-512.
pub const RSA_OAEP_512: &dyn RsaEncryption =
    &Oaep { algorithm: KeyManagementAlgorithm::RsaOaep512, oaep: &OAEP_SHA512_MGF1SHA512 };
/// RSAES-PKCS1-v1_5.
///
/// AWS-LC checks the padding in constant time and then reports whether it is correct. If it is
/// wrong, `symbolon-jose` continues with a random content encryption key, so that an attacker does
/// not learn that the padding is wrong
/// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)).
pub const RSA1_5: &dyn RsaEncryption = &Pkcs1;

#[derive(Debug)]
struct Oaep {
    algorithm: KeyManagementAlgorithm,
    oaep: &'static OaepAlgorithm,
}

impl RsaEncryption for Oaep {
    fn algorithm(&self) -> KeyManagementAlgorithm {
        self.algorithm
    }

    fn encrypter(&self, key: &RsaPublic) -> Result<Arc<dyn RsaEncrypter>, KeyRejected> {
        let key = OaepPublicEncryptingKey::new(encrypting(key)?).map_err(|_| KeyRejected)?;
        Ok(Arc::new(OaepEncrypter { oaep: self.oaep, key }))
    }

    fn decrypter(&self, key: &RsaPrivate) -> Result<Arc<dyn RsaDecrypter>, KeyRejected> {
        let key = OaepPrivateDecryptingKey::new(decrypting(key)?).map_err(|_| KeyRejected)?;
        Ok(Arc::new(OaepDecrypter { oaep: self.oaep, key }))
    }
}

#[derive(Debug)]
struct Pkcs1;

impl RsaEncryption for Pkcs1 {
    fn algorithm(&self) -> KeyManagementAlgorithm {
        KeyManagementAlgorithm::Rsa1_5
    }

    fn encrypter(&self, key: &RsaPublic) -> Result<Arc<dyn RsaEncrypter>, KeyRejected> {
        let key = Pkcs1PublicEncryptingKey::new(encrypting(key)?).map_err(|_| KeyRejected)?;
        Ok(Arc::new(Pkcs1Encrypter(key)))
    }

    fn decrypter(&self, key: &RsaPrivate) -> Result<Arc<dyn RsaDecrypter>, KeyRejected> {
        let key = Pkcs1PrivateDecryptingKey::new(decrypting(key)?).map_err(|_| KeyRejected)?;
        Ok(Arc::new(Pkcs1Decrypter(key)))
    }
}

/// Converts a public key for encrypting.
fn encrypting(key: &RsaPublic) -> Result<PublicEncryptingKey, KeyRejected> {
    rsa_pair::public(key)?.try_into().map_err(|_| KeyRejected)
}

/// Converts a private key for decrypting.
///
/// aws-lc-rs accepts the numbers of a key only for signing. So the checked key pair is encoded as
/// PKCS #8 and parsed again. The buffer is zeroized when it is dropped.
fn decrypting(key: &RsaPrivate) -> Result<PrivateDecryptingKey, KeyRejected> {
    let pkcs8: Pkcs8V1Der<'_> = rsa_pair::pair(key)?.as_der().map_err(|_| KeyRejected)?;
    PrivateDecryptingKey::from_pkcs8(pkcs8.as_ref()).map_err(|_| KeyRejected)
}

struct OaepEncrypter {
    oaep: &'static OaepAlgorithm,
    key: OaepPublicEncryptingKey,
}

impl RsaEncrypter for OaepEncrypter {
    fn encrypt(&self, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let mut encrypted = vec![0; self.key.ciphertext_size()];
        // RFC 8017 §7.1: the label is empty by default, and JWE does not set it.
        let written = self.key.encrypt(self.oaep, key.expose(), &mut encrypted, None);
        written.map_err(|_| CipherFailed)?;
        Ok(encrypted)
    }
}

struct OaepDecrypter {
    oaep: &'static OaepAlgorithm,
    key: OaepPrivateDecryptingKey,
}

impl RsaDecrypter for OaepDecrypter {
    fn decrypt(&self, encrypted: &[u8]) -> Result<Secret, CipherFailed> {
        decrypt_into(self.key.min_output_size(), |buffer| {
            self.key.decrypt(self.oaep, encrypted, buffer, None).map(|decrypted| decrypted.len())
        })
    }
}

struct Pkcs1Encrypter(Pkcs1PublicEncryptingKey);

impl RsaEncrypter for Pkcs1Encrypter {
    fn encrypt(&self, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let mut encrypted = vec![0; self.0.ciphertext_size()];
        self.0.encrypt(key.expose(), &mut encrypted).map_err(|_| CipherFailed)?;
        Ok(encrypted)
    }
}

struct Pkcs1Decrypter(Pkcs1PrivateDecryptingKey);

impl RsaDecrypter for Pkcs1Decrypter {
    fn decrypt(&self, encrypted: &[u8]) -> Result<Secret, CipherFailed> {
        decrypt_into(self.0.min_output_size(), |buffer| {
            self.0.decrypt(encrypted, buffer).map(|decrypted| decrypted.len())
        })
    }
}

/// Runs `decrypt` with a buffer of `len` bytes and returns the decrypted key.
///
/// Success and failure do the same work until the result is returned (RFC 7516 §11.5).
fn decrypt_into(
    len: usize,
    decrypt: impl FnOnce(&mut [u8]) -> Result<usize, Unspecified>,
) -> Result<Secret, CipherFailed> {
    let mut buffer = Zeroizing::new(vec![0; len]);
    let decrypted = decrypt(&mut buffer);
    buffer.truncate(decrypted.unwrap_or(len));
    let key = Secret::new(std::mem::take(&mut *buffer));
    decrypted.map(|_| key).map_err(|_| CipherFailed)
}
