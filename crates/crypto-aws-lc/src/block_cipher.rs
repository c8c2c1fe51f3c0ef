//! AES-CBC with PKCS #7 padding: [RFC 7518
//! §5.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2).

use aws_lc_rs::cipher::{
    self, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use symbolon_jose::Secret;
use symbolon_jose::crypto::{AesKeySize, BlockCipher, CipherFailed};
use zeroize::Zeroize as _;

/// AES-CBC with a key of 128 bits.
pub const AES128_CBC: &dyn BlockCipher =
    &AesCbc { size: AesKeySize::Aes128, algorithm: &cipher::AES_128 };
/// AES-CBC with a key of 192 bits.
pub const AES192_CBC: &dyn BlockCipher =
    &AesCbc { size: AesKeySize::Aes192, algorithm: &cipher::AES_192 };
/// AES-CBC with a key of 256 bits.
pub const AES256_CBC: &dyn BlockCipher =
    &AesCbc { size: AesKeySize::Aes256, algorithm: &cipher::AES_256 };

const BLOCK_LEN: usize = 16;

#[derive(Debug)]
struct AesCbc {
    size: AesKeySize,
    algorithm: &'static cipher::Algorithm,
}

impl BlockCipher for AesCbc {
    fn key_size(&self) -> AesKeySize {
        self.size
    }

    fn encrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let key = PaddedBlockEncryptingKey::cbc_pkcs7(self.key(key)?).map_err(|_| CipherFailed)?;
        // Allocated with room for the padding: growing would leave a copy of the text in memory.
        let mut text = Vec::with_capacity(plaintext.len().saturating_add(BLOCK_LEN));
        text.extend_from_slice(plaintext);
        let context = EncryptionContext::Iv128(FixedLength::from(iv));
        match key.less_safe_encrypt(&mut text, context) {
            Ok(_) => Ok(text),
            Err(_) => {
                text.zeroize();
                Err(CipherFailed)
            }
        }
    }

    fn decrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(self.key(key)?).map_err(|_| CipherFailed)?;
        let mut text = ciphertext.to_vec();
        let context = DecryptionContext::Iv128(FixedLength::from(iv));
        match key.decrypt(&mut text, context).map(|unpadded| unpadded.len()) {
            Ok(len) => {
                text.truncate(len);
                Ok(text)
            }
            Err(_) => {
                text.zeroize();
                Err(CipherFailed)
            }
        }
    }
}

impl AesCbc {
    fn key(&self, key: &Secret) -> Result<UnboundCipherKey, CipherFailed> {
        UnboundCipherKey::new(self.algorithm, key.expose()).map_err(|_| CipherFailed)
    }
}
