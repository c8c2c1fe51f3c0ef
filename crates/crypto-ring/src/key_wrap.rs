//! AES key wrap with RustCrypto: [RFC 7518
//! §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4).

use std::marker::PhantomData;

use aes::cipher::consts::U16;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use aes_kw::{AesKw, IV_LEN};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{AesKeySize, CipherFailed, KeyWrap};
use zeroize::Zeroizing;

/// AES key wrap with a key of 128 bits.
pub const AES128_KW: &dyn KeyWrap =
    &AesKeyWrap::<Aes128> { size: AesKeySize::Aes128, aes: PhantomData };
/// AES key wrap with a key of 192 bits.
pub const AES192_KW: &dyn KeyWrap =
    &AesKeyWrap::<Aes192> { size: AesKeySize::Aes192, aes: PhantomData };
/// AES key wrap with a key of 256 bits.
pub const AES256_KW: &dyn KeyWrap =
    &AesKeyWrap::<Aes256> { size: AesKeySize::Aes256, aes: PhantomData };

/// The fewest bytes that can be wrapped: two blocks of 64 bits (RFC 3394 §2).
const LEAST: usize = 16;

#[derive(Debug)]
struct AesKeyWrap<Aes> {
    size: AesKeySize,
    aes: PhantomData<Aes>,
}

impl<Aes> KeyWrap for AesKeyWrap<Aes>
where
    Aes: KeyInit
        + BlockCipherEncrypt<BlockSize = U16>
        + BlockCipherDecrypt
        + std::fmt::Debug
        + Send
        + Sync,
{
    fn key_size(&self) -> AesKeySize {
        self.size
    }

    fn wrap_key(&self, wrapping_key: &Secret, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let wrap = wrap::<Aes>(wrapping_key)?;
        let key = key.expose();
        if key.len() < LEAST {
            return Err(CipherFailed);
        }
        let mut wrapped = vec![0; key.len().saturating_add(IV_LEN)];
        // The library refuses a length that is not a multiple of 8.
        wrap.wrap_key(key, &mut wrapped).map_err(|_| CipherFailed)?;
        Ok(wrapped)
    }

    fn unwrap_key(&self, wrapping_key: &Secret, wrapped: &[u8]) -> Result<Secret, CipherFailed> {
        let wrap = wrap::<Aes>(wrapping_key)?;
        let len = wrapped.len().saturating_sub(IV_LEN);
        if len < LEAST {
            return Err(CipherFailed);
        }
        let mut key = Zeroizing::new(vec![0; len]);
        // RFC 3394 §2.2.3: no key is returned unless the register holds the initial value.
        wrap.unwrap_key(wrapped, &mut key).map_err(|_| CipherFailed)?;
        Ok(Secret::new(std::mem::take(&mut *key)))
    }
}

fn wrap<Aes: KeyInit>(key: &Secret) -> Result<AesKw<Aes>, CipherFailed> {
    AesKw::new_from_slice(key.expose()).map_err(|_| CipherFailed)
}
