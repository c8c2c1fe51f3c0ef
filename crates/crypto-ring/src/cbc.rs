//! AES-CBC with PKCS #7 padding, with RustCrypto: the encryption of
//! [RFC 7518 §5.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2), without its MAC.

use std::marker::PhantomData;

use aes::cipher::consts::U16;
use aes::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt as _, BlockModeEncrypt as _,
    InnerIvInit as _, KeyInit,
};
use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::{Decryptor, Encryptor};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{AesKeySize, BlockCipher, CipherFailed};
use zeroize::Zeroizing;

/// AES-CBC with a key of 128 bits.
pub const AES128_CBC: &dyn BlockCipher =
    &AesCbc::<Aes128> { size: AesKeySize::Aes128, aes: PhantomData };
/// AES-CBC with a key of 192 bits.
pub const AES192_CBC: &dyn BlockCipher =
    &AesCbc::<Aes192> { size: AesKeySize::Aes192, aes: PhantomData };
/// AES-CBC with a key of 256 bits.
pub const AES256_CBC: &dyn BlockCipher =
    &AesCbc::<Aes256> { size: AesKeySize::Aes256, aes: PhantomData };

const BLOCK_LEN: usize = 16;

#[derive(Debug)]
struct AesCbc<Aes> {
    size: AesKeySize,
    aes: PhantomData<Aes>,
}

impl<Aes> BlockCipher for AesCbc<Aes>
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

    fn encrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let aes = Aes::new_from_slice(key.expose()).map_err(|_| CipherFailed)?;
        let mut text = vec![0; plaintext.len().saturating_add(BLOCK_LEN)];
        let written = Encryptor::inner_iv_init(aes, iv.into())
            .encrypt_padded_b2b::<Pkcs7>(plaintext, &mut text)
            .map_err(|_| CipherFailed)?
            .len();
        text.truncate(written);
        Ok(text)
    }

    fn decrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let aes = Aes::new_from_slice(key.expose()).map_err(|_| CipherFailed)?;
        let mut text = Zeroizing::new(ciphertext.to_vec());
        // RFC 5652 §6.3: padding is always present, so an empty ciphertext is refused.
        let written = Decryptor::inner_iv_init(aes, iv.into())
            .decrypt_padded::<Pkcs7>(&mut text)
            .map_err(|_| CipherFailed)?
            .len();
        text.truncate(written);
        Ok(std::mem::take(&mut *text))
    }
}
