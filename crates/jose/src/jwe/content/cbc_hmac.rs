//! AES_CBC_HMAC_SHA2: [RFC 7518 §5.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2).

use subtle::ConstantTimeEq as _;

use crate::crypto::{AesKeySize, BlockCipher, CipherFailed, Digests, HashAlgorithm};
use crate::{ContentEncryptionAlgorithm, Crypto, Secret};

/// AES-CBC with HMAC, composed of the backend's AES-CBC and HMAC.
#[derive(Clone, Copy, Debug)]
pub(super) struct CbcHmac {
    /// The bytes of the MAC key, of the cipher key and of the tag. In each of the three algorithms
    /// these lengths (MAC_KEY_LEN, ENC_KEY_LEN and T_LEN) are equal.
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
        // RFC 7518 §5.2.2.2 (2): the whole tag is compared before decrypting.
        if !bool::from(expected.as_slice().ct_eq(tag)) {
            return Err(CipherFailed);
        }
        self.cipher.decrypt(&encryption_key, iv, ciphertext)
    }

    /// Splits the key into the MAC key, which is the first half, and the cipher key (RFC 7518
    /// §5.2.2.1 (1)).
    ///
    /// The backend checks the length of the cipher key.
    fn split<'a>(&self, key: &'a Secret) -> Result<(&'a [u8], Secret), CipherFailed> {
        let (mac_key, encryption_key) =
            key.expose().split_at_checked(self.half).ok_or(CipherFailed)?;
        Ok((mac_key, Secret::new(encryption_key.to_vec())))
    }

    /// Computes the authentication tag (RFC 7518 §5.2.2.1 (4), (5)).
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
        // If a faulty backend returned fewer bytes, a short tag would pass the comparison.
        if mac.len() == self.half { Ok(mac) } else { Err(CipherFailed) }
    }
}
