//! AES_CBC_HMAC_SHA2: [RFC 7518 §5.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2).

use subtle::ConstantTimeEq as _;

use crate::crypto::{AesKeySize, BlockCipher, CipherFailed, Digests, HashAlgorithm};
use crate::{ContentEncryptionAlgorithm, Crypto, Secret};

#[derive(Clone, Copy, Debug)]
pub(super) struct CbcHmac {
    /// MAC_KEY_LEN, ENC_KEY_LEN and T_LEN, which are one number in all three algorithms.
    half: usize,
    cipher: &'static dyn BlockCipher,
    hash: HashAlgorithm,
    digests: &'static dyn Digests,
}

impl CbcHmac {
    pub(super) fn new(algorithm: ContentEncryptionAlgorithm, crypto: &Crypto) -> Option<Self> {
        use ContentEncryptionAlgorithm as Enc;
        // RFC 7518 §5.2.3, §5.2.4, §5.2.5.
        let (size, hash) = match algorithm {
            Enc::A128CbcHs256 => (AesKeySize::Aes128, HashAlgorithm::Sha256),
            Enc::A192CbcHs384 => (AesKeySize::Aes192, HashAlgorithm::Sha384),
            Enc::A256CbcHs512 => (AesKeySize::Aes256, HashAlgorithm::Sha512),
            Enc::A128Gcm | Enc::A192Gcm | Enc::A256Gcm => return None,
        };
        let cipher = crypto.block_cipher(size)?;
        Some(Self { half: size.len(), cipher, hash, digests: crypto.digests })
    }

    pub(super) fn seal(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, Vec<u8>), CipherFailed> {
        let (mac_key, encryption_key) = self.split(key)?;
        let ciphertext = self.cipher.encrypt(&encryption_key, iv, plaintext)?;
        let tag = self.tag(mac_key, aad, iv, &ciphertext)?;
        Ok((ciphertext, tag))
    }

    pub(super) fn open(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let (mac_key, encryption_key) = self.split(key)?;
        let expected = self.tag(mac_key, aad, iv, ciphertext)?;
        // RFC 7518 §5.2.2.2 (2): before anything is decrypted, and the whole tag.
        if !bool::from(expected.as_slice().ct_eq(tag)) {
            return Err(CipherFailed);
        }
        self.cipher.decrypt(&encryption_key, iv, ciphertext)
    }

    /// RFC 7518 §5.2.2.1 (1): the MAC key comes first, whatever the name of the algorithm says. What
    /// is left is for the cipher, which refuses it when it is not of its length.
    fn split<'a>(&self, key: &'a Secret) -> Result<(&'a [u8], Secret), CipherFailed> {
        let (mac_key, encryption_key) =
            key.expose().split_at_checked(self.half).ok_or(CipherFailed)?;
        Ok((mac_key, Secret::new(encryption_key.to_vec())))
    }

    /// RFC 7518 §5.2.2.1 (4), (5).
    fn tag(
        &self,
        mac_key: &[u8],
        aad: &[u8],
        iv: &[u8; 16],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let aad_bits = u64::try_from(aad.len()).ok().and_then(|len| len.checked_mul(8));
        let aad_len = aad_bits.ok_or(CipherFailed)?.to_be_bytes();
        let mut mac = self.digests.hmac(self.hash, mac_key, &[aad, iv, ciphertext, &aad_len]);
        mac.truncate(self.half);
        // A backend that returned less would make short tags pass.
        if mac.len() == self.half { Ok(mac) } else { Err(CipherFailed) }
    }
}
