//! AES-GCM: [RFC 7518 §5.3](https://www.rfc-editor.org/rfc/rfc7518#section-5.3).

use aes_gcm::aead::consts::U12;
use aes_gcm::{AeadInOut as _, AesGcm, KeyInit as _};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, Tag, UnboundKey};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{Aead, AesKeySize, CipherFailed};

/// AES-GCM with a key of 128 bits, computed by ring.
pub const AES128_GCM: &dyn Aead = &RingGcm { size: AesKeySize::Aes128, algorithm: &AES_128_GCM };
/// AES-GCM with a key of 192 bits, computed by RustCrypto, because ring does not support this key
/// size.
pub const AES192_GCM: &dyn Aead = &Gcm192;
/// AES-GCM with a key of 256 bits, computed by ring.
pub const AES256_GCM: &dyn Aead = &RingGcm { size: AesKeySize::Aes256, algorithm: &AES_256_GCM };

#[derive(Debug)]
struct RingGcm {
    size: AesKeySize,
    algorithm: &'static Algorithm,
}

impl RingGcm {
    fn key(&self, key: &Secret) -> Result<LessSafeKey, CipherFailed> {
        UnboundKey::new(self.algorithm, key.expose())
            .map(LessSafeKey::new)
            .map_err(|_| CipherFailed)
    }
}

impl Aead for RingGcm {
    fn key_size(&self) -> AesKeySize {
        self.size
    }

    fn seal(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, [u8; 16]), CipherFailed> {
        let mut text = plaintext.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self
            .key(key)?
            .seal_in_place_separate_tag(nonce, Aad::from(aad), &mut text)
            .map_err(|_| CipherFailed)?;
        let tag = tag.as_ref().try_into().map_err(|_| CipherFailed)?;
        Ok((text, tag))
    }

    fn open(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8; 16],
    ) -> Result<Vec<u8>, CipherFailed> {
        let mut text = ciphertext.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        // ring compares the tags in constant time, and overwrites the text with zeros if they
        // differ.
        self.key(key)?
            .open_in_place_separate_tag(nonce, Aad::from(aad), Tag::from(*tag), &mut text, 0..)
            .map_err(|_| CipherFailed)?;
        Ok(text)
    }
}

#[derive(Debug)]
struct Gcm192;

impl Gcm192 {
    fn key(key: &Secret) -> Result<AesGcm<aes::Aes192, U12>, CipherFailed> {
        AesGcm::new_from_slice(key.expose()).map_err(|_| CipherFailed)
    }
}

impl Aead for Gcm192 {
    fn key_size(&self) -> AesKeySize {
        AesKeySize::Aes192
    }

    fn seal(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, [u8; 16]), CipherFailed> {
        let mut text = plaintext.to_vec();
        let tag = Self::key(key)?
            .encrypt_inout_detached(&(*nonce).into(), aad, text.as_mut_slice().into())
            .map_err(|_| CipherFailed)?;
        Ok((text, tag.into()))
    }

    fn open(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8; 16],
    ) -> Result<Vec<u8>, CipherFailed> {
        let mut text = ciphertext.to_vec();
        // aes-gcm compares the tags in constant time before it decrypts.
        Self::key(key)?
            .decrypt_inout_detached(
                &(*nonce).into(),
                aad,
                text.as_mut_slice().into(),
                &(*tag).into(),
            )
            .map_err(|_| CipherFailed)?;
        Ok(text)
    }
}
