//! AES key wrap: [RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4).

use aws_lc_rs::key_wrap::{self, AesBlockCipher, AesKek, KeyWrap as _};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{AesKeySize, CipherFailed, KeyWrap};
use zeroize::Zeroizing;

/// AES key wrap with a key of 128 bits.
pub const AES128_KW: &dyn KeyWrap =
    &AesKeyWrap { size: AesKeySize::Aes128, cipher: &key_wrap::AES_128 };
/// AES key wrap with a key of 256 bits.
pub const AES256_KW: &dyn KeyWrap =
    &AesKeyWrap { size: AesKeySize::Aes256, cipher: &key_wrap::AES_256 };

#[derive(Debug)]
struct AesKeyWrap {
    size: AesKeySize,
    cipher: &'static AesBlockCipher,
}

impl KeyWrap for AesKeyWrap {
    fn key_size(&self) -> AesKeySize {
        self.size
    }

    fn wrap_key(&self, wrapping_key: &Secret, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let key = key.expose();
        let mut wrapped = vec![0; key.len().saturating_add(8)];
        self.kek(wrapping_key)?.wrap(key, &mut wrapped).map_err(|_| CipherFailed)?;
        Ok(wrapped)
    }

    fn unwrap_key(&self, wrapping_key: &Secret, wrapped: &[u8]) -> Result<Secret, CipherFailed> {
        let mut key = Zeroizing::new(vec![0; wrapped.len().saturating_sub(8)]);
        // RFC 3394 §2.2.3: AWS-LC checks the initial value, which shows that the key is unchanged.
        self.kek(wrapping_key)?.unwrap(wrapped, &mut key).map_err(|_| CipherFailed)?;
        Ok(Secret::new(std::mem::take(&mut *key)))
    }
}

impl AesKeyWrap {
    fn kek(&self, key: &Secret) -> Result<AesKek, CipherFailed> {
        AesKek::new(self.cipher, key.expose()).map_err(|_| CipherFailed)
    }
}
