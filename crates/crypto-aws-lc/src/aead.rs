//! AES-GCM: [RFC 7518 §5.3](https://www.rfc-editor.org/rfc/rfc7518#section-5.3).

use aws_lc_rs::aead::{self, Aad, LessSafeKey, Nonce, UnboundKey};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{Aead, AesKeySize, CipherFailed};
use zeroize::Zeroize as _;

/// AES-GCM with a key of 128 bits.
pub const AES128_GCM: &dyn Aead =
    &AesGcm { size: AesKeySize::Aes128, algorithm: &aead::AES_128_GCM };
/// AES-GCM with a key of 192 bits.
pub const AES192_GCM: &dyn Aead =
    &AesGcm { size: AesKeySize::Aes192, algorithm: &aead::AES_192_GCM };
/// AES-GCM with a key of 256 bits.
pub const AES256_GCM: &dyn Aead =
    &AesGcm { size: AesKeySize::Aes256, algorithm: &aead::AES_256_GCM };

#[derive(Debug)]
struct AesGcm {
    size: AesKeySize,
    algorithm: &'static aead::Algorithm,
}

impl Aead for AesGcm {
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
        let sealed = self.key(key)?.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut text);
        match sealed.map(|tag| tag.as_ref().try_into()) {
            Ok(Ok(tag)) => Ok((text, tag)),
            _ => {
                text.zeroize();
                Err(CipherFailed)
            }
        }
    }

    fn open(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8; 16],
    ) -> Result<Vec<u8>, CipherFailed> {
        let mut text = vec![0; ciphertext.len()];
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let key = self.key(key)?;
        // RFC 5116 §2.2: if the tag is wrong, no part of the text is returned.
        match key.open_separate_gather(nonce, Aad::from(aad), ciphertext, tag, &mut text) {
            Ok(()) => Ok(text),
            Err(_) => {
                text.zeroize();
                Err(CipherFailed)
            }
        }
    }
}

impl AesGcm {
    fn key(&self, key: &Secret) -> Result<LessSafeKey, CipherFailed> {
        let key = UnboundKey::new(self.algorithm, key.expose()).map_err(|_| CipherFailed)?;
        Ok(LessSafeKey::new(key))
    }
}
